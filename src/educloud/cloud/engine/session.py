"""What the runs of one command share: the stacks as declared, the cloud, one provider."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from educloud import supervise
from educloud.cloud.declared import DeclaredStack
from educloud.cloud.endpoint import CloudEndpoint, open_cloud
from educloud.cloud.family import Family, family
from educloud.cloud.provider.server import DELETE_DATA
from educloud.cloud.spec.load import Stacks, load_stacks
from educloud.errors import CloudError
from educloud.project import Project


@dataclass(frozen=True, slots=True)
class Session:
    """One command's view of a project's stacks and of the cloud."""

    project: Project
    stacks: Stacks
    family: Family
    endpoint: CloudEndpoint
    provider_port: int
    _declared: dict[str, DeclaredStack] = field(default_factory=dict)
    _declaring: threading.Lock = field(default_factory=threading.Lock)

    def declared(self, name: str) -> DeclaredStack:
        """Give a stack as declared; a file that becomes several is declared once."""
        with self._declaring:
            if name not in self._declared:
                self._declared.update(self.family.declare(self.stacks, name))
        return self._declared[name]


@contextlib.contextmanager
def open_session(
    project: Project, stacks: Stacks | None = None, *, with_data: bool = False
) -> Iterator[Session]:
    """Give a session; its provider, and an embedded cloud started for it, end with it.

    ``with_data``: what holds data may be deleted.
    """
    found = stacks or load_stacks(project)
    with open_cloud(project) as endpoint:
        allowed = {DELETE_DATA: "yes"} if with_data else {}
        with _provider(project, {**endpoint.environment(), **allowed}) as port:
            yield Session(project, found, family(), endpoint, port)


def provider_log(project: Project) -> Path:
    """Give the file that holds what the project's providers complained of."""
    return project.state / "pulumi" / "provider.log"


@contextlib.contextmanager
def _provider(project: Project, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve the provider to every engine of the session; give its port."""
    log = provider_log(project)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "educloud.cloud.provider.server"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=sink,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        said = process.stdout.readline() if process.stdout else b""
        if not said.strip().isdigit():
            raise CloudError("the provider did not start", str(log), "see what it says there")
        yield int(said)
    finally:
        supervise.end(process)
        if process.stdout:
            process.stdout.close()
