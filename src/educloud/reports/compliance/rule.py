"""What a rule declares: where it is written, whom it concerns, and how one row is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from educloud.reports.compliance.situation import Situation


@dataclass(frozen=True, slots=True)
class Whole:
    """The province as one row, for rules about a sum: ``reached`` of ``wanted``, None = unknown."""

    division_code: str
    id: str
    reached: float | None
    wanted: float | None = None
    since: dt.date | None = None

    @property
    def holds(self) -> bool | None:
        """Tell whether the sum is reached; None when nobody knows."""
        if self.reached is None:
            return None
        return self.wanted is None or self.reached >= self.wanted


@dataclass(frozen=True, slots=True)
class Rule:
    """One requirement of a policy document.

    ``rows`` gives those concerned (records with ``division_code``, devices, or ``Whole``);
    ``holds`` judges one: True, False, or None for unknown, which never counts as satisfied.
    ``since`` tells from which day on a row holds, where that is known. ``figures`` adds numbers
    for readers (label -> text). ``basis`` says in Chinese how the rule is read.
    """

    id: str
    item: str  # a few Chinese words
    document: str  # S0 … S4, as in the profile's documents
    quote: str
    use: str  # P plan, B build, V verify, R report
    entity: str  # Chinese: whom it counts, e.g. 学校
    basis: str
    rows: Callable[[Situation], Iterable[Any]]
    holds: Callable[[Any, Situation], bool | None]
    due: dt.date | None = None
    since: Callable[[Any, Situation], dt.date | None] | None = None
    figures: Callable[[Situation], dict[str, str]] | None = None
