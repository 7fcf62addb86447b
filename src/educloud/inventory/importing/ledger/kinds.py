"""A ledger's rooms, sites and organisations into rows of our tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from educloud.inventory.importing.draft import Context, Draft
from educloud.inventory.importing.ledger.columns import BUREAU
from educloud.inventory.importing.ledger.lines import Ledger, Line
from educloud.inventory.importing.ledger.owning import Owning
from educloud.inventory.importing.merging.identity import stable_id
from educloud.inventory.importing.naming.bodies import name_key
from educloud.inventory.importing.naming.places import Nowhere


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


# What the name of a school tells of its kind; the first word found decides.
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
        if kind == BUREAU:
            kind = self._directory.bodies.bureau(name, held["division_code"])
            line.changes = [
                replace(one, after=kind) if one.after == BUREAU else one for one in line.changes
            ]
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
