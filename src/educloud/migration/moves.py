"""Moves as plain data, and how a plan and the inventory give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from educloud.errors import PlanError
from educloud.inventory.models import Inventory


@dataclass(frozen=True, slots=True)
class Move:
    """One application's way from its room to its node."""

    app_id: str
    name: str
    strategy: str
    week: str
    room_id: str | None
    node_id: str | None
    database: str | None
    files_path: str | None
    domain: str | None


@dataclass(frozen=True, slots=True)
class Destination:
    """What the node's stack gave: where files go and which zone carries the names."""

    bucket: str
    zone_id: str
    zone_name: str


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """How a phase of a move went; ``facts`` are counts and checksums, ``seconds`` wall time."""

    app_id: str
    phase: str
    ok: bool
    changed: bool = False
    failed_task: str = ""
    reason: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    finished: str = ""


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """What is known of a move: running, moved, rolled_back, refused, or stuck half-way."""

    move: Move
    state: str = "running"
    reason: str = ""
    phases: tuple[PhaseResult, ...] = ()

    @property
    def serves_from(self) -> str | None:
        """Give the node once the move is done, else the room."""
        return self.move.node_id if self.state == "moved" else self.move.room_id


def plan_moves(plan: Mapping[str, Any], inventory: Inventory, week: str) -> list[Move]:
    """Give the moves that ``plan`` has for ISO week ``week``, in the plan's order."""
    entries = [entry for entry in plan.get("apps", ()) if entry.get("week") == week]
    unknown = [entry["app_id"] for entry in entries if entry["app_id"] not in inventory.apps]
    if unknown:
        raise PlanError(
            f"application {unknown[0]} is not in the inventory", f"plan, week {week}",
            "plan again with this inventory",
        )  # fmt: skip
    return [_move(entry, inventory, week) for entry in entries]


def _move(entry: Mapping[str, Any], inventory: Inventory, week: str) -> Move:
    app = inventory.apps[entry["app_id"]]
    extra = app.model_extra or {}
    return Move(
        app_id=app.app_id,
        name=app.name,
        strategy=str(entry["strategy"]),
        week=week,
        room_id=app.room_id,
        node_id=entry.get("node_id"),
        database=extra.get("db_name") or None,
        files_path=extra.get("files_path") or None,
        domain=app.domain,
    )
