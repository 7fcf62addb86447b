"""The policies, by subject: to add one, add it to ``RULES`` of a module, or add a module."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from educloud.cloud.policies.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Give every policy, by its id."""
    modules = (one.name for one in pkgutil.iter_modules(__path__, f"{__name__}."))
    found = [rule for name in modules for rule in importlib.import_module(name).RULES]
    return tuple(sorted(found, key=lambda rule: rule.id))
