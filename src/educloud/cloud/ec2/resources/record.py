"""A DNS record of a zone: values with a lifetime in seconds, or an alias.

``alias`` is {} or ``{name, zone}``: the DNS name of a load balancer and the zone that name is in;
``ttl`` is then 0 and ``values`` is [].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import Kind, Mark, Properties


def _identity(wanted: Properties) -> str:
    return f"{wanted['zone']}|{wanted['name']}|{wanted['type']}"


def _plain(name: str) -> str:
    r"""Give a name as people write it: the API says ``\052`` for an asterisk and ends in a dot."""
    return re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), name).rstrip(".")


def _live(api: Api, identity: str) -> Mapping[str, Any] | None:
    zone, name, kind = identity.split("|")
    found = api.route53.list_resource_record_sets(
        HostedZoneId=zone, StartRecordName=name, StartRecordType=kind, MaxItems="1"
    )["ResourceRecordSets"]
    exact = (one for one in found if (_plain(one["Name"]), one["Type"]) == (name, kind))
    return next(exact, None)


def _change(api: Api, action: str, zone: str, record: Mapping[str, Any]) -> None:
    change = {"Action": action, "ResourceRecordSet": record}
    api.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})


def _record(wanted: Properties) -> dict[str, Any]:
    """Give a record in the API's form."""
    named = {"Name": wanted["name"], "Type": wanted["type"]}
    alias = wanted["alias"]
    if alias:
        target = {
            "DNSName": alias["name"],
            "HostedZoneId": alias["zone"],
            "EvaluateTargetHealth": False,
        }
        return {**named, "AliasTarget": target}
    values = [{"Value": value} for value in wanted["values"]]
    return {**named, "TTL": wanted["ttl"], "ResourceRecords": values}


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a zone has one record set of a name and type
    return _identity(wanted) if _live(api, _identity(wanted)) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    _change(api, "UPSERT", wanted["zone"], _record(wanted))
    return _identity(wanted)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    live = _live(api, identity)
    if live is None or _shown(live) != _shown(_record(wanted)):
        _change(api, "UPSERT", wanted["zone"], _record(wanted))


def _read(api: Api, identity: str) -> Properties | None:
    live = _live(api, identity)
    if live is None:
        return None
    zone, name, kind = identity.split("|")
    return {"zone": zone, "name": name, "type": kind, **_shown(live)}


def _shown(live: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a record says, of its form in the API."""
    target = live.get("AliasTarget")
    return {
        "ttl": int(live.get("TTL", 0)),
        "values": sorted(one["Value"] for one in live.get("ResourceRecords", [])),
        "alias": (
            {"name": _plain(target["DNSName"]), "zone": target["HostedZoneId"]} if target else {}
        ),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    live = _live(api, identity)
    if live:  # the API wants the live values, whoever set them
        _change(api, "DELETE", identity.split("|", maxsplit=1)[0], live)


RECORD = Kind(
    name="Record",
    fixed=frozenset({"zone", "name", "type"}),
    unordered=frozenset({"values"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"NoSuchHostedZone"}),
)
