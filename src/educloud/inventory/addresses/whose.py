"""Whose address is this: the way from the province down to a site's VLAN, and the devices there."""

from __future__ import annotations

import ipaddress
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.addresses.plan import ENDS, AddressPlan, Allocation
from educloud.inventory.addresses.scheme import ADDRESS_BITS, SUBNET_BITS
from educloud.inventory.models import Device, Inventory

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Subnet:
    """A /64 of a site: the slot of its service, the service's name where there is one, the VLAN."""

    slot: int
    service: str | None
    vlan: int


@dataclass(frozen=True, slots=True)
class Holder:
    """One step of the way down: a prefix, whose it is, and the name."""

    kind: str
    id: str
    name: str | None
    prefix: IPv6Network


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one address or prefix.

    ``state``: assigned (a site or a node holds it, or it is a block of the plan itself), reserved
    (its owner is gone), free (inside a block, given to nobody), outside (not under the province's
    prefix).
    ``holders`` lead from the province to whoever holds all of it; ``inside`` counts what was given
    within it.
    """

    asked: str
    state: str
    holders: tuple[Holder, ...]
    subnet: Subnet | None
    inside: int
    devices: tuple[str, ...]

    @property
    def owner(self) -> Holder | None:
        """The last step: who holds it."""
        return self.holders[-1] if self.holders else None


def read_asked(text: str) -> Network:
    """Read an address or a prefix; ProjectError when it is neither."""
    try:
        return ipaddress.ip_network(text.strip())
    except ValueError:
        pass
    try:
        wide = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise ProjectError(
            f"{text!r} is neither an address nor a prefix", "whose", "give one such as 3fff::1"
        ) from None
    raise ProjectError(f"{text!r} has bits beyond its length", "whose", f"did you mean {wide}")


class Lookup:
    """Answers by binary search over one plan; built once, asked often."""

    def __init__(self, plan: AddressPlan, inventory: Inventory) -> None:
        self._plan = plan
        self._inventory = inventory
        self._devices = sorted(inventory.devices.values(), key=_by_management)
        self._addresses = [_by_management(one) for one in self._devices]

    def whose(self, asked: Network) -> Answer:
        """Say who holds ``asked``."""
        text = str(asked.network_address) if asked.num_addresses == 1 else str(asked)
        devices = tuple(device.device_id for device in self._managed_in(asked))
        if isinstance(asked, IPv4Network):
            return Answer(text, "outside", (), None, 0, devices)
        way = list(self._way(self._plan.nesting.smallest(asked)))
        holders = tuple(self._holder(one) for one in reversed(way))
        inside = len(self._plan.nesting.inside(asked))
        subnet = self._subnet(way[0], asked) if way else None
        return Answer(text, self._state(way, asked), holders, subnet, inside, devices)

    def _state(self, way: list[Allocation], asked: IPv6Network) -> str:
        if not way:
            return "outside"
        if not self._plan.is_live(way[0]):
            return "reserved"
        held = way[0].kind in ENDS or way[0].prefix == asked
        return "assigned" if held else "free"

    def _way(self, place: int) -> Iterator[Allocation]:
        while place >= 0:
            yield self._plan.register[place]
            place = self._plan.nesting.around[place]

    def _holder(self, one: Allocation) -> Holder:
        return Holder(one.kind, one.id, name_of(one, self._inventory), one.prefix)

    def _subnet(self, holder: Allocation, asked: IPv6Network) -> Subnet | None:
        """Tell service and VLAN where ``asked`` lies in one /64 of the site's planned part."""
        scheme = self._plan.scheme
        if holder.kind != "site" or asked.prefixlen < SUBNET_BITS:
            return None
        offset = int(asked.network_address) - int(holder.prefix.network_address)
        number = offset >> ADDRESS_BITS - SUBNET_BITS
        slot, vlan = number >> scheme.vlan, number & (1 << scheme.vlan) - 1
        if slot >= 1 << scheme.service:
            return None  # a campus holds more than the scheme has services for
        return Subnet(slot, scheme.service_of(slot), vlan)

    def _managed_in(self, asked: Network) -> Iterable[Device]:
        first = _by_address(asked.network_address)
        last = _by_address(asked.broadcast_address)
        return self._devices[
            bisect_left(self._addresses, first) : bisect_right(self._addresses, last)
        ]


def name_of(one: Allocation, inventory: Inventory) -> str | None:
    """Give the name of whose prefix it is; None when it is in no table any more."""
    if one.kind == "site":
        site = inventory.sites.get(one.id)
        return site.name if site else None
    if one.kind == "node":
        node = inventory.nodes.get(one.id)
        return node.name if node else None
    division = inventory.divisions.get(one.id)
    return division.name_zh if division else None


def _by_management(device: Device) -> tuple[int, int]:
    return _by_address(device.mgmt_address)


def _by_address(address: IPv4Address | IPv6Address) -> tuple[int, int]:
    return address.version, int(address)
