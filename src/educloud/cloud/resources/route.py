"""One route: where a destination block is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.resources.kind import Api, Kind, Mark, Properties

# How a target's id begins -> the name under which the API takes and gives it.
_TARGETS = {"igw-": "GatewayId", "eigw-": "EgressOnlyInternetGatewayId", "tgw-": "TransitGatewayId"}


def _key(destination: str) -> str:
    return "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock"


def _target(target: str) -> dict[str, str]:
    return next({name: target} for start, name in _TARGETS.items() if target.startswith(start))


def _route(api: Api, table: str, destination: str) -> Mapping[str, Any] | None:
    tables = api.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    routes = tables[0]["Routes"] if tables else []
    return next((one for one in routes if one.get(_key(destination)) == destination), None)


def _identity(wanted: Properties) -> str:
    return f"{wanted['table']}|{wanted['destination']}"


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a table has one route per destination
    found = _route(api, wanted["table"], wanted["destination"])
    return _identity(wanted) if found else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del mark
    api.ec2.create_route(
        RouteTableId=wanted["table"],
        **{_key(wanted["destination"]): wanted["destination"]},
        **_target(wanted["target"]),
    )
    return _identity(wanted)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    present = _read(api, identity)
    if present and present["target"] != wanted["target"]:
        api.ec2.replace_route(
            RouteTableId=wanted["table"],
            **{_key(wanted["destination"]): wanted["destination"]},
            **_target(wanted["target"]),
        )


def _read(api: Api, identity: str) -> Properties | None:
    table, destination = identity.split("|")
    route = _route(api, table, destination)
    if route is None:
        return None
    target = next((route[name] for name in _TARGETS.values() if route.get(name)), "")
    return {"table": table, "destination": destination, "target": target}


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    table, destination = identity.split("|")
    if _route(api, table, destination):
        api.ec2.delete_route(RouteTableId=table, **{_key(destination): destination})


ROUTE = Kind(
    name="Route",
    fixed=frozenset({"table", "destination"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"}),
)
