"""The rows: what a network team asks a device, in one form for all vendors.

None is "the device does not say", never zero. Powers are dBm, temperatures degrees Celsius.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Interface, IPv6Network

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Version:
    """What a device is and what runs on it."""

    model: str | None = None
    version: str | None = None
    hostname: str | None = None
    serial: str | None = None
    uptime: str | None = None


@dataclass(frozen=True, slots=True)
class Interface:
    """An interface; ``up`` is the line, ``protocol_up`` what runs on it."""

    name: str
    up: bool | None = None
    protocol_up: bool | None = None
    shut: bool | None = None  # by an administrator
    description: str | None = None
    mbps: int | None = None
    mac: str | None = None
    input_errors: int | None = None
    output_errors: int | None = None


@dataclass(frozen=True, slots=True)
class LldpNeighbor:
    """What stands at the other end of a port."""

    port: str
    neighbor: str | None = None
    neighbor_port: str | None = None
    description: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Ipv6Neighbor:
    """An IPv6 host or router that was heard, with its MAC address."""

    address: IPv6Address
    mac: str | None = None
    interface: str | None = None
    state: str | None = None
    vlan: int | None = None
    vrf: str | None = None


@dataclass(frozen=True, slots=True)
class Ipv6Interface:
    """The IPv6 addresses of an interface."""

    name: str
    up: bool | None = None
    protocol_up: bool | None = None
    link_local: IPv6Address | None = None
    addresses: tuple[IPv6Interface, ...] = ()


@dataclass(frozen=True, slots=True)
class Ospf3Neighbor:
    """An OSPFv3 neighbour; ``state`` without the role, as ``Full``."""

    router_id: IPv4Address
    state: str
    interface: str | None = None
    area: str | None = None
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class BgpPeer:
    """A BGP neighbour; ``received`` counts prefixes."""

    address: Address
    asn: int | None = None
    state: str | None = None
    received: int | None = None
    up_for: str | None = None


@dataclass(frozen=True, slots=True)
class VlanRow:
    """A VLAN as it stands on the device; ``ports`` with and without a tag together."""

    number: int
    name: str | None = None
    up: bool | None = None
    tagged: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dhcp6Lease:
    """An address or a prefix that was given out."""

    lease: IPv6Network
    client: str | None = None  # its DUID
    pool: str | None = None
    state: str | None = None
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class SnoopedHost:
    """A host that ND snooping knows: this address speaks from this port alone."""

    address: IPv6Address
    mac: str | None = None
    vlan: int | None = None
    port: str | None = None
    seconds_left: int | None = None


@dataclass(frozen=True, slots=True)
class Transceiver:
    """An optical module's own measurements."""

    port: str
    rx_dbm: float | None = None
    tx_dbm: float | None = None
    temperature_c: float | None = None
    voltage_v: float | None = None
    bias_ma: float | None = None
    rx_low_dbm: float | None = None  # where the module begins to warn
    rx_high_dbm: float | None = None
    normal: bool | None = None


@dataclass(frozen=True, slots=True)
class OntOptics:
    """The light between an OLT and an ONU, as either end measures it."""

    pon: str  # frame/slot/port
    ont: int
    rx_dbm: float | None = None
    tx_dbm: float | None = None
    olt_rx_dbm: float | None = None
    temperature_c: float | None = None
    voltage_v: float | None = None
    bias_ma: float | None = None
    distance_m: int | None = None


@dataclass(frozen=True, slots=True)
class OntState:
    """An ONU at a PON port; ``state`` in the device's own word."""

    pon: str
    ont: int | None = None
    serial: str | None = None
    online: bool | None = None
    state: str | None = None
    description: str | None = None
    cause: str | None = None  # of the last time it went


Row = (
    Version | Interface | LldpNeighbor | Ipv6Neighbor | Ipv6Interface | Ospf3Neighbor | BgpPeer
    | VlanRow | Dhcp6Lease | SnoopedHost | Transceiver | OntOptics | OntState
)  # fmt: skip
