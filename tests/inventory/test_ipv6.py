"""The address plan: its laws on generated provinces, its shape on the shipped one."""

from dataclasses import replace
from ipaddress import IPv6Network

import pytest
from address_plans import FEW, ROOT, by_hand, province, provinces, site, with_sites
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import DEFAULT, Allocation, Scheme, plan_addresses
from educloud.inventory.addresses.register import (
    address_plan,
    load_register,
    register_text,
    save_register,
)
from educloud.inventory.addresses.utilisation import places, utilisation
from educloud.inventory.load import load_inventory
from educloud.project import Project


@FEW
@given(provinces())
def test_adding_and_removing_sites_moves_no_prefix(generated):
    counties, pool, before, after = generated
    first = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    second = plan_addresses(with_sites(counties, pool, after), ROOT, first.register)
    again = plan_addresses(with_sites(counties, pool, before), ROOT, second.register)
    for name in before & after:
        assert second.prefix("site", name) == first.prefix("site", name)
    assert again.allocations == first.allocations
    assert again.new == ()


@FEW
@given(provinces())
def test_what_a_removed_site_held_is_given_to_nobody_else(generated):
    counties, pool, before, after = generated
    first = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    second = plan_addresses(with_sites(counties, pool, after), ROOT, first.register)
    held = {first.prefix("site", name) for name in before - after}
    assert held == {one.prefix for one in second.reserved}
    assert not held & {one.prefix for one in second.allocations}
    assert second.check() == []


@FEW
@given(provinces(), st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_adding_and_removing_divisions_moves_no_prefix(generated, later):
    counties, pool, before, after = generated
    first = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    second = plan_addresses(with_sites(later, pool, after), ROOT, first.register)
    third = plan_addresses(with_sites(counties, pool, before), ROOT, second.register)
    kept = {one.key: one.prefix for one in second.register}
    assert all(kept[one.key] == one.prefix for one in first.register)
    assert third.allocations == first.allocations
    astray = {name for name in after if pool[name][0] not in province(later, {}).divisions}
    assert {fault.id for fault in second.check()} == astray


@FEW
@given(provinces(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(generated, random):
    counties, pool, before, _ = generated
    tables = with_sites(counties, pool, before)
    rows, codes = list(tables.sites.items()), list(tables.divisions.items())
    random.shuffle(rows)
    random.shuffle(codes)
    shuffled = replace(tables, sites=dict(rows), divisions=dict(codes))
    first = plan_addresses(tables, ROOT, ())
    assert plan_addresses(shuffled, ROOT, ()).register == first.register
    register = list(first.register)
    random.shuffle(register)
    assert plan_addresses(tables, ROOT, register).register == first.register


@FEW
@given(provinces())
def test_a_fresh_plan_is_disjoint_and_nested(generated):
    counties, pool, before, _ = generated
    plan = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    assert by_hand(plan)
    assert plan.check() == []
    assert {one.id for one in plan.allocations if one.kind == "site"} == before


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from([38, 44, 48, 56, 60]), st.integers(0, 40)),
        max_size=6,
        unique_by=lambda row: row[0],
    )
)
def test_check_finds_a_fault_exactly_when_comparing_all_pairs_does(rows):
    """On registers that people have edited into anything, of prefixes long enough for a site."""
    names = {f"S{number}": site(f"S{number}", "410101") for number in range(6)}
    inventory = province([2, 1], names)
    register = [
        Allocation(
            "site", f"S{number}", IPv6Network((int(ROOT.network_address) + (place << 72), 128 - 72))
        )
        if length == 56
        else Allocation(
            "site",
            f"S{number}",
            IPv6Network((int(ROOT.network_address) + (place << 72), length), strict=False),
        )
        for number, length, place in rows
    ]
    plan = plan_addresses(inventory, ROOT, register)
    for one in register:
        assert plan.prefix("site", one.id) == one.prefix
    misplaced = [fault for fault in plan.check() if "smaller than" not in fault.reason]
    assert (misplaced == []) == by_hand(plan)


