"""Bring cloud nodes up: the private network first, then the nodes side by side."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from dbos import DBOS

from educloud.cloud.endpoint import open_cloud
from educloud.cloud.engine import StackResult
from educloud.cloud.spec import NETWORK, load_stacks
from educloud.cloud.stacks import run_stacks
from educloud.project import Project, open_project, write_atomically
from educloud.workflows.runtime import listen, run, step, tell


@DBOS.workflow(name="provision")
def provision(folder: str, names: tuple[str, ...]) -> list[StackResult]:
    """Make the stacks what their files say; none named means all."""
    order = step("order", order_of, folder, names)
    first = tuple(name for name in order if name == NETWORK)
    rest = tuple(name for name in order if name != NETWORK)
    done = [
        step(f"up {'+'.join(group)}", up_stacks, folder, group) for group in (first, rest) if group
    ]
    return [result for group in done for result in group]


def order_of(folder: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the stacks to bring up in the order of their references."""
    return load_stacks(open_project(Path(folder))).order(names)


def up_stacks(folder: str, names: tuple[str, ...]) -> tuple[StackResult, ...]:
    """Bring stacks up and record what stands."""
    project = open_project(Path(folder))
    results = run_stacks(project, "up", names, tell)
    for result in results:
        _record(project, result)
    return results


def _record(project: Project, result: StackResult) -> None:
    stands = result.created + result.updated + result.replaced + result.same
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    document = {"stack": result.stack, "resources": stands, "at": now}
    write_atomically(records_of(project) / f"{result.stack}.json", json.dumps(document))


def records_of(project: Project) -> Path:
    """Say where the record of each stack lies."""
    return project.state / "cloud" / "records"


def bring_up_stacks(
    project: Project, names: tuple[str, ...], on_event: Callable[[str], None]
) -> list[StackResult]:
    """Bring stacks up (none named: all); an interrupted run of the same stacks goes on."""
    with listen(on_event), open_cloud(project):
        key = f"up/{'+'.join(names) or 'all'}"
        return run(project, key, provision, str(project.folder), names).result
