"""Groups: what `together` holds together, whichever way its arrows point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


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
    # Kosaraju's algorithm without recursion: long chains are common in real ledgers.
    after: dict[str, list[str]] = {name: [] for name in sorted(names)}
    ahead: dict[str, list[str]] = {name: [] for name in after}
    for earlier, later in sorted(follows):
        after[earlier].append(later)
        ahead[later].append(earlier)
    seen: set[str] = set()
    finished = [name for start in after for name in _walk(start, after, seen)]
    seen.clear()
    circles = (tuple(sorted(_walk(start, ahead, seen))) for start in reversed(finished))
    return tuple(circle for circle in circles if circle)


def _walk(start: str, onward: Mapping[str, Sequence[str]], seen: set[str]) -> list[str]:
    """Give what can be reached and was not yet seen, each after all that it leads to."""
    if start in seen:
        return []
    seen.add(start)
    done: list[str] = []
    path = [(start, iter(onward[start]))]
    while path:
        name, rest = path[-1]
        follower = next((other for other in rest if other not in seen), None)
        if follower is None:
            done.append(name)
            path.pop()
        else:
            seen.add(follower)
            path.append((follower, iter(onward[follower])))
    return done
