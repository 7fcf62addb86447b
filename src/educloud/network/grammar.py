"""What a line says, by a platform's answer sheet: read once, kept for the next time it is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from educloud.errors import ConfigError
from educloud.network.platform import (
    NEVER,
    OTHER,
    TOP,
    Ids,
    Line,
    Platform,
    View,
    compiled,
)

KEPT = 100_000  # lines remembered of a platform, some 50 MB
PLAIN = Line(".*")
OTHER_VIEW = View(".*", OTHER)
UPLINK = re.compile(r"(?:description|name|alias) .*(?:uplink|上联|上行)", re.IGNORECASE)
MANAGEMENT = re.compile(r"(?:description|name|alias) .*(?:mgmt|management|管理)", re.IGNORECASE)
LITERAL = re.compile(r"[\w-]+")


@dataclass(slots=True, eq=False)
class Said:
    """One fact of a line. Two facts of one key in one view replace each other."""

    key: str
    line: str  # compared; a secret's value is left out
    text: str  # sent; a template over the numbers where it lists some, ``removal`` too
    rule: Line = PLAIN
    ids: Ids | None = None
    number: int = 0
    view: View | None = None
    removal: str = ""  # the command that takes it away, in its view
    holds: str = ""  # what one view at a time may hold
    owner: str = ""  # key with which the device takes this away
    on: str = ""  # key of what cannot be taken away while this stands
    changes: tuple[str, ...] = ()  # commands that change parts of it in place, empty where unsaid
    seeds: tuple[Said, ...] = ()  # facts that a new view has by itself
    salt: str = ""
    signs: frozenset[str] = frozenset()  # fields of ManagementSigns that match, and descriptions


@dataclass(slots=True, eq=False)
class Reading:
    """What a line says in a view of one kind: facts, that something is not there, or a view."""

    facts: tuple[Said, ...]
    denies: bool = False
    view: View | None = None
    header: Said | None = None  # of the view
    wrong: int | None = None  # a number out of the list's range
    ids: Ids | None = None


class Grammar:
    """A platform's kinds of lines and views, found by the kind of view and a line's first word."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self._kept: dict[tuple[str, str], Reading] = {}
        self._found: dict[tuple[str, str], tuple[tuple[Line, ...], tuple[Ids, ...]]] = {}

    def read(self, kind: str, line: str) -> Reading:
        """Give what a line with single blanks says in a view of a kind."""
        found = self._kept.get((kind, line))
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[kind, line] = self._read(kind, line)
        return found

    def negate(self, line: str) -> str:
        """Give the line that takes ``line`` back; one that begins with the negation loses it."""
        prefix = f"{self.platform.negation} "
        return line.removeprefix(prefix) if line.startswith(prefix) else prefix + line

    def _read(self, kind: str, line: str) -> Reading:
        lines, lists = self._candidates(kind, line.split(" ", 1)[0].split("\n", 1)[0])
        view, header = self._header(kind, line)
        for ids in lists:
            match = compiled(ids.match).fullmatch(line)
            if match:
                return self._numbers(ids, match, (view, header))
        if view:
            return Reading((), view=view, header=header)
        for rule in lines:
            match = compiled(rule.match).fullmatch(line)
            if match:
                return self._line(kind, line, rule, match)
        said = Said(line, line, line, removal=self.negate(line), signs=self._signs(kind, line))
        return Reading((said,))

    def _candidates(self, kind: str, word: str) -> tuple[tuple[Line, ...], tuple[Ids, ...]]:
        found = self._found.get((kind, word))
        if found is None:

            def fits(one: Line | Ids) -> bool:
                words = first_words(one.match)
                return (not one.views or kind in one.views.split()) and (not words or word in words)

            sheet = self.platform
            found = tuple(filter(fits, sheet.lines)), tuple(filter(fits, sheet.ids))
            self._found[kind, word] = found
        return found

    def _header(self, kind: str, line: str) -> tuple[View | None, Said | None]:
        for view in self.platform.views:
            if view.inside != kind and not (kind == OTHER and view.inside != TOP):
                continue
            match = compiled(view.match).fullmatch(line)
            if match:
                return view, self._header_said(view, line, match)
        return None, None

    def _header_said(self, view: View, line: str, match: re.Match[str]) -> Said:
        key = filled(view.key, line, match) if view.key else line
        removal = filled(view.undo, key, match) if view.undo else ""
        owner = filled(view.of, line, match)
        seeds = tuple(said for seed in view.seeds for said in self.read(view.kind, seed).facts)
        return Said(key, line, line, view=view, removal=removal, owner=owner, seeds=seeds,
                    on=filled(view.on, line, match),
                    holds=filled(view.exclusive, line, match),
                    signs=self._signs(TOP, line))  # fmt: skip

    def _line(self, kind: str, line: str, rule: Line, match: re.Match[str]) -> Reading:
        if rule.default and line.startswith(f"{self.platform.negation} "):
            inner = self.read(kind, self.negate(line))
            return Reading(inner.facts, denies=True)
        key = filled(rule.key, line, match) if rule.key else line
        value, salt = " ".join(sorted(line.split())) if rule.unordered else line, ""
        if rule.secret:
            value = f"{key} <secret>"
            stored = compiled(rule.salt).search(line) if rule.salt else None
            salt = stored["salt"] if stored else ""
        said = Said(
            key, value, line, rule,
            removal=filled(rule.undo, line, match) if rule.undo else self.negate(key),
            holds=filled(rule.exclusive, line, match), owner=filled(rule.of, line, match),
            on=filled(rule.on, line, match), changes=_changes(rule, match), salt=salt,
            signs=self._signs(kind, line),
        )  # fmt: skip
        return Reading((said,), denies=rule.default)

    def _numbers(
        self, ids: Ids, match: re.Match[str], opened: tuple[View | None, Said | None]
    ) -> Reading:
        lacks = match.groupdict().get("lacks")
        numbers = list(expand(lacks or match["ids"], ids))
        wrong = next((n for n in numbers if not ids.first <= n <= ids.last), None)
        if wrong is not None:
            return Reading((), wrong=wrong, ids=ids)
        if lacks:
            numbers = sorted(set(range(ids.first, ids.last + 1)) - set(numbers))
        facts = tuple(self._number(ids, match, n) for n in numbers if n not in ids.kept)
        return Reading(facts, view=opened[0], header=opened[1], ids=ids)

    def _number(self, ids: Ids, match: re.Match[str], number: int) -> Said:
        if ids.view:
            header = ids.view.format(number)
            view = self._header(ids.views or TOP, header)[0]
            return Said(header, header, ids.add, ids=ids, number=number, removal=ids.remove,
                        view=view or OTHER_VIEW)  # fmt: skip
        add, remove = filled(ids.add, "{0}", match), filled(ids.remove, "{0}", match)
        line = add.format(number)
        key = filled(ids.key, "{0}", match).format(number) if ids.key else line
        return Said(key, line, add, _ids_rule(ids), ids, number, removal=remove)

    def _signs(self, kind: str, line: str) -> frozenset[str]:
        management = self.platform.management
        names = ["access"] if kind == TOP else ["address", "port_fixed", "down", "member"]
        names += ["default_route", "filter"] if kind == TOP else ["filter"]
        found = {
            name for name in names
            if (pattern := getattr(management, name)) and compiled(pattern).fullmatch(line)
        }  # fmt: skip
        if kind != TOP:
            found |= {"uplink"} if UPLINK.match(line) else set()
            found |= {"management"} if MANAGEMENT.match(line) else set()
        return frozenset(found)


