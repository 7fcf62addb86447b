"""Fill server rooms, once, with synthetic applications: ``<db_name>.sql`` and uploaded files."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from educloud.inventory.load import load_inventory
from educloud.inventory.models import App
from educloud.lab.passfile import read_password
from educloud.project import Project

# Opens an administrator's connection: host of ``hosts.yml``, database.
Connect = Callable[[str, str], psycopg.Connection[Any]]

UPLOADS = 60  # files of each application


# Database name -> the file that fills it. Its application's role has the same name.
SEEDS = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.sql"))}


def seed_room(project: Project, hosts: set[str], connect: Connect, passfile: Path) -> None:
    """Fill the rooms, once, with the applications of the inventory that a seed exists for."""
    for app in load_inventory(project).apps.values():
        name = (app.model_extra or {}).get("db_name")
        if name in SEEDS and app.room_id in hosts:
            _seed_database(app.room_id, name, connect, read_password(passfile, name))
            _seed_files(project, app)


def _seed_database(host: str, name: str, connect: Connect, password: str) -> None:
    """Fill under another name and rename at the end: the name says that all is there."""
    with connect(host, "postgres") as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        draft, role = sql.Identifier(f"{name}__seed"), sql.Identifier(name)
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
            # libpq hashes on this side: the clear password reaches neither statement nor log.
            verifier = admin.pgconn.encrypt_password(
                password.encode(), name.encode(), b"scram-sha-256"
            ).decode()
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(verifier))
            )
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(draft))
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(draft, role))
        admin.execute(sql.SQL("ALTER DATABASE {} SET timezone = 'Asia/Shanghai'").format(draft))
        with connect(host, f"{name}__seed") as filling:
            filling.execute(sql.SQL("SET ROLE {}").format(role))
            filling.execute(SEEDS[name].read_bytes())
        admin.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(draft, role))


def _seed_files(project: Project, app: App) -> None:
    """Write the app's uploads; the same names and contents at every call."""
    relative = (app.model_extra or {}).get("files_path")
    if not relative or app.room_id is None:
        return
    folder = files_root(project, app.room_id) / relative
    if folder.exists():
        return
    draft = folder.with_name(f"{folder.name}.seed")
    shutil.rmtree(draft, ignore_errors=True)
    for number in range(1, UPLOADS + 1):
        kind = ("照片", "通知", "表格")[number % 3]
        path = draft / kind / f"{app.name}-{kind}{number:03d}（合成）.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        seed = hashlib.sha256(f"{app.app_id} {number}".encode()).digest()
        path.write_bytes(seed * (64 + number * 16))
    draft.rename(folder)


def files_root(project: Project, host: str) -> Path:
    """Give the folder of uploaded files of the room that ``host`` stands for."""
    return project.state / "lab" / "files" / host
