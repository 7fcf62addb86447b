"""Rules G: see ``rule.py`` for what a rule declares."""

from __future__ import annotations

from educloud.reports.compliance.rule import Rule

RULES: tuple[Rule, ...] = ()
