"""Spreads what comes in: ``type`` "network" or "application".

``address_type`` is "dualstack" or "ipv4", ``scheme`` "internal" or "internet-facing". Accesses are
logged into ``log_bucket`` (under ``log_prefix``) when there is one. ``deletion_protection`` keeps
people's hands off; a removal that was asked for here lifts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.elb import every_arn, find_by_name, ours, tag_in_elb, tags_of
from educloud.cloud.ec2.names import unique_name
from educloud.cloud.ec2.tags import pairs
from educloud.cloud.provider.kind import Kind, Listed, Mark, Properties, people_tags
from educloud.errors import CloudError

_LIST = ("describe_load_balancers", "LoadBalancers", "LoadBalancerArn")
_PROTECTION = "deletion_protection.enabled"
_LOGS, _BUCKET, _PREFIX = "access_logs.s3.enabled", "access_logs.s3.bucket", "access_logs.s3.prefix"


def _balancer(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.elbv2.describe_load_balancers(LoadBalancerArns=[identity])["LoadBalancers"]
    balancer: Mapping[str, Any] = found[0]
    return balancer


def _attributes(api: Api, identity: str) -> dict[str, str]:
    found = api.elbv2.describe_load_balancer_attributes(LoadBalancerArn=identity)["Attributes"]
    return {one["Key"]: one["Value"] for one in found}


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    groups = {"SecurityGroups": wanted["groups"]} if wanted["groups"] else {}
    made = api.elbv2.create_load_balancer(
        Name=unique_name(mark),
        Type=wanted["type"],
        Scheme=wanted["scheme"],
        Subnets=wanted["subnets"],
        IpAddressType=wanted["address_type"],
        Tags=pairs(mark.tags),
        **groups,
    )
    return str(made["LoadBalancers"][0]["LoadBalancerArn"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    now = _properties(_balancer(api, identity), _attributes(api, identity))
    if now["subnets"] != wanted["subnets"]:
        api.elbv2.set_subnets(LoadBalancerArn=identity, Subnets=wanted["subnets"])
    if now["groups"] != wanted["groups"]:
        api.elbv2.set_security_groups(LoadBalancerArn=identity, SecurityGroups=wanted["groups"])
    if now["address_type"] != wanted["address_type"]:
        api.elbv2.set_ip_address_type(
            LoadBalancerArn=identity, IpAddressType=wanted["address_type"]
        )
    attributes = ("deletion_protection", "log_bucket", "log_prefix")
    if any(now[key] != wanted[key] for key in attributes):
        _set(api, identity, _wanted_attributes(wanted))


def _wanted_attributes(wanted: Properties) -> dict[str, str]:
    protection = {_PROTECTION: _said(wanted["deletion_protection"])}
    if not wanted["log_bucket"]:
        return {**protection, _LOGS: "false"}
    into = {_BUCKET: wanted["log_bucket"], _PREFIX: wanted["log_prefix"]}
    return {**protection, _LOGS: "true", **into}


def _said(value: bool) -> str:  # noqa: FBT001  a value on its way into the API
    return "true" if value else "false"


def _set(api: Api, identity: str, attributes: Mapping[str, str]) -> None:
    api.elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=identity, Attributes=pairs(attributes)
    )


def _read(api: Api, identity: str) -> Properties | None:
    balancer = _balancer(api, identity)
    return {
        **_properties(balancer, _attributes(api, identity)),
        "dns_name": balancer["DNSName"],
        "dns_zone": balancer.get("CanonicalHostedZoneId", ""),
        "tags": people_tags(tags_of(api, [identity])[identity]),
    }


def _properties(balancer: Mapping[str, Any], attributes: Mapping[str, str]) -> dict[str, Any]:
    logged = attributes.get(_LOGS) == "true"
    return {
        "type": balancer["Type"],
        "scheme": balancer["Scheme"],
        "subnets": sorted(one["SubnetId"] for one in balancer["AvailabilityZones"]),
        "groups": sorted(balancer.get("SecurityGroups") or []),
        "address_type": balancer["IpAddressType"],
        "deletion_protection": attributes.get(_PROTECTION) == "true",
        "log_bucket": attributes.get(_BUCKET, "") if logged else "",
        "log_prefix": attributes.get(_PREFIX, "") if logged else "",
    }


def _ready(api: Api, identity: str) -> bool:
    state = _balancer(api, identity)["State"]
    if state["Code"] == "failed":
        reason = state.get("Reason", "no reason given")
        raise CloudError(
            f"the load balancer failed: {reason}", identity, "remove it, then run it again"
        )
    return state["Code"] in {"active", "active_impaired"}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    if _attributes(api, identity).get(_PROTECTION) == "true":
        _set(api, identity, {_PROTECTION: "false"})
    api.elbv2.delete_load_balancer(LoadBalancerArn=identity)


def _listed(api: Api) -> Iterator[Listed]:
    return ours(api, every_arn(api, *_LIST))


LOAD_BALANCER = Kind(
    name="LoadBalancer",
    fixed=frozenset({"type", "scheme"}),
    outputs=("dns_name", "dns_zone"),
    unordered=frozenset({"subnets", "groups"}),
    find=find_by_name(*_LIST, "LoadBalancerNotFound"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_elb,
    listed=_listed,
    ready=_ready,
    gone=frozenset({"LoadBalancerNotFound"}),
    busy=frozenset({"ResourceInUse"}),
)
