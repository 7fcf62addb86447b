"""What a backup plan backs up: resources by ARN, and whatever carries one of some tags.

The API changes none in place. Its id is ``PLAN/SELECTION``; it is a part of its plan.
"""

from __future__ import annotations

from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import Kind, Mark, Properties

_GONE = frozenset({"ResourceNotFoundException"})


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    plan = wanted["plan"]
    listing = api.backup.get_paginator("list_backup_selections")
    for page in listing.paginate(BackupPlanId=plan):
        for one in page["BackupSelectionsList"]:
            if one.get("CreatorRequestId") == mark.key:
                return f"{plan}/{one['SelectionId']}"
    return None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    selection = {
        "SelectionName": wanted["name"],
        "IamRoleArn": wanted["role"],
        "Resources": wanted["resources"],
        "ListOfTags": [
            {"ConditionType": "STRINGEQUALS", "ConditionKey": key, "ConditionValue": value}
            for key, value in wanted["with_tags"].items()
        ],
    }
    made = api.backup.create_backup_selection(
        BackupPlanId=wanted["plan"], BackupSelection=selection, CreatorRequestId=mark.key
    )
    return f"{wanted['plan']}/{made['SelectionId']}"


def _ids(identity: str) -> dict[str, str]:
    plan, _, selection = identity.partition("/")
    return {"BackupPlanId": plan, "SelectionId": selection}


def _read(api: Api, identity: str) -> Properties | None:
    found = api.backup.get_backup_selection(**_ids(identity))
    selection: dict[str, Any] = found["BackupSelection"]
    tags = selection.get("ListOfTags") or ()
    return {
        "plan": found["BackupPlanId"],
        "name": selection["SelectionName"],
        "role": selection["IamRoleArn"],
        "resources": sorted(selection.get("Resources") or ()),
        "with_tags": {one["ConditionKey"]: one["ConditionValue"] for one in tags},
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    unless(_GONE, api.backup.delete_backup_selection, **_ids(identity))


BACKUP_SELECTION = Kind(
    name="BackupSelection",
    fixed=frozenset({"plan", "name", "role", "resources", "with_tags"}),
    unordered=frozenset({"resources"}),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    gone=_GONE,
    # Also said while a role that was made just now is not known everywhere.
    busy=frozenset({"InvalidParameterValueException"}),
)
