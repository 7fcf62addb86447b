"""What a device shall do, decided from the inventory and the address plan.

The aim is the move to IPv6: gateways get an address and router advertisements in every service
VLAN and speak OSPFv3 to each other, the other switches get a management address and a default
route; access ports guard against false router advertisements where the platform's command is sure.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from educloud.errors import ConfigError
from educloud.inventory.addresses.allocate import AddressPlan
from educloud.inventory.models import Device, Inventory, Role

# Service -> VLAN on every campus. The service's slot in the address plan is the scheme's.
VLANS = {"mgmt": 99, "teaching": 10, "office": 20, "video": 30, "iot": 40, "wifi-staff": 50,
         "wifi-student": 60, "exam": 70}  # fmt: skip
TRANSIT_VLAN = 100
# Services whose hosts also ask a DHCPv6 server (for DNS and the like).
OTHER_CONFIG = frozenset({"office", "wifi-staff", "wifi-student"})
RANK = {role: number for number, role in enumerate(Role)}  # backbone first, access late
UPLINK_PORT = 24
LAST_DOWNLINK_PORT = 23
ACCESS_PORTS = range(1, 9)
SUBNETS_FOR_ROUTER_IDS = ipaddress.IPv4Network("198.18.0.0/15")  # RFC 2544: never routed


@dataclass(frozen=True, slots=True)
class VlanIntent:
    """A VLAN; ``address`` where this device has one in it."""

    number: int
    service: str
    address: ipaddress.IPv6Interface | None = None
    advertise: bool = False
    other_config: bool = False


@dataclass(frozen=True, slots=True)
class DeviceIntent:
    """What one device shall do; ports are numbers on its panel."""

    device_id: str
    hostname: str
    gateway: bool
    vlans: tuple[VlanIntent, ...]
    uplink: int
    downlinks: tuple[int, ...]
    access: tuple[int, ...]
    transit_vlan: int | None
    router_id: ipaddress.IPv4Address | None
    default_hop: ipaddress.IPv6Address | None
    ntp: tuple[ipaddress.IPv6Address, ...]


def plan_intent(inventory: Inventory, plan: AddressPlan, device: Device) -> DeviceIntent:
    """Decide what a device shall do."""
    if device.role in {Role.OLT, Role.ONU}:
        raise ConfigError(
            f"no intent is known for the role {device.role}",
            device.device_id,
            "roll out switches only",
        )
    gateway = _is_gateway(inventory, device)
    own = [d for d in inventory.devices.values() if d.uplink_device == device.device_id]
    downlinks = tuple(LAST_DOWNLINK_PORT - n for n in range(min(len(own), 7)))
    hop = None if gateway else plan.service_prefix(device.site_id, "mgmt", 0)[1]
    return DeviceIntent(
        device_id=device.device_id,
        hostname=device.hostname,
        gateway=gateway,
        vlans=tuple(_vlans(inventory, plan, device, gateway=gateway)),
        uplink=UPLINK_PORT,
        downlinks=tuple(sorted(downlinks)),
        access=tuple(ACCESS_PORTS) if device.role is Role.ACCESS else (),
        transit_vlan=TRANSIT_VLAN if gateway else None,
        router_id=_router_id(inventory, device) if gateway else None,
        default_hop=hop,
        ntp=tuple(_ntp(inventory, plan, device)),
    )


def _is_gateway(inventory: Inventory, device: Device) -> bool:
    """Tell whether no device of the site stands nearer to the backbone."""
    site = [d for d in inventory.devices.values() if d.site_id == device.site_id]
    return device == min(site, key=lambda d: (RANK[d.role], d.device_id))


def _vlans(
    inventory: Inventory, plan: AddressPlan, device: Device, *, gateway: bool
) -> Iterator[VlanIntent]:
    for service, number in VLANS.items():
        prefix = plan.service_prefix(device.site_id, service, 0)
        host = 1 if gateway else _host_number(inventory, device)
        has_address = gateway or service == "mgmt"
        yield VlanIntent(
            number=number,
            service=service,
            address=ipaddress.IPv6Interface((prefix[host], 64)) if has_address else None,
            advertise=gateway and service != "mgmt",
            other_config=gateway and service in OTHER_CONFIG,
        )


def _host_number(inventory: Inventory, device: Device) -> int:
    """Give the device's number in the management subnet: ::1 is the gateway, ::10 the first other.

    It follows the digits at the end of the id, so that it stays when devices are added.
    """
    digits = device.device_id[len(device.device_id.rstrip("0123456789")) :]
    site = [d.device_id for d in inventory.devices.values() if d.site_id == device.site_id]
    return 16 + (int(digits) if digits else site.index(device.device_id))


def _router_id(inventory: Inventory, device: Device) -> ipaddress.IPv4Address:
    """Give the management address where it is IPv4 and routable, else one by the device's place."""
    address = device.mgmt_address
    if isinstance(address, ipaddress.IPv4Address) and not address.is_loopback:
        return address
    return SUBNETS_FOR_ROUTER_IDS[1 + list(inventory.devices).index(device.device_id)]


def _ntp(
    inventory: Inventory, plan: AddressPlan, device: Device
) -> Iterator[ipaddress.IPv6Address]:
    """Give the management address of the site at the top of the uplinks, which keeps the time."""
    top, seen = device, {device.device_id}
    while (above := top.uplink_device) and above in inventory.devices and above not in seen:
        top = inventory.devices[above]
        seen.add(top.device_id)
    if top.site_id != device.site_id:
        yield plan.service_prefix(top.site_id, "mgmt", 0)[1]
