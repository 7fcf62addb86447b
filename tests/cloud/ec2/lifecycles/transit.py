"""The private network: hubs, tables, attachments, tunnels, links and routes."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

from lifecycles.networks import tagged


def joins_by_default(api: Any, identity: str) -> None:
    api.ec2.modify_transit_gateway(
        TransitGatewayId=identity, Options={"DefaultRouteTableAssociation": "enable"}
    )


def leaves_its_table(api: Any, identity: str) -> None:
    found = api.ec2.describe_transit_gateway_attachments(TransitGatewayAttachmentIds=[identity])
    table = found["TransitGatewayAttachments"][0]["Association"]["TransitGatewayRouteTableId"]
    member = {"TransitGatewayAttachmentId": identity, "TransitGatewayRouteTableId": table}
    api.ec2.disassociate_transit_gateway_route_table(**member)
    api.ec2.disable_transit_gateway_route_table_propagation(**member)


def loses_a_route(api: Any, identity: str) -> None:
    api.ec2.delete_transit_gateway_route(
        TransitGatewayRouteTableId=identity.partition("|")[0],
        DestinationCidrBlock="10.0.0.0/8",
    )


def _attachment_of(api: Any, connection: str) -> str:
    found = api.ec2.describe_transit_gateway_attachments(
        Filters=[{"Name": "resource-id", "Values": [connection]}]
    )["TransitGatewayAttachments"]
    return str(found[0]["TransitGatewayAttachmentId"])


def tunnel_loses_its_table(api: Any, identity: str) -> None:
    leaves_its_table(api, _attachment_of(api, identity))


def link_loses_its_table(api: Any, identity: str) -> None:
    for table in api.ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]:
        where = {"TransitGatewayRouteTableId": table["TransitGatewayRouteTableId"]}
        members = api.ec2.get_transit_gateway_route_table_associations(**where)["Associations"]
        if any(one["TransitGatewayAttachmentId"] == identity for one in members):
            api.ec2.disassociate_transit_gateway_route_table(
                TransitGatewayAttachmentId=identity, **where
            )


def table(name: str, hub: str) -> Life:
    return Life(
        kind="TransitRouteTable",
        name=name,
        wanted={"transit_gateway": Ref(hub), "tags": {"world": name}},
        changed={"tags": {"world": f"{name}-2"}},
        replaced=None,
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    )


LIVES = (
    Life(
        kind="TransitGateway",
        name="hub",
        wanted={"text": "hub", "asn": 64512, "default_routes": False, "tags": {"of": "province"}},
        changed={"text": "private network", "tags": {}},
        replaced={"asn": 64600},
        by_hand=joins_by_default,
        drifted=frozenset({"default_routes"}),
    ),
    Life(
        kind="TransitGateway",
        name="hub-b",
        wanted={"text": "hub of a city", "asn": 64513, "default_routes": False, "tags": {}},
        changed={"default_routes": True},
        replaced=None,
    ),
    table("world-a", "hub"),
    table("world-b", "hub"),
    table("world-of-b", "hub-b"),
    Life(
        kind="TransitAttachment",
        name="transit-attachment",
        wanted={
            "transit_gateway": Ref("hub"),
            "vpc": Ref("vpc"),
            "subnets": [Ref("subnet-a"), Ref("subnet-b")],
            "dual_stack": True,
            "table": Ref("world-a"),
            "propagates_to": [Ref("world-a")],
            "tags": {"world": "a"},
        },
        changed={
            "subnets": [Ref("subnet-b")],
            "dual_stack": False,
            "table": Ref("world-b"),
            "propagates_to": [Ref("world-b"), Ref("world-a")],
            "tags": {},
        },
        replaced=None,
        by_hand=leaves_its_table,
        drifted=frozenset({"table", "propagates_to"}),
    ),
    Life(
        kind="Route",
        name="route-to-hub",
        wanted={
            # Through the attachment, which has to stand: the hub takes no route from a stranger.
            "table": Ref("route-table"),
            "destination": "10.0.0.0/8",
            "target": Ref("hub"),
        },
        changed=None,
        replaced=None,
    ),
    Life(
        kind="CustomerGateway",
        name="router",
        wanted={"address": "192.0.2.1", "asn": 65010, "tags": {"of": "campus"}},
        changed={"tags": {}},
        replaced={"asn": 4200000001},
        by_hand=tagged,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="VpnConnection",
        name="tunnel",
        wanted={
            "transit_gateway": Ref("hub"),
            "customer_gateway": Ref("router"),
            "routing": "bgp",
            "inside": "ipv4",
            "table": Ref("world-a"),
            "propagates_to": [Ref("world-a")],
            "routes": [],
            "tags": {},
        },
        changed={"table": Ref("world-b"), "propagates_to": [], "tags": {"of": "campus"}},
        replaced={"inside": "ipv6"},
        by_hand=tunnel_loses_its_table,
        drifted=frozenset({"table", "propagates_to"}),
    ),
    Life(
        kind="VpnConnection",
        name="static-tunnel",
        wanted={
            "transit_gateway": Ref("hub"),
            "customer_gateway": Ref("router"),
            "routing": "static",
            "inside": "ipv6",
            "table": Ref("world-a"),
            "propagates_to": [Ref("world-a"), Ref("world-b")],
            "routes": ["3fff:1::/32", "3fff:2::/32"],
            "tags": {},
        },
        changed={"propagates_to": [Ref("world-b")], "routes": ["3fff:2::/32", "3fff:3::/32"]},
        replaced=None,
    ),
    Life(
        kind="TransitPeering",
        name="link",
        wanted={
            "transit_gateway": Ref("hub-b"),
            "peer": Ref("hub"),
            "table": Ref("world-of-b"),
            "peer_table": Ref("world-a"),
            "tags": {},
        },
        changed={"peer_table": Ref("world-b"), "tags": {"to": "province"}},
        replaced=None,
        by_hand=link_loses_its_table,
        drifted=frozenset({"table", "peer_table"}),
    ),
    Life(
        kind="TransitRoutes",
        name="routes-to-hub",
        wanted={
            "table": Ref("world-of-b"),
            "attachment": Ref("link"),
            "blackhole": False,
            "destinations": ["10.0.0.0/8", "3fff::/20"],
        },
        changed={"destinations": ["10.0.0.0/8", "172.16.0.0/12"]},
        replaced=None,
        by_hand=loses_a_route,
        drifted=frozenset({"destinations"}),
    ),
    Life(
        kind="TransitRoutes",
        name="routes-to-nowhere",
        wanted={
            "table": Ref("world-a"),
            "attachment": "",
            "blackhole": True,
            "destinations": ["10.0.0.0/8"],
        },
        changed={"destinations": ["10.128.0.0/9", "10.0.0.0/8"]},
        replaced={"table": Ref("world-of-b"), "destinations": ["192.168.0.0/16"]},
    ),
)
