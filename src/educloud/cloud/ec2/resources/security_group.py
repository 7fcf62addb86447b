"""What may reach a zone and what it may reach, over IPv4 and IPv6 alike.

A rule is ``{protocol, from, to, peer, text}``: ``protocol`` is any, tcp, udp, icmp or icmpv6;
``from`` and ``to`` are ports (0 and 0 with any; type and code with ICMP, -1 for every one);
``peer`` is a block, the id of another group, or "self" for this one. No two rules of ``ingress``,
or of ``egress``, differ in their text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.names import unique_name
from educloud.cloud.ec2.tags import (
    delete_in_ec2,
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

SELF = "self"
_LIST = "pl-"  # how the id of a list of blocks begins: somebody may let one in by hand
Rule = Mapping[str, Any]
_NAMES = {"-1": "any", "58": "icmpv6"}
_NUMBERS = {"any": "-1"}


def _key(rule: Rule) -> tuple[Any, ...]:
    """Give what the API tells rules apart by."""
    return rule["protocol"], rule["from"], rule["to"], rule["peer"]


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_security_group(
        GroupName=unique_name(mark),
        Description=wanted["text"],
        VpcId=wanted["vpc"],
        TagSpecifications=specification(mark, "security-group"),
    )
    return str(made["GroupId"])


def _permission(rule: Rule, group: str) -> dict[str, Any]:
    """Give a rule in EC2's form."""
    ports = {} if rule["protocol"] == "any" else {"FromPort": rule["from"], "ToPort": rule["to"]}
    protocol = _NUMBERS.get(rule["protocol"], rule["protocol"])
    return {"IpProtocol": protocol, **ports, **_peer(rule, group)}


def _peer(rule: Rule, group: str) -> dict[str, Any]:
    peer, text = rule["peer"], {"Description": rule["text"]} if rule["text"] else {}
    if peer.startswith(_LIST):
        return {"PrefixListIds": [{"PrefixListId": peer, **text}]}
    if "/" not in peer:
        return {"UserIdGroupPairs": [{"GroupId": group if peer == SELF else peer, **text}]}
    if ":" in peer:
        return {"Ipv6Ranges": [{"CidrIpv6": peer, **text}]}
    return {"IpRanges": [{"CidrIp": peer, **text}]}


def _rules(entries: Sequence[Mapping[str, Any]], group: str) -> list[Rule]:
    return [
        {**_ports(entry), "peer": _name(one, group), "text": one.get("Description") or ""}
        for entry in entries
        for peers in ("IpRanges", "Ipv6Ranges", "UserIdGroupPairs", "PrefixListIds")
        for one in entry.get(peers, [])
    ]


def _ports(entry: Mapping[str, Any]) -> dict[str, Any]:
    protocol = _NAMES.get(entry["IpProtocol"], entry["IpProtocol"])
    # Protocols that are known by their number alone have no ports.
    return {"protocol": protocol, "from": entry.get("FromPort", 0), "to": entry.get("ToPort", 0)}


def _name(peer: Mapping[str, Any], group: str) -> str:
    if peer.get("GroupId") == group:
        return SELF
    names = ("CidrIp", "CidrIpv6", "GroupId", "PrefixListId")
    return next(str(peer[name]) for name in names if peer.get(name))


def _group(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.ec2.describe_security_groups(GroupIds=[identity])["SecurityGroups"]
    group: Mapping[str, Any] = found[0]
    return group


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present, ec2 = rules_of(_group(api, identity), identity), api.ec2
    for direction, allow, revoke, describe in (
        ("ingress", ec2.authorize_security_group_ingress, ec2.revoke_security_group_ingress,
         ec2.update_security_group_rule_descriptions_ingress),
        ("egress", ec2.authorize_security_group_egress, ec2.revoke_security_group_egress,
         ec2.update_security_group_rule_descriptions_egress),
    ):  # fmt: skip
        asked, there = _by_key(wanted[direction]), _by_key(present[direction])
        # What stays allowed is allowed at every moment.
        _tell(allow, identity, [rule for key, rule in asked.items() if key not in there])
        _tell(describe, identity, [r for key, r in asked.items() if there.get(key, r) != r])
        _tell(revoke, identity, [rule for key, rule in there.items() if key not in asked])


def _by_key(rules: Sequence[Rule]) -> dict[tuple[Any, ...], Rule]:
    return {_key(rule): rule for rule in rules}


def _tell(call: Callable[..., Any], identity: str, rules: Sequence[Rule]) -> None:
    if rules:
        call(GroupId=identity, IpPermissions=[_permission(rule, identity) for rule in rules])


def rules_of(group: Mapping[str, Any], identity: str) -> dict[str, list[Rule]]:
    """Give what EC2 says of a group as the properties ``ingress`` and ``egress``."""
    return {
        "ingress": _rules(group["IpPermissions"], identity),
        "egress": _rules(group["IpPermissionsEgress"], identity),
    }


def _read(api: Api, identity: str) -> Properties | None:
    group = _group(api, identity)
    return {
        "vpc": group["VpcId"],
        "text": group["Description"],
        **rules_of(group, identity),
        "tags": people_tags(unpair(group.get("Tags"))),
    }


SECURITY_GROUP = Kind(
    name="SecurityGroup",
    fixed=frozenset({"vpc", "text"}),
    unordered=frozenset({"ingress", "egress"}),
    find=find_in_ec2("describe_security_groups", "SecurityGroups", "GroupId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=delete_in_ec2("delete_security_group", "GroupId"),
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_security_groups", "SecurityGroups", "GroupId"),
    gone=frozenset({"InvalidGroup.NotFound", "InvalidGroupId.NotFound"}),
    busy=frozenset({"DependencyViolation"}),
)
