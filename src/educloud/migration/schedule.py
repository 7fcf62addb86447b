"""Schedule: units into weeks and nodes with OR-Tools CP-SAT, one objective after the other.

Same problem and same limits (seed, workers, work limit): the same result. Each stage keeps the
values of the earlier ones; its bound is what the solver proved for that stage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from educloud.errors import PlanError
from educloud.migration.greedy import first_plan
from educloud.migration.problem import Candidate, Problem, Unit
from educloud.migration.surroundings import NODE_ORDER

Choice = tuple[Candidate | None, ...]
Progress = Callable[[str, float, float | None], None]  # stage, incumbent, bound
SOFT_SCALE = 1000
EARLY = "early"  # no stage of the plan file: of equal plans the sooner one, on nearer nodes
# (stage, share of what is left of the work when it begins)
STAGES = (
    ("unplanned", 0.4),
    ("late_weeks", 0.3),
    ("room_weeks_open", 0.7),
    ("soft_weeks_apart", 0.7),
    (EARLY, 1.0),
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
    bounds: list[float | None] = []
    for name, share in STAGES:
        choice, bound = search.stage(name, share, choice)
        bounds.append(bound)
    values = search.values(choice)
    return choice, tuple(
        Stage(name, values[name], bound)
        for (name, _), bound in zip(STAGES, bounds, strict=True)
        if name != EARLY
    )


class _Search:
    """The model, and the stages run on it one after the other."""

    def __init__(self, problem: Problem, limits: Limits, progress: Progress) -> None:
        self.problem = problem
        self.limits = limits
        self.progress = progress
        self.model = cp_model.CpModel()
        self.pick = [
            [self.model.new_bool_var(f"x{i}_{k}") for k in range(len(unit.candidates))]
            for i, unit in enumerate(problem.units)
        ]
        self.skip = [self.model.new_bool_var(f"u{i}") for i in range(len(problem.units))]
        self.left = limits.seconds if limits.seconds is not None else limits.work
        for picks, skip in zip(self.pick, self.skip, strict=True):
            self.model.add_exactly_one([*picks, skip])
        self._nodes()
        self._links()
        self._teams()
        self._counts()
        self._order()
        self._pilot()
        self.objectives: Mapping[str, tuple[Any, float, float]] = {
            "unplanned": (self._unplanned(), 1.0, 0.0),
            "late_weeks": (self._late(), 1.0, 0.0),
            "room_weeks_open": self._room_weeks(),
            "soft_weeks_apart": (self._apart(), 1.0 / SOFT_SCALE, 0.0),
            EARLY: (self._early(), 1.0, 0.0),
        }

    # --- sums over candidates ----------------------------------------------------------------
    def _terms(
        self, amount: Callable[[int], int], chosen: Callable[[Candidate], bool]
    ) -> list[Any]:
        return [
            need * x
            for i, unit in enumerate(self.problem.units)
            if (need := amount(i))
            for c, x in zip(unit.candidates, self.pick[i], strict=True)
            if chosen(c)
        ]

    def _limit(self, terms: list[Any], limit: int) -> None:
        if terms:
            self.model.add(cp_model.LinearExpr.sum(terms) <= limit)

    def _nodes(self) -> None:
        """Rule 2. Use only grows, so the last week of every run of equal capacity is enough."""
        problem = self.problem
        for node, weeks in problem.capacity.items():
            for resource in range(3):
                for week in range(problem.weeks):
                    limit = weeks[week][resource]
                    last = week + 1 == problem.weeks or weeks[week + 1][resource] != limit
                    if limit is None or not last:
                        continue
                    self._limit(
                        self._terms(
                            lambda i, r=resource: problem.units[i].demand[r],
                            lambda c, n=node, w=week: (
                                c.node_id == n and c.week - problem.lead_weeks <= w
                            ),
                        ),
                        limit,
                    )

    def _links(self) -> None:
        """Rule 3. Copying in the order of cutovers, what is copied by the end of each week lies
        between what has cut over by then and what may have been begun by then."""
        for pool, limit in self.problem.links.items():
            total = sum(unit.copies.get(pool, 0) for unit in self.problem.units)
            if total <= limit:
                continue
            due = []
            copied_before: Any = 0
            for week in range(self.problem.weeks):
                gone = self.model.new_int_var(0, total, f"due_{pool}_{week}")
                now = cp_model.LinearExpr.sum(
                    self._terms(
                        lambda i: self.problem.units[i].copies.get(pool, 0),
                        lambda c, w=week: c.week == w,
                    )
                )
                self.model.add(gone == (due[-1] if due else 0) + now)
                due.append(gone)
            for week in range(self.problem.weeks):
                copied = self.model.new_int_var(0, total, f"copied_{pool}_{week}")
                self.model.add_linear_constraint(copied - copied_before, 0, limit)
                self.model.add(copied >= due[week])
                open_until = min(week + self.problem.copy_weeks, self.problem.weeks - 1)
                self.model.add(copied <= due[open_until])
                copied_before = copied

    def _weekly(self, amount: Callable[[int], int], limit: int) -> None:
        if sum(amount(i) for i in range(len(self.problem.units))) > limit:
            for week in range(self.problem.weeks):
                self._limit(self._terms(amount, lambda c, w=week: c.week == w), limit)

    def _teams(self) -> None:
        """Rule 4."""
        units = self.problem.units
        for pool, limit in self.problem.teams.items():
            self._weekly(lambda i, p=pool: units[i].effort.get(p, 0), limit)

    def _counts(self) -> None:
        """Rule 7, cutovers per county and in all."""
        units = self.problem.units
        for county in sorted({name for unit in units for name in unit.counties}):
            self._weekly(lambda i, c=county: units[i].counties.get(c, 0), self.problem.county_cap)
        self._weekly(lambda i: len(units[i].apps), self.problem.week_cap)

    def _order(self) -> None:
        """Rule 1. Whatever has cut over by a week, what comes before it has too or never does."""
        for first, later in self.problem.before:
            for week in sorted({c.week for c in self.problem.units[later].candidates}):
                self.model.add(self._by(later, week) <= self._by(first, week) + self.skip[first])
        for unit, other in self.problem.needs:
            self.model.add_implication(self.skip[other], self.skip[unit])

    def _by(self, index: int, week: int) -> Any:
        candidates = self.problem.units[index].candidates
        return cp_model.LinearExpr.sum(
            [x for c, x in zip(candidates, self.pick[index], strict=True) if c.week <= week]
        )

    def _week(self, index: int) -> Any:
        candidates = self.problem.units[index].candidates
        return cp_model.LinearExpr.sum(
            [c.week * x for c, x in zip(candidates, self.pick[index], strict=True)]
        )

    def _pilot(self) -> None:
        """Rule 7, pilot: ``first`` is the first week in which the others may cut over."""
        wait, weeks = self.problem.pilot_weeks, self.problem.weeks
        if wait is None:
            return
        first = self.model.new_int_var(0, weeks + wait, "first_after_pilot")
        for i, unit in enumerate(self.problem.units):
            planned = 1 - self.skip[i]
            if unit.pilot[0]:
                self.model.add(first >= self._week(i) + wait * planned)
            if unit.pilot[1]:
                self.model.add(self._week(i) + (weeks + wait) * self.skip[i] >= first)

    # --- objectives: an expression, and value = expression * scale + constant ------------------
    def _unplanned(self) -> Any:
        return cp_model.LinearExpr.weighted_sum(
            self.skip, [unit.weight for unit in self.problem.units]
        )

    def _late(self) -> Any:
        return cp_model.LinearExpr.sum(
            [
                c.late * x
                for unit, picks in zip(self.problem.units, self.pick, strict=True)
                for c, x in zip(unit.candidates, picks, strict=True)
                if c.late
            ]
        )

    def _room_weeks(self) -> tuple[Any, float, float]:
        problem = self.problem
        terms: list[Any] = []
        constant = 0
        divisor = math.gcd(*(room.cost for room in problem.rooms)) or 1
        for room in problem.rooms:
            cost = room.cost // divisor
            if room.stays or any(not problem.units[i].candidates for i in room.units):
                constant += cost * 7 * problem.weeks
                continue
            days = sorted(
                {problem.closes_after(c) for i in room.units for c in problem.units[i].candidates}
                | {7 * problem.weeks}
            )
            constant += cost * days[0] if room.units else 0
            for day, following in zip(days, days[1:], strict=False) if room.units else ():
                still = self.model.new_bool_var(f"open_{room.room_id}_{day}")
                terms.append(cost * (following - day) * still)
                for i in room.units:
                    done = [
                        x
                        for c, x in zip(problem.units[i].candidates, self.pick[i], strict=True)
                        if problem.closes_after(c) <= day
                    ]
                    self.model.add_bool_or([still, *done])
        scale = divisor / (7 * problem.cost_per_room_week)
        return cp_model.LinearExpr.sum(terms), scale, constant * scale

    def _apart(self) -> Any:
        weeks = self.problem.weeks
        terms = []
        for one, other, weight in self.problem.soft:
            apart = self.model.new_int_var(0, weeks, f"apart_{one}_{other}")
            free = weeks * (self.skip[one] + self.skip[other])
            self.model.add(apart >= self._week(one) - self._week(other) - free)
            self.model.add(apart >= self._week(other) - self._week(one) - free)
            terms.append(round(weight * SOFT_SCALE) * apart)
        return cp_model.LinearExpr.sum(terms)

    def _early(self) -> Any:
        return cp_model.LinearExpr.sum(
            [
                _distance(unit, c) * x
                for unit, picks in zip(self.problem.units, self.pick, strict=True)
                for c, x in zip(unit.candidates, picks, strict=True)
            ]
        )

    # --- stages ------------------------------------------------------------------------------
    def stage(self, name: str, share: float, known: Choice) -> tuple[Choice, float | None]:
        """Minimise one objective starting from a known plan, then hold the value reached."""
        expression, scale, constant = self.objectives[name]
        self.model.minimize(expression)
        self._hint(known)
        solver = self._solver(share)
        seen = _Seen(
            lambda value, bound: self.progress(
                name, value * scale + constant, bound * scale + constant
            )
        )
        status = _interruptible(solver, self.model, seen)
        self.left = max(0.0, self.left - self._spent(solver))
        if status in (cp_model.INFEASIBLE, cp_model.MODEL_INVALID):
            raise PlanError(
                "the scheduler refused its own first plan",
                f"stage {name}",
                "report this as a fault, with the project folder",
            )
        choice, bound = known, None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            choice = self._read(solver)
            least = (
                solver.objective_value
                if status == cp_model.OPTIMAL
                else math.ceil(solver.best_objective_bound - 1e-6)
            )
            bound = least * scale + constant
            self.model.add(expression <= round(solver.objective_value))
        else:
            self.model.add(expression <= self._worth(name, known))
        return choice, bound

    def _hint(self, known: Choice) -> None:
        self.model.clear_hints()
        for i, chosen in enumerate(known):
            self.model.add_hint(self.skip[i], chosen is None)
            for c, x in zip(self.problem.units[i].candidates, self.pick[i], strict=True):
                self.model.add_hint(x, c is chosen)

    def _solver(self, share: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self.limits.seed
        parameters.num_workers = self.limits.workers
        # Several workers give the same answer twice only when they take turns.
        parameters.interleave_search = self.limits.workers > 1
        parameters.catch_sigint_signal = False
        parameters.linearization_level = 2
        if self.limits.seconds is not None:
            parameters.max_time_in_seconds = max(0.1, self.left * share)
        else:
            parameters.max_deterministic_time = max(0.1, self.left * share)
        return solver

    def _spent(self, solver: cp_model.CpSolver) -> float:
        if self.limits.seconds is not None:
            return float(solver.wall_time)
        return float(solver.response_proto.deterministic_time)

    def _read(self, solver: cp_model.CpSolver) -> Choice:
        return tuple(
            next((c for c, x in zip(unit.candidates, picks, strict=True) if solver.value(x)), None)
            for unit, picks in zip(self.problem.units, self.pick, strict=True)
        )

    def _worth(self, name: str, choice: Choice) -> int:
        """Give an objective's whole-number value in a plan that the solver did not report."""
        _, scale, constant = self.objectives[name]
        return math.ceil((self.values(choice)[name] - constant) / scale - 1e-6)

    def values(self, choice: Choice) -> dict[str, float]:
        """Give the four objective values of a plan."""
        return objective_values(self.problem, choice)


