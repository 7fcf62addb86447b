"""Rules N: the private network and campus networks, in the order of their numbers."""

from __future__ import annotations

from educloud.reports.compliance.rule import Rule
from educloud.reports.compliance.rules import (
    network_access,
    network_backbone,
    network_campus,
    network_ipv6,
    network_lines,
    network_norms,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *network_lines.RULES,
            *network_backbone.RULES,
            *network_ipv6.RULES,
            *network_campus.RULES,
            *network_norms.RULES,
            *network_access.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
