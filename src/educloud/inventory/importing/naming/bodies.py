"""Organisations by the way people name them, and what an unknown one is, judged by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from educloud.inventory.importing.cleaning.signs import closed_up, half_width
from educloud.inventory.importing.naming.places import Nowhere, Place, Places
from educloud.inventory.models import Org, OrgKind

# A word in a name -> what bears it. The first that fits counts, so the closer ones stand first.
KINDS: tuple[tuple[str, OrgKind], ...] = (
    (r"教育厅$|教委$|教育委员会$", OrgKind.PROVINCE_BUREAU),
    (r"(?:教育|教体|教科体|教体科技|教育体育|教育和体育|文教|教育科技|社会事业)(?:管理)?局",
     OrgKind.COUNTY_BUREAU),
    (r"附属(?:实验)?(?:幼儿园|小学|中学|学校|高中|初中)", OrgKind.SCHOOL),
    (r"招生办|招办|考试院|考试中心|电教馆|电化教育|教育技术装备|装备中心|教研室|教研院|教科院|教育科学|教育信息|信息中心|"
     r"教育发展|教师发展|资助(?:管理)?中心|教育资源|保障中心|评估院", OrgKind.PROVINCIAL_BODY),
    (r"小学|中学|幼儿园|学校|中专|教学点|学堂|高中|初中|一中|二中|一高|二高|[一二三四五六七八九十百\d]+[中高小]$|职高|中职|技校"
     r"|职教中心|职业教育中心|培智|聋哑|启智|党校|实验园", OrgKind.SCHOOL),
    (r"大学|学院|高等专科|高专|研究生院", OrgKind.UNIVERSITY),
)  # fmt: skip
_BUREAU = re.compile(
    "教育体育局|教育和体育局|教体局|教育科技体育局|教科体局|教育科技局|教体科技局|教育管理局|教委|教育委员会|文教局|文教体局"
)
_SYNTHETIC = re.compile(r"\((?:合成|合成数据)\)")
_BRACKETED = re.compile(r"\([^()]*\)$")
_RELATIVE = re.compile(r"(?:本|我|该)?([省市县区])(?=.{2,})")
_ID = re.compile(r"(?=.*\d)[A-Za-z0-9][\w.-]*", re.ASCII)
_COUNTY = 3  # depth of a county: itself, its city, its province


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that was meant: a known one (``org_id``), or a new one by its natural key."""

    org_id: str
    division: str
    name: str
    kind: str = ""
    rule: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Give what makes it the same organisation wherever it is named."""
        return self.division, self.name


class Bodies:
    """The organisations of a table by id, identifier and name."""

    def __init__(self, orgs: Mapping[str, Org], places: Places) -> None:
        self._places = places
        self._orgs = orgs
        self._ids = {one.casefold(): one for one in orgs}
        self._ids |= {org.identifier: org.org_id for org in orgs.values() if org.identifier}
        self._placed: dict[tuple[str, ...], Place | None] = {}
        self._named: dict[str, list[str]] = {}
        self._in: dict[tuple[str, str], str] = {}
        for org in orgs.values():
            self._named.setdefault(name_key(org.name), []).append(org.org_id)
            for code, rest in self._shorter(org.name, org.division_code):
                self._in.setdefault((code, rest), org.org_id)

    def find(self, text: str, near: Iterable[str] = ()) -> Body:
        """Give the organisation of an id or a name, else a new one.

        A new one's division comes from its name or ``near``, the nearest first. Nowhere when
        several known ones fit, or no division is known.
        """
        near = list(near)
        known = self._ids.get(half_width(text).casefold().strip()) or self._by_name(text, near)
        if known:
            org = self._orgs[known]
            same = text in {org.org_id, org.name}
            return Body(known, org.division_code, org.name, rule="" if same else "organisation")
        return self._new(text, near)

    def _by_name(self, text: str, near: list[str]) -> str:
        named = self._named.get(name_key(text), [])
        if len(named) > 1:
            close = [one for one in named if self._orgs[one].division_code in near]
            if len(close) != 1:
                shown = "、".join(f"{one} ({self._orgs[one].division_code})" for one in named[:6])
                raise Nowhere(f"{text!r} may be {shown}", "write the id of the organisation")
            return close[0]
        if named and self._may_be(named[0], text, near):
            return named[0]
        relative = self._relative(text, near)
        for code in [relative[0]] if relative else near:
            for variant in self._shorter(relative[1] if relative else text, code):
                if found := self._in.get(variant):
                    return found
        place = self._place(text, near)
        return self._in.get((place.code, name_key(place.rest)), "") if place else ""

    def _may_be(self, org_id: str, text: str, near: list[str]) -> bool:
        """Tell whether a name that one organisation bears means it: any county has a 第一小学."""
        home = self._orgs[org_id].division_code
        lineage = self._places.lineage
        around = (home in lineage(code) or code in lineage(home) for code in near)
        return not near or any(around) or self._place(text, []) is not None

    def _shorter(self, name: str, code: str) -> Iterable[tuple[str, str]]:
        """Give a name within its division, with and without the division's name before it.

        A city's school may stand in one of its counties; its bureau is not the county's.
        """
        yield code, name_key(name)
        place = self._place(name, [code])
        if place is not None and place.rest:
            yield place.code, name_key(place.rest)
            if place.code == code or not _BUREAU_WORD.search(place.rest):
                yield code, name_key(place.rest)

    def _place(self, name: str, near: list[str]) -> Place | None:
        key = (name, *near)
        if key not in self._placed:
            try:
                self._placed[key] = self._places.of_owner(name, near)
            except Nowhere:
                self._placed[key] = None
        return self._placed[key]

    def _relative(self, text: str, near: list[str]) -> tuple[str, str] | None:
        """Read ``市教育局`` as that of the city around, ``县教体局`` as that of the county."""
        found = _RELATIVE.match(half_width(text))
        if not found or not near:
            return None
        line = self._places.lineage(near[0])
        rest = half_width(text)[found.end() :]
        if found[1] == "省" and line:
            return line[-1], rest
        if found[1] == "市" and len(line) > 1:
            return line[-2], rest
        if found[1] in "县区" and len(line) >= _COUNTY:
            return line[0], rest
        return None

    def _new(self, text: str, near: list[str]) -> Body:
        relative = self._relative(text, near)
        if relative:
            code, rest = relative
            return Body(
                "", code, self._places.name(code) + rest, self.kind(rest, code), "organisation"
            )
        place = self._places.of_owner(text, near)
        within = [one for one in near if place and place.code in self._places.lineage(one)]
        code = (
            within[0] if within and not _BUREAU_WORD.search(text) else place.code if place else ""
        )
        code = code or (near[0] if near else "")
        if not code:
            raise Nowhere(
                f"the division of {text!r} is not known",
                "add its division code, write the city or county before its name, or import orgs",
            )
        return Body("", code, text, self.kind(text, code))

    def kind(self, name: str, code: str) -> str:
        """Give the kind of an organisation of this name in this division; empty if unknown."""
        plain = _BRACKETED.sub("", half_width(name)).strip()
        depth = len(self._places.lineage(code))
        for pattern, kind in KINDS:
            if not re.search(pattern, plain):
                continue
            if kind is OrgKind.COUNTY_BUREAU:
                return _BUREAU_OF.get(depth, OrgKind.COUNTY_BUREAU).value
            if kind is OrgKind.PROVINCIAL_BODY and depth > 1:
                return _BUREAU_OF.get(depth, OrgKind.COUNTY_BUREAU).value
            return kind.value
        return ""

    def bureau(self, name: str, code: str) -> str:
        """Give the kind of the bureau of a division: the province's, a city's or a county's."""
        depth = len(self._places.lineage(code))
        if depth == 1 and _AREA.search(name):  # 西咸新区 lies under no city
            return OrgKind.COUNTY_BUREAU.value
        return _BUREAU_OF.get(depth, OrgKind.COUNTY_BUREAU).value


_AREA = re.compile("新区|示范区|开发区|实验区")
_BUREAU_WORD = re.compile("局|厅|委")
_BUREAU_OF = {1: OrgKind.PROVINCE_BUREAU, 2: OrgKind.CITY_BUREAU, 3: OrgKind.COUNTY_BUREAU}


@lru_cache(maxsize=200_000)  # a province names each organisation and system many times
def name_key(name: str) -> str:
    """Give a name as it is compared: without width, case, blanks, marks, names of bureaus alike."""
    plain = _SYNTHETIC.sub("", closed_up(half_width(name).casefold()))
    plain = _BUREAU.sub("教育局", plain)
    return "".join(sign for sign in plain if sign.isalnum())


def is_id(text: str) -> bool:
    """Tell whether a text is an id and no name: ``HB-ORG-001``, ``4141010459``.

    Where the table it points to has no rows yet, it can only be taken at its word.
    """
    return _ID.fullmatch(text) is not None
