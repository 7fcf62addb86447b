"""Two configurations side by side for eyes: what they say differently, view by view.

Noise, salted hashes, the order of lists and lines that only spell out a default are no difference;
values of secrets are never shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from educloud.network.difference import Difference, difference
from educloud.network.facts import Path, read_facts, veiled
from educloud.network.grammar import Said, compress
from educloud.network.platform import Platform

MARKS = {"same": " ", "gone": "-", "new": "+"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a comparison: how it stands to the other side, the views it is in, its text."""

    mark: str
    path: Path
    text: str


def compared(platform: Platform, running: str, intended: str) -> list[Shown]:
    """Give the differing lines, each below the headers of its views, in the order of the text."""
    before = read_facts(platform, running, "running")
    after = read_facts(platform, intended, "intended")
    way = difference(before, after)
    changed = [*_gone(way), *_new(way)]
    paths = {one.path for one in changed}
    ranks = {path: n for n, path in enumerate(dict.fromkeys([*before.opened, *after.opened]))}
    found: list[Shown] = []
    for path in sorted(
        paths, key=lambda p: (bool(p), *(ranks.get(p[:n], 0) for n in range(1, len(p) + 1)))
    ):
        found += _headers(way, path, found)
        found += [one for one in changed if one.path == path]
    return found


def unified(platform: Platform, running: str, intended: str) -> Iterator[str]:
    """Give a unified view: ``-`` only running, ``+`` only intended, headers without a mark."""
    for one in compared(platform, running, intended):
        yield f"{MARKS[one.mark]} {'  ' * len(one.path)}{one.text}"


def side_by_side(platform: Platform, running: str, intended: str, width: int) -> Iterator[str]:
    """Give two columns, running left and intended right; ``width`` is that of the terminal."""
    half = max(20, (width - 3) // 2)
    lines = compared(platform, running, intended)
    yield f"{_padded('running', half)} | intended"
    for left, right in _pairs(lines):
        mark = " " if left == right else "<" if not right else ">" if not left else "|"
        yield f"{_padded(left, half)} {mark} {_cut(right, half)}".rstrip()


def _gone(way: Difference) -> list[Shown]:
    old, new = way.before.entries, way.after.entries
    places = [
        p
        for p, said in old.items()
        if p not in new or (p in way.added and new[p].line != said.line)
    ]
    return list(_lines("gone", {place: old[place] for place in places}))


def _new(way: Difference) -> list[Shown]:
    old, new = way.before.entries, way.after.entries
    places = [p for p, said in new.items() if p not in old or old[p].line != said.line]
    return list(_lines("new", {place: new[place] for place in places}))


def _lines(mark: str, facts: Mapping[tuple[Path, str], Said]) -> Iterator[Shown]:
    lists: dict[tuple[Path, str], list[Said]] = {}
    for (path, _), said in facts.items():
        if said.ids and said.view is None:
            lists.setdefault((path, said.text), []).append(said)
        elif said.view is None or not any(
            p[: len(path) + 1] == (*path, said.key) for p, _ in facts
        ):
            yield Shown(mark, path, _safe(said))
    for (path, template), numbers in lists.items():
        ids = numbers[0].ids
        for items in compress([said.number for said in numbers], ids) if ids else ():
            yield Shown(mark, path, template.format(items))


def _headers(way: Difference, path: Path, shown: list[Shown]) -> Iterator[Shown]:
    """Give the headers that lead to a view and are not above it already."""
    last = shown[-1].path + ((shown[-1].text,) if shown[-1].mark == "same" else ()) if shown else ()
    for depth in range(1, len(path) + 1):
        if last[:depth] == path[:depth]:
            continue
        yield Shown(_header_mark(way, path[:depth]), path[: depth - 1], _header(way, path[:depth]))


def _header(way: Difference, path: Path) -> str:
    opened = way.after.opened.get(path) or way.before.opened.get(path)
    return opened.header if opened else path[-1]


def _header_mark(way: Difference, path: Path) -> str:
    place = (path[:-1], path[-1])
    there, here = place in way.before.entries, place in way.after.entries
    if there == here:
        return "same"
    return "gone" if there else "new"


def _pairs(lines: list[Shown]) -> Iterator[tuple[str, str]]:
    """Pair what goes with what comes in the same view."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].path == lines[at].path and lines[end].mark != "same":
            end += 1
        if end == at:
            text = _indented(lines[at])
            yield text, text
            at += 1
            continue
        gone = [_indented(one) for one in lines[at:end] if one.mark == "gone"]
        new = [_indented(one) for one in lines[at:end] if one.mark == "new"]
        for n in range(max(len(gone), len(new))):
            yield gone[n] if n < len(gone) else "", new[n] if n < len(new) else ""
        at = end


def _indented(one: Shown) -> str:
    return "  " * len(one.path) + one.text


def _safe(said: Said) -> str:
    return said.line if said.rule.secret else veiled(said.line.split("\n", 1)[0])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _cut(text: str, width: int) -> str:
    while _width(text) > width:
        text = f"{text[:-2]}…"
    return text


def _padded(text: str, width: int) -> str:
    text = _cut(text, width)
    return text + " " * (width - _width(text))
