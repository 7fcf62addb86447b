"""A secret: the service makes its value once; here it is never read back, and kept nowhere.

``length`` is how many letters and digits it has (another length: a new value); ``waiting_days`` (0,
or 7 to 30) is how long a deleted one can be called back. Both are kept in tags of ours: the API
does not tell them. A deleted secret that still waits keeps its name; it is called back, with its
value, when the same one is wanted again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.keys import own_key
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import (
    OUR_TAGS,
    URN_TAG,
    Kind,
    Listed,
    Mark,
    Properties,
    people_tags,
)

_GONE = frozenset({"ResourceNotFoundException"})
_LENGTH_TAG, _WAITING_TAG = f"{OUR_TAGS}length", f"{OUR_TAGS}waiting-days"
_WAITING_DAYS = 30  # the API's own, where no tag says otherwise


def _secret(api: Api, name: str) -> Mapping[str, Any] | None:
    """Give what the service says of a secret (never its value); None when it is gone."""
    found: Mapping[str, Any] | None = unless(
        _GONE, api.secretsmanager.describe_secret, SecretId=name
    )
    return found


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    found = _secret(api, wanted["name"])
    if not found or found.get("DeletedDate"):
        return None
    return str(found["ARN"]) if mark.is_on(unpair(found.get("Tags"))) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    waiting = _secret(api, wanted["name"])
    if waiting and waiting.get("DeletedDate") and mark.is_on(unpair(waiting.get("Tags"))):
        api.secretsmanager.restore_secret(SecretId=waiting["ARN"])
        return str(waiting["ARN"])
    made = api.secretsmanager.create_secret(
        Name=wanted["name"],
        ClientRequestToken=mark.key,
        SecretString=_made_up(api, wanted["length"]),
        Tags=pairs({**mark.tags, **_kept(wanted)}),
        **{"KmsKeyId": wanted["key"]} if wanted["key"] else {},
    )
    return str(made["ARN"])


def _made_up(api: Api, length: int) -> str:
    made = api.secretsmanager.get_random_password(
        PasswordLength=length, ExcludePunctuation=True, RequireEachIncludedType=True
    )
    return str(made["RandomPassword"])


def _kept(wanted: Properties) -> dict[str, str]:
    return {_LENGTH_TAG: str(wanted["length"]), _WAITING_TAG: str(wanted["waiting_days"])}


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    state = _read(api, identity)
    if state is None:
        return
    if state["key"] != wanted["key"]:
        key = wanted["key"] or "alias/aws/secretsmanager"
        api.secretsmanager.update_secret(SecretId=identity, KmsKeyId=key)
    if state["length"] != wanted["length"]:
        value = _made_up(api, wanted["length"])
        api.secretsmanager.put_secret_value(SecretId=identity, SecretString=value)
    if any(state[name] != wanted[name] for name in ("length", "waiting_days")):
        api.secretsmanager.tag_resource(SecretId=identity, Tags=pairs(_kept(wanted)))


def _read(api: Api, identity: str) -> Properties | None:
    found = _secret(api, identity)
    if not found or found.get("DeletedDate"):
        return None
    tags = unpair(found.get("Tags"))
    return {
        "name": found["Name"],
        "key": own_key(api, found.get("KmsKeyId")),
        "length": int(tags.get(_LENGTH_TAG, 0)),
        "waiting_days": int(tags.get(_WAITING_TAG, _WAITING_DAYS)),
        "tags": people_tags(tags),
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.secretsmanager.tag_resource(SecretId=identity, Tags=pairs(put))
    if drop:
        api.secretsmanager.untag_resource(SecretId=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    found = _secret(api, identity)
    if not found or found.get("DeletedDate"):
        return
    days = state.get("waiting_days", _WAITING_DAYS)
    way: dict[str, Any] = (
        {"RecoveryWindowInDays": days} if days else {"ForceDeleteWithoutRecovery": True}
    )
    api.secretsmanager.delete_secret(SecretId=identity, **way)


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.secretsmanager.get_paginator("list_secrets").paginate():
        for secret in page["SecretList"]:
            tags = unpair(secret.get("Tags"))
            if URN_TAG in tags:
                yield Listed(secret["ARN"], tags)


SECRET = Kind(
    name="Secret",
    fixed=frozenset({"name"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
)
