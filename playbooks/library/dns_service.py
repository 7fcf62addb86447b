"""Ansible module: where an application's name points, as an address and a service record.

Options: zone_id, name, address, port, ttl (seconds), force (false: only when the name is new).
Both records change in one batch: nobody sees an address with the other place's port.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.cloud import client
from botocore.exceptions import BotoCoreError, ClientError

SERVICE = "_postgresql._tcp."


def wanted(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the two record sets."""
    name = asked["name"].rstrip(".") + "."
    kind = "AAAA" if ipaddress.ip_address(asked["address"]).version == 6 else "A"  # noqa: PLR2004
    values = {
        (name, kind): asked["address"],
        (SERVICE + name, "SRV"): f"0 0 {asked['port']} {name}",
    }
    return [
        {"Name": where, "Type": what, "TTL": asked["ttl"], "ResourceRecords": [{"Value": value}]}
        for (where, what), value in values.items()
    ]


def current(route53: Any, zone_id: str, record: dict[str, Any]) -> dict[str, Any] | None:
    """Give the record set of this name and type as it is, or None."""
    page = route53.list_resource_record_sets(
        HostedZoneId=zone_id, StartRecordName=record["Name"], StartRecordType=record["Type"],
        MaxItems="1",
    )  # fmt: skip
    for found in page["ResourceRecordSets"]:
        if (found["Name"], found["Type"]) == (record["Name"], record["Type"]):
            return {key: found.get(key) for key in record}
    return None


def main() -> None:
    """Point the name to the address and port."""
    module = AnsibleModule(
        {
            "zone_id": {"type": "str", "required": True},
            "name": {"type": "str", "required": True},
            "address": {"type": "str", "required": True},
            "port": {"type": "int", "required": True},
            "ttl": {"type": "int", "default": 60},
            "force": {"type": "bool", "default": True},
        }
    )
    asked = module.params
    try:
        route53 = client("route53")
        records = wanted(asked)
        now = [current(route53, asked["zone_id"], record) for record in records]
        changed = now != records if asked["force"] else None in now
        if changed:
            changes = [{"Action": "UPSERT", "ResourceRecordSet": record} for record in records]
            route53.change_resource_record_sets(
                HostedZoneId=asked["zone_id"], ChangeBatch={"Changes": changes}
            )
    except (BotoCoreError, ClientError, ValueError) as error:
        module.fail_json(msg=f"name {asked['name']}: {error}")
    module.exit_json(
        changed=changed,
        educloud={"name": asked["name"], "points_to": f"{asked['address']}:{asked['port']}"},
    )


if __name__ == "__main__":
    main()
