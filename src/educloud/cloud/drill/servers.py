"""The PostgreSQL servers of a drill: the node's and the peer's.

From a URL in the environment, else from ``inventory/hosts.yml``. Passwords stay where they are: in
that variable, or in the file that PGPASSFILE names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from educloud.cloud.drill.database import Server
from educloud.errors import CloudError, ProjectError
from educloud.project import Project, yaml_document

OURS = {"postgres_address": "host", "postgres_port": "port", "postgres_user": "user"}


@dataclass(frozen=True, slots=True)
class Servers:
    """How to reach the two servers; None: not known, which matters only when one is asked for."""

    node_id: str
    peer_id: str
    of_node: Server | None
    of_peer: Server | None
    programs: str  # where PostgreSQL's programs are looked for, as PATH

    @property
    def known(self) -> bool:
        """Tell whether the peer's server is known."""
        return self.of_peer is not None

    def node(self, database: str) -> Server:
        """Give the node's server with one of its databases; CloudError when it is not known."""
        server = self._known(self.of_node, self.node_id)
        return {**server, "dbname": server.get("dbname") or database}

    def peer(self) -> Server:
        """Give the peer's server; CloudError when it is not known."""
        return self._known(self.of_peer, self.peer_id)

    def _known(self, server: Server | None, host: str) -> Server:
        if server is None:
            raise CloudError(
                f"the PostgreSQL of {host} is not known",
                "inventory/hosts.yml",
                "add its postgres_address, postgres_port and postgres_user, or give a URL in a"
                " variable",
            )
        return server


def from_variable(name: str | None) -> Server | None:
    """Give the server whose URL an environment variable holds; None when no variable is named."""
    if name is None:
        return None
    url = os.environ.get(name)
    if not url:
        raise CloudError("the variable is not set", name, "put postgresql://… into it")
    try:
        return conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # Its own words would show the URL, password and all.
        raise CloudError("it holds no PostgreSQL URL", name, "put postgresql://… into it") from None


def from_hosts(project: Project, host: str, passfile: str | None) -> Server | None:
    """Give the server that ``hosts.yml`` names for a node; None when it names none."""
    path = project.inventory / "hosts.yml"
    if not path.exists():
        return None
    try:
        everything: Mapping[str, Any] = yaml_document(path)["all"]
        facts = next(
            (
                {**everything.get("vars", {}), **(group["hosts"][host] or {})}
                for group in everything.get("children", {}).values()
                if host in (group.get("hosts") or {})
            ),
            {},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ProjectError("not an Ansible inventory", str(path), "correct it") from error
    found = {word: str(facts[ours]) for ours, word in OURS.items() if ours in facts}
    if "host" not in found:
        return None
    return {**found, **({"passfile": passfile} if passfile else {})}
