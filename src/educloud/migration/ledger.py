"""Ledger: what a partial plan already uses, and what stands in the way of one more candidate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from educloud.migration.models import RESOURCES, Candidate, Problem, Reason, Unit


class Ledger:
    """A partial plan that can be asked and extended.

    ``choice`` holds one candidate per unit, None while it is not planned.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.choice: list[Candidate | None] = [None] * len(problem.units)
        self._nodes = {node: [[0] * problem.weeks for _ in RESOURCES] for node in problem.capacity}
        self._copies = {pool: [0] * problem.weeks for pool in problem.links}
        self._hours = {pool: [0] * problem.weeks for pool in problem.teams}
        self._counties: dict[int, Counter[str]] = defaultdict(Counter)
        self._total = [0] * problem.weeks
        self._earlier: dict[int, list[int]] = defaultdict(list)
        self._later: dict[int, list[int]] = defaultdict(list)
        for first, later in problem.before:
            self._earlier[later].append(first)
            self._later[first].append(later)
        self._needs: dict[int, list[int]] = defaultdict(list)
        for unit, other in problem.needs:
            self._needs[unit].append(other)

    def add(self, index: int, candidate: Candidate) -> None:
        """Enter a unit; what it takes is no longer free."""
        self._enter(index, candidate, 1)
        self.choice[index] = candidate

    def remove(self, index: int) -> None:
        """Take a unit out again."""
        candidate = self.choice[index]
        if candidate:
            self._enter(index, candidate, -1)
            self.choice[index] = None

    def _enter(self, index: int, candidate: Candidate, sign: int) -> None:
        unit, week = self.problem.units[index], candidate.week
        if candidate.node_id:
            for used, need in zip(self._nodes[candidate.node_id], unit.demand, strict=True):
                for later in range(max(0, week - self.problem.lead_weeks), self.problem.weeks):
                    used[later] += sign * need
        for pool, gb in unit.copies.items():
            self._copies[pool][week] += sign * gb
        for pool, hours in unit.effort.items():
            self._hours[pool][week] += sign * hours
        for county, count in unit.counties.items():
            self._counties[week][county] += sign * count
        self._total[week] += sign * len(unit.apps)

    def fits(self, index: int, candidate: Candidate) -> bool:
        """Tell whether a unit can be entered so."""
        return next(self.obstacles(index, candidate), None) is None

    def obstacles(self, index: int, candidate: Candidate) -> Iterator[Reason]:
        """Give every rule that forbids entering a unit so, given what is entered already."""
        unit = self.problem.units[index]
        yield from self._counts(unit, candidate.week)
        yield from self._teams(unit, candidate.week)
        yield from self._partners(index, unit, candidate.week)
        yield from self._pilot(unit, candidate.week)
        yield from self._node(unit, candidate)
        yield from self._links(unit, candidate.week)

    def _counts(self, unit: Unit, week: int) -> Iterator[Reason]:
        if self._total[week] + len(unit.apps) > self.problem.week_cap:
            yield Reason("week_limit", f"每周最多切换{self.problem.week_cap}个应用")
        for county, count in unit.counties.items():
            if self._counties[week][county] + count > self.problem.county_cap:
                yield Reason(
                    "county_week_limit", f"{county} 每周最多切换{self.problem.county_cap}个应用"
                )

    def _teams(self, unit: Unit, week: int) -> Iterator[Reason]:
        for pool, hours in unit.effort.items():
            limit = self.problem.teams[pool]
            if self._hours[pool][week] + hours > limit:
                yield Reason("team_capacity", f"{pool} 的队伍每周{limit / 1000:g}小时已排满")

    def _partners(self, index: int, unit: Unit, week: int) -> Iterator[Reason]:
        units = self.problem.units
        for other in self._needs[index]:
            if self.choice[other] is None:
                yield Reason("partner_unplanned", f"须与 {units[other].name} 一起,而后者未安排")
        bounds = [(o, False) for o in self._earlier[index]] + [
            (o, True) for o in self._later[index]
        ]
        for other, comes_later in bounds:
            placed = self.choice[other]
            if placed is None:
                continue
            if (placed.week < week) if comes_later else (placed.week > week):
                pinned = unit.pinned or units[other].pinned
                word = "pin_conflict" if pinned else "dependency_order"
                order = "不晚于" if comes_later else "不早于"
                cause = ";其中有指定周次" if pinned else ""
                yield Reason(
                    word, f"{', '.join(unit.apps)} 须{order} {', '.join(units[other].apps)}{cause}"
                )

    def _pilot(self, unit: Unit, week: int) -> Iterator[Reason]:
        wait = self.problem.pilot_weeks
        if wait is None:
            return
        placed = [
            (other, choice.week)
            for other, choice in zip(self.problem.units, self.choice, strict=True)
            if choice
        ]
        inside = [when for other, when in placed if other.pilot[0]]
        outside = [when for other, when in placed if other.pilot[1]]
        inside += [week] if unit.pilot[0] else []
        outside += [week] if unit.pilot[1] else []
        if inside and outside and min(outside) < max(inside) + wait:
            yield Reason("pilot_first", f"试点区划最后一个应用切换{wait}周后,其他区划才能切换")

    def _node(self, unit: Unit, candidate: Candidate) -> Iterator[Reason]:
        node = candidate.node_id
        if node is None:
            return
        limits = self.problem.capacity[node]
        for position, need in enumerate(unit.demand):
            used = self._nodes[node][position]
            for week in range(max(0, candidate.week - self.problem.lead_weeks), self.problem.weeks):
                limit = limits[week][position]
                if limit is not None and used[week] + need > limit:
                    yield Reason("node_capacity", f"{node} 的{RESOURCES[position]}容量不足")
                    break

    def _links(self, unit: Unit, week: int) -> Iterator[Reason]:
        for pool, gb in unit.copies.items():
            due = list(self._copies[pool])
            due[week] += gb
            if copy_weeks(due, self.problem.links[pool], self.problem.copy_weeks) is None:
                yield Reason("link_too_thin", f"{pool} 的链路在复制期内已排满")


def copy_weeks(due: list[int], limit: int, window: int) -> list[int] | None:
    """Give the least that must be copied by the end of each week, or None when it cannot be.

    ``due[w]`` is what cuts over in week ``w`` and may be copied from ``w - window`` on, at most
    ``limit`` a week. Counted from the end, each week copies what later weeks cannot.
    """
    total = len(due)
    ahead = 0  # must be copied before the week at hand
    demanded = [0] * total
    for week in reversed(range(total)):
        demanded[week] = due[week] + ahead
        ahead = max(0, demanded[week] - limit)
        # What is left over may lie at most `window` weeks before its cutover.
        if ahead > sum(due[week : min(total, week + window)]) or (week == 0 and ahead):
            return None
    return demanded
