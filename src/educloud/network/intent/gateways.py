"""The interfaces of a device's VLANs, its DHCPv6 pools and its static routes.

A subnet's hosts make their own addresses (SLAAC, RFC 4862). Where they also need DNS by DHCPv6 the
router advertisements set the O flag (RFC 4861, 4.2) and the router relays (RFC 8415) to the server
at the top of the network; at the top it has the pool itself. A hub delegates prefixes to what is
not in the address plan yet, from the end of its county's block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from ipaddress import IPv4Interface, IPv4Network, IPv6Interface, IPv6Network

from educloud.inventory.addresses.plan import ENDS
from educloud.inventory.models import Device, Role
from educloud.network.intent import numbers
from educloud.network.intent.layout import Layout, Place
from educloud.network.intent.model import Advertise, Gateway, Pool6, Route, Vlan
from educloud.network.intent.worlds import (
    LINK_VLAN,
    MANAGEMENT,
    SERVICES,
    TRANSIT_VLAN,
    World,
    worlds_of,
)

DELEGATION = "delegation"
BLOCK_BITS = 8  # 256 prefixes of a site are kept for delegation


def vlans(place: Place) -> tuple[Vlan, ...]:
    """List the VLANs that a device must know: its island's, and those it only passes on."""
    named = {world.vlan: Vlan(world.vlan, world.service) for world in place.worlds}
    for number in _link_vlans(place):
        named.setdefault(number, Vlan(number, _link_name(number)))
    return tuple(named[number] for number in sorted(named))


def _link_name(number: int) -> str:
    if number == LINK_VLAN:
        return "link"
    level, slot = divmod(number - TRANSIT_VLAN, len(SERVICES))
    return f"{('transit', 'transit-below')[level]}-{SERVICES[slot]}"


def _link_vlans(place: Place) -> Iterator[int]:
    layout, device = place.layout, place.device
    if speaks_ospf(place) or passes_link(layout, device):
        yield LINK_VLAN
    if place.routes:
        yield from (gateway.vlan for gateway in _transits(place))
    else:
        yield from passed_on(layout, device)


def speaks_ospf(place: Place) -> bool:
    """Tell whether OSPFv3 runs on a device: between a site's router and its other routers."""
    inner = place.layout.inner(place.router)
    return bool(inner) if place.routes else place.device.device_id in inner


def passes_link(layout: Layout, switch: Device) -> bool:
    """Tell whether a switch, or one below it in its island, is a router of the site itself."""
    if layout.is_router(switch) or switch.role not in {Role.CORE, Role.AGGREGATION, Role.ACCESS}:
        return False
    if switch.device_id in layout.inner(layout.router(switch)):
        return True
    return any(passes_link(layout, below) for below in layout.below.get(switch.device_id, ()))


def passed_on(layout: Layout, switch: Device) -> list[int]:
    """List the transit VLANs of other sites' routers that hang on a switch of an island."""
    below = list(layout.attached(switch))
    if not below:
        return []
    upper = layout.router(switch)
    worlds = {world for router in below for world in layout.worlds(router)}
    return sorted(numbers.transit_vlan(layout, upper, world) for world in worlds)


def gateways(place: Place) -> tuple[Gateway, ...]:
    """List the interfaces of VLANs: a router's in every VLAN, else the one it is managed by."""
    if place.routes:
        own = [_service_gateway(place, world) for world in place.worlds]
        link = [Gateway(LINK_VLAN, ospf=True)] if speaks_ospf(place) else []
        return tuple(sorted([*own, *link, *_transits(place)], key=lambda one: one.vlan))
    layout, device = place.layout, place.device
    inside = numbers.subnet(layout, place.router, MANAGEMENT)
    address = numbers.interface(inside, numbers.host(layout, device))
    inside4 = numbers.service4(layout, place.router, MANAGEMENT)
    address4 = numbers.host4(layout, device, inside4) if inside4 else None
    managed = Gateway(MANAGEMENT.vlan, ipv4=address4, ipv6=address)
    link = [Gateway(LINK_VLAN, ospf=True)] if speaks_ospf(place) else []
    return (*link, managed)


def _service_gateway(place: Place, world: World) -> Gateway:
    layout, router = place.layout, place.router
    inside = numbers.subnet(layout, router, world)
    inside4 = numbers.service4(layout, router, world)
    top = layout.path(router)[-1]
    is_top = top is router
    server = numbers.subnet(layout, top, world)[numbers.DHCP] if world.dhcp else None
    return Gateway(
        world.vlan,
        vrf=world.vrf,
        ipv4=_first4(inside4),
        ipv6=numbers.interface(inside, 1),
        advertise=Advertise(other=world.dhcp) if world.vrf else None,
        relay6=(server,) if server and not is_top else (),
        pool6=world.service if server and is_top else "",
        ospf=world is MANAGEMENT and bool(layout.inner(router)),
        isis=world is MANAGEMENT and router.role in {Role.BACKBONE, Role.HUB},
        inbound=(f"{world.service}-4", f"{world.service}-6") if world.vrf else (),
    )


def _transits(place: Place) -> Iterator[Gateway]:
    """Give the interfaces to the router above, and to those below, in each world they share."""
    layout, router = place.layout, place.router
    upper = layout.router_above(router)
    if upper is not None and not layout.is_wan_link(router):
        inside4 = numbers.subnet4(layout, upper, numbers.TRANSIT_PART)
        own4 = None
        if inside4 and layout.site(router).ipv4_prefix:
            own4 = numbers.transit_host4(layout, upper, router, inside4)
        for world in layout.worlds(router):
            address = numbers.transit_host(layout, upper, router, world)
            yield Gateway(
                numbers.transit_vlan(layout, upper, world),
                vrf=world.vrf,
                ipv4=own4 if world.internet else None,
                ipv6=IPv6Interface((int(address), 64)),
            )
    yield from _transits_below(layout, router)


