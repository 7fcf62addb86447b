"""A vault: where backups (recovery points) lie, encrypted. ``key`` is "" for the service's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"ResourceNotFoundException"})


def _vaults(api: Api) -> Iterator[Mapping[str, Any]]:
    for page in api.backup.get_paginator("list_backup_vaults").paginate():
        yield from page["BackupVaultList"]


def _vault(api: Api, name: str) -> Mapping[str, Any] | None:
    # Asked about one that is not there, the service says "forbidden", as it does to a stranger.
    return next((one for one in _vaults(api) if one["BackupVaultName"] == name), None)


def _tags(api: Api, arn: str) -> dict[str, str]:
    return dict(api.backup.list_tags(ResourceArn=arn).get("Tags") or {})


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    vault = _vault(api, wanted["name"])
    ours = vault and mark.is_on(_tags(api, vault["BackupVaultArn"]))
    return str(wanted["name"]) if ours else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.backup.create_backup_vault(
        BackupVaultName=wanted["name"],
        BackupVaultTags=mark.tags,
        CreatorRequestId=mark.key,
        **{"EncryptionKeyArn": wanted["key"]} if wanted["key"] else {},
    )
    return str(made["BackupVaultName"])


def _read(api: Api, identity: str) -> Properties | None:
    vault = _vault(api, identity)
    if vault is None:
        return None
    return {
        "name": vault["BackupVaultName"],
        "key": own_key(api, vault.get("EncryptionKeyArn")),
        "tags": people_tags(_tags(api, vault["BackupVaultArn"])),
        "arn": vault["BackupVaultArn"],
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    vault = _vault(api, identity)
    if vault is None:
        return
    arn = vault["BackupVaultArn"]
    if put:
        api.backup.tag_resource(ResourceArn=arn, Tags=dict(put))
    if drop:
        api.backup.untag_resource(ResourceArn=arn, TagKeyList=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state  # the service refuses one that holds recovery points
    if _vault(api, identity) is None:
        return
    api.backup.delete_backup_vault(BackupVaultName=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for vault in _vaults(api):
        tags = unless(_GONE, _tags, api, vault["BackupVaultArn"]) or {}
        if URN_TAG in tags:
            yield Listed(vault["BackupVaultName"], tags)


def _points(api: Api, name: str) -> Iterator[str]:
    if _vault(api, name) is None:
        return
    listing = api.backup.get_paginator("list_recovery_points_by_backup_vault")
    for page in listing.paginate(BackupVaultName=name):
        for point in page["RecoveryPoints"]:
            if point["Status"] != "DELETING":
                yield point["RecoveryPointArn"]


def _held(api: Api, identity: str) -> str:
    count = len(list(_points(api, identity)))
    return f"{count} recovery point{'s' if count > 1 else ''}" if count else ""


def _empty(api: Api, identity: str) -> None:
    for point in list(_points(api, identity)):
        api.backup.delete_recovery_point(BackupVaultName=identity, RecoveryPointArn=point)


BACKUP_VAULT = Kind(
    name="BackupVault",
    fixed=frozenset({"name", "key"}),
    outputs=("arn",),
    find=_find,
    create=_create,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    held=_held,
    empty=_empty,
    delete_first=True,
    gone=_GONE,
    busy=frozenset({"InvalidRequestException"}),  # its last recovery points are still going away
)
