"""A policy that roles may have: its document, in the form of ``documents.canonical``.

A new document is a new version in its place; older versions are removed (the API keeps five).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.documents import parsed
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"NoSuchEntity"})


def _policies(api: Api) -> Iterator[Mapping[str, Any]]:
    for page in api.iam.get_paginator("list_policies").paginate(Scope="Local"):
        yield from page["Policies"]


def _policy(api: Api, arn: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = api.iam.get_policy(PolicyArn=arn)["Policy"]
    return found


def _tags(api: Api, arn: str) -> dict[str, str]:
    return unpair((unless(_GONE, _policy, api, arn) or {}).get("Tags"))


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    named = (one["Arn"] for one in _policies(api) if one["PolicyName"] == wanted["name"])
    return next((arn for arn in named if mark.is_on(_tags(api, arn))), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.iam.create_policy(
        PolicyName=wanted["name"],
        PolicyDocument=json.dumps(wanted["document"]),
        Tags=pairs(mark.tags),
    )
    return str(made["Policy"]["Arn"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    _prune(api, identity)
    if _document(api, identity, _policy(api, identity)) == wanted["document"]:
        return
    api.iam.create_policy_version(
        PolicyArn=identity, PolicyDocument=json.dumps(wanted["document"]), SetAsDefault=True
    )
    _prune(api, identity)


def _prune(api: Api, arn: str) -> None:
    """Remove every version that is not in force."""
    for page in api.iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn):
        for version in page["Versions"]:
            if not version["IsDefaultVersion"]:
                number = version["VersionId"]
                api.iam.delete_policy_version(PolicyArn=arn, VersionId=number)


def _document(api: Api, arn: str, policy: Mapping[str, Any]) -> dict[str, Any]:
    number = policy["DefaultVersionId"]
    version = api.iam.get_policy_version(PolicyArn=arn, VersionId=number)["PolicyVersion"]
    return parsed(version["Document"])


def _read(api: Api, identity: str) -> Properties | None:
    policy = _policy(api, identity)
    return {
        "name": policy["PolicyName"],
        "document": _document(api, identity, policy),
        "tags": people_tags(unpair(policy.get("Tags"))),
    }


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.iam.tag_policy(PolicyArn=identity, Tags=pairs(put))
    if drop:
        api.iam.untag_policy(PolicyArn=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    _prune(api, identity)
    api.iam.delete_policy(PolicyArn=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for policy in _policies(api):
        tags = _tags(api, policy["Arn"])  # the list has none
        if URN_TAG in tags:
            yield Listed(policy["Arn"], tags)


POLICY = Kind(
    name="Policy",
    fixed=frozenset({"name"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
    busy=frozenset({"DeleteConflict", "ConcurrentModification"}),
)