@cache
def grammar_of(platform: Platform) -> Grammar:
    """Give a platform's grammar, one for the life of the process."""
    return Grammar(platform)


@cache
def _ids_rule(ids: Ids) -> Line:
    return Line(".*", rank=ids.rank, needs=ids.needs)


def filled(template: str, line: str, match: re.Match[str]) -> str:
    """Fill a template with a match's groups, by number and name, and ``{line}``."""
    if not template or template == NEVER:
        return template
    if "{" not in template:
        return template
    groups = [group or "" for group in match.groups()]
    named = {name: group or "" for name, group in match.groupdict().items()}
    if named and "ids" in named:
        return template.format(line, line=line, **named)
    return template.format(*(groups or [line]), line=line, **named)


def _changes(rule: Line, match: re.Match[str]) -> tuple[str, ...]:
    """Fill the commands that change parts of a line; one whose part is not said is empty."""
    unsaid = {f"{{{name}}}" for name, value in match.groupdict().items() if value is None}
    return tuple(
        "" if any(name in template for name in unsaid) else template.format(**match.groupdict())
        for template in rule.changes
    )


@cache
def first_words(pattern: str) -> frozenset[str]:
    """Give the words a line must begin with to match; empty when that cannot be told.

    >>> sorted(first_words("(mtu|stp priority) .+")), sorted(first_words("rule .+"))
    (['mtu', 'stp'], ['rule'])
    """
    rest = pattern.removeprefix("(?s)")
    options = list(_alternatives(rest))
    if len(options) > 1:
        words = [first_words(option) for option in options]
        return frozenset().union(*words) if all(words) else frozenset()
    if not rest.startswith("("):
        return _literal([rest])
    inner, after = _bracket(rest)
    if after and not after.startswith((" ", "(?: ")):
        return frozenset()
    return _literal(list(_alternatives(inner)))


