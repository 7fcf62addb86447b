"""Carry out planned moves: one ansible-runner run per phase, a record per application.

``unmet`` decides, ``run_phase`` does, ``move_app`` is the runbook: phases in order, and on the
first that fails the undo phase. Every phase may be repeated at any time.
"""

from __future__ import annotations

import json
import os
import re
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
from educloud.migration.records import finish_record, folder_of, note_phase, read_record
from educloud.migration.strategies import load_strategy, phases_of
from educloud.project import Project, write_atomically

# What a playbook's process gets of the environment it was started from. Not more: ansible-runner
# notes the environment in clear, and nobody can say what secrets a shell carries.
PASSED_ON = (
    "HOME", "USER", "PATH", "TMPDIR", "PGPASSFILE", "SSH_AUTH_SOCK", "SSL_CERT_FILE",
    "EDUCLOUD_CLOUD_ENDPOINT", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE",
    "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE",
    "AWS_EC2_METADATA_DISABLED",
)  # fmt: skip
CLOUD_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
# Faults that can be asked for: phase -> the tag of the lab role that brings it about.
FAULTS = {"verify": "lab_damage_copy"}


# --- decide --------------------------------------------------------------------------------------


def check_week(week: str) -> None:
    """Refuse what is no ISO week such as 2027-W05."""
    if not re.fullmatch(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])", week):
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


def move_app(
    project: Project,
    move: Move,
    destination: Destination,
    step: Callable[[str], PhaseResult],
) -> MoveRecord:
    """Take a move through its phases with ``step``; undo all when one fails.

    A finished move is left as it is, a rolled-back one begins again.
    """
    return begin_move(project, move, destination) or carry_out(project, move, step)


def begin_move(project: Project, move: Move, destination: Destination) -> MoveRecord | None:
    """Give the record of a move that is done already or may not start; None: carry it out."""
    known = read_record(project, move.app_id)
    if known is not None and known.state == "moved" and known.move.node_id == move.node_id:
        return known
    problems = unmet(move, destination)
    return finish_record(project, move, "refused", problems[0]) if problems else None


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
    """Take a move back with ``step``: the application serves from its room again."""
    undone = step(load_strategy(move.strategy).undo)
    if undone.ok:
        return finish_record(project, move, "rolled_back", reason)
    if undone.facts.get("open"):
        # Going back was refused before it changed anything: the node goes on serving.
        finish_record(project, move, "moved")
        raise MoveError(f"cannot go back: {undone.reason}", move.app_id, "it stays at its node")
    return finish_record(
        project, move, "stuck", f"{reason}; going back failed too: {undone.reason}"
    )


def run_phase(
    project: Project,
    move: Move,
    phase: str,
    destination: Destination,
    *,
    environment: Mapping[str, str],
    faults: Sequence[str] = (),
) -> PhaseResult:
    """Run one phase's tasks; ``environment`` may carry secrets and is not recorded.

    ``faults`` names what the lab is to break, as ``phase:APP``.
    """
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


def playbook_environment(
    project: Project, folder: Path, environment: Mapping[str, str]
) -> dict[str, str]:
    """Give the environment of a playbook's process: what it needs and no secret in clear."""
    wide = {**os.environ, **environment}
    env = {name: wide[name] for name in PASSED_ON if name in wide}
    if all(name in wide for name in CLOUD_KEYS[:2]):
        env["AWS_SHARED_CREDENTIALS_FILE"] = str(_write_credentials(project, wide))
        env.pop("AWS_PROFILE", None)
    env["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), env.get("PATH", os.defpath)))
    home = folder / "ansible"
    return env | {
        "LC_ALL": "C.UTF-8",  # Ansible refuses to start without a UTF-8 locale
        "PYTHONDONTWRITEBYTECODE": "1",
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_LOCAL_TEMP": str(home / "tmp"),
        "ANSIBLE_REMOTE_TEMP": str(home / "tmp"),
        "ANSIBLE_CONFIG": str(project.playbooks / "ansible.cfg"),
    }


def _write_credentials(project: Project, environment: Mapping[str, str]) -> Path:
    """Keep the cloud's keys in a file of their owner: ansible-runner notes variables in clear."""
    path = project.state / "secrets" / "cloud-credentials"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        f"{name.lower()} = {environment[name]}" for name in CLOUD_KEYS if environment.get(name)
    ]
    write_atomically(path, "[default]\n" + "\n".join(lines) + "\n")
    return path


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
