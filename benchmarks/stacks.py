"""A province's stacks: side by side against one by one, nothing to change, how time grows."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.clouds import FAR_MS, SHIPPED, cloud, endpoint_at, project_of
from educloud.cloud.spec.load import load_stacks
from educloud.cloud.stacks import bring_up_stacks
from educloud.project import Project, open_project

PROGRAM = Path(sys.executable).with_name("educloud")
CITIES = ("410100", "410200", "410300", "410400", "410500", "410600", "410700", "410800", "410900",
          "411000", "411100", "411200", "411300", "411400", "411500", "411600", "411700",
          "419001")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One measured figure, as it is shown; ``limit`` is what is promised, empty for none."""

    what: str
    value: str
    limit: str = ""


def stack_lines() -> Iterator[Line]:
    """Measure everything about many stacks; takes some twenty minutes."""
    yield from _province()
    yield from _growth_of_stacks()
    yield from _growth_of_resources()


def stack_table(lines: Sequence[Line]) -> str:
    """Give the lines as a Markdown table."""
    rows = [f"| {one.what} | {one.value} | {one.limit} |" for one in lines]
    return "\n".join(["| | measured | limit |", "|---|---|---|", *rows])


def _province() -> Iterator[Line]:
    with cloud(FAR_MS) as url, endpoint_at(url), _whole() as project:
        one_by_one, resources, stacks = _up(project, parallel=1)
    with cloud(FAR_MS) as url, endpoint_at(url), _whole() as project:
        together, _, _ = _up(project)
    yield Line(
        f"Henan, {stacks} stacks, {resources} resources, {FAR_MS} ms to the cloud: "
        "side by side / one by one",
        f"{together:.0f} s / {one_by_one:.0f} s = **{together / one_by_one:.2f}**",
        "0.5",
    )
    with cloud() as url, endpoint_at(url), _whole() as project:
        first, _, _ = _up(project)
        again, memory = _again(project)
    yield Line("the same without delay, side by side", f"{first:.0f} s")
    yield Line("up --all again, nothing to change", f"{again:.1f} s", "30 s (20 stacks)")
    yield Line("its memory, all processes together", f"{memory:.0f} MiB", "2 GB")


@contextlib.contextmanager
def _whole() -> Iterator[Project]:
    with tempfile.TemporaryDirectory(prefix="educloud-bench-") as place:
        folder = Path(place)
        shutil.copy(SHIPPED / "educloud.yaml", folder)
        for name in ("inventory", "stacks"):
            shutil.copytree(SHIPPED / name, folder / name)
        yield open_project(folder)


def _up(project: Project, parallel: int = 4) -> tuple[float, int, int]:
    """Bring everything up; give seconds, resources and stacks."""
    begun = time.perf_counter()
    results = bring_up_stacks(project, at_once=parallel)
    took = time.perf_counter() - begun
    return took, sum(one.created for one in results), len(results)


def _again(project: Project) -> tuple[float, float]:
    """Run ``up --all`` as a command; give its seconds, and the peak of MiB of all its processes."""
    begun = time.perf_counter()
    command = [PROGRAM, "-C", project.folder, "cloud", "up", "--all", "--yes"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peak = [0.0]
        watching = threading.Thread(target=_watch, args=(process.pid, peak))
        watching.start()
        process.wait()
        watching.join()
    return time.perf_counter() - begun, peak[0]


def _watch(process: int, peak: list[float]) -> None:
    with contextlib.suppress(psutil.Error):
        first = psutil.Process(process)
        while first.is_running() and first.status() != psutil.STATUS_ZOMBIE:
            peak[0] = max(
                peak[0], sum(_memory(one) for one in (first, *first.children(recursive=True)))
            )
            time.sleep(0.2)


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except psutil.Error:
        return 0.0


def _growth_of_stacks() -> Iterator[Line]:
    times = []
    for count in (1, 5, 10, 18):
        names = [f"city-{code}" for code in CITIES[:count]]
        times.append((count, _bring_up(names, {})))
    yield Line(
        "nodes on their own, side by side: 1, 5, 10, 18",
        " · ".join(f"{count}: {seconds:.1f} s" for count, seconds in times),
        "near linear",
    )


def _growth_of_resources() -> Iterator[Line]:
    times = []
    for count in (50, 100, 200, 400):
        name = "city-410600"
        records = [
            {"name": f"r{number}", "type": "AAAA", "values": ["2001:db8::1"]}
            for number in range(count - 10)
        ]
        alone = {"dns": {"name": "hebi.edu.example", "records": records}}
        bare = {"zones": {"app": {"slot": 0}}, "pools": {}, "databases": {}, "shares": {},
                "buckets": [], "balancers": {}, "backup": None, "alarms": None,
                "platforms": {}}  # fmt: skip
        times.append((count, _bring_up([name], {name: {**bare, **alone}})))
    yield Line(
        "one stack of about 50, 100, 200, 400 resources",
        " · ".join(f"{count}: {seconds:.1f} s" for count, seconds in times),
        "near linear",
    )


def _bring_up(names: Sequence[str], more: Mapping[str, Mapping[str, object]]) -> float:
    with cloud() as url, endpoint_at(url), project_of(names, more) as project:
        load_stacks(project)
        return _up(project)[0]
