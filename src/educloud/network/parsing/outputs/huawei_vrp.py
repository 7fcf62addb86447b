"""What Huawei's VRP 5 answers (S series command reference), as rows."""

from __future__ import annotations

from educloud.errors import ConfigError
from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import (
    BgpPeer,
    Interface,
    Ipv6Interface,
    Ipv6Neighbor,
    LldpNeighbor,
    Ospf3Neighbor,
    Transceiver,
    Version,
)

NO_PEER = r"(?m)^\s*Total number of peers\s*:\s*0\b"
HELD_DOWN = "^!#"  # standby, forwarding table full, loop detected: down all the same


def states(found: Found) -> Found:
    """Give an interface's states in plain words, and whether an administrator shut it."""
    line, protocol = str(found["up"]), str(found["protocol_up"])
    return {
        **found,
        "shut": "yes" if line.startswith("*") else "no",
        "up": line.lstrip(HELD_DOWN),
        "protocol_up": protocol.lstrip(HELD_DOWN),
    }


def whole(found: Found) -> Found:
    """Give a record that has its last line; ConfigError when the answer was cut before it."""
    if not found["end"]:
        raise ConfigError(
            "the answer ends in the middle of an entry", "", "give the whole answer of the command"
        )
    return found


def health(found: Found) -> Found:
    """Give a module as normal only when every reading of it is."""
    said = set(found["status"]) - {"-", "--", "---"}
    if len(found["status"]) < len(("tx", "rx", "bias", "temperature", "voltage")):
        return whole({**found, "end": ""})
    return {**found, "normal": "" if not said else "yes" if said == {"normal"} else "no"}


def plain_asn(found: Found) -> Found:
    """Give the AS number without its dot (RFC 5396): 1.10 is 65546."""
    high, dot, low = str(found["asn"]).partition(".")
    return {**found, "asn": str(int(high) * 65536 + int(low)) if dot else high}


OUTPUTS: tuple[Output, ...] = (
    Output(
        "display version",
        Version,
        "ntc:huawei_vrp_display_version",
        {"version": "product_version"},
    ),
    Output("display interface brief", Interface, "interface_brief", prepare=states),
    Output(
        "display lldp neighbor brief",
        LldpNeighbor,
        "lldp_neighbor_brief",
        empty=r"Local Int(?:f|erface)\s+[^\n]*Neighbor[^\n]*[\s-]*\Z",
    ),
    Output(
        "display ipv6 neighbors",
        Ipv6Neighbor,
        "ipv6_neighbors",
        prepare=whole,
        empty=r"(?m)^\s*Total:\s+0\b",
    ),
    Output(
        "display ipv6 interface brief",
        Ipv6Interface,
        "ipv6_interface_brief",
        prepare=states,
        empty=r"Interface\s+Physical\s+Protocol[^\n]*\s*\Z",
    ),
    Output(
        "display ospfv3 peer",
        Ospf3Neighbor,
        "ospfv3_peer",
        empty=r"(?m)^\s*OSPFv3 Process \(\d+\)\s*(?:Total number of peer\(s\):\s+0\b|\Z)",
    ),
    Output(
        r"display bgp (?:ipv6 )?peer",
        BgpPeer,
        "bgp_peer",
        prepare=plain_asn,
        empty=NO_PEER,
    ),
    Output(
        r"display transceiver diagnosis interface(?: \S+)*",
        Transceiver,
        "transceiver_diagnosis",
        prepare=health,
    ),
)
