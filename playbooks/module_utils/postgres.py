"""What the PostgreSQL modules share: connecting, freezing, fingerprints of a whole database."""

from __future__ import annotations

import json
from typing import Any

import psycopg
from psycopg import sql

DATABASE = {
    "type": "dict",
    "required": True,
    "options": {
        "address": {"type": "str", "required": True},
        "port": {"type": "int", "required": True},
        "user": {"type": "str", "required": True},
        "database": {"type": "str", "required": True},
    },
}

# Table rights that write, per kind of relation. The register holds what a freeze has withdrawn.
WITHDRAW = """
CREATE SCHEMA educloud;
CREATE TABLE educloud.withdrawn (class text, object text, part text, grantee text, right_ text,
    grantable boolean);
INSERT INTO educloud.withdrawn
SELECT CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
    format('%I.%I', n.nspname, c.relname), NULL,
    coalesce(r.rolname, 'public'), a.privilege_type, a.is_grantable
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(coalesce(c.relacl,
    acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner))) AS a
LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND n.nspname !~ '^(pg_|information_schema$|educloud$)'
    AND NOT coalesce(r.rolsuper, false)
    AND a.privilege_type = ANY (CASE c.relkind WHEN 'S' THEN ARRAY['USAGE', 'UPDATE']
        ELSE ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'] END)
UNION ALL
SELECT 'TABLE', format('%I.%I', n.nspname, c.relname), quote_ident(t.attname),
    coalesce(r.rolname, 'public'), a.privilege_type, a.is_grantable
FROM pg_attribute AS t
JOIN pg_class AS c ON c.oid = t.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL aclexplode(t.attacl) AS a
LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE NOT t.attisdropped AND n.nspname !~ '^(pg_|information_schema$|educloud$)'
    AND NOT coalesce(r.rolsuper, false) AND a.privilege_type IN ('INSERT', 'UPDATE')
UNION ALL
SELECT 'SCHEMA', quote_ident(n.nspname), NULL, coalesce(r.rolname, 'public'),
    a.privilege_type, a.is_grantable
FROM pg_namespace AS n
CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
LEFT JOIN pg_roles AS r ON r.oid = a.grantee
WHERE n.nspname !~ '^(pg_|information_schema$|educloud$)'
    AND NOT coalesce(r.rolsuper, false) AND a.privilege_type = 'CREATE';
"""

REVOKES = """
SELECT 'REVOKE ' || right_ || coalesce(' (' || part || ')', '') || ' ON ' || class || ' ' || object
    || ' FROM ' || CASE grantee WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(grantee) END
    || ' CASCADE'
FROM educloud.withdrawn
"""
GRANTS = """
SELECT 'GRANT ' || right_ || coalesce(' (' || part || ')', '') || ' ON ' || class || ' ' || object
    || ' TO ' || CASE grantee WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(grantee) END
    || CASE WHEN grantable THEN ' WITH GRANT OPTION' ELSE '' END
FROM educloud.withdrawn
"""

# Order of rows does not count, their number and every value do: the two halves of each row's MD5
# are summed, so rows that stand twice do not cancel out.
CHECKSUM = """
SELECT count(*), coalesce(sum(('x' || left(h, 16))::bit(64)::bigint::numeric), 0)::text || ':'
    || coalesce(sum(('x' || right(h, 16))::bit(64)::bigint::numeric), 0)::text
FROM (SELECT md5(t::text) AS h FROM {} AS t) AS hashed
"""
COLUMNS = """
SELECT n.nspname || '.' || c.relname || '.' || a.attname,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm')
    AND n.nspname !~ '^(pg_|information_schema$|educloud$)'
"""
OBJECTS = """
SELECT 'indexes', count(*)
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^(pg_|information_schema$|educloud$)'
UNION ALL
SELECT 'constraints', count(*)
FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = c.connamespace
WHERE n.nspname !~ '^(pg_|information_schema$|educloud$)'
UNION ALL
SELECT 'triggers', count(*)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname !~ '^(pg_|information_schema$|educloud$)'
UNION ALL
SELECT 'functions', count(*)
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname !~ '^(pg_|information_schema$|educloud$)'
UNION ALL
SELECT 'large objects', count(*) FROM pg_largeobject_metadata
"""
RELATIONS = """
SELECT n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = ANY (%s) AND n.nspname !~ '^(pg_|information_schema$|educloud$)' ORDER BY 1, 2
"""
READ_ONLY = "ALTER DATABASE {} SET default_transaction_read_only = on"
AS_BEFORE = "ALTER DATABASE {} RESET default_transaction_read_only"
SEQUENCE = "SELECT last_value, is_called FROM {}"


