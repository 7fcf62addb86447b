"""Where a load balancer sends what comes in: machines or addresses (``target_type``).

``address_type`` is "ipv4" or "ipv6"; one group takes only one of them. ``health`` says how a target
is looked at: {protocol, port ("traffic-port": the target's own), path, codes (both empty unless it
is HTTP), interval_s, timeout_s, healthy_after, unhealthy_after}. ``targets`` are
[{"id": …, "port": …}].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.elb import every_arn, find_by_name, ours, tag_in_elb, tags_of
from educloud.cloud.ec2.names import unique_name
from educloud.cloud.ec2.tags import pairs
from educloud.cloud.provider.kind import Kind, Listed, Mark, Properties, people_tags

_LIST = ("describe_target_groups", "TargetGroups", "TargetGroupArn")
# Our word -> the API's, of what every health check has.
_HEALTH = {
    "protocol": "HealthCheckProtocol",
    "port": "HealthCheckPort",
    "interval_s": "HealthCheckIntervalSeconds",
    "timeout_s": "HealthCheckTimeoutSeconds",
    "healthy_after": "HealthyThresholdCount",
    "unhealthy_after": "UnhealthyThresholdCount",
}
_HTTP = frozenset({"HTTP", "HTTPS"})


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.elbv2.create_target_group(
        Name=unique_name(mark),
        VpcId=wanted["vpc"],
        Protocol=wanted["protocol"],
        Port=wanted["port"],
        TargetType=wanted["target_type"],
        IpAddressType=wanted["address_type"],
        Tags=pairs(mark.tags),
        **_check(wanted["health"]),
    )
    return str(made["TargetGroups"][0]["TargetGroupArn"])


def _check(health: Mapping[str, Any]) -> dict[str, Any]:
    check = {theirs: health[our] for our, theirs in _HEALTH.items()}
    if health["protocol"] in _HTTP:
        http = {"HealthCheckPath": health["path"], "Matcher": {"HttpCode": health["codes"]}}
        return {**check, **http}
    return check


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if _health(_group(api, identity)) != wanted["health"]:
        api.elbv2.modify_target_group(TargetGroupArn=identity, **_check(wanted["health"]))
    there = _targets(api, identity)
    more = [one for one in wanted["targets"] if one not in there]
    less = [one for one in there if one not in wanted["targets"]]
    if less:
        api.elbv2.deregister_targets(TargetGroupArn=identity, Targets=_described(less))
    if more:
        api.elbv2.register_targets(TargetGroupArn=identity, Targets=_described(more))


def _described(targets: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"Id": one["id"], "Port": one["port"]} for one in targets]


def _targets(api: Api, identity: str) -> list[dict[str, Any]]:
    found = api.elbv2.describe_target_health(TargetGroupArn=identity)["TargetHealthDescriptions"]
    targets = [
        {"id": one["Target"]["Id"], "port": one["Target"]["Port"]}
        for one in found
        if one["TargetHealth"]["State"] != "draining"  # taken out, its last sessions are ending
    ]
    return sorted(targets, key=lambda one: (one["id"], one["port"]))


def _group(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.elbv2.describe_target_groups(TargetGroupArns=[identity])["TargetGroups"]
    group: Mapping[str, Any] = found[0]
    return group


def _health(group: Mapping[str, Any]) -> dict[str, Any]:
    http = group["HealthCheckProtocol"] in _HTTP
    return {
        **{our: group[theirs] for our, theirs in _HEALTH.items()},
        "path": group.get("HealthCheckPath", "") if http else "",
        "codes": group.get("Matcher", {}).get("HttpCode", "") if http else "",
    }


def _read(api: Api, identity: str) -> Properties | None:
    group = _group(api, identity)
    return {
        "vpc": group["VpcId"],
        "protocol": group["Protocol"],
        "port": group["Port"],
        "target_type": group["TargetType"],
        "address_type": group["IpAddressType"],
        "health": _health(group),
        "targets": _targets(api, identity),
        "tags": people_tags(tags_of(api, [identity])[identity]),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.elbv2.delete_target_group(TargetGroupArn=identity)


def _listed(api: Api) -> Iterator[Listed]:
    return ours(api, every_arn(api, *_LIST))


TARGET_GROUP = Kind(
    name="TargetGroup",
    fixed=frozenset({"vpc", "protocol", "port", "target_type", "address_type"}),
    unordered=frozenset({"targets"}),
    find=find_by_name(*_LIST, "TargetGroupNotFound"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_elb,
    listed=_listed,
    gone=frozenset({"TargetGroupNotFound"}),
    busy=frozenset({"ResourceInUse"}),
)
