"""Ansible module: the copy of a room's database on a node's server.

Options: app_id, source, target (address, port, user, database), state:

present  the copy equals the source; it is read-only. Made under a draft name and renamed when it
         is whole, so a killed run leaves no half copy under the real name.
open     the application may write to the copy.
closing  an open copy becomes read-only again; refused when it holds what the source has not.
closed   nothing else at the node, such as files, is newer either: the copy may be removed.
absent   the copy and what was made for it are gone.

The database's comment says whose copy it is; a database without it is never touched.
"""

from __future__ import annotations

import subprocess
import tempfile
from typing import Any

import psycopg
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.postgres import (
    DATABASE,
    connect,
    differences,
    exists,
    fingerprint,
    freeze,
    mark,
    thaw,
)
from psycopg import sql

# Roles that own something in the source or were granted something there, with their verifiers:
# the applications keep their passwords, which nobody sees.
ROLES = """
SELECT DISTINCT r.rolname, r.rolpassword, r.rolcanlogin
FROM pg_shdepend AS d JOIN pg_authid AS r ON r.oid = d.refobjid
WHERE d.refclassid = 'pg_authid'::regclass AND NOT r.rolsuper AND r.rolname NOT LIKE 'pg\\_%%'
    AND (d.dbid = (SELECT oid FROM pg_database WHERE datname = %(name)s)
        OR d.classid = 'pg_database'::regclass
        AND d.objid = (SELECT oid FROM pg_database WHERE datname = %(name)s))
"""
SHAPE = """
SELECT pg_encoding_to_char(encoding), datcollate, datctype, pg_get_userbyid(datdba)
FROM pg_database WHERE datname = %s
"""
SETTINGS = """
SELECT unnest(setconfig) FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase
WHERE s.setrole = 0 AND d.datname = %s
"""
CREATE = """
CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}
"""


class CopyRefusedError(Exception):
    """The copy is not ours, or holds what would be lost."""


class Copy:
    """The copy of one application's database."""

    def __init__(self, app_id: str, source: dict[str, Any], target: dict[str, Any]) -> None:
        self.source, self.target = source, target
        self.name: str = target["database"]
        self.draft = f"{self.name}__draft"
        self.closed_mark = f"educloud: read-only copy for {app_id}"
        self.open_mark = f"educloud: serves {app_id}"
        self.closing_mark = f"educloud: closing {app_id}"
        self.role_mark = f"educloud: role for {app_id}"
        self.admin = connect(target, database="postgres")

    def state(self) -> str:
        """Give absent, closed, open, closing or foreign."""
        if not exists(self.admin, self.name):
            return "absent"
        row = self.admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [self.name],
        ).fetchone()
        known = {
            self.closed_mark: "closed", self.open_mark: "open", self.closing_mark: "closing",
        }  # fmt: skip
        return known.get(row[0] if row else "", "foreign")

    def make_present(self) -> bool:
        """Copy unless the copy equals the source."""
        state = self.state()
        if state in {"foreign", "open", "closing"}:
            why = "was not made by educloud" if state == "foreign" else "already serves"
            raise CopyRefusedError(f"database {self.name} at the node {why}; it is left as it is")
        with connect(self.source) as source:
            if state == "closed":
                with connect(self.target) as target:
                    if fingerprint(source) == fingerprint(target):
                        return False
            self._make_roles(source)
            self._make_draft(source)
        _transfer(self.source, {**self.target, "database": self.draft})
        with connect(self.target, database=self.draft) as draft:
            draft.execute("ANALYZE")
            freeze(draft)
            mark(draft, self.draft, self.closed_mark)
        self._drop(self.name)
        self.admin.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(self.draft), sql.Identifier(self.name)
            )
        )
        return True

    def make_open(self) -> bool:
        """Let the application write."""
        state = self.state()
        if state not in {"closed", "open", "closing"}:
            raise CopyRefusedError(f"there is no copy of {self.name} at the node to open")
        with connect(self.target) as target:
            return thaw(target, self.open_mark)

    def make_closing(self) -> bool:
        """Make an open copy read-only when it still equals the source; its mark says it served."""
        if self.state() not in {"open", "closing"}:
            return False
        with connect(self.source) as source, connect(self.target) as target:
            freeze(target)
            newer = differences(fingerprint(source), fingerprint(target))
            if newer:
                thaw(target, self.open_mark)
                raise CopyRefusedError(
                    f"the node holds newer data, going back would lose it: {newer[0]}"
                )
            mark(target, self.name, self.closing_mark)
        return True

    def make_closed(self) -> bool:
        """Note that nothing newer is left at the node; only what is closing may be closed."""
        state = self.state()
        if state == "open":
            raise CopyRefusedError(f"the copy of {self.name} at the node was not compared yet")
        if state == "closing":
            mark(self.admin, self.name, self.closed_mark)
        return state == "closing"

    def make_absent(self) -> bool:
        """Remove draft, copy and the roles made for them; what is not ours stays."""
        state = self.state()
        self._drop(self.draft)
        if state in {"open", "closing"}:
            raise CopyRefusedError(f"the copy of {self.name} at the node is open: close it first")
        if state == "closed":
            self._drop(self.name)
        if state == "foreign":
            return False
        for (role,) in self.admin.execute(
            "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s",
            [self.role_mark],
        ).fetchall():
            self.admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
        return state == "closed"

    def _drop(self, name: str) -> None:
        self.admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def _make_roles(self, source: psycopg.Connection[Any]) -> None:
        for role, verifier, login in source.execute(ROLES, {"name": self.source["database"]}):
            row = self.admin.execute(
                "SELECT rolpassword FROM pg_authid WHERE rolname = %s", [role]
            ).fetchone()
            if row is not None and row[0] != verifier:
                raise CopyRefusedError(f"role {role} exists at the node with another password")
            if row is None:
                self._make_role(role, verifier, login=login)

    def _make_role(self, role: str, verifier: str | None, *, login: bool) -> None:
        name = sql.Identifier(role)
        with self.admin.transaction():
            self.admin.execute("SET LOCAL log_statement = 'none'")
            self.admin.execute(
                sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
                    name, sql.SQL("LOGIN" if login else "NOLOGIN"), sql.Literal(verifier)
                )
            )
            self.admin.execute(
                sql.SQL("COMMENT ON ROLE {} IS {}").format(name, sql.Literal(self.role_mark))
            )

    def _make_draft(self, source: psycopg.Connection[Any]) -> None:
        """Make an empty database of the source's shape, whatever a killed run has left."""
        shape = source.execute(SHAPE, [self.source["database"]]).fetchone()
        if shape is None:
            raise CopyRefusedError(f"database {self.source['database']} is missing at the room")
        encoding, collate, ctype, owner = shape
        draft = sql.Identifier(self.draft)
        self._drop(self.draft)
        self.admin.execute(
            sql.SQL(CREATE).format(
                draft, sql.Identifier(owner), *map(sql.Literal, (encoding, collate, ctype))
            )
        )
        for (setting,) in source.execute(SETTINGS, [self.source["database"]]).fetchall():
            key, value = setting.split("=", 1)
            if key != "default_transaction_read_only":
                self.admin.execute(
                    sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                        draft, sql.Identifier(key), sql.Literal(value)
                    )
                )


