"""What each role is given."""

from __future__ import annotations

import time
from ipaddress import IPv6Network

import pytest

from educloud.inventory.profile import load_profile
from educloud.network.intent import plan_intent
from educloud.network.intent.model import Login, Trust
from educloud.network.intent.worlds import WORLDS

from .small import Province, province


@pytest.fixture(scope="module")
def intents():
    return province().intents()


def ports_of(intent):
    return {port.number: port for port in intent.ports if not port.bundle}


def gateways_of(intent):
    return {gateway.vlan: gateway for gateway in intent.gateways}


def test_a_core_is_the_gateway_of_each_service_in_a_vrf_of_its_own(intents):
    core = intents["CORE-1"]
    gateways = gateways_of(core)
    names = {vlan.number: vlan.service for vlan in core.vlans}
    for number in (10, 20, 30, 40, 50, 60, 70):
        assert gateways[number].vrf == names[number]
        assert gateways[number].ipv6.network.prefixlen == 64
        assert gateways[number].ipv4 is not None
    assert gateways[99].vrf == ""
    assert len({vrf.rd for vrf in core.vrfs}) == len(core.vrfs) == 7


def test_hosts_that_need_dns_by_dhcpv6_see_the_o_flag_and_a_relay(intents):
    gateways = gateways_of(intents["CORE-1"])
    assert gateways[20].advertise.other
    assert not gateways[20].advertise.managed
    assert str(gateways[20].relay6[0]).endswith("::547")
    assert not gateways[10].advertise.other
    assert gateways[10].relay6 == ()
    assert gateways[99].advertise is None


def test_the_top_has_the_pools_and_a_hub_delegates_what_the_plan_gave_nobody(intents):
    top = intents["BB-1"]
    assert {pool.name for pool in top.pools6} == {"office", "wifi-staff", "wifi-student"}
    assert gateways_of(top)[20].pool6 == "office"
    assert gateways_of(top)[20].relay6 == ()
    hub = intents["HUB-1"]
    (pool,) = hub.pools6
    assert (pool.delegated, pool.prefix.prefixlen) == (56, 48)
    assert gateways_of(hub)[100].pool6 == pool.name
    _, plan = province().planned()
    held = [one.prefix for one in plan.register if one.kind in {"site", "node"}]
    assert not any(pool.prefix.overlaps(prefix) for prefix in held)


def test_only_a_vocational_college_has_the_vocational_world(intents):
    assert "vocational" in {vrf.name for vrf in intents["CORE-2"].vrfs}
    assert "vocational" not in {vrf.name for vrf in intents["CORE-1"].vrfs}
    assert "vocational" in {vrf.name for vrf in intents["HUB-1"].vrfs}
    assert "dmz" in {vrf.name for vrf in intents["BB-1"].vrfs}


def test_an_access_switch_authenticates_its_hosts_and_shuts_what_is_unused(intents):
    access = intents["ACC-1"]
    ports = ports_of(access)
    assert ports[1].login is Login.DOT1X
    assert (ports[1].vlans, ports[1].trunk, ports[1].edge) == ((10,), False, True)
    assert ports[7].login is Login.MAC
    assert {ports[n].trust for n in range(1, 9)} == {Trust.HOST}
    assert all(ports[n].down for n in range(9, 24))
    assert (ports[24].trust, ports[24].down, ports[24].trunk) == (Trust.ROUTER, False, True)
    assert ports[24].vlans == (10, 20, 30, 40, 50, 60, 70, 99)
    assert access.first_hop
    assert access.radius
    assert [str(route.prefix) for route in access.routes] == ["::/0", "0.0.0.0/0"]
    assert access.routes[0].via == gateways_of(intents["CORE-1"])[99].ipv6.ip
    assert [gateway.vlan for gateway in access.gateways] == [99]
    assert not access.vrfs


def test_ospfv3_runs_between_core_and_aggregation_and_nowhere_else(intents):
    for name in ("CORE-1", "AGG-1"):
        assert intents[name].routing.ospf
        assert gateways_of(intents[name])[98].ospf
        assert gateways_of(intents[name])[98].ipv6 is None
    assert 98 in ports_of(intents["AGG-1"])[24].vlans
    assert intents["ACC-1"].routing is None
    assert intents["CORE-2"].routing is None
    assert not intents["HUB-1"].routing.ospf


def test_isis_and_the_vpn_run_among_hubs_and_backbone(intents):
    hub, top = intents["HUB-1"], intents["BB-1"]
    assert ports_of(hub)[24].routed.isis
    assert ports_of(hub)[24].vlans == ()
    assert ports_of(top)[23].routed.isis
    assert hub.routing.asn == top.routing.asn == 4_200_410_000
    assert [peer.address for peer in hub.routing.peers] == [top.routing.loopback6.ip]
    peers = {peer.address: peer for peer in top.routing.peers}
    assert peers[hub.routing.loopback6.ip].client
    assert not peers[intents["BB-2"].routing.loopback6.ip].client
    assert hub.routing.net.startswith("49.4106.")
    assert hub.routing.net != top.routing.net
    assert {one.targets for one in hub.vrfs} == {one.targets for one in hub.vrfs if one.targets}


