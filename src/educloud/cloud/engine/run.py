"""One run of the Pulumi engine on one stack.

A stack that was interrupted is mended before it is used: a lock whose process is gone is released,
and operations that were under way are forgotten, which is safe because every create looks before it
makes.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pulumi import automation

from educloud.cloud.declared import refs
from educloud.cloud.engine.automation import (
    Stack,
    SupervisedEngine,
    Workspace,
    keep_loopback_direct,
    mend_runtime,
)
from educloud.cloud.engine.backend import engine_folder
from educloud.cloud.engine.changes import (
    ENGINE_ENDED,
    PROVIDER_ENDED,
    Heard,
    OnChange,
    StackResult,
    complaint,
)
from educloud.cloud.engine.inline import Joined, Program, nothing, program_of, token
from educloud.cloud.engine.install import require_engine
from educloud.cloud.engine.secrets import passphrase_variables
from educloud.cloud.engine.session import Session, provider_log
from educloud.cloud.engine.state import PROJECT_NAME, files_of, once_each
from educloud.errors import CloudError
from educloud.project import write_atomically

AT_ONCE = 64  # resources of a stack: they wait for the cloud most of the time

Action = Callable[[Session, str, OnChange | None], StackResult]


def preview(session: Session, name: str, on_change: OnChange | None = None) -> StackResult:
    """Say what ``bring_up`` would do; nothing changes."""
    run = _Run(session, name, on_change)
    stack = run.open(run.program(run.joined()))
    return run.do(lambda: stack.preview(on_event=run.heard, parallel=AT_ONCE))


def bring_up(session: Session, name: str, on_change: OnChange | None = None) -> StackResult:
    """Make a stack what its file says; safe to repeat after any interruption."""
    run = _Run(session, name, on_change)
    stack = run.open(run.program(run.joined_all()))
    return run.do(lambda: stack.up(on_event=run.heard, parallel=AT_ONCE))


def adopt(
    session: Session,
    name: str,
    resource: str,
    identity: str,
    inputs: Mapping[str, Any],
) -> StackResult:
    """Take what stands under ``identity``, with these inputs, over as a declared resource."""
    run = _Run(session, name, None)
    # Alone: what else is declared may not stand yet, and nothing could be made of its values.
    declared = session.declared(name).alone(resource, inputs)
    kept = dataclasses.replace(declared, outputs=run.files.outputs())
    program = program_of(kept, session.family.kinds(), {}, {resource: identity})
    stack = run.open(program)
    urn = f"urn:pulumi:{name}::{PROJECT_NAME}::{token(declared[resource].kind)}::{resource}"
    return run.do(lambda: stack.up(on_event=run.heard, target=[urn]))


def refresh(session: Session, name: str, on_change: OnChange | None = None) -> StackResult:
    """Write into the state what really stands in the cloud."""
    run = _Run(session, name, on_change)
    stack = run.open(nothing)
    return run.do(lambda: stack.refresh(on_event=run.heard, run_program=False, parallel=AT_ONCE))


def drift(session: Session, name: str, on_change: OnChange | None = None) -> StackResult:
    """Say where the cloud has left the state; nothing changes."""
    run = _Run(session, name, on_change)
    stack = run.open(nothing)
    return run.do(
        lambda: stack.preview_refresh(on_event=run.heard, run_program=False, parallel=AT_ONCE)
    )


def destroy(session: Session, name: str, on_change: OnChange | None = None) -> StackResult:
    """Remove all resources of a stack."""
    if not files_of(session.project, name).exists():
        return StackResult(name)
    run = _Run(session, name, on_change)
    stack = run.open(nothing)
    return run.do(lambda: stack.destroy(on_event=run.heard, run_program=False, parallel=AT_ONCE))


class _Run:
    """One run of the engine on one stack."""

    def __init__(self, session: Session, name: str, on_change: OnChange | None) -> None:
        self.session = session
        self.name = name
        self.files = files_of(session.project, name)
        self.heard = Heard(on_change)

    def program(self, joined: Joined) -> Program:
        return program_of(self.session.declared(self.name), self.session.family.kinds(), joined)

    def joined(self) -> Joined:
        """Give the outputs of the stacks this one refers to; of those that are not up, none."""
        declared = self.session.declared(self.name)
        everything = ([one.wanted for one in declared.resources], declared.outputs)
        named = dict.fromkeys(one.stack for one in refs(everything) if one.stack)
        return {stack: files_of(self.session.project, stack).outputs() for stack in named}

    def joined_all(self) -> Joined:
        """Give the outputs of the stacks this one refers to; CloudError when one is not up."""
        joined = self.joined()
        for stack, outputs in joined.items():
            if not outputs:
                raise CloudError(
                    f"the stack {stack} is not up yet",
                    self.name,
                    f"bring it up first: educloud cloud up {stack}",
                )
        return joined

    def open(self, program: Program) -> Stack:
        """Give the stack, ready for a run: no stale lock, nothing half done."""
        self.files.release_stale_locks()
        self.files.drop_cut_notes()
        interrupted = self.files.interrupted()
        workspace = _workspace(self.session, self.name, program)
        with self._translated():
            stack = Stack.create_or_select(self.name, workspace)
            if interrupted:
                _forget_interrupted(stack)
        return stack

    def do(self, run: Callable[[], object]) -> StackResult:
        begun = time.monotonic()
        with self._translated():
            run()
        if self.heard.summary is None:
            raise CloudError("the engine did not say what it did", self.name, "run it again")
        return self.heard.result(self.name, self.files.outputs(), time.monotonic() - begun)

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the engine's complaints into one sentence."""
        try:
            yield
        except automation.ConcurrentUpdateError as error:
            self.files.release_stale_locks()  # names the holder
            raise CloudError("the stack was being changed", self.name, "try again") from error
        except automation.CommandError as error:
            said = str(error)
            if "incorrect passphrase" in said:
                raise CloudError(
                    "the passphrase does not open the stack",
                    self.name,
                    "put back the one it was made with (.educloud/secrets/passphrase, or "
                    "EDUCLOUD_PASSPHRASE_FILE)",
                ) from error
            log = engine_folder(self.session.project) / "work" / self.name / "failed.log"
            write_atomically(log, said)
            fault = (self.heard.faults or [complaint(said)])[0]
            if fault == PROVIDER_ENDED:
                last = provider_log(self.session.project)
                mend = f"run it again (what the provider said last: {last})"
                raise CloudError(fault, self.name, mend) from error
            first = "" if fault == ENGINE_ENDED else "correct it, then "
            mend = f"{first}run it again (the engine's own words: {log})"
            raise CloudError(fault, self.name, mend) from error


def _workspace(session: Session, name: str, program: Program) -> Workspace:
    keep_loopback_direct()
    mend_runtime()
    home = engine_folder(session.project)
    folder = home / "work" / name
    folder.mkdir(parents=True, exist_ok=True)
    files = files_of(session.project, name)
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    workspace = Workspace(
        work_dir=str(folder),
        pulumi_home=str(home / "home"),
        program=program,
        project_settings=automation.ProjectSettings(
            name=PROJECT_NAME,
            runtime="python",
            backend=automation.ProjectBackend(url=files.backend.url),
        ),
        env_vars={
            **files.backend.environment(),
            **passphrase_variables(session.project),
            "PATH": path,  # where the provider's program is
            # The session's provider: nothing is started for a single run.
            "PULUMI_DEBUG_PROVIDERS": f"{PROJECT_NAME}:{session.provider_port}",
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
    known = state.deployment or {}
    resources = once_each(known.get("resources") or ())
    kept = {**known, "resources": resources, "pending_operations": []}
    stack.import_stack(automation.Deployment(version=state.version, deployment=kept))
