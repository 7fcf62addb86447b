"""Groups: what `together` holds together, whichever way its arrows point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def connected_sets(links: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Give the connected sets of undirected ``links``, each sorted, ordered by their first name.

    Cycles, doubles and links of a thing to itself change nothing.
    """
    root: dict[str, str] = {}

    def find(name: str) -> str:
        root.setdefault(name, name)
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for one, other in links:
        low, high = sorted((find(one), find(other)))
        root[high] = low
    sets: dict[str, list[str]] = {}
    for name in sorted(root):
        sets.setdefault(find(name), []).append(name)
    return tuple(tuple(members) for members in sets.values())


def strongly_connected(
    names: Iterable[str], follows: Iterable[tuple[str, str]]
) -> tuple[tuple[str, ...], ...]:
    """Give the cycles of an order and what is outside any, first things first.

    ``follows`` holds pairs (earlier, later); each result is a sorted set whose members follow each
    other in a circle (mostly: one member), and no set follows a later one.
    """
    after: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for earlier, later in sorted(follows):
        after[earlier].append(later)
    # Tarjan's algorithm without recursion: long chains are common in real ledgers.
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in after:
        if start in order:
            continue
        work: list[tuple[str, Iterator[str]]] = [(start, iter(after[start]))]
        order[start] = low[start] = len(order)
        stack.append(start)
        on_stack.add(start)
        while work:
            name, rest = work[-1]
            follower = next(rest, None)
            if follower is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    cut = stack.index(name)
                    members = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(members)
                    found.append(tuple(sorted(members)))
            elif follower not in order:
                order[follower] = low[follower] = len(order)
                stack.append(follower)
                on_stack.add(follower)
                work.append((follower, iter(after[follower])))
            elif follower in on_stack:
                low[name] = min(low[name], order[follower])
    return tuple(reversed(found))
