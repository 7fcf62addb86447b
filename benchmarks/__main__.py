"""Run all benchmarks, print the table, write docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.harness import Benchmark, machine, measure, table

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
TEXT = """# Benchmarks

Written by `make bench`. Each row compares two ways to the same result, in turn, in one run; medians
of the rounds. Read the ratios: absolute times are this machine's, at that moment.

Measured {date} on: {machine}

{table}
"""


def find() -> list[Benchmark]:
    """Give the ``BENCHMARK`` of every module of this package."""
    modules = [
        importlib.import_module(f"benchmarks.{m.name}")
        for m in pkgutil.iter_modules(benchmarks.__path__)
        if m.name not in ("harness", "__main__")
    ]
    return [module.BENCHMARK for module in modules]


def main() -> None:
    """Measure what was named on the command line, else everything."""
    chosen = set(sys.argv[1:])
    rows = []
    for benchmark in find():
        if not chosen or benchmark.name in chosen:
            print(f"{benchmark.name} …", file=sys.stderr, flush=True)
            rows.append(measure(benchmark))
    print(table(rows))
    if not chosen:
        today = dt.datetime.now(tz=dt.UTC).date().isoformat()
        DOCUMENT.write_text(
            TEXT.format(date=today, machine=machine(), table=table(rows)), encoding="utf-8"
        )


main()
