"""Carry out planned moves: one ansible-runner run per phase, a record per application.

``plan_moves`` decides, ``run_phase`` does, ``move_app`` is the runbook: phases in order, and on the
first that fails the undo phase. Every phase may be repeated at any time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from educloud import supervise
from educloud.errors import MoveError, PlanError
from educloud.inventory.models import Inventory
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


# --- decide --------------------------------------------------------------------------------------


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
    known = read_record(project, move.app_id)
    if known is not None and known.state == "moved" and known.move.node_id == move.node_id:
        return known
    problems = unmet(move, destination)
    if problems:
        return finish_record(project, move, "refused", problems[0])
    for phase in phases_of(move.strategy):
        result = step(phase)
        if not result.ok:
            reason = f"{phase}: {result.reason}"
            return undo_move(project, move, step, reason)
    return finish_record(project, move, "moved")


def undo_move(
    project: Project, move: Move, step: Callable[[str], PhaseResult], reason: str
) -> MoveRecord:
    """Take a move back with ``step``: the application serves from its room again."""
    before = read_record(project, move.app_id)
    undone = step(load_strategy(move.strategy).undo)
    if undone.ok:
        return finish_record(project, move, "rolled_back", reason)
    if before is not None and before.state == "moved":
        # A refused way back changes nothing: the application goes on serving from its node.
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
    folder = _folder(project, move.app_id) / phase
    folder.mkdir(parents=True, exist_ok=True)
    result_path = folder / "result.json"
    result_path.unlink(missing_ok=True)
    request = _request(project, move, phase, destination, _tags(move, phase, faults))
    write_atomically(folder / "request.json", json.dumps(request, ensure_ascii=False, indent=1))
    _note(project, move, PhaseResult(move.app_id, phase, ok=False, reason="running"))
    env = playbook_environment(project, folder, environment)
    _run_child(folder, env)
    outcome = _read_outcome(result_path, folder)
    result = PhaseResult(
        move.app_id, phase, **outcome, seconds=round(time.monotonic() - begun, 2),
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
    )  # fmt: skip
    _note(project, move, result)
    return result


def _tags(move: Move, phase: str, faults: Sequence[str]) -> list[str]:
    wanted = f"{phase}:{move.app_id}" in faults and phase in FAULTS
    return [phase, *([FAULTS[phase]] if wanted else [])]


def _request(
    project: Project, move: Move, phase: str, destination: Destination, tags: list[str]
) -> dict[str, Any]:
    strategy = load_strategy(move.strategy)
    folder = _folder(project, move.app_id)
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


# --- records -------------------------------------------------------------------------------------


def _folder(project: Project, app_id: str) -> Path:
    return project.state / "moves" / app_id


def read_record(project: Project, app_id: str) -> MoveRecord | None:
    """Give what is known of an application's move; None when it never began."""
    path = _folder(project, app_id) / "record.json"
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


def _note(project: Project, move: Move, result: PhaseResult) -> None:
    """Put a phase's result in place of its former one; the phase last run stands last."""
    known = read_record(project, move.app_id) or MoveRecord(move)
    if known.state in {"rolled_back", "refused"}:
        known = MoveRecord(move)  # begun anew
    phases = (*(phase for phase in known.phases if phase.phase != result.phase), result)
    _write_record(project, replace(known, move=move, state="running", reason="", phases=phases))


def _write_record(project: Project, record: MoveRecord) -> MoveRecord:
    path = _folder(project, record.move.app_id) / "record.json"
    write_atomically(path, json.dumps(asdict(record), ensure_ascii=False, indent=1))
    return record
