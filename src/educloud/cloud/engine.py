"""Bring stacks up and down through the Pulumi engine.

State is the engine's file backend in the project's state, one stack per node. A stack that was
interrupted is mended before it is used: a lock whose process is gone is released, and operations
that were under way are forgotten, which is safe because every create looks before it makes.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pulumi import automation
from pulumi.automation import events

from educloud.cloud.automation import Stack, SupervisedEngine, Workspace, keep_loopback_direct
from educloud.cloud.data import delete_objects, filled_buckets
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.install import require_engine
from educloud.cloud.program import UNKNOWN, Program, network_program, node_program
from educloud.cloud.spec import NETWORK, load_stacks
from educloud.cloud.state import StackFiles, backend_of, files_of
from educloud.errors import CloudError
from educloud.project import Project, write_atomically

PROJECT_NAME = "educloud"
OnEvent = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens, or would, to one resource: ``properties`` are those that differ."""

    action: str
    kind: str
    name: str
    properties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StackResult:
    """What a run did to one stack, or would do."""

    stack: str
    created: int = 0
    updated: int = 0
    replaced: int = 0
    deleted: int = 0
    same: int = 0
    outputs: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> int:
        """How many resources changed, or would."""
        return self.created + self.updated + self.replaced + self.deleted


def preview(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Say what ``bring_up`` would do; nothing changes."""
    return _Run(project, node, endpoint, on_event).preview()


def bring_up(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Make a stack what its file says; safe to repeat after any interruption."""
    return _Run(project, node, endpoint, on_event).up()


def refresh(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Write into the state what really stands in the cloud."""
    return _Run(project, node, endpoint, on_event).refresh()


def drift(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Say where the cloud has left the state; nothing changes."""
    return _Run(project, node, endpoint, on_event).drift()


def destroy(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Remove all resources of a stack."""
    return _Run(project, node, endpoint, on_event).destroy()


def destroy_with_data(
    project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None = None
) -> StackResult:
    """Remove all resources of a stack and, once it is sure to be free, what its buckets hold."""
    return _Run(project, node, endpoint, on_event).destroy_with_data()


class _Heard:
    """What the engine's events told: one change per resource, and what went wrong."""

    def __init__(self, on_event: OnEvent | None) -> None:
        self.changes: dict[str, Change] = {}
        self.summary: Mapping[str, int] | None = None
        self.faults: list[str] = []
        self._tell = on_event or (lambda _: None)

    def __call__(self, event: events.EngineEvent) -> None:
        """Take in one event."""
        if event.resource_pre_event:
            self._note(event.resource_pre_event.metadata)
        elif event.res_outputs_event:
            self._note(event.res_outputs_event.metadata)
        elif event.diagnostic_event and event.diagnostic_event.severity == "error":
            self.faults.append(_sentence(event.diagnostic_event.message))
        elif event.summary_event:
            # Typed as the enumeration, but what the engine wrote arrives as plain words.
            self.summary = {
                str(getattr(step, "value", step)): count
                for step, count in event.summary_event.resource_changes.items()
            }

    def _note(self, step: events.StepEventMetadata) -> None:
        action = _ACTIONS.get(getattr(step.op, "value", str(step.op)))
        if action is None or not step.type.startswith("educloud:"):
            return
        kind, name = step.type.rpartition(":")[2], step.urn.rpartition("::")[2]
        known = self.changes.get(step.urn)
        if known is None or known.action != action:
            self._tell(f"{action} {kind} {name}")
        differing = tuple(step.detailed_diff or step.diffs or ())
        self.changes[step.urn] = Change(action, kind, name, differing)


# The engine's word for a step -> ours; steps it only takes for itself are not told.
_ACTIONS = {
    "create": "create",
    "update": "update",
    "delete": "delete",
    "replace": "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
}


class _Run:
    """One run of the engine on one stack."""

    def __init__(
        self, project: Project, node: str, endpoint: CloudEndpoint, on_event: OnEvent | None
    ) -> None:
        self.project = project
        self.node = node
        self.endpoint = endpoint
        self.stacks = load_stacks(project)
        self.stacks.order((node,))
        self.files = files_of(project, node)
        self.heard = _Heard(on_event)

    def preview(self) -> StackResult:
        stack = self._open(self._program(preview=True))
        return self._do(lambda: stack.preview(on_event=self.heard))

    def up(self) -> StackResult:
        stack = self._open(self._program(preview=False))
        return self._do(lambda: stack.up(on_event=self.heard))

    def refresh(self) -> StackResult:
        stack = self._open(_nothing)
        return self._do(lambda: stack.refresh(on_event=self.heard, run_program=False))

    def drift(self) -> StackResult:
        stack = self._open(_nothing)
        return self._do(lambda: stack.preview_refresh(on_event=self.heard, run_program=False))

    def destroy(self) -> StackResult:
        if not self.files.checkpoint.exists():
            return StackResult(self.node)
        stack = self._open(_nothing)
        return self._do(lambda: stack.destroy(on_event=self.heard, run_program=False))

    def destroy_with_data(self) -> StackResult:
        if not self.files.checkpoint.exists():
            return StackResult(self.node)
        stack = self._open(_nothing)
        with self._translated():
            stack.preview_destroy(run_program=False)  # what cannot begin shall not cost data
        self.files.release_stale_locks()  # the preview took its time, and takes no lock
        for bucket in filled_buckets(self.files, self.endpoint):
            delete_objects(bucket, self.endpoint)
        return self._do(lambda: stack.destroy(on_event=self.heard, run_program=False))

    def _program(self, *, preview: bool) -> Program:
        network = self.stacks.network
        if self.node == NETWORK and network:
            return network_program(network)
        stack = self.stacks.nodes[self.node]
        joined: Mapping[str, Any] = {}
        if stack.attach:
            joined = files_of(self.project, NETWORK).outputs()
            if "transit_gateway" not in joined:
                if not preview:
                    raise CloudError(
                        "the private network is not up yet",
                        self.node,
                        f"bring it up first: educloud cloud up {NETWORK}",
                    )
                joined = {"transit_gateway": UNKNOWN, "worlds": UNKNOWN}
        return node_program(stack, network, joined)

    def _open(self, program: Program) -> Stack:
        """Give the stack, ready for a run: no stale lock, nothing half done."""
        self.files.release_stale_locks()
        self.files.drop_cut_notes()
        interrupted = self.files.interrupted()
        workspace = _workspace(self.project, self.files, program, self.endpoint)
        with self._translated():
            stack = Stack.create_or_select(self.node, workspace)
            if interrupted:
                _forget_interrupted(stack)
        return stack

    def _do(self, run: Callable[[], object]) -> StackResult:
        begun = time.monotonic()
        with self._translated():
            run()
        if self.heard.summary is None:
            raise CloudError("the engine did not say what it did", self.node, "run it again")
        changes = tuple(self.heard.changes.values())
        count = Counter(change.action for change in changes)
        return StackResult(
            stack=self.node,
            created=count["create"],
            updated=count["update"],
            replaced=count["replace"],
            deleted=count["delete"],
            same=max(0, self.heard.summary.get("same", 0) - _NOT_OURS),
            outputs=dict(self.files.outputs()),
            seconds=round(time.monotonic() - begun, 2),
            changes=changes,
        )

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the engine's complaints into one sentence."""
        try:
            yield
        except automation.ConcurrentUpdateError as error:
            self.files.release_stale_locks()  # names the holder
            raise CloudError("the stack was being changed", self.node, "try again") from error
        except automation.CommandError as error:
            said = str(error)
            if "incorrect passphrase" in said:
                raise CloudError(
                    "the passphrase does not open the stack",
                    self.node,
                    f"put back the right one in {passphrase_file(self.project)}",
                ) from error
            log = backend_of(self.project) / "work" / self.node / "failed.log"
            write_atomically(log, said)
            fault = (self.heard.faults or [_complaint(said)])[0]
            mend = f"correct it, then run it again (the engine's own words: {log})"
            raise CloudError(fault, self.node, mend) from error


_NOT_OURS = 1  # the stack itself counts as a resource


def passphrase_file(project: Project) -> Path:
    """Give the file with the passphrase of the stacks' secrets, made when it is missing."""
    path = project.state / "secrets" / "passphrase"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, secrets.token_urlsafe(32))  # readable by its owner only
    return path


def _workspace(
    project: Project, files: StackFiles, program: Program, endpoint: CloudEndpoint
) -> Workspace:
    keep_loopback_direct()
    folder = backend_of(project) / "work" / files.stack
    folder.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    workspace = Workspace(
        work_dir=str(folder),
        pulumi_home=str(backend_of(project) / "home"),
        program=program,
        project_settings=automation.ProjectSettings(
            name=PROJECT_NAME,
            runtime="python",
            backend=automation.ProjectBackend(url=backend_of(project).as_uri()),
        ),
        env_vars={
            **endpoint.environment(),
            "PATH": path,  # where the provider's program is
            "PULUMI_CONFIG_PASSPHRASE_FILE": str(passphrase_file(project)),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        },
        pulumi_command=SupervisedEngine(require_engine().path),
    )
    workspace.files = files
    return workspace


def _forget_interrupted(stack: Stack) -> None:
    """Drop the operations that were under way when a run was ended.

    Safe: what such a create made is found by its mark; updates and deletes may be repeated.
    """
    state = stack.export_stack()
    kept = {**(state.deployment or {}), "pending_operations": []}
    stack.import_stack(automation.Deployment(version=state.version, deployment=kept))


def _nothing() -> None:
    """Declare nothing: the run works on the state alone."""


def _sentence(message: str) -> str:
    """Give an error of the engine as one line, without what only its makers need."""
    plain = re.sub(r"<\{%.*?%\}>", "", message)
    plain = re.sub(r"(Unexpected <class '[^']*'>: |rpc error: code = \w+ desc = )", "", plain)
    return " ".join(plain.partition("Traceback (most recent")[0].split())


def _complaint(said: str) -> str:
    lines = [line.strip() for line in said.splitlines()]
    told = next((line for line in lines if line.startswith("error:")), None)
    return _sentence(told.removeprefix("error:")) if told else "the engine failed"