def test_a_prefix_of_the_tables_stays_and_new_ones_keep_clear_of_it():
    taken = "3fff:410:0:1000::/56"  # would be the first of county 410101
    first = province([1], {"A": site("A", "410101")})
    assert str(plan_addresses(first, ROOT, ()).prefix("site", "A")) == "3fff:410:10::/56"
    fixed = site("B", "410101", prefix="3fff:410:10::/56")
    plan = plan_addresses(province([1], {"A": site("A", "410101"), "B": fixed}), ROOT, ())
    assert str(plan.prefix("site", "B")) == "3fff:410:10::/56"
    assert str(plan.prefix("site", "A")) == "3fff:410:10:100::/56"
    assert plan.check() == []
    astray = province([1], {"C": site("C", "410101", prefix=taken)})
    (fault,) = plan_addresses(astray, ROOT, ()).check()
    assert "lies in county 410100, not in its own county 410101" in str(fault)


def test_a_larger_prefix_of_the_tables_is_kept_clear_of_as_a_whole():
    """A /48 inside a county is 256 slots; one as large as the county leaves nothing."""
    sites = {"A": site("A", "410101"), "B": site("B", "410101", prefix="3fff:410:10::/48")}
    plan = plan_addresses(province([1], sites), ROOT, ())
    assert str(plan.prefix("site", "A")) == "3fff:410:11::/56"
    assert plan.check() == []
    for whole in ("3fff:410:10::/44", "3fff:410::/38"):
        sites["B"] = site("B", "410101", prefix=whole)
        plan = plan_addresses(province([1], sites), ROOT, ())
        assert "site A: no free place in county 410101" in [str(one) for one in plan.check()]


def test_a_reserved_prefix_inside_a_site_is_a_fault():
    register = [Allocation("site", "GONE", IPv6Network("3fff:410:10:80::/57"))]
    fixed = site("A", "410101", prefix="3fff:410:10::/56")
    (fault,) = plan_addresses(province([1], {"A": fixed}), ROOT, register).check()
    assert str(fault) == "site GONE (3fff:410:10:80::/57): overlaps site A (3fff:410:10::/56)"


def test_a_register_that_gave_the_pool_away_is_a_fault_not_a_crash():
    register = [Allocation("city", "410100", IPv6Network("3fff:410:fc00::/38"))]
    inventory = province([1], {"U": site("U", "410101", kind="university")})
    plan = plan_addresses(inventory, ROOT, register)
    assert "pool 410000: no free place in province 410000" in [str(one) for one in plan.check()]
    assert utilisation(places(plan))[-1].capacity == 0


def test_a_table_that_contradicts_the_register_is_a_fault_and_the_register_stands():
    register = [Allocation("site", "A", IPv6Network("3fff:410:10::/56"))]
    sites = {"A": site("A", "410101", prefix="3fff:410:10:100::/56")}
    plan = plan_addresses(province([1], sites), ROOT, register)
    assert str(plan.prefix("site", "A")) == "3fff:410:10::/56"
    (fault,) = plan.check()
    assert "the register says 3fff:410:10::/56 (which stands)" in str(fault)


def test_a_site_with_too_small_a_prefix_is_a_fault_and_gets_no_vlans():
    sites = {"A": site("A", "410101", prefix="3fff:410:10::/60")}
    plan = plan_addresses(province([1], sites), ROOT, ())
    (fault,) = plan.check()
    assert str(fault) == "site A (3fff:410:10::/60): smaller than the /56 a site needs"
    with pytest.raises(ProjectError, match="too small for its VLANs"):
        plan.vlan_prefix("A", 1, 0)


def test_the_last_city_slot_is_the_pool_and_no_city_gets_it():
    plan = plan_addresses(province([0] * 64, {}), ROOT, ())
    assert [str(fault) for fault in plan.check()] == [
        "city 416400: no free place in province 410000",
        "county 416400: no free place in city 416400",
    ]


def test_a_county_that_is_full_says_so_and_gives_the_rest():
    small = Scheme(city=6, county=6, site=2, service=7, vlan=11, campus=10)
    sites = {f"S{number}": site(f"S{number}", "410101") for number in range(6)}
    plan = plan_addresses(province([1], sites), ROOT, (), small)
    assert [str(fault) for fault in plan.check()] == [
        "site S4: no free place in county 410101",
        "site S5: no free place in county 410101",
    ]
    assert next(level for level in utilisation(places(plan)) if level.level == "site").tight


def test_a_site_outside_the_province_is_a_fault_not_a_crash():
    inventory = province([1], {"A": site("A", "999999")})
    (fault,) = plan_addresses(inventory, ROOT, ()).check()
    assert "lies outside the province" in str(fault)