def _literal(patterns: list[str]) -> frozenset[str]:
    words = [pattern.split(" ", 1)[0] for pattern in patterns]
    known = all(LITERAL.fullmatch(word) for word in words)
    return frozenset(words) if known else frozenset()


def _bracket(pattern: str) -> tuple[str, str]:
    """Give what stands in the bracket a pattern begins with, and what follows."""
    depth = 0
    for at, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            inner = pattern[1:at].removeprefix("?:")
            return ("", "?") if inner.startswith("?") else (inner, pattern[at + 1 :])
    return "", "?"


def _alternatives(pattern: str) -> Iterator[str]:
    start = depth = 0
    for at, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def expand(text: str, ids: Ids) -> Iterator[int]:
    """Give the numbers of a list such as ``10 20 to 25`` or ``10,20-25``."""
    if ids.all and text == ids.all:
        yield from range(ids.first, ids.last + 1)
        return
    joint = ids.joint.strip() or "-"
    text = text.replace(f" {joint} ", joint) if joint.isalpha() else text
    for item in text.split(ids.comma.strip() or None):
        first, _, last = item.partition(joint)
        # A range beyond the list's is reported by its end; do not count to a million.
        end = int(last or first)
        if not (ids.first <= int(first) and end <= ids.last):
            yield end if end > ids.last else int(first)
            return
        yield from range(int(first), end + 1)


def compress(numbers: list[int], ids: Ids) -> Iterator[str]:
    """Give lists of at most ``per_line`` items that hold the numbers."""
    items: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if items and ids.per_line > 1 and items[-1][1] == number - 1:
            items[-1] = (items[-1][0], number)
        else:
            items.append((number, number))
    words = [str(a) if a == b else f"{a}{ids.joint}{b}" for a, b in items]
    for start in range(0, len(words), ids.per_line):
        yield ids.comma.join(words[start : start + ids.per_line])


def wrong_number(reading: Reading, number: int, source: str) -> ConfigError:
    """Give the error for a number out of its list's range, met on a line of a file."""
    ids = reading.ids
    span = f"{ids.first} to {ids.last}" if ids else ""
    what = ids.what if ids else "number"
    return ConfigError(f"line {number} names {what} {reading.wrong}", source, f"use {span}")
