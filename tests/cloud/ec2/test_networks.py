"""Networks: what somebody does by hand that no stack file can say, and what nobody can await."""

from __future__ import annotations

from typing import Any

import pytest

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.ec2.resources.security_group import rules_of
from educloud.cloud.provider import verbs
from educloud.errors import CloudError

KINDS = load_kinds()
NETWORK = {"ipv4_block": "10.78.0.0/16", "dns": True, "tags": {}}
HUB = {"text": "hub", "asn": 64512, "default_routes": False, "tags": {}}


def made(api: Api, kind: str, wanted: dict[str, Any], name: str = "x") -> str:
    return verbs.create(api, KINDS[kind], wanted, f"urn:networks::{kind}::{name}", name)[0]


def test_a_protocol_without_ports_is_shown() -> None:
    """As EC2 answers of ESP; the embedded cloud takes no such rule."""
    said = {"IpProtocol": "50", "IpRanges": [{"CidrIp": "192.0.2.0/24"}]}
    group = {"IpPermissions": [said], "IpPermissionsEgress": []}
    assert rules_of(group, "sg-1")["ingress"] == [
        {"protocol": "50", "from": 0, "to": 0, "peer": "192.0.2.0/24", "text": ""}
    ]


def test_a_list_of_blocks_is_shown_and_revoked(api: Api) -> None:
    blocks = api.ec2.create_managed_prefix_list(
        PrefixListName="x", MaxEntries=1, AddressFamily="IPv4", Entries=[{"Cidr": "192.0.2.0/24"}]
    )["PrefixList"]["PrefixListId"]
    wanted = {
        "vpc": made(api, "Vpc", NETWORK, "list"), "text": "x", "ingress": [], "egress": [],
        "tags": {},
    }  # fmt: skip
    group = made(api, "SecurityGroup", wanted, "list")
    allowed = {
        "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
        "PrefixListIds": [{"PrefixListId": blocks}],
    }  # fmt: skip
    api.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[allowed])
    state = verbs.read(api, KINDS["SecurityGroup"], group)
    assert state
    assert [rule["peer"] for rule in state["ingress"]] == [blocks]
    assert verbs.update(api, KINDS["SecurityGroup"], group, wanted)["ingress"] == []


def test_what_is_gone_is_not_waited_for(api: Api) -> None:
    wanted = {"transit_gateway": made(api, "TransitGateway", HUB), "tags": {}}
    identity = made(api, "TransitRouteTable", wanted)
    api.ec2.delete_transit_gateway_route_table(TransitGatewayRouteTableId=identity)
    with pytest.raises(CloudError, match="is gone"):
        verbs.update(api, KINDS["TransitRouteTable"], identity, wanted)
