"""How figures of rules are written for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from educloud.reports.compliance.rules.logic import at_least

VERDICTS = ((True, "满足"), (False, "不满足"), (None, "未知"))


def tally_text(verdicts: Iterable[bool | None]) -> str:
    """Write how many verdicts are of each kind."""
    return counted_text(Counter(verdicts))


def tally_of(values: Iterable[float | None], floor: float) -> str:
    """Write how many values reach a floor; few different ones stand in very many rows."""
    counts: Counter[bool | None] = Counter()
    for value, number in Counter(values).items():
        counts[at_least(value, floor)] += number
    return counted_text(counts)


def counted_text(counts: Mapping[bool | None, int]) -> str:
    """Write counted verdicts."""
    return "、".join(f"{word} {counts.get(verdict, 0)}" for verdict, word in VERDICTS)


def sum_text(values: Iterable[float | None], unit: str) -> str:
    """Write a sum, and of how many values it lacks."""
    numbers = list(values)
    known = [number for number in numbers if number is not None]
    if not known:
        return "未知"
    missing = len(numbers) - len(known)
    return f"{sum(known):g} {unit}" + (f"（另有 {missing} 项未知）" if missing else "")
