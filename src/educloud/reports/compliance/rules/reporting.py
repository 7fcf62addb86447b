"""Rules R, in the order of their numbers; each stands in the module of its theme."""

from __future__ import annotations

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules import reporting_schools, reporting_units

RULES: tuple[Rule, ...] = tuple(
    sorted((*reporting_schools.RULES, *reporting_units.RULES), key=lambda rule: rule.id)
)
