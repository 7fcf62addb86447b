"""A resource type's life as the tests lead it: one declaration a type, in ``lifecycles/``.

``test_kinds.py`` leads all of them through the provider's verbs, ``test_lives.py`` through the
engine.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from educloud.cloud.declared import Declared, Ref, refs

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """One resource and what happens to it. References name other lives by ``name``."""

    kind: str
    name: str
    wanted: Properties
    # Laid over ``wanted``: changes in place; None when nothing of it can.
    changed: Properties | None
    # Laid over ``wanted``: makes it another resource; None when nothing does.
    replaced: Properties | None
    # What somebody does by hand, (api, id), and the properties that then differ; None: nothing
    # of it can be changed by hand.
    by_hand: Callable[[Any, str], object] | None = None
    drifted: frozenset[str] = frozenset()

    def declared(self, over: Properties | None = None) -> Declared:
        return Declared(self.kind, self.name, {**self.wanted, **(over or {})})


def all_lives() -> tuple[Life, ...]:
    """Every life in ``lifecycles/``, none before what it refers to."""
    found: dict[str, Life] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent / "lifecycles")]):
        for life in importlib.import_module(f"lifecycles.{module.name}").LIVES:
            assert life.name not in found, f"two lives are named {life.name}"
            found[life.name] = life
    ordered: dict[str, Life] = {}

    def add(name: str) -> None:
        if name not in ordered:
            life = found[name]
            for need in needed(life):
                add(need)
            ordered[name] = life

    for name in found:
        add(name)
    return tuple(ordered.values())


def needed(life: Life) -> tuple[str, ...]:
    everything = (life.wanted, life.changed or {}, life.replaced or {})
    return tuple(dict.fromkeys(one.resource for one in refs(everything)))


__all__ = ["Life", "Ref", "all_lives", "needed"]
