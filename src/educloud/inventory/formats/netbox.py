"""NetBox: devices as the CSV its list exports, or as the JSON of ``/api/dcim/devices/``.

Objects inside the JSON have become dotted columns when the file was read. Sources:
github.com/netbox-community/netbox, ``netbox/dcim/tables/devices.py`` (column titles of the
export) and ``netbox/dcim/api/serializers_/devices.py`` (fields of the API; ``device_role`` before
NetBox 4).

| CSV export | JSON | devices |
|---|---|---|
| Name | name | hostname |
| Site | site.name, site.slug | site_id: a site of this id, or the one of this name |
| Platform, else Manufacturer and Type | platform.slug, device_type.manufacturer.slug | platform |
| Role | role.slug, device_role.slug | role |
| IP Address, IPv4 …, IPv6 … | primary_ip, primary_ip4, primary_ip6 | mgmt_address |
| Type | device_type.model | model |
| Status | status.value | status (kept); what is planned, stored or being removed is left out |
| Serial number, Asset tag, Manufacturer, Location, Rack, Tenant | likewise | kept |

Lost, and named in a warning: face and position in the rack, clusters, virtual chassis, contacts,
comments, config contexts, counts.
A device export has no cables, so no uplinks; no software version and no credentials.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache

from educloud.inventory.importing.draft import Context, Draft, Extract, Format, Sheet
from educloud.inventory.importing.naming.platforms import platform_of
from educloud.inventory.importing.planners.header import Line, Refused, find_header, lines, unread
from educloud.inventory.importing.planners.owners import same
from educloud.inventory.models import TABLES

Choices = tuple[tuple[str, tuple[str, ...]], ...]
# Ours, and words in the name or slug of NetBox's platform; the first that fits.
PLATFORMS: Choices = (
    ("huawei_vrpv8", ("vrpv8", "vrp8", "yunshan", "cloudengine")),
    ("huawei_smartax", ("smartax", "ma5800", "ma5600")),
    ("huawei_vrp", ("vrp", "huawei")),
    ("hp_comware", ("comware", "h3c")),
    ("ruijie_os", ("rgos", "ruijie")),
    ("zte_zxan", ("zxan",)),
    ("zte_zxros", ("zxros", "zte")),
    ("frr", ("frr", "frrouting")),
)
# Without a platform the manufacturer tells it.
MANUFACTURERS: Choices = (
    ("huawei_vrp", ("huawei", "华为")),
    ("hp_comware", ("h3c", "新华三")),
    ("ruijie_os", ("ruijie", "锐捷")),
    ("zte_zxros", ("zte", "中兴")),
)
ROLES: Choices = (
    ("olt", ("olt",)),
    ("onu", ("onu", "ont")),
    ("backbone", ("backbone", "骨干")),
    ("hub", ("hub", "枢纽")),
    ("aggregation", ("aggregation", "distribution", "agg", "dist", "汇聚")),
    ("access", ("access", "acc", "接入")),
    ("core", ("core", "核心")),
)
SITE = ("site.slug", "site.name", "site")
ROLE = ("role.slug", "devicerole.slug", "role.name", "devicerole.name", "role", "devicerole")
PLATFORM = ("platform.slug", "platform.name", "platform")
NOT_IN_SERVICE = frozenset({"planned", "inventory", "decommissioning"})
REQUIRED = (
    {"name"},
    {"site", "site.name", "site.slug"},
    {"role", "role.slug", "role.name", "devicerole", "devicerole.slug", "devicerole.name"},
    {"type", "devicetype", "devicetype.model", "manufacturer"},
)
KEPT = {
    "serial": ("serialnumber", "serial"),
    "asset_tag": ("assettag",),
    "manufacturer": ("manufacturer", "devicetype.manufacturer.name"),
    "location": ("location", "location.name"),
    "rack": ("rack", "rack.name"),
    "tenant": ("tenant", "tenant.name"),
    "status": ("status.value", "status"),
}
# Ends of columns by which NetBox's API names an object a second time.
OF_THE_API = frozenset({"id", "url", "display", "displayurl", "slug", "label", "depth", "family"})
ADDRESSES = (
    "ipaddress",
    "primaryip.address",
    "primaryip",
    "ipv4address",
    "primaryip4.address",
    "primaryip4",
    "ipv6address",
    "primaryip6.address",
    "primaryip6",
)


def _score(names: AbstractSet[str]) -> float:
    return 0.92 if all(names & one for one in REQUIRED) else 0.0


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is a list of NetBox's devices."""
    return find_header(sheet, _score)[1] if kind in FORMAT.kinds else 0.0


