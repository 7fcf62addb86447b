"""The demo's plan: CP-SAT from a first plan to a proven one, against next-fit waves."""

from __future__ import annotations

from pathlib import Path

from benchmarks.harness import Benchmark, Pair
from educloud.inventory.load import load_inventory
from educloud.migration.assess import assess
from educloud.migration.ledger import Ledger
from educloud.migration.models import Candidate, Problem
from educloud.migration.problem import state_problem
from educloud.migration.schedule import Limits, objective_values, schedule
from educloud.project import Project

Choice = tuple[Candidate | None, ...]


def next_fit(problem: Problem) -> Choice:
    """Fill one wave after the other in ledger order and never look back, as common tools do."""
    ledger = Ledger(problem)
    left = list(range(len(problem.units)))
    for week in range(problem.weeks):
        for index in list(left):
            candidates = (c for c in problem.units[index].candidates if c.week == week)
            chosen = next((c for c in candidates if ledger.fits(index, c)), None)
            if chosen:
                ledger.add(index, chosen)
                left.remove(index)
    return tuple(ledger.choice)


def prepare() -> Pair:
    """Give both planners over the shipped city."""
    inventory = load_inventory(Project(Path(__file__).resolve().parents[1]))
    problem = state_problem(inventory, assess(inventory, inventory.policy.start))
    found: dict[str, Choice] = {}

    def ours() -> None:
        found["ours"] = schedule(problem, Limits())[0]

    def other() -> None:
        found["other"] = next_fit(problem)

    def note() -> str:
        mine, theirs = (objective_values(problem, found[name]) for name in ("ours", "other"))
        said = (
            f"{name} {mine[name]:.1f} / {theirs[name]:.1f}"
            for name in ("unplanned", "late_weeks", "room_weeks_open", "soft_weeks_apart")
        )
        return "ours / next-fit: " + ", ".join(said)

    return Pair(ours, other, note=note)


BENCHMARK = Benchmark(
    "plan-demo", "CP-SAT, four stages, bounds", "next-fit waves", prepare, rounds=1
)
