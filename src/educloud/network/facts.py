"""What a configuration says, free of layout: one fact for each line, number of a list, view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from educloud.errors import ConfigError
from educloud.network.grammar import OTHER_VIEW, Grammar, Said, grammar_of, wrong_number
from educloud.network.platform import TOP, Platform, View, compiled
from educloud.network.tree import Node, normal, parse

Path = tuple[str, ...]  # keys of the views a line stands in, outermost first
Place = tuple[Path, str]  # where a fact stands, and its key
STEP = 10  # by which a device numbers the lines of a list
Meaning = frozenset[tuple[Path, str, str]]
# For lines no rule knows: rather too much is hidden than one secret shown.
SECRET = re.compile(
    r"(?is)\b(password|cipher|simple|plain|hash|community|secret|key|key-string|passphrase|usm-user"
    r"|snmp-server (?:user|host)|securityname|auth|priv|md5|sha\d*|hmac-\S+)\s+\S.*"
)


@dataclass(slots=True)
class Opened:
    """A view that stands in a configuration: its header as typed, its kind, its place in the text.

    ``number`` counts facts and views, not lines.
    """

    header: str
    view: View
    number: int
    owner: str = ""  # place with which the device takes away what stands in it


@dataclass(slots=True)
class Facts:
    """All facts in the order of the text, and the views they stand in."""

    entries: dict[Place, Said] = field(default_factory=dict)
    denied: list[tuple[Path, Said]] = field(default_factory=list)  # "undo X" that means "not X"
    opened: dict[Path, Opened] = field(default_factory=dict)
    positions: dict[Place, int] = field(default_factory=dict)

    def meaning(self) -> Meaning:
        """Give what is compared: equal meanings are equal configurations."""
        return frozenset((path, key, said.line) for (path, key), said in self.entries.items())


def read_facts(platform: Platform, text: str, source: str = "") -> Facts:
    """Give the facts of a configuration's text; ConfigError as ``parse``, and for wrong numbers."""
    facts = Facts()
    _collect(grammar_of(platform), ((), TOP), parse(platform, text, source), (facts, source))
    return facts


def position(facts: Facts, place: Place) -> int:
    """Give the place of a fact in the order of the text."""
    if not facts.positions:
        facts.positions.update({place: n for n, place in enumerate(facts.entries)})
    return facts.positions.get(place, len(facts.entries))


def _collect(
    grammar: Grammar, where: tuple[Path, str], nodes: Sequence[Node], target: tuple[Facts, str]
) -> None:
    path, kind = where
    facts, source = target
    entries = facts.entries
    for node in nodes:
        if node.noise:
            continue
        reading = grammar.read(kind, node.line)
        children = any(not child.noise for child in node.children)  # a mark may stand under a line
        if reading.wrong is not None:
            raise wrong_number(reading, node.number, source)
        if reading.ids and not children:
            for said in reading.facts:
                entries.setdefault((path, said.key), said)
        elif reading.view or children:
            _open(grammar, where, node, target)
        elif reading.denies:
            facts.denied += [(path, said) for said in reading.facts]
        else:
            said = reading.facts[0]
            entries[path, said.key] = said


def _open(grammar: Grammar, where: tuple[Path, str], node: Node, target: tuple[Facts, str]) -> None:
    path, kind = where
    facts, source = target
    typed = grammar.platform.typed
    if typed and compiled(typed).fullmatch(node.line):
        raise ConfigError(
            f"line {node.number} ({node.line!r}) is typed for several at once, no device shows it",
            source,
            "write each one out",
        )
    reading = grammar.read(kind, node.line)
    view = reading.view or OTHER_VIEW
    said = reading.header or Said(
        node.line, node.line, node.line, view=view, removal=grammar.negate(node.line)
    )
    own = (*path, said.key)
    if reading.view is None or view.undo:
        facts.entries[path, said.key] = said
    if own not in facts.opened:
        facts.opened[own] = Opened(
            said.text, view, len(facts.entries) + len(facts.opened), said.owner
        )
    children = list(_numbered(view.numbered, node.children)) if view.numbered else node.children
    _collect(grammar, (own, view.kind), children, target)


def _numbered(pattern: str, nodes: Sequence[Node]) -> Iterator[Node]:
    """Give a list's lines, those that match with the number that the device gives them."""
    last = 0
    for node in nodes:
        word = node.line.split(" ", 1)[0]
        if word.isdigit():
            last = int(word)
        elif not node.noise and compiled(pattern).fullmatch(node.line):
            last = last // STEP * STEP + STEP
            yield Node(node.text, node.number, f"{last} {node.line}")
            continue
        yield node


def masked(platform: Platform, line: str, path: Path = ()) -> str:
    """Give a line in the views of ``path`` for eyes and logs: without the value of a secret."""
    grammar = grammar_of(platform)
    reading = grammar.read(_kind(grammar, path), _normal(platform, line))
    secret = next((said for said in reading.facts if said.rule.secret), None)
    return secret.line if secret else veiled(line.split("\n", 1)[0])


def masked_commands(platform: Platform, commands: Iterable[str]) -> Iterator[str]:
    """Give commands that are typed one after the other, each as ``masked`` shows it."""
    path: Path = ()
    for command in commands:
        yield masked(platform, command, path)
        path = path_after(platform, path, command)


def path_after(platform: Platform, path: Path, command: str) -> Path:
    """Give the headers of the views one stands in after a command."""
    grammar = grammar_of(platform)
    line = _normal(platform, command)
    if path and line in {platform.leave, _view(grammar, path).leave}:
        return path[:-1]
    reading = grammar.read(_kind(grammar, path), line)
    single = not reading.ids or len(reading.facts) == 1
    return (*path, line) if reading.view and single else path


def veiled(line: str) -> str:
    """Give a line of any platform without what follows a word that announces a secret."""
    return SECRET.sub(r"\1 <secret>", line)


def _normal(platform: Platform, line: str) -> str:
    return line if "\n" in line else normal(line, platform.names)


def _view(grammar: Grammar, path: Path) -> View:
    view, kind = OTHER_VIEW, TOP
    for header in path:
        view = grammar.read(kind, header).view or OTHER_VIEW
        kind = view.kind
    return view


def _kind(grammar: Grammar, path: Path) -> str:
    return _view(grammar, path).kind if path else TOP
