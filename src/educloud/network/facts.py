"""What a configuration says, free of layout: one entry for each line, number of a list, view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from educloud.errors import ConfigError
from educloud.network.platform import Ids, Line, Platform, View, compiled
from educloud.network.tree import Node, parse

Path = tuple[str, ...]  # headers of the views a line stands in, outermost first
Meaning = frozenset[tuple[Path, str, str]]
VLANS = range(1, 4095)
PLAIN = Line(".*")
OTHER_VIEW = View(".*")
# For lines no rule knows: rather too much is hidden than one secret shown.
SECRET = re.compile(
    r"(?is)\b(password|cipher|simple|plain|hash|community|secret|key|key-string|passphrase|usm-user"
    r"|snmp-server (?:user|host)|securityname|auth|priv|md5|sha\d*|hmac-\S+)\s+\S.*"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in a view. Two entries of one key replace each other."""

    path: Path
    key: str
    line: str  # compared; a secret's value is left out
    text: str  # sent
    rule: Line = PLAIN
    ids: Ids | None = None
    number: int = 0
    view: View | None = None

    @property
    def place(self) -> tuple[Path, str]:
        """Where it stands and what it is."""
        return self.path, self.key


@dataclass(slots=True)
class Facts:
    """All entries in the order of the text, and the views that stand there by themselves."""

    entries: dict[tuple[Path, str], Entry] = field(default_factory=dict)
    denied: list[Entry] = field(default_factory=list)  # "undo X" that only means "not X"

    def meaning(self) -> Meaning:
        """Give what is compared: equal meanings are equal configurations."""
        return frozenset((e.path, e.key, e.line) for e in self.entries.values())

    def put(self, entry: Entry) -> None:
        """Add an entry; the newer one of a key wins, at the older one's place."""
        self.entries[entry.place] = entry


def read_facts(platform: Platform, text: str, source: str = "") -> Facts:
    """Give the facts of a configuration's text."""
    facts = Facts()
    _collect(platform, (), parse(platform, text, source), (facts, source))
    return facts


def view_of(platform: Platform, header: str) -> View:
    """Give the kind of view a header opens."""
    return _view(platform, header) or OTHER_VIEW


def negate(platform: Platform, line: str) -> str:
    """Give the line that takes ``line`` back; one that begins with the negation loses it."""
    prefix = f"{platform.negation} "
    return line.removeprefix(prefix) if line.startswith(prefix) else prefix + line


def removal(platform: Platform, entry: Entry) -> str:
    """Give the command that removes an entry, in its view."""
    if entry.view is not None:
        return entry.view.undo.format(entry.key) or negate(platform, entry.key)
    if entry.rule.undo:
        match = compiled(entry.rule.match).fullmatch(entry.line)
        if match:
            return entry.rule.undo.format(*match.groups(), line=entry.line)
    return negate(platform, entry.key)


def _collect(platform: Platform, path: Path, nodes: list[Node], target: tuple[Facts, str]) -> None:
    facts, source = target
    for node in nodes:
        if node.noise:
            continue
        line = node.line
        found = None if node.children else _numbers(platform, path, line, (node, source))
        if found is not None:
            for entry in found:
                facts.entries.setdefault(entry.place, entry)
            continue
        view = None if path else _view(platform, line)
        if view or node.children:
            if view is None or view.undo:
                facts.put(Entry(path, line, line, line, view=view or OTHER_VIEW))
            _collect(platform, (*path, line), node.children, target)
            continue
        entry, denies = _entry(platform, path, line)
        if denies:
            facts.denied.append(entry)
        else:
            facts.put(entry)


@lru_cache(65536)
def _entry(platform: Platform, path: Path, line: str) -> tuple[Entry, bool]:
    """Give the entry of a line, and whether it only says that something is not there."""
    inner = path[-1] if path else ""
    for rule in platform.lines:
        match = compiled(rule.match).fullmatch(line)
        if match and (not rule.view or compiled(rule.view).search(inner)):
            if rule.default and line.startswith(f"{platform.negation} "):
                return _entry(platform, path, negate(platform, line))[0], True
            key = rule.key.format(*match.groups(), line=line) if rule.key else line
            value = f"{key} <secret>" if rule.secret else line
            return Entry(path, key, value, line, rule), rule.default
    return Entry(path, line, line, line), False


def _numbers(
    platform: Platform, path: Path, line: str, where: tuple[Node, str]
) -> list[Entry] | None:
    for ids in platform.ids:
        match = compiled(ids.match).fullmatch(line)
        if not match or (ids.view and path):
            continue
        numbers = list(expand(match["ids"], ids))
        wrong = [n for n in numbers if n not in VLANS]
        if wrong:
            raise ConfigError(
                f"line {where[0].number} names VLAN {wrong[0]}",
                where[1],
                f"use {VLANS.start} to {VLANS.stop - 1}",
            )
        # VLAN 1 is always there and cannot be removed.
        return [_number_entry(platform, path, ids, n) for n in numbers if not (ids.view and n == 1)]
    return None


def _number_entry(platform: Platform, path: Path, ids: Ids, number: int) -> Entry:
    if ids.view:
        header = ids.view.format(number)
        return Entry(
            path, header, header, header, ids=ids, number=number, view=view_of(platform, header)
        )
    key = ids.add.format(number)
    return Entry(path, key, key, key, Line(".*", rank=ids.rank, needs=ids.needs), ids, number)


def expand(text: str, ids: Ids) -> Iterator[int]:
    """Give the numbers of a list such as ``10 20 to 25`` or ``10,20-25``."""
    for item in text.replace(ids.joint, "-").split(ids.comma):
        first, _, last = item.partition("-")
        # A range beyond the VLANs is reported by its first number; do not count to a million.
        if int(last or first) not in VLANS:
            yield int(last or first)
            return
        yield from range(int(first), int(last or first) + 1)


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


@lru_cache(65536)
def _view(platform: Platform, header: str) -> View | None:
    return next((v for v in platform.views if compiled(v.match).fullmatch(header)), None)


def masked(platform: Platform, line: str, path: Path = ()) -> str:
    """Give a line in the views of ``path`` for eyes and logs: without the value of a secret."""
    entry, _ = _entry(platform, path, line)
    return entry.line if entry.rule.secret else veiled(line.split("\n", 1)[0])


def masked_commands(platform: Platform, commands: Iterable[str]) -> Iterator[str]:
    """Give commands that are typed one after the other, each as ``masked`` shows it."""
    path: Path = ()
    for command in commands:
        yield masked(platform, command, path)
        path = path_after(platform, path, command)


def path_after(platform: Platform, path: Path, command: str) -> Path:
    """Give the views one stands in after a command; nested views are not told apart."""
    if command == platform.leave:
        return path[:-1]
    return (command,) if not path and _view(platform, command) else path


def veiled(line: str) -> str:
    """Give a line of any platform without what follows a word that announces a secret."""
    return SECRET.sub(r"\1 <secret>", line)
