"""Rules C, in the order of their numbers; each stands in the module of its theme."""

from __future__ import annotations

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules import (
    cloud_data,
    cloud_moves,
    cloud_nodes,
    cloud_services,
)

_THEMES = (cloud_nodes, cloud_moves, cloud_data, cloud_services)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for theme in _THEMES for rule in theme.RULES), key=lambda rule: rule.id)
)
