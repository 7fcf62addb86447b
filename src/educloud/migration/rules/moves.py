"""Rules 1, 6 and 7 (pins): what moves with what, in which order, and to which node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from educloud.inventory.models import App, Node
from educloud.migration.rules.facts import (
    CUT_OVER,
    MOVED,
    ON_NODES,
    STAYING,
    Facts,
    Violation,
    iso_week,
)


def together(facts: Facts) -> Iterator[Violation]:
    """Give sets that do not share day and node, or of which only a part moves."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for dep in facts.inventory.deps:
        if dep.kind == "together":
            neighbours[dep.app_id].add(dep.depends_on)
            neighbours[dep.depends_on].add(dep.app_id)
    seen: set[str] = set()
    for start in neighbours:
        members, edge = [], [start]
        while edge:
            name = edge.pop()
            if name not in seen:
                seen.add(name)
                members.append(name)
                edge.extend(neighbours[name])
        yield from _one_set(facts, sorted(members))


def _one_set(facts: Facts, members: list[str]) -> Iterator[Violation]:
    entries = [facts.entry[name] for name in members if name in facts.entry]
    moving = [entry for entry in entries if entry.strategy in ON_NODES]
    ids = tuple(entry.app_id for entry in moving)
    if len({(entry.cutover, entry.node_id) for entry in moving}) > 1:
        yield Violation(1, ids, f"{', '.join(ids)} must share cutover day and node")
    staying = [entry.app_id for entry in entries if entry.strategy in STAYING]
    staying += [name for name in members if name in facts.unplanned]
    if moving and staying:
        yield Violation(
            1, (*ids, *staying), f"{', '.join(ids)} move although {', '.join(staying)} stay"
        )


def before(facts: Facts) -> Iterator[Violation]:
    """Give applications that cut over before what they depend on."""
    moved = {entry.app_id: day for entry, _, day in facts.dated(MOVED)}
    for dep in facts.inventory.deps:
        one, first = moved.get(dep.app_id), moved.get(dep.depends_on)
        if dep.kind == "before" and one and first and facts.week(first) > facts.week(one):
            yield Violation(
                1,
                (dep.app_id, dep.depends_on),
                f"{dep.app_id} cuts over in a week before {dep.depends_on}, which it depends on",
            )


def nodes(facts: Facts) -> Iterator[Violation]:
    """Give cutovers to nodes that may not take them."""
    for entry, app, _ in facts.dated(ON_NODES):
        text = _node_fault(facts, app, entry.node_id)
        if text:
            yield Violation(6, (app.app_id,), f"{app.app_id}: {text}")


def _node_fault(facts: Facts, app: App, node_id: str | None) -> str:
    node = facts.inventory.nodes.get(node_id or "")
    if node is None:
        return f"there is no node {node_id!r}"
    if app.mlps_level and node.mlps_level and node.mlps_level < app.mlps_level:
        return f"needs level {app.mlps_level}, {node.node_id} has {node.mlps_level}"
    if app.arch and node.arch is not None and app.arch not in node.arch:
        return f"needs {app.arch}, {node.node_id} has {', '.join(node.arch)}"
    if not _serves(facts, node, app):
        return f"{node.node_id} serves {node.org_id or node.division_code}"
    return ""


def _serves(facts: Facts, node: Node, app: App) -> bool:
    if node.tier == "university" and node.org_id:
        return node.org_id == app.owner_org
    return node.tier == "main" or node.division_code in facts.inventory.lineage(app.division_code)


def pins(facts: Facts) -> Iterator[Violation]:
    """Give cutovers that a pin forbids."""
    for entry, app, day in facts.dated(CUT_OVER):
        pin = facts.inventory.pins.get(app.app_id)
        if pin is None:
            continue
        if pin.week and iso_week(day) != pin.week:
            yield Violation(7, (app.app_id,), f"{app.app_id} is pinned to {pin.week}")
        if pin.not_before and day < pin.not_before:
            yield Violation(7, (app.app_id,), f"{app.app_id} may not move before {pin.not_before}")
        if pin.node_id and entry.strategy in ON_NODES and entry.node_id != pin.node_id:
            yield Violation(7, (app.app_id,), f"{app.app_id} is pinned to {pin.node_id}")
