"""The path by which a device is managed, read from its own configuration, and who may touch it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from educloud.errors import GuardError
from educloud.network.difference import Difference
from educloud.network.facts import Facts, Place
from educloud.network.grammar import Said
from educloud.network.platform import Platform, compiled

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Held = ipaddress.IPv4Interface | ipaddress.IPv6Interface


@dataclass(frozen=True, slots=True)
class ManagementPath:
    """Headers of the interfaces with the management address, their VLANs, the uplinks' headers.

    ``filters`` are names of the access lists bound to these or to the device's terminal lines.
    """

    interfaces: frozenset[str] = frozenset()
    vlans: frozenset[int] = frozenset()
    uplinks: frozenset[str] = frozenset()
    filters: frozenset[str] = frozenset()


def management_path(
    platform: Platform, facts: Facts, address: Address | None = None
) -> ManagementPath:
    """Find the management path in a device's facts.

    The interface is the one that holds ``address``; without one, the interface described as
    management, else the one that reaches the default route's next hop, else every one with an
    address. Uplinks are the ports described so, else the ports that carry the management VLAN;
    with a bundle, also its members.
    """
    signed = [(place, said) for place, said in facts.entries.items() if said.signs]
    held = _addresses(signed)
    interfaces = (
        {header for header, nets in held.items() if any(n.ip == address for n in nets)}
        or _views(signed, "management") & set(held)
        or _towards_default(signed, held)
        or set(held)
    )
    svi = compiled(platform.management.svi)
    matches = (svi.fullmatch(header) for header in interfaces)
    vlans = frozenset(int(match["vlan"]) for match in matches if match)
    svis = {header for header in held if svi.fullmatch(header)}
    uplinks = (_views(signed, "uplink") - svis) or _carrying(platform, facts, vlans)
    uplinks |= set(_members(platform, signed, uplinks))
    filters = frozenset(_filters(platform, signed, interfaces | uplinks))
    return ManagementPath(frozenset(interfaces), vlans, frozenset(uplinks), filters)


def check_guard(platform: Platform, path: ManagementPath, change: Difference) -> None:
    """Raise GuardError with the first reason why ``change`` touches ``path``."""
    reasons = list(dict.fromkeys(_reasons(platform, path, change)))
    if reasons:
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        raise GuardError(
            f"the change touches the management path: {reasons[0]}{more}",
            "",
            "leave it out, or allow it with --allow-management-change",
        )


def _reasons(platform: Platform, path: ManagementPath, change: Difference) -> Iterator[str]:
    before = change.before.entries
    replaced = {place: before[place] for place in change.added if place in before}
    gone = {**change.removed, **change.dropped, **replaced}
    for place, said in (*gone.items(), *change.added.items()):
        root = place[0][0] if place[0] else said.key
        if compiled(platform.management.access).fullmatch(root):
            yield f"access to the device ({_shown(place, said)})"
        if _is_filter(path, change, root):
            yield f"the filter on the management path ({_shown(place, said)})"
    for place, said in gone.items():
        yield from _lost(path, place, said)
    for place, said in change.added.items():
        inner = place[0][-1] if place[0] else ""
        if inner in path.interfaces | path.uplinks and "down" in said.signs:
            yield f"{inner} is shut down"
        if inner in path.interfaces | path.uplinks and "filter" in said.signs:
            yield f"a filter on the management path ({_shown(place, said)})"
        if inner in path.uplinks and _is_fixed(said):
            yield f"the uplink's {_shown(place, said)}"
    yield from _narrowed(path, change)
    yield from _unrouted(change)


def _is_filter(path: ManagementPath, change: Difference, root: str) -> bool:
    """Tell whether a view is an access list by which the device is managed."""
    opened = change.before.opened.get((root,)) or change.after.opened.get((root,))
    is_list = opened is not None and opened.view.kind == "acl"
    return is_list and not path.filters.isdisjoint(root.split())


def _is_fixed(said: Said) -> bool:
    """Tell whether a port's line decides what the port is; single VLANs of a list do not."""
    return ("port_fixed" in said.signs or "member" in said.signs) and not said.number


def _lost(path: ManagementPath, place: Place, said: Said) -> Iterator[str]:
    inner = place[0][-1] if place[0] else said.key
    if not place[0] and said.key in path.interfaces | path.uplinks:
        yield f"{said.key} is removed"
    elif (not place[0] or (said.view and said.view.kind == "vlan")) and (
        said.key in {f"vlan {n}" for n in path.vlans} or said.number in path.vlans
    ):
        yield f"the management VLAN ({said.key}) is removed"
    elif inner in path.interfaces and "address" in said.signs:
        yield f"the management address ({_shown(place, said)})"
    elif inner in path.uplinks and said.number in path.vlans:
        yield f"the management VLAN leaves the uplink ({_shown(place, said)})"
    elif inner in path.uplinks and _is_fixed(said):
        yield f"the uplink's {_shown(place, said)}"
    elif inner in path.interfaces and re.fullmatch(r"(?:undo |no )?ipv6 enable", said.line):
        yield f"the management address ({_shown(place, said)})"


