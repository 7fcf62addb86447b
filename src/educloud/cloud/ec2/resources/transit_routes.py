"""The static routes of one world: every destination that it sends to one attachment, or nowhere.

A table has one such set per attachment, and one with ``attachment`` "" and ``blackhole`` True:
what it drops. There is at least one destination.
"""

from __future__ import annotations

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.static_routes import NOWHERE, destinations, settle_static_routes
from educloud.cloud.provider.kind import Kind, Mark, Properties


def _identity(wanted: Properties) -> str:
    return f"{wanted['table']}|{NOWHERE if wanted['blackhole'] else wanted['attachment']}"


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    del mark  # a table has one set per target
    identity = _identity(wanted)
    return identity if _read(api, identity) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    del api, mark  # it is its routes, and those are settled
    return _identity(wanted)


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    table, target = identity.split("|")
    settle_static_routes(api, table, target, wanted["destinations"])


def _read(api: Api, identity: str) -> Properties | None:
    table, target = identity.split("|")
    found = destinations(api, table, target)
    if not found:
        return None
    nowhere = target == NOWHERE
    return {
        "table": table,
        "attachment": "" if nowhere else target,
        "blackhole": nowhere,
        "destinations": found,
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    table, target = identity.split("|")
    settle_static_routes(api, table, target, [])


TRANSIT_ROUTES = Kind(
    name="TransitRoutes",
    fixed=frozenset({"table", "attachment", "blackhole"}),
    unordered=frozenset({"destinations"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    gone=frozenset({"InvalidRouteTableID.NotFound", "InvalidRouteTableId.NotFound"}),
    busy=frozenset({"IncorrectState"}),
)
