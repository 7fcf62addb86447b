"""Two real PostgreSQL servers on this machine: one for a server room, one for a cloud node.

Where they listen stands in ``inventory/hosts.yml``. Data, passwords and uploaded files live in the
project's state and survive a stop or a kill; the room is filled once with synthetic applications.
"""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg
import yaml

from educloud import supervise
from educloud.errors import EnvironmentMissing, LabError, ProjectError
from educloud.lab.passfile import read_password, write_passwords
from educloud.lab.seeds import SEEDS, seed_room
from educloud.project import Project, write_atomically

ADMIN = "educloud"
NEW = "data.new."  # beginning of the name of data in the making
START_SECONDS = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # paths of sockets end at 107 characters, projects may not
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "fsync": "off",  # synthetic data: it outlives a killed process, not a power failure
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
}


# The program that makes a server's data, the file with its password, the folder it makes.
Making = tuple[subprocess.Popen[bytes], Path, Path]


@dataclass(frozen=True, slots=True)
class Server:
    """One PostgreSQL server: the host of ``hosts.yml`` it stands for, and where it listens."""

    host: str
    port: int
    folder: Path

    @property
    def data(self) -> Path:
        """Folder of the server's data."""
        return self.folder / "data"


@dataclass(frozen=True, slots=True)
class Databases:
    """Running servers: programs to use with them and the file of passwords."""

    servers: tuple[Server, ...]
    programs: Path
    passfile: Path

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables that playbooks need; the passwords stay in their file."""
        if not self.servers:
            return {}
        path = os.pathsep.join((str(self.programs), os.environ.get("PATH", os.defpath)))
        return {"PATH": path, "PGPASSFILE": str(self.passfile)}

    def connect(self, host: str, database: str, user: str = ADMIN) -> psycopg.Connection[Any]:
        """Open a connection to ``database`` on the server that stands for ``host``."""
        server = next(server for server in self.servers if server.host == host)
        return connect(server.port, database, self.passfile, user=user)


def find_programs() -> Path:
    """Give the folder of PostgreSQL's programs; EnvironmentMissing when there is none."""
    import importlib.util  # noqa: PLC0415  only here is it asked whether the package is there

    found = importlib.util.find_spec("pgserver")
    if found is None or not found.submodule_search_locations:
        raise EnvironmentMissing(
            "PostgreSQL for the lab is not installed",
            "Python package pgserver",
            "install the extra 'educloud[demo]' on Python 3.11 or 3.12",
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


@contextlib.contextmanager
def start_databases(project: Project) -> Iterator[Databases]:
    """Run the servers of room and node; servers already running for this project are used.

    Only hosts whose ``postgres_address`` is loopback are the lab's; others run by themselves.
    """
    databases = declared(project)
    if not databases.servers:
        yield databases
        return
    home = _home(project)
    home.mkdir(parents=True, exist_ok=True)
    with run_servers(databases, home):
        with _locked(home):
            _seed(project, databases)
        yield databases


def _seed(project: Project, databases: Databases) -> None:
    try:
        hosts = {server.host for server in databases.servers}
        seed_room(project, hosts, databases.connect, databases.passfile)
    except psycopg.Error as error:
        raise LabError(
            f"PostgreSQL does not serve: {' '.join(str(error).split())}",
            ", ".join(f"{server.host} 127.0.0.1:{server.port}" for server in databases.servers),
            "end the command that started it, then start again",
        ) from error


def declared(project: Project) -> Databases:
    """Give the servers that ``hosts.yml`` declares for the lab, running or not."""
    servers = tuple(_declared_servers(project, _home(project)))
    programs = find_programs() if servers else Path()
    return Databases(servers, programs, project.state / "secrets" / "databases.pgpass")


def environment_of(project: Project) -> dict[str, str]:
    """Give the variables that playbooks need to reach the lab's servers; {} without a lab."""
    return declared(project).environment


def _home(project: Project) -> Path:
    return project.state / "lab" / "databases"


@contextlib.contextmanager
def run_servers(databases: Databases, home: Path) -> Iterator[None]:
    """Run servers that keep their state in ``home``; those that already run are used."""
    started: list[subprocess.Popen[bytes]] = []
    with contextlib.ExitStack() as stack:
        stack.callback(_end_all, started, home / "owner.json")
        with _locked(home):
            if not _owner_alive(home / "owner.json"):
                _start_all(databases, home, started)
        yield


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    with (home / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def connect(
    port: int, database: str, passfile: Path, *, user: str = ADMIN
) -> psycopg.Connection[Any]:
    """Open a connection over TCP; the password comes from ``passfile``."""
    return psycopg.connect(
        host="127.0.0.1", port=port, dbname=database, user=user, passfile=str(passfile),
        connect_timeout=10, autocommit=True,
    )  # fmt: skip


def _declared_servers(project: Project, home: Path) -> Iterator[Server]:
    path = project.inventory / "hosts.yml"
    try:
        everything = yaml.safe_load(path.read_text(encoding="utf-8"))["all"]
        common = everything.get("vars", {})
        for group in everything["children"].values():
            for host, own in group["hosts"].items():
                facts = {**common, **(own or {})}
                port = int(facts["postgres_port"])
                if ipaddress.ip_address(facts["postgres_address"]).is_loopback:
                    yield Server(host, port, home / host)
    except FileNotFoundError:
        raise ProjectError("the file is missing", str(path), "restore it") from None
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProjectError(
            "hosts without address and port of their PostgreSQL",
            str(path),
            "give every room and node postgres_address and postgres_port",
        ) from error


# --- starting and ending -------------------------------------------------------------------------


def _owner_alive(path: Path) -> bool:
    """Tell whether the process that started the servers still lives (they end with it)."""
    try:
        owner = json.loads(path.read_text(encoding="utf-8"))
        return bool(psutil.Process(owner["pid"]).create_time() == owner["since"])
    except (OSError, ValueError, KeyError, psutil.Error):
        return False


def _start_all(databases: Databases, home: Path, started: list[subprocess.Popen[bytes]]) -> None:
    for server in databases.servers:
        _end_leftover(server)
        _refuse_taken_port(server)
    ports = [server.port for server in databases.servers]
    write_passwords(databases.passfile, ports, (ADMIN, *SEEDS))
    fresh = [_begin_data(databases, server) for server in databases.servers]
    for server, making in zip(databases.servers, fresh, strict=True):
        if making is not None:
            _finish_data(server, making)
    owner = {"pid": os.getpid(), "since": psutil.Process().create_time()}
    write_atomically(home / "owner.json", json.dumps(owner))
    for server in databases.servers:
        log = server.folder / "log"
        program = [
            *_as_plain_user(), str(databases.programs / "postgres"),
            "-D", str(server.data), "-p", str(server.port),
            *(part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")),
        ]  # fmt: skip
        started.append(supervise.start(program, stop="INT", log=log))
    for server, process in zip(databases.servers, started, strict=True):
        _await_answer(server, process, databases.passfile)


def _end_all(started: Sequence[subprocess.Popen[bytes]], owner: Path) -> None:
    for process in started:
        process.terminate()
    for process in started:
        supervise.end(process)
    if started:
        owner.unlink(missing_ok=True)


def _end_leftover(server: Server) -> None:
    """End what a killed run left starting or ending, so that the data may be opened again.

    The lock file of PostgreSQL does not tell of a server that is only about to write it.
    """
    deadline = time.monotonic() + START_SECONDS
    while left := _processes_of(server):
        if time.monotonic() > deadline:
            numbers = ", ".join(str(process.pid) for process in left)
            raise LabError(
                "the PostgreSQL of an earlier run does not end",
                server.host,
                f"end process {numbers}",
            )
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGINT)
        psutil.wait_procs(left, timeout=1)


def _processes_of(server: Server) -> list[psutil.Process]:
    """Give what was started on the server's data, or to make it, and what supervises that."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            places = (word for word in process.cmdline() if word.startswith(str(server.folder)))
            if any(word == str(server.data) or NEW in Path(word).name for word in places):
                found.append(process)
    return found


def _refuse_taken_port(server: Server) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", server.port))
        except OSError as error:
            raise LabError(
                f"port {server.port} of 127.0.0.1 is in use",
                server.host,
                "free it or change postgres_port in inventory/hosts.yml",
            ) from error


def _await_answer(server: Server, process: subprocess.Popen[bytes], passfile: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise LabError(
                f"PostgreSQL ended at its start: {_last_line(server.folder / 'log')}",
                f"{server.host}, 127.0.0.1:{server.port}",
                f"see {server.folder / 'log'}",
            )
        try:
            connect(server.port, "postgres", passfile).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise LabError(
        "PostgreSQL does not answer", f"{server.host}, 127.0.0.1:{server.port}",
        f"see {server.folder / 'log'}",
    )  # fmt: skip


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    telling = [line for line in lines if "FATAL" in line or "could not" in line] or lines
    return telling[-1] if telling else "no reason given"


# --- data folders --------------------------------------------------------------------------------


def _as_plain_user() -> list[str]:
    """Give the prefix that runs a program as 'nobody': PostgreSQL refuses to run as root.

    The one capability lets it reach a project below a folder that only root may enter.
    """
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    if shutil.which("setpriv") is None:
        raise EnvironmentMissing(
            "PostgreSQL refuses to run as root and 'setpriv' is missing", "this machine",
            "install util-linux, or run as another user",
        )  # fmt: skip
    return [
        "setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
    ]  # fmt: skip


def _begin_data(databases: Databases, server: Server) -> Making | None:
    """Start making the server's data beside its place; None when it is there already."""
    server.folder.mkdir(parents=True, exist_ok=True)
    if server.data.exists():
        return None
    for left in server.folder.glob(f"{NEW}*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: what a killed run has not let go of yet cannot come between.
    new = Path(tempfile.mkdtemp(prefix=NEW, dir=server.folder))
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(new, nobody.pw_uid, nobody.pw_gid)
    password = read_password(databases.passfile, ADMIN)
    entry = server.folder / "initdb.password"
    entry.touch(mode=0o600)
    entry.write_text(password, encoding="utf-8")
    with (server.folder / "log").open("ab") as log:
        process = subprocess.Popen(
            supervise.supervised([
                *_as_plain_user(), str(databases.programs / "initdb"), "-D", str(new),
                "-U", ADMIN, "--auth=scram-sha-256", f"--pwfile={entry}",
                "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
            ]),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
    return process, entry, new


def _finish_data(server: Server, making: Making) -> None:
    process, entry, new = making
    code = process.wait()
    entry.unlink()
    if code != 0:
        raise LabError(
            f"PostgreSQL could not make its data: {_last_line(server.folder / 'log')}",
            server.host, f"see {server.folder / 'log'}",
        )  # fmt: skip
    new.rename(server.data)


def main() -> int:
    """Run the servers of the current folder's project until interrupted."""
    from educloud.project import open_project  # noqa: PLC0415  only as a program of its own

    with start_databases(open_project()) as databases:
        for server in databases.servers:
            sys.stdout.write(f"{server.host} 127.0.0.1:{server.port}\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
