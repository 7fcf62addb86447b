"""Two configurations to the commands between them: minimal, ordered, and back again.

New things are set before old ones are taken away, what others refer to is set first and taken
away last, lists change by number, and what only spells out a default is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from educloud.network.facts import (
    Entry,
    Facts,
    Path,
    compress,
    read_facts,
    removal,
    view_of,
)
from educloud.network.guard import ManagementPath, check_guard, management_path
from educloud.network.platform import Ids, Platform

Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Commands as typed in configuration mode, the commands back, and what to know before."""

    apply: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.apply)


@dataclass(frozen=True, slots=True)
class Operation:
    """One command in a view; an empty command only enters (and so creates) the view."""

    order: Order
    path: Path
    command: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Entries to set and entries to take away between two sets of facts."""

    before: Facts
    after: Facts
    added: tuple[Entry, ...] = field(init=False)
    removed: tuple[Entry, ...] = field(init=False)

    def __post_init__(self) -> None:
        old, new = self.before.entries, self.after.entries
        added = (e for p, e in new.items() if p not in old or old[p].line != e.line)
        gone = {p for p in old if p not in new}
        top = (old[p] for p in old if p in gone and not _inside(p, gone))
        object.__setattr__(self, "added", tuple(added))
        object.__setattr__(self, "removed", tuple(top))


def plan_replace(
    platform: Platform,
    running: str,
    intended: str,
    *,
    allow_management_change: bool = False,
    management: ManagementPath | None = None,
) -> Change:
    """Plan the commands after which the device says exactly what ``intended`` says.

    GuardError when they touch the management path and that is not allowed.
    """
    before, after = (
        read_facts(platform, running, "running"),
        read_facts(platform, intended, "intended"),
    )
    path = management or management_path(platform, before)
    return _change(platform, before, after, None if allow_management_change else path)


def plan_merge(
    platform: Platform,
    running: str,
    intended: str,
    *,
    allow_management_change: bool = False,
    management: ManagementPath | None = None,
) -> Change:
    """Plan the commands after which the device also says what ``intended`` says.

    Lines that ``intended`` does not mention stay; ``undo X`` in it takes X away. GuardError as in
    ``plan_replace``.
    """
    before = read_facts(platform, running, "running")
    after = merged(before, read_facts(platform, intended, "intended"))
    path = management or management_path(platform, before)
    return _change(platform, before, after, None if allow_management_change else path)


Plan = Callable[..., Change]


def merged(before: Facts, wanted: Facts) -> Facts:
    """Give the facts of a device that says what ``wanted`` says and keeps the rest."""
    after = Facts(dict(before.entries))
    for entry in wanted.entries.values():
        held = before.entries.get(entry.place)
        after.entries[entry.place] = held if held and held.line == entry.line else entry
    for entry in wanted.denied:
        after.entries.pop(entry.place, None)
    return after


def _change(
    platform: Platform, before: Facts, after: Facts, guarded: ManagementPath | None
) -> Change:
    there, back = Difference(before, after), Difference(after, before)
    if guarded is not None:
        check_guard(platform, guarded, there)
    return Change(_commands(platform, there), _commands(platform, back), tuple(_warnings(there)))


def _warnings(change: Difference) -> Iterator[str]:
    for place, entry in change.after.entries.items():
        held = change.before.entries.get(place)
        if held and entry.rule.secret and held.text != entry.text:
            yield f"{entry.key}: stored as a salted hash, cannot be compared, left as it is"
    changed = {e.place for e in (*change.added, *change.removed)}
    for entry in (*change.added, *change.removed):
        if entry.rule.needs and (entry.path, entry.rule.needs) in changed:
            yield f"{' / '.join(entry.path)}: {entry.rule.needs} changes, its traffic stops shortly"
            return


def _commands(platform: Platform, change: Difference) -> tuple[str, ...]:
    operations = [*_removals(platform, change), *_additions(platform, change)]
    return tuple(_typed(platform, sorted(operations, key=lambda o: o.order)))


def _typed(platform: Platform, operations: Iterable[Operation]) -> Iterator[str]:
    """Enter each view, say its commands, leave it."""
    here: Path = ()
    for operation in operations:
        if operation.path != here:
            yield from [platform.leave] * len(here)
            yield from operation.path
            here = operation.path
        if operation.command:
            yield operation.command
    yield from [platform.leave] * len(here)


def _additions(platform: Platform, change: Difference) -> Iterator[Operation]:
    order = _orders(platform, change.after)
    lists: dict[tuple[Path, Ids], list[Entry]] = {}
    entered = {e.path[: n + 1] for e in change.added for n in range(len(e.path))}
    for entry in change.added:
        if entry.ids and not _enters(entry):
            lists.setdefault((entry.path, entry.ids), []).append(entry)
        elif entry.view is None:
            yield Operation((1, *order[entry.place]), entry.path, entry.text)
        elif (*entry.path, entry.key) not in entered:
            yield Operation((1, *order[entry.place]), (*entry.path, entry.key))
    for (path, ids), entries in lists.items():
        first = min(order[e.place] for e in entries)
        held = any(e.path == path and e.ids == ids for e in change.before.entries.values())
        for number, items in enumerate(compress([e.number for e in entries], ids)):
            add = ids.only if ids.only and not held and number == 0 else ids.add
            yield Operation((1, *first), path, add.format(items))


def _removals(platform: Platform, change: Difference) -> Iterator[Operation]:
    order = _orders(platform, change.before)
    early = set(_early(change))
    lists: dict[tuple[int, Path, Ids], list[Entry]] = {}
    freed = [change.before.entries[place] for place in early]
    late = [entry for entry in change.removed if entry.place not in early]
    for phase, entries in ((0, freed), (2, late)):
        for entry in entries:
            if entry.ids and not _enters(entry):
                lists.setdefault((phase, entry.path, entry.ids), []).append(entry)
            else:
                reverse = (-n for n in order[entry.place])
                yield Operation((phase, *reverse), entry.path, removal(platform, entry))
    for (phase, path, ids), entries in lists.items():
        last = max(order[e.place] for e in entries)
        backwards = tuple(-n for n in last)
        if ids.clear and not any(
            e.path == path and e.ids == ids for e in change.after.entries.values()
        ):
            yield Operation((phase, *backwards), path, ids.clear)
            continue
        for items in compress([e.number for e in entries], ids):
            yield Operation((phase, *backwards), path, ids.remove.format(items))


def _early(change: Difference) -> Iterator[tuple[Path, str]]:
    """Name what must go before anything is set: addresses that move, lines of an old link type."""
    added = {e.place for e in change.added}
    removed = {e.place for e in change.removed}
    shifting = {(e.path, e.rule.needs) for e in change.removed} & added
    shifting |= {(e.path, e.rule.needs) for e in change.added} & removed
    moving = {(e.line.split()[2], e.path) for e in change.added if e.rule.exclusive}
    values = {value for value, _ in moving}
    for place, entry in change.before.entries.items():
        if entry.rule.exclusive and entry.line.split()[2] in values:
            stays = change.after.entries.get(place)
            if not (stays and stays.line == entry.line):
                yield place
        elif place in removed and not shifting.isdisjoint({place, (entry.path, entry.rule.needs)}):
            yield place


def _orders(platform: Platform, facts: Facts) -> dict[tuple[Path, str], Order]:
    """Rank every entry: outermost view first, then the line in it, then the order of the text."""
    found: dict[tuple[Path, str], Order] = {}
    first: dict[Path, int] = {}
    for number, entry in enumerate(facts.entries.values()):
        own = entry.path if entry.view is None else (*entry.path, entry.key)
        for depth in range(1, len(own) + 1):
            first.setdefault(own[:depth], number)
        ranks: list[int] = []
        for depth in range(1, len(own) + 1):
            rank = view_of(platform, own[depth - 1]).rank if depth == 1 else 99
            ranks += [rank, first[own[:depth]]]
        if entry.view is None:
            ranks += [entry.rule.rank, number]
        if entry.ids and entry.ids.view:
            ranks[:2] = [entry.ids.rank, entry.number if _enters(entry) else 0]
        found[entry.place] = tuple(ranks)
    return found


def _enters(entry: Entry) -> bool:
    """Tell whether the command that adds a number is the header of its view."""
    return bool(entry.ids and entry.ids.view == entry.ids.add)


def _inside(place: tuple[Path, str], gone: set[tuple[Path, str]]) -> bool:
    path = place[0]
    return any((path[:n], path[n]) in gone for n in range(len(path)))