def objective_values(problem: Problem, choice: Sequence[Candidate | None]) -> dict[str, float]:
    """Work out the four objectives of a choice by their definitions."""
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
        "unplanned": sum(u.weight for u, c in zip(problem.units, choice, strict=True) if not c),
        "late_weeks": sum(c.late for c in choice if c),
        "room_weeks_open": room_cost / (7 * problem.cost_per_room_week),
        "soft_weeks_apart": apart,
        EARLY: sum(_distance(u, c) for u, c in zip(problem.units, choice, strict=True) if c),
    }


def _distance(unit: Unit, candidate: Candidate) -> int:
    """Weigh a candidate among equals: a week outweighs every difference of nodes."""
    return len(unit.apps) * (len(NODE_ORDER) * candidate.week + candidate.remoteness)


class _Seen(cp_model.CpSolverSolutionCallback):
    """Tell of every better plan, and of what is proven so far."""

    def __init__(self, tell: Callable[[float, float], None]) -> None:
        super().__init__()
        self._tell = tell

    def on_solution_callback(self) -> None:
        self._tell(self.objective_value, self.best_objective_bound)


def _interruptible(solver: cp_model.CpSolver, model: cp_model.CpModel, seen: _Seen) -> Any:
    """Solve in a thread, so that Ctrl-C reaches Python at once and ends the search."""
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model, seen)
        try:
            return running.result()
        except BaseException:
            solver.stop_search()
            raise
