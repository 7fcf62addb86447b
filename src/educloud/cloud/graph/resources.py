"""One stack's resources and their references as a picture, grouped by zone, hub or kind."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.declared import Declared, DeclaredStack, refs
from educloud.cloud.graph.picture import Box, Line, Picture, layers
from educloud.cloud.graph.words import PARTS, family, word

OTHERS = "其他栈"
STACK = "stack:"  # how the keys of other stacks begin; no resource is named so


def picture_of(stack: DeclaredStack) -> Picture:
    """Give a stack's resources, and the other stacks they refer to."""
    others = list(dict.fromkeys(name for one in stack.resources for name in _stacks(one)))
    needs = {f"{STACK}{name}": () for name in others} | {
        one.name: _needs(one) for one in stack.resources
    }
    columns = layers(needs)
    outside = [Box(f"{STACK}{name}", name, "栈", OTHERS) for name in others]
    groups: dict[str, str] = {}
    for one in stack.resources:
        groups[one.name] = _group(one, groups)
    inside = [
        Box(one.name, one.name, word(one.kind), groups[one.name], columns[one.name])
        for one in stack.resources
    ]
    lines = [Line(name, need) for name, found in needs.items() for need in found]
    count = len(stack.resources)
    return Picture(f"{stack.name}：{count} 个资源", (*outside, *inside), tuple(lines))


def _needs(one: Declared) -> tuple[str, ...]:
    return (*one.needs, *(f"{STACK}{name}" for name in _stacks(one)))


def _stacks(one: Declared) -> Iterator[str]:
    return iter(dict.fromkeys(ref.stack for ref in refs(one.wanted) if ref.stack))


def _group(one: Declared, groups: dict[str, str]) -> str:
    """Give the part a resource is tagged with, or that of what it is a part of, or its kind's."""
    tags = one.wanted.get("tags")
    for tag, said in PARTS.items():
        if tags and tag in tags:
            return f"{said} {tags[tag]}"
    if tags is None and one.needs:
        return groups[one.needs[0]]
    return family(one.kind)
