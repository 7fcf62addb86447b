"""The lab's PostgreSQL servers: seeded once, kept over kills, gone with their starter."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import psycopg
import pytest
from psycopg import sql

from educloud.errors import EduCloudError, EnvironmentMissing, LabError, ProjectError
from educloud.inventory.load import load_inventory
from educloud.lab import databases as subject
from educloud.lab.databases import Databases, start_databases
from educloud.lab.passfile import read_password
from educloud.lab.seeds import files_root
from educloud.project import Project

ROOM, NODE = "HB-ROOM-01", "city-410600"
SEEDED = {"HB-APP-001": ("app_attendance", 50_000), "HB-APP-002": ("app_library", 20_000)}
TABLES = {
    "app_attendance": ("classes", "students", "attendance", "leave_requests", "access_log"),
    "app_library": ("books", "readers", "loans", "access_log"),
}


@pytest.fixture
def free(project: Project) -> Project:
    """The project with free ports in its inventory."""
    path = project.inventory / "hosts.yml"
    text = path.read_text(encoding="utf-8")
    with socket.socket() as one, socket.socket() as two:
        for taken, held in (("22101", one), ("22102", two)):
            held.bind(("127.0.0.1", 0))
            text = text.replace(taken, str(held.getsockname()[1]))
    path.write_text(text, encoding="utf-8")
    return project


def rows(databases: Databases, name: str) -> int:
    with databases.connect(ROOM, name) as connection:
        counts = (
            connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            for table in TABLES[name]
        )
        return sum(cursor.fetchone()[0] for cursor in counts)


def servers_of(project: Project) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if str(project.state) in " ".join(process.cmdline()):
                found.append(process)
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_the_room_is_filled_once_and_the_node_is_empty(free: Project) -> None:
    with start_databases(free) as databases:
        for app_id, (name, least) in SEEDED.items():
            assert rows(databases, name) >= least
            app = load_inventory(free).apps[app_id]
            folder = files_root(free, ROOM) / app.model_extra["files_path"]
            files = [path for path in folder.rglob("*") if path.is_file()]
            assert len(files) == 60
            assert all(app.name in path.name for path in files)
        with databases.connect(ROOM, "app_attendance", user="app_attendance") as app_session:
            app_session.execute("INSERT INTO access_log (note) VALUES ('又一条')")
        with databases.connect(NODE, "postgres") as node:
            assert node.execute("SELECT 1 FROM pg_database WHERE datname LIKE 'app%'").rowcount == 0
        before = rows(databases, "app_attendance")
    assert servers_of(free) == []
    with start_databases(free) as databases:
        assert rows(databases, "app_attendance") == before


def test_passwords_are_in_one_file_of_their_owner_and_needed(free: Project) -> None:
    with start_databases(free) as databases:
        mode = stat.S_IMODE(databases.passfile.stat().st_mode)
        assert mode == 0o600
        text = databases.passfile.read_text(encoding="utf-8")
        secrets = {line.rsplit(":", 1)[1] for line in text.splitlines()}
        assert len(secrets) == 3
        command_lines = [" ".join(process.cmdline()) for process in servers_of(free)]
        assert command_lines
        assert not any(secret in line for secret in secrets for line in command_lines)
        logs = "".join(path.read_text() for path in free.state.rglob("log"))
        assert not any(secret in logs for secret in secrets)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(
                host="127.0.0.1", port=databases.servers[0].port, dbname="app_library",
                user="app_library", password="guessed", connect_timeout=5,
            )  # fmt: skip


STARTER = """
import sys, time
from pathlib import Path
from educloud.lab.databases import start_databases
from educloud.project import Project
with start_databases(Project(Path(sys.argv[1]))):
    print("ready", flush=True)
    time.sleep(600)
"""


@contextlib.contextmanager
def other_process(project: Project) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", STARTER, str(project.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout.readline() == b"ready\n"
            yield process
        finally:
            process.kill()


def test_servers_end_with_a_killed_starter_and_their_data_stays(free: Project) -> None:
    with other_process(free) as starter:
        with start_databases(free) as databases:  # uses the servers of the other process
            before = rows(databases, "app_library")
        assert servers_of(free)
        os.kill(starter.pid, signal.SIGKILL)
        starter.wait()
        # At once, while the old servers are still ending.
        with start_databases(free) as databases:
            assert rows(databases, "app_library") == before
    wait_for(lambda: servers_of(free) == [])


def test_a_start_killed_while_filling_fills_the_room_anew(free: Project) -> None:
    with subprocess.Popen([sys.executable, "-c", STARTER, str(free.folder)]) as starter:
        wait_for((free.state / "lab" / "databases" / ROOM / "data").exists)
        os.kill(starter.pid, signal.SIGKILL)
    with start_databases(free) as databases:
        for name, least in SEEDED.values():
            assert rows(databases, name) >= least
        with databases.connect(ROOM, "postgres") as admin:
            query = "SELECT datname FROM pg_database WHERE datname LIKE 'app%' ORDER BY 1"
            assert admin.execute(query).fetchall() == [("app_attendance",), ("app_library",)]


def test_a_taken_port_is_named_and_nothing_stays_running(free: Project) -> None:
    text = (free.inventory / "hosts.yml").read_text(encoding="utf-8")
    port = int(text.split("postgres_port:")[2].split()[0])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(LabError, match=f"port {port} .*in use"), start_databases(free):
            pass
    assert servers_of(free) == []


@pytest.mark.parametrize(
    "text", ["all: {}", "all: [", "", "all: {children: {rooms: {hosts: {R: {}}}}}"]
)
def test_an_inventory_without_hosts_is_named(free: Project, text: str) -> None:
    (free.inventory / "hosts.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"hosts\.yml"), start_databases(free):
        pass


def test_a_server_that_died_under_a_living_starter_is_named(free: Project) -> None:
    with start_databases(free) as databases:
        for process in servers_of(free):
            process.kill()
        assert databases.servers
        with pytest.raises(LabError, match="does not serve"), start_databases(free):
            pass


def test_servers_elsewhere_are_left_alone(project: Project) -> None:
    path = project.inventory / "hosts.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("127.0.0.1", "2001:db8::1"), encoding="utf-8")
    with start_databases(project) as databases:
        assert databases.servers == ()
        assert databases.environment == {}


def test_a_missing_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "meta_path", [])
    monkeypatch.delitem(sys.modules, "pgserver", raising=False)
    with pytest.raises(EnvironmentMissing, match=r"educloud\[demo\]"):
        subject.find_programs()


def test_no_password_is_invented_for_an_unknown_user(free: Project) -> None:
    with pytest.raises(EduCloudError, match="nobody"):
        read_password(free.state / "none.pgpass", "nobody")
