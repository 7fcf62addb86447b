"""Roll configurations out, one durable step a wave, several devices of a wave at once."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from dbos import DBOS

from educloud.inventory.load import load_inventory
from educloud.network.rollout import PushResult, devices_in_order, roll_out_device
from educloud.project import Project, open_project
from educloud.workflows.runtime import Outcome, run, step, tell

AT_ONCE = 8  # devices of a wave that are changed at the same time


@DBOS.workflow(name="rollout")
def rollout(folder: str, devices: tuple[str, ...]) -> list[PushResult]:
    """Change ``devices`` wave by wave; a refused or unreachable one does not stop the rest."""
    results: list[PushResult] = []
    for number, wave in enumerate(step("order", waves_of, folder, devices), 1):
        results += step(f"wave {number}", roll_out_wave, folder, wave)
    return results


def waves_of(folder: str, devices: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the chosen devices in waves; all that can be reached when none are named."""
    waves = devices_in_order(load_inventory(open_project(Path(folder))))
    chosen = set(devices)
    kept = [tuple(d for d in wave if not chosen or d in chosen) for wave in waves]
    return [wave for wave in kept if wave]


def roll_out_wave(folder: str, wave: tuple[str, ...]) -> list[PushResult]:
    """Change the devices of one wave; what an interrupted attempt has done is found done."""
    project = open_project(Path(folder))

    def one(device: str) -> PushResult:
        result = roll_out_device(project, device)
        tell(f"{device}: {result.status}")
        return result

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, wave))


def roll_out(project: Project, devices: tuple[str, ...] = ()) -> Outcome[list[PushResult]]:
    """Roll out to ``devices`` (default: all that can be reached); resumable."""
    name = hashlib.sha256(" ".join(devices).encode()).hexdigest()[:12]
    return run(project, f"rollout/{name}", rollout, str(project.folder), devices)
