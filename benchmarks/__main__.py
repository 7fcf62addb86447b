"""Run all benchmarks, print the table, write docs/benchmarks.md."""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import benchmarks
from benchmarks.devices import device_lines
from benchmarks.harness import Benchmark, machine, measure, table
from benchmarks.province import measure_province, province_table
from benchmarks.stacks import Line, stack_lines, stack_table

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
TEXT = """# Benchmarks

Written by `make bench`. Each row compares two ways to the same result, in turn, in one run; medians
of the rounds. Read the ratios: absolute times are this machine's, at that moment.

Measured {date} on: {machine}

{table}

## A whole province

56,000 sites, 300,000 devices, 60,000 applications, all synthetic. Each command in a process of
its own; a limit is what is promised for two cores.

{province}

## The devices of a province

All synthetic; the running configurations are what was rendered, with lines changed and lost.

{devices}

## The stacks of a province

Against the embedded cloud, with a proxy before it that makes every call take longer where a
delay is named.

{stacks}
"""


def find() -> list[Benchmark]:
    """Give the ``BENCHMARK`` of every module of this package."""
    modules = [
        importlib.import_module(f"benchmarks.{m.name}")
        for m in pkgutil.iter_modules(benchmarks.__path__)
        if m.name
        not in (
            "changes",
            "clouds",
            "devices",
            "harness",
            "judged",
            "province",
            "stacks",
            "__main__",
        )
    ]
    return [module.BENCHMARK for module in modules]


def _lines(name: str, take: Callable[[], Iterable[Line]], chosen: set[str]) -> list[Line]:
    """Measure a part unless others alone were asked for; print its lines as they come."""
    taken: list[Line] = []
    if chosen and name not in chosen:
        return taken
    for line in take():
        print(f"{line.what}: {line.value}", file=sys.stderr, flush=True)
        taken.append(line)
    print(stack_table(taken))
    return taken


def main() -> None:
    """Measure what was named on the command line, else everything."""
    chosen = set(sys.argv[1:])
    rows = []
    for benchmark in find():
        if not chosen or benchmark.name in chosen:
            print(f"{benchmark.name} …", file=sys.stderr, flush=True)
            rows.append(measure(benchmark))
    print(table(rows))
    taken = []
    if not chosen or "province" in chosen:
        for one in measure_province():
            print(f"{one.figure.name}: {one.seconds:.1f} s", file=sys.stderr, flush=True)
            taken.append(one)
        print(province_table(taken))
    devices = _lines("devices", device_lines, chosen)
    lines = _lines("stacks", stack_lines, chosen)
    if not chosen:
        today = dt.datetime.now(tz=dt.UTC).date().isoformat()
        text = TEXT.format(
            date=today,
            machine=machine(),
            table=table(rows),
            province=province_table(taken),
            devices=stack_table(devices),
            stacks=stack_table(lines),
        )
        DOCUMENT.write_text(text, encoding="utf-8")


main()
