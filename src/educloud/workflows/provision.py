"""Bring cloud nodes up: the private network first, then the nodes side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dbos import DBOS

from educloud.cloud.endpoint import open_cloud
from educloud.cloud.engine import StackResult
from educloud.cloud.spec import NETWORK, load_stacks
from educloud.cloud.stacks import destroy_stacks, run_stacks
from educloud.project import Project, digest_of, open_project
from educloud.workflows.runtime import alone, listen, run, step, tell


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
    """Bring stacks up, side by side where they do not need each other."""
    return run_stacks(open_project(Path(folder)), "up", names, tell)


def bring_up_stacks(
    project: Project, names: tuple[str, ...], on_event: Callable[[str], None]
) -> list[StackResult]:
    """Bring stacks up (none named: all); an interrupted run of the same files goes on."""
    with listen(on_event), open_cloud(project):
        declared = digest_of(project.stacks)
        key = f"up/{'+'.join(names) or 'all'}/{declared}"
        return run(project, key, provision, str(project.folder), names).result


def remove_stacks(
    project: Project,
    names: tuple[str, ...],
    *,
    with_data: bool,
    on_event: Callable[[str], None],
) -> tuple[StackResult, ...]:
    """Remove stacks (none named: all) while nothing else changes the project."""
    with alone(project):
        return destroy_stacks(project, names, with_data=with_data, on_event=on_event)
