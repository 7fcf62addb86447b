"""One small project and one embedded cloud per test session and worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cloud_parts import NETWORK, NODE, Served, write_project

from educloud.cloud.endpoint import CloudEndpoint, open_cloud
from educloud.project import Project


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own cloud is never touched by a test."""
    monkeypatch.delenv("EDUCLOUD_CLOUD_ENDPOINT", raising=False)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return write_project(tmp_path_factory.mktemp("small"), network=NETWORK, city_999900=NODE)


@pytest.fixture(scope="session")
def endpoint(small: Project) -> Iterator[CloudEndpoint]:
    with open_cloud(small) as found:
        yield found


@pytest.fixture
def serve_cloud(tmp_path: Path) -> Iterator[Callable[[Path], Served]]:
    """Start embedded clouds on journals; whatever still runs ends with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(journal: Path) -> Served:
        process = subprocess.Popen(
            [sys.executable, "-m", "educloud.lab.cloud", "--port", "0", "--journal", str(journal)],
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        return process.stdout.readline().decode().strip(), process

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
