"""Two configurations to the commands between them: minimal, ordered, and back again.

New things are set before old ones are taken away, what others refer to is set first and taken
away last, lists change by number, and what only spells out a default is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from educloud.network.difference import Difference, difference, in_place, needed
from educloud.network.facts import Facts, Opened, Path, Place, position, read_facts
from educloud.network.grammar import Said, compress
from educloud.network.guard import ManagementPath, check_guard, management_path
from educloud.network.platform import Ids, Platform

Order = tuple[int, ...]
EARLY, SET, LATE = range(3)


@dataclass(frozen=True)
class Change:
    """Commands as typed in configuration mode, the commands back, and what to know before."""

    platform: Platform = field(repr=False)
    way: Difference = field(repr=False)
    apply: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.apply)

    @cached_property
    def undo(self) -> tuple[str, ...]:
        """The commands after which the device says what it said before."""
        back = difference(self.way.after, self.way.before)
        return tuple(_typed(self.platform, back, _operations(back)))


@dataclass(slots=True)
class Operation:
    """One command in a view; an empty command only enters (and so creates) the view."""

    order: Order
    path: Path
    command: str = ""


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
    before = read_facts(platform, running, "running")
    after = read_facts(platform, intended, "intended")
    return _change(platform, before, after, None if allow_management_change else (management,))


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
    return _change(platform, before, after, None if allow_management_change else (management,))


Plan = Callable[..., Change]


def merged(before: Facts, wanted: Facts) -> Facts:
    """Give the facts of a device that says what ``wanted`` says and keeps the rest."""
    after = Facts(dict(before.entries), opened={**wanted.opened, **before.opened})
    for place, said in wanted.entries.items():
        held = before.entries.get(place)
        after.entries[place] = held if held and held.line == said.line else said
    for path, said in wanted.denied:
        after.entries.pop((path, said.key), None)
    return after


def _change(
    platform: Platform,
    before: Facts,
    after: Facts,
    guarded: tuple[ManagementPath | None] | None,
) -> Change:
    way = difference(before, after)
    if guarded is not None and way:
        check_guard(platform, guarded[0] or management_path(platform, before), way)
    commands = tuple(_typed(platform, way, _operations(way)))
    return Change(platform, way, commands, tuple(_warnings(way)))


def _warnings(way: Difference) -> Iterator[str]:
    for place, said in way.after.entries.items():
        held = way.before.entries.get(place)
        if said.rule.secret and held and held.text != said.text and place not in way.added:
            yield f"{said.key}: stored as a salted hash, cannot be compared, left as it is"
    for (path, _), said in way.stuck.items():
        yield f"{_shown(path, said)}: no command takes this back, it stays"
    again = [place for place in way.dropped if place in way.added]
    for path, key in again[:1]:
        yield f"{' / '.join((*path, key))}: goes with what changes and is set again, traffic stops"
    changed = {*way.added, *way.removed}
    for place, said in {**way.added, **way.removed}.items():
        for need in needed(place[0], said):
            if need not in changed:
                continue
            yield f"{' / '.join(place[0])}: {need[1]} changes, its traffic stops shortly"
            return


def _shown(path: Path, said: Said) -> str:
    return " / ".join((*path, said.line.split("\n", 1)[0]))


def _operations(way: Difference) -> list[Operation]:
    return sorted((*_removals(way), *_additions(way)), key=lambda one: one.order)


def _typed(platform: Platform, way: Difference, operations: Iterable[Operation]) -> Iterator[str]:
    """Enter each view, say its commands, leave it."""
    here: Path = ()
    for operation in operations:
        if operation.path != here:
            yield from _walk(platform, way, here, operation)
            here = operation.path
        if operation.command:
            yield operation.command
    yield from _leave(platform, way, here, 0)


def _walk(platform: Platform, way: Difference, here: Path, to: Operation) -> Iterator[str]:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(here, to.path, strict=False))
    common = len(list(pairs))
    yield from _leave(platform, way, here, common)
    first, second = way.after.opened, way.before.opened
    if to.order[0] == EARLY:
        first, second = second, first
    for depth in range(common + 1, len(to.path) + 1):
        opened = first.get(to.path[:depth]) or second.get(to.path[:depth])
        yield opened.header if opened else to.path[depth - 1]


def _leave(platform: Platform, way: Difference, here: Path, depth: int) -> Iterator[str]:
    for end in range(len(here), depth, -1):
        opened = _opened(way, here[:end])
        if opened and opened.view.commit:
            yield opened.view.commit
        yield (opened and opened.view.leave) or platform.leave


def _opened(way: Difference, path: Path) -> Opened | None:
    return way.after.opened.get(path) or way.before.opened.get(path)


def _additions(way: Difference) -> Iterator[Operation]:
    lists: dict[tuple[Path, Ids, str], list[tuple[Place, Said]]] = {}
    entered = {path[:n] for path, _ in way.added for n in range(1, len(path) + 1)}
    for place, said in way.added.items():
        path = place[0]
        if said.ids and not _enters(said):
            lists.setdefault((path, said.ids, said.text), []).append((place, said))
        elif said.view is None:
            order = (SET, *_order(way.after, place, said))
            for number, command in enumerate(_commands(way, place, said)):
                yield Operation((*order, number), path, command)
        elif (*path, said.key) not in entered or place in way.before.entries:
            yield Operation((SET, *_order(way.after, place, said)), (*path, said.key))
    for (path, ids, stem), found in lists.items():
        first = min(_order(way.after, place, said) for place, said in found)
        held = bool(ids.only) and any(
            p == path and s.ids is ids and s.number for (p, _), s in way.before.entries.items()
        )
        for number, items in enumerate(compress([said.number for _, said in found], ids)):
            if ids.only and not held and number == 0:
                yield Operation((SET, *first), path, ids.only.format(items))
            else:
                yield Operation((SET, *first), path, stem.format(items))


def _commands(way: Difference, place: Place, said: Said) -> Iterator[str]:
    """Give the line, or the commands that make it of the one that stands."""
    held = way.before.entries.get(place)
    if held is None or place in way.early or place in way.dropped or not in_place(held, said):
        yield said.text
        return
    pairs = zip(held.changes, said.changes, strict=True)
    yield from (new for old, new in pairs if new and new != old)


def _removals(way: Difference) -> Iterator[Operation]:
    lists: dict[tuple[int, Path, Ids, str], list[tuple[Place, Said]]] = {}
    for place, said in way.removed.items():
        phase = EARLY if place in way.early else LATE
        if said.ids and not _enters(said):
            lists.setdefault((phase, place[0], said.ids, said.removal), []).append((place, said))
        else:
            order = _backwards(_order(way.before, place, said))
            opened = way.after.opened.get(place[0])
            if phase == EARLY and opened and opened.view.commit:  # in one go with what is set there
                phase, order = SET, (opened.view.rank, opened.number, -1, *order[2:])
            command = said.removal.format(said.number) if said.ids else said.removal
            yield Operation((phase, *order), place[0], command)
    for (phase, path, ids, stem), found in lists.items():
        order = _backwards(max(_order(way.before, place, said) for place, said in found))
        if ids.clear and not any(
            p == path and s.ids is ids and s.number for (p, _), s in way.after.entries.items()
        ):
            yield Operation((phase, *order), path, ids.clear)
            continue
        for items in compress([said.number for _, said in found], ids):
            yield Operation((phase, *order), path, stem.format(items))


def _backwards(order: Order) -> Order:
    return tuple(-n for n in order)


def _order(facts: Facts, place: Place, said: Said) -> Order:
    """Rank a fact: outermost view first, then the line in it, then the order of the text."""
    path, key = place
    own = path if said.view is None else (*path, key)
    number = position(facts, place)
    ranks: list[int] = []
    for depth in range(1, len(own) + 1):
        opened = facts.opened.get(own[:depth])
        if opened:
            ranks += [opened.view.rank, opened.number]
        else:
            ranks += [said.view.rank if said.view else 50, number]
    if said.view is None:
        ranks += [said.rule.rank, number]
    if said.ids and said.ids.view:
        ranks[-2:] = [said.ids.rank, said.number if _enters(said) else 0]
    return tuple(ranks)


def _enters(said: Said) -> bool:
    """Tell whether the command that adds a number is the header of its view."""
    return bool(said.ids and said.ids.view == said.ids.add)
