"""Answers of FRRouting's vtysh (FRRouting documentation, each daemon's "show" commands)."""

from __future__ import annotations

from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import BgpPeer, Interface, Ospf3Neighbor, Version

NO_PEERS = r"% No BGP neighbors found"


def _bgp(found: Found) -> Found:
    # A figure in the column State/PfxRcd stands for an established session.
    state = found["state"] or "Established"
    return {**found, "state": state, "up_for": found["up_for"].replace("never", "")}


def _interface(found: Found) -> Found:
    # The first word is the flag IFF_UP, an administrator's; the line is what RUNNING says.
    shut = found["admin"] == "down"
    return {
        **found,
        "shut": "yes" if shut else "no",
        "up": "down" if shut else found["up"],
        "mbps": "" if found["speed"] == "0" else found["speed"],
    }


OUTPUTS: tuple[Output, ...] = (
    Output("show version", Version, "version"),
    Output("show interface brief", Interface, "interface_brief"),
    Output(r"show interface(?: (?!brief)\S+)?", Interface, "interface", prepare=_interface),
    Output(
        r"show ipv6 ospf6 neighbor", Ospf3Neighbor, "ospf6_neighbor",
        empty=r"\A\s*Neighbor ID +Pri +DeadTime .*I/F\[State\]\s*\Z",
    ),
    Output("show bgp summary", BgpPeer, "bgp_summary", prepare=_bgp, empty=NO_PEERS),
    Output("show bgp ipv4 unicast summary", BgpPeer, "bgp_summary", prepare=_bgp, empty=NO_PEERS),
    Output("show bgp ipv6 unicast summary", BgpPeer, "bgp_summary", prepare=_bgp, empty=NO_PEERS),
)  # fmt: skip
