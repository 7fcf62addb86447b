"""Bring stacks up as one durable run: each after those it refers to, the rest side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dbos import DBOS

from educloud.cloud.endpoint import open_cloud
from educloud.cloud.engine.changes import StackResult
from educloud.cloud.stacks import AT_ONCE, bring_up_stacks, destroy_stacks
from educloud.project import Project, digest_of, open_project
from educloud.workflows.runtime import alone, listen, run, step, tell


@DBOS.workflow(name="provision")
def provision(
    folder: str, names: tuple[str, ...], *, with_data: bool = False, at_once: int = AT_ONCE
) -> tuple[StackResult, ...]:
    """Make the stacks what their files say; none named means all.

    One step: a stack that stands already costs the repeat of an interrupted run a look.
    """
    return step("up", up_stacks, folder, names, with_data=with_data, at_once=at_once)


def up_stacks(
    folder: str, names: tuple[str, ...], *, with_data: bool, at_once: int
) -> tuple[StackResult, ...]:
    """Bring stacks of a project's folder up."""
    project = open_project(Path(folder))
    return bring_up_stacks(project, names, tell, with_data=with_data, at_once=at_once)


def provision_stacks(
    project: Project,
    names: tuple[str, ...],
    on_event: Callable[[str], None],
    *,
    with_data: bool = False,
    at_once: int = AT_ONCE,
) -> tuple[StackResult, ...]:
    """Bring stacks up (none named: all); an interrupted run of the same files goes on."""
    with listen(on_event), open_cloud(project):
        key = f"up/{'+'.join(names) or 'all'}/{digest_of(project.stacks)}"
        folder = str(project.folder)
        started = run(project, key, provision, folder, names, with_data=with_data, at_once=at_once)
        return started.result


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
