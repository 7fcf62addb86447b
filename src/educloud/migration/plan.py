"""The plan file ``educloud.plan/1``: its content, reading and writing it, its waves."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from educloud.errors import PlanError
from educloud.project import first_fault, write_document

FORMAT = "educloud.plan/1"
Number = Annotated[float, Field(allow_inf_nan=False)]
Whole = int | Number  # a whole number is written as one


class Part(BaseModel):
    """A part of a plan file. Foreign keys are left alone: other tools may add their own."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Transfer(Part):
    """Data copied in one ISO week."""

    week: str
    gb: Number


class Entry(Part):
    """One planned application; retained and exempt ones have no week, cutover and node."""

    app_id: str
    strategy: str
    group: str | None = None
    week: str | None
    cutover: dt.date | None
    node_id: str | None
    transfer: tuple[Transfer, ...] = ()


class Unplanned(Part):
    """An application that cannot move: a short word and a sentence why."""

    app_id: str
    reason: str
    detail: str = ""


class RoomClosing(Part):
    """A room that closes; ``last_cutover`` is None when nothing has to leave it."""

    room_id: str
    verdict: str
    last_cutover: dt.date | None
    closes_on: dt.date | None


class Kpi(Part):
    """The figures of a plan."""

    unplanned: int
    late_weeks: Whole
    room_weeks_open: Number
    soft_weeks_apart: Number
    finish: dt.date | None


class ObjectiveStage(Part):
    """One objective: its value and the least that was proven possible (None: not proven)."""

    name: str
    value: Whole
    bound: Whole | None


class Objective(Part):
    """The four objectives in their order, and the gap of room_weeks_open."""

    stages: tuple[ObjectiveStage, ...]
    gap: Number | None


class Plan(Part):
    """A whole plan file."""

    format: Literal["educloud.plan/1"]
    start: Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2200, 1, 1))]
    weeks: Annotated[int, Field(ge=1, le=1000)]
    seed: int
    workers: int = 1
    work_limit: Number | None = None
    inputs_sha256: str
    apps: tuple[Entry, ...]
    unplanned: tuple[Unplanned, ...]
    rooms: tuple[RoomClosing, ...]
    kpi: Kpi
    objective: Objective


@dataclass(frozen=True, slots=True)
class Wave:
    """The cutovers of one ISO week."""

    week: str
    apps: tuple[str, ...]


def waves(plan: Plan) -> list[Wave]:
    """Give the plan's waves in their order: one per ISO week with cutovers."""
    weeks: dict[str, list[str]] = {}
    for entry in plan.apps:
        if entry.week:
            weeks.setdefault(entry.week, []).append(entry.app_id)
    return [Wave(week, tuple(sorted(apps))) for week, apps in sorted(weeks.items())]


def dump_plan(plan: Plan) -> str:
    """Give the plan file's text: one application a line, the same bytes for the same plan."""
    document = plan.model_dump(mode="json")
    for entry in document["apps"]:
        if entry["group"] is None:
            del entry["group"]
    lines = []
    for key, value in document.items():
        if isinstance(value, list):
            rows = ",\n".join(f"  {_compact(row)}" for row in value)
            text = f"[\n{rows}\n ]" if rows else "[]"
        else:
            text = _compact(value)
        lines.append(f" {_compact(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan file so that a crash leaves the old one or the new one."""
    try:
        write_document(path, dump_plan(plan))
    except OSError as error:
        raise PlanError(
            f"the plan cannot be written: {error.strerror}", str(path), "choose another --out"
        ) from error


def read_plan(path: Path) -> Plan:
    """Read a plan file; PlanError names the key that is wrong.

    Whether the plan keeps the rules is for ``check_plan`` to say.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PlanError(
            f"the plan cannot be read: {error.strerror}", str(path), "name a plan file"
        ) from error
    except (ValueError, RecursionError) as error:
        raise PlanError(
            f"not readable as JSON: {error}", str(path), "write it again with 'migrate plan'"
        ) from error
    try:
        return Plan.model_validate(document)
    except ValidationError as error:
        raise PlanError(
            first_fault(error), str(path), "correct it, or write it again with 'migrate plan'"
        ) from error
