"""Move a wave of applications, one durable step a phase."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dbos import DBOS

from educloud.cloud.endpoint import CloudEndpoint, open_cloud
from educloud.cloud.engine.state import outputs
from educloud.errors import MoveError, PlanError
from educloud.inventory.load import load_inventory
from educloud.lab.databases import environment_of, start_databases
from educloud.migration.execute import begin_move, carry_out, run_phase, undo_move
from educloud.migration.moves import Destination, Move, MoveRecord, PhaseResult, plan_moves
from educloud.migration.plan import read_plan
from educloud.migration.records import read_record
from educloud.project import Project, digest_of, open_project
from educloud.workflows.runtime import abandon, listen, run, step, tell

WAVES = "wave/"  # how the keys of waves begin


@DBOS.workflow(name="move wave")
def move_wave(
    folder: str, plan: str, week: str, apps: tuple[str, ...], faults: tuple[str, ...]
) -> list[MoveRecord]:
    """Move the chosen applications of one week; one that fails is taken back, the rest go on."""
    moves = step("read the plan", chosen_moves, folder, plan, week, apps)
    return [move_one(folder, move, faults) for move in moves]


def move_one(folder: str, move: Move, faults: tuple[str, ...]) -> MoveRecord:
    """Take one application through its phases, or leave it as it is when it has moved before."""
    project = open_project(Path(folder))
    ended = step(f"{move.app_id} begin", begin, folder, move)
    return ended or carry_out(project, move, phase_steps(folder, move, faults))


@DBOS.workflow(name="take back")
def take_back(folder: str, app_id: str) -> MoveRecord:
    """Take one application back to its room."""
    move = step("read the record", recorded_move, folder, app_id)
    project = open_project(Path(folder))
    return undo_move(project, move, phase_steps(folder, move, ()), "taken back by request")


def chosen_moves(folder: str, plan: str, week: str, apps: tuple[str, ...]) -> list[Move]:
    """Give the moves of a week, in the plan's order; all of them when no application is named."""
    document = read_plan(Path(plan)).model_dump(mode="json")
    moves = plan_moves(document, load_inventory(open_project(Path(folder))), week)
    absent = set(apps) - {move.app_id for move in moves}
    if absent or not moves:
        raise PlanError(
            f"week {week} has no {', '.join(sorted(absent)) or 'applications to move'}", plan,
            "look at the waves with 'educloud migrate plan', then name the right week",
        )  # fmt: skip
    return [move for move in moves if not apps or move.app_id in apps]


def begin(folder: str, move: Move) -> MoveRecord | None:
    """Give the record of a move that has ended already or may not start."""
    project = open_project(Path(folder))
    return begin_move(project, move, destination_of(project, move.node_id))


def recorded_move(folder: str, app_id: str) -> Move:
    """Give the move of an application as it was recorded."""
    record = read_record(open_project(Path(folder)), app_id)
    if record is None:
        raise MoveError("it has not begun to move", app_id, "there is nothing to take back")
    return record.move


def destination_of(project: Project, node_id: str | None) -> Destination | None:
    """Give where an application goes, from its node's stack; None while that is not up."""
    found = outputs(project, node_id) if node_id else {}
    if not found:
        return None
    names = ("bucket", "zone_id", "zone_name")
    return Destination(*(str(found.get(name) or "") for name in names))


def standing(project: Project, node_id: str | None) -> Destination:
    """Give where an application goes; MoveError while its node is not up."""
    found = destination_of(project, node_id)
    if found is None:
        node = node_id or "its node"
        raise MoveError("the node is not up", node, f"run 'educloud cloud up {node_id}'")
    return found


def phase_steps(folder: str, move: Move, faults: tuple[str, ...]) -> Callable[[str], PhaseResult]:
    """Give what runs one phase of a move as a durable step."""
    return lambda phase: step(f"{move.app_id} {phase}", phase_of, folder, move, phase, faults)


def phase_of(folder: str, move: Move, phase: str, faults: tuple[str, ...]) -> PhaseResult:
    """Run one phase of a move by its playbook."""
    project = open_project(Path(folder))
    tell(f"{move.app_id} {move.name}: {phase}")
    with open_cloud(project) as endpoint:
        return run_phase(
            project,
            move,
            phase,
            destination_of(project, move.node_id),
            environment=playbook_variables(project, endpoint),
            faults=faults,
        )


def playbook_variables(project: Project, endpoint: CloudEndpoint) -> dict[str, str]:
    """Give the environment of playbooks: where the cloud answers, how the lab's databases open."""
    return {**endpoint.environment(), **environment_of(project)}


@dataclass(frozen=True, slots=True)
class WaveOrder:
    """Which applications of which plan to move: a week's, or those named of it.

    ``faults`` names what the lab is to break, as ``phase:APP``.
    """

    plan: Path
    week: str
    apps: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def key(self, project: Project) -> str:
        """Name the order and what it reads, so that an interrupted run of it is known again."""
        read = digest_of(self.plan, project.inventory / "apps.csv", project.playbooks)
        said = repr((read, self.week, self.apps, self.faults))
        return f"{WAVES}{self.week}/{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def run_wave(
    project: Project, order: WaveOrder, on_event: Callable[[str], None]
) -> list[MoveRecord]:
    """Move a week's applications; an interrupted run of the same order goes on."""
    folder, plan = str(project.folder), str(order.plan.resolve())
    asked = (folder, plan, order.week, order.apps, order.faults)
    with listen(on_event), open_cloud(project), start_databases(project):
        return run(project, order.key(project), move_wave, *asked).result


def roll_back(project: Project, app_id: str, on_event: Callable[[str], None]) -> MoveRecord:
    """Take an application back to its room; an interrupted way back goes on.

    An interrupted wave does not: its recorded steps are no longer true.
    """
    abandon(project, WAVES)
    with listen(on_event), open_cloud(project), start_databases(project):
        key = f"take-back/{app_id}"
        record = run(project, key, take_back, str(project.folder), app_id).result
    if record.state != "rolled_back":
        raise MoveError(
            f"cannot go back: {record.reason}", app_id, f"it stays at {record.serves_from}"
        )
    return record
