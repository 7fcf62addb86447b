"""The resource types of the provider: one module each, found by listing this package.

To add a type, add a module here with a ``Kind`` in it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from educloud.cloud.resources.kind import Kind

PACKAGE = "educloud"


def load_kinds() -> Mapping[str, Kind]:
    """Give every resource type by its name."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Kind):
                found[value.name] = value
    return found


def token(kind: Kind) -> str:
    """Give the type token by which the engine knows a resource type."""
    return f"{PACKAGE}:index:{kind.name}"
