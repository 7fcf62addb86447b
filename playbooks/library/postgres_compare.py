"""Ansible module: fail unless two databases hold the same.

Compares row count and checksum of every table, every sequence, columns and numbers of indexes,
constraints, triggers and functions. Options: source, target (address, port, user, database).
"""

from __future__ import annotations

import hashlib
import json

import psycopg
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.postgres import DATABASE, connect, differences, fingerprint

SHOWN = 3


def main() -> None:
    """Compare; the facts say what was compared."""
    module = AnsibleModule({"source": DATABASE, "target": DATABASE})
    try:
        with connect(module.params["source"]) as left, connect(module.params["target"]) as right:
            source, target = fingerprint(left), fingerprint(right)
    except psycopg.Error as error:
        module.fail_json(msg=str(error))
    told = differences(source, target)
    digest = hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()
    facts = {
        "tables": len(source["tables"]),
        "rows": sum(rows for rows, _ in source["tables"].values()),
        "sequences": len(source["sequences"]),
        "database_sha256": digest,
    }
    if told:
        more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        module.fail_json(msg="; ".join(told[:SHOWN]) + more, educloud=facts)
    module.exit_json(changed=False, educloud=facts)


if __name__ == "__main__":
    main()
