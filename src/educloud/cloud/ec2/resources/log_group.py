"""Logs of one source, kept for a number of days (0: for ever), encrypted with a key or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"ResourceNotFoundException"})


def _group(api: Api, name: str) -> Mapping[str, Any] | None:
    # The call takes a prefix; a name sorts before all that begin with it.
    found = api.logs.describe_log_groups(logGroupNamePrefix=name, limit=1)["logGroups"]
    return next((one for one in found if one["logGroupName"] == name), None)


def _arn(group: Mapping[str, Any]) -> str:
    return str(group["arn"]).removesuffix(":*")


def _tags(api: Api, group: Mapping[str, Any]) -> dict[str, str]:
    tags: dict[str, str] = api.logs.list_tags_for_resource(resourceArn=_arn(group))["tags"]
    return tags


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    group = _group(api, wanted["name"])
    return wanted["name"] if group and mark.is_on(_tags(api, group)) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    key = {"kmsKeyId": wanted["key"]} if wanted["key"] else {}
    api.logs.create_log_group(logGroupName=wanted["name"], tags=mark.tags, **key)
    return str(wanted["name"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    group = _group(api, identity) or {}
    days = wanted["retention_days"]
    if days and group.get("retentionInDays") != days:
        api.logs.put_retention_policy(logGroupName=identity, retentionInDays=days)
    if not days and group.get("retentionInDays"):
        api.logs.delete_retention_policy(logGroupName=identity)
    if wanted["key"] and group.get("kmsKeyId") != wanted["key"]:
        api.logs.associate_kms_key(logGroupName=identity, kmsKeyId=wanted["key"])
    if not wanted["key"] and group.get("kmsKeyId"):
        api.logs.disassociate_kms_key(logGroupName=identity)


def _read(api: Api, identity: str) -> Properties | None:
    group = _group(api, identity)
    return group and {
        "name": identity,
        "retention_days": group.get("retentionInDays", 0),
        "key": group.get("kmsKeyId") or "",
        "arn": _arn(group),
        "tags": people_tags(_tags(api, group)),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.logs.delete_log_group(logGroupName=identity)


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    group = _group(api, identity)
    if group and put:
        api.logs.tag_resource(resourceArn=_arn(group), tags=dict(put))
    if group and drop:
        api.logs.untag_resource(resourceArn=_arn(group), tagKeys=list(drop))


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            tags = unless(_GONE, _tags, api, group) or {}
            if URN_TAG in tags:
                yield Listed(group["logGroupName"], tags)


def _held(api: Api, identity: str) -> str:
    newest = api.logs.describe_log_streams(
        logGroupName=identity, orderBy="LastEventTime", descending=True, limit=1
    )["logStreams"]
    if not any("lastEventTimestamp" in stream for stream in newest):
        return ""
    # The service counts bytes hours late.
    stored = (_group(api, identity) or {}).get("storedBytes", 0)
    return f"{stored} bytes of logs" if stored else "logs that are not counted yet"


def _empty(api: Api, identity: str) -> None:
    pages = api.logs.get_paginator("describe_log_streams").paginate(logGroupName=identity)
    for stream in [one["logStreamName"] for page in pages for one in page["logStreams"]]:
        api.logs.delete_log_stream(logGroupName=identity, logStreamName=stream)


LOG_GROUP = Kind(
    name="LogGroup",
    fixed=frozenset({"name"}),
    outputs=("arn",),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    held=_held,
    empty=_empty,
    gone=_GONE,
    busy=frozenset({"OperationAbortedException"}),
)
