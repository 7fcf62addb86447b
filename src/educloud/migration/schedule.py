"""Schedule: units into weeks and onto nodes, one objective after the other.

Same problem and same limits (seed, workers, work): the same result. Each stage keeps the values
of the earlier ones; its bound is what the solver proved for that stage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from educloud.errors import PlanError
from educloud.migration.cpsat import EARLY, Choice, ScheduleModel, distance
from educloud.migration.greedy import first_plan
from educloud.migration.models import Candidate, Problem

Progress = Callable[[str, float, float | None], None]  # stage, incumbent, bound
# (stage, share of the work that is left when it begins)
STAGES = (
    ("unplanned", 0.4),
    ("late_weeks", 0.3),
    ("room_weeks_open", 0.7),
    ("soft_weeks_apart", 0.7),
    (EARLY, 0.05),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How hard to search; ``seconds`` in place of ``work`` gives up repeatability."""

    seed: int = 1
    workers: int = 1
    work: float = 40.0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """An objective's value in the plan found and what was proven to be the least (or None)."""

    name: str
    value: float
    bound: float | None


def schedule(
    problem: Problem, limits: Limits, progress: Progress | None = None
) -> tuple[Choice, tuple[Stage, ...]]:
    """Give a choice per unit and the four stages; never worse than the first plan."""
    search = _Search(problem, limits, progress or (lambda *_: None))
    choice = first_plan(problem)
    bounds: dict[str, float | None] = {}
    for name, share in STAGES:
        choice, bounds[name] = search.stage(name, share, choice)
    values = objective_values(problem, choice)
    return choice, tuple(
        Stage(name, values[name], bounds[name]) for name, _ in STAGES if name != EARLY
    )


class _Search:
    """One model and what is left of the work, from stage to stage."""

    def __init__(self, problem: Problem, limits: Limits, progress: Progress) -> None:
        self.problem = problem
        self.limits = limits
        self.progress = progress
        self.model = ScheduleModel(problem)
        self.left = limits.work if limits.seconds is None else limits.seconds

    def stage(self, name: str, share: float, known: Choice) -> tuple[Choice, float | None]:
        """Minimise one objective starting from a known plan, then hold the value reached."""
        goal = self.model.goals[name]
        self.model.model.minimize(goal.expression)
        self.model.hint(known)
        solver = self._solver(share)
        tell = _Tell(lambda value, bound: self.progress(name, goal.value(value), goal.value(bound)))
        status = _interruptible(solver, self.model.model, tell)
        self.left -= self._spent(solver)
        if status in {cp_model.INFEASIBLE, cp_model.MODEL_INVALID}:
            raise PlanError(
                "the scheduler refused its own first plan",
                f"stage {name}",
                "report this as a fault, with the project folder",
            )
        choice, bound = known, None
        reached = goal.whole(objective_values(self.problem, known)[name])
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            choice, reached = self.model.read(solver), round(solver.objective_value)
            proven = math.ceil(solver.best_objective_bound - 1e-6)
            bound = goal.value(reached if status == cp_model.OPTIMAL else proven)
        self.model.model.add(goal.expression <= reached)
        return choice, bound

    def _solver(self, share: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        parameters.num_workers = self.limits.workers
        # Several workers give the same answer twice only when they take turns.
        parameters.interleave_search = self.limits.workers > 1
        parameters.catch_sigint_signal = False
        parameters.linearization_level = 2
        some = max(0.1, self.left * share)
        if self.limits.seconds is None:
            parameters.max_deterministic_time = some
        else:
            parameters.max_time_in_seconds = some
        return solver

    def _spent(self, solver: cp_model.CpSolver) -> float:
        if self.limits.seconds is None:
            return float(solver.response_proto.deterministic_time)
        return float(solver.wall_time)


def objective_values(problem: Problem, choice: Sequence[Candidate | None]) -> dict[str, float]:
    """Work out the objectives of a choice by their definitions."""
    pairs = list(zip(problem.units, choice, strict=True))
    room_cost = 0
    for room in problem.rooms:
        ends = [choice[i] for i in room.units]
        days = 7 * problem.weeks
        if not room.stays and None not in ends:
            days = max((problem.closes_after(c) for c in ends if c), default=0)
        room_cost += room.cost * days
    apart = 0.0
    for one, other, weight in problem.soft:
        first, second = choice[one], choice[other]
        if first and second:
            apart += weight * abs(first.week - second.week)
    return {
        "unplanned": sum(unit.weight for unit, chosen in pairs if not chosen),
        "late_weeks": sum(chosen.late for _, chosen in pairs if chosen),
        "room_weeks_open": room_cost / (7 * problem.cost_per_room_week),
        "soft_weeks_apart": apart,
        EARLY: sum(distance(unit, chosen) for unit, chosen in pairs if chosen),
    }


class _Tell(cp_model.CpSolverSolutionCallback):
    """Pass on the value of every better plan and what is proven so far."""

    def __init__(self, tell: Callable[[float, float], None]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell(self.objective_value, self.best_objective_bound)


def _interruptible(solver: cp_model.CpSolver, model: Any, tell: _Tell) -> Any:
    """Solve in a thread, so that Ctrl-C reaches Python at once and ends the search."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model, tell)
        try:
            return running.result()
        except BaseException:
            solver.stop_search()
            raise
