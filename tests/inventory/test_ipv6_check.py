"""The exact check finds every injected fault, and the walk it stands on is right."""

from ipaddress import IPv6Network

import pytest
from address_plans import FEW, ROOT, by_hand, province, provinces, site, with_sites
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.inventory.addresses.allocate import Allocation, plan_addresses
from educloud.inventory.addresses.nesting import Nesting
from educloud.inventory.addresses.plan import by_address
from educloud.inventory.addresses.prefixes import prefix_text, read_prefix, span
from educloud.inventory.addresses.utilisation import places, utilisation

TWO = {"A": site("A", "410101"), "B": site("B", "410102")}


def spoilt(**changes):
    """Plan two sites over a register in which ``changes`` stand (kind_id=prefix)."""
    tables = province([2, 1], TWO)
    register = {one.key: one for one in plan_addresses(tables, ROOT, ()).register}
    for name, prefix in changes.items():
        kind, identity = name.split("_")
        register[kind, identity] = Allocation(kind, identity, IPv6Network(prefix))
    return [str(one) for one in plan_addresses(tables, ROOT, register.values()).check()]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"site_B": "3fff:410:10::/56"}, "site B (3fff:410:10::/56): overlaps site A"),
        ({"site_B": "3fff:410:10::/57"}, "overlaps site A"),
        ({"site_GONE": "3fff:410:10:80::/60"}, "site GONE (3fff:410:10:80::/60): overlaps site A"),
        ({"site_A": "3fff:410:20:9900::/56"}, "lies in county 410102, not in its own county"),
        ({"site_A": "2001:db8::/56"}, "site A (2001:db8::/56): lies outside the province's prefix"),
        ({"site_A": "3fff:410:10::/60"}, "smaller than the /56 a site needs"),
        ({"county_410101": "3fff:410:10::/46"}, "smaller than the /44 a county needs"),
        ({"city_410100": "3fff:410::/40"}, "smaller than the /38 a city needs"),
        ({"county_410102": "3fff:410:1c00::/44"}, "county 410102 (3fff:410:1c00::/44): lies in"),
        ({"county_410102": "3fff:410:10::/44"}, "lies in county 410101, not in its own city"),
        ({"city_410200": "3fff:410::/38"}, "city 410200 (3fff:410::/38): lies in city 410100"),
        ({"county_410101": "3fff:410::/38"}, "not in its own city 410100"),
        ({"pool_410000": "3fff:410:400::/38"}, "lies in pool 410000, not in its own province"),
    ],
)
def test_every_injected_fault_is_found(changes, told):
    assert spoilt() == []
    faults = spoilt(**changes)
    assert any(told in fault for fault in faults), faults


prefixes = st.builds(
    lambda start, length: IPv6Network((start >> 128 - length << 128 - length, length)),
    st.integers(0, 255).map(lambda number: int(ROOT.network_address) + (number << 80)),
    st.integers(30, 128),
)


@given(st.lists(prefixes, max_size=12, unique=True), prefixes)
def test_the_walk_finds_what_comparing_all_pairs_finds(drawn, asked):
    ordered = sorted(drawn)  # by address, larger ones first
    nesting = Nesting(ordered)

    def smallest_around(inner, among):
        around = [one for one in among if inner.subnet_of(one)]
        return max(around, key=lambda one: one.prefixlen, default=None)

    for place, one in enumerate(ordered):
        found = nesting.around[place]
        others = [other for other in ordered if other != one]
        assert (ordered[found] if found >= 0 else None) == smallest_around(one, others)
    found = nesting.smallest(asked)
    assert (ordered[found] if found >= 0 else None) == smallest_around(asked, ordered)
    inside = {ordered[place] for place in nesting.inside(asked)}
    assert inside == {one for one in ordered if one.subnet_of(asked) and one != asked}


@given(st.integers(0, (1 << 128) - 1), st.integers(0, 128))
def test_prefixes_are_read_and_written_as_python_does(number, length):
    prefix = IPv6Network((number >> 128 - length << 128 - length, length))
    assert prefix_text(prefix) == str(prefix)
    assert read_prefix(str(prefix)) == prefix
    assert read_prefix(prefix.exploded) == prefix
    assert span(prefix) == (int(prefix.network_address), int(prefix.broadcast_address))


@pytest.mark.parametrize(
    "text",
    ["3fff::1/32", "3fff::/129", "3fff::", "3fff::/", "10.0.0.0/8", "x/32", "3fff::/３２", ""],
)
def test_what_is_no_plain_prefix_stays_text(text):
    assert read_prefix(text) == text


@FEW
@given(provinces())
def test_utilisation_counts_every_slot_once(generated):
    counties, pool, before, _ = generated
    plan = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    levels = {level.level: level for level in utilisation(places(plan))}
    campuses = sum(1 for name in before if pool[name][1] == "university")
    assert levels["city"].used == len(counties)
    assert levels["county"].used == sum(counties) + len(counties)
    assert levels["university"].used == campuses
    assert levels["site"].used == len(before) - campuses
    assert levels["site"].capacity == 4096 * (sum(counties) + len(counties) + 1)


def test_a_large_prefix_uses_all_its_slots_and_a_tight_place_is_named():
    sites = {
        "A": site("A", "410101"),
        "B": site("B", "410102", prefix="3fff:410:28::/45"),
        "C": site("C", "410102", prefix="3fff:410:24::/46"),
        "D": site("D", "410102", prefix="3fff:410:20::/57"),
        "E": site("E", "410102", prefix="3fff:410:20:80::/57"),
    }
    full = {
        (place.kind, place.id): place
        for place in places(plan_addresses(province([2], sites), ROOT, ()))
    }
    place = full["county", "410102"]
    assert (place.used, place.capacity) == (2048 + 1024 + 1, 4096)
    assert place.tight
    assert place.reserve == pytest.approx(1023 / 4096)
    assert [one.id for one in full.values() if one.tight] == ["410102"]


@st.composite
def injected(draw):
    """A sound register of at least two sites, and one prefix of it spoilt in a known way."""
    names = draw(st.lists(st.integers(0, 40), min_size=2, max_size=12, unique=True))
    codes = st.sampled_from(["410100", "410101", "410102", "410200", "410201", "410000"])
    tables = province([2, 1], {f"S{n:02}": site(f"S{n:02}", draw(codes)) for n in names})
    register = {one.key: one for one in plan_addresses(tables, ROOT, ()).register}
    key, other = draw(st.permutations([("site", name) for name in tables.sites]))[:2]
    theirs, own = register[other].prefix, register[key].prefix
    away = int(own.network_address) ^ 1 << draw(st.integers(72 + 12, 127 - 3))
    wrong = {
        "the same": theirs,
        "inside another": list(theirs.subnets(new_prefix=58))[draw(st.integers(0, 3))],
        "around another": theirs.supernet(new_prefix=draw(st.integers(33, 55))),
        "too small": next(own.subnets(new_prefix=draw(st.integers(57, 64)))),
        "astray": IPv6Network((away, 56)),
    }
    register[key] = Allocation(*key, wrong[draw(st.sampled_from(sorted(wrong)))])
    return tables, register


@settings(max_examples=200, deadline=None)
@given(injected())
def test_a_spoilt_prefix_never_passes(drawn):
    tables, register = drawn
    plan = plan_addresses(tables, ROOT, register.values())
    assert plan.register == tuple(sorted(register.values(), key=by_address))
    faults = plan.check()
    assert faults
    assert not by_hand(plan) or "smaller than" in faults[0].reason
