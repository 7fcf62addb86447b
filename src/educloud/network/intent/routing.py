"""The routing protocols and VRFs of a device.

OSPFv3 (RFC 5340) inside a site, between its router and its other core and aggregation switches;
IS-IS for IPv6 (RFC 5308) among hubs and backbone, on links without addresses; one private AS for
the province, in which each router of the WAN reflects the VRFs' routes (RFC 4364, 4659, 4456) to
those that hang on it, and those at the top are a full mesh.
"""

from __future__ import annotations

from collections.abc import Iterator

from educloud.inventory.models import Device
from educloud.network.intent import numbers
from educloud.network.intent.gateways import speaks_ospf
from educloud.network.intent.layout import WAN, Layout, Place
from educloud.network.intent.model import Peer, Routing, Vrf
from educloud.network.intent.worlds import SERVICES


def vrfs(place: Place) -> tuple[Vrf, ...]:
    """List the VRFs of a router: its own site's worlds and those of the sites below it."""
    if not place.routes:
        return ()
    layout, device = place.layout, place.device
    router_id = numbers.router_id(layout, device)
    number = numbers.asn(layout)
    return tuple(
        Vrf(
            world.vrf,
            rd=f"{router_id}:{SERVICES.index(world.service)}",
            targets=(f"{number}:{world.vlan}",) if device.role in WAN else (),
            internet=world.internet,
        )
        for world in layout.worlds(device)
        if world.vrf
    )


def routing(place: Place) -> Routing | None:
    """Give the routing protocols of a device; None where static routes say all."""
    layout, device = place.layout, place.device
    wan, inside = device.role in WAN, speaks_ospf(place)
    if not (wan or inside):
        return None
    return Routing(
        numbers.router_id(layout, device),
        ospf=inside,
        net=numbers.net(layout, device) if wan else "",
        asn=numbers.asn(layout) if wan else None,
        peers=tuple(_peers(layout, device)) if wan else (),
        loopback6=numbers.loopback(layout, device),
    )


def _peers(layout: Layout, device: Device) -> Iterator[Peer]:
    number = numbers.asn(layout)

    def peer(other: Device, *, client: bool = False) -> Peer:
        address = numbers.loopback(layout, other).ip
        return Peer(address, number, other.hostname, vpn=True, client=client)

    above = layout.above(device)
    if above is not None and layout.is_wan_link(device):
        yield peer(above)
    if above is None:
        yield from (peer(other) for other in layout.tops if other is not device)
    for below in layout.below.get(device.device_id, ()):
        if layout.is_wan_link(below):
            yield peer(below, client=True)
