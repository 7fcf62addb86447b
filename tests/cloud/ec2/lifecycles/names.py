"""Names: DNS zones and records."""

from __future__ import annotations

from typing import Any

from life import Life, Ref


def says_something_else(api: Any, identity: str) -> None:
    api.route53.update_hosted_zone_comment(Id=identity, Comment="somebody's")


def points_elsewhere(api: Any, identity: str) -> None:
    zone, name, kind = identity.split("|")
    record = {"Name": name, "Type": kind, "TTL": 5, "ResourceRecords": [{"Value": "2001:db8::9"}]}
    api.route53.change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]},
    )


def record(name: str, **wanted: Any) -> dict[str, Any]:
    plain = {"type": "AAAA", "ttl": 60, "values": [], "alias": {}}
    return {"zone": Ref("zone"), "name": f"{name}.kinds.example", **plain, **wanted}


LIVES = (
    Life(
        kind="Zone",
        name="zone",
        wanted={
            "name": "kinds.example",
            "text": "node",
            "private": False,
            "vpc": "",
            "tags": {"node": "a"},
        },
        changed={"text": "another node", "tags": {"division": "410600"}},
        replaced=None,
        by_hand=says_something_else,
        drifted=frozenset({"text"}),
    ),
    Life(
        kind="Zone",
        name="zone-inside",
        wanted={
            "name": "inside.example",
            "text": "",
            "private": True,
            "vpc": Ref("vpc"),
            "tags": {},
        },
        changed={"text": "node"},
        replaced={"name": "within.example"},
    ),
    Life(
        kind="Record",
        name="record",
        wanted=record("www", values=["2001:db8::1"]),
        changed={"ttl": 30, "values": ["2001:db8::3", "2001:db8::2"]},
        replaced={"name": "web.kinds.example"},
        by_hand=points_elsewhere,
        drifted=frozenset({"ttl", "values"}),
    ),
    Life(
        kind="Record",
        name="record-of-all",
        wanted=record("*", type="CNAME", values=["www.kinds.example"]),
        changed={"values": ["web.kinds.example"]},
        replaced=None,
    ),
    Life(
        kind="Record",
        name="alias",
        wanted=record(
            "portal", ttl=0, alias={"name": "lb-1.elb.example", "zone": "Z3AADJGX6KTTL2"}
        ),
        changed={"alias": {"name": "lb-2.elb.example", "zone": "Z3AADJGX6KTTL2"}},
        replaced=None,
    ),
)
