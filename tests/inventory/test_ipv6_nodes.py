"""Cloud nodes in the address plan: a /56 each among the sites, and nothing ever moves."""

from dataclasses import replace
from ipaddress import IPv6Network

import pytest
from address_plans import FEW, ROOT, by_hand, province, provinces, site, with_sites
from hypothesis import given
from hypothesis import strategies as st

from educloud.inventory.addresses.allocate import Allocation, plan_addresses
from educloud.inventory.addresses.export import plan_csv
from educloud.inventory.addresses.register import address_plan, load_register
from educloud.inventory.addresses.renumber import renumber
from educloud.inventory.addresses.reverse_zones import zones
from educloud.inventory.addresses.scheme import DEFAULT, Scheme
from educloud.inventory.addresses.tree import plan_lines, under
from educloud.inventory.addresses.utilisation import places
from educloud.inventory.addresses.whose import Lookup
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Node

NAMES = st.sets(st.integers(0, 9).map(lambda number: f"N{number}"))
TIERS = ("main", "city", "university")


def node(name: str, code: str, tier: str = "city") -> Node:
    return Node(node_id=name, name=f"node {name}", tier=tier, division_code=code)


def with_nodes(tables, names):
    """So many nodes, spread over the divisions and tiers by their names alone."""
    codes = sorted(tables.divisions)
    made = {
        name: node(name, codes[int(name[1:]) % len(codes)], TIERS[int(name[1:]) % len(TIERS)])
        for name in sorted(names)
    }
    return replace(tables, nodes=made)


def prefixes(plan, *kinds):
    return {one.key: one.prefix for one in plan.register if one.kind in kinds}


@FEW
@given(provinces(), NAMES, NAMES)
def test_adding_sites_and_nodes_moves_no_prefix_of_either(generated, few, more):
    counties, pool, before, after = generated
    first = plan_addresses(with_nodes(with_sites(counties, pool, before), few), ROOT, ())
    grown = with_nodes(with_sites(counties, pool, after), more)
    second = plan_addresses(grown, ROOT, first.register)
    kept = prefixes(second, "site", "node")
    assert all(kept[key] == prefix for key, prefix in prefixes(first, "site", "node").items())
    assert second.check() == []
    assert by_hand(first)
    assert by_hand(second)


@FEW
@given(provinces(), NAMES)
def test_sites_stand_as_if_there_were_no_nodes(generated, names):
    counties, pool, before, _ = generated
    bare = with_sites(counties, pool, before)
    with_them = plan_addresses(with_nodes(bare, names), ROOT, ())
    without = plan_addresses(bare, ROOT, ())
    assert prefixes(with_them, "site", "county", "city", "pool") == prefixes(
        without, "site", "county", "city", "pool"
    )
    later = plan_addresses(with_nodes(bare, names), ROOT, without.register)
    assert later.register == with_them.register


@FEW
@given(provinces(), NAMES, st.integers(4, 12))
def test_a_node_keeps_clear_of_sites_of_any_size(generated, names, bits):
    counties, pool, before, _ = generated
    scheme = Scheme(city=6, county=6, site=bits, service=4, vlan=16 - bits, campus=10)
    tables = with_nodes(with_sites(counties, pool, before), names)
    plan = plan_addresses(tables, ROOT, (), scheme)
    assert by_hand(plan)
    assert {one.prefix.prefixlen for one in plan.allocations if one.kind == "node"} <= {56}
    assert [fault for fault in plan.check() if fault.kind == "node"] == []