def read(sheet: Sheet, _kind: str, context: Context) -> Extract:
    """Give the devices that are in service."""
    header, _ = find_header(sheet, _score)
    extract = Extract(header.row, header.names)
    sites = _sites(context)
    idle: Counter[str] = Counter()
    for line in lines(sheet, header, context):
        try:
            status = line.text(*KEPT["status"]).lower()
            if status in NOT_IN_SERVICE:
                idle[status] += 1
                continue
            extract.drafts.append(_device(line, context, sites))
            extract.changes += dict.fromkeys(line.changes)
        except Refused as refused:
            extract.rejections.append(refused.rejection)
    told_elsewhere = (one for one in header.places if one.rpartition(".")[2] in OF_THE_API)
    header.asked.update(SITE, ROLE, PLATFORM, *KEPT.values(), told_elsewhere)
    extract.warnings += unread(sheet, header)
    if idle:
        counts = ", ".join(f"{status} {count}" for status, count in sorted(idle.items()))
        extract.warnings.append(f"{idle.total()} device(s) not in service left out: {counts}")
    return extract


def _sites(context: Context) -> dict[str, str]:
    """Give sites by id and by name; a name that two sites bear finds none."""
    often = Counter(same(site.name) for site in context.sites.values())
    found = {same(site.name): site.site_id for site in context.sites.values()}
    found = {name: site_id for name, site_id in found.items() if often[name] == 1}
    return found | {same(site_id): site_id for site_id in context.sites}


def _device(line: Line, context: Context, sites: Mapping[str, str]) -> Draft:
    told = line.mapped("devices", context.mapping)
    name = told.get("hostname") or line.text("name")
    if not name:
        hint = "give the device a name in NetBox"
        raise line.refuse_cell("the device has no name", hint, "name")
    values = {
        "hostname": name,
        "site_id": _site(line, sites),
        "mgmt_address": told.get("mgmt_address") or _address(line),
        "model": line.text("devicetype.model", "type", "devicetype"),
        **{column: line.text(*names) for column, names in KEPT.items()},
    }
    values["role"] = told.get("role") or _role(line, context)
    values["platform"] = told.get("platform") or _platform(line, context, values)
    values |= told
    ours = {c: text for c, text in context.defaults.items() if c in TABLES["devices"].model_fields}
    held = ours | {column: text for column, text in values.items() if text}
    key = () if "device_id" in held else (held["site_id"], name)
    return Draft("devices", line.row, held, key)


def _site(line: Line, sites: Mapping[str, str]) -> str:
    for column in SITE:
        found = sites.get(same(line.text(column)))
        if found:
            return line.turned(found, "site_name", column)
    hint = "add the site to sites.csv, or give NetBox's site the name or slug of one there"
    raise line.refuse_cell("no site of this id or name (or several of it)", hint, *reversed(SITE))


def _address(line: Line) -> str:
    text = line.text(*ADDRESSES)
    if not text:
        hint = "set the device's primary IP in NetBox"
        raise line.refuse_cell("no address to manage it by", hint, *ADDRESSES)
    address = text.partition("/")[0].strip()
    try:
        ipaddress.ip_address(address)
    except ValueError:
        hint = "an address with or without prefix length, such as 192.0.2.1/24"
        raise line.refuse_cell("not an IP address", hint, *ADDRESSES) from None
    return line.turned(address, "without_prefix_length", *ADDRESSES)


def _fits(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of the words stands in the text: whole, but inside it for Chinese ones."""
    tokens = set(re.split(r"[^0-9a-z]+", text))
    tokens |= {token.rstrip("0123456789") for token in tokens}  # comware7, core1
    return any(word in tokens if word.isascii() else word in text for word in words)


@cache
def _first_that_fits(text: str, choices: Choices) -> str:
    return next((ours for ours, words in choices if _fits(text.lower(), words)), "")


def _role(line: Line, context: Context) -> str:
    for column in ROLE:
        if role := _first_that_fits(line.text(column), ROLES):
            return line.turned(role, "role_word", column)
    if context.defaults.get("role"):
        return context.defaults["role"]
    known = ", ".join(role for role, _ in ROLES)
    hint = f"give it a role with one of these words: {known}; or '--set role=…' for all such"
    raise line.refuse_cell("none of our roles", hint, *ROLE)


def _platform(line: Line, context: Context, values: Mapping[str, str]) -> str:
    stated = line.text(*PLATFORM)
    if platform := _first_that_fits(stated, PLATFORMS):
        return line.turned(platform, "platform_word", *PLATFORM)
    ours = "" if stated else _first_that_fits(line.text(*KEPT["manufacturer"]), MANUFACTURERS)
    ours = platform_of(ours, values["role"], values["model"])
    if ours:
        return line.turned(ours, "platform_of_manufacturer", *KEPT["manufacturer"])
    if context.defaults.get("platform"):
        return context.defaults["platform"]
    hint = "name the platform as Huawei VRP, Comware, RGOS, ZXROS …, or '--set platform=…'"
    raise line.refuse_cell("none of our platforms", hint, *PLATFORM, *KEPT["manufacturer"])


FORMAT = Format(
    "netbox",
    "NetBox 设备清单",
    ("devices",),
    recognise,
    read,
    "Name, Site, Role, Type or Manufacturer",
)
