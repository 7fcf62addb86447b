"""A DNS record of a zone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties


def _identity(wanted: Properties) -> str:
    return f"{wanted['zone']}|{wanted['name']}|{wanted['type']}"


def _live(api: Api, identity: str) -> Mapping[str, Any] | None:
    zone, name, kind = identity.split("|")
    found = api.route53.list_resource_record_sets(
        HostedZoneId=zone, StartRecordName=name, StartRecordType=kind, MaxItems="1"
    )["ResourceRecordSets"]
    exact = (one for one in found if (one["Name"].rstrip("."), one["Type"]) == (name, kind))
    return next(exact, None)


def _change(api: Api, action: str, identity: str, record: Mapping[str, Any]) -> None:
    zone, name, kind = identity.split("|")
    values = [{"Value": value} for value in record["values"]]
    change = {
        "Action": action,
        "ResourceRecordSet": {
            "Name": name,
            "Type": kind,
            "TTL": record["ttl"],
            "ResourceRecords": values,
        },
    }
    api.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [change]})


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a zone has one record set of a name and type
    return _identity(wanted) if _live(api, _identity(wanted)) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    _change(api, "UPSERT", _identity(wanted), wanted)
    return _identity(wanted)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _read(api, identity)
    if present != {**wanted}:
        _change(api, "UPSERT", identity, wanted)


def _read(api: Api, identity: str) -> Properties | None:
    live = _live(api, identity)
    if live is None:
        return None
    zone, name, kind = identity.split("|")
    values = sorted(one["Value"] for one in live["ResourceRecords"])
    return {"zone": zone, "name": name, "type": kind, "ttl": int(live["TTL"]), "values": values}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    present = _read(api, identity)
    if present:  # the API wants the live values, whoever set them
        _change(api, "DELETE", identity, present)


RECORD = Kind(
    name="Record",
    fixed=frozenset({"zone", "name", "type"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"NoSuchHostedZone"}),
)
