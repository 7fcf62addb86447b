"""The lab's passwords: made once, in libpq's pgpass form, in one file of their owner."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from educloud.errors import LabError
from educloud.project import write_atomically


def write_passwords(passfile: Path, ports: Iterable[int], users: Iterable[str]) -> None:
    """Write a line per server and user; passwords that are there already stay."""
    known = {user: _find_password(passfile, user) or secrets.token_urlsafe(24) for user in users}
    lines = [
        f"127.0.0.1:{port}:*:{user}:{password}"
        for port in ports
        for user, password in known.items()
    ]
    passfile.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(passfile, "\n".join(lines) + "\n")


def _find_password(passfile: Path, user: str) -> str | None:
    if not passfile.exists():
        return None
    rows = (line.split(":") for line in passfile.read_text(encoding="utf-8").splitlines())
    return next((row[4] for row in rows if row[3:4] == [user]), None)


def read_password(passfile: Path, user: str) -> str:
    """Give the password of ``user``; LabError when the file has none."""
    password = _find_password(passfile, user)
    if password is None:
        raise LabError(f"no password of {user}", str(passfile), "delete the lab and start again")
    return password
