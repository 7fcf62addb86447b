"""Commands typed into a switch of the farm, which reads every vendor on its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from educloud.lab.switches.config import Configuration
from educloud.lab.switches.dialects import DIALECTS
from educloud.network.guard import ManagementPath


def switch(platform: str, text: str) -> Configuration:
    """Give a switch that holds a configuration."""
    return Configuration(DIALECTS[platform], text)


def type_in(box: Configuration, lines: Iterable[str]) -> Iterator[str]:
    """Type lines as a person does: views, quit, and all must be accepted; give each after it."""
    view = ""
    for line in lines:
        view = box.enter_line(view, line)
        yield line


def type_all(box: Configuration, lines: Iterable[str]) -> None:
    """Type lines; every one must be accepted."""
    for _ in type_in(box, lines):
        pass


def lifelines(box: Configuration, path: ManagementPath) -> set[tuple[str, str]]:
    """Give (view, what it holds) of all that keeps a switch within reach, as the switch has it."""
    held: set[tuple[str, str]] = set()
    views = path.interfaces | path.uplinks
    for key, block in box.blocks.items():
        header = key.rpartition("\n")[2]  # a port may have its VLANs in a view of its own
        if header not in views:
            continue
        held |= {(header, line) for line in block.lines if " address " in f" {line} "}
        held |= {(header, f"vlan {n}") for ids in block.vlans.values() for n in ids & path.vlans}
        if key == header and "shutdown" not in block.lines:
            held.add((header, "up"))
    routes = [line for line in box.root.lines if "route" in line and " 0.0.0.0" in line]
    return held | ({("", "default route")} if routes else set())
