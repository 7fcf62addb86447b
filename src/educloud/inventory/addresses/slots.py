"""The free slots of a block: equal parts of it that nothing touches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from ipaddress import IPv6Network

from educloud.inventory.addresses.prefixes import span
from educloud.inventory.addresses.scheme import ADDRESS_BITS

Span = tuple[int, int]  # first and last address


def free_slots(
    block: IPv6Network, length: int, firsts: Sequence[int], spans: Sequence[Span]
) -> Iterator[IPv6Network | None]:
    """Give, for each of ``firsts``, the lowest free /``length`` of ``block`` from that slot on.

    ``spans`` are what is taken, in order; what was given is taken too. None: no slot is left.
    """
    shift = ADDRESS_BITS - length
    start, _ = span(block)
    count = 1 << length - block.prefixlen if length >= block.prefixlen else 0
    taken = set(_taken_slots(start, count, shift, spans))
    free: dict[int, Iterator[int]] = {}
    for first in firsts:
        slots = free.setdefault(first, _untaken(range(first, count), taken))
        slot = next(slots, None)
        if slot is None:
            yield None
        else:
            taken.add(slot)
            yield IPv6Network((start + (slot << shift), length))


def _untaken(slots: range, taken: set[int]) -> Iterator[int]:
    # Lazily: a slot given away in the meantime is passed over, and none is looked at twice.
    return (slot for slot in slots if slot not in taken)


def _taken_slots(start: int, count: int, shift: int, spans: Sequence[Span]) -> Iterator[int]:
    end = start + (count << shift) - 1
    if _is_enclosed(start, end, spans):
        yield from range(count)
        return
    inside = slice(bisect_left(spans, (start, 0)), bisect_left(spans, (end + 1, 0)))
    for first, last in spans[inside]:
        yield from range(first - start >> shift, (last - start >> shift) + 1)


def _is_enclosed(first: int, last: int, spans: Sequence[Span]) -> bool:
    """Tell whether a span covers first..last; one lookup per prefix length it might have."""
    for bits in range((last - first).bit_length(), ADDRESS_BITS + 1):
        start = first >> bits << bits
        span = (start, start + (1 << bits) - 1)
        place = bisect_left(spans, span)
        if place < len(spans) and spans[place] == span:
            return True
    return False