def _narrowed(path: ManagementPath, change: Difference) -> Iterator[str]:
    """Find uplinks that carried every VLAN and shall carry a list without the management's."""
    starts = [
        (place, said)
        for place, said in change.added.items()
        if said.ids and said.ids.only and place[0] and place[0][-1] in path.uplinks
    ]
    for place, said in starts:
        listed = any(p[0] == place[0] and s.number for p, s in change.before.entries.items())
        wanted = {s.number for p, s in change.after.entries.items() if p[0] == place[0]}
        if not listed and not path.vlans <= wanted:
            yield f"the management VLAN leaves the uplink ({_shown(place, said)})"


def _unrouted(change: Difference) -> Iterator[str]:
    def defaults(facts: Facts) -> set[str]:
        return {
            said.line.split()[0]
            for (path, _), said in facts.entries.items()
            if "default_route" in said.signs and not path
        }

    if not any("default_route" in said.signs for said in change.removed.values()):
        return
    for family in sorted(defaults(change.before) - defaults(change.after)):
        yield f"the only default route ({family}) is removed"


def _addresses(signed: list[tuple[Place, Said]]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for (path, _), said in signed:
        if path and "address" in said.signs:
            found.setdefault(path[-1], []).extend(_interfaces(said.line))
    return {header: nets for header, nets in found.items() if nets}


def _interfaces(line: str) -> Iterator[Held]:
    """Give the address with its length that a line such as ``ip address A MASK`` names."""
    words = line.split()
    at = next((n for n, word in enumerate(words) if _is_address(word.split("/")[0])), None)
    if at is None:
        return
    text = words[at]
    if "/" not in text and at + 1 < len(words):
        text = f"{text}/{words[at + 1]}"
    try:
        yield ipaddress.ip_interface(text)
    except ValueError:
        return


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_address(word)
    except ValueError:
        return False
    return True


def _towards_default(signed: list[tuple[Place, Said]], held: dict[str, list[Held]]) -> set[str]:
    hops = [
        ipaddress.ip_address(word)
        for (path, _), said in signed
        if not path and "default_route" in said.signs
        for word in said.line.split()[3:]
        if _is_address(word)
    ]
    return {h for h, nets in held.items() if any(hop in n.network for hop in hops for n in nets)}


def _views(signed: list[tuple[Place, Said]], sign: str) -> set[str]:
    return {
        path[-1]
        for (path, _), said in signed
        if path and path[-1].startswith("interface ") and sign in said.signs
    }


def _carrying(platform: Platform, facts: Facts, vlans: frozenset[int]) -> set[str]:
    uplink = compiled(platform.management.uplink)
    tails = tuple(f" vlan {n}" for n in vlans)
    return {
        path[-1]
        for (path, _), said in facts.entries.items()
        if path
        and tails
        and (said.number in vlans or said.line.endswith(tails))
        and uplink.fullmatch(path[-1])
    }


def _members(
    platform: Platform, signed: list[tuple[Place, Said]], uplinks: set[str]
) -> Iterator[str]:
    """Give the ports of the bundles among the uplinks, and the bundles of the ports among them."""
    management = platform.management
    for (path, _), said in signed:
        if "member" in said.signs and path:
            match = compiled(management.member).fullmatch(said.line)
            bundle = management.bundle.format(**match.groupdict()) if match else ""
            if bundle in uplinks or path[-1] in uplinks:
                yield from (path[-1], bundle)


def _filters(
    platform: Platform, signed: list[tuple[Place, Said]], views: set[str]
) -> Iterator[str]:
    """Give the names of the access lists that are bound where the device is managed."""
    if not platform.management.filter:
        return
    access = compiled(platform.management.access)
    bound = {
        match["acl"]
        for (path, _), said in signed
        if "filter" in said.signs and (not path or path[-1] in views or access.fullmatch(path[0]))
        if (match := compiled(platform.management.filter).fullmatch(said.line))
    }
    yield from bound


def _shown(place: Place, said: Said) -> str:
    view = f"{place[0][-1]}: " if place[0] else ""
    return f"{view}{said.line.splitlines()[0]}"
