"""Which prefix encloses which: prefixes are either nested or disjoint, so one walk tells all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from ipaddress import IPv6Network

from educloud.inventory.addresses.prefixes import span


class Nesting:
    """Prefixes in the order of their addresses, enclosing ones first; known by their place in it.

    ``around[n]`` is the place of the smallest prefix that encloses the one at ``n``, or -1. Built
    in one walk; a look-up is a binary search and a climb through what encloses.
    """

    def __init__(self, prefixes: Iterable[IPv6Network]) -> None:
        spans = [span(prefix) for prefix in prefixes]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.around: list[int] = []
        stack: list[int] = []
        for place, start in enumerate(self.starts):
            while stack and self.ends[stack[-1]] < start:
                stack.pop()
            self.around.append(stack[-1] if stack else -1)
            stack.append(place)

    def smallest(self, prefix: IPv6Network) -> int:
        """Give the place of the smallest prefix that holds all of ``prefix``, or -1."""
        start, end = span(prefix)
        place = bisect_right(self.starts, start) - 1
        while place >= 0 and self.ends[place] < end:
            place = self.around[place]
        return place

    def inside(self, prefix: IPv6Network) -> range:
        """Give the places of the prefixes inside ``prefix``, itself not among them."""
        start, end = span(prefix)
        first, beyond = bisect_left(self.starts, start), bisect_right(self.starts, end)
        while first < beyond and self.starts[first] == start and self.ends[first] >= end:
            first += 1  # what encloses it begins at the same address
        return range(first, beyond)
