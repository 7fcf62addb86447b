"""Answers of H3C and HPE Comware 7 (H3C command references of the switches)."""

from __future__ import annotations

import re

from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import (
    BgpPeer,
    Dhcp6Lease,
    Interface,
    Ipv6Interface,
    Ipv6Neighbor,
    LldpNeighbor,
    Ospf3Neighbor,
    SnoopedHost,
    Transceiver,
    Version,
    VlanRow,
)  # fmt: skip

SPEED = re.compile(r"(\d+(?:\.\d+)?)([MG])")
MBPS = {"M": 1, "G": 1000}


def _brief(found: Found) -> Found:
    # "ADM" in the column Link is the administrator's doing; "1G(a)" is a negotiated speed.
    speed = SPEED.match(found["speed"])
    return {
        **found,
        "shut": "yes" if found["link"] == "ADM" else "no",
        "mbps": str(int(float(speed[1]) * MBPS[speed[2]])) if speed else "",
    }


def _interface(found: Found) -> Found:
    # "Administratively DOWN" is the administrator's doing, "DOWN (...)" and "STP DOWN" are not.
    speed = SPEED.match(found["speed"])
    return {
        **found,
        "shut": "yes" if found["link"].startswith("Administratively") else "no",
        "link": "up" if found["link"].startswith("UP") else "down",
        "mbps": str(int(float(speed[1]) * MBPS[speed[2]])) if speed else "",
    }


def _ipv6_interface(found: Found) -> Found:
    # The address stands before its subnet; the length stands with the subnet alone.
    pairs = zip(found["address"], found["length"], strict=True)
    return {
        **found,
        "link": "up" if found["link"].startswith("UP") else "down",
        "addresses": [f"{address}/{length}" for address, length in pairs],
    }


OUTPUTS: tuple[Output, ...] = (
    Output("display version", Version, "version"),
    Output(
        "display interface brief", Interface, "ntc:hp_comware_display_interface_brief",
        columns={"name": "interface", "up": "link", "protocol_up": "protocol"}, prepare=_brief,
    ),
    Output(
        r"display interface(?: [a-z-]+ ?[\d/.:]+)?", Interface, "interface",
        columns={"up": "link", "protocol_up": "protocol"}, prepare=_interface,
    ),
    Output(
        r"display ipv6 interface(?: [a-z-]+ ?[\d/.:]+)?", Ipv6Interface, "ipv6_interface",
        columns={"up": "link", "protocol_up": "protocol"}, prepare=_ipv6_interface,
    ),
    Output("display vlan all", VlanRow, "vlan_all"),
    Output("display vlan brief", VlanRow, "vlan_brief"),
    Output(
        r"display ipv6 dhcp server ip-in-use(?: pool \S+)?", Dhcp6Lease, "dhcp6_in_use",
    ),
    Output(
        r"display ipv6 dhcp server pd-in-use(?: pool \S+)?", Dhcp6Lease, "dhcp6_in_use",
    ),
    Output(
        r"display ipv6 nd snooping vlan(?: \d+)?", SnoopedHost, "nd_snooping",
        empty=r"\A\s*IPv6 address +MAC address +\w+ +Interface +Status +Age\s*\Z",
    ),
    Output(
        "display lldp neighbor-information list", LldpNeighbor, "lldp_list",
        empty=r"Local Interface +Chassis ID +Port ID(?: +System Name)?\s*\Z",
    ),
    Output(
        "display ipv6 neighbors all", Ipv6Neighbor, "ipv6_neighbors",
        empty=r"IPv6 [Aa]ddress .* State +T +Ag\w+\s*\Z",
    ),
    Output(
        r"display ospfv3(?: \d+)? peer", Ospf3Neighbor, "ospfv3_peer",
        empty=r"\A(?:\s*OSPFv3 Process \d+ with Router ID [\d.]+)+\s*\Z",
    ),
    Output(
        r"display bgp peer ipv4(?: unicast)?", BgpPeer, "bgp_peer",
        empty=r"Total number of peers ?: 0\s",
    ),
    Output(
        r"display bgp peer ipv6(?: unicast)?", BgpPeer, "bgp_peer",
        empty=r"Total number of peers ?: 0\s",
    ),
    Output(
        r"display transceiver diagnosis interface(?: \S+)?", Transceiver, "transceiver",
        empty=r"\A(?:\s*\S+ transceiver diagnostic information:\s*The transceiver [^:]*)+\Z",
    ),
)  # fmt: skip