def test_city_nodes_stand_in_their_division_the_others_in_the_provinces_own_block():
    tables = replace(
        province([2, 0], {"A": site("A", "410100"), "P": site("P", "410000")}),
        nodes={
            "city": node("city", "410100"),
            "district": node("district", "410101"),  # a node below a city has the county's block
            "bare": node("bare", "410200"),
            "main": node("main", "410000", "main"),
            "campus": node("campus", "410101", "university"),
        },
    )
    plan = plan_addresses(tables, ROOT, ())
    around = {name: plan.wants["node", name].parent for name in tables.nodes}
    assert around == {
        "city": ("county", "410100"),
        "district": ("county", "410101"),
        "bare": ("county", "410200"),
        "main": ("county", "410000"),
        "campus": ("county", "410000"),
    }
    assert str(plan.prefix("site", "A")) == "3fff:410::/56"
    assert str(plan.prefix("node", "city")) == "3fff:410:0:100::/56"
    assert str(plan.prefix("node", "campus")) == "3fff:410:fc00:100::/56"  # P has the first
    assert str(plan.prefix("node", "main")) == "3fff:410:fc00:200::/56"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("node", "N1", "3fff:410:0:100::/60"), "smaller than the /56 a node needs"),
        (("node", "N1", "3fff:410::/56"), "overlaps site A"),
        (("node", "N1", "3fff:410:10::/56"), "lies in county 410101, not in its own county 410100"),
        (("site", "GONE", "3fff:410:0:180::/57"), ""),
    ],
)
def test_a_register_that_is_wrong_about_a_node_is_told(row, told):
    tables = replace(
        province([1], {"A": site("A", "410100", prefix="3fff:410::/56")}),
        nodes={"N1": node("N1", "410100")},
    )
    register = [Allocation(row[0], row[1], IPv6Network(row[2]))]
    faults = [str(one) for one in plan_addresses(tables, ROOT, register).check()]
    assert any(told in fault for fault in faults) if told else faults == []


def test_a_node_outside_the_province_is_a_fault_not_a_crash():
    tables = replace(province([1], {}), nodes={"N": node("N", "999999")})
    (fault,) = plan_addresses(tables, ROOT, ()).check()
    assert str(fault) == "node N: its division 999999 lies outside the province 410000"


def test_a_node_without_a_row_keeps_its_place_reserved():
    tables = replace(province([1], {}), nodes={"N": node("N", "410100")})
    first = plan_addresses(tables, ROOT, ())
    bare = province([1], {"A": site("A", "410100")})
    second = plan_addresses(bare, ROOT, first.register)
    assert [one.key for one in second.reserved] == [("node", "N")]
    assert str(second.prefix("site", "A")) == "3fff:410:0:100::/56"
    assert Lookup(second, bare).whose(IPv6Network("3fff:410::/128")).state == "reserved"


def test_questions_about_a_node():
    tables = replace(province([1], {}), nodes={"N": node("N", "410100")})
    plan = plan_addresses(tables, ROOT, ())
    answer = Lookup(plan, tables).whose(IPv6Network("3fff:410:0:7::/64"))
    assert (answer.state, answer.owner.kind, answer.owner.name) == ("assigned", "node", "node N")
    assert answer.subnet is None  # a node's zones are its stack file's business
    assert any("node N 3fff:410::/56" in line for line in plan_lines(plan, tables, "410100"))
    assert [one.id for one in under(plan, tables, "410100") if one.kind == "node"] == ["N"]
    assert "node,N,node N,3fff:410::/56,county,410100," in plan_csv(plan, tables)
    used = {(one.kind, one.id): one.used for one in places(plan)}
    assert used["county", "410100"] == 1
    assert all(zone.owner.kind != "node" for zone in zones(plan))


def test_a_node_is_renumbered_with_the_rest():
    tables = replace(province([1], {}), nodes={"N": node("N", "410100")})
    today = plan_addresses(tables, ROOT, plan_addresses(tables, ROOT, ()).register)
    found = renumber(today, tables, IPv6Network("3fff:500::/32"), DEFAULT)
    (move,) = (one for one in found.moves if one.kind == "node")
    assert (str(move.new), move.county, move.name) == ("3fff:500::/56", "410100", "node N")
    assert found.faults == ()


def test_the_sample_has_a_place_for_every_node(project):
    inventory = load_inventory(project)
    plan = address_plan(project, inventory)
    given_now = {one.id for one in load_register(project) if one.kind == "node"}
    assert given_now == set(inventory.nodes)
    for name, row in inventory.nodes.items():
        block = plan.prefix("county", row.division_code)
        assert plan.prefix("node", name).subnet_of(block)
