"""Applications: who has which, where they run, how they are used, and what nobody wrote down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from educloud.inventory.generate.assumptions import OFFICES, SCHOOLS
from educloud.inventory.generate.catalogue import (
    BY_OWNER,
    BY_SCHOOL,
    REPLACED_BY_CITY,
    Product,
    Range,
)
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.names import MARK
from educloud.inventory.generate.places import Owner, Settlement
from educloud.inventory.generate.rooms import ServerRoom
from educloud.inventory.models import CLOUDS, Hosting, OrgKind, SiteKind

# At least so many, so that sign-on, exchange and rings are there at every scale.
LEAST = {OrgKind.PROVINCE_BUREAU: 9, OrgKind.CITY_BUREAU: 3, OrgKind.UNIVERSITY: 1}
CORE_OWNERS = frozenset({OrgKind.PROVINCE_BUREAU, OrgKind.CITY_BUREAU})
PHASES = ("", "二期", "三期", "四期")
REPLACED = 0.25
ZOMBIES = 0.06
ARM = 0.08
DECISIONS = (*(None,) * 490, *("replatform",) * 7, "retain", "exempt", "exempt")
H = Hosting
WITH_ROOM = (*(H.OWN_ROOM,) * 15, H.HOSTED, H.GOV_CLOUD, H.GOV_CLOUD, H.GOV_CLOUD, H.PUBLIC_CLOUD)
WITHOUT_ROOM = (H.HOSTED, H.HOSTED, H.HOSTED, H.GOV_CLOUD, H.GOV_CLOUD, H.PUBLIC_CLOUD)
OUTSIDE = (H.OWN_ROOM, H.OWN_ROOM, H.HOSTED)  # of hubs and rings: they are still to move


@dataclass(frozen=True, slots=True)
class Application:
    """An application as the generator knows it, without any cell unknown."""

    number: int
    app_id: str
    name: str
    product: Product
    phase: int
    owner: Owner
    room_id: str | None
    hosting: Hosting
    level: int
    arch: str
    zombie: bool
    replaced_by: str | None
    decision: str | None  # a strategy set by people

    @property
    def moves(self) -> bool:
        """Tell whether it is still outside the clouds and worth moving."""
        stays = self.hosting in CLOUDS or self.decision in {"retain", "exempt"}
        return not (stays or self.zombie or self.replaced_by)


def build_apps(
    made: Settlement, rooms: Sequence[ServerRoom], count: int, draw: Draw
) -> list[Application]:
    """Share out ``count`` applications among the owners, larger ones more."""
    builder = _Builder(made, draw)
    for room in rooms:
        builder.rooms.setdefault(room.place.owner.org_id, []).append(room.room_id)
    for owner, number in zip(made.owners, _numbers(made, count, draw), strict=True):
        for product, phase in _chosen(owner, number, draw):
            builder.add(owner, product, phase)
    return builder.apps


@dataclass(slots=True)
class _Builder:
    """The applications so far; ``regional``: those of cities and the province, by product."""

    made: Settlement
    draw: Draw
    rooms: dict[str, list[str]] = field(default_factory=dict)
    regional: dict[tuple[str, str], str] = field(default_factory=dict)
    apps: list[Application] = field(default_factory=list)

    def add(self, owner: Owner, product: Product, phase: int) -> None:
        """Add an application of ``owner``."""
        draw, number = self.draw, len(self.apps) + 1
        rooms = self.rooms.get(owner.org_id, ())
        core = owner.kind in CORE_OWNERS
        hosting = draw.one_of(_hosts(owner, product, with_room=bool(rooms)))
        settled = core or hosting in CLOUDS
        app_id = f"{self.made.short}-APP-{number:06}"
        self.apps.append(
            Application(
                number=number,
                app_id=app_id,
                name=_name(self.made, owner, product, phase),
                product=product,
                phase=phase,
                owner=owner,
                room_id=draw.one_of(rooms) if rooms and hosting is H.OWN_ROOM else None,
                hosting=hosting,
                level=draw.one_of(product.levels),
                arch="aarch64" if draw.yes(ARM) else "x86_64",
                zombie=not core and draw.yes(ZOMBIES),
                replaced_by=None if settled else self._replacement(owner, product),
                decision=None if settled else draw.one_of(DECISIONS),
            )
        )
        if core:
            self.regional.setdefault((owner.division, product.name), app_id)

    def _replacement(self, owner: Owner, product: Product) -> str | None:
        land, name = self.made.land, REPLACED_BY_CITY.get(product.name)
        if name is None or owner.division == land.province.code or not self.draw.yes(REPLACED):
            return None
        return self.regional.get((land.above(owner.division), name))


def _hosts(owner: Owner, product: Product, *, with_room: bool) -> Sequence[Hosting]:
    if owner.kind in CORE_OWNERS and product in BY_OWNER[owner.kind].core:
        return (H.GOV_CLOUD,) if product.in_cloud else OUTSIDE
    return WITH_ROOM if with_room else WITHOUT_ROOM


def _numbers(made: Settlement, count: int, draw: Draw) -> list[int]:
    least = [LEAST.get(owner.kind, 0) for owner in made.owners]
    weights = [
        (OFFICES[o.kind] if o.site_kind is SiteKind.BUREAU else SCHOOLS[o.site_kind]).apps
        for o in made.owners
    ]
    rest = [max(0.0, weight - one) for weight, one in zip(weights, least, strict=True)]
    more = draw.apportion(max(0, count - sum(least)), rest)
    return [one + other for one, other in zip(least, more, strict=True)]


def _chosen(owner: Owner, number: int, draw: Draw) -> Iterator[tuple[Product, int]]:
    """Give ``number`` products; a second round is the second phase of the first."""
    if not number:
        return
    offer: Range = BY_SCHOOL.get(owner.site_kind) or BY_OWNER[owner.kind]
    order = [*offer.core, *draw.shuffled(offer.more)]
    for place in range(number):
        phase, which = divmod(place, len(order))
        yield order[which], phase


def _name(made: Settlement, owner: Owner, product: Product, phase: int) -> str:
    of_division = owner.kind in {*CORE_OWNERS, OrgKind.COUNTY_BUREAU}
    bare = owner.name.removesuffix(MARK)
    head = made.land.by_code[owner.division].name_zh if of_division else bare
    rounds = PHASES[phase] if phase < len(PHASES) else f"{phase + 1}期"
    return f"{head}{product.name}{rounds}{MARK}"
