"""The rules, in one module per chapter: each has ``RULES``, a tuple of declarations."""

from __future__ import annotations

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules import cloud, network, reporting, security


def all_rules() -> tuple[Rule, ...]:
    """Give every rule: N, C, G, R, each in the order of its numbers."""
    return (*network.RULES, *cloud.RULES, *security.RULES, *reporting.RULES)
