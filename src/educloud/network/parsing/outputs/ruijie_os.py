"""Answers of Ruijie RGOS 10 to 12 (RGOS command references of the switches)."""

from __future__ import annotations

import re

from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import (
    BgpPeer,
    Interface,
    LldpNeighbor,
    Ospf3Neighbor,
    Transceiver,
    Version,
    VlanRow,
)

SPEED = re.compile(r"(\d+(?:\.\d+)?)([MG])")
MBPS = {"M": 1, "G": 1000}


def _status(found: Found) -> Found:
    # A port that is "down" may be shut or not: only "disabled" is an administrator's word.
    status = found["status"]
    speed = SPEED.fullmatch(found["speed"])
    return {
        **found,
        "shut": {"up": "no", "down": ""}.get(status, "yes"),
        "mbps": str(int(float(speed[1]) * MBPS[speed[2]])) if speed else "",
    }


def _bgp(found: Found) -> Found:
    # A figure in the column State/PfxRcd stands for an established session.
    state = found["state"] or "Established"
    return {**found, "state": state, "up_for": found["up_for"].replace("never", "")}


OUTPUTS: tuple[Output, ...] = (
    Output("show version", Version, "version"),
    Output(
        "show interfaces? status", Interface, "interfaces_status",
        columns={"up": "status"}, prepare=_status,
    ),
    Output("show vlan", VlanRow, "vlan"),
    Output(
        "show lldp neighbors", LldpNeighbor, "lldp_neighbors",
        empty=r"Total entries displayed: *0\s*\Z",
    ),
    Output(
        r"show ipv6 ospf(?: \d+)? neighbor", Ospf3Neighbor, "ospfv3_neighbor",
        empty=r"\AOSPFv3 Process \(\d+\), 0 Neighbors, 0 is Full:",
    ),
    Output(
        "show bgp ipv4 unicast summary", BgpPeer, "bgp_summary", prepare=_bgp,
        empty=r"Total number of neighbors 0\b",
    ),
    Output(
        "show bgp ipv6 unicast summary", BgpPeer, "bgp_summary", prepare=_bgp,
        empty=r"Total number of neighbors 0\b",
    ),
    Output(
        r"show interfaces? transceiver(?: diagnosis)?", Transceiver, "transceiver",
        empty=r"\A(?:\s*=+Interface [^=]+=+\s*Transceiver absent!?)+\s*\Z",
    ),
)  # fmt: skip
