"""How a device is managed and by whom it is watched.

GB/T 22239-2019: 8.1.2.2 (encrypted, verified communication) means SSH and SNMPv3, never Telnet,
HTTP or SNMPv2c; 8.1.3.5 and 8.1.5.4 (audit, central collection) a log collector off the device;
8.1.4.4 (intrusion) that only the management subnets may log in, by IPv4 as by IPv6.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from educloud.inventory.models import Device
from educloud.network.intent import numbers
from educloud.network.intent.filters import LOGIN
from educloud.network.intent.layout import Layout, Place
from educloud.network.intent.model import Management, Prefix
from educloud.network.intent.worlds import MANAGEMENT

SNMP_USER = "educloud-nms"
BANNER = "Authorised access only. All sessions are recorded."
LOOPBACK4 = IPv4Network("127.0.0.0/8")


def management(place: Place) -> Management:
    """Give how a device is managed; what watches it stands at the top of its uplinks."""
    layout = place.layout
    top = layout.path(place.router)[-1]
    subnet = numbers.subnet(layout, top, MANAGEMENT)
    return Management(
        vlan=MANAGEMENT.vlan,
        sources=sources(layout, place.router, place.device),
        ntp=() if place.device is top else (subnet[1],),
        syslog=(subnet[numbers.LOGS],),
        snmp_user=SNMP_USER,
        snmp_targets=(subnet[numbers.TRAPS],),
        banner=BANNER,
        login=(f"{LOGIN}-4", f"{LOGIN}-6"),
    )


def radius(place: Place) -> tuple[IPv6Address, ...]:
    """Give the servers asked for 802.1X and MAB."""
    top = place.layout.path(place.router)[-1]
    return (numbers.subnet(place.layout, top, MANAGEMENT)[numbers.RADIUS],)


def sources(layout: Layout, router: Device, device: Device) -> tuple[Prefix, ...]:
    """List who may log in: the management subnets up to the top, and from where it is done today.

    The last is the block around the address of the device's row, where that is none of the plan:
    the tool must not lock out those who run it.
    """
    known = layout.sources.get(router.device_id)
    if known is None:
        known = layout.sources[router.device_id] = tuple(_subnets(layout, router))
    block = _block(device.mgmt_address, layout.plan.prefix("province", layout.plan.province))
    return known if not block or block in known else (*known, block)


def _subnets(layout: Layout, router: Device) -> Iterator[Prefix]:
    for one in layout.path(router):
        yield numbers.subnet_text(layout, one, MANAGEMENT)
        subnet4 = numbers.service4(layout, one, MANAGEMENT)
        if subnet4:
            yield str(subnet4)


def _block(address: IPv4Address | IPv6Address, province: IPv6Network) -> Prefix:
    if isinstance(address, IPv6Address):
        if address in province:
            return ""
        if address.is_loopback:
            return str(IPv6Network(address))
        return str(IPv6Network((int(address) >> 96 << 96, 32)))
    for block in (*numbers.PRIVATE, LOOPBACK4):
        if address in block:
            return str(block)
    return str(IPv4Network((int(address) >> 16 << 16, 16)))
