"""Addresses and numbers of a device, all from the address plan and the tables.

Of the VLANs that the plan gives a service at a site, an island takes the one of its number, the
transit to the sites below the last but that number, and the loopbacks of a site the middle one.
Well-known hosts of a subnet: ::1 the router, ::53 DNS, ::162 SNMP traps, ::514 the log collector,
::547 DHCPv6, ::1812 RADIUS; they stand at the top of the province's network.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)

from educloud.inventory.models import Device
from educloud.network.intent.layout import Layout, wrong
from educloud.network.intent.worlds import MANAGEMENT, SERVICES, TRANSIT_VLAN, World

DNS, TRAPS, LOGS, DHCP, RADIUS = 0x53, 0x162, 0x514, 0x547, 0x1812
FIRST_HOST = 16  # of switches in the management subnet, after the router and its like
SHORTEST4, LONGEST4 = 8, 24  # of a site's IPv4 prefix: sixteen parts, each of 16 addresses or more
PARTS4 = 16
TRANSIT_PART = PARTS4 - 1
FOR_ROUTER_IDS = IPv4Network("198.18.0.0/15")  # RFC 2544: never routed
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))  # RFC 1918
FIRST_ASN = 4_200_000_000  # RFC 6996: private use, up to 4,294,967,294


def subnet(layout: Layout, router: Device, world: World) -> IPv6Network:
    """Give the /64 of a world in a router's island."""
    number = layout.number(router)
    if number >= _middle(layout, router):
        raise wrong(
            router,
            f"site {router.site_id} has {number + 1} routers, more than its services have VLANs",
            "hang its switches on each other in uplink_device, or give the scheme more VLAN bits",
        )
    return _service(layout, router, world, number)


def subnet_text(layout: Layout, router: Device, world: World) -> str:
    """Give the /64 of a world in a router's island, as text."""
    key = (router.device_id, world.service)
    known = layout.texts.get(key)
    if known is None:
        known = layout.texts[key] = str(subnet(layout, router, world))
    return known


def interface(inside: IPv6Network, host_number: int) -> IPv6Interface:
    """Give the address of a host in a /64."""
    # From numbers: from an address object it would go through its text.
    return IPv6Interface((int(inside.network_address) + host_number, inside.prefixlen))


def transit(layout: Layout, router: Device, world: World) -> IPv6Network:
    """Give the /64 on which the sites below a router meet it in a world."""
    last = (1 << layout.plan.scheme.vlan) - 1
    return _service(layout, router, world, last - layout.number(router))


def transit_vlan(layout: Layout, upper: Device, world: World) -> int:
    """Give the VLAN on which the sites below a router meet it in a world.

    A router between two transits has different VLANs on them, so they alternate down a path.
    """
    steps = sum(1 for one in layout.path(upper)[:-1] if not layout.is_wan_link(one))
    return TRANSIT_VLAN + len(SERVICES) * (steps % 2) + SERVICES.index(world.service)


def transit_host(layout: Layout, upper: Device, router: Device, world: World) -> IPv6Address:
    """Give a router's address on the transit of the one above.

    Its interface part is the network part of its own management subnet, so no two are the same.
    """
    own = int(subnet(layout, router, MANAGEMENT).network_address) >> 64
    return IPv6Address(int(transit(layout, upper, world).network_address) | own)


def loopback(layout: Layout, router: Device) -> IPv6Interface:
    """Give a router's own address."""
    return IPv6Interface((int(loopbacks(layout, router)[0]) + host(layout, router), 128))


def loopbacks(layout: Layout, router: Device) -> IPv6Network:
    """Give the /64 of the loopbacks of a router's site."""
    return _service(layout, router, MANAGEMENT, _middle(layout, router))


def host(layout: Layout, device: Device) -> int:
    """Give a device's number in its management subnet.

    It follows the digits at the end of its id, so that it stays when devices are added; where two
    of a site end alike, the later row takes the next number that is free.
    """
    if device.site_id not in layout.hosts:
        given: dict[str, int] = {}
        taken: set[int] = set()
        for one in layout.members[device.site_id]:
            digits = one.device_id[len(one.device_id.rstrip("0123456789")) :][-9:]
            number = FIRST_HOST + int(digits or 0)
            while number in taken or number in {DNS, TRAPS, LOGS, DHCP, RADIUS}:
                number += 1
            taken.add(number)
            given[one.device_id] = number
        layout.hosts[device.site_id] = given
    return layout.hosts[device.site_id][device.device_id]


