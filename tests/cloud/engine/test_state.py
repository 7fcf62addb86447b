"""Locks, passphrase and damage of a stack's state: in the project's folder, and in a bucket."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from cloud_parts import wait_for, write_project
from rough_parts import KEYS, REGION, api_at, cloud_on, proxy_to, small_node

from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.engine import run
from educloud.cloud.engine.backend import FolderBackend
from educloud.cloud.engine.history import history_of
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import StackFiles, files_of
from educloud.cloud.spec.load import load_stacks
from educloud.errors import CloudError
from educloud.lab.faults import Faults
from educloud.project import Project, open_project

NAME = "city-999901"
EDUCLOUD = (sys.executable, "-c", "from educloud.cli import main; main()")


@dataclass(frozen=True)
class Place:
    """A project whose state is in one of the places it can be in, and its cloud."""

    project: Project
    url: str
    session: Session

    @property
    def files(self) -> StackFiles:
        return files_of(self.project, NAME)

    def write(self, path: str, text: bytes) -> None:
        backend = self.files.backend
        if isinstance(backend, FolderBackend):
            backend.path(path).parent.mkdir(parents=True, exist_ok=True)
            backend.path(path).write_bytes(text)
        else:
            api_at(self.url).s3.put_object(Bucket="edu-state", Key=f".pulumi/{path}", Body=text)

    def lock(self, **note: object) -> str:
        path = f"{self.files.locks}/a-lock.json"
        about = {"username": "someone", "hostname": socket.gethostname(), **note}
        self.write(path, json.dumps(about).encode())
        return path


@pytest.fixture(scope="module", params=["folder", "bucket"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp(request.param)
    project = write_project(folder / "p", **{NAME.replace("-", "_"): small_node(1)})
    with cloud_on(folder / "cloud" / "journal") as (url, _), pytest.MonkeyPatch.context() as patch:
        for name, value in {**KEYS, ENDPOINT_VARIABLE: url}.items():
            patch.setenv(name, value)
        if request.param == "bucket":
            where = {"LocationConstraint": REGION}
            api_at(url).s3.create_bucket(Bucket="edu-state", CreateBucketConfiguration=where)
            settings = project.folder / "educloud.yaml"
            kept = f"backend: s3://edu-state?endpoint={url}&region={REGION}\n"
            settings.write_text(settings.read_text("utf-8") + kept, "utf-8")
            project = open_project(project.folder)
        with open_session(project, load_stacks(project), with_data=True) as session:
            run.bring_up(session, NAME)
            yield Place(project, url, session)


def state_of(place: Place) -> bytes:
    found = place.files.backend.read(place.files.checkpoint)
    assert found
    return found


@contextlib.contextmanager
def untouched(place: Place) -> Iterator[None]:
    before = state_of(place)
    yield
    assert state_of(place) == before


def test_the_state_is_where_it_was_asked_for(place: Place) -> None:
    assert len(list(place.files.resources())) == len(place.session.declared(NAME).resources)
    assert place.files.outputs()["zone_name"] == "test-999901.example"
    assert history_of(place.project, NAME)[0].result == "succeeded"
    other = isinstance(place.files.backend, FolderBackend)
    assert (place.project.state / "pulumi" / ".pulumi" / place.files.checkpoint).exists() is other


def test_a_lock_whose_process_is_gone_is_released(place: Place) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = place.lock(pid=gone.pid)
    assert run.bring_up(place.session, NAME).changed == 0
    assert place.files.backend.read(path) is None


def test_a_cut_lock_is_released(place: Place) -> None:
    path = f"{place.files.locks}/cut.json"
    place.write(path, b'{"pid": 1')
    assert run.bring_up(place.session, NAME).changed == 0
    assert place.files.backend.read(path) is None


@pytest.mark.parametrize("act", [run.bring_up, run.destroy, run.refresh])
def test_a_lock_of_another_machine_is_named(
    place: Place, act: Callable[[Session, str], object]
) -> None:
    path = place.lock(pid=4711, hostname="elsewhere")
    with (
        untouched(place),
        pytest.raises(CloudError, match="changed by process 4711 of someone on elsewhere"),
    ):
        act(place.session, NAME)
    assert place.files.backend.read(path)
    place.files.backend.remove(path)


def test_a_lock_of_a_living_engine_is_named(place: Place, tmp_path: Path) -> None:
    impostor = tmp_path / "pulumi"
    shutil.copy(shutil.which("sleep") or "", impostor)
    with subprocess.Popen([impostor, "60"]) as holder:
        path = place.lock(pid=holder.pid)
        named = f"being changed by process {holder.pid} of someone on this machine"
        with untouched(place), pytest.raises(CloudError, match=named):
            run.bring_up(place.session, NAME)
        assert place.files.backend.read(path)
        holder.kill()
    assert run.bring_up(place.session, NAME).changed == 0


def test_a_wrong_passphrase_is_one_sentence(place: Place) -> None:
    passphrase = place.project.state / "secrets" / "passphrase"
    right = passphrase.read_text("utf-8")
    passphrase.write_text("wrong")
    for act in (run.bring_up, run.destroy):
        with untouched(place), pytest.raises(CloudError, match="passphrase does not open the st"):
            act(place.session, NAME)
    passphrase.write_text(right)
    assert run.bring_up(place.session, NAME).changed == 0


def test_a_state_cut_in_half_is_one_sentence(place: Place) -> None:
    whole = state_of(place)
    place.write(place.files.checkpoint, whole[: len(whole) // 2])
    for act in (run.bring_up, run.destroy, run.drift):
        with untouched(place), pytest.raises(CloudError, match="cut or damaged"):
            act(place.session, NAME)
    place.write(place.files.checkpoint, whole)
    assert run.bring_up(place.session, NAME).changed == 0


def test_an_old_record_beside_the_new_one_is_dropped(place: Place) -> None:
    """As the engine leaves it at times when it deletes before it replaces."""
    state = json.loads(state_of(place))
    resources = state["checkpoint"]["latest"]["resources"]
    new = next(one for one in resources if one["type"].endswith(":Record"))
    resources.append({**new, "id": "deleted", "pendingReplacement": True})
    place.write(place.files.checkpoint, json.dumps(state).encode())
    assert place.files.interrupted() == 1
    again = run.bring_up(place.session, NAME)
    assert (again.changed, again.same) == (0, len(place.session.declared(NAME).resources))
    assert place.files.interrupted() == 0


def test_two_at_once_and_a_kill(place: Place) -> None:
    """The second says so and leaves the first alone; when that is killed, its lock is released."""
    run.destroy(place.session, NAME)
    words = [*EDUCLOUD, "-C", str(place.project.folder), "cloud", "up", NAME, "--yes"]
    with proxy_to(place.url, Faults(delay=0.3)) as slow:
        far = {**os.environ, ENDPOINT_VARIABLE: slow}
        with subprocess.Popen(words, env=far, stdout=subprocess.DEVNULL) as first:
            wait_for(lambda: any(place.files.resources()))
            engine = next(
                one
                for one in psutil.Process(first.pid).children(recursive=True)
                if one.name() == "pulumi"
            )
            # Another project's run on the same state (another person's) meets the stack's lock,
            # one in the same project the project's.
            with pytest.raises(CloudError, match=f"being changed by process {engine.pid} of"):
                run.bring_up(place.session, NAME)
            second = subprocess.run(words, env=far, capture_output=True, text=True, check=False)
            assert second.returncode == 1
            named = f"process {first.pid} is changing this project"
            assert [named in line for line in second.stderr.strip().splitlines()] == [True]
            assert first.poll() is None
            first.kill()
    assert any(place.files.backend.paths(place.files.locks))
    done = run.bring_up(place.session, NAME)
    assert done.created + done.updated + done.same == len(place.session.declared(NAME).resources)
    assert not any(place.files.backend.paths(place.files.locks))


def test_a_backend_that_does_not_answer_is_one_sentence(place: Place) -> None:
    text = (place.project.folder / "educloud.yaml").read_text("utf-8")
    kept = "\n".join(one for one in text.splitlines() if not one.startswith("backend:"))
    (place.project.folder / "educloud.yaml").write_text(
        f"{kept}\nbackend: s3://edu-nowhere?endpoint={place.url}&region={REGION}\n", "utf-8"
    )
    elsewhere = dataclasses.replace(place.session, project=open_project(place.project.folder))
    try:
        with pytest.raises(CloudError, match="edu-nowhere"):
            run.bring_up(elsewhere, NAME)
    finally:
        (place.project.folder / "educloud.yaml").write_text(text, "utf-8")
