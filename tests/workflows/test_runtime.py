"""Durable runs: resumed, repeated, refused, and never taken up by somebody else's command."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from educloud.lab.databases import ADMIN, start_databases
from educloud.project import Project

PROGRAM = """
import sys, time
from pathlib import Path
from dbos import DBOS
from educloud.errors import MoveError
from educloud.project import Project
from educloud.workflows import runtime

NOTES = Path(sys.argv[1]) / "notes"

def do(name, seconds):
    with NOTES.open("a") as file:
        file.write(f"{name}\\n")
    time.sleep(seconds)
    return name

def refuse():
    raise MoveError("no", "here", "do so")

@DBOS.workflow(name="three")
def three(seconds):
    return [runtime.step(n, do, n, s) for n, s in (("one", 0), ("two", seconds), ("three", 0))]

@DBOS.workflow(name="refusing")
def refusing():
    return runtime.step("refuse", refuse)

project = Project(Path(sys.argv[1]))
how, key, seconds = sys.argv[2], sys.argv[3], float(sys.argv[4])
if how == "refuse":
    try:
        runtime.run(project, key, refusing)
    except MoveError as error:
        print(error.mend)
else:
    outcome = getattr(runtime, how)(project, key, three, seconds)
    print(outcome.result, outcome.repeated)
"""


class Runs:
    """Starts the program above on one project folder, and reads what its steps noted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "program.py"
        self.program.write_text(PROGRAM, encoding="utf-8")

    def start(self, how: str, key: str, seconds: float = 0) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.program), str(self.folder), how, key, str(seconds)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, how: str, key: str, seconds: float = 0) -> str:
        out, err = self.start(how, key, seconds).communicate(timeout=60)
        return out or err

    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text(encoding="utf-8").split() if path.exists() else []

    def until_noted(self, note: str) -> None:
        until = time.monotonic() + 60
        while note not in self.notes():
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_goes_on_at_its_unfinished_step(runs: Runs, how: int) -> None:
    process = runs.start("run", "k", 30)
    runs.until_noted("two")
    os.kill(process.pid, how)
    _, err = process.communicate(timeout=30)

    assert process.returncode == (-9 if how == signal.SIGKILL else 130)
    assert "Traceback" not in err

    runs.program.write_text(PROGRAM.replace("time.sleep(seconds)", "pass"), encoding="utf-8")
    assert runs.finish("run", "k", 30).strip() == "['one', 'two', 'three'] False"
    assert runs.notes() == ["one", "two", "two", "three"]


def test_a_finished_run_is_repeated_by_run_and_not_by_run_once(runs: Runs) -> None:
    assert "] False" in runs.finish("run_once", "k")
    assert "] True" in runs.finish("run_once", "k")
    assert runs.notes() == ["one", "two", "three"]
    assert "] False" in runs.finish("run", "k")
    assert runs.notes() == ["one", "two", "three"] * 2


def test_another_command_does_not_take_up_an_interrupted_run(runs: Runs) -> None:
    process = runs.start("run", "stopped", 30)
    runs.until_noted("two")
    process.kill()
    process.communicate()

    runs.finish("run", "other")
    time.sleep(0.5)

    assert runs.notes() == ["one", "two", "one", "two", "three"]


def test_two_at_once_are_told_apart(runs: Runs) -> None:
    first = runs.start("run", "k", 3)
    runs.until_noted("two")
    second = runs.start("run", "j")
    _, err = second.communicate(timeout=30)

    assert second.returncode != 0
    assert f"process {first.pid} is changing this project" in err
    first.communicate(timeout=30)
    assert first.returncode == 0


def test_an_error_of_a_step_comes_back_as_itself(runs: Runs) -> None:
    assert runs.finish("refuse", "k").strip() == "do so"
    assert runs.finish("refuse", "k").strip() == "do so"


def test_the_database_url_decides(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    monkeypatch.setenv("EDUCLOUD_DATABASE_URL", f"sqlite:///{elsewhere}")

    runs.finish("run", "k")

    assert elsewhere.exists()
    assert not (tmp_path / ".educloud" / "runs.sqlite").exists()


def test_a_run_goes_on_in_postgresql_too(
    runs: Runs, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts = project.inventory / "hosts.yml"
    text = hosts.read_text(encoding="utf-8")
    for port in ("22101", "22102"):
        text = text.replace(port, str(free_port()))
    hosts.write_text(text, encoding="utf-8")
    with start_databases(project) as databases:
        with databases.connect("city-410600", "postgres") as connection:
            connection.execute("CREATE DATABASE runs")
        port = next(server.port for server in databases.servers if server.host == "city-410600")
        monkeypatch.setenv("PGPASSFILE", str(databases.passfile))
        monkeypatch.setenv("EDUCLOUD_DATABASE_URL", f"postgresql://{ADMIN}@127.0.0.1:{port}/runs")
        process = runs.start("run", "k", 30)
        runs.until_noted("two")
        process.kill()
        process.communicate()

        runs.program.write_text(PROGRAM.replace("time.sleep(seconds)", "pass"), encoding="utf-8")

        assert runs.finish("run", "k", 30).strip() == "['one', 'two', 'three'] False"
    assert not (runs.folder / ".educloud" / "runs.sqlite").exists()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
