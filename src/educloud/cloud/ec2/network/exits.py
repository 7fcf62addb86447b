"""The ways out to the Internet: each a small network of its own at the province's hub.

Who may use an exit decides the transit tables alone: a world without the Internet has no default,
and the exit's table on the hub (``returns``) knows only members that leave by it.
"""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.documents import WRITES_LOGS, document_of
from educloud.cloud.ec2.network.hubs import Making
from educloud.cloud.ec2.network.topology import (
    EVERYWHERE,
    Block,
    Topology,
    collapsed,
    defaults,
    ordered,
)
from educloud.cloud.spec.network import PROVINCE, Exit

LOG_DAYS = 180  # Cybersecurity Law (网络安全法) art. 21 (3): logs are kept for six months at least


def declare_exits(making: Making) -> None:
    """Declare every exit's network and the defaults that lead to it."""
    if making.net.stack.exits:
        _declare_logs(making)
    for name, out in making.net.stack.exits.items():
        _Out(making, name, out).declare_all()
    _declare_transit_default(making)


class _Out:
    """One exit while it is declared."""

    def __init__(self, making: Making, name: str, out: Exit) -> None:
        self.making = making
        self.name = name
        self.out = out
        self.place = f"exit-{name}"
        self.tags = making.tags(
            exit=name, division=out.division, carrier=out.carrier, risk=out.risk_group
        )

    def declare_all(self) -> None:
        """Declare the network, its gateways, its place on the hub and the routes."""
        self._declare_network()
        self._declare_subnets()
        self._declare_gateways()
        self._declare_attachment()
        self._declare_routes()
        self._declare_defaults()
        self._declare_log()

    def _make(self, kind: str, word: str, /, *, after: tuple[str, ...] = (), **wanted: Any) -> Ref:
        return self.making.declare(kind, f"{self.place}.{word}", after=after, **wanted)

    def _declare_network(self) -> None:
        block = str(self.out.ipv4_block)
        self.vpc = self._make("Vpc", "network", ipv4_block=block, dns=True, tags=self.tags)
        if self.out.ipv6_block:
            self._make("Ipv6Block", "ipv6", vpc=self.vpc, block=str(self.out.ipv6_block))

    def _declare_subnets(self) -> None:
        """Declare a subnet that faces the Internet, and one that faces the hub."""
        halves = [str(one) for one in self.out.ipv4_block.subnets()]
        six = list(_first_two(self.out)) or ["", ""]
        self.public, self.inner = (
            self._make(
                "Subnet", word, vpc=self.vpc, ipv4_block=block, ipv6_block=ipv6,
                assign_ipv6=bool(ipv6), availability_zone=self.out.availability_zone,
                tags=self.tags, after=(f"{self.place}.ipv6",) if ipv6 else (),
            )
            for word, block, ipv6 in zip(("public", "inner"), halves, six, strict=True)
        )  # fmt: skip

    def _declare_gateways(self) -> None:
        self.internet = self._make("InternetGateway", "internet", vpc=self.vpc, tags=self.tags)
        if self.out.ipv6_block:
            self.outbound = self._make(
                "EgressOnlyGateway", "outbound", vpc=self.vpc, tags=self.tags
            )
        address = self._make("ElasticIp", "address", tags=self.tags)
        self.nat = self._make(
            "NatGateway", "translation", subnet=self.public, elastic_ip=address, tags=self.tags,
            after=(f"{self.place}.internet",),
        )  # fmt: skip

    def _declare_attachment(self) -> None:
        making = self.making
        hub = making.gateway(PROVINCE)
        returns = self._make("TransitRouteTable", "returns", transit_gateway=hub, tags=self.tags)
        self.attachment = self._make(
            "TransitAttachment", "attachment", transit_gateway=hub,
            vpc=self.vpc, subnets=[self.inner], dual_stack=self.out.ipv6_block is not None,
            table=returns, propagates_to=[returns], tags=self.tags,
        )  # fmt: skip

    def _declare_routes(self) -> None:
        """Declare the routes: out through the gateways, back to the hub."""
        public = self._table("public", self.public)
        inner = self._table("inner", self.inner)
        self._route("public-internet-v4", public, EVERYWHERE[4], self.internet)
        self._route("inner-internet-v4", inner, EVERYWHERE[4], self.nat)
        if self.out.ipv6_block:
            self._route("inner-internet-v6", inner, EVERYWHERE[6], self.outbound)
        for block in _private(self.making.net):
            back = f"back-{_word(block)}"
            if block.version == 4:  # noqa: PLR2004
                self._route(back, public, block, self.making.gateway(PROVINCE))
            elif self.out.ipv6_block:
                self._route(back, inner, block, self.making.gateway(PROVINCE))

    def _table(self, word: str, subnet: Ref) -> Ref:
        return self._make(
            "RouteTable", f"{word}-routes", vpc=self.vpc, subnets=[subnet], tags=self.tags
        )

    def _route(self, word: str, table: Ref, block: Block, target: Ref) -> None:
        # The network takes a route to the hub only once it is attached.
        self._make(
            "Route", word, table=table, destination=str(block), target=target,
            after=(f"{self.place}.attachment",),
        )  # fmt: skip

    def _declare_defaults(self) -> None:
        net = self.making.net
        for world in net.stack.worlds:
            if net.exit_of(world) == self.name:
                self.making.declare(
                    "TransitRoutes", f"world-{world}.default",
                    table=self.making.table(PROVINCE, world), attachment=self.attachment,
                    destinations=ordered(defaults(net, PROVINCE, world)), blackhole=False,
                )  # fmt: skip

    def _declare_log(self) -> None:
        self._make(
            "FlowLog", "flow-log", vpc=self.vpc, traffic="all", interval=600,
            log_group=Ref("flows"), bucket="", role=Ref("flow-logs", "arn"), tags=self.tags,
        )  # fmt: skip


