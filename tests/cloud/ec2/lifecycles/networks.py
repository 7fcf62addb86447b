"""Networks: their blocks, subnets, gateways, routes and rules."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Network
from typing import Any

from life import Life, Ref

OWN_BLOCK = "3fff:f00:0:100::/56"


def nth_subnet(number: int) -> Callable[[str], str]:
    """The function from a block to its ``number``-th /64."""
    return lambda block: str(IPv6Network((int(IPv6Network(block)[0]) + (number << 64), 64)))


def nth_of_vpc(number: int) -> Ref:
    return Ref("ipv6-block", "ipv6_block", then=nth_subnet(number))


def tagged(api: Any, identity: str) -> None:
    api.ec2.create_tags(Resources=[identity], Tags=[{"Key": "owner", "Value": "somebody"}])


def names_machines(api: Any, identity: str) -> None:
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsHostnames={"Value": True})


def resolves_nothing(api: Any, identity: str) -> None:
    api.ec2.modify_vpc_attribute(VpcId=identity, EnableDnsSupport={"Value": False})


def assigns_no_ipv6(api: Any, identity: str) -> None:
    api.ec2.modify_subnet_attribute(SubnetId=identity, AssignIpv6AddressOnCreation={"Value": False})


def loses_its_subnets(api: Any, identity: str) -> None:
    table = api.ec2.describe_route_tables(RouteTableIds=[identity])["RouteTables"][0]
    for one in table["Associations"]:
        api.ec2.disassociate_route_table(AssociationId=one["RouteTableAssociationId"])


def loses_its_network(api: Any, identity: str) -> None:
    found = api.ec2.describe_internet_gateways(InternetGatewayIds=[identity])["InternetGateways"]
    vpc = found[0]["Attachments"][0]["VpcId"]
    api.ec2.detach_internet_gateway(InternetGatewayId=identity, VpcId=vpc)


def leads_to_the_internet(api: Any, identity: str) -> None:
    table, destination = identity.split("|")
    vpc = api.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["VpcId"]
    attached = [{"Name": "attachment.vpc-id", "Values": [vpc]}]
    found = api.ec2.describe_internet_gateways(Filters=attached)["InternetGateways"]
    api.ec2.replace_route(
        RouteTableId=table,
        DestinationCidrBlock=destination,
        GatewayId=found[0]["InternetGatewayId"],
    )


def open_to_all(api: Any, identity: str) -> None:
    everybody = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    api.ec2.authorize_security_group_ingress(GroupId=identity, IpPermissions=[everybody])
    api.ec2.authorize_security_group_egress(GroupId=identity, IpPermissions=[everybody])


def lets_all_in(api: Any, identity: str) -> None:
    api.ec2.create_network_acl_entry(
        NetworkAclId=identity, RuleNumber=1, Protocol="-1", RuleAction="allow", Egress=False,
        CidrBlock="0.0.0.0/0",
    )  # fmt: skip


def rule(protocol: str, first: int, last: int, peer: Any, text: str = "") -> dict[str, Any]:
    return {"protocol": protocol, "from": first, "to": last, "peer": peer, "text": text}


def entry(number: int, action: str, ports: tuple[str, int, int], block: str) -> dict[str, Any]:
    protocol, first, last = ports
    ported = {"protocol": protocol, "from": first, "to": last}
    return {"number": number, "action": action, **ported, "block": block}


HTTPS = rule("tcp", 443, 443, "0.0.0.0/0", "HTTPS")
ANSWERS = entry(100, "allow", ("tcp", 1024, 65535), "0.0.0.0/0")

LIVES = (
    Life(
        kind="Vpc",
        name="vpc",
        wanted={"ipv4_block": "10.5.0.0/16", "dns": True, "tags": {"owner": "a"}},
        changed={"dns": False, "tags": {"node": "b"}},
        replaced=None,
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="Vpc",
        name="empty-vpc",
        wanted={"ipv4_block": "10.6.0.0/16", "dns": False, "tags": {}},
        changed={"dns": True},
        replaced={"ipv4_block": "10.8.0.0/16"},
        by_hand=names_machines,
        drifted=frozenset({"dns"}),
    ),
    Life(
        kind="Vpc",
        name="vpc-b",
        wanted={"ipv4_block": "10.7.0.0/16", "dns": True, "tags": {}},
        changed=None,
        replaced=None,
        by_hand=resolves_nothing,
        drifted=frozenset({"dns"}),
    ),
    Life(
        kind="Ipv6Block",
        name="ipv6-block",
        wanted={"vpc": Ref("vpc"), "block": ""},
        changed=None,
        replaced=None,
    ),
    Life(
        kind="Ipv6Block",
        name="own-ipv6-block",
        wanted={"vpc": Ref("vpc-b"), "block": OWN_BLOCK},
        changed=None,
        replaced={"block": "3fff:f00:0:200::/56"},
    ),
    Life(
        kind="Subnet",
        name="subnet-a",
        wanted={
            "vpc": Ref("vpc"),
            "ipv4_block": "10.5.0.0/24",
            "ipv6_block": nth_of_vpc(0),
            "availability_zone": "a",
            "assign_ipv6": True,
            "tags": {"zone": "a"},
        },
        changed={"ipv6_block": nth_of_vpc(8), "tags": {"zone": "b"}},
        replaced={"ipv4_block": "10.5.8.0/24"},
        by_hand=assigns_no_ipv6,
        drifted=frozenset({"assign_ipv6"}),
    ),
    Life(
        kind="Subnet",
        name="subnet-b",
        wanted={
            "vpc": Ref("vpc"),
            "ipv4_block": "10.5.1.0/24",
            "ipv6_block": "",
            "availability_zone": "b",
            "assign_ipv6": False,
            "tags": {},
        },
        changed={"ipv6_block": nth_of_vpc(1), "assign_ipv6": True},
        replaced=None,
    ),
    Life(
        kind="Subnet",
        name="subnet-of-own-block",
        wanted={
            "vpc": Ref("vpc-b"),
            "ipv4_block": "10.7.0.0/24",
            "ipv6_block": Ref("own-ipv6-block", "ipv6_block", then=nth_subnet(0)),
            "availability_zone": "a",
            "assign_ipv6": True,
            "tags": {},
        },
        changed={
            "ipv6_block": Ref("own-ipv6-block", "ipv6_block", then=nth_subnet(1)),
            "assign_ipv6": False,
        },
        replaced=None,
    ),
    Life(
        kind="InternetGateway",
        name="internet-gateway",
        wanted={"vpc": Ref("vpc"), "tags": {"to": "internet"}},
        changed={"tags": {}},
        replaced=None,
        by_hand=loses_its_network,
        drifted=frozenset({"vpc"}),
    ),
    Life(
        kind="EgressOnlyGateway",
        name="egress-only-gateway",
        wanted={"vpc": Ref("vpc"), "tags": {}},
        changed={"tags": {"to": "internet"}},
        replaced=None,
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="ElasticIp",
        name="elastic-ip",
        wanted={"tags": {}},
        changed={"tags": {"of": "nat"}},
        replaced=None,
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="NatGateway",
        name="nat-gateway",
        wanted={"subnet": Ref("subnet-a"), "elastic_ip": Ref("elastic-ip"), "tags": {}},
        changed={"tags": {"zone": "a"}},
        replaced={"subnet": Ref("subnet-b")},  # with the address it has: that is freed first
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="RouteTable",
        name="route-table",
        wanted={"vpc": Ref("vpc"), "subnets": [Ref("subnet-a")], "tags": {}},
        changed={"subnets": [Ref("subnet-b"), Ref("subnet-a")], "tags": {"zone": "a"}},
        replaced=None,
        by_hand=loses_its_subnets,
        drifted=frozenset({"subnets"}),
    ),
    Life(
        kind="RouteTable",
        name="route-table-b",
        wanted={"vpc": Ref("vpc"), "subnets": [Ref("subnet-b")], "tags": {}},
        changed={"subnets": []},
        replaced=None,
    ),
    Life(
        kind="Route",
        name="route-v4",
        wanted={
            "table": Ref("route-table"),
            "destination": "0.0.0.0/0",
            "target": Ref("nat-gateway"),
        },
        changed={"target": Ref("internet-gateway")},
        replaced={"destination": "192.0.2.0/24"},
        by_hand=leads_to_the_internet,
        drifted=frozenset({"target"}),
    ),
    Life(
        kind="Route",
        name="route-v6",
        wanted={
            "table": Ref("route-table"),
            "destination": "::/0",
            "target": Ref("internet-gateway"),
        },
        changed={"target": Ref("egress-only-gateway")},
        replaced={"destination": "3fff::/20"},
    ),
    Life(
        kind="SecurityGroup",
        name="group-b",
        wanted={"vpc": Ref("vpc"), "text": "callers", "ingress": [], "egress": [], "tags": {}},
        changed=None,
        replaced=None,
    ),
    Life(
        kind="SecurityGroup",
        name="group",
        wanted={
            "vpc": Ref("vpc"),
            "text": "zone",
            "ingress": [HTTPS, rule("tcp", 443, 443, "::/0"), rule("any", 0, 0, "self", "us")],
            "egress": [rule("tcp", 1024, 65535, "0.0.0.0/0"), rule("icmp", 3, 4, "10.0.0.0/8")],
            "tags": {"zone": "a"},
        },
        changed={
            "ingress": [
                {**HTTPS, "text": "web"},
                rule("tcp", 8000, 8100, Ref("group-b"), "callers"),
                rule("icmpv6", -1, -1, "3fff::/20"),
            ],
            "egress": [rule("any", 0, 0, "10.0.0.0/8"), rule("any", 0, 0, "::/0")],
            "tags": {},
        },
        replaced={"text": "another zone"},
        by_hand=open_to_all,
        drifted=frozenset({"ingress", "egress"}),
    ),
    Life(
        kind="NetworkAcl",
        name="acl",
        wanted={
            "vpc": Ref("vpc"),
            "subnets": [Ref("subnet-a"), Ref("subnet-b")],
            "ingress": [ANSWERS, entry(200, "deny", ("any", 0, 0), "::/0")],
            "egress": [entry(100, "allow", ("icmpv6", -1, -1), "::/0")],
            "tags": {"zone": "a"},
        },
        changed={
            "subnets": [Ref("subnet-b")],
            "ingress": [{**ANSWERS, "to": 2048}, entry(300, "allow", ("udp", 53, 53), "::/0")],
            "egress": [entry(100, "allow", ("icmp", 3, 4), "0.0.0.0/0")],
            "tags": {},
        },
        replaced=None,
        by_hand=lets_all_in,
        drifted=frozenset({"ingress"}),
    ),
    Life(
        kind="FlowLog",
        name="flow-log",
        wanted={
            "vpc": Ref("vpc"),
            "traffic": "all",
            "interval": 600,
            "log_group": Ref("log-group"),
            "bucket": "",
            "role": Ref("role", "arn"),
            "tags": {},
        },
        changed={"tags": {"of": "vpc"}},
        replaced={"traffic": "reject", "interval": 60},
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="FlowLog",
        name="flow-log-to-bucket",
        wanted={
            "vpc": Ref("vpc"),
            "traffic": "accept",
            "interval": 60,
            "log_group": "",
            "bucket": Ref("logs"),
            "role": "",
            "tags": {},
        },
        changed=None,
        replaced=None,
    ),
)
