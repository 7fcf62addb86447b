"""Ansible module: make a database read-only for its applications, or writable again.

Options: database (address, port, user, database), state (read_only | read_write).
"""

from __future__ import annotations

import psycopg
from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.postgres import DATABASE, connect, freeze, thaw


def main() -> None:
    """Bring the database into the asked state."""
    module = AnsibleModule(
        {
            "database": DATABASE,
            "state": {"choices": ["read_only", "read_write"], "required": True},
        }
    )
    try:
        with connect(module.params["database"]) as connection:
            act = freeze if module.params["state"] == "read_only" else thaw
            changed = act(connection)
    except psycopg.Error as error:
        module.fail_json(msg=f"{module.params['database']['database']}: {error}")
    module.exit_json(changed=changed)


if __name__ == "__main__":
    main()
