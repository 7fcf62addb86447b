"""What may reach a zone, over IPv4 and IPv6 alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties, delete_in_ec2, find_in_ec2

Rule = dict[str, Any]


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_security_group(
        GroupName=mark.name,
        Description=wanted["text"],
        VpcId=wanted["vpc"],
        TagSpecifications=mark.specification("security-group"),
    )
    return str(made["GroupId"])


def _permission(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Give a rule in EC2's form; port 0 stands for every port and protocol."""
    block, text = rule["source"], rule["text"]
    source = (
        {"Ipv6Ranges": [{"CidrIpv6": block, "Description": text}]}
        if ":" in block
        else {"IpRanges": [{"CidrIp": block, "Description": text}]}
    )
    if not rule["port"]:
        return {"IpProtocol": "-1", **source}
    port = {"FromPort": rule["port"], "ToPort": rule["port"]}
    return {"IpProtocol": rule["protocol"], **port, **source}


def _rules(group: Mapping[str, Any]) -> list[Rule]:
    found = [
        {
            "protocol": "any" if entry["IpProtocol"] == "-1" else entry["IpProtocol"],
            "port": entry.get("FromPort", 0) if entry["IpProtocol"] != "-1" else 0,
            "source": one.get("CidrIp") or one["CidrIpv6"],
            "text": one.get("Description", ""),
        }
        for entry in group["IpPermissions"]
        for one in [*entry.get("IpRanges", []), *entry.get("Ipv6Ranges", [])]
    ]
    return sorted(found, key=rule_order)


def rule_order(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    """Give the order in which rules are kept, so that lists compare."""
    return rule["protocol"], rule["port"], rule["source"], rule["text"]


def _group(api: Api, identity: str) -> Mapping[str, Any]:
    group: Mapping[str, Any] = api.ec2.describe_security_groups(GroupIds=[identity])[
        "SecurityGroups"
    ][0]
    return group


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _rules(_group(api, identity))
    surplus = [rule for rule in present if rule not in wanted["rules"]]
    missing = [rule for rule in wanted["rules"] if rule not in present]
    if surplus:
        api.ec2.revoke_security_group_ingress(
            GroupId=identity, IpPermissions=[_permission(rule) for rule in surplus]
        )
    if missing:
        api.ec2.authorize_security_group_ingress(
            GroupId=identity, IpPermissions=[_permission(rule) for rule in missing]
        )


def _read(api: Api, identity: str) -> Properties | None:
    group = _group(api, identity)
    return {"vpc": group["VpcId"], "text": group["Description"], "rules": _rules(group)}


SECURITY_GROUP = Kind(
    name="SecurityGroup",
    fixed=frozenset({"vpc", "text"}),
    find=find_in_ec2("describe_security_groups", "SecurityGroups", "GroupId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_security_group", "GroupId"),
    delete_first=True,  # a network has one group of a name
    gone=frozenset({"InvalidGroup.NotFound", "InvalidGroupId.NotFound"}),
)
