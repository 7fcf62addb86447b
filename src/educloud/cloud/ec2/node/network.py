"""The node's network: its blocks, its ways in and out, and its place on the private network."""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.node import (
    ADDRESSES,
    ATTACHMENT,
    INBOUND,
    NETWORK,
    OUTBOUND,
    TRANSLATION,
    Node,
    subnet_name,
)
from educloud.cloud.spec.network import stack_of_hub
from educloud.cloud.spec.parts import Reach
from educloud.errors import CloudError

EVERYWHERE = {4: "0.0.0.0/0", 6: "::/0"}


def declare_network(node: Node) -> dict[str, Any]:
    """Declare the network and its gateways; give the outputs."""
    stack, declare = node.stack, node.declare
    declare("Vpc", NETWORK, ipv4_block=str(stack.ipv4_block), dns=True, tags=node.tags())
    if stack.dual_stack:
        declare(
            "Ipv6Block",
            ADDRESSES,
            vpc=node.vpc,
            block=str(stack.ipv6_block or ""),
        )
    declare("InternetGateway", INBOUND, vpc=node.vpc, tags=node.tags())
    if stack.dual_stack:
        declare("EgressOnlyGateway", OUTBOUND, vpc=node.vpc, tags=node.tags())
    return {
        "network": node.vpc,
        "ipv4_block": str(stack.ipv4_block),
        "ipv6_block": node.ipv6(str) if stack.dual_stack else "",
    }


def declare_translation(node: Node) -> None:
    """Declare what puts one public IPv4 address in front of the zones that reach out."""
    if not translates(node):
        return
    public = [name for name, zone in node.stack.zones.items() if zone.reach is Reach.PUBLIC]
    if not public:
        raise CloudError(
            "zones reach out over IPv4, but none is public, where the translation would stand",
            f"stacks/{node.id}.yaml",
            "add a zone with reach: public, or set translate_ipv4: false",
        )
    address = node.declare("ElasticIp", f"{TRANSLATION}-address", tags=node.tags())
    node.declare(
        "NatGateway",
        TRANSLATION,
        after=(INBOUND,),
        subnet=Ref(subnet_name(_lowest(node, public), node.stack.availability_zones[0])),
        elastic_ip=address,
        tags=node.tags(),
    )


def _lowest(node: Node, zones: list[str]) -> str:
    # By slot, not by place in the file: lines may be moved.
    return min(zones, key=lambda name: node.zone(name).slot)


def translates(node: Node) -> bool:
    """Tell whether a zone reaches out over IPv4 from addresses that are not public."""
    reach_out = any(zone.reach is Reach.OUTBOUND for zone in node.stack.zones.values())
    return node.stack.translate_ipv4 and reach_out


def declare_exits(node: Node, name: str) -> None:
    """Declare the routes by which a zone reaches the Internet, as far as it does."""
    stack, reach = node.stack, node.zone(name).reach
    if reach is Reach.PUBLIC:
        _route(node, name, "internet-v4", EVERYWHERE[4], Ref(INBOUND))
        if stack.dual_stack:
            _route(node, name, "internet-v6", EVERYWHERE[6], Ref(INBOUND))
    if reach is Reach.OUTBOUND:
        if stack.translate_ipv4:
            _route(node, name, "outbound-v4", EVERYWHERE[4], Ref(TRANSLATION))
        if stack.dual_stack:
            _route(node, name, "outbound-v6", EVERYWHERE[6], Ref(OUTBOUND))


def declare_private_network(node: Node) -> dict[str, Any]:
    """Declare the node's place in its world and every zone's routes to it; give the outputs."""
    attach = node.stack.attach
    if attach is None or node.network is None:
        return {}
    hub = _told(attach.hub, "hubs")
    node.declare(
        "TransitAttachment",
        ATTACHMENT,
        transit_gateway=hub,
        vpc=node.vpc,
        subnets=node.subnets(attach.zone),
        dual_stack=node.stack.dual_stack,
        table=_told(attach.hub, "tables", attach.world),
        propagates_to=_told(attach.hub, "known_by", attach.world),
        tags=node.tags(world=attach.world),
    )
    for zone in node.stack.zones:
        for _, block in node.private_blocks():
            # Routes wait for the attachment: the hub takes none from a stranger.
            _route(node, zone, f"private-{_slug(str(block))}", block, hub, ATTACHMENT)
    return {"attachment": Ref(ATTACHMENT)}


def _told(hub: str, output: str, *more: str) -> Ref:
    """Give what the stack of a hub tells about it."""
    return Ref("", ".".join((output, hub, *more)), stack=stack_of_hub(hub))


def _route(node: Node, zone: str, name: str, destination: Any, target: Ref, *after: str) -> None:
    node.declare(
        "Route",
        f"{zone}-{name}",
        after=after,
        table=Ref(zone),
        destination=destination,
        target=target,
    )


def _slug(block: str) -> str:
    """Give a block as a part of a name: a pair of colons would split the engine's."""
    return block.replace("::", "").replace(":", "-").replace("/", "-")
