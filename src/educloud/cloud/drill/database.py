"""Restore a PostgreSQL database at a peer under a name of its own, and compare it.

A server is known by libpq's own words (host, port, user, dbname, password, passfile, sslmode …).
Programs get them by the environment, so no password stands in an argument.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

import psycopg
from psycopg import sql

from educloud import supervise
from educloud.cloud.drill.objects import Fault
from educloud.errors import CloudError, EnvironmentMissing

Server = Mapping[str, Any]

# libpq's parameter -> the variable its programs read.
VARIABLES = {
    "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "user": "PGUSER",
    "password": "PGPASSWORD", "passfile": "PGPASSFILE", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}  # fmt: skip
# Order of rows does not count, their number and every value do: the two halves of each row's MD5
# are summed, so rows that stand twice do not cancel out.
CHECKSUM = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':'
    || coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text
FROM (SELECT md5(t::text) AS h FROM {} AS t) AS hashed
"""
LARGE_OBJECTS = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text
FROM (SELECT md5(lo_get(oid)) AS h FROM pg_largeobject_metadata) AS hashed
"""
RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = ANY (%s) AND c.relpersistence <> 't'
    AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1, 2
"""
COUNT = "SELECT count(*) FROM {}"
SEQUENCE = "SELECT last_value, is_called::text FROM {}"
# The same text for the same value, whatever the two servers' settings are.
PLAIN = (
    "SELECT set_config(name, value, true) FROM (VALUES ('datestyle', 'ISO, YMD'),"
    " ('timezone', 'UTC'), ('extra_float_digits', '3'), ('bytea_output', 'hex'),"
    " ('intervalstyle', 'postgres'), ('search_path', '')) AS s (name, value)"
)
SHAPE = """
SELECT pg_encoding_to_char(encoding), datcollate, datctype
FROM pg_database WHERE datname = current_database()
"""
_NAME = r'("(?:[^"]|"")*"|[^."\s]+)'
COPIED = re.compile(rf"COPY {_NAME}\.{_NAME}")
TABLES, SEQUENCES = ["r", "m"], ["S"]

# Relation -> rows and checksum (of a sequence: value and whether it was used).
Fingerprint = Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: tables, rows, and what differs."""

    tables: int
    rows: int
    checksums: bool  # False: rows were counted only
    faults: tuple[Fault, ...]


def restore_live(source: Server, peer: Server, scratch: str, programs: str) -> Compared:
    """Dump a database, restore it at the peer as ``scratch``, and compare rows and checksums.

    Both the dump and the comparison see the same instant of the source. CloudError when a server
    refuses; ``scratch`` must be dropped by the caller in any case.
    """
    with _database_errors(source), _connect(source) as reading, reading.transaction():
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        shape, snapshot = _one(reading, SHAPE), _one(reading, "SELECT pg_export_snapshot()")[0]
        _make_scratch(peer, scratch, shape)
        dump = ["pg_dump", "--format=custom", "--compress=0", f"--snapshot={snapshot}"]
        with (
            tempfile.TemporaryFile() as said,
            _program(dump, source, programs, stdout=subprocess.PIPE, stderr=said) as dumping,
            _program(_load(scratch), peer, programs, stdin=dumping.stdout, stderr=said) as loading,
        ):
            if dumping.stdout:
                dumping.stdout.close()  # so that pg_dump ends when pg_restore does
            _check(said, loading, dumping)
        expected = _fingerprint(reading)
    return _compare(expected, peer, scratch)


def restore_dump(dump: IO[bytes], peer: Server, scratch: str, programs: str) -> Compared:
    """Restore a dump (pg_dump's custom format) at the peer as ``scratch``, and count its rows.

    The rows that stand in the dump itself are compared with those at the peer.
    """
    expected = dump_rows(dump, programs)
    _make_scratch(peer, scratch, None)
    dump.seek(0)
    with (
        tempfile.TemporaryFile() as said,
        _program(_load(scratch), peer, programs, stdin=dump, stderr=said) as loading,
    ):
        _check(said, loading)
    with _database_errors(peer), _connect(peer, scratch) as there:
        found = {
            f"{schema}.{name}": int(_one(there, _of(COUNT, schema, name))[0])
            for schema, name in there.execute(RELATIONS, [["r"]]).fetchall()
        }
    faults = tuple(
        Fault(name, f"{expected.get(name, 0)} rows in the dump, {found.get(name, 0)} at the peer")
        for name in sorted({*expected, *found})
        if expected.get(name, 0) != found.get(name, 0)
    )
    return Compared(len(found), sum(expected.values()), checksums=False, faults=faults)


def dump_rows(dump: IO[bytes], programs: str) -> Mapping[str, int]:
    """Give the rows of each table (schema.name) of a dump, as the dump itself holds them."""
    dump.seek(0)
    script = ["pg_restore", "--data-only", "--file=-"]
    with (
        tempfile.TemporaryFile() as said,
        _program(script, {}, programs, stdin=dump, stdout=subprocess.PIPE, stderr=said) as reading,
    ):
        rows = _copied_rows(reading.stdout or ())
        _check(said, reading)
    return rows


def drop_scratch(peer: Server, scratch: str) -> None:
    """Drop the drill's database at the peer, whoever is still connected to it; repeatable."""
    with _database_errors(peer), _connect(peer, "postgres") as admin:
        admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(scratch))
        )


