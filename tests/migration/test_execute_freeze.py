"""Laws of freezing and comparing a database, on a real server."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from educloud.lab.databases import Databases, Server, find_programs, run_servers
from educloud.lab.seeds import SEEDS

CHECKOUT = Path(__file__).resolve().parents[2]


def _module(name: str) -> ModuleType:
    path = CHECKOUT / "playbooks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"playbook_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


postgres = _module("module_utils/postgres")


def ansible_module(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load a module as Ansible does: with the playbooks' own ``module_utils``."""
    for shared in ("postgres", "cloud"):
        loaded = _module(f"module_utils/{shared}")
        monkeypatch.setitem(sys.modules, f"ansible.module_utils.{shared}", loaded)
    return _module(f"library/{name}")


SCHEMA = """
CREATE ROLE writer LOGIN; CREATE ROLE reader; CREATE ROLE "odd name"; CREATE ROLE owner_;
GRANT CREATE ON DATABASE law TO owner_; GRANT CREATE ON SCHEMA public TO owner_;
SET ROLE owner_;
CREATE SCHEMA "zwei te";
CREATE TABLE plain (id bigserial PRIMARY KEY, name text, mark int DEFAULT 0, at timestamptz);
CREATE TABLE "zwei te"."Groß" (id int PRIMARY KEY, doc jsonb, part numeric);
CREATE VIEW seen AS SELECT id, name FROM plain;
GRANT SELECT, INSERT, UPDATE ON plain TO writer WITH GRANT OPTION;
GRANT USAGE ON SEQUENCE plain_id_seq TO writer;
GRANT SELECT ON plain TO reader; GRANT UPDATE (name) ON plain TO reader;
GRANT INSERT, DELETE ON "zwei te"."Groß" TO PUBLIC; GRANT ALL ON seen TO "odd name";
RESET ROLE;
INSERT INTO plain (name, at) SELECT '名' || i, timestamptz '2026-01-01' + i * interval '1 hour'
FROM generate_series(1, 50) AS i;
INSERT INTO "zwei te"."Groß" SELECT i, jsonb_build_object('键', i), i / 7.0
FROM generate_series(1, 20) AS i;
"""
RIGHTS = """
SELECT n.nspname, c.relname, t.attname, a.grantee::regrole::text, a.privilege_type, a.is_grantable
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute AS t ON t.attrelid = c.oid AND t.attacl IS NOT NULL
CROSS JOIN LATERAL (
    SELECT * FROM aclexplode(coalesce(c.relacl,
        acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner)))
    UNION ALL SELECT * FROM aclexplode(t.attacl)) AS a
WHERE n.nspname IN ('public', 'zwei te') AND c.relkind IN ('r', 'v', 'S')
UNION ALL
SELECT n.nspname, NULL, NULL, a.grantee::regrole::text, a.privilege_type, a.is_grantable
FROM pg_namespace AS n
CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
WHERE n.nspname IN ('public', 'zwei te')
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A database with all kinds of rights, as the modules address it."""
    home = tmp_path_factory.mktemp("server")
    server = Server("law", free_port(), home / "law")
    databases = Databases((server,), find_programs(), home / "passwords")
    with run_servers(databases, home), pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSFILE", str(databases.passfile))
        with databases.connect("law", "postgres") as admin:
            admin.execute("CREATE DATABASE law")
        with databases.connect("law", "law") as admin:
            admin.execute(SCHEMA)
        yield {"address": "127.0.0.1", "port": server.port, "user": "educloud", "database": "law"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def connection(place: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    with postgres.connect(place) as opened:
        yield opened


def rights(opened: psycopg.Connection[Any]) -> list[Any]:
    return sorted(opened.execute(RIGHTS).fetchall(), key=str)


def test_thawing_gives_back_exactly_what_freezing_withdrew(place: dict[str, Any]) -> None:
    with connection(place) as opened:
        before = rights(opened)
        assert postgres.freeze(opened) is True
        frozen = rights(opened)
        assert postgres.freeze(opened) is False  # a second time changes nothing
        assert rights(opened) == frozen
        writes = {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}
        assert {right[4] for right in before} >= writes
        left = [right for right in frozen if right[4] in writes and right[3] != "educloud"]
        assert left == []
        assert postgres.thaw(opened) is True
        assert rights(opened) == before
        assert postgres.thaw(opened) is False
        assert rights(opened) == before


def test_freezing_ends_the_sessions_and_leaves_reading(place: dict[str, Any]) -> None:
    with connection(place) as opened:
        other = postgres.connect(place)
        postgres.freeze(opened)
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")
        opened.execute("SET ROLE reader")
        assert opened.execute("SELECT count(*) FROM plain").fetchone() == (50,)
        opened.execute("RESET ROLE")
        postgres.thaw(opened)


DAMAGES = {
    "a changed value": "UPDATE plain SET name = name || '?' WHERE id = 7",
    "a null for an empty text": "UPDATE plain SET name = NULL WHERE id = 7",
    "a lost row": "DELETE FROM plain WHERE id = 7",
    "a row too many": "INSERT INTO plain SELECT 99, name, mark, at FROM plain WHERE id = 7",
    "two values swapped": "UPDATE plain AS a SET name = b.name FROM plain AS b"
    " WHERE (a.id, b.id) IN ((1, 2), (2, 1))",
    "a time moved by its zone": "UPDATE plain SET at = at + interval '8 hours' WHERE id = 7",
    "a changed document": """UPDATE "zwei te"."Groß" SET doc = '{"键": 0}' WHERE id = 3""",
    "a sequence left behind": "SELECT setval('plain_id_seq', 3)",
    "an index lost": 'ALTER TABLE "zwei te"."Groß" DROP CONSTRAINT "Groß_pkey"',
    "a column of another type": "ALTER TABLE plain ALTER COLUMN mark TYPE bigint",
    "a table too many": "CREATE TABLE extra ()",
    "a lost trigger's function": "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_fingerprint_shows_every_damage(place: dict[str, Any], damage: str) -> None:
    with connection(place) as opened, connection(place) as other:
        before = postgres.fingerprint(other)
        assert postgres.differences(before, before) == []
        with contextlib.suppress(psycopg.Rollback), opened.transaction(force_rollback=True):
            opened.execute(damage)
            after = seen_inside(opened)
        told = postgres.differences(before, after)
        assert told, "the damage was not seen"
        if "setval" in damage:  # sequences are not rolled back
            opened.execute("SELECT setval('plain_id_seq', 50)")


def seen_inside(opened: psycopg.Connection[Any]) -> dict[str, Any]:
    """Take the fingerprint within the open transaction, whose isolation cannot be set any more."""

    class Inside:
        def transaction(self) -> Any:
            return opened.transaction()

        def execute(self, query: Any, *rest: Any) -> Any:
            if "ISOLATION LEVEL" in str(query):
                return None
            return opened.execute(query, *rest)

    return postgres.fingerprint(Inside())


def test_order_of_rows_and_settings_of_a_session_do_not_count(place: dict[str, Any]) -> None:
    with connection(place) as one, connection(place) as other:
        before = postgres.fingerprint(one)
        other.execute("SET timezone = 'America/New_York'; SET datestyle = 'German'")
        other.execute("UPDATE plain SET name = name WHERE id < 20")  # they move in the heap
        assert postgres.fingerprint(other) == before


def test_a_frozen_database_has_the_fingerprint_of_the_open_one(place: dict[str, Any]) -> None:
    with connection(place) as opened:
        before = postgres.fingerprint(opened)
        postgres.freeze(opened)
        assert postgres.fingerprint(opened) == before
        postgres.thaw(opened)


def test_every_seed_has_a_log_for_the_probe() -> None:
    for name, path in SEEDS.items():
        assert "CREATE TABLE access_log" in path.read_text(encoding="utf-8"), name


CHATTY = "head -c 300000 /dev/zero | tr '\\0' w >&2"


@pytest.mark.parametrize(
    ("dump", "load", "words"),
    [
        (f"{CHATTY}; echo; echo 'pg_dump: error: cut' >&2; exit 1", "cat >/dev/null", "error: cut"),
        ("exec yes", "echo 'pg_restore: error: full' >&2; exit 1", "error: full"),
    ],
    ids=["more warnings than a pipe holds", "the loading program dies first"],
)
def test_a_failing_transfer_ends_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dump: str, load: str, words: str
) -> None:
    """Programs of the same names stand in for those that warn too much or die."""
    for name, script in (("pg_dump", dump), ("pg_restore", load)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    module = ansible_module("postgres_copy", monkeypatch)
    nowhere = {"address": "127.0.0.1", "port": 1, "user": "u", "database": "d"}
    with pytest.raises(module.CopyRefusedError, match=words):
        module._transfer(nowhere, nowhere)


def test_objects_that_were_not_deleted_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ansible_module("s3_folder", monkeypatch)
    module.check_deleted({"Deleted": [{"Key": "a"}]})
    refused = {"Errors": [{"Key": "apps/a", "Code": "AccessDenied", "Message": "held"}]}
    with pytest.raises(module.ClientError, match=r"AccessDenied.*apps/a: held"):
        module.check_deleted(refused)
