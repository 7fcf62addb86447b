"""How a benchmark is measured: both ways in turn, medians, and the ratio of each pair."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Way = Callable[[], object]


@dataclass(frozen=True)
class Benchmark:
    """Two ways to the same result: ``prepare`` gives both, ready to be called."""

    name: str
    ours: str
    other: str
    prepare: Callable[[], Pair]
    rounds: int = 5


@dataclass(frozen=True)
class Pair:
    """Ours and the other way; ``close`` ends what they needed; ``note`` says what else was seen."""

    ours: Way
    other: Way
    close: Callable[[], None] = lambda: None
    note: Callable[[], str] = lambda: ""


@dataclass(frozen=True)
class Row:
    """A measured benchmark: medians in seconds, ``ratio`` = other / ours, pair by pair."""

    name: str
    ours: str
    ours_seconds: float
    other: str
    other_seconds: float
    ratio: float
    lowest: float
    highest: float
    note: str


def measure(benchmark: Benchmark) -> Row:
    """Time both ways in turn, after one round that does not count where rounds are many."""
    pair = benchmark.prepare()
    try:
        if benchmark.rounds > 1:
            pair.ours()
            pair.other()
        times = [(_seconds(pair.ours), _seconds(pair.other)) for _ in range(benchmark.rounds)]
        note = pair.note()
    finally:
        pair.close()
    ratios = [other / ours for ours, other in times]
    return Row(
        benchmark.name,
        benchmark.ours,
        statistics.median(ours for ours, _ in times),
        benchmark.other,
        statistics.median(other for _, other in times),
        statistics.median(ratios),
        min(ratios),
        max(ratios),
        note,
    )


def machine() -> str:
    """Describe the machine in one line: processor, cores, memory, system, Python."""
    model = (
        next(
            (
                line.split(":", 1)[1].strip()
                for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
                if line.startswith("model name")
            ),
            platform.machine(),
        )
        if Path("/proc/cpuinfo").exists()
        else platform.machine()
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def table(rows: list[Row]) -> str:
    """Give the rows as a Markdown table."""
    head = (
        "| benchmark | ours | s | compared with | s | other / ours (min–max) | seen |\n"
        "|---|---|---|---|---|---|---|"
    )
    lines = [
        f"| {row.name} | {row.ours} | {row.ours_seconds:.3f} | {row.other} "
        f"| {row.other_seconds:.3f} | **{row.ratio:.2g}** ({row.lowest:.2g}–{row.highest:.2g}) "
        f"| {row.note} |"
        for row in rows
    ]
    return "\n".join([head, *lines])


def _seconds(way: Way) -> float:
    before = time.perf_counter()
    way()
    return time.perf_counter() - before
