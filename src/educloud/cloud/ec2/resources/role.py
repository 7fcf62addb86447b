"""A role that a service of the cloud takes: what it may do.

``service`` is the service's short name ("ec2", "backup", "vpc-flow-logs"); ``policies`` are the
ARNs of policies, with ``aws:NAME`` for the provider's own of that name; ``inline`` are
policies of its own, by name, in the form of ``documents.canonical``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.documents import parsed, trust
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"NoSuchEntity"})
_PROVIDERS = "aws:"
_SERVICES_OWN = "/aws-service-role/"  # the path of roles that services made for themselves


def _role(api: Api, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = api.iam.get_role(RoleName=name)["Role"]
    return found


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    role = unless(_GONE, _role, api, wanted["name"])
    return str(role["RoleName"]) if role and mark.is_on(unpair(role.get("Tags"))) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    document = json.dumps(trust(wanted["service"], api.partition))
    made = api.iam.create_role(
        RoleName=wanted["name"], AssumeRolePolicyDocument=document, Tags=pairs(mark.tags)
    )
    return str(made["Role"]["RoleName"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    state = _read(api, identity)
    if state["service"] != wanted["service"]:
        document = json.dumps(trust(wanted["service"], api.partition))
        api.iam.update_assume_role_policy(RoleName=identity, PolicyDocument=document)
    for name, document in wanted["inline"].items():
        if state["inline"].get(name) != document:
            api.iam.put_role_policy(
                RoleName=identity, PolicyName=name, PolicyDocument=json.dumps(document)
            )
    for policy in set(wanted["policies"]) - set(state["policies"]):
        api.iam.attach_role_policy(RoleName=identity, PolicyArn=_long(policy, api.partition))
    _strip(
        api,
        identity,
        set(state["inline"]) - set(wanted["inline"]),
        set(state["policies"]) - set(wanted["policies"]),
    )


def _strip(api: Api, role: str, inline: set[str], policies: set[str]) -> None:
    for name in inline:
        api.iam.delete_role_policy(RoleName=role, PolicyName=name)
    for policy in policies:
        api.iam.detach_role_policy(RoleName=role, PolicyArn=_long(policy, api.partition))


def _read(api: Api, identity: str) -> Properties:
    role = _role(api, identity)
    return {
        "name": role["RoleName"],
        "service": _service(parsed(role["AssumeRolePolicyDocument"]), api.partition),
        "policies": sorted(_short(one) for one in _attached(api, identity)),
        "inline": {name: _inline(api, identity, name) for name in sorted(_names(api, identity))},
        "tags": people_tags(unpair(role.get("Tags"))),
        "arn": role["Arn"],
    }


def _service(document: Mapping[str, Any], partition: str) -> str:
    """Give the service a trust document lets in; "" when it says anything else besides."""
    principal = document["Statement"][0].get("Principal") if document.get("Statement") else None
    host = principal.get("Service") if isinstance(principal, Mapping) else None
    service = host.partition(".amazonaws.com")[0] if isinstance(host, str) else ""
    return service if document == trust(service, partition) else ""


def _attached(api: Api, role: str) -> Iterator[str]:
    for page in api.iam.get_paginator("list_attached_role_policies").paginate(RoleName=role):
        yield from (one["PolicyArn"] for one in page["AttachedPolicies"])


def _names(api: Api, role: str) -> Iterator[str]:
    for page in api.iam.get_paginator("list_role_policies").paginate(RoleName=role):
        yield from page["PolicyNames"]


def _inline(api: Api, role: str, name: str) -> Mapping[str, Any]:
    return parsed(api.iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"])


def _long(policy: str, partition: str) -> str:
    if not policy.startswith(_PROVIDERS):
        return policy
    return f"arn:{partition}:iam::aws:policy/{policy.removeprefix(_PROVIDERS)}"


def _short(arn: str) -> str:
    _, _, name = arn.partition(":iam::aws:policy/")
    return f"{_PROVIDERS}{name}" if name else arn


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.iam.tag_role(RoleName=identity, Tags=pairs(put))
    if drop:
        api.iam.untag_role(RoleName=identity, TagKeys=list(drop))


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state  # what hangs on it now counts: somebody may have added to it
    _strip(
        api, identity, set(_names(api, identity)), {_short(one) for one in _attached(api, identity)}
    )
    api.iam.delete_role(RoleName=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.iam.get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            if not role["Path"].startswith(_SERVICES_OWN):
                # The list has no tags.
                found = unless(_GONE, _role, api, role["RoleName"]) or {}
                tags = unpair(found.get("Tags"))
                if URN_TAG in tags:
                    yield Listed(role["RoleName"], tags)


ROLE = Kind(
    name="Role",
    fixed=frozenset({"name"}),
    outputs=("arn",),
    unordered=frozenset({"policies"}),
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
