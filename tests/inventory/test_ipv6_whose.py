"""Whose address is this: every prefix leads back to its owner, and what nobody holds says so."""

from dataclasses import replace
from ipaddress import IPv6Address, IPv6Network

import pytest
from address_plans import FEW, ROOT, province, provinces, site, with_sites
from hypothesis import given
from hypothesis import strategies as st

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import plan_addresses
from educloud.inventory.addresses.register import address_plan
from educloud.inventory.addresses.whose import Lookup, Subnet, read_asked
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Device, Role


@FEW
@given(provinces(), st.data())
def test_the_prefix_of_x_and_every_address_in_it_belong_to_x(generated, data):
    counties, pool, before, _ = generated
    tables = with_sites(counties, pool, before)
    plan = plan_addresses(tables, ROOT, ())
    lookup = Lookup(plan, tables)
    for one in plan.allocations:
        answer = lookup.whose(one.prefix)
        assert (answer.state, answer.owner.kind, answer.owner.id) == ("assigned", *one.key)
        assert [holder.prefix.prefixlen for holder in answer.holders] == sorted(
            holder.prefix.prefixlen for holder in answer.holders
        )
    offset = data.draw(st.integers(0, ROOT.num_addresses - 1))
    address = IPv6Address(int(ROOT.network_address) + offset)
    answer = lookup.whose(read_asked(str(address)))
    around = [one for one in plan.allocations if address in one.prefix]
    assert len(answer.holders) == len(around)
    assert (answer.state == "assigned") == (around[-1].kind == "site")


@FEW
@given(provinces(), st.integers(0, 15), st.integers(0, 15), st.integers(0, (1 << 64) - 1))
def test_service_and_vlan_are_those_the_subnet_was_given_for(generated, slot, vlan, host):
    counties, pool, before, _ = generated
    tables = with_sites(counties, pool, before)
    plan = plan_addresses(tables, ROOT, ())
    lookup = Lookup(plan, tables)
    for name in before:
        subnet = plan.vlan_prefix(name, slot, vlan)
        found = lookup.whose(read_asked(str(subnet[host]))).subnet
        assert (found.slot, found.vlan) == (slot, vlan)
        assert found == lookup.whose(subnet).subnet


def test_the_way_leads_from_the_province_to_the_vlan(project):
    inventory = load_inventory(project)
    lookup = Lookup(address_plan(project, inventory), inventory)
    answer = lookup.whose(read_asked("3fff:410:1410:10::1"))
    assert [(one.kind, one.id, one.name) for one in answer.holders] == [
        ("province", "410000", "河南省"),
        ("city", "410600", "鹤壁市"),
        ("county", "410602", "鹤山区"),
        ("site", "HB-SITE-002", "鹤山区教育局（合成）"),
    ]
    assert answer.subnet == Subnet(1, "teaching", 0)
    assert lookup.whose(read_asked("3fff:410:1410:af::1")).subnet == Subnet(10, None, 15)


def two_sites():
    sites = {"A": site("A", "410101"), "U": site("U", "410101", kind="university")}
    return province([1], sites)


def test_free_reserved_and_outside_are_told_apart():
    before = plan_addresses(two_sites(), ROOT, ())
    gone = before.prefix("site", "A")
    tables = province([1], {"U": site("U", "410101", kind="university")})
    lookup = Lookup(plan_addresses(tables, ROOT, before.register), tables)
    assert lookup.whose(gone).state == "reserved"
    assert lookup.whose(gone).owner.name is None
    assert lookup.whose(IPv6Network("3fff:410:10:9900::/56")).state == "free"
    assert lookup.whose(IPv6Network("3fff:410::/34")).state == "free"
    assert lookup.whose(IPv6Network("3fff:411::/48")).state == "outside"
    assert lookup.whose(IPv6Network("3ffe::/15")).holders == ()
    root = lookup.whose(ROOT)
    assert (root.state, root.owner.id) == ("assigned", "410000")
    assert root.inside == len(before.register) - 1
    assert lookup.whose(IPv6Network("3ffe::/15")).inside == len(before.register)


def test_an_address_of_a_campus_beyond_its_services_has_no_vlan():
    tables = two_sites()
    plan = plan_addresses(tables, ROOT, ())
    campus = plan.prefix("site", "U")
    lookup = Lookup(plan, tables)
    assert lookup.whose(IPv6Network((int(campus.network_address), 64))).subnet.service == "mgmt"
    beyond = lookup.whose(read_asked(str(campus.broadcast_address)))
    assert (beyond.state, beyond.owner.id, beyond.subnet) == ("assigned", "U", None)


def device(name, address):
    return Device(
        device_id=name, hostname=name, site_id="A", platform="frr", role=Role.CORE,
        mgmt_address=address,
    )  # fmt: skip


def test_devices_are_found_by_their_management_address():
    rows = [("D1", "3fff:410:10::1"), ("D2", "3fff:410:10::2"), ("D3", "192.0.2.7")]
    tables = replace(two_sites(), devices={name: device(name, text) for name, text in rows})
    lookup = Lookup(plan_addresses(tables, ROOT, ()), tables)
    assert lookup.whose(read_asked("3fff:410:10::2")).devices == ("D2",)
    assert lookup.whose(read_asked("3fff:410:10::/56")).devices == ("D1", "D2")
    assert lookup.whose(read_asked("3fff:410:10:100::/56")).devices == ()
    answer = lookup.whose(read_asked("192.0.2.7"))
    assert (answer.state, answer.devices) == ("outside", ("D3",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hello", "'hello' is neither an address nor a prefix"),
        ("", "neither an address nor a prefix"),
        ("3fff::/200", "neither an address nor a prefix"),
        ("3fff:410:10::1/56", "bits beyond its length; did you mean 3fff:410:10::/56"),
    ],
)
def test_a_wrong_text_is_one_sentence(text, told):
    with pytest.raises(ProjectError, match=told):
        read_asked(text)
