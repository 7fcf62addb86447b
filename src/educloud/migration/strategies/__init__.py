"""What a migration strategy declares: a module here, a playbook and one entry point each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from educloud.errors import PlanError

if TYPE_CHECKING:
    from educloud.migration.moves import Destination, Move

# Gives a sentence when the move may not start, else None.
Precondition = Callable[["Move", "Destination"], str | None]


@dataclass(frozen=True, slots=True)
class Strategy:
    """How an application of this strategy is moved; phases are tags of the playbook, in order."""

    name: str
    playbook: str
    phases: tuple[str, ...]
    undo: str
    preconditions: tuple[Precondition, ...] = ()


def load_strategy(name: str) -> Strategy:
    """Give the strategy of this name; PlanError names those that there are."""
    found = {point.name: point for point in entry_points(group="educloud.strategies")}
    if name not in found:
        raise PlanError(
            f"no playbook carries out strategy {name!r}",
            "educloud.strategies",
            f"carried out are: {', '.join(sorted(found)) or 'none'}",
        )
    strategy: Strategy = found[name].load()
    return strategy


def phases_of(name: str) -> tuple[str, ...]:
    """Give the phases of a strategy in their order, without the one that undoes them."""
    return load_strategy(name).phases
