"""The static routes of a transit gateway's table that lead to one attachment, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api

NOWHERE = "blackhole"  # in the place of an attachment
_NO_ROUTE = frozenset({"InvalidRoute.NotFound"})
_STATIC = [{"Name": "type", "Values": ["static"]}]


def destinations(api: Api, table: str, target: str) -> list[str]:
    """Give the destinations that a table sends to a target."""
    return [block for block, at in _routes(api, table).items() if at == target]


def settle_static_routes(api: Api, table: str, target: str, wanted: Sequence[str]) -> None:
    """Have a table send these destinations, and no others, to a target."""
    to = {"Blackhole": True} if target == NOWHERE else {"TransitGatewayAttachmentId": target}
    present, ec2 = _routes(api, table), api.ec2
    for block in wanted:
        if block not in present:
            ec2.create_transit_gateway_route(**_where(table, block), **to)
        elif present[block] != target:
            ec2.replace_transit_gateway_route(**_where(table, block), **to)
    for block, at in present.items():
        if at == target and block not in wanted:
            unless(_NO_ROUTE, ec2.delete_transit_gateway_route, **_where(table, block))


def _routes(api: Api, table: str) -> dict[str, str]:
    pages = api.ec2.get_paginator("search_transit_gateway_routes").paginate(
        TransitGatewayRouteTableId=table, Filters=_STATIC
    )
    return {
        route["DestinationCidrBlock"]: _target(route)
        for page in pages
        for route in page["Routes"]
        if route["State"] not in {"deleting", "deleted"}
    }


def _target(route: Mapping[str, Any]) -> str:
    # A route whose attachment has gone is a blackhole too, but not one that somebody asked for.
    attachments = route.get("TransitGatewayAttachments") or []
    return next((str(one["TransitGatewayAttachmentId"]) for one in attachments), NOWHERE)


def _where(table: str, block: str) -> dict[str, str]:
    return {"TransitGatewayRouteTableId": table, "DestinationCidrBlock": block}
