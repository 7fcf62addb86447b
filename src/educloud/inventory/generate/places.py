"""Who there is and where: organisations and their sites, spread over the counties by population."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from educloud.inventory.generate.assumptions import (
    AS_OF,
    DISTRICT_CLASSES,
    LINKED,
    RURAL_CLASSES,
    SCHOOLS,
    TOWN_CLASSES,
    UNKNOWN_CELL,
)
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land
from educloud.inventory.generate.names import BODIES, MARK, Namer
from educloud.inventory.models import Division, OrgKind, SiteKind
from educloud.inventory.profile_models import Bureau

K = SiteKind
CAMPUSES = ("东校区", "西校区", "南校区", "北校区", "新校区")
_UNIT_KINDS = frozenset({OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU})
# Days of drills and of filed rules: most in time (365 days, 2022-08-01), some not.
_DRILLS = (dt.date(2025, 8, 1), AS_OF)
_FILED = (dt.date(2022, 7, 1), dt.date(2022, 8, 10))
LARGE_CLASSES = 18  # a school from here on may have a second campus


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation; ``above``: the id of the one it reports to."""

    org_id: str
    name: str
    kind: OrgKind
    division: str
    above: str | None
    site_kind: SiteKind


@dataclass(frozen=True, slots=True)
class Place:
    """A site as the generator knows it, its classes and pupils without any cell unknown."""

    number: int
    site_id: str
    name: str
    kind: SiteKind
    division: str
    owner: Owner
    urban: str
    classes: int = 0
    students: int = 0

    @property
    def town(self) -> bool:
        """Tell whether it counts as 城镇."""
        return self.urban.startswith("1")


@dataclass(slots=True)
class Settlement:
    """Everyone and every place of a province, in the order of their ids."""

    land: Land
    short: str
    bureau: Bureau
    owners: list[Owner] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    bureaus: dict[str, Place] = field(default_factory=dict)  # division -> its bureau's place
    hosts: list[Owner] = field(default_factory=list)  # schools of the county that is being filled

    def add_owner(self, name: str, kind: OrgKind, division: str, site_kind: SiteKind) -> Owner:
        """Add an organisation, which reports to its county's, city's or the province's bureau."""
        above = None if kind is OrgKind.PROVINCE_BUREAU else self.bureau_above(kind, division)
        org_id = self._id(kind, division)
        owner = Owner(
            org_id, name + MARK, kind, division, above.org_id if above else None, site_kind
        )
        self.owners.append(owner)
        return owner

    def _id(self, kind: OrgKind, division: str) -> str:
        """Give a bureau the id it has in a new project of the profile, others a number."""
        if kind is OrgKind.PROVINCE_BUREAU:
            return self.bureau.org_id
        number = division if kind in _UNIT_KINDS else f"{len(self.owners) + 1:07}"
        return f"{self.bureau.prefix}-{number}"

    def add_place(
        self,
        owner: Owner,
        name: str,
        kind: SiteKind,
        urban: str,
        size: tuple[int, int] = (0, 0),
    ) -> Place:
        """Add a site of ``owner``; ``name`` without the mark, ``size``: classes and pupils."""
        number = len(self.places) + 1
        site_id = f"{self.short}-SITE-{number:06}"
        marked = name + MARK
        place = Place(number, site_id, marked, kind, owner.division, owner, urban, *size)
        self.places.append(place)
        return place

    def bureau_above(self, kind: OrgKind, division: str) -> Owner:
        """Give the bureau an organisation of ``kind`` reports to."""
        province = self.bureaus[self.land.province.code].owner
        if kind in {OrgKind.UNIVERSITY, OrgKind.PROVINCIAL_BODY, OrgKind.CITY_BUREAU}:
            return province
        if kind is OrgKind.COUNTY_BUREAU:
            above = self.bureaus.get(self.land.above(division))
            return above.owner if above else province
        return self.bureaus[division].owner


def settle(made: Settlement, counts: Mapping[SiteKind, int], draw: Draw) -> None:
    """Fill an empty settlement: bureaus everywhere, schools as counted."""
    land = made.land
    _add_bureaus(made)
    namer = Namer(draw)
    shares = {kind: draw.apportion(count, _weights(land, kind)) for kind, count in counts.items()}
    for number, county in enumerate(land.counties):
        made.hosts.clear()
        for kind in counts:
            _add_schools(made, namer, county, kind, shares[kind][number])