def subnet4(layout: Layout, router: Device, part: int) -> IPv4Network | None:
    """Give one of the sixteen parts of a site's IPv4 prefix; None where the site has IPv6 only.

    Part n is the service of slot n, the last is the transit to the sites below.
    """
    whole = layout.site(router).ipv4_prefix
    if whole is None or layout.number(router) > 0:
        return None  # the prefix is the site's router's: two islands cannot share a subnet
    if not SHORTEST4 <= whole.prefixlen <= LONGEST4:
        raise wrong(
            router,
            f"ipv4_prefix {whole} of site {router.site_id} is no /{SHORTEST4} to /{LONGEST4}",
            "correct it in sites.csv, or leave it empty for IPv6 only",
        )
    length = whole.prefixlen + 4
    return IPv4Network((int(whole.network_address) + (part << 32 - length), length))


def service4(layout: Layout, router: Device, world: World) -> IPv4Network | None:
    """Give the IPv4 subnet of a world in a router's island, where it has one."""
    return subnet4(layout, router, SERVICES.index(world.service))


def host4(layout: Layout, device: Device, inside: IPv4Network) -> IPv4Interface:
    """Give a switch's IPv4 address in its management subnet, by its row in the site."""
    rows = layout.members[device.site_id]
    return _fitting(device, inside, 2 + rows.index(device))


def transit_host4(
    layout: Layout, upper: Device, router: Device, inside: IPv4Network
) -> IPv4Interface:
    """Give a router's IPv4 address on the transit of the one above, by its row there."""
    rows = [one.device_id for one in layout.attached(upper)]
    return _fitting(router, inside, 2 + rows.index(router.device_id))


def router_id(layout: Layout, device: Device) -> IPv4Address:
    """Give the management address where it is IPv4 and no loopback, else one by the row."""
    address = device.mgmt_address
    if isinstance(address, IPv4Address) and not address.is_loopback:
        return address
    row = layout.place[device.device_id]
    if row + 2 >= FOR_ROUTER_IDS.num_addresses:
        raise wrong(device, "no router id is left for this row", "fill in an IPv4 mgmt_address")
    return FOR_ROUTER_IDS[1 + row]


def asn(layout: Layout) -> int:
    """Give the province's AS number: private, and told apart by the province's code."""
    return FIRST_ASN + int(layout.plan.province)


def net(layout: Layout, device: Device) -> str:
    """Give the IS-IS network entity title (ISO 10589).

    The area is that of the device's city, the system id its router id in groups of four digits.
    """
    digits = "".join(f"{byte:03}" for byte in router_id(layout, device).packed)
    area = layout.site(device).division_code[:4]
    return f"49.{area}.{digits[:4]}.{digits[4:8]}.{digits[8:]}.00"


def _fitting(device: Device, inside: IPv4Network, number: int) -> IPv4Interface:
    if number >= inside.num_addresses - 1:
        raise wrong(
            device,
            f"{inside} has no address for it",
            "give the site a shorter ipv4_prefix in sites.csv",
        )
    return IPv4Interface((int(inside.network_address) + number, inside.prefixlen))


def _middle(layout: Layout, router: Device) -> int:
    middle = 1 << layout.plan.scheme.vlan >> 1
    if middle < 2:  # noqa: PLR2004  the island's own, the loopbacks, the transit
        raise wrong(
            router,
            f"the IPv6 scheme has {layout.plan.scheme.vlan} VLAN bits, a router needs 2",
            "choose a scheme with more in educloud.yaml",
        )
    return middle


def _service(layout: Layout, router: Device, world: World, index: int) -> IPv6Network:
    key = (router.site_id, world.service, index)
    known = layout.subnets.get(key)
    if known is None:
        if layout.plan.given("site", router.site_id) is None:
            raise wrong(
                router,
                f"its site {router.site_id} has no IPv6 prefix",
                "run 'educloud ipv6 plan --check'",
            )
        known = layout.plan.service_prefix(router.site_id, world.service, index)
        layout.subnets[key] = known
    return known
