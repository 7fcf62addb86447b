"""Routers that are attached: counties, campuses, e-gov, CERNET; over an encrypted tunnel each.

A tunnel carries one family, so a router with blocks of both has two. Blocks that the file names are
static routes: nothing a router announces is believed. A router without blocks speaks BGP; what it
announces is known in its own world at its own hub, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.ec2.network.hubs import Making
from educloud.cloud.ec2.network.topology import Block, ordered
from educloud.cloud.spec.network import Attachment


def declare_routers(making: Making) -> None:
    """Declare every router that is attached to the hub, and its tunnels."""
    for name, one in making.net.stack.attachments.items():
        if one.hub != making.hub:
            continue
        tags = making.tags(
            attachment=name, kind=one.kind, division=one.division, world=one.world, hub=one.hub
        )
        router = making.declare(
            "CustomerGateway", f"{name}.router", address=str(one.router), asn=one.asn, tags=tags
        )
        for inside, blocks in _tunnels(one):
            table = making.table(one.hub, one.world)
            making.declare(
                "VpnConnection",
                f"{name}.{inside}",
                transit_gateway=making.gateway(one.hub),
                customer_gateway=router,
                inside=inside,
                routing="static" if blocks else "bgp",
                table=table,
                propagates_to=making.known_by(one.world) if blocks else [table],
                routes=ordered(blocks),
                tags=tags,
            )


def _tunnels(one: Attachment) -> Iterator[tuple[str, tuple[Block, ...]]]:
    if one.ipv4 or not one.ipv6:
        yield "ipv4", one.ipv4
    if one.ipv6:
        yield "ipv6", one.ipv6
