"""All stacks and how they refer to each other as a picture: a tree of hubs with the nodes in it.

A hub is a stack of its own, so its box is that stack's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from educloud.cloud.declared import DeclaredStack, refs
from educloud.cloud.graph.picture import Box, Line, Picture
from educloud.cloud.graph.words import ATTACHMENTS, PARTS, TIERS
from educloud.cloud.spec.load import Stacks
from educloud.cloud.spec.network import PROVINCE, NetworkStack, stack_of_hub

NOT_ATTACHED = "未接入专网"


def picture_of_all(stacks: Stacks, declared: Mapping[str, DeclaredStack]) -> Picture:
    """Give every stack: the private network's hubs as a tree, nodes where they are attached."""
    boxes: list[Box] = []
    attached: list[str] = []
    if stacks.network:
        for hub, depth in _tree(stacks.network, PROVINCE, 0):
            here = _attached(stacks, hub)
            band = f"{PARTS['hub']} {hub}"
            note = _hub_note(stacks.network, hub)
            boxes.append(_stack(declared, stack_of_hub(hub), note, band, depth))
            boxes += [_node(stacks, declared, name, band, depth + 1) for name in here]
            attached += here
    alone = [name for name in stacks.nodes if name not in attached]
    boxes += [_node(stacks, declared, name, NOT_ATTACHED, 0) for name in alone]
    total = sum(len(one.resources) for one in declared.values())
    title = f"全部栈：{len(stacks.names)} 个栈，{total} 个资源"
    lines = (*_attachment_lines(stacks), *_stack_lines(stacks, declared))
    return Picture(title, tuple(boxes), tuple(dict.fromkeys(lines)))


def _tree(network: NetworkStack, hub: str, depth: int) -> Iterator[tuple[str, int]]:
    yield hub, depth
    for name, one in network.hubs.items():
        if one.parent == hub:
            yield from _tree(network, name, depth + 1)


def _attached(stacks: Stacks, hub: str) -> list[str]:
    return [name for name, node in stacks.nodes.items() if node.attach and node.attach.hub == hub]


def _hub_note(network: NetworkStack, hub: str) -> str:
    kinds: Counter[str] = Counter(
        one.kind for one in network.attachments.values() if one.hub == hub
    )
    counts = {word: kinds[kind] for kind, word in ATTACHMENTS.items()}
    if hub == PROVINCE:
        counts = {PARTS["exit"]: len(network.exits), **counts}
    return " · ".join((PARTS["hub"], *(f"{word} {n}" for word, n in counts.items() if n)))


def _node(
    stacks: Stacks, declared: Mapping[str, DeclaredStack], name: str, band: str, column: int
) -> Box:
    tier = stacks.nodes[name].tier
    return _stack(declared, name, TIERS.get(tier, tier), band, column)


def _stack(
    declared: Mapping[str, DeclaredStack], name: str, what: str, band: str, column: int
) -> Box:
    count = f" · {len(declared[name].resources)} 个资源" if name in declared else ""
    return Box(name, name, f"{what}{count}", band, column)


def _attachment_lines(stacks: Stacks) -> Iterator[Line]:
    """Give the nodes' lines to their hubs, with the world they are in."""
    for name, node in stacks.nodes.items() if stacks.network else ():
        if stacks.network and node.attach:
            world = node.attach.world
            said = stacks.network.worlds[world].text or world
            yield Line(name, stack_of_hub(node.attach.hub), said)


def _stack_lines(stacks: Stacks, declared: Mapping[str, DeclaredStack]) -> Iterator[Line]:
    """Give the references of stacks to each other, without those of nodes to their hubs."""
    for name in stacks.names:
        node = stacks.nodes.get(name)
        resources = declared[name].resources if name in declared else ()
        told = [ref.stack for one in resources for ref in refs(one.wanted) if ref.stack]
        hub = stacks.of_hub(node.attach.hub) if node and node.attach else ""
        for other in dict.fromkeys((*stacks.needs(name), *told)):
            if other != hub:
                yield Line(name, other)
        if node and node.disaster_recovery:
            yield Line(name, node.disaster_recovery.peer, "灾备", dashed=True)
