"""What passes the border of subnets, stateless: a second line behind the groups.

``ingress`` and ``egress`` are entries ``{number, action, protocol, from, to, block}``, tried in the
order of their numbers (1 to 32766); ``action`` is allow or
deny; ``protocol``, ``from`` and ``to`` are as in a security group. What no entry lets pass is
refused. A subnet that leaves goes back to the network's default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags

Entry = Mapping[str, Any]
_NUMBERS = {"any": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}
_NAMES = {number: name for name, number in _NUMBERS.items()}
_LAST = 32767  # the entry that refuses everything, which nobody can change
_ICMP = frozenset({"icmp", "icmpv6"})
_NO_ENTRY = frozenset({"InvalidNetworkAclEntry.NotFound"})
_NOT_OURS = frozenset({"InvalidAssociationID.NotFound"})


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_network_acl(
        VpcId=wanted["vpc"], TagSpecifications=specification(mark, "network-acl")
    )
    return str(made["NetworkAcl"]["NetworkAclId"])


def _acl(api: Api, identity: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = api.ec2.describe_network_acls(NetworkAclIds=[identity])[
        "NetworkAcls"
    ][0]
    return found


def _said(entry: Entry) -> dict[str, Any]:
    """Give an entry in EC2's form."""
    family = "Ipv6CidrBlock" if ":" in entry["block"] else "CidrBlock"
    said: dict[str, Any] = {
        "RuleNumber": entry["number"],
        "RuleAction": entry["action"],
        "Protocol": _NUMBERS.get(entry["protocol"], entry["protocol"]),
        family: entry["block"],
    }
    if entry["protocol"] in _ICMP:
        said["IcmpTypeCode"] = {"Type": entry["from"], "Code": entry["to"]}
    elif entry["protocol"] != "any":
        said["PortRange"] = {"From": entry["from"], "To": entry["to"]}
    return said


def _entry(said: Mapping[str, Any]) -> dict[str, Any]:
    icmp, ports = said.get("IcmpTypeCode") or {}, said.get("PortRange") or {}
    return {
        "number": said["RuleNumber"],
        "action": said["RuleAction"],
        "protocol": _NAMES.get(said["Protocol"], said["Protocol"]),
        "from": icmp.get("Type", ports.get("From", 0)),
        "to": icmp.get("Code", ports.get("To", 0)),
        "block": said.get("CidrBlock") or said["Ipv6CidrBlock"],
    }


def _entries(acl: Mapping[str, Any], *, egress: bool) -> list[dict[str, Any]]:
    ours = (one for one in acl["Entries"] if one["Egress"] is egress and one["RuleNumber"] < _LAST)
    return [_entry(one) for one in ours]


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    acl = _acl(api, identity)
    for egress, asked in ((False, wanted["ingress"]), (True, wanted["egress"])):
        _settle_entries(api, acl, asked, egress=egress)
    _take(api, acl, [subnet for subnet in wanted["subnets"] if subnet not in _subnets(acl)])
    _release(api, acl, [subnet for subnet in _subnets(acl) if subnet not in wanted["subnets"]])


def _settle_entries(
    api: Api, acl: Mapping[str, Any], asked: Sequence[Entry], *, egress: bool
) -> None:
    present = {one["number"]: one for one in _entries(acl, egress=egress)}
    where = {"NetworkAclId": acl["NetworkAclId"], "Egress": egress}
    for entry in asked:
        if entry["number"] not in present:
            api.ec2.create_network_acl_entry(**where, **_said(entry))
        elif entry != present.pop(entry["number"]):
            api.ec2.replace_network_acl_entry(**where, **_said(entry))
    for number in present:
        unless(_NO_ENTRY, api.ec2.delete_network_acl_entry, **where, RuleNumber=number)


def _subnets(acl: Mapping[str, Any]) -> dict[str, str]:
    """Give the subnets of an ACL, and by which association."""
    return {one["SubnetId"]: one["NetworkAclAssociationId"] for one in acl["Associations"]}


def _take(api: Api, acl: Mapping[str, Any], subnets: Sequence[str]) -> None:
    if not subnets:
        return
    theirs = [{"Name": "association.subnet-id", "Values": list(subnets)}]
    found = api.ec2.describe_network_acls(Filters=theirs)["NetworkAcls"]
    for subnet, association in ((s, a) for one in found for s, a in _subnets(one).items()):
        if subnet in subnets:
            api.ec2.replace_network_acl_association(
                AssociationId=association, NetworkAclId=acl["NetworkAclId"]
            )


def _release(api: Api, acl: Mapping[str, Any], subnets: Sequence[str]) -> None:
    if not subnets:
        return
    default = api.ec2.describe_network_acls(
        Filters=[
            {"Name": "vpc-id", "Values": [acl["VpcId"]]},
            {"Name": "default", "Values": ["true"]},
        ]
    )["NetworkAcls"][0]["NetworkAclId"]
    for subnet in subnets:
        unless(
            _NOT_OURS,  # another has taken it
            api.ec2.replace_network_acl_association,
            AssociationId=_subnets(acl)[subnet],
            NetworkAclId=default,
        )


def _read(api: Api, identity: str) -> Properties | None:
    acl = _acl(api, identity)
    return {
        "vpc": acl["VpcId"],
        "subnets": list(_subnets(acl)),
        "ingress": _entries(acl, egress=False),
        "egress": _entries(acl, egress=True),
        "tags": people_tags(unpair(acl.get("Tags"))),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    acl = _acl(api, identity)
    _release(api, acl, list(_subnets(acl)))
    api.ec2.delete_network_acl(NetworkAclId=identity)


NETWORK_ACL = Kind(
    name="NetworkAcl",
    fixed=frozenset({"vpc"}),
    unordered=frozenset({"subnets", "ingress", "egress"}),
    find=find_in_ec2("describe_network_acls", "NetworkAcls", "NetworkAclId"),
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_network_acls", "NetworkAcls", "NetworkAclId"),
    gone=frozenset({"InvalidNetworkAclID.NotFound"}),
    # The second: the subnet has changed hands since we looked.
    busy=_NOT_OURS | {"DependencyViolation"},
)
