"""A small synthetic province: backbone, two counties, schools with every role."""

from __future__ import annotations

from ipaddress import IPv6Network

from educloud.inventory.addresses.allocate import AddressPlan, plan_addresses
from educloud.inventory.models import Device, Division, Inventory, Org, Site
from educloud.network.intent import plan_intent
from educloud.network.intent.model import DeviceIntent

ROOT = IPv6Network("3fff:410::/32")
DIVISIONS = (
    ("410000", "province", None),
    ("410600", "prefecture", "410000"),
    ("410611", "county", "410600"),
    ("410621", "county", "410600"),
)
ROLES_OF = {"olt": "huawei_smartax", "onu": "huawei_smartax"}


class Province:
    """Tables under construction, and the intents planned from them."""

    def __init__(self) -> None:
        self.sites: dict[str, Site] = {}
        self.devices: dict[str, Device] = {}

    def site(self, site_id: str, kind: str = "senior", code: str = "410611", **cells) -> str:
        self.sites[site_id] = Site(
            site_id=site_id, name=site_id, kind=kind, division_code=code, org_id="ORG", **cells
        )
        return site_id

    def device(self, name: str, site_id: str, role: str, above: str | None = None, **cells) -> str:
        number = len(self.devices) + 1
        row = {
            "device_id": name,
            "hostname": f"SW-{name}",
            "site_id": site_id,
            "platform": ROLES_OF.get(role, "huawei_vrp"),
            "role": role,
            "mgmt_address": f"10.1.{number // 250}.{number % 250 + 1}",
            "uplink_device": above,
        }
        self.devices[name] = Device(**{**row, **cells})
        return name

    def inventory(self) -> Inventory:
        divisions = {
            code: Division(code=code, name_zh=code, name_pinyin=code, level=level, parent=parent)
            for code, level, parent in DIVISIONS
        }
        org = Org(org_id="ORG", name="synthetic", kind="school", division_code="410000")
        return Inventory(
            divisions, {"ORG": org}, self.sites, {}, self.devices, {}, {}, {}, {}, {}, (), ()
        )

    def planned(self) -> tuple[Inventory, AddressPlan]:
        inventory = self.inventory()
        return inventory, plan_addresses(inventory, ROOT, ())

    def intents(self) -> dict[str, DeviceIntent]:
        inventory, plan = self.planned()
        return {name: plan_intent(inventory, plan, one) for name, one in self.devices.items()}

    def intent(self, name: str) -> DeviceIntent:
        inventory, plan = self.planned()
        return plan_intent(inventory, plan, self.devices[name])


def province() -> Province:
    """Two backbone devices, a hub, a school of every switch role, one with a PON, one tiny."""
    made = Province()
    made.site("CITY", "bureau", "410600")
    made.device("BB-1", "CITY", "backbone")
    made.device("BB-2", "CITY", "backbone")
    made.site("COUNTY", "bureau", "410611", ipv4_prefix="10.20.0.0/20")
    made.device("HUB-1", "COUNTY", "hub", "BB-1")
    made.device("HUB-ACC-1", "COUNTY", "access", "HUB-1")
    made.site("SCHOOL", "senior", ipv4_prefix="10.20.16.0/20")
    made.device("CORE-1", "SCHOOL", "core", "HUB-1")
    made.device("AGG-1", "SCHOOL", "aggregation", "CORE-1")
    made.device("ACC-1", "SCHOOL", "access", "AGG-1")
    made.device("ACC-2", "SCHOOL", "access", "AGG-1", uplinks=2)
    made.site("COLLEGE", "secondary_vocational", pon_type="xgs_pon", pon_split=64)
    made.device("CORE-2", "COLLEGE", "core", "HUB-1")
    made.device("OLT-1", "COLLEGE", "olt", "CORE-2")
    made.device("ONU-1", "COLLEGE", "onu", "OLT-1", serial="HWTC1A2B3C4D")
    made.device("ONU-2", "COLLEGE", "onu", "OLT-1")
    made.device("ONU-3", "COLLEGE", "onu", "OLT-1", serial="hwtc00000003")
    made.site("POINT", "teaching_point")
    made.device("POINT-ACC-1", "POINT", "access", "CORE-1")
    return made
