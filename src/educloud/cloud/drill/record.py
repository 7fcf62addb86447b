"""The record of every drill of a node, in the project's state: written once, never changed."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from educloud.errors import ProjectError
from educloud.inventory.profile_models import DisasterLevel
from educloud.project import Project

FORMAT = "educloud.drill/1"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was restored: the objects, or a database.

    ``backed_up``: when the newest of it was saved; None for what was dumped during the drill.
    ``compared``: how it was ("sha256", "rows", "rows and checksums").
    """

    what: str
    source: str
    compared: str
    count: int
    size: int | None
    backed_up: str | None
    seconds: float
    faults: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a drill must reach, in hours, and who says so."""

    rto_hours: float
    rpo_hours: float


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill: what was restored, how long it took, how old it was, whether that is enough.

    Hours. ``rpo_hours``: from the oldest part's backup to the begin; None when a part was restored
    from no backup. ``rpo_after_write``: the same, to the last write that is known.
    """

    node: str
    peer: str
    apps: tuple[str, ...]
    started: str
    verified: str
    resumed: bool
    parts: tuple[Part, ...]
    rto_hours: float | None
    rpo_hours: float | None
    rpo_after_write: float | None
    target: Target
    level: int | None
    missed: tuple[str, ...]
    failure: str = ""

    @property
    def passed(self) -> bool:
        """Tell whether all came back, in time and young enough."""
        return not self.missed and not self.failure


def folder_of(project: Project, node: str) -> Path:
    """Say where a node's drills are recorded."""
    return project.state / "drills" / node


def append(project: Project, drill: Drill) -> Path:
    """Write a drill's record beside the earlier ones; none is ever written over."""
    folder = folder_of(project, drill.node)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"format": FORMAT, "passed": drill.passed, **asdict(drill)}, ensure_ascii=False, indent=1
    )
    stamp = dt.datetime.fromisoformat(drill.started).strftime("%Y%m%dT%H%M%S.%fZ")
    path, draft = folder / f"{stamp}.json", folder / f".{stamp}.{os.getpid()}"
    draft.write_text(text + "\n", encoding="utf-8")
    try:
        os.link(draft, path)  # unlike a rename, it does not replace
    except FileExistsError:
        raise ProjectError("this drill is recorded already", str(path), "nothing to do") from None
    finally:
        draft.unlink()
    return path


def read_records(project: Project, node: str) -> Iterator[Mapping[str, Any]]:
    """Give the records of a node's drills, the oldest first; ProjectError names a broken one."""
    for path in sorted(folder_of(project, node).glob("*Z.json")):
        try:
            yield json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ProjectError("the record is broken", str(path), "remove it") from error


def reached_level(
    levels: tuple[DisasterLevel, ...], rto_hours: float, rpo_hours: float | None
) -> int | None:
    """Give the highest level of disaster recovery whose hours a drill kept.

    A level without any hours for the RTO cannot be judged, and counts as not reached.
    """
    if rpo_hours is None:
        return None
    kept = (
        one.level
        for one in levels
        if one.rto_hours != (None, None)
        and _within(rto_hours, one.rto_hours[1])
        and _within(rpo_hours, one.rpo_hours[1])
    )
    return max(kept, default=None)


def _within(hours: float, most: float | None) -> bool:
    return most is None or hours <= most