def _transfer(source: dict[str, Any], target: dict[str, Any]) -> None:
    """Stream pg_dump into pg_restore; all rows arrive in one transaction or none does."""
    dump = ["pg_dump", "--format=custom", "--compress=0", *_address(source), source["database"]]
    load = [
        "pg_restore", "--single-transaction", "--exit-on-error", *_address(target),
        f"--dbname={target['database']}",
    ]  # fmt: skip
    # A file takes any number of warnings; a pipe that nobody reads would stop its writer.
    with tempfile.TemporaryFile() as complaints:
        with (
            subprocess.Popen(dump, stdout=subprocess.PIPE, stderr=complaints) as dumping,
            subprocess.Popen(
                load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, stderr=complaints
            ) as loading,
        ):
            if dumping.stdout:
                dumping.stdout.close()  # so that pg_dump ends when pg_restore does
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").split("\n")
    if dumping.returncode != 0 or loading.returncode != 0:
        why = "; ".join(line.strip() for line in said if "error" in line) or "no reason given"
        raise CopyRefusedError(f"copying {source['database']} failed: {why}")


def _address(place: dict[str, Any]) -> list[str]:
    return [
        f"--host={place['address']}", f"--port={place['port']}", f"--username={place['user']}",
        "--no-password",
    ]  # fmt: skip


def main() -> None:
    """Bring the copy into the asked state."""
    states = ["present", "open", "closing", "closed", "absent"]
    module = AnsibleModule(
        {
            "app_id": {"type": "str", "required": True},
            "source": DATABASE,
            "target": DATABASE,
            "state": {"choices": states, "required": True},
        }
    )
    asked, was_open = module.params, False
    try:
        copy = Copy(asked["app_id"], asked["source"], asked["target"])
        was_open = copy.state() in {"open", "closing"}
        changed = getattr(copy, f"make_{asked['state']}")()
    except (psycopg.Error, CopyRefusedError, FileNotFoundError) as error:
        module.fail_json(msg=" ".join(str(error).split()), was_open=was_open)
    facts = {"open": True} if asked["state"] == "open" else {}
    module.exit_json(changed=changed, was_open=was_open, educloud=facts)


if __name__ == "__main__":
    main()
