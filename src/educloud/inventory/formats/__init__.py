"""The foreign formats that can be imported, one module each: a ``FORMAT``; found by listing."""

from __future__ import annotations

import importlib
import pkgutil

from educloud.inventory.importing.draft import Format


def formats() -> dict[str, Format]:
    """Give every format by its name."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    found: list[Format] = [module.FORMAT for module in modules]
    return {one.name: one for one in found}
