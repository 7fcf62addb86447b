"""平移 (rehost): the application moves as it is, with its PostgreSQL database and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from educloud.migration.strategies import Strategy

if TYPE_CHECKING:
    from educloud.migration.moves import Destination, Move


def _has_node(move: Move, _destination: Destination) -> str | None:
    return None if move.node_id else "the plan gives it no cloud node"


def _has_room(move: Move, _destination: Destination) -> str | None:
    return None if move.room_id else "apps.csv does not say in which room it runs (room_id)"


def _has_data(move: Move, _destination: Destination) -> str | None:
    missing = [
        column
        for column, value in (("db_name", move.database), ("files_path", move.files_path))
        if not value
    ]
    return f"apps.csv has no {' and no '.join(missing)} for it" if missing else None


def _has_name_in_zone(move: Move, destination: Destination) -> str | None:
    zone = destination.zone_name.rstrip(".")
    name = (move.domain or "").rstrip(".")
    if name == zone or name.endswith(f".{zone}"):
        return None
    return f"its domain {name or '(unknown)'} does not lie in the node's zone {zone}"


STRATEGY = Strategy(
    name="rehost",
    playbook="rehost.yml",
    phases=("copy", "freeze", "verify", "switch", "open"),
    undo="rollback",
    preconditions=(_has_node, _has_room, _has_data, _has_name_in_zone),
)
