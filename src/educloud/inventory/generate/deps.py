"""What binds applications: hubs that hundreds depend on, rings inside a house, mutual ties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from educloud.inventory.generate.apps import Application
from educloud.inventory.generate.catalogue import EXCHANGE, RINGS, SIGN_ON
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.land import Land
from educloud.inventory.models import DependencyKind, OrgKind

Cells = dict[str, object]

TOGETHER, BEFORE, SOFT = (kind.value for kind in DependencyKind)
SIGNED_ON, FED = 0.30, 0.14  # shares of applications that need the hub
RING, MUTUAL, SOFT_TIE = 0.30, 0.08, 0.35  # shares of the houses that have one
RING_SIZE, PAIR = 3, 2
HUB_OWNERS = frozenset({OrgKind.PROVINCE_BUREAU, OrgKind.CITY_BUREAU, OrgKind.UNIVERSITY})


def dependency_rows(land: Land, apps: Sequence[Application], draw: Draw) -> Iterator[Cells]:
    """Give the rows of deps; each pair of applications once per kind."""
    hubs: dict[tuple[str, str], str] = {}
    for app in apps:
        if app.owner.kind in HUB_OWNERS and app.product in RINGS:
            key = app.owner.org_id if app.owner.kind is OrgKind.UNIVERSITY else app.owner.division
            hubs.setdefault((key, app.product.name), app.app_id)
    for _, group in groupby(apps, key=lambda app: app.owner.org_id):
        house = list(group)
        yield from _upwards(land, house, hubs, draw)
        yield from _inside(house, draw)


def _upwards(
    land: Land, house: Sequence[Application], hubs: dict[tuple[str, str], str], draw: Draw
) -> Iterator[Cells]:
    """Tie the applications of a house to the sign-on and the exchange above it."""
    owner = house[0].owner
    own = owner.org_id if owner.kind is OrgKind.UNIVERSITY else owner.division
    province = land.province.code
    city = province if owner.division == province else land.above(owner.division)
    for product, share, evidence in ((SIGN_ON, SIGNED_ON, "统一登录"), (EXCHANGE, FED, "数据同步")):
        found = (hubs.get((key, product.name)) for key in (own, city, province))
        hub = next((app_id for app_id in found if app_id), None)
        for app in house:
            if hub and app.app_id != hub and app.product not in RINGS and draw.yes(share):
                yield _edge(app.app_id, hub, BEFORE, draw.known(evidence, 0.1))


def _inside(house: Sequence[Application], draw: Draw) -> Iterator[Cells]:
    """Tie applications of a house to each other; the province's house has every kind of tie."""
    always = house[0].owner.kind is OrgKind.PROVINCE_BUREAU
    hub = [app.app_id for app in house if app.product in RINGS and _bindable(app)]
    rest = [app.app_id for app in house if app.product not in RINGS and _bindable(app)]
    if house[0].owner.kind in HUB_OWNERS and len(hub) >= PAIR:
        yield from _ring(hub, TOGETHER, "同一会话库")
    rest = draw.shuffled(rest)
    if len(rest) >= RING_SIZE and (always or draw.yes(RING)):
        size = RING_SIZE if draw.yes(0.5) else PAIR
        yield from _ring(rest[:size], TOGETHER, "共用数据库")
        rest = rest if always else rest[size:]
    if len(rest) >= PAIR and (always or draw.yes(MUTUAL)):
        yield from _ring(rest[:PAIR], BEFORE, "双向接口")
    if len(rest) >= PAIR and (always or draw.yes(SOFT_TIE)):
        yield from _ring(rest[-PAIR:], SOFT, "同一主机", draw.whole(1, 5))


def _bindable(app: Application) -> bool:
    # Who stays would keep its partners from moving; level 4 finds no node.
    return app.moves and app.product.app_class == "generic"


def _ring(
    members: Sequence[str], kind: str, evidence: str, weight: int | None = None
) -> Iterator[Cells]:
    for one, other in zip(members, [*members[1:], members[0]], strict=True):
        yield {**_edge(one, other, kind, evidence), "weight": weight}


def _edge(app_id: str, depends_on: str, kind: str, evidence: str | None) -> Cells:
    return {
        "app_id": app_id,
        "depends_on": depends_on,
        "kind": kind,
        "evidence": evidence,
        "synthetic": "yes",
    }