def _declare_logs(making: Making) -> None:
    """Declare where all exits' connections are logged, and the role under which they are."""
    making.declare(
        "LogGroup", "flows", name="educloud/network/flows", retention_days=LOG_DAYS, key="",
        tags=making.tags(),
    )  # fmt: skip
    write = {
        "Effect": "Allow",
        "Action": list(WRITES_LOGS),
        "Resource": Ref("flows", "arn", _streams),
    }
    making.declare(
        "Role", "flow-logs", name="educloud-network-flow-logs", service="vpc-flow-logs",
        policies=[], inline={"write": document_of(write)}, tags=making.tags(),
    )  # fmt: skip


def _streams(group: str) -> str:
    return f"{group}:*"


def _declare_transit_default(making: Making) -> None:
    """Declare the way out of what comes up from other hubs."""
    net = making.net
    found = {block for hub, world in net.places if hub != PROVINCE
             for block in defaults(net, hub, world)}  # fmt: skip
    if found and net.common_exit:
        making.declare(
            "TransitRoutes", "transit.default", table=making.transit(PROVINCE),
            attachment=Ref(f"exit-{net.common_exit}.attachment"),
            destinations=ordered(found), blackhole=False,
        )  # fmt: skip


def _first_two(out: Exit) -> list[str]:
    """Give the first two /64 of an exit's IPv6 block."""
    if out.ipv6_block is None:
        return []
    parts = out.ipv6_block.subnets(new_prefix=64)
    return [str(next(parts)), str(next(parts))]


def _word(block: Block) -> str:
    """Give a block as a part of a name: the engine's own names have colons and slashes."""
    return str(block).replace(":", "-").replace("/", "_")


def _private(net: Topology) -> tuple[Block, ...]:
    """Give the blocks that lie behind the hub: the network's, and members' outside of them."""
    ours: tuple[Block, ...] = (*net.stack.ipv4, *net.stack.ipv6)
    return collapsed((*ours, *(block for one in net.members for block in one.blocks)))