def connect(place: dict[str, Any], *, database: str | None = None) -> psycopg.Connection[Any]:
    """Open an administrator's connection; the password comes from the file PGPASSFILE names."""
    return psycopg.connect(
        host=place["address"],
        port=place["port"],
        user=place["user"],
        dbname=database or place["database"],
        connect_timeout=10,
        autocommit=True,
        # Our own sessions must be able to lift what a freeze has set.
        options="-c default_transaction_read_only=off",
    )


def exists(admin: psycopg.Connection[Any], name: str) -> bool:
    """Tell whether the server has a database of this name."""
    found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def frozen(connection: psycopg.Connection[Any]) -> bool:
    """Tell whether the connected database is frozen."""
    row = connection.execute("SELECT to_regclass('educloud.withdrawn') IS NOT NULL").fetchone()
    return bool(row and row[0])


def freeze(connection: psycopg.Connection[Any]) -> bool:
    """Withdraw all rights to write and end the sessions; True when it was writable."""
    writable = not frozen(connection)
    name = sql.Identifier(connection.info.dbname)
    with connection.transaction():
        if writable:
            connection.execute(WITHDRAW)
            _run_each(connection, REVOKES)
        connection.execute(sql.SQL(READ_ONLY).format(name))
    end_sessions(connection)
    return writable


def thaw(connection: psycopg.Connection[Any], comment: str | None = None) -> bool:
    """Give back exactly what the freeze withdrew; True when the database was frozen."""
    was_frozen = frozen(connection)
    name = sql.Identifier(connection.info.dbname)
    with connection.transaction():
        if was_frozen:
            _run_each(connection, GRANTS)
            connection.execute("DROP SCHEMA educloud CASCADE")
        connection.execute(sql.SQL(AS_BEFORE).format(name))
        if comment is not None:
            mark(connection, connection.info.dbname, comment)
    if was_frozen:
        end_sessions(connection)  # a session opened while frozen would stay read-only
    return was_frozen


def mark(connection: psycopg.Connection[Any], database: str, comment: str) -> None:
    """Write the comment that says what a copied database is."""
    connection.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(
            sql.Identifier(database), sql.Literal(comment)
        )
    )


def end_sessions(connection: psycopg.Connection[Any]) -> None:
    """End every other session of the connected database and wait until it is gone."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )


def fingerprint(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """Give rows and checksum of each table, each sequence's value, columns and object counts."""
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute(
            "SELECT set_config(name, value, true) FROM (VALUES ('datestyle', 'ISO, YMD'),"
            " ('timezone', 'UTC'), ('extra_float_digits', '3'), ('bytea_output', 'hex'),"
            " ('intervalstyle', 'postgres'), ('search_path', '')) AS s (name, value)"
        )
        found = {
            "tables": _each(connection, ["r", "m"], CHECKSUM),
            "sequences": _each(connection, ["S"], SEQUENCE),
            "columns": dict(connection.execute(COLUMNS).fetchall()),
            "objects": dict(connection.execute(OBJECTS).fetchall()),
        }
    return json.loads(json.dumps(found))


def differences(source: dict[str, dict[str, Any]], target: dict[str, dict[str, Any]]) -> list[str]:
    """Say in words where two fingerprints differ; empty when the databases are equal."""
    told = []
    for kind, left in source.items():
        right = target[kind]
        told += [
            _difference(kind, name, left.get(name), right.get(name))
            for name in sorted({*left, *right})
            if left.get(name) != right.get(name)
        ]
    return told


def _difference(kind: str, name: str, left: Any, right: Any) -> str:
    if left is None or right is None:
        return f"{name} is only at the {'node' if left is None else 'room'}"
    if kind != "tables":
        return f"{name}: {left} at the room, {right} at the node"
    if left[0] != right[0]:
        return f"{name}: {left[0]} rows at the room, {right[0]} at the node"
    return f"{name}: checksums differ ({left[0]} rows at both)"


def _relations(connection: psycopg.Connection[Any], kinds: list[str]) -> list[tuple[str, str]]:
    return connection.execute(RELATIONS, [kinds]).fetchall()


def _each(connection: psycopg.Connection[Any], kinds: list[str], query: str) -> dict[str, Any]:
    return {
        f"{schema}.{name}": connection.execute(
            sql.SQL(query).format(sql.Identifier(schema, name))
        ).fetchone()
        for schema, name in _relations(connection, kinds)
    }


def _run_each(connection: psycopg.Connection[Any], query: str) -> None:
    for (statement,) in connection.execute(query).fetchall():
        connection.execute(statement)
