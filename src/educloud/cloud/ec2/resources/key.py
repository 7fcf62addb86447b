"""A key of the key service: an alias, yearly rotation, who may use it, how long its end waits.

Its id is its ARN, as services name it in what they encrypt. ``policy`` is a document in the form of
``documents.canonical``; {} is the service's own, which leaves it to the account's roles. A deleted
key waits ``waiting_days`` (7 to 30) before it goes for good, and can be called back until then.
The API does not keep that number, so a tag of ours does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.documents import document_of, parsed
from educloud.cloud.provider.kind import OUR_TAGS, Kind, Listed, Mark, Properties, people_tags
from educloud.errors import CloudError

_GONE = frozenset({"NotFoundException"})
_HIDDEN = frozenset({"AccessDeniedException"})  # a key of somebody else, by its policy
_WAITING_TAG = f"{OUR_TAGS}waiting-days"
_WAITING_DAYS = 30  # the API's own, where no tag says otherwise
_ENDED = frozenset({"PendingDeletion", "PendingReplicaDeletion"})
_ALIAS = "alias/"


def _pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def _tags(api: Api, key: str) -> dict[str, str]:
    pages = api.kms.get_paginator("list_resource_tags").paginate(KeyId=key)
    return {tag["TagKey"]: tag["TagValue"] for page in pages for tag in page["Tags"]}


def _about(api: Api, key: str) -> Mapping[str, Any] | None:
    """Give the key's description; None when it is gone or going."""
    found = unless(_GONE, api.kms.describe_key, KeyId=key)
    about: Mapping[str, Any] | None = found["KeyMetadata"] if found else None
    return about if about and about["KeyState"] not in _ENDED else None


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    about = _about(api, f"{_ALIAS}{wanted['alias']}")
    candidates = [about["Arn"]] if about else _nameless(api)
    return next(
        (one for one in candidates if mark.is_on(_tags(api, one)) and _about(api, one)), None
    )


def _nameless(api: Api) -> Iterator[str]:
    """Give the keys without an alias: an interrupted create leaves one (and every deletion)."""
    named = {alias.get("TargetKeyId") for alias in _aliases(api)}
    for key in _keys(api):
        if key["KeyId"] not in named:
            yield key["KeyArn"]


def _keys(api: Api) -> Iterator[Mapping[str, str]]:
    for page in api.kms.get_paginator("list_keys").paginate():
        yield from page["Keys"]


def _aliases(api: Api, **of: str) -> Iterator[Mapping[str, str]]:
    for page in api.kms.get_paginator("list_aliases").paginate(**of):
        yield from page["Aliases"]


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    alias = wanted["alias"]
    if _about(api, f"{_ALIAS}{alias}"):
        raise CloudError(
            f"the alias {alias} is another key's", f"key {alias}", "choose another alias"
        )
    waiting = {_WAITING_TAG: str(wanted["waiting_days"])}
    made = api.kms.create_key(Tags=_pairs({**mark.tags, **waiting}))["KeyMetadata"]["Arn"]
    api.kms.create_alias(AliasName=f"{_ALIAS}{alias}", TargetKeyId=made)
    return str(made)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    state = _read(api, identity) or {}
    if state.get("alias") != wanted["alias"]:
        _name(api, identity, wanted["alias"])
    if state.get("rotated") != wanted["rotated"]:
        call = "enable_key_rotation" if wanted["rotated"] else "disable_key_rotation"
        getattr(api.kms, call)(KeyId=identity)
    if state.get("policy") != wanted["policy"]:
        policy = wanted["policy"] or _services_own(identity)
        api.kms.put_key_policy(KeyId=identity, PolicyName="default", Policy=json.dumps(policy))
    if state.get("waiting_days") != wanted["waiting_days"]:
        tag = _pairs({_WAITING_TAG: str(wanted["waiting_days"])})
        api.kms.tag_resource(KeyId=identity, Tags=tag)


def _name(api: Api, identity: str, alias: str) -> None:
    """Make this alias the key's only one."""
    wanted, present = (
        f"{_ALIAS}{alias}",
        [one["AliasName"] for one in _aliases(api, KeyId=identity)],
    )
    if wanted not in present:
        api.kms.create_alias(AliasName=wanted, TargetKeyId=identity)
    _unname(api, [one for one in present if one != wanted])


def _unname(api: Api, aliases: Sequence[str]) -> None:
    for alias in aliases:
        unless(_GONE, api.kms.delete_alias, AliasName=alias)


def _services_own(identity: str) -> dict[str, Any]:
    """Give the policy a key has when none was asked for: the account's roles decide."""
    _, partition, _, _, account, _ = identity.split(":", 5)
    return document_of(
        {
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    )


def _read(api: Api, identity: str) -> Properties | None:
    if _about(api, identity) is None:
        return None
    tags = _tags(api, identity)
    policy = parsed(api.kms.get_key_policy(KeyId=identity, PolicyName="default")["Policy"])
    own = policy.get("Statement") == _services_own(identity)["Statement"]
    aliases = sorted(one["AliasName"].removeprefix(_ALIAS) for one in _aliases(api, KeyId=identity))
    return {
        "alias": ",".join(aliases),  # more than one: somebody added one
        "rotated": api.kms.get_key_rotation_status(KeyId=identity)["KeyRotationEnabled"],
        "policy": {} if own else policy,
        "waiting_days": int(tags.get(_WAITING_TAG, _WAITING_DAYS)),
        "tags": people_tags(tags),
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.kms.tag_resource(KeyId=identity, Tags=_pairs(put))
    if drop:
        api.kms.untag_resource(KeyId=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    if _about(api, identity) is None:
        return
    # The alias first: it must be free for the key that comes after this one.
    _unname(api, [one["AliasName"] for one in _aliases(api, KeyId=identity)])
    days = state.get("waiting_days", _WAITING_DAYS)
    api.kms.schedule_key_deletion(KeyId=identity, PendingWindowInDays=days)


def _listed(api: Api) -> Iterator[Listed]:
    for key in _keys(api):
        tags = unless(_HIDDEN | _GONE, _tags, api, key["KeyArn"])
        listed = Listed(key["KeyArn"], tags or {})
        if any(tag.startswith(OUR_TAGS) for tag in listed.tags) and _about(api, listed.identity):
            yield listed


KEY = Kind(
    name="Key",
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
)
