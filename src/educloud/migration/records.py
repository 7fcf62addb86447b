"""What is known of each move, one file per application, replaced whole at every change."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from educloud.errors import MoveError
from educloud.migration.moves import Move, MoveRecord, PhaseResult
from educloud.project import Project, write_atomically


def folder_of(project: Project, app_id: str) -> Path:
    """Give the folder of an application's move: its record and a folder per phase."""
    return project.state / "moves" / app_id


def read_record(project: Project, app_id: str) -> MoveRecord | None:
    """Give what is known of an application's move; None when it never began."""
    path = folder_of(project, app_id) / "record.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return MoveRecord(
            Move(**raw["move"]), raw["state"], raw["reason"],
            tuple(PhaseResult(**phase) for phase in raw["phases"]),
        )  # fmt: skip
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MoveError(
            "the record of this move is not readable", str(path), "delete it and run the wave again"
        ) from error


def read_records(project: Project) -> list[MoveRecord]:
    """Give the records of all moves that ever began, by application."""
    folders = sorted((project.state / "moves").glob("*/record.json"))
    records = (read_record(project, path.parent.name) for path in folders)
    return [record for record in records if record is not None]


def finish_record(project: Project, move: Move, state: str, reason: str = "") -> MoveRecord:
    """Write how a move ended: moved, rolled_back, refused or stuck."""
    known = read_record(project, move.app_id)
    record = MoveRecord(move, state, reason, known.phases if known else ())
    return _write_record(project, record)


def note_phase(project: Project, move: Move, result: PhaseResult) -> None:
    """Put a phase's result in place of its former one; the phase last run stands last."""
    known = read_record(project, move.app_id) or MoveRecord(move)
    if known.state in {"rolled_back", "refused"}:
        known = MoveRecord(move)  # begun anew
    phases = (*(phase for phase in known.phases if phase.phase != result.phase), result)
    _write_record(project, replace(known, move=move, state="running", reason="", phases=phases))


def _write_record(project: Project, record: MoveRecord) -> MoveRecord:
    path = folder_of(project, record.move.app_id) / "record.json"
    write_atomically(path, json.dumps(asdict(record), ensure_ascii=False, indent=1))
    return record
