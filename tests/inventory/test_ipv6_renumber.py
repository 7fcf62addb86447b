"""Renumbering: a report of what would move, under the same scheme place for place."""

import csv
import io
from dataclasses import replace
from ipaddress import IPv6Network

import pytest
from address_plans import FEW, ROOT, province, provinces, site, with_sites
from hypothesis import given

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import DEFAULT, Allocation, plan_addresses
from educloud.inventory.addresses.export import moves_csv
from educloud.inventory.addresses.register import address_plan
from educloud.inventory.addresses.renumber import read_root, renumber
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Device, Role
from educloud.inventory.profile import load_profile

NEW = IPv6Network("3fff:500::/32")
NIBBLE = load_profile("henan").ipv6_schemes["nibble28"]


def recorded(tables, register=None):
    """Plan over a register that already holds everything."""
    register = register or plan_addresses(tables, ROOT, ()).register
    return plan_addresses(tables, ROOT, register)


@FEW
@given(provinces())
def test_under_the_same_scheme_everything_keeps_its_place_below_the_root(generated):
    counties, pool, before, after = generated
    first = plan_addresses(with_sites(counties, pool, before), ROOT, ())
    tables = with_sites(counties, pool, after)
    today = recorded(tables, plan_addresses(tables, ROOT, first.register).register)
    found = renumber(today, tables, NEW, DEFAULT)
    assert {(move.kind, move.id) for move in found.moves} == {one.key for one in today.allocations}
    for move in found.moves:
        assert move.new.prefixlen == move.old.prefixlen
        below = int(move.new.network_address) - int(NEW.network_address)
        assert below == int(move.old.network_address) - int(ROOT.network_address)
    assert (found.kept, found.faults, found.contradictions) == (0, (), ())
    assert sum(share.sites for share in found.shares) == len(after)


@FEW
@given(provinces())
def test_under_another_scheme_every_id_has_a_new_place_that_holds(generated):
    counties, pool, before, _ = generated
    tables = with_sites(counties, pool, before)
    found = renumber(recorded(tables), tables, IPv6Network("3fff:500::/28"), NIBBLE)
    assert found.faults == ()
    new = [move.new for move in found.moves if move.kind == "site"]
    assert len(set(new)) == len(before)
    assert all(move.new.prefixlen in (48, 56) for move in found.moves if move.kind == "site")


def test_another_order_of_services_moves_no_prefix():
    tables = province([1], {"A": site("A", "410101"), "B": site("B", "410101")})
    today = recorded(
        province([1], {"B": tables.sites["B"]}), plan_addresses(tables, ROOT, ()).register
    )
    other = DEFAULT.model_validate({**DEFAULT.model_dump(), "services": {"exam": 0}})
    assert renumber(today, tables, ROOT, other).moves == ()


def test_the_root_of_today_moves_nothing():
    tables = province([1], {"A": site("A", "410101")})
    found = renumber(recorded(tables), tables, ROOT, DEFAULT)
    assert (found.moves, found.shares, found.kept) == ((), (), 7)


def device(name, at, address):
    return Device(
        device_id=name, hostname=name, site_id=at, platform="frr", role=Role.CORE,
        mgmt_address=address,
    )  # fmt: skip


def test_devices_are_counted_by_county_and_the_least_work_comes_first():
    sites = {name: site(name, code) for name, code in (("A", "410101"), ("B", "410102"))}
    devices = {
        one.device_id: one
        for one in (
            device("D1", "A", "3fff:410:10::1"),
            device("D2", "A", "192.0.2.1"),
            device("D3", "B", "192.0.2.2"),
        )
    }
    tables = replace(province([2], sites), devices=devices)
    found = renumber(recorded(tables), tables, NEW, DEFAULT)
    assert [(one.id, one.sites, one.devices, one.managed) for one in found.shares] == [
        ("410102", 1, 1, 0),
        ("410101", 1, 2, 1),
    ]
    assert found.devices == 3
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(moves_csv(found)))
            if row["kind"] == "site"}  # fmt: skip
    assert rows["A"] == {
        "kind": "site", "id": "A", "name_zh": "A", "county": "410101", "devices": "2",
        "old_prefix": "3fff:410:10::/56", "new_prefix": "3fff:500:10::/56",
    }  # fmt: skip


def test_what_is_neither_recorded_nor_in_the_tables_does_not_move():
    sites = {
        "A": site("A", "410101"),
        "B": site("B", "410101", prefix="3fff:410:10:500::/56"),
    }
    tables = province([1], sites)
    register = plan_addresses(province([1], {}), ROOT, ()).register
    found = renumber(plan_addresses(tables, ROOT, register), tables, NEW, DEFAULT)
    moved = {move.id: str(move.new) for move in found.moves if move.kind == "site"}
    assert moved == {"B": "3fff:500:10:500::/56"}


def test_a_contradiction_of_register_and_tables_is_told():
    sites = {"A": site("A", "410101", prefix="3fff:410:10:100::/56")}
    tables = province([1], sites)
    register = [Allocation("site", "A", IPv6Network("3fff:410:10::/56"))]
    found = renumber(plan_addresses(tables, ROOT, register), tables, NEW, DEFAULT)
    (fault,) = found.contradictions
    assert "the register says 3fff:410:10::/56" in str(fault)
    assert found.faults == ()


def test_what_lay_outside_the_root_gets_a_place_inside():
    tables = province([1], {"A": site("A", "410101")})
    register = [
        *plan_addresses(province([1], {}), ROOT, ()).register,
        Allocation("site", "A", IPv6Network("2001:db8::/56")),
    ]
    found = renumber(plan_addresses(tables, ROOT, register), tables, NEW, DEFAULT)
    assert [str(move.new) for move in found.moves if move.id == "A"] == ["3fff:500:10::/56"]


def test_a_root_that_does_not_suit_is_one_sentence(project):
    inventory = load_inventory(project)
    today = address_plan(project, inventory)
    with pytest.raises(ProjectError, match="3fff:500::/28 is a /28, the scheme needs a /32"):
        renumber(today, inventory, IPv6Network("3fff:500::/28"), DEFAULT)
    for text in ("x", "10.0.0.0/8", "3fff:500::1/32"):
        with pytest.raises(ProjectError, match="is no IPv6 prefix"):
            read_root(text)
