"""How a ZXAN OLT shows its configuration: a C6xx in tagged sections, a C3xx in blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educloud.lab.switches.lines import natural

# Sections of a C6xx: what stands in them, and which lines of it where it stands in several.
SECTIONS = (
    ("system-config", r"hostname .*|banner .*", r".*"),
    ("if-intf", r"interface .*", r"description .*|ip .*|ipv6 .*"),
    ("clock-mgr", r"clock .*", r".*"),
    ("system-user", r"system-user", r".*"),
    ("ntp", r"ntp .*", r".*"),
    ("ssh", r"ssh .*", r".*"),
    ("xpon", r"pon", r".*"),
    ("xpon", r"interface gpon_olt.*", r"onu .*"),
    ("xpon", r"interface gpon_onu.*", r".*"),
    ("xpon", r"gpon|pon-onu-mng .*", r".*"),
    ("alarm", r"syslog.*", r".*"),
    ("snmp", r"snmp.*", r".*"),
    ("static", r"ip(?:v6)? route .*", r".*"),
    ("MSAN", r"add-card .*|traffic-profile .*|interface .*|vlan .*", r".*"),
)


def plain(text: str) -> str:
    """Give a shown text of either family with ``!`` between blocks and no end marks."""
    return "\n".join(_plain_lines(text))


def _plain_lines(text: str) -> Iterator[str]:
    delim = ""  # of an open banner
    for line in text.splitlines():
        bare = line.strip()
        banner = re.match(r"banner \S+ (\S)(.*)", bare)
        if delim or banner:
            yield line
            rest = line if delim else banner[2] if banner else ""
            delim = delim or (banner[1] if banner else "")
            delim = "" if delim in rest else delim
        elif bare.startswith("!") or line.startswith("$"):
            yield "!"
        elif re.fullmatch(r"vlan [\d,-]*[,-][\d,-]*", bare):
            yield f"vlan list {bare.removeprefix('vlan ')}"
        elif bare not in {"$", "vlan database", "end", ""}:
            yield line.rstrip()


def shape(texts: tuple[str, ...]) -> str:
    """Give a configuration as its family shows it: a C3xx has ``gpon-olt_``."""
    if any("gpon-olt_" in text for text in texts):
        return "\n!\n".join(("Building configuration...", *texts, "end", ""))
    lines = ["!<mim>", "!configuration saved at 08:00:00 Mon Jan 5 2026 by write zdb", "!</mim>"]
    rest = [text.split("\n") for text in texts]
    opened = ""
    for section, header, body in SECTIONS:
        shown = list(_section(rest, header, body))
        if section != opened and shown:
            lines += [f"!</{opened}>"] if opened else []
            lines += [f"!<{section}>"]
            opened = section
        lines += shown
    return "\n".join([*lines, f"!</{opened}>", ""])


def _section(rest: list[list[str]], header: str, body: str) -> Iterator[str]:
    """Take the lines of a section out of the blocks."""
    numbers = [n for n, block in enumerate(rest) if block and re.fullmatch(header, block[0])]
    vlans = [rest[n][0].split()[1] for n in numbers if re.fullmatch(r"vlan \d+", rest[n][0])]
    if vlans:
        yield f"vlan list {','.join(sorted(vlans, key=natural))}"
    for number in numbers:
        first, *inner = rest[number]
        mine = [line for line in inner if re.fullmatch(body, line.strip())]
        if first.startswith(("interface", "vlan", "pon", "gpon", "system-user")):
            yield from (first, *mine, "$")
            rest[number] = [first, *(line for line in inner if line not in mine)]
        else:
            yield from rest[number]
            rest[number] = []
        if len(rest[number]) == 1 and header != "interface .*":
            rest[number] = []
