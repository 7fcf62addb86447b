"""The resource types of the EC2 family: one module each, found by listing this package.

To add a type, add a module here with a ``Kind`` in it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from educloud.cloud.provider.kind import Kind


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Give every resource type by its name."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Kind):
                found[value.name] = value
    return found
