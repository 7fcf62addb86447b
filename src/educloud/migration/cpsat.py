"""The planning problem as a CP-SAT model: one choice per unit, the rules, the objectives.

A rule here is a method named after it; ``educloud.migration.rules`` checks the same rule anew.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from educloud.migration.models import Candidate, Problem, Unit
from educloud.migration.surroundings import NODE_ORDER

Choice = tuple[Candidate | None, ...]
EARLY = "early"  # no stage of the plan file: of equal plans the sooner one, on nearer nodes
SOFT_SCALE = 1000
total = cp_model.LinearExpr.sum


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective: a whole-number expression; its value is ``expression * scale + constant``."""

    expression: Any
    scale: float = 1.0
    constant: float = 0.0

    def value(self, whole: float) -> float:
        """Give the value that a whole number of the expression stands for."""
        return whole * self.scale + self.constant

    def whole(self, value: float) -> int:
        """Give the whole number of a value, rounded up."""
        return math.ceil((value - self.constant) / self.scale - 1e-6)


class ScheduleModel:
    """Variables and rules; ``pick[unit][candidate]`` and ``skip[unit]`` are the choices."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model: Any = cp_model.CpModel()
        self.pick = [
            [self.model.new_bool_var(f"x{i}_{k}") for k in range(len(unit.candidates))]
            for i, unit in enumerate(problem.units)
        ]
        self.skip = [self.model.new_bool_var(f"u{i}") for i in range(len(problem.units))]
        self._by_week: list[list[tuple[int, Candidate, Any]]] = [[] for _ in range(problem.weeks)]
        for i, unit in enumerate(problem.units):
            self.model.add_exactly_one([*self.pick[i], self.skip[i]])
            for candidate, picked in zip(unit.candidates, self.pick[i], strict=True):
                self._by_week[candidate.week].append((i, candidate, picked))
        self._together()
        self._before()
        self._nodes()
        self._links()
        self._teams()
        self._counts()
        self._pilot()
        self.goals = {
            "unplanned": Goal(total([u.weight * s for u, s in self._units_and(self.skip)])),
            "late_weeks": Goal(self._sum(lambda _, c: c.late)),
            "room_weeks_open": self._room_weeks(),
            "soft_weeks_apart": Goal(self._apart(), 1 / SOFT_SCALE),
            EARLY: Goal(self._sum(distance)),
        }

    # --- sums ----------------------------------------------------------------------------------
    def _units_and(self, variables: Sequence[Any]) -> Iterable[tuple[Unit, Any]]:
        return zip(self.problem.units, variables, strict=True)

    def _sum(self, amount: Callable[[Unit, Candidate], int]) -> Any:
        return total([
            amount(unit, candidate) * picked
            for unit, picks in self._units_and(self.pick)
            for candidate, picked in zip(unit.candidates, picks, strict=True)
            if amount(unit, candidate)
        ])  # fmt: skip

    def _use(self, amounts: Sequence[int], weeks: range, node: str | None = None) -> Any:
        """Give what cutovers in some weeks take, on one node or on whatever."""
        return total([
            amounts[i] * picked
            for week in weeks
            for i, candidate, picked in self._by_week[week]
            if amounts[i] and (node is None or candidate.node_id == node)
        ])  # fmt: skip

    def _by(self, index: int, week: int) -> Any:
        """Give 1 when a unit has cut over by the end of a week, else 0."""
        candidates = self.problem.units[index].candidates
        return total([
            x for c, x in zip(candidates, self.pick[index], strict=True) if c.week <= week
        ])  # fmt: skip

    def _week(self, index: int) -> Any:
        """Give the week of a unit, 0 when it is not planned."""
        candidates = self.problem.units[index].candidates
        return total([c.week * x for c, x in zip(candidates, self.pick[index], strict=True)])

    # --- rule 1 --------------------------------------------------------------------------------
    def _together(self) -> None:
        """Make a group stay when an application held together with it stays."""
        for unit, other in self.problem.needs:
            self.model.add_implication(self.skip[other], self.skip[unit])

    def _before(self) -> None:
        """Whatever has cut over by a week, what comes before it has too, or never does."""
        for first, later in self.problem.before:
            for week in sorted({c.week for c in self.problem.units[later].candidates}):
                done_or_never = total([self._by(first, week), self.skip[first]])
                self.model.add(self._by(later, week) <= done_or_never)

    # --- rule 2 --------------------------------------------------------------------------------
    def _nodes(self) -> None:
        """Use only grows, so the last week of every run of equal capacity is enough."""
        for node, weeks in self.problem.capacity.items():
            for resource in range(3):
                limits = [limit[resource] for limit in weeks]
                amounts = [unit.demand[resource] for unit in self.problem.units]
                for week, limit in enumerate(limits):
                    last = week + 1 == len(limits) or limits[week + 1] != limit
                    if limit is not None and last:
                        until = min(self.problem.weeks, week + self.problem.lead_weeks + 1)
                        self.model.add(self._use(amounts, range(until), node) <= limit)

    # --- rule 3 --------------------------------------------------------------------------------
    def _links(self) -> None:
        """Keep what is copied between what has cut over and what may have been begun.

        Copying in the order of cutovers loses nothing, since every copy may begin equally long
        before its cutover; so the sums up to each week are enough.
        """
        weeks = self.problem.weeks
        for pool, limit in self.problem.links.items():
            amounts = [unit.copies.get(pool, 0) for unit in self.problem.units]
            if sum(amounts) <= limit:
                continue
            due = [self.model.new_int_var(0, sum(amounts), f"due_{pool}_{w}") for w in range(weeks)]
            copied = [
                self.model.new_int_var(0, sum(amounts), f"copied_{pool}_{w}") for w in range(weeks)
            ]
            for week in range(weeks):
                now = self._use(amounts, range(week, week + 1))
                self.model.add(due[week] == total([now, *due[:week][-1:]]))
                before = copied[week - 1] if week else 0
                self.model.add_linear_constraint(copied[week] - before, 0, limit)
                self.model.add(copied[week] >= due[week])
                begun = min(week + self.problem.copy_weeks, weeks - 1)
                self.model.add(copied[week] <= due[begun])

    # --- rules 4 and 7 -------------------------------------------------------------------------
    def _teams(self) -> None:
        for pool, limit in self.problem.teams.items():
            self._weekly([unit.effort.get(pool, 0) for unit in self.problem.units], limit)

    def _counts(self) -> None:
        units = self.problem.units
        for county in sorted({name for unit in units for name in unit.counties}):
            counts = [unit.counties.get(county, 0) for unit in units]
            self._weekly(counts, self.problem.county_cap)
        self._weekly([len(unit.apps) for unit in units], self.problem.week_cap)

    def _weekly(self, amounts: Sequence[int], limit: int) -> None:
        if sum(amounts) > limit:
            for week in range(self.problem.weeks):
                self.model.add(self._use(amounts, range(week, week + 1)) <= limit)

    def _pilot(self) -> None:
        wait, weeks = self.problem.pilot_weeks, self.problem.weeks
        if wait is None:
            return
        free_from = self.model.new_int_var(0, weeks + wait, "free_from")
        for i, unit in enumerate(self.problem.units):
            if unit.pilot[0]:
                ended = total([self._week(i), -wait * self.skip[i]])
                self.model.add(free_from >= ended + wait)
            if unit.pilot[1]:
                begun = total([self._week(i), (weeks + wait) * self.skip[i]])
                self.model.add(begun >= free_from)

    # --- objectives ----------------------------------------------------------------------------
    def _room_weeks(self) -> Goal:
        """Pay for a room from one possible closing day to the next while anything is left in it."""
        problem = self.problem
        divisor = math.gcd(*(room.cost for room in problem.rooms)) or 1
        terms: list[Any] = []
        constant = 0
        for room in problem.rooms:
            cost, never = room.cost // divisor, 7 * problem.weeks
            stuck = any(not problem.units[i].candidates for i in room.units)
            if room.stays or stuck:
                constant += cost * never
                continue
            days = sorted({
                problem.closes_after(c) for i in room.units for c in problem.units[i].candidates
            } | ({never} if room.units else {0}))  # fmt: skip
            constant += cost * days[0]
            for day, following in itertools.pairwise(days):
                occupied = self.model.new_bool_var(f"occupied_{room.room_id}_{day}")
                terms.append(cost * (following - day) * occupied)
                for i in room.units:
                    left = [
                        x
                        for c, x in zip(problem.units[i].candidates, self.pick[i], strict=True)
                        if problem.closes_after(c) <= day
                    ]
                    self.model.add_bool_or([occupied, *left])
        scale = divisor / (7 * problem.cost_per_room_week)
        return Goal(total(terms), scale, constant * scale)

    def _apart(self) -> Any:
        weeks = self.problem.weeks
        terms = []
        for one, other, weight in self.problem.soft:
            apart = self.model.new_int_var(0, weeks, f"apart_{one}_{other}")
            free = [weeks * self.skip[one], weeks * self.skip[other]]
            first, second = self._week(one), self._week(other)
            self.model.add(total([apart, second, *free]) >= first)
            self.model.add(total([apart, first, *free]) >= second)
            terms.append(round(weight * SOFT_SCALE) * apart)
        return total(terms)

    # --- plans in and out ----------------------------------------------------------------------
    def hint(self, known: Choice) -> None:
        """Let the next search begin with a known plan."""
        self.model.clear_hints()
        for i, chosen in enumerate(known):
            self.model.add_hint(self.skip[i], chosen is None)
            for c, x in zip(self.problem.units[i].candidates, self.pick[i], strict=True):
                self.model.add_hint(x, c is chosen)

    def read(self, solver: cp_model.CpSolver) -> Choice:
        """Give the plan that a solver found."""
        return tuple(
            next((c for c, x in zip(unit.candidates, picks, strict=True) if solver.value(x)), None)
            for unit, picks in self._units_and(self.pick)
        )


def distance(unit: Unit, candidate: Candidate) -> int:
    """Weigh a candidate among equals: a week outweighs every difference of nodes."""
    return len(unit.apps) * (len(NODE_ORDER) * candidate.week + candidate.remoteness)
