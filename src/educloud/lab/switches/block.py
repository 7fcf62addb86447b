"""One view of a switch with what was set in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList
from educloud.lab.switches.lines import filled, full, lists, shown_at

LAST_VLAN = 4094
INNER = "\n"  # between the headers of nested views


class Refusal(Exception):
    """Why the switch does not take a line: one of the dialect's texts."""


@dataclass(slots=True)
class Block:
    """A view with what was set in it."""

    kind: Kind
    lines: dict[str, None] = field(default_factory=dict)  # a set that keeps its order
    vlans: dict[VlanList, set[int]] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)  # read at the start, not in the grammar
    header: str = ""  # as typed, where that says more than the key
    committed: tuple[str, ...] | None = None  # lines that count, of a kind with ``commit``

    @property
    def stands(self) -> bool:
        """Whether the view is there for others."""
        return not self.kind.commit or self.committed is not None

    def shown(self, dialect: Dialect, held: Iterable[str] | None = None) -> list[str]:
        """Give the lines as the switch shows them, always in the same order."""
        lines = list(self.lines if held is None else held)
        if not self.kind.ordered:
            lines.sort(key=lambda line: shown_at(self.kind, line))
        for vlans in self.kind.lists:
            numbers = self.vlans.get(vlans, set())
            listed = numbers | ({1} if vlans.unheld and vlans.unheld not in self.lines else set())
            texts = lists(dialect, listed, long=bool(vlans.sets)) if numbers else iter(())
            if vlans.all and len(listed) == LAST_VLAN:
                texts = iter((vlans.all,))
            lines += [vlans.shown.format(text) for text in texts]
        return [*lines, *self.extra]

    def drop(self, pattern: str) -> None:
        """Lose the lines that match."""
        self.keep(old for old in self.lines if not full(pattern, old))

    def keep(self, lines: Iterable[str]) -> None:
        """Lose all other lines."""
        self.lines = dict.fromkeys(lines)


def _names(statement: Statement, line: str, body: str) -> bool:
    """Tell whether ``body`` is the form in which this stored line is taken back."""
    match = full(statement.syntax, line)
    return bool(match and full(filled(statement.undo, match), body))


def hits(statement: Statement, block: Block, body: str) -> set[str] | None:
    """Give the lines of a statement that a removal names; None when it names none of its kind."""
    if "{1}" in statement.undo:
        word = body.split(" ", 1)[0]
        near = (old for old in block.lines if old.startswith(word))
        return {old for old in near if _names(statement, old, body)} or None
    if statement.undo and full(statement.undo, body):
        return {old for old in block.lines if _is_under(statement, old, body)}
    if not statement.undo and (body in block.lines or not statement.slot):
        under = (old for old in block.lines if old == body or old.startswith(f"{body} "))
        return {old for old in under if full(statement.syntax, old)} or None
    return None


def _is_under(statement: Statement, line: str, body: str) -> bool:
    if not full(statement.syntax, line):
        return False
    front = line == body or line.startswith(f"{body} ")
    # "undo acl inbound" names the line "acl 2001 inbound" by its first and last word.
    words, stored = body.split(), line.split()
    ends = (words[0], words[-1]) == (stored[0], stored[-1])
    return front or (ends and not statement.slot)
