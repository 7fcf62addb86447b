"""How a SmartAX OLT shows its configuration: sections, views in them, boards without indent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educloud.lab.switches.dialects.smartax_views import KINDS

# What a section begins with, its name, the name of the view in it; headers of boards and
# profiles are indented with their lines, those of interfaces are not.
SECTIONS = (
    (r"timezone .+", "", ""),
    (r"sysname .+|dba-.+|traffic .+|ont-\w+profile .+|terminal .+|loghost .+", "global-config",
     "global-config"),
    (r"sysman .+|port desc .+", "public-config", "public-config"),
    (r"vlan .+|port vlan .+", "vlan-config", "vlan-config"),
    (r"interface mpu (\S+)", "mpu", "mpu-{1}"),
    (r"interface gpon (\S+)", "gpon", "gpon-{1}"),
    (r"service-port .+|link-aggregation .+", "bbs-config", "bbs-config"),
    (r"snmp-agent .+", "snmp", "snmp"),
    (r"aaa", "aaa", "aaa"),
    (r"interface (\S+)", "Interface", "{1}"),
    (r"ip(?:v6)? route-static .+", "route-static", "route-static"),
    (r".+", "post-system", "post-system"),
)  # fmt: skip
TIGHT = {"", "aaa", "Interface", "route-static"}


def plain(text: str) -> str:
    """Give a shown text without sections, each view at the margin and its lines below it."""
    return "\n".join(_plain_lines(text))


def _plain_lines(text: str) -> Iterator[str]:
    inside = False
    for line in text.splitlines():
        bare = " ".join(line.split())
        if re.fullmatch(r"\[.*\]|<.*>|return", bare) or (bare == "#" and line[0] == " "):
            continue
        if bare in {"#", "commit", "quit"}:
            inside = False
            yield "#"
        elif any(re.fullmatch(kind.header, bare) for kind in KINDS.values()):
            inside = True
            yield bare
        else:
            yield f" {bare}" if inside else bare


def shape(texts: tuple[str, ...]) -> str:
    """Give views and top lines as ``display current-configuration`` shows them."""
    lines = ["[MA5800V100R022: 5011]"]
    section = place = ""
    for text in texts:
        first = text.split("\n", 1)[0]
        name, tag = _section(first)
        if (name, tag) != (section, place) or not place:
            lines += ["#"]
            lines += [f"[{name}]"] if name and name != section else []
            lines += [f"  <{tag}>"] if tag else []
        section, place = name, tag
        lines += _body(text.split("\n"), name)
    return "\n".join([*lines, "#", "return", ""])


def _section(first: str) -> tuple[str, str]:
    for pattern, name, tag in SECTIONS:
        match = re.fullmatch(pattern, first)
        if match:
            return name, tag.replace("{1}", match[1] if match.groups() else "")
    raise AssertionError(first)


def _body(lines: list[str], section: str) -> Iterator[str]:
    if lines[0].startswith("interface gpon"):
        yield from (f" {line.strip()}" for line in lines)
    elif lines[0].startswith("interface mpu") or section in TIGHT:
        yield from lines
    else:
        yield from (f" {line}" for line in lines)
    if lines[0].startswith(("ont-line", "ont-srv")):
        yield from ("  commit", "  quit")
