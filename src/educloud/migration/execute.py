"""Carry out planned moves: one ansible-runner run per phase, a record per application.

``unmet`` decides, ``run_phase`` does. ``begin_move`` and ``carry_out`` are the runbook: phases in
order, and on the first that fails the undo phase. Every phase may be repeated at any time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from educloud import supervise
from educloud.errors import MoveError, PlanError
from educloud.migration.moves import Destination, Move, MoveRecord, PhaseResult
from educloud.migration.playbook_environment import playbook_environment
from educloud.migration.records import finish_record, folder_of, note_phase, read_record
from educloud.migration.strategies import load_strategy, phases_of
from educloud.migration.weeks import monday_of
from educloud.project import Project, write_atomically

# Faults that can be asked for: phase -> the tag of the lab role that brings it about.
FAULTS = {"verify": "lab_damage_copy"}


# --- decide --------------------------------------------------------------------------------------


def check_week(week: str) -> None:
    """Refuse what is no week of its ISO year, such as 2027-W05 is."""
    if monday_of(week) is None:
        raise PlanError(f"{week!r} is no ISO week", "--week", "write it as 2027-W05")


def check_faults(faults: Sequence[str]) -> None:
    """Refuse a fault that the lab cannot bring about."""
    for fault in faults:
        phase, _, app_id = fault.partition(":")
        if phase not in FAULTS or not app_id:
            raise MoveError(
                f"no such fault {fault!r}", "--fault", f"give {'|'.join(FAULTS)}:APP, as verify:A1"
            )


def unmet(move: Move, destination: Destination) -> list[str]:
    """Say which preconditions of its strategy a move does not meet; empty: it may start."""
    try:
        strategy = load_strategy(move.strategy)
    except PlanError as error:
        return [f"{error.what}; {error.mend}"]
    said = (condition(move, destination) for condition in strategy.preconditions)
    return [sentence for sentence in said if sentence]


# --- do ------------------------------------------------------------------------------------------


def begin_move(project: Project, move: Move, destination: Destination | None) -> MoveRecord | None:
    """Give the record of a move that is done already or may not start; None: carry it out.

    ``destination`` is None while the node is not up: then the move is refused. A finished move is
    left as it is, a rolled-back one begins again.
    """
    known = read_record(project, move.app_id)
    if known is not None and known.state == "moved" and known.move.node_id == move.node_id:
        return known
    problems = unmet(move, destination) if destination else [_not_up(move)]
    return finish_record(project, move, "refused", problems[0]) if problems else None


def _not_up(move: Move) -> str:
    if move.node_id is None:
        return "the plan gives it no cloud node"
    return f"its node {move.node_id} is not up: run 'educloud cloud up {move.node_id}'"


def carry_out(project: Project, move: Move, step: Callable[[str], PhaseResult]) -> MoveRecord:
    """Run the phases in order with ``step``; what it does depends on their results alone."""
    for phase in phases_of(move.strategy):
        result = step(phase)
        if not result.ok:
            return undo_move(project, move, step, f"{phase}: {result.reason}")
    return finish_record(project, move, "moved")


def undo_move(
    project: Project, move: Move, step: Callable[[str], PhaseResult], reason: str
) -> MoveRecord:
    """Take a move back with ``step``: the application serves from its room again.

    The record's state stays moved, with the reason, when going back would lose what is newer at
    the node.
    """
    undone = step(load_strategy(move.strategy).undo)
    if undone.ok:
        return finish_record(project, move, "rolled_back", reason)
    if undone.facts.get("open"):
        # Going back was refused before it changed anything: the node goes on serving.
        return finish_record(project, move, "moved", undone.reason)
    return finish_record(
        project, move, "stuck", f"{reason}; going back failed too: {undone.reason}"
    )


def run_phase(
    project: Project,
    move: Move,
    phase: str,
    destination: Destination | None,
    *,
    environment: Mapping[str, str],
    faults: Sequence[str] = (),
) -> PhaseResult:
    """Run one phase's tasks; ``environment`` may carry secrets and is not recorded.

    ``faults`` names what the lab is to break, as ``phase:APP``. Without a destination, because
    the node is not up, the phase fails before it changes anything.
    """
    if destination is None:
        failed = PhaseResult(move.app_id, phase, ok=False, reason=_not_up(move))
        note_phase(project, move, failed)
        return failed
    begun = time.monotonic()
    folder = folder_of(project, move.app_id) / phase
    folder.mkdir(parents=True, exist_ok=True)
    result_path = folder / "result.json"
    result_path.unlink(missing_ok=True)
    request = _request(project, move, phase, destination, _tags(move, phase, faults))
    write_atomically(folder / "request.json", json.dumps(request, ensure_ascii=False, indent=1))
    note_phase(project, move, PhaseResult(move.app_id, phase, ok=False, reason="running"))
    env = playbook_environment(project, folder, environment)
    _run_child(folder, env)
    outcome = _read_outcome(result_path, folder)
    result = PhaseResult(
        move.app_id, phase, **outcome, seconds=round(time.monotonic() - begun, 2),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
    )  # fmt: skip
    note_phase(project, move, result)
    return result


def _tags(move: Move, phase: str, faults: Sequence[str]) -> list[str]:
    wanted = f"{phase}:{move.app_id}" in faults and phase in FAULTS
    return [phase, *([FAULTS[phase]] if wanted else [])]


def _request(
    project: Project, move: Move, phase: str, destination: Destination, tags: list[str]
) -> dict[str, Any]:
    strategy = load_strategy(move.strategy)
    folder = folder_of(project, move.app_id)
    return {
        "folder": str(folder / phase),
        "playbooks": str(project.playbooks),
        "playbook": str(project.playbooks / strategy.playbook),
        "inventory": str(project.inventory / "hosts.yml"),
        "tags": tags,
        "lock": str(folder / "lock"),
        "result": str(folder / phase / "result.json"),
        "variables": {
            "app_id": move.app_id,
            "room_id": move.room_id,
            "node_id": move.node_id,
            "database": move.database,
            "files_path": move.files_path,
            "domain": move.domain,
            **asdict(destination),
        },
    }


def _run_child(folder: Path, env: Mapping[str, str]) -> None:
    command = [
        sys.executable, "-m", "educloud.migration.run_playbook", str(folder / "request.json"),
    ]  # fmt: skip
    process: subprocess.Popen[bytes] = supervise.start(command, env=env, log=folder / "log")
    try:
        process.wait()
    finally:
        supervise.end(process)


def _read_outcome(path: Path, folder: Path) -> dict[str, Any]:
    try:
        outcome: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"ok": False, "reason": f"the playbook's process ended early, see {folder / 'log'}"}
    return outcome
