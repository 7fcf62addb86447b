"""Three-valued logic of rules: True, False, and None for "nobody knows".

What is known decides as soon as it can: one failing condition fails the whole, whatever else is
unknown; but nothing is satisfied while a fact it needs is unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache


def all_of(*verdicts: bool | None) -> bool | None:
    """Give False when one fails, else None when one is unknown, else True."""
    if False in verdicts:
        return False
    return None if None in verdicts else True


def any_of(*verdicts: bool | None) -> bool | None:
    """Give True when one holds, else None when one is unknown, else False."""
    if True in verdicts:
        return True
    return None if None in verdicts else False


def negated(verdict: bool | None) -> bool | None:  # noqa: FBT001  a verdict, not a switch
    """Give the opposite; unknown stays unknown."""
    return None if verdict is None else not verdict


def known(value: object) -> bool:
    """Tell whether a fact is known at all."""
    return value is not None


def at_least(value: float | None, floor: float | None) -> bool | None:
    """Tell whether ``value`` reaches ``floor``; None when either is unknown."""
    if value is None or floor is None:
        return None
    return value >= floor


def at_most(value: float | None, ceiling: float | None) -> bool | None:
    """Tell whether ``value`` stays within ``ceiling``; None when either is unknown."""
    if value is None or ceiling is None:
        return None
    return value <= ceiling


def equals(value: object, wanted: object) -> bool | None:
    """Tell whether ``value`` is ``wanted``; None when it is unknown."""
    return None if value is None else value == wanted


def one_of(value: object, allowed: Collection[object]) -> bool | None:
    """Tell whether ``value`` is among those allowed; None when it is unknown."""
    return None if value is None else value in allowed


@lru_cache(maxsize=4096)  # few different lists stand in very many rows
def words(parts: tuple[str, ...] | None) -> frozenset[str] | None:
    """Give a listed set in small letters, as rules compare it; unknown stays unknown."""
    return None if parts is None else frozenset(part.lower() for part in parts)


@lru_cache(maxsize=4096)
def holds_all(parts: tuple[str, ...] | None, wanted: tuple[str, ...]) -> bool | None:
    """Tell whether a listed set has all of ``wanted``; None when the list is unknown."""
    listed = words(parts)
    return None if listed is None else listed.issuperset(wanted)


def begun(day: dt.date | None, as_of: dt.date) -> bool:
    """Give False when ``day`` is known to come only after ``as_of``, else True.

    A state whose first day is unknown is taken as it stands in the inventory.
    """
    return day is None or day <= as_of


def share_reaches(satisfied: int, unknown: int, total: int, wanted: float) -> bool | None:
    """Tell whether a share reaches ``wanted`` whatever the unknown ones turn out to be.

    None when they decide it, or when there is nothing to take a share of.
    """
    if total == 0:
        return None
    if satisfied >= wanted * total:
        return True
    return None if satisfied + unknown >= wanted * total else False
