"""The ports of a panel: uplink, downlinks, access ports, and what is shut.

Port plan: 24 leads up (with 16 beside it where two cables are bundled), 23 down to 17 and then 25
onwards lead down, in the order of the table's rows; 1-8 of an access switch are for hosts. A row
added to the table takes the next downlink and moves no other.

Access ports prove who is behind them, unused ports are shut: GB/T 22239-2019 8.1.3.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count

from educloud.inventory.models import Device, Role
from educloud.network.intent import numbers
from educloud.network.intent.gateways import passed_on, passes_link
from educloud.network.intent.layout import Layout, Place, wrong
from educloud.network.intent.model import Gateway, Login, Port, Trust
from educloud.network.intent.worlds import LINK_VLAN, VLANS, worlds_of

UPLINKS = (24, 16)
OLT_UPLINKS = (1, 2)
DOWNLINKS = range(23, 16, -1)
FURTHER_DOWNLINKS = 25
DESK_PORTS = range(1, 7)
CAMERA_PORTS = range(7, 9)
SPARE_PORTS = range(9, 24)  # shut where nothing hangs on them
ONU_PORTS = range(1, 5)
PANELS = frozenset({Role.CORE, Role.AGGREGATION, Role.ACCESS})  # a hub's free slots are not known


def ports(place: Place) -> tuple[Port, ...]:
    """List the ports of a device that are spoken of, by number; a bundle before its members."""
    if place.device.role is Role.ONU:
        return tuple(map(_desk, ONU_PORTS))
    found = [*_up(place), *_down(place)]
    if place.device.role is Role.ACCESS:
        found += _HOST_PORTS
    if place.device.role in PANELS:
        used = {port.number for port in found}
        found += [port for port in _SPARE if port.number not in used]
    return tuple(sorted(found, key=lambda port: (port.number, not port.is_bundle)))


def _desk(number: int) -> Port:
    return Port(
        number, "room", vlans=(VLANS["teaching"],), trust=Trust.HOST, login=Login.DOT1X, edge=True
    )


def _camera(number: int) -> Port:
    return Port(
        number, "camera", vlans=(VLANS["video"],), trust=Trust.HOST, login=Login.MAC, edge=True
    )


_HOST_PORTS = (*map(_desk, DESK_PORTS), *map(_camera, CAMERA_PORTS))
_SPARE = tuple(Port(number, "unused", down=True) for number in SPARE_PORTS)


def _up(place: Place) -> Iterator[Port]:
    layout, device = place.layout, place.device
    above = layout.above(device)
    if above is None and place.routes:
        return  # the top of the network, or nobody says where its line goes
    text = f"uplink {above.hostname}" if above else "uplink"
    free = OLT_UPLINKS if device.role is Role.OLT else UPLINKS
    numbers_ = free[: cables(device)]
    trust = Trust.NONE if place.routes else Trust.ROUTER
    yield from _link(layout, device, numbers_, text, trust)


def _down(place: Place) -> Iterator[Port]:
    layout = place.layout
    free = chain(DOWNLINKS, count(FURTHER_DOWNLINKS))
    for below in layout.below.get(place.device.device_id, ()):
        if below.role is Role.ONU:
            continue  # behind a splitter
        if place.device.role is Role.OLT:
            raise wrong(below, "it hangs on an OLT and is no ONU", "correct uplink_device or role")
        taken = tuple(next(free) for _ in range(cables(below)))
        yield from _link(layout, below, taken, f"downlink {below.hostname}", Trust.NONE)


def _link(
    layout: Layout, lower: Device, members: tuple[int, ...], text: str, trust: Trust
) -> Iterator[Port]:
    """Give the ports of one end of a device's uplink: a port, or a bundle and its members."""
    bundle = members[0] if len(members) > 1 else 0
    routed = Gateway(0, isis=True) if layout.is_wan_link(lower) else None
    vlans = () if routed else carried(layout, lower)
    yield Port(
        members[0], text, trunk=not routed, vlans=vlans, is_bundle=bool(bundle), routed=routed,
        trust=trust,
    )  # fmt: skip
    if bundle:
        yield from (Port(number, text, bundle=bundle) for number in members)


def carried(layout: Layout, lower: Device) -> tuple[int, ...]:
    """List the VLANs on a device's uplink: its island's, or the transit's to another site."""
    if layout.is_router(lower):
        upper = layout.router_above(lower)
        worlds = layout.worlds(lower)
        return (
            tuple(sorted(numbers.transit_vlan(layout, upper, w) for w in worlds)) if upper else ()
        )
    site = layout.site(layout.router(lower))
    found = {world.vlan for world in worlds_of(site.kind)}
    if passes_link(layout, lower):
        found.add(LINK_VLAN)
    return tuple(sorted(found.union(passed_on(layout, lower))))


def cables(device: Device) -> int:
    """Give the number of cables of a device's uplink, from the column ``uplinks``."""
    number = 1 if device.uplinks is None else device.uplinks
    if not 1 <= number <= len(UPLINKS):
        raise wrong(device, f"uplinks {number} is not 1 or {len(UPLINKS)}", "correct uplinks")
    return number
