"""A ledger's rooms, sites, devices and organisations into rows of our tables."""

from __future__ import annotations

from typing import Protocol

from educloud.inventory.importing.draft import Context, Draft
from educloud.inventory.importing.ledger.lines import Ledger, Line
from educloud.inventory.importing.ledger.owning import Owning
from educloud.inventory.importing.merging.identity import stable_id
from educloud.inventory.importing.naming.bodies import is_id, name_key
from educloud.inventory.importing.naming.places import Nowhere
from educloud.inventory.importing.naming.platforms import platform_of


class Taker(Protocol):
    """Makes drafts of the rows of one sheet."""

    def take(self, line: Line) -> None:
        """Draft one row; Refused when it cannot be taken."""

    def end(self) -> None:
        """Draft what needs all rows."""


class Rooms:
    """Server rooms: owner and name make the same room."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._context = context
        self._owning = Owning(context, ledger.extract, ledger.layout.reporting_unit)

    def take(self, line: Line) -> None:
        """Draft a room."""
        held = line.values
        if not held.get("name"):
            raise line.refuse("name", None, "the room has no name", "fill in 机房名称")
        owner = self._owning.settle(line, "org_id")
        site = held.pop("site_id", "")
        if site in self._context.sites:
            held["site_id"] = site
        elif site:
            held["site_name"] = site
        draft = Draft(
            "rooms", line.row, held, () if "room_id" in held else (owner.key, held["name"])
        )
        owner.put(draft, "org_id")
        self._ledger.extract.drafts.append(draft)

    def end(self) -> None:
        """Tell of what is new."""
        self._owning.end()


# Kind of an organisation -> kind of its site; of schools the name tells.
_SITE_OF = {
    "province_bureau": "bureau",
    "city_bureau": "bureau",
    "county_bureau": "bureau",
    "provincial_body": "bureau",
    "university": "university",
}
_SITE_WORDS = (
    ("教学点", "teaching_point"),
    ("幼儿园", "kindergarten"),
    ("特殊教育", "special"),
    ("党校", "party_school"),
    ("九年", "nine_year"),
    ("小学", "primary"),
    ("高级中学", "senior"),
    ("高中", "senior"),
    ("初级中学", "junior"),
    ("初中", "junior"),
    ("职业", "secondary_vocational"),
    ("中专", "secondary_vocational"),
    ("中等专业", "secondary_vocational"),
)


class Sites:
    """Places with a network. Without a column for it, a site's organisation bears its name."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._owning = Owning(context, ledger.extract, "")

    def take(self, line: Line) -> None:
        """Draft a site."""
        held = line.values
        name = held.get("name", "")
        if not name:
            raise line.refuse("name", None, "the site has no name", "fill in 学校名称")
        held.setdefault("org_id", name)
        held["kind"] = held.get("kind") or self._kind(line, name)
        held["owner_kind"] = _ORG_OF.get(held["kind"], "学校")
        told = {"report_to": held.pop("report_to", ""), "identifier": held.get("identifier", "")}
        owner = self._owning.settle(line, "org_id", told)
        draft = Draft("sites", line.row, held, () if "site_id" in held else (owner.key, name))
        owner.put(draft, "org_id")
        self._ledger.extract.drafts.append(draft)

    def end(self) -> None:
        """Tell of what is new."""
        self._owning.end()

    @staticmethod
    def _kind(line: Line, stated: str) -> str:
        name = stated.partition("（")[0].partition("(")[0]
        if name.endswith(("教育局", "教体局", "教育体育局", "教育厅")):
            return "bureau"
        if name.endswith(("大学", "学院", "高等专科学校")):
            return "university"
        for word, kind in _SITE_WORDS:
            if word in name:
                return kind
        raise line.refuse(
            "kind", None, "what kind of school it is, is not said", "fill in 学校类别"
        )


_ORG_OF = {"university": "高校", "bureau": ""}


