"""Check: whether a plan keeps the nine rules, worked out anew from the inventory.

Plain Python that shares no code with the scheduler: neither how it states the problem nor how it
sums. A plan of any origin can be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from educloud.inventory.models import Inventory
from educloud.migration.plan import Plan
from educloud.migration.rules.days import allowed_days
from educloud.migration.rules.facts import Facts, Violation
from educloud.migration.rules.loads import capacity, counts, links, pilot, teams
from educloud.migration.rules.moves import before, nodes, pins, together
from educloud.migration.rules.record import entries, figures, strategies
from educloud.migration.rules.rooms import closings

# One line here adds a rule to the checker.
RULES: tuple[Callable[[Facts], Iterator[Violation]], ...] = (
    together, before, capacity, links, teams, allowed_days, nodes, counts, pilot, pins, closings,
    entries, strategies, figures,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """All violations of a plan and the figures it really has."""

    violations: tuple[Violation, ...]
    kpi: Mapping[str, float | int | str | None]

    @property
    def valid(self) -> bool:
        """Tell whether no rule is broken."""
        return not self.violations


def check_plan(plan: Plan, inventory: Inventory) -> Verdict:
    """Check every rule and give all violations, in the order of the rules."""
    facts = Facts(plan, inventory)
    found = [violation for rule in RULES for violation in rule(facts)]
    return Verdict(tuple(sorted(found, key=lambda violation: violation.rule)), facts.kpi())
