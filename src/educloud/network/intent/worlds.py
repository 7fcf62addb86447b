"""The services of an education network, each a world of its own: VLAN, VRF, ways out.

Nothing leads from one world to another: default deny, GB/T 22239-2019 8.1.3.2 (access control at
the boundary) and 8.1.2.1 (areas of a network by importance). Exam rooms and video surveillance
never reach the Internet.
"""

from __future__ import annotations

from dataclasses import dataclass

from educloud.inventory.models import SiteKind


@dataclass(frozen=True, slots=True)
class World:
    """A service: its VLAN on every campus, and what its hosts may do.

    ``vrf`` is empty for management: it lives in the base table, which carries nothing else but
    the routers' own addresses. So a switch without VRFs is managed like one with them, and no
    roll-out has to move the address by which a device is managed into another table.
    """

    service: str
    vlan: int
    vrf: str
    internet: bool = False
    dhcp: bool = False  # hosts also ask a DHCPv6 server, for DNS and the like: the O flag
    kinds: frozenset[SiteKind] | None = None  # of the sites that have it; None: every kind


TRANSIT_VLAN = 100  # and those after it, one for each service
LINK_VLAN = 98  # between the routers of one site: OSPFv3 on link-local addresses
SERVICES = (
    "mgmt", "teaching", "office", "video", "iot", "wifi-staff", "wifi-student", "exam", "dmz",
    "vocational",
)  # fmt: skip
_SERVERS = frozenset({SiteKind.BUREAU, SiteKind.UNIVERSITY})
WORLDS = (
    World("mgmt", 99, ""),
    World("teaching", 10, "teaching", internet=True),
    World("office", 20, "office", internet=True, dhcp=True),
    World("video", 30, "video"),
    World("iot", 40, "iot", internet=True),
    World("wifi-staff", 50, "wifi-staff", internet=True, dhcp=True),
    World("wifi-student", 60, "wifi-student", internet=True, dhcp=True),
    World("exam", 70, "exam"),
    World("dmz", 80, "dmz", internet=True, kinds=_SERVERS),
    World("vocational", 90, "vocational", internet=True, kinds=frozenset(
        {SiteKind.SECONDARY_VOCATIONAL})),
)  # fmt: skip
MANAGEMENT = WORLDS[0]
VLANS = {world.service: world.vlan for world in WORLDS}


def worlds_of(kind: SiteKind) -> tuple[World, ...]:
    """List the worlds that a site of a kind has, management first."""
    return _BY_KIND[kind]


_BY_KIND = {
    kind: tuple(world for world in WORLDS if world.kinds is None or kind in world.kinds)
    for kind in SiteKind
}
