"""What the parts of a drawn VRP V8 switch have in common: choices, blocks, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .dice import of as one
from .dice import parts, yes

VLANS = [10, 20, 21, 22, 30, 40]
VRFS = ["edu", "iot"]
NETS = ["10.1.1", "10.1.2", "10.1.3", "10.1.4", "10.1.5", "10.1.6", "10.1.7", "10.1.8"]
Draw = Callable[[Any], Any]
Switch = dict[str, Any]  # what others refer to

__all__ = [
    "NETS",
    "VLANS",
    "VRFS",
    "Draw",
    "Switch",
    "block",
    "mixed",
    "one",
    "parts",
    "some",
    "yes",
]


def some(values):
    """Choose some of a list of values, in their order."""
    return parts(*values)


def mixed(values):
    """Put values in another order."""
    return lambda dice: dice.sample(values, len(values))


def block(header: str, lines: Iterator[str]) -> Iterator[str]:
    """Write a view."""
    yield header
    yield from (f" {line}" for line in lines)
    yield "#"