def _transits_below(layout: Layout, router: Device) -> Iterator[Gateway]:
    met = {
        world
        for below in layout.attached(router)
        if not layout.is_wan_link(below)
        for world in layout.worlds(below)
    }
    inside4 = _first4(numbers.subnet4(layout, router, numbers.TRANSIT_PART)) if met else None
    delegates = router.role is Role.HUB and delegation(layout, router) is not None
    for world in layout.worlds(router):
        if world in met:
            yield Gateway(
                numbers.transit_vlan(layout, router, world),
                vrf=world.vrf,
                ipv4=inside4 if world.internet else None,
                ipv6=numbers.interface(numbers.transit(layout, router, world), 1),
                pool6=DELEGATION if delegates and world is MANAGEMENT else "",
            )


def pools6(place: Place) -> tuple[Pool6, ...]:
    """List the DHCPv6 pools of a router: at the top for its own hosts, at a hub for delegation."""
    layout, router = place.layout, place.router
    if not place.routes:
        return ()
    found = []
    if layout.path(router)[-1] is router:
        for world in place.worlds:
            if world.dhcp:
                inside = numbers.subnet(layout, router, world)
                found.append(Pool6(world.service, inside, dns=(inside[numbers.DNS],)))
    block = delegation(layout, router) if router.role is Role.HUB else None
    if block is not None:
        dns = numbers.subnet(layout, layout.path(router)[-1], MANAGEMENT)[numbers.DNS]
        found.append(Pool6(DELEGATION, block, (dns,), layout.plan.scheme.site_length))
    return tuple(found)


def delegation(layout: Layout, hub: Device) -> IPv6Network | None:
    """Give the block whose prefixes a hub delegates; None where the county has none to spare.

    The plan fills a county from its beginning; the block is the last but the hub's number, and
    nothing of the register may lie in it.
    """
    plan = layout.plan
    codes = layout.inventory.lineage(layout.site(hub).division_code)
    county = next((held for code in codes if (held := plan.given("county", code))), None)
    length = plan.scheme.site_length - BLOCK_BITS
    if county is None or length <= county.prefixlen:
        return None
    last = int(county.broadcast_address) + 1
    size = 1 << 128 - length
    block = IPv6Network((last - size * (1 + layout.number(hub)), length))
    place = bisect_left(
        plan.register, block.network_address, key=lambda a: a.prefix.network_address
    )
    near = plan.register[max(0, place - 1) : place + 1]
    taken = any(one.kind in ENDS and one.prefix.overlaps(block) for one in near)
    return None if taken else block


def routes(place: Place) -> tuple[Route, ...]:
    """List the static routes: a switch's to its router, a router's up and down.

    Only worlds that may reach the Internet have a default route; exam, video and management have
    one to the province's prefix.
    """
    if not place.routes:
        hop = numbers.subnet(place.layout, place.router, MANAGEMENT)[1]
        hop4 = _first4(numbers.service4(place.layout, place.router, MANAGEMENT))
        found = [Route("::/0", hop)]
        return tuple([*found, Route("0.0.0.0/0", hop4.ip)] if hop4 else found)
    return (*_routes_up(place.layout, place.router), *_routes_down(place.layout, place.router))


def _routes_up(layout: Layout, router: Device) -> Iterator[Route]:
    upper = layout.router_above(router)
    if upper is None or layout.is_wan_link(router):
        return  # IS-IS and BGP tell the way
    province = layout.province
    own4 = layout.site(router).ipv4_prefix
    inside4 = _first4(numbers.subnet4(layout, upper, numbers.TRANSIT_PART)) if own4 else None
    for world in layout.worlds(router):
        hop = numbers.transit(layout, upper, world)[1]
        yield Route("::/0" if world.internet else province, hop, world.vrf)
        if world.internet and inside4:
            yield Route("0.0.0.0/0", inside4.ip, world.vrf)


def _routes_down(layout: Layout, router: Device) -> Iterator[Route]:
    for below in layout.attached(router):
        if not layout.is_wan_link(below):
            for far in _subtree(layout, below):
                yield from _routes_to(layout, (router, below), far)


def _subtree(layout: Layout, router: Device) -> Iterator[Device]:
    yield router
    for below in layout.attached(router):
        yield from _subtree(layout, below)


def _routes_to(layout: Layout, link: tuple[Device, Device], far: Device) -> Iterator[Route]:
    router, below = link
    inside4 = numbers.subnet4(layout, router, numbers.TRANSIT_PART)
    for world in worlds_of(layout.site(far).kind):
        hop = numbers.transit_host(layout, router, below, world)
        yield Route(numbers.subnet_text(layout, far, world), hop, world.vrf)
        far4 = numbers.service4(layout, far, world) if world.internet and inside4 else None
        if far4 and inside4:
            hop4 = numbers.transit_host4(layout, router, below, inside4)
            yield Route(str(far4), hop4.ip, world.vrf)
    if layout.inner(far) and layout.number(far) == 0:
        hop = numbers.transit_host(layout, router, below, MANAGEMENT)
        yield Route(str(numbers.loopbacks(layout, far)), hop)


def _first4(inside: IPv4Network | None) -> IPv4Interface | None:
    return (
        None
        if inside is None
        else IPv4Interface((int(inside.network_address) + 1, inside.prefixlen))
    )
