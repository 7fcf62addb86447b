"""What was done to a stack: the engine's own records, newest first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from educloud.cloud.engine.state import files_of
from educloud.project import Project

_STACK_ITSELF = 1


@dataclass(frozen=True, slots=True)
class Update:
    """One run that wrote a stack's state."""

    stack: str
    kind: str  # up, refresh, destroy, import
    result: str  # succeeded, failed, in-progress (ended before its end)
    began: dt.datetime
    seconds: float | None
    changes: Mapping[str, int]  # create, update, replace, delete, same


def history_of(project: Project, stack: str) -> tuple[Update, ...]:
    """Give all runs of a stack, newest first."""
    files = files_of(project, stack)
    paths = [path for path in files.backend.paths(files.history) if ".history." in path]
    return tuple(
        update for path in reversed(paths) for update in _read(stack, files.backend.read(path))
    )


def _read(stack: str, text: bytes | None) -> Iterator[Update]:
    try:
        record: Mapping[str, Any] = json.loads(text or b"")
        began, ended = int(record["startTime"]), record.get("endTime")
    except (ValueError, KeyError, TypeError):
        return  # cut by a kill: the state itself is what counts
    yield Update(
        stack=stack,
        kind={"update": "up"}.get(str(record["kind"]), str(record["kind"])),
        result=str(record.get("result", "")),
        began=dt.datetime.fromtimestamp(began, dt.UTC),
        seconds=float(ended) - began if ended else None,
        changes=_without_stack(record.get("resourceChanges") or {}),
    )


def _without_stack(changes: Mapping[str, int]) -> dict[str, int]:
    """Give the counts without the stack itself, which is the same or the one that is made."""
    counted = dict(changes)
    key = "same" if counted.get("same") else "create"
    if key in counted:
        counted[key] -= _STACK_ITSELF
    return {word: count for word, count in counted.items() if count}
