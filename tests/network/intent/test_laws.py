"""What holds for every device of any province: drawn trees of sites and devices."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network

from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.network.intent import plan_intent

from .small import Province

CLOSED = ("exam", "video")
KINDS = ("primary", "senior", "secondary_vocational", "teaching_point", "university", "bureau")


@st.composite
def provinces(draw) -> Province:
    """A backbone, a hub or two, schools with cores, aggregations, access switches and OLTs."""
    made = Province()
    made.site("CITY", "bureau", "410600", ipv4_prefix=draw(st.sampled_from([None, "10.1.0.0/16"])))
    made.device("BB-1", "CITY", "backbone")
    for code in ("410611", "410621"):
        v4 = draw(st.sampled_from([None, f"10.{code[-2:]}.0.0/20"]))
        made.site(f"C{code}", "bureau", code, ipv4_prefix=v4)
        made.device(f"HUB-{code}", f"C{code}", "hub", "BB-1", uplinks=draw(cables))
    for number in range(draw(st.integers(1, 4))):
        _school(draw, made, number)
    return made


cables = st.sampled_from([None, 1, 2])


def _school(draw, made: Province, number: int) -> None:
    code = draw(st.sampled_from(["410611", "410621"]))
    v4 = draw(st.sampled_from([None, f"10.200.{number * 16}.0/20"]))
    site = made.site(f"S{number}", draw(st.sampled_from(KINDS)), code, ipv4_prefix=v4)
    routers = [name for name in made.devices if "-ACC-" not in name and "OLT" not in name]
    top = draw(st.sampled_from([f"HUB-{code}", *routers[1:]]))
    role = draw(st.sampled_from(["core", "access"]))
    made.device(f"S{number}-TOP-1", site, role, top, uplinks=draw(cables))
    heads = [f"S{number}-TOP-1"]
    if draw(st.booleans()):
        heads.append(made.device(f"S{number}-AGG-2", site, "aggregation", heads[0]))
    if draw(st.booleans()):
        heads.append(made.device(f"S{number}-CORE-3", site, "core", top))
    for row in range(draw(st.integers(0, 4))):
        above = draw(st.sampled_from([*heads, None]))
        made.device(f"S{number}-ACC-{row + 4}", site, "access", above, uplinks=draw(cables))


@given(provinces())
@settings(max_examples=100)
def test_every_filter_has_its_twin(made):
    for intent in made.intents().values():
        known = {one.name: one for one in intent.filters}
        assert len(known) == len(intent.filters)
        for one in intent.filters:
            stem = one.name[:-2]
            twin = known[f"{stem}-{10 - one.family}"]
            assert (twin.family, twin.number) == (10 - one.family, one.number)
            assert one.name == f"{stem}-{one.family}"
            for rule in one.rules:
                for prefix in (rule.source, rule.target):
                    assert prefix == "any" or ip_network(prefix).version == one.family
            last = one.rules[-1]
            assert (last.permit, last.source, last.target) == (False, "any", "any")
            assert [rule.number for rule in one.rules] == sorted({r.number for r in one.rules})
        for gateway in intent.gateways:
            bound = [known[name].family for name in gateway.inbound]
            assert bound in ([], [4, 6])
            assert bool(bound) == (gateway.advertise is not None)


@given(provinces())
@settings(max_examples=100)
def test_exam_and_video_have_no_way_out(made):
    _, plan = made.planned()
    province = plan.prefix("province", "410000")
    private = [IPv4Network(p) for p in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]

    def at_home(prefix: str) -> bool:
        held = ip_network(prefix)
        if isinstance(held, IPv6Network):
            return held.subnet_of(province) or held.is_link_local or held.is_multicast
        broadcast = prefix == "255.255.255.255/32"
        return broadcast or any(held.subnet_of(block) for block in private)

    for intent in made.intents().values():
        assert not any(vrf.internet for vrf in intent.vrfs if vrf.name in CLOSED)
        for route in intent.routes:
            assert route.vrf not in CLOSED or at_home(route.prefix)
        for one in intent.filters:
            if one.name[:-2] in CLOSED:
                ways = [r for r in one.rules if r.permit]
                assert ways
                assert all(at_home(rule.target) for rule in ways)
        bound = {g.vrf: g.inbound for g in intent.gateways if g.advertise}
        assert all(len(bound[name]) == 2 for name in CLOSED if name in bound)


@given(provinces(), st.data())
@settings(max_examples=100)
def test_adding_a_device_moves_no_port_and_no_address_of_another(made, data):
    before = made.intents()
    site = data.draw(st.sampled_from(sorted(made.sites)))
    own = [d.device_id for d in made.devices.values() if d.site_id == site]
    above = data.draw(st.sampled_from(own))
    new = data.draw(st.sampled_from(["A-NEW", "S0-ACC-4x", "ZZ-NEW-7", "NEW-18"]))
    made.device(new, site, "access", above, uplinks=data.draw(cables))
    after = made.intents()
    for name, intent in before.items():
        now = {port.number: port for port in after[name].ports}
        for port in intent.ports:
            if not port.down:
                assert (now[port.number].text, now[port.number].down) == (port.text, False)
        held = {gateway.vlan: gateway for gateway in after[name].gateways}
        assert all(held[g.vlan].ipv6 == g.ipv6 for g in intent.gateways)
        assert all(held[g.vlan].ipv4 == g.ipv4 for g in intent.gateways)


@given(provinces())
@settings(max_examples=50)
def test_the_same_tables_give_the_same_intent(made):
    inventory, plan = made.planned()
    again, same_plan = made.planned()
    for name, device in made.devices.items():
        first = plan_intent(inventory, plan, device)
        assert first == plan_intent(inventory, plan, device)
        assert first == plan_intent(again, same_plan, again.devices[name])


@given(provinces())
@settings(max_examples=100)
def test_addresses_lie_in_the_prefix_of_their_site_and_stand_once(made):
    """On a transit they lie in that of the site above."""
    inventory, plan = made.planned()
    seen: set[tuple[str, object]] = set()
    for name, device in made.devices.items():
        intent = plan_intent(inventory, plan, device)
        own = plan.prefix("site", device.site_id)
        above = {plan.prefix("site", d.site_id) for d in inventory.devices.values()}
        for gateway in intent.gateways:
            if gateway.ipv6 is None:
                continue
            inside = {own} if gateway.vlan < 100 else above
            assert any(gateway.ipv6.ip in prefix for prefix in inside), (name, gateway)
            assert ("", gateway.ipv6.ip) not in seen
            seen.add(("", gateway.ipv6.ip))
            whole = inventory.sites[device.site_id].ipv4_prefix
            if gateway.ipv4 and gateway.vlan < 100:
                assert gateway.ipv4.ip in whole
            if gateway.ipv4:
                assert (gateway.vrf, gateway.ipv4.ip) not in seen
                seen.add((gateway.vrf, gateway.ipv4.ip))
        if intent.routing:
            assert intent.routing.loopback6.ip in own
            assert ("", intent.routing.loopback6.ip) not in seen


@given(provinces())
@settings(max_examples=100)
def test_both_ends_of_a_cable_carry_the_same(made):
    intents = made.intents()
    hostnames = {device.hostname: device for device in made.devices.values()}
    for name, intent in intents.items():
        for port in intent.ports:
            if port.text.startswith("downlink ") and not port.bundle:
                below = hostnames[port.text.removeprefix("downlink ")]
                assert below.uplink_device == name
                far = next(
                    p for p in intents[below.device_id].ports if p.number == 24 and not p.bundle
                )
                assert (far.vlans, far.trunk, far.is_bundle, far.routed) == (
                    port.vlans, port.trunk, port.is_bundle, port.routed,
                )  # fmt: skip
                assert set(port.vlans) <= {vlan.number for vlan in intent.vlans}
                there = {vlan.number for vlan in intents[below.device_id].vlans}
                assert set(port.vlans) <= there


@given(provinces())
@settings(max_examples=100)
def test_every_next_hop_is_a_neighbour_and_every_vrf_is_there(made):
    for intent in made.intents().values():
        links = {(g.vrf, net.network) for g in intent.gateways for net in (g.ipv4, g.ipv6) if net}
        known = {vrf.name for vrf in intent.vrfs} | {""}
        for route in intent.routes:
            assert route.vrf in known
            assert any(vrf == route.vrf and route.via in net for vrf, net in links), route
        assert {g.vrf for g in intent.gateways} <= known
        assert len({vlan.service for vlan in intent.vlans}) == len(intent.vlans)
        assert len({g.vlan for g in intent.gateways}) == len(intent.gateways)
        assert {g.vlan for g in intent.gateways} <= {vlan.number for vlan in intent.vlans}
        own = [(r.prefix, r.vrf) for r in intent.routes]
        assert len(set(own)) == len(own)
