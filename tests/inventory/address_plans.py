"""Provinces to plan addresses for, and a slow judge of a plan that shares no code with ours."""

from ipaddress import IPv6Network
from itertools import combinations

from hypothesis import settings
from hypothesis import strategies as st

from educloud.inventory.models import Division, Inventory, Site

ROOT = IPv6Network("3fff:410::/32")
FEW = settings(max_examples=40, deadline=None)
TABLES = ("orgs", "rooms", "devices", "apps", "nodes", "links", "teams", "pins")
NO_TABLES: dict[str, dict] = {name: {} for name in TABLES}


def province(counties: list[int], sites: dict[str, Site]) -> Inventory:
    """A province with so many counties in each city."""
    codes = [("410000", None)]
    for city, count in enumerate(counties, start=1):
        codes.append((f"41{city:02}00", "410000"))
        codes += [(f"41{city:02}{county:02}", f"41{city:02}00") for county in range(1, count + 1)]
    divisions = {
        code: Division(code=code, name_zh=code, name_pinyin=code, level="x", parent=parent)
        for code, parent in codes
    }
    return Inventory(divisions=divisions, sites=sites, deps=(), capacity=(), **NO_TABLES)


def site(name: str, code: str, kind: str = "primary", prefix: str | None = None) -> Site:
    return Site(
        site_id=name, name=name, kind=kind, division_code=code, org_id="O", ipv6_prefix=prefix
    )


@st.composite
def provinces(draw):
    """Counties per city, and two sets of sites of which neither need contain the other."""
    counties = draw(st.lists(st.integers(0, 4), min_size=1, max_size=4))
    codes = list(province(counties, {}).divisions)
    kinds = st.sampled_from(["primary", "university", "bureau"])
    pool = draw(
        st.dictionaries(
            st.integers(0, 40).map(lambda number: f"S{number:02}"),
            st.tuples(st.sampled_from(codes), kinds),
        )
    )
    names = st.sets(st.sampled_from(sorted(pool))) if pool else st.just(set())
    return counties, pool, draw(names), draw(names)


def with_sites(counties, pool, names):
    return province(counties, {name: site(name, *pool[name]) for name in sorted(names)})


def by_hand(plan):
    """Tell by comparing all pairs whether the plan is sound: slow, and owes nothing to check()."""
    parents = {key: want.parent for key, want in plan.wants.items()}

    def above(key):
        while key in parents:
            key = parents[key]
            yield key

    prefixes = {one.key: one.prefix for one in plan.allocations}
    nested = all(prefixes[key].subnet_of(prefixes[up]) for key in prefixes for up in above(key))
    apart = all(
        not prefixes[one].overlaps(prefixes[other]) or one in above(other) or other in above(one)
        for one, other in combinations(prefixes, 2)
    )
    return nested and apart