class Devices:
    """Network devices; their sites must be known."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._directory = context.directory
        self._sites = context.sites
        self._defaults = context.defaults
        self._named: dict[str, list[str]] = {}
        for site in context.sites.values():
            self._named.setdefault(name_key(site.name), []).append(site.site_id)
        self._hosts: dict[str, tuple[str, ...]] = {}
        self._uplinks: list[tuple[Draft, str]] = []

    def take(self, line: Line) -> None:
        """Draft a device."""
        held = line.values
        if not held.get("hostname"):
            raise line.refuse("hostname", None, "the device has no name", "fill in 设备名称")
        held["site_id"] = self._site(line)
        self._address(line)
        self._platform(line)
        key = () if "device_id" in held else (held["site_id"], held["hostname"])
        draft = Draft("devices", line.row, held, key)
        self._hosts[held["hostname"].casefold()] = key or (held["device_id"],)
        if uplink := held.pop("uplink_device", ""):
            self._uplinks.append((draft, uplink))
        self._ledger.extract.drafts.append(draft)

    def end(self) -> None:
        """Fill in the devices above, now that all names are known."""
        for draft, uplink in self._uplinks:
            found = self._hosts.get(uplink.casefold(), (uplink,))
            if len(found) == 1:
                draft.values["uplink_device"] = found[0]
            else:
                draft.refs["uplink_device"] = found

    def _site(self, line: Line) -> str:
        text = line.values.pop("site_id", "") or self._defaults.get("site_id", "")
        division = line.values.pop("division_code", "")
        if not text:
            raise line.refuse("site_id", None, "the device's site is missing", "fill in 所属学校")
        if text in self._sites or (not self._sites and is_id(text)):
            return text
        found = self._named.get(name_key(text), [])
        if len(found) > 1 and division:
            found = self._in(found, line, division)
        if len(found) == 1:
            line.turned("site_id", text, found[0], "site")
            return found[0]
        reason = "several sites have" if found else "no site has"
        hint = f"write its id: {', '.join(found[:6])}" if found else "import the sites first"
        raise line.refuse("site_id", text, f"{reason} this name", hint)

    def _in(self, found: list[str], line: Line, division: str) -> list[str]:
        try:
            code = self._directory.places.find(division).code
        except Nowhere as nowhere:
            raise line.refuse("division_code", division, *nowhere.args) from None
        lineage = self._directory.places.lineage
        return [one for one in found if code in lineage(self._sites[one].division_code)]

    @staticmethod
    def _platform(line: Line) -> None:
        """Tell the systems of a maker apart where the ledger names the maker only."""
        held = line.values
        if any(change.column == "platform" for change in line.changes):
            before = held["platform"]
            ours = platform_of(before, held.get("role", ""), held.get("model", ""))
            held["platform"] = ours
            line.turned("platform", before, ours, "platform_of_role")

    @staticmethod
    def _address(line: Line) -> None:
        text = line.values.get("mgmt_address", "")
        if ";" in text:
            reason = "more than one management address"
            raise line.refuse("mgmt_address", text, reason, "write the one that it is managed by")


class Orgs:
    """Organisations."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._directory = context.directory
        self._defaults = context.defaults
        self._drafts: list[Draft] = []
        self._ids: dict[str, str] = {}  # of this file, by name

    def take(self, line: Line) -> None:
        """Draft an organisation."""
        held = line.values
        name = held.get("name", "")
        if not name:
            raise line.refuse("name", None, "the organisation has no name", "fill in 单位名称")
        near = self._division(line)
        if "org_id" in held and near:  # its namesakes do not matter
            held["division_code"] = near[0]
        else:
            self._by_name(line, name, near)
        kind = held.get("kind") or self._directory.bodies.kind(name, held["division_code"])
        if not kind:
            raise line.refuse(
                "kind", None, "what this organisation is, is not said", "fill in 单位类别"
            )
        held["kind"] = kind
        key = () if "org_id" in held else (held["division_code"], held["name"])
        draft = Draft("orgs", line.row, held, key)
        self._drafts.append(draft)
        self._ids[name_key(held["name"])] = held.get("org_id") or stable_id("orgs", key)
        self._ledger.extract.drafts.append(draft)

    def _by_name(self, line: Line, name: str, near: list[str]) -> None:
        """Fill in what a known organisation of this name, or its name itself, says."""
        held = line.values
        try:
            body = self._directory.bodies.find(name, near)
        except Nowhere as nowhere:
            raise line.refuse("name", name, *nowhere.args) from None
        held["division_code"] = near[0] if near else body.division
        if body.org_id and "org_id" not in held:
            held["org_id"] = body.org_id
            held["name"] = body.name

    def end(self) -> None:
        """Give the ids of the organisations above where they are known; else their names stay."""
        for draft in self._drafts:
            above = draft.values.get("report_to", "")
            if above:
                draft.values["report_to"] = self._above(above, draft.values["division_code"])

    def _division(self, line: Line) -> list[str]:
        text = line.values.pop("division_code", "") or self._defaults.get("division_code", "")
        if not text:
            return []
        places = self._directory.places
        try:
            found = places.find(text)
        except Nowhere as nowhere:
            raise line.refuse("division_code", text, *nowhere.args) from None
        line.turned("division_code", text, found.code, found.rule)
        return [found.code]

    def _above(self, name: str, division: str) -> str:
        try:
            known = self._directory.bodies.find(name, [division]).org_id
        except Nowhere:
            known = ""
        return known or self._ids.get(name_key(name), name)