@pytest.mark.parametrize("root", ["3fff::/20", "3fff:410::/36"])
def test_a_root_of_the_wrong_length_is_refused(root):
    with pytest.raises(ProjectError, match="the scheme needs a /32"):
        plan_addresses(province([1], {}), IPv6Network(root), ())


def test_a_register_made_under_another_root_is_refused():
    register = plan_addresses(province([1], {}), ROOT, ()).register
    with pytest.raises(ProjectError, match="the register was made under 3fff:410::/32"):
        plan_addresses(province([1], {}), IPv6Network("3fff:411::/32"), register)


def test_henan_has_the_published_shape(project):
    """Bits as the plan's header says: /38 city, /44 county, /56 site, /48 university, /64 VLAN."""
    inventory = load_inventory(project)
    plan = address_plan(project, inventory)
    lengths = {(one.kind, one.prefix.prefixlen) for one in plan.allocations}
    assert lengths == {
        ("province", 32), ("city", 38), ("pool", 38), ("county", 44), ("site", 56), ("site", 48),
        ("node", 56),
    }  # fmt: skip
    assert sum(one.kind == "city" for one in plan.allocations) == 18
    assert plan.prefix("pool", "410000") == IPv6Network("3fff:410:fc00::/38")
    assert plan.prefix("site", "HB-SITE-039").subnet_of(plan.prefix("pool", "410000"))
    assert plan.prefix("site", "HB-SITE-001").subnet_of(plan.prefix("county", "410600"))
    assert plan.prefix("county", "419001").subnet_of(plan.prefix("city", "419001"))
    assert plan.check() == []


def test_every_vlan_of_a_site_is_its_own_64(project):
    plan = address_plan(project, load_inventory(project))
    inside = plan.prefix("site", "HB-SITE-019")
    vlans = {
        plan.vlan_prefix("HB-SITE-019", service, index)
        for service in range(16)
        for index in range(16)
    }
    assert len(vlans) == 256
    assert all(vlan.prefixlen == 64 and vlan.subnet_of(inside) for vlan in vlans)
    for service, index in ((16, 0), (0, 16), (-1, 0)):
        with pytest.raises(ProjectError, match="does not fit the scheme"):
            plan.vlan_prefix("HB-SITE-019", service, index)
    with pytest.raises(ProjectError, match="'NOWHERE' has no IPv6 prefix"):
        plan.vlan_prefix("NOWHERE", 0, 0)


def test_the_register_is_written_only_when_something_is_new(project):
    inventory = load_inventory(project)
    path = project.inventory / "ipv6.csv"
    assert load_register(project) == address_plan(project, inventory).register
    assert not save_register(project, address_plan(project, inventory))
    path.unlink()
    assert save_register(project, address_plan(project, inventory))
    before = path.read_bytes()
    assert not save_register(project, address_plan(project, inventory))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("site,HB-SITE-001,3fff:410:1400::/56", "column id: already stands in row"),
        ("site,X,3fff:410::1/56", "column prefix: not an IPv6 prefix"),
        ("site,X", "column prefix: a required value is missing"),
    ],
)
def test_a_wrong_row_of_the_register_is_named(project, row, told):
    path = project.inventory / "ipv6.csv"
    path.write_text(path.read_text() + row + "\n")
    with pytest.raises(ProjectError, match=told):
        load_register(project)


def test_the_province_of_the_project_must_exist(project):
    settings_file = project.folder / "educloud.yaml"
    settings_file.write_text(settings_file.read_text().replace('"410000"', '"990000"'))
    with pytest.raises(ProjectError, match="province '990000' does not stand in"):
        address_plan(project, load_inventory(project))


def test_the_default_scheme_fits_a_slash_32():
    assert DEFAULT.root_length == 32


IDS = st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1, max_size=8)


@FEW
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["city", "site"]), IDS),
        st.integers(0, (1 << 96) - 1).map(lambda number: IPv6Network((number << 32, 96))),
    )
)
def test_what_the_register_says_is_read_back(tmp_path_factory, rows):
    project = Project(tmp_path_factory.mktemp("project"))
    project.inventory.mkdir()
    register = tuple(Allocation(*key, prefix) for key, prefix in rows.items())
    (project.inventory / "ipv6.csv").write_text(register_text(register), encoding="utf-8")
    assert load_register(project) == register
