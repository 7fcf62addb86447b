"""A province's devices: render, read and compare 10,000 of them, and how time grows with a text."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.diff import configuration
from benchmarks.stacks import Line
from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform
from educloud.network.render import render_device
from educloud.network.rollout import read_inputs
from educloud.project import open_project

PROGRAM = Path(sys.executable).with_name("educloud")
DEVICES = 10_000
SCALE = 0.05  # of Henan: some 15,000 devices
PROCESSES = 2
BATCH = 250


def device_lines() -> Iterator[Line]:
    """Measure what concerns many devices and long texts; takes some three minutes."""
    with tempfile.TemporaryDirectory(prefix="educloud-bench-") as place:
        folder = Path(place) / "p"
        command = [PROGRAM, "inventory", "generate", "--profile", "henan", "--scale", str(SCALE)]
        subprocess.run([*command, "--out", folder], check=True, capture_output=True)
        subprocess.run([PROGRAM, "-C", folder, "ipv6", "plan"], check=True, capture_output=True)
        yield from _many(folder)
    yield from _growth()


def _many(folder: Path) -> Iterator[Line]:
    inventory, _ = read_inputs(open_project(folder))
    names = [name for name, one in inventory.devices.items() if one.role != "onu"][:DEVICES]
    compare = partial(_compare, folder)
    batches = [names[at : at + BATCH] for at in range(0, len(names), BATCH)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(compare, [names[:1]] * PROCESSES))  # both have read the inventory
        begun = time.perf_counter()
        results = list(pool.map(compare, batches))
        took = time.perf_counter() - begun
    done, commands, lines = (sum(one[n] for one in results) for n in range(3))
    early = max(one[3] for one in islice(results, len(results) // 5))
    late = max(one[3] for one in results)
    yield Line(
        f"{done} devices rendered, read and compared by {PROCESSES} processes "
        f"({lines // done} lines and {commands // done} commands each)",
        f"**{done / took:.0f} devices/s**",
        "300",
    )
    yield Line("memory of a process after a fifth / all", f"{early} / {late} MiB", "flat")


def _compare(folder: Path, names: list[str]) -> tuple[int, int, int, int]:
    """Give devices, commands, lines and MiB of this process, which reads the project once."""
    project = open_project(folder)
    inventory, plan = read_inputs(project)
    commands = lines = 0
    for name in names:
        text = render_device(project, inventory, plan, name)
        running = _drifted(text)
        sheet = load_platform(inventory.devices[name].platform)
        change = plan_replace(sheet, running, text, allow_management_change=True)
        commands += len(change.apply)
        lines += text.count("\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return len(names), commands, lines, memory


def _drifted(text: str) -> str:
    """Give what a device says that somebody worked on: descriptions changed, lines lost."""
    kept = []
    for number, line in enumerate(text.split("\n")):
        if " description " in f" {line} " and number % 3 == 0:
            kept.append(f"{line} old")
        elif not (line.startswith(" ") and number % 17 == 0 and "port" not in line):
            kept.append(line)
    return "\n".join(kept)


def _growth() -> Iterator[Line]:
    sheet, times = load_platform("huawei_vrp"), []
    for ports in (70, 350, 1400, 2850):
        running = configuration((10, 20, 30, 40), "old", ports)
        intended = configuration((10, 20, 40, 50), "new", ports)
        plan_replace(sheet, running, intended)
        taken = [_seconds(partial(plan_replace, sheet, running, intended)) for _ in range(3)]
        times.append((running.count("\n"), min(taken)))
    yield Line(
        "one comparison, by lines of the text",
        " · ".join(f"{lines}: {seconds * 1000:.1f} ms" for lines, seconds in times),
        "near linear",
    )


def _seconds(way: Callable[[], object]) -> float:
    before = time.process_time()
    way()
    return time.process_time() - before
