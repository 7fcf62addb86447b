"""Where the cloud answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import psutil
import pytest
from cloud_parts import wait_for

from educloud.cloud.endpoint import CloudEndpoint, journal_of, open_cloud
from educloud.errors import CloudError
from educloud.lab.journal import Journal
from educloud.project import Project

HOLD = """
import sys, time, pathlib
from educloud.cloud.endpoint import open_cloud
from educloud.project import open_project
with open_cloud(open_project(pathlib.Path(sys.argv[1]))) as endpoint:
    print(endpoint.url, flush=True)
    time.sleep(600)
"""


def test_one_server_per_project(small: Project, endpoint: CloudEndpoint) -> None:
    with open_cloud(small) as second:
        assert second == endpoint
    assert endpoint.embedded
    assert endpoint.url.startswith("http://127.0.0.1:")


def test_the_embedded_cloud_ends_with_its_context(project: Project) -> None:
    with open_cloud(project) as found:
        port = int(found.url.rpartition(":")[2])
        assert _listening(port)
        assert found.environment()["AWS_REGION"] == found.region
    assert not _listening(port)
    assert journal_of(project).exists()
    assert not (project.state / "cloud" / "server.json").exists()  # nobody turns to it any more


def test_the_server_of_a_killed_command_is_not_taken_over(project: Project) -> None:
    """Its starter is killed and not even waited for; it still answers and holds the journal."""
    command = [sys.executable, "-c", HOLD, str(project.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        dying = holder.stdout.readline().strip()
        os.kill(holder.pid, signal.SIGKILL)
        # Not waited for, it stays listed.
        wait_for(lambda: psutil.Process(holder.pid).status() == psutil.STATUS_ZOMBIE)
        with open_cloud(project) as found:
            assert found.url != dying
            assert not _listening(int(dying.rpartition(":")[2]))
            with open_cloud(project) as again:
                assert again == found


def test_a_journal_that_stays_held_is_one_sentence(project: Project) -> None:
    holder = Journal(journal_of(project))
    with (
        pytest.raises(CloudError, match="another embedded cloud writes this journal") as told,
        open_cloud(project),
    ):
        pass
    assert str(told.value).count("\n") == 0
    assert list(holder.entries()) == []


def test_a_cut_note_of_a_server_is_no_obstacle(project: Project) -> None:
    note = project.state / "cloud" / "server.json"
    note.parent.mkdir(parents=True)
    note.write_text('{"pid": 1, "sta')
    with open_cloud(project) as found:
        assert found.embedded


def test_a_given_endpoint_is_used(
    project: Project, endpoint: CloudEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", endpoint.url + "/")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    with open_cloud(project) as found:
        assert (found.url, found.region, found.embedded) == (endpoint.url, "us-east-1", False)
        assert "AWS_SECRET_ACCESS_KEY" not in found.environment()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "no-url"])
def test_an_endpoint_that_does_not_answer_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", url)
    with pytest.raises(CloudError, match="does not answer") as caught, open_cloud(project):
        pass
    assert url in str(caught.value)
    assert "EDUCLOUD_CLOUD_ENDPOINT" in caught.value.mend


def _listening(port: int) -> bool:
    return any(
        one.laddr.port == port and one.status == psutil.CONN_LISTEN
        for one in psutil.net_connections("tcp")
    )
