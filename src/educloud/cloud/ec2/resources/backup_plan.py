"""A backup plan: when backups are made, how long they stay, where a copy goes.

``rules`` are mappings, in an order of their own: ``name``, ``vault`` (its name), ``schedule``
("cron(0 2 * * ? *)") in ``time_zone`` ("Asia/Shanghai"), ``keep_days``, and ``copy_to`` (the ARN of
another vault, or "") with ``copy_keep_days``; 0 days is for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"ResourceNotFoundException"})


def _plans(api: Api) -> Iterator[Mapping[str, Any]]:
    for page in api.backup.get_paginator("list_backup_plans").paginate():
        yield from page["BackupPlansList"]


def _tags(api: Api, arn: str) -> dict[str, str]:
    return dict(api.backup.list_tags(ResourceArn=arn).get("Tags") or {})


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del wanted
    ours = (one for one in _plans(api) if one.get("CreatorRequestId") == mark.key)
    return next((str(one["BackupPlanId"]) for one in ours), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.backup.create_backup_plan(
        BackupPlan=_plan(wanted), BackupPlanTags=mark.tags, CreatorRequestId=mark.key
    )
    return str(made["BackupPlanId"])


def _plan(wanted: Properties) -> dict[str, Any]:
    rules = [_rule(rule) for rule in wanted["rules"]]
    return {"BackupPlanName": wanted["name"], "Rules": rules}


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Give a rule in the API's words."""
    made = {
        "RuleName": rule["name"],
        "TargetBackupVaultName": rule["vault"],
        "ScheduleExpression": rule["schedule"],
        "ScheduleExpressionTimezone": rule["time_zone"],
        **_lifetime(rule["keep_days"]),
    }
    if rule["copy_to"]:
        copy = {
            "DestinationBackupVaultArn": rule["copy_to"], **_lifetime(rule["copy_keep_days"]),
        }  # fmt: skip
        made["CopyActions"] = [copy]
    return made


def _lifetime(days: int) -> dict[str, Any]:
    return {"Lifecycle": {"DeleteAfterDays": days}} if days else {}


def _known(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Give a rule of the API in our words; the inverse of ``_rule``."""
    copies = rule.get("CopyActions") or [{}]
    return {
        "name": rule["RuleName"],
        "vault": rule["TargetBackupVaultName"],
        "schedule": rule.get("ScheduleExpression", ""),
        "time_zone": rule.get("ScheduleExpressionTimezone", "Etc/UTC"),
        "keep_days": _days(rule),
        # More than one copy is somebody's work: shown, and set right.
        "copy_to": ",".join(copy.get("DestinationBackupVaultArn", "") for copy in copies),
        "copy_keep_days": _days(copies[0]),
    }


def _days(of: Mapping[str, Any]) -> int:
    return int((of.get("Lifecycle") or {}).get("DeleteAfterDays") or 0)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    state = _read(api, identity)
    if state and any(state[key] != wanted[key] for key in ("name", "rules")):
        api.backup.update_backup_plan(BackupPlanId=identity, BackupPlan=_plan(wanted))


def _read(api: Api, identity: str) -> Properties | None:
    found = api.backup.get_backup_plan(BackupPlanId=identity)
    if found.get("DeletionDate"):
        return None
    return {
        "name": found["BackupPlan"]["BackupPlanName"],
        "rules": [_known(rule) for rule in found["BackupPlan"]["Rules"]],
        "tags": people_tags(_tags(api, found["BackupPlanArn"])),
        "arn": found["BackupPlanArn"],
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    arn = api.backup.get_backup_plan(BackupPlanId=identity)["BackupPlanArn"]
    if put:
        api.backup.tag_resource(ResourceArn=arn, Tags=dict(put))
    if drop:
        api.backup.untag_resource(ResourceArn=arn, TagKeyList=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    # Its selections are parts of it and go with it, also those somebody added.
    listing = api.backup.get_paginator("list_backup_selections")
    for page in listing.paginate(BackupPlanId=identity):
        for one in page["BackupSelectionsList"]:
            selection = one["SelectionId"]
            api.backup.delete_backup_selection(BackupPlanId=identity, SelectionId=selection)
    api.backup.delete_backup_plan(BackupPlanId=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for plan in _plans(api):
        tags = unless(_GONE, _tags, api, plan["BackupPlanArn"]) or {}
        if URN_TAG in tags:
            yield Listed(plan["BackupPlanId"], tags)


BACKUP_PLAN = Kind(
    name="BackupPlan",
    outputs=("arn",),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
)
