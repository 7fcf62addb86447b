"""Bring cloud nodes up, one durable step a stack."""

from __future__ import annotations

from pathlib import Path

from dbos import DBOS

from educloud.cloud.endpoint import open_cloud
from educloud.cloud.engine import StackResult, bring_up
from educloud.project import Project, open_project
from educloud.workflows.runtime import Outcome, run, step, tell


@DBOS.workflow(name="provision")
def provision(folder: str, nodes: tuple[str, ...]) -> list[StackResult]:
    """Bring ``nodes`` up in the given order."""
    return [step(f"up {node}", bring_up_node, folder, node) for node in nodes]


def bring_up_node(folder: str, node: str) -> StackResult:
    """Bring one node's stack to what its file declares."""
    project = open_project(Path(folder))
    with open_cloud(project) as endpoint:
        return bring_up(project, node, endpoint, lambda text: tell(f"{node}: {text}"))


def up(project: Project, nodes: tuple[str, ...]) -> Outcome[list[StackResult]]:
    """Bring ``nodes`` up; an interrupted run of the same nodes goes on."""
    return run(project, f"up/{'+'.join(nodes)}", provision, str(project.folder), nodes)
