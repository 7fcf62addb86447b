"""What this machine has and what it lacks, one line each."""

from __future__ import annotations

import importlib.util
import locale
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from educloud.cli.output import finish, json_option, print_json

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for: what was found, and how to mend it when it is missing."""

    name: str
    found: str
    mend: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether nothing needs mending."""
        return not self.mend


def _python() -> Check:
    found = f"{platform.python_version()} at {sys.executable}"
    fits = sys.version_info >= OLDEST_PYTHON
    return Check("python", found, "" if fits else "install Python 3.11 or 3.12, then 'make setup'")


def _engine() -> Check:
    from educloud.cloud.engine.install import ENGINE_VERSION, find_engine  # noqa: PLC0415  only here

    engine = find_engine()
    if engine:
        return Check("pulumi engine", f"{ENGINE_VERSION} at {engine.path}")
    return Check("pulumi engine", "none", "run 'educloud cloud engine --install'")


def _go() -> Check:
    # Only a way to the engine: where that stands, Go may be missing.
    path = shutil.which("go")
    return Check("go", path or "none (only needed to build the engine)")


def _packages() -> Check:
    wanted = ("pulumi", "boto3", "netmiko", "asyncssh", "ansible_runner", "dbos", "ortools", "moto")
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    mend = f"install {', '.join(missing)}: run 'make setup'" if missing else ""
    return Check("packages", "complete" if not missing else "incomplete", mend)


def _playbooks() -> Check:
    beside = shutil.which("ansible-playbook", path=str(sys.prefix) + "/bin")
    path = beside or shutil.which("ansible-playbook")
    return Check("ansible-playbook", path or "none", "" if path else "run 'make setup'")


def _postgresql() -> Check:
    if importlib.util.find_spec("pgserver") is not None:
        return Check("postgresql (demo)", "pgserver")
    mend = "install the extra 'demo' under Python 3.11 or 3.12"
    return Check("postgresql (demo)", "none", mend)


def _database() -> Check:
    return Check("sqlite", sqlite3.sqlite_version)


def _locale() -> Check:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    fits = encoding.lower().replace("-", "") == "utf8"
    return Check("locale", encoding, "" if fits else "set LC_ALL=C.UTF-8")


CHECKS: tuple[Callable[[], Check], ...] = (
    _python,
    _packages,
    _engine,
    _go,
    _playbooks,
    _postgresql,
    _database,
    _locale,
)


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what this machine has and what it lacks.

    \b
    Example:
      educloud doctor
      educloud doctor --json
    """
    checks = [check() for check in CHECKS]
    if as_json:
        print_json([asdict(check) | {"ok": check.ok} for check in checks])
    else:
        for check in checks:
            mark = "ok     " if check.ok else "missing"
            click.echo(f"{mark}  {check.name:<18} {check.found}")
            if check.mend:
                click.echo(f"         -> {check.mend}")
    finish(look=not all(check.ok for check in checks))
