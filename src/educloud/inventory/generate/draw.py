"""Reproducible draws: the same seed and name give the same row of values on every machine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import floor
from typing import TypeVar

Value = TypeVar("Value")

YES, NO = "yes", "no"


class Draw:
    """A source of chance of its own for each table, so that one table does not shift another."""

    def __init__(self, *names: object) -> None:
        # Seeded by text: random hashes it with SHA-512, independent of PYTHONHASHSEED.
        self.part = random.Random("/".join(map(str, names))).random  # noqa: S311  no secret

    def yes(self, share: float) -> bool:
        """Tell whether a draw falls into ``share``, 0..1."""
        return self.part() < share

    def one_of(self, options: Sequence[Value]) -> Value:
        """Give one of ``options``, each as likely; repeat one to make it likelier."""
        return options[int(self.part() * len(options))]

    def whole(self, low: int, high: int) -> int:
        """Give a whole number, both ends included."""
        return low + int(self.part() * (high - low + 1))

    def between(self, low: float, high: float, digits: int = 2) -> float:
        """Give a number rounded to ``digits``."""
        return round(low + (high - low) * self.part(), digits)

    def day(self, first: dt.date, last: dt.date) -> str:
        """Give a day in ISO form, both ends included."""
        return _iso(self.whole(first.toordinal(), last.toordinal()))

    def known(self, value: Value, unknown: float) -> Value | None:
        """Give ``value``, or None in the share ``unknown`` of all cases."""
        return None if self.part() < unknown else value

    def truth(self, share: float, unknown: float = 0.0) -> str | None:
        """Give yes in ``share`` of the known cases, no in the others, None when unknown."""
        if self.part() < unknown:
            return None
        return YES if self.part() < share else NO

    def shuffled(self, options: Sequence[Value]) -> list[Value]:
        """Give ``options`` in another order."""
        return [option for _, option in sorted(((self.part(), o) for o in options), key=_first)]

    def apportion(self, total: int, weights: Sequence[float]) -> list[int]:
        """Cut ``total`` into whole parts, each within one of its due by weight; all in sum."""
        return list(_cut(total, weights, self.part()))


def _cut(total: int, weights: Sequence[float], offset: float) -> Iterator[int]:
    """Round the running sum, not the parts: no part is wrong by more than one, the sum is right."""
    running = list(accumulate(weights))
    below = 0
    for sofar in running:
        reached = floor(total * (sofar / running[-1]) + offset)
        yield reached - below
        below = reached


def _first(pair: tuple[float, object]) -> float:
    return pair[0]


@cache
def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()
