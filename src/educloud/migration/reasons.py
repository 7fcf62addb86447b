"""Reasons: which rule keeps an unplanned application out, found by trying every way in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from educloud.migration.ledger import Ledger
from educloud.migration.models import Candidate, Problem, Reason


def unplanned_reasons(problem: Problem, choice: Sequence[Candidate | None]) -> dict[str, Reason]:
    """Give the reason of every application that the choice leaves out."""
    ledger = Ledger(problem)
    for index, candidate in enumerate(choice):
        if candidate:
            ledger.add(index, candidate)
    found: dict[str, Reason] = {}
    for index, unit in enumerate(problem.units):
        if choice[index] is None:
            why = None if unit.barred else _why(ledger, index)
            found |= {app_id: unit.barred.get(app_id) or why or UNSEARCHED for app_id in unit.apps}
    return found


UNSEARCHED = Reason("work_limit", "在给定的计算量内未能安排;请增大--work-limit")


def _why(ledger: Ledger, index: int) -> Reason | None:
    """Give the rule without which most ways would be open; None when a way is open already."""
    alone: Counter[str] = Counter()
    any_of: Counter[str] = Counter()
    details: dict[str, Counter[str]] = defaultdict(Counter)
    candidates = ledger.problem.units[index].candidates
    for candidate in candidates:
        obstacles = list(ledger.obstacles(index, candidate))
        if not obstacles:
            return None
        words = {obstacle.word for obstacle in obstacles}
        any_of.update(words)
        if len(words) == 1:
            alone.update(words)
        for obstacle in obstacles:
            details[obstacle.word][obstacle.detail] += 1
    word, ways = _most(alone or any_of)
    detail = _most(details[word])[0]
    scope = "仅此一条即排除" if alone else "排除"
    return Reason(word, f"{detail}({len(candidates)}个可选安排中,{scope}{ways}个)")


def _most(counts: Counter[str]) -> tuple[str, int]:
    return min(counts.items(), key=lambda item: (-item[1], item[0]))
