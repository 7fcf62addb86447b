"""Ansible module, lab only: change one text value of one row, as a faulty disk or line would."""

from __future__ import annotations

import psycopg
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.postgres import DATABASE, connect
from psycopg import sql

# A text column that is part of no constraint, in the largest table that has one.
VICTIM = """
SELECT n.nspname, c.relname, a.attname FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'text'::regtype
    AND n.nspname !~ '^(pg_|information_schema$|educloud$)'
    AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k
        WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey))
ORDER BY c.reltuples DESC, 1, 2, 3 LIMIT 1
"""
DAMAGE = """
UPDATE {table} SET {column} = coalesce({column}, '') || '?'
WHERE ctid = (SELECT min(ctid) FROM {table})
"""


def main() -> None:
    """Damage one row and say which table it stands in."""
    module = AnsibleModule({"database": DATABASE})
    try:
        with connect(module.params["database"]) as connection:
            victim = connection.execute(VICTIM).fetchone()
            if victim is None:
                module.fail_json(msg="no text column to damage")
            table, column = sql.Identifier(*victim[:2]), sql.Identifier(victim[2])
            connection.execute(sql.SQL(DAMAGE).format(table=table, column=column))
    except psycopg.Error as error:
        module.fail_json(msg=str(error))
    module.exit_json(changed=True, educloud={"damaged": ".".join(victim[:2])})


if __name__ == "__main__":
    main()
