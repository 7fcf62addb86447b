"""All stacks and how they refer to each other as a picture: a tree of hubs with the nodes in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from educloud.cloud.declared import DeclaredStack, refs
from educloud.cloud.graph.picture import Box, Line, Picture
from educloud.cloud.graph.words import ATTACHMENTS, PARTS, TIERS
from educloud.cloud.spec.load import NETWORK, Stacks
from educloud.cloud.spec.network import PROVINCE, NetworkStack

HUB = "hub:"  # how the keys of hubs begin; no stack is named so
PRIVATE_NETWORK = "教育专网"
NOT_ATTACHED = "未接入专网"


def picture_of_all(stacks: Stacks, declared: Mapping[str, DeclaredStack]) -> Picture:
    """Give every stack: the private network's hubs as a tree, nodes where they are attached."""
    boxes: list[Box] = []
    attached: list[str] = []
    if stacks.network:
        boxes.append(_stack(stacks, declared, NETWORK, PRIVATE_NETWORK, 0))
        for hub, depth in _tree(stacks.network, PROVINCE, 1):
            here = _attached(stacks, hub)
            band = f"{PARTS['hub']} {hub}"
            boxes.append(_hub(stacks.network, hub, band, depth))
            boxes += [_stack(stacks, declared, name, band, depth + 1) for name in here]
            attached += here
    alone = [name for name in stacks.nodes if name not in attached]
    boxes += [_stack(stacks, declared, name, NOT_ATTACHED, 0) for name in alone]
    total = sum(len(one.resources) for one in declared.values())
    title = f"全部栈：{len(stacks.names)} 个栈，{total} 个资源"
    lines = (*_hub_lines(stacks), *_stack_lines(stacks, declared))
    return Picture(title, tuple(boxes), tuple(dict.fromkeys(lines)))


def _tree(network: NetworkStack, hub: str, depth: int) -> Iterator[tuple[str, int]]:
    yield hub, depth
    for name, one in network.hubs.items():
        if one.parent == hub:
            yield from _tree(network, name, depth + 1)


def _attached(stacks: Stacks, hub: str) -> list[str]:
    return [name for name, node in stacks.nodes.items() if node.attach and node.attach.hub == hub]


def _hub(network: NetworkStack, hub: str, band: str, depth: int) -> Box:
    kinds: Counter[str] = Counter(
        one.kind for one in network.attachments.values() if one.hub == hub
    )
    counts = {word: kinds[kind] for kind, word in ATTACHMENTS.items()}
    if hub == PROVINCE:
        counts = {PARTS["exit"]: len(network.exits), **counts}
    note = " · ".join((PARTS["hub"], *(f"{word} {n}" for word, n in counts.items() if n)))
    return Box(f"{HUB}{hub}", hub, note, band, depth)


def _stack(
    stacks: Stacks, declared: Mapping[str, DeclaredStack], name: str, band: str, column: int
) -> Box:
    node = stacks.nodes.get(name)
    what = TIERS.get(node.tier, node.tier) if node else PRIVATE_NETWORK
    count = f" · {len(declared[name].resources)} 个资源" if name in declared else ""
    return Box(name, name, f"{what}{count}", band, column)


def _hub_lines(stacks: Stacks) -> Iterator[Line]:
    """Give the tree: hubs to the hub above, the first to the stack, nodes to their hubs."""
    if stacks.network is None:
        return
    yield Line(f"{HUB}{PROVINCE}", NETWORK)
    for name, hub in stacks.network.hubs.items():
        if hub.parent:
            yield Line(f"{HUB}{name}", f"{HUB}{hub.parent}")
    for name, node in stacks.nodes.items():
        if node.attach:
            world = node.attach.world
            said = stacks.network.worlds[world].text or world
            yield Line(name, f"{HUB}{node.attach.hub}", said)


def _stack_lines(stacks: Stacks, declared: Mapping[str, DeclaredStack]) -> Iterator[Line]:
    """Give the references of stacks to each other (to the network: nodes of no hub alone)."""
    for name in stacks.names:
        node = stacks.nodes.get(name)
        resources = declared[name].resources if name in declared else ()
        told = [ref.stack for one in resources for ref in refs(one.wanted) if ref.stack]
        for other in dict.fromkeys((*stacks.needs(name), *told)):
            if not (other == NETWORK and node and node.attach):
                yield Line(name, other)
        if node and node.disaster_recovery:
            yield Line(name, node.disaster_recovery.peer, "灾备", dashed=True)
