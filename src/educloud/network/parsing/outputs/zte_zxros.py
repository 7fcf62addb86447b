"""Answers of ZTE ZXROS 5 and later (ZXR10 and ZXCTN command references)."""

from __future__ import annotations

import re

from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import Interface, Version

SPEED = re.compile(r"(\d+(?:\.\d+)?) ?([MG])(?:bit/s)?")
MBPS = {"M": 1, "G": 1000}


def _mbps(text: str) -> str:
    speed = SPEED.fullmatch(text)
    return str(int(float(speed[1]) * MBPS[speed[2]])) if speed else ""


def _brief(found: Found) -> Found:
    # The column Admin is "down" where somebody has shut the port.
    shut = "no" if found["admin"] == "up" else "yes"
    return {**found, "shut": shut, "mbps": _mbps(found["bw"])}


def _interface(found: Found) -> Found:
    shut = "yes" if found["link_status"] == "administratively down" else "no"
    return {**found, "shut": shut, "mbps": _mbps(found["bandwith"])}


OUTPUTS: tuple[Output, ...] = (
    Output("show version", Version, "version"),
    Output(
        "show interface brief", Interface, "ntc:zte_zxros_show_interface_brief",
        columns={"name": "interface", "up": "physical", "protocol_up": "protocol"}, prepare=_brief,
    ),
    Output(
        r"show interface(?: (?!brief)\S+)?", Interface, "ntc:zte_zxros_show_interface",
        columns={
            "name": "interface", "up": "link_status", "protocol_up": "protocol_status",
            "mac": "mac_address",
        },
        prepare=_interface,
    ),
)  # fmt: skip
