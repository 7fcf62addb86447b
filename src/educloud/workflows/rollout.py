"""Roll configurations out, one durable step a wave, several devices of a wave at once."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dbos import DBOS

from educloud.errors import DeviceError
from educloud.inventory.load import load_inventory
from educloud.network.push import PushResult, Status
from educloud.network.rollout import devices_in_order, roll_out_device
from educloud.project import Project, digest_of, open_project
from educloud.workflows.runtime import listen, run, step, tell

AT_ONCE = 8  # devices of a wave that are changed at the same time
GOOD = (Status.CHANGED, Status.UNCHANGED)
HALTED = "not begun: every device of the first wave failed"


@dataclass(frozen=True, slots=True)
class Rollout:
    """How each device fared, in the order of the waves; ``seconds`` of all waves together."""

    results: tuple[PushResult, ...] = ()
    seconds: float = 0.0

    def __add__(self, other: Rollout) -> Rollout:
        return Rollout(self.results + other.results, round(self.seconds + other.seconds, 2))


@DBOS.workflow(name="rollout")
def rollout(
    folder: str, devices: tuple[str, ...], *, allow_management_change: bool = False
) -> Rollout:
    """Change ``devices`` wave by wave; a refused or unreachable one does not stop the rest.

    The first wave is the canary: when all of it fails, nothing else is begun.
    """
    canary, *waves = step("order", waves_of, folder, devices)
    allowed = {"allow_management_change": allow_management_change}
    done = step("canary", roll_out_wave, folder, canary, **allowed)
    if all(one.status not in GOOD for one in done.results) and waves:
        left = tuple(
            PushResult(one, Status.FAILED, reason=HALTED) for wave in waves for one in wave
        )
        return done + Rollout(left)
    for number, wave in enumerate(waves, 1):
        done += step(f"wave {number}", roll_out_wave, folder, wave, **allowed)
    return done


def waves_of(folder: str, devices: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the chosen devices in waves; all that can be reached when none are named."""
    waves = devices_in_order(load_inventory(open_project(Path(folder))))
    chosen = set(devices)
    kept = [tuple(d for d in wave if not chosen or d in chosen) for wave in waves]
    missing = sorted(chosen.difference(*kept))
    if missing or not any(kept):
        raise DeviceError(
            f"cannot roll out to {', '.join(missing) or 'any device'}",
            "devices.csv",
            "name devices of the inventory that have a credential",
        )
    return [wave for wave in kept if wave]


def roll_out_wave(
    folder: str, wave: tuple[str, ...], *, allow_management_change: bool = False
) -> Rollout:
    """Change the devices of one wave; what an interrupted attempt has done is found done."""
    project = open_project(Path(folder))
    begun = time.monotonic()

    def one(device: str) -> PushResult:
        result = roll_out_device(project, device, allow_management_change=allow_management_change)
        tell(f"{device}: {result.status}")
        return result

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = tuple(pool.map(one, wave))
    return Rollout(results, time.monotonic() - begun)


def roll_out(
    project: Project,
    devices: tuple[str, ...],
    on_event: Callable[[str], None],
    *,
    allow_management_change: bool = False,
) -> list[PushResult]:
    """Roll out to ``devices`` (none: all that can be reached); an interrupted rollout goes on.

    It goes on only while inventory and templates are what they were.
    """
    inputs = digest_of(project.inventory, project.templates)
    allowed = ("allowed",) if allow_management_change else ()
    name = hashlib.sha256(" ".join((inputs, *devices, *allowed)).encode()).hexdigest()[:12]
    with listen(on_event):
        done = run(
            project, f"rollout/{name}", rollout, str(project.folder), devices,
            allow_management_change=allow_management_change,
        )  # fmt: skip
    return list(done.result.results)
