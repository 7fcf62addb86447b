"""What a device shall do, in the field's own words: no vendor, no command, no port name.

Everything is decided here; a template only says it in a platform's language. Ports are numbers on
the panel, from 1; a bundle (Eth-Trunk, Bridge-Aggregation, AggregatePort, smartgroup) is a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Interface, IPv6Address, IPv6Interface, IPv6Network

Address = IPv4Address | IPv6Address
Prefix = str  # canonical text of an IPv4 or IPv6 network; "any" for every address


class Trust(StrEnum):
    """What first-hop security (RA guard, ND and DHCPv6 snooping, SAVI) expects behind a port."""

    NONE = "none"  # not a port of this kind
    ROUTER = "router"  # towards the gateway: router advertisements and DHCPv6 answers come in here
    HOST = "host"  # none come in here, and each address speaks from the port it was learnt on


class Login(StrEnum):
    """How somebody behind a port proves who he is."""

    OPEN = "open"
    DOT1X = "802.1x"
    MAC = "mab"  # a camera or sensor that cannot do 802.1X


@dataclass(frozen=True, slots=True)
class Vrf:
    """A world of its own; no route leads from one to another unless a firewall is between."""

    name: str
    rd: str
    targets: tuple[str, ...] = ()
    internet: bool = False


@dataclass(frozen=True, slots=True)
class Vlan:
    """A VLAN, by the service it carries."""

    number: int
    service: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Advertise:
    """What router advertisements say; ``managed`` and ``other`` are the M and O flags."""

    managed: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class Gateway:
    """A VLAN's interface. Without an address it only talks link-local, as between routers."""

    vlan: int
    vrf: str = ""
    ipv4: IPv4Interface | None = None
    ipv6: IPv6Interface | None = None
    advertise: Advertise | None = None  # None: no router advertisements
    relay6: tuple[IPv6Address, ...] = ()  # DHCPv6 servers asked for the hosts
    pool6: str = ""  # name of a DHCPv6 pool of this device
    ospf: bool = False  # OSPFv3, area 0
    isis: bool = False
    inbound: tuple[str, ...] = ()  # names of access lists, at most one of each family


@dataclass(frozen=True, slots=True)
class Pool6:
    """A DHCPv6 pool: addresses of a subnet, or with ``delegated`` prefixes of that length."""

    name: str
    prefix: IPv6Network
    dns: tuple[IPv6Address, ...] = ()
    delegated: int = 0


@dataclass(frozen=True, slots=True)
class Port:
    """A port of the panel, or a bundle of ports. ``vlans`` of one element without ``trunk``."""

    number: int
    text: str
    trunk: bool = False
    vlans: tuple[int, ...] = ()
    bundle: int = 0  # of which it is a member
    is_bundle: bool = False
    routed: Gateway | None = None  # without VLANs: an interface between routers
    trust: Trust = Trust.NONE
    login: Login = Login.OPEN
    edge: bool = False  # towards hosts: no spanning tree wait, loops shut it
    down: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of an access list, for connections from ``source`` to ``target``."""

    number: int
    permit: bool
    protocol: str  # "ip", "tcp", "udp", "icmp"; with IPv6 "icmp" is ICMPv6
    source: Prefix = "any"
    target: Prefix = "any"
    port: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """An access list. Every list has a twin of the other family that says the same."""

    name: str
    number: int  # where a platform names lists by number; in the extended range, 3000-3999
    family: int  # 4 or 6
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A static route, ``prefix`` in canonical text."""

    prefix: str
    via: Address
    vrf: str = ""


@dataclass(frozen=True, slots=True)
class Peer:
    """A BGP neighbour, and in which families and VRF it is one."""

    address: Address
    asn: int
    text: str = ""
    vrf: str = ""
    vpn: bool = False  # exchanges the VRFs' routes (VPNv4/VPNv6) rather than plain ones
    client: bool = False  # of the same AS, and this device reflects routes to it (RFC 4456)


@dataclass(frozen=True, slots=True)
class Routing:
    """The routing protocols of a device; ``asn`` None: no BGP; ``net`` empty: no IS-IS."""

    router_id: IPv4Address
    ospf: bool = False
    net: str = ""
    asn: int | None = None
    peers: tuple[Peer, ...] = ()
    loopback4: IPv4Interface | None = None
    loopback6: IPv6Interface | None = None


@dataclass(frozen=True, slots=True)
class Management:
    """How a device is managed and by whom it is watched (GB/T 22239-2019 8.1.2.2-8.1.5.4).

    Secrets are never part of it: users and SNMPv3 users are named, their keys are set apart.
    """

    vlan: int
    sources: tuple[Prefix, ...]  # who may log in, both families
    ntp: tuple[Address, ...] = ()
    syslog: tuple[Address, ...] = ()
    snmp_user: str = ""
    snmp_targets: tuple[Address, ...] = ()
    banner: str = ""
    idle_minutes: int = 10
    login: tuple[str, ...] = ()  # names of the filters of ``sources``, one of each family


@dataclass(frozen=True, slots=True)
class OntProfile:
    """What every ONU of a kind is given: VLAN of each service, and its committed rate."""

    number: int
    name: str
    services: tuple[tuple[str, int], ...]  # service, VLAN
    committed_kbps: int
    ports: int  # Ethernet ports of the ONU


@dataclass(frozen=True, slots=True)
class Ont:
    """An ONU behind a PON port; ``serial`` as printed on it (4 letters and 8 hex digits)."""

    number: int
    serial: str
    profile: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class PonPort:
    """A PON port of an OLT: frame or shelf, slot, port, and what hangs on its splitter.

    ``split`` is the whole ratio (8 for 1:8); ``loss_db`` the loss to the farthest ONU.
    """

    frame: int
    slot: int
    port: int
    technology: str  # "gpon" or "xgs-pon"
    split: int
    loss_db: float
    text: str = ""
    onts: tuple[Ont, ...] = ()


@dataclass(frozen=True, slots=True)
class Pon:
    """The PON side of an OLT."""

    profiles: tuple[OntProfile, ...] = ()
    ports: tuple[PonPort, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceIntent:
    """What one device shall do."""

    device_id: str
    hostname: str
    role: str
    management: Management
    vrfs: tuple[Vrf, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    pools6: tuple[Pool6, ...] = ()
    ports: tuple[Port, ...] = ()
    filters: tuple[Filter, ...] = ()
    routes: tuple[Route, ...] = ()
    routing: Routing | None = None
    pon: Pon | None = None
    loop_guard: bool = True
    first_hop: bool = False  # the device does first-hop security at all
    radius: tuple[Address, ...] = ()  # asked for 802.1X and MAB; their keys are set apart
