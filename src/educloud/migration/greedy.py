"""A first plan by simple rules: urgent and constrained units first, each as early as it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from educloud.migration.group import strongly_connected
from educloud.migration.ledger import Ledger
from educloud.migration.models import Candidate, Problem, Unit


def first_plan(problem: Problem) -> tuple[Candidate | None, ...]:
    """Give a valid plan quickly; a unit stays None when no candidate fits any more."""
    ledger = Ledger(problem)
    for block in _blocks(problem):
        _place(ledger, block)
    return tuple(ledger.choice)


def _blocks(problem: Problem) -> list[tuple[int, ...]]:
    """Give units that follow each other in a circle as one block, all blocks in working order."""
    order = (*problem.before, *((other, unit) for unit, other in problem.needs))
    names = [f"{index:08d}" for index in range(len(problem.units))]
    circles = strongly_connected(names, [(names[first], names[later]) for first, later in order])
    blocks = [tuple(int(name) for name in circle) for circle in circles]
    ranks = _room_ranks(problem)
    urgency = [_urgency(problem, unit, ranks) for unit in problem.units]
    earlier: dict[int, list[int]] = {}
    for first, later in order:
        earlier.setdefault(later, []).append(first)
    # What must come earlier inherits the urgency of what waits for it.
    for block in reversed(blocks):
        most = min(urgency[index] for index in block)
        for index in block:
            urgency[index] = most
            for first in earlier.get(index, ()):
                urgency[first] = min(urgency[first], most)
    rank = {block: position for position, block in enumerate(blocks)}
    return sorted(blocks, key=lambda block: (urgency[block[0]], rank[block]))


def _urgency(problem: Problem, unit: Unit, ranks: Mapping[str, int]) -> tuple[int, ...]:
    """Rank a unit: pins, the pilot, deadlines, then the room it empties, then its weight."""
    in_time = [c.week for c in unit.candidates if not c.late]
    due = in_time[-1] if in_time and len(in_time) < len(unit.candidates) else problem.weeks
    room = min((ranks[room] for room in unit.rooms if room in ranks), default=len(ranks))
    return (not unit.pinned, not unit.pilot[0], due, room, -unit.weight)


def _room_ranks(problem: Problem) -> dict[str, int]:
    """Rank rooms: dear ones with little in them first, rooms that never close last."""
    order = sorted(problem.rooms, key=lambda r: (r.stays, -r.cost / (1 + len(r.units)), r.room_id))
    return {room.room_id: rank for rank, room in enumerate(order)}


def _place(ledger: Ledger, block: Sequence[int]) -> None:
    """Enter a whole block in the earliest week in which all of it fits, else unit by unit."""
    if len(block) > 1:
        weeks = set.intersection(
            *({c.week for c in ledger.problem.units[index].candidates} for index in block)
        )
        if any(_place_in(ledger, block, week) for week in sorted(weeks)):
            return
    for index in block:
        _place_alone(ledger, index)


def _place_in(ledger: Ledger, block: Sequence[int], week: int) -> bool:
    for position, index in enumerate(block):
        choices = (c for c in ledger.problem.units[index].candidates if c.week == week)
        chosen = next((c for c in choices if ledger.fits(index, c)), None)
        if chosen is None:
            for done in block[:position]:
                ledger.remove(done)
            return False
        ledger.add(index, chosen)
    return True


def _place_alone(ledger: Ledger, index: int) -> None:
    candidates = ledger.problem.units[index].candidates
    for candidate in sorted(candidates, key=lambda c: (c.late, c.week)):
        if ledger.fits(index, candidate):
            ledger.add(index, candidate)
            return