def test_a_school_and_its_hub_meet_on_a_transit_of_each_world(intents):
    core, hub = gateways_of(intents["CORE-1"]), gateways_of(intents["HUB-1"])
    assert ports_of(intents["CORE-1"])[24].vlans == tuple(range(100, 108))
    for number in range(100, 108):
        assert core[number].vrf == hub[number].vrf
        assert core[number].ipv6.network == hub[number].ipv6.network
        assert core[number].ipv6.ip != hub[number].ipv6.ip
    down = {route.prefix: route for route in intents["HUB-1"].routes}
    back = down[str(core[10].ipv6.network)]
    assert (back.via, back.vrf) == (core[101].ipv6.ip, "teaching")


def test_a_site_behind_another_site_is_routed_all_the_way_up(intents):
    point, core = gateways_of(intents["POINT-ACC-1"]), gateways_of(intents["CORE-1"])
    assert point[111].ipv6.network == core[111].ipv6.network
    assert core[101].ipv6.network != core[111].ipv6.network
    far = str(point[10].ipv6.network)
    assert {r.prefix: r for r in intents["CORE-1"].routes}[far].via == point[111].ipv6.ip
    assert {r.prefix: r for r in intents["HUB-1"].routes}[far].via == core[101].ipv6.ip


def test_two_cables_are_a_bundle_at_both_ends(intents):
    below = [port for port in intents["ACC-2"].ports if port.bundle or port.is_bundle]
    assert [(p.number, p.bundle, p.is_bundle) for p in below] == [
        (16, 24, False), (24, 0, True), (24, 24, False),
    ]  # fmt: skip
    above = [port for port in intents["AGG-1"].ports if port.bundle or port.is_bundle]
    assert [(p.number, p.bundle, p.is_bundle) for p in above] == [
        (21, 22, False), (22, 0, True), (22, 22, False),
    ]  # fmt: skip
    bundles = [next(p for p in ports if p.is_bundle) for ports in (above, below)]
    assert bundles[0].vlans == bundles[1].vlans != ()
    assert not any(port.vlans for port in (*above, *below) if port.bundle)


def test_a_second_core_of_a_site_has_subnets_of_its_own():
    made = province()
    made.device("CORE-9", "SCHOOL", "core", "HUB-1")
    made.device("ACC-9", "SCHOOL", "access", "CORE-9")
    intents = made.intents()
    one, other = gateways_of(intents["CORE-1"]), gateways_of(intents["CORE-9"])
    assert not any(one[n].ipv6.network.overlaps(other[n].ipv6.network) for n in (10, 99))
    assert gateways_of(intents["ACC-9"])[99].ipv6 in other[99].ipv6.network
    assert intents["ACC-9"].routes[0].via == other[99].ipv6.ip


def test_management_is_watched_from_the_top_and_open_to_few(intents):
    access, top = intents["ACC-1"], intents["BB-1"]
    assert access.management.vlan == 99
    mgmt = gateways_of(top)[99].ipv6.network
    for where in ("ntp", "syslog", "snmp_targets"):
        (address,) = getattr(access.management, where)
        assert address in mgmt
    assert top.management.ntp == ()
    assert str(mgmt) in access.management.sources
    assert "10.0.0.0/8" in access.management.sources
    assert set(access.management.login) <= {one.name for one in access.filters}


def test_an_address_that_a_device_is_managed_by_today_is_not_locked_out():
    made = province()
    made.device("OLD-1", "SCHOOL", "access", "AGG-1", mgmt_address="2001:db8:7::9")
    intent = made.intent("OLD-1")
    allowed = [IPv6Network(prefix) for prefix in intent.management.sources if ":" in prefix]
    assert any(made.devices["OLD-1"].mgmt_address in prefix for prefix in allowed)


def test_an_onu_shows_what_its_olt_gives_it(intents):
    onu = intents["ONU-1"]
    assert [port.number for port in onu.ports] == [1, 2, 3, 4]
    assert {port.vlans for port in onu.ports} == {(10,)}
    assert (onu.gateways, onu.routes, onu.pon) == ((), (), None)


def test_an_olt_joins_its_site_and_has_no_vrf(intents):
    olt = intents["OLT-1"]
    assert ports_of(olt)[1].vlans == (10, 20, 30, 40, 50, 60, 70, 90, 99)
    assert ports_of(olt)[1].trust is Trust.ROUTER
    assert [gateway.vlan for gateway in olt.gateways] == [99]
    assert olt.vrfs == ()


def test_the_worlds_are_those_of_the_profile():
    told = {vrf.name: vrf for vrf in load_profile("henan").vrfs}
    assert {world.service for world in WORLDS} == set(told)
    closed = {name for name, vrf in told.items() if vrf.internet is False}
    assert closed == {"exam", "video"}
    assert not closed & {world.service for world in WORLDS if world.internet}


def test_planning_takes_time_by_the_number_of_devices_not_by_its_square():
    """Nothing looks at every device: four times as many take about four times as long."""

    def seconds(schools: int) -> float:
        made = Province()
        made.site("COUNTY", "bureau")
        made.device("HUB-1", "COUNTY", "hub")
        for number in range(schools):
            site = made.site(f"S{number}")
            made.device(f"S{number}-CORE-1", site, "core", "HUB-1")
            for row in range(9):
                made.device(f"S{number}-ACC-{row}", site, "access", f"S{number}-CORE-1")
        inventory, plan = made.planned()
        start = time.process_time()
        for device in made.devices.values():
            plan_intent(inventory, plan, device)
        return time.process_time() - start

    assert seconds(160) < 8 * seconds(40)
