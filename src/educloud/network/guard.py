"""The path by which a device is managed, read from its own configuration, and who may touch it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from educloud.errors import GuardError
from educloud.network.facts import Entry, Facts
from educloud.network.platform import Platform, compiled

UPLINK = re.compile(r"(?:description|name) .*(?:uplink|上联|上行)", re.IGNORECASE)
MANAGEMENT = re.compile(r"(?:description|name) .*(?:mgmt|management|管理)", re.IGNORECASE)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class ManagementPath:
    """Headers of the interfaces with the management address, their VLANs, and uplink ports."""

    interfaces: frozenset[str] = frozenset()
    vlans: frozenset[int] = frozenset()
    uplinks: frozenset[str] = frozenset()


class Between(Protocol):
    """What changes between two sets of facts."""

    @property
    def before(self) -> Facts: ...  # noqa: D102
    @property
    def after(self) -> Facts: ...  # noqa: D102
    @property
    def added(self) -> tuple[Entry, ...]: ...  # noqa: D102
    @property
    def removed(self) -> tuple[Entry, ...]: ...  # noqa: D102


def management_path(
    platform: Platform, facts: Facts, address: Address | None = None
) -> ManagementPath:
    """Find the management path in a device's facts.

    The interface is the one that holds ``address``; without one, the interface described as
    management, else the one that reaches the default route's next hop, else every one with an
    address. Uplinks are the ports described so, else the ports that carry the management VLAN.
    """
    held = dict(_addresses(platform, facts))
    interfaces = (
        {header for header, nets in held.items() if any(n.ip == address for n in nets)}
        or _described(facts, MANAGEMENT) & set(held)
        or _towards_default(platform, facts, held)
        or set(held)
    )
    matches = (compiled(platform.management.svi).fullmatch(header) for header in interfaces)
    vlans = frozenset(int(match["vlan"]) for match in matches if match)
    svis = {h for h in held if compiled(platform.management.svi).fullmatch(h)}
    uplinks = (_described(facts, UPLINK) - svis) or _carrying(facts, vlans)
    return ManagementPath(frozenset(interfaces), vlans, frozenset(uplinks))


def check_guard(platform: Platform, path: ManagementPath, change: Between) -> None:
    """Raise GuardError with the first reason why ``change`` touches ``path``."""
    reasons = list(dict.fromkeys(_reasons(platform, path, change)))
    if reasons:
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        raise GuardError(
            f"the change touches the management path: {reasons[0]}{more}",
            "",
            "leave it out, or allow it with --allow-management-change",
        )


def _is_fixed(platform: Platform, entry: Entry) -> bool:
    """Tell whether a port's line decides what the port is; single VLANs of a list do not."""
    fixed = compiled(platform.management.port_fixed).fullmatch(entry.line)
    return bool(fixed) and not entry.number


def _reasons(platform: Platform, path: ManagementPath, change: Between) -> Iterator[str]:
    signs = platform.management
    before = change.before.entries
    replaced = [before[e.place] for e in change.added if e.place in before]
    gone = [*change.removed, *replaced]
    for entry in (*gone, *change.added):
        root = entry.path[0] if entry.path else entry.line
        if compiled(signs.access).fullmatch(root):
            yield f"access to the device ({_shown(entry)})"
    for entry in gone:
        yield from _lost(platform, path, entry)
    for entry in change.added:
        inner = entry.path[-1] if entry.path else ""
        if inner in path.interfaces | path.uplinks and compiled(signs.down).fullmatch(entry.line):
            yield f"{inner} is shut down"
        if inner in path.uplinks and _is_fixed(platform, entry):
            yield f"the uplink's {_shown(entry)}"
    yield from _narrowed(path, change)
    yield from _unrouted(platform, change)


def _lost(platform: Platform, path: ManagementPath, entry: Entry) -> Iterator[str]:
    signs = platform.management
    inner = entry.path[-1] if entry.path else entry.key
    if not entry.path and entry.key in path.interfaces | path.uplinks:
        yield f"{entry.key} is removed"
    elif not entry.path and entry.key in {f"vlan {n}" for n in path.vlans}:
        yield f"the management VLAN ({entry.key}) is removed"
    elif inner in path.interfaces and compiled(signs.address).fullmatch(entry.line):
        yield f"the management address ({_shown(entry)})"
    elif inner in path.uplinks and entry.number in path.vlans:
        yield f"the management VLAN leaves the uplink ({_shown(entry)})"
    elif inner in path.uplinks and _is_fixed(platform, entry):
        yield f"the uplink's {_shown(entry)}"
    elif inner in path.interfaces and re.fullmatch(r"(?:undo |no )?ipv6 enable", entry.line):
        yield f"the management address ({_shown(entry)})"


def _narrowed(path: ManagementPath, change: Between) -> Iterator[str]:
    """Find uplinks that carried every VLAN and shall carry a list without the management's."""
    listed = {e.path for e in change.before.entries.values() if e.number and e.path}
    for entry in change.added:
        if entry.ids and entry.ids.only and entry.path[-1] in path.uplinks:
            wanted = {e.number for e in change.after.entries.values() if e.path == entry.path}
            if entry.path not in listed and not path.vlans <= wanted:
                yield f"the management VLAN leaves the uplink ({_shown(entry)})"


def _unrouted(platform: Platform, change: Between) -> Iterator[str]:
    pattern = compiled(platform.management.default_route)

    def defaults(facts: Facts) -> set[str]:
        lines = (e.line for e in facts.entries.values() if not e.path)
        return {line.split()[0] for line in lines if pattern.fullmatch(line)}

    for family in sorted(defaults(change.before) - defaults(change.after)):
        yield f"the only default route ({family}) is removed"


def _addresses(
    platform: Platform, facts: Facts
) -> Iterator[tuple[str, list[ipaddress.IPv4Interface | ipaddress.IPv6Interface]]]:
    found: dict[str, list[ipaddress.IPv4Interface | ipaddress.IPv6Interface]] = {}
    for entry in facts.entries.values():
        if entry.path and compiled(platform.management.address).fullmatch(entry.line):
            words = entry.line.split()
            text = "/".join(words[2:4]) if "/" not in words[2] else words[2]
            try:
                found.setdefault(entry.path[-1], []).append(ipaddress.ip_interface(text))
            except ValueError:
                continue
    yield from found.items()


def _towards_default(
    platform: Platform,
    facts: Facts,
    held: dict[str, list[ipaddress.IPv4Interface | ipaddress.IPv6Interface]],
) -> set[str]:
    hops: list[Address] = []
    for entry in facts.entries.values():
        if not entry.path and compiled(platform.management.default_route).fullmatch(entry.line):
            for word in entry.line.split()[3:]:
                try:
                    hops.append(ipaddress.ip_address(word))
                except ValueError:
                    continue
    return {h for h, nets in held.items() if any(hop in n.network for hop in hops for n in nets)}


def _described(facts: Facts, pattern: re.Pattern[str]) -> set[str]:
    return {
        e.path[-1]
        for e in facts.entries.values()
        if e.path and e.path[-1].startswith("interface ") and pattern.match(e.line)
    }


def _carrying(facts: Facts, vlans: frozenset[int]) -> set[str]:
    tails = tuple(f" vlan {n}" for n in vlans)
    return {
        e.path[-1]
        for e in facts.entries.values()
        if e.path and tails and (e.number in vlans or e.line.endswith(tails))
    }


def _shown(entry: Entry) -> str:
    place = f"{entry.path[-1]}: " if entry.path else ""
    return f"{place}{entry.line.splitlines()[0]}"