def _copied_rows(script: Iterable[bytes]) -> Mapping[str, int]:
    """Count the lines of each COPY block of a script."""
    counts: Counter[str] = Counter()
    table = None
    for line in script:
        if table is None:
            if line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
                table = _table_of(line.decode(errors="replace"))
                counts[table] += 0
        elif line.rstrip(b"\r\n") == b"\\.":
            table = None
        else:
            counts[table] += 1
    return counts


def _table_of(line: str) -> str:
    """Give schema.name of ``COPY schema."name" (columns) FROM stdin;``."""
    found = COPIED.match(line)
    parts = found.groups() if found else ("", line)
    return ".".join(
        part[1:-1].replace('""', '"') if part.startswith('"') else part for part in parts
    )


def _make_scratch(peer: Server, scratch: str, shape: tuple[Any, ...] | None) -> None:
    """Make the empty database anew, whatever a killed drill has left of it."""
    drop_scratch(peer, scratch)
    statement = "CREATE DATABASE {} TEMPLATE template0"
    if shape:
        statement += " ENCODING {} LC_COLLATE {} LC_CTYPE {}"
    with _database_errors(peer), _connect(peer, "postgres") as admin:
        admin.execute(
            sql.SQL(statement).format(sql.Identifier(scratch), *map(sql.Literal, shape or ()))
        )


def _load(scratch: str) -> list[str]:
    """Give the program that restores what it reads: all of it arrives or nothing does."""
    return [
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
        f"--dbname={scratch}",
    ]  # fmt: skip


@contextlib.contextmanager
def _program(
    words: list[str], server: Server, programs: str, **streams: Any
) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of PostgreSQL's programs, which ends with us; EnvironmentMissing without it."""
    path = shutil.which(words[0], path=programs)
    if path is None:
        raise EnvironmentMissing(
            f"the program {words[0]} is missing", "PATH", "install PostgreSQL's client programs"
        )
    known = {VARIABLES[key]: str(value) for key, value in server.items() if key in VARIABLES}
    environment = {**os.environ, **known, "PATH": programs}
    process = subprocess.Popen(
        supervise.supervised([path, *words[1:], *(["--no-password"] if server else [])]),
        env=environment,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, **streams},
    )
    try:
        yield process
    finally:
        if process.stdout:
            process.stdout.close()
        supervise.end(process)


def _check(said: IO[bytes], *processes: subprocess.Popen[bytes]) -> None:
    """Wait for programs; CloudError with their own words when one failed."""
    codes = [process.wait() for process in processes]
    if not any(codes):
        return
    said.seek(0)
    lines = said.read().decode(errors="replace").splitlines()
    why = "; ".join(line.strip() for line in lines if "error" in line) or "no reason given"
    raise CloudError(f"the database cannot be restored: {why}", "the peer", "mend it, drill again")


def _connect(server: Server, database: str | None = None) -> psycopg.Connection[Any]:
    options = {**server, **({"dbname": database} if database else {})}
    return psycopg.connect(**{"connect_timeout": 10, **options}, autocommit=True)


def _fingerprint(connection: psycopg.Connection[Any]) -> Fingerprint:
    """Give what every table, sequence and the large objects of a database hold."""
    with connection.transaction():
        connection.execute(PLAIN)
        found = {
            f"{schema}.{name}": _one(connection, _of(query, schema, name))
            for kinds, query in ((TABLES, CHECKSUM), (SEQUENCES, SEQUENCE))
            for schema, name in connection.execute(RELATIONS, [kinds]).fetchall()
        }
        found["large objects"] = _one(connection, LARGE_OBJECTS)
    return {name: (int(number), str(value)) for name, (number, value) in found.items()}


def _compare(expected: Fingerprint, peer: Server, scratch: str) -> Compared:
    with _database_errors(peer), _connect(peer, scratch) as there:
        found = _fingerprint(there)
    faults = tuple(
        Fault(name, _difference(expected.get(name), found.get(name)))
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    )
    rows = sum(rows for rows, value in expected.values() if ":" in value)
    tables = sum(":" in value for _, value in expected.values())
    return Compared(tables, rows, checksums=True, faults=faults)


def _difference(left: tuple[int, str] | None, right: tuple[int, str] | None) -> str:
    if left is None or right is None:
        return f"is only at the {'peer' if left is None else 'node'}"
    if left[0] != right[0]:
        return f"{left[0]} rows at the node, {right[0]} at the peer"
    return f"checksums differ ({left[0]} rows at both)"


def _of(query: str, schema: str, name: str) -> sql.Composed:
    return sql.SQL(query).format(sql.Identifier(schema, name))


def _one(connection: psycopg.Connection[Any], query: Any) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    if row is None:
        raise CloudError("the server gave no answer", "PostgreSQL", "drill again")
    return tuple(row)


@contextlib.contextmanager
def _database_errors(server: Server) -> Iterator[None]:
    """Put what PostgreSQL says into our words, with the server's name."""
    try:
        yield
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        where = f"PostgreSQL {server.get('host', '')}:{server.get('port', 5432)}"
        raise CloudError(reason, where, "mend it, then drill again") from error
