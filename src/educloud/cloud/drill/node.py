"""Drill a node of a project: find its peer, its buckets and databases, then drill."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.drill.database import Server
from educloud.cloud.drill.record import Drill, Target, folder_of
from educloud.cloud.drill.run import APPS, BACKUP, Scene, Tell, drill
from educloud.cloud.drill.servers import Servers, from_hosts, from_variable
from educloud.cloud.drill.under_way import database_of, left_in
from educloud.cloud.endpoint import open_cloud
from educloud.cloud.engine.state import outputs
from educloud.cloud.family import family
from educloud.cloud.spec.load import load_stacks
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError
from educloud.inventory.models import App
from educloud.inventory.profile import load_profile
from educloud.inventory.tables import read_table
from educloud.lab.databases import declared as lab_databases
from educloud.lab.databases import start_databases
from educloud.project import Project


def drill_node(
    project: Project,
    node: str,
    apps: Sequence[str] = (),
    variables: tuple[str | None, str | None] = (None, None),
    tell: Tell = print,
) -> Drill:
    """Drill a node: with applications named, their files and databases, else all its objects.

    ``variables``: of the environment, with the URLs of the node's and of the peer's PostgreSQL;
    where none is named ``hosts.yml`` says where they are.
    """
    stack = _stack(project, node)
    scene = _scene(project, stack, _apps(project, apps))
    urls = (from_variable(variables[0]), from_variable(variables[1]))
    killed = left_in(folder_of(project, node))
    wanted = any(map(database_of, scene.apps)) or bool(killed and killed.scratches)
    with (
        open_cloud(project) as endpoint,
        _servers(project, scene, urls, wanted=wanted) as servers,
    ):
        return drill(project, scene, family().objects(endpoint), servers, tell)


def _stack(project: Project, node: str) -> NodeStack:
    nodes = load_stacks(project).nodes
    if node not in nodes:
        raise CloudError(
            f"there is no stack file for {node!r}", f"stacks/{node}.yaml", "name a cloud node"
        )
    return nodes[node]


def _scene(project: Project, stack: NodeStack, apps: tuple[App, ...]) -> Scene:
    recovery = stack.disaster_recovery
    if recovery is None:
        raise CloudError(
            "it names no peer to restore into",
            f"stacks/{stack.node_id}.yaml",
            "declare disaster_recovery: {peer: NODE}",
        )
    rto = [recovery.rto_hours, *(app.rto_h for app in apps if app.rto_h is not None)]
    rpo = [recovery.rpo_hours, *(app.rpo_h for app in apps if app.rpo_h is not None)]
    own = _buckets(project, stack.node_id)
    return Scene(
        node=stack.node_id,
        peer=recovery.peer,
        backup=_backup(own, stack.node_id),
        peer_backup=_backup(_buckets(project, recovery.peer), recovery.peer),
        written=own.get(APPS),
        apps=apps,
        target=Target(min(rto), min(rpo)),
        levels=load_profile(project.settings.profile).disaster_levels,
    )


def _buckets(project: Project, node: str) -> Mapping[str, str]:
    standing = outputs(project, node)
    if not standing:
        raise CloudError("the node is not up", node, f"run 'educloud cloud up {node}'")
    buckets: Mapping[str, Any] = standing.get("buckets") or {}
    return {purpose: str(name) for purpose, name in buckets.items()}


def _backup(buckets: Mapping[str, str], node: str) -> str:
    if BACKUP not in buckets:
        raise CloudError(
            "it has no bucket of purpose backup",
            f"stacks/{node}.yaml",
            "declare one, then run 'educloud cloud up'",
        )
    return buckets[BACKUP]


def _apps(project: Project, wanted: Sequence[str]) -> tuple[App, ...]:
    if not wanted:
        return ()
    table = read_table(project.inventory / "apps.csv", App)
    known = {app.app_id: app for app in table.records}
    for app_id in wanted:
        if app_id not in known:
            raise CloudError(
                f"there is no application {app_id!r}", "inventory/apps.csv", "correct --app"
            )
    return tuple(known[app_id] for app_id in dict.fromkeys(wanted))


@contextlib.contextmanager
def _servers(
    project: Project,
    scene: Scene,
    urls: tuple[Server | None, Server | None],
    *,
    wanted: bool,
) -> Iterator[Servers]:
    """Give the servers; those of the lab run for as long as the drill needs them."""
    path = os.environ.get("PATH", os.defpath)
    if not wanted or all(urls):
        yield Servers(scene.node, scene.peer, *urls, path)
        return
    with start_databases(project):
        environment = lab_databases(project).environment
        passfile = environment.get("PGPASSFILE")
        of_node, of_peer = (
            url or from_hosts(project, host, passfile)
            for url, host in zip(urls, (scene.node, scene.peer), strict=True)
        )
        programs = environment.get("PATH", path)
        yield Servers(scene.node, scene.peer, of_node, of_peer, programs)