def org_rows(made: Settlement, units: frozenset[str], draw: Draw) -> Iterator[dict[str, object]]:
    """Give the rows of orgs; bureaus of the divisions ``units`` report to the province."""
    province = made.owners[0].org_id
    for owner in made.owners:
        unit = owner.kind in _UNIT_KINDS and owner.division in units
        yield {
            "org_id": owner.org_id,
            "name": owner.name,
            "kind": owner.kind.value,
            "division_code": owner.division,
            "report_to": province if unit else owner.above,
            # Posts, never people: nobody is named in generated data.
            "security_head": draw.known("网络安全第一责任人岗位（合成）", UNKNOWN_CELL),
            "contact": draw.known("信息化值班岗位（合成）", UNKNOWN_CELL),
            "identifier": _identifier(owner, made.land.province.code),
            "tenant_parent": draw.known(owner.above, 0.05),
            "drill_on": draw.known(draw.day(*_DRILLS), UNKNOWN_CELL),
            "rules_filed_on": draw.known(draw.day(*_FILED), UNKNOWN_CELL) if unit else None,
            "synthetic": "yes",
        }


def _add_bureaus(made: Settlement) -> None:
    land = made.land
    offices = [(land.province, OrgKind.PROVINCE_BUREAU)]
    offices += [(city, OrgKind.CITY_BUREAU) for city in land.cities]
    seen = {city.code for city in land.cities}
    offices += [(one, OrgKind.COUNTY_BUREAU) for one in land.counties if one.code not in seen]
    for division, kind in offices:
        top = kind is OrgKind.PROVINCE_BUREAU
        name = made.bureau.name if top else f"{division.name_zh}教育局"
        owner = made.add_owner(name, kind, division.code, K.BUREAU)
        made.bureaus[division.code] = made.add_place(owner, name, K.BUREAU, _urban_of(division))
    for body in BODIES:
        name = f"{land.province.name_zh}{body}"
        kind = OrgKind.PROVINCIAL_BODY
        owner = made.add_owner(name, kind, land.province.code, K.BUREAU)
        made.add_place(owner, name, K.BUREAU, DISTRICT_CLASSES[0])


def _weights(land: Land, kind: SiteKind) -> list[float]:
    factor = SCHOOLS[kind].in_district
    return [
        weight * (factor if _is_district(county) else 1.0)
        for weight, county in zip(land.weights, land.counties, strict=True)
    ]


def _add_schools(
    made: Settlement, namer: Namer, county: Division, kind: SiteKind, count: int
) -> None:
    school = SCHOOLS[kind]
    owner_kind = OrgKind.UNIVERSITY if kind is K.UNIVERSITY else OrgKind.SCHOOL
    for _ in range(count):
        town = namer.draw.yes(school.town)
        name = namer.name(county.name_zh, county.code, kind, town=town)
        classes = namer.draw.whole(*(school.classes if town else school.rural_classes))
        students = classes * namer.draw.whole(*school.pupils)
        urban = _urban(county, namer.draw, town=town)
        if kind is K.TEACHING_POINT:
            owner = _host(made, county, namer.draw)
        else:
            owner = made.add_owner(name, owner_kind, county.code, kind)
        if kind is K.PRIMARY:
            made.hosts.append(owner)
        made.add_place(owner, name, kind, urban, (classes, students))


def _host(made: Settlement, county: Division, draw: Draw) -> Owner:
    """Give the school a teaching point belongs to; the bureau's where there is no school."""
    return draw.one_of(made.hosts) if made.hosts else made.bureaus[county.code].owner


def add_campuses(made: Settlement, count: int, draw: Draw) -> None:
    """Give ``count`` large primary schools in towns a second place."""
    large = [
        place
        for place in made.places
        if place.kind is K.PRIMARY and place.town and place.classes >= LARGE_CLASSES
    ]
    for place in draw.shuffled(large)[:count]:
        name = place.owner.name.removesuffix(MARK) + draw.one_of(CAMPUSES)
        half = (place.classes // 2, place.students // 2)
        made.add_place(place.owner, name, place.kind, place.urban, half)


def _urban(county: Division, draw: Draw, *, town: bool) -> str:
    if not town:
        return draw.one_of(RURAL_CLASSES)
    return draw.one_of(DISTRICT_CLASSES if _is_district(county) else TOWN_CLASSES)


def _urban_of(division: Division) -> str:
    return TOWN_CLASSES[0] if "county" in division.level else DISTRICT_CLASSES[0]


def _is_district(division: Division) -> bool:
    return division.level == "district"


def _identifier(owner: Owner, province: str) -> str | None:
    """Give a 学校标识码 of the published form: 41 or 42, two digits of the province, six more."""
    if owner.site_kind is K.BUREAU:
        return None
    first = "41" if owner.kind is OrgKind.UNIVERSITY else "42"
    return f"{first}{province[:2]}{owner.org_id[-6:]}"


def cut_off(made: Settlement, draw: Draw) -> frozenset[int]:
    """Give the numbers of the places that no line of the private network reaches."""
    return frozenset(
        place.number
        for place in made.places
        if place.kind is not K.BUREAU and not draw.yes(LINKED.share(town=place.town))
    )
