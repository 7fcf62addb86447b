"""What moto answers untruly, put right: one module per service, nothing elsewhere works around it.

Each module has ``corrections()``, which gives what to put in the place of what: the owner (a class
or module of moto's), the name of its attribute, and a function that makes the truth out of what
stands there (None where moto has nothing). A correction draws random values from moto's own source
alone (``mock_random``), or the journal could not be played back.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

Correction = tuple[Any, str, Callable[[Any], Any]]


def tell_the_truth() -> None:
    """Correct moto in this process, once."""
    for owner, name, truth in _corrections():
        setattr(owner, name, truth(getattr(owner, name, None)))


def _corrections() -> Iterable[Correction]:
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        yield from importlib.import_module(module.name).corrections()
