"""The engine's automation interface, made to end with us and to start less often."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pulumi import automation
from pulumi.automation._stack import StackInitMode
from pulumi.automation.errors import create_command_error
from pulumi.runtime import resource as resource_runtime
from pulumi.runtime import stack as stack_runtime
from pulumi.runtime.proto import source_pb2
from pulumi.runtime.settings import SETTINGS, _get_rpc_manager
from semver import VersionInfo

from educloud import supervise
from educloud.cloud.engine.install import ENGINE_VERSION
from educloud.cloud.engine.state import StackFiles


async def _wait_for_resources(
    await_all_outstanding_tasks: bool = True,  # noqa: FBT001, FBT002
) -> None:
    """Wait until everything a program declared is done, as the SDK's own function does.

    That one spins on the event loop while resources are made, and takes a whole core for it.
    """
    manager, settings = _get_rpc_manager(), SETTINGS
    while manager.rpcs or (await_all_outstanding_tasks and settings.outputs):
        with settings.lock:
            waiting = [*manager.rpcs, *settings.outputs]
            manager.rpcs.clear()
            settings.outputs.clear()
        done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        with settings.lock:
            settings.outputs.extend(pending)
        for one in done:
            await one  # raises what went wrong
        await asyncio.sleep(LOOK_SECONDS)
    if manager.unhandled_exception is not None:
        raise manager.unhandled_exception.with_traceback(manager.exception_traceback)


def mend_runtime() -> None:
    """Mend what of the SDK's runtime costs most of a run's time, and what it says for nobody."""
    leave_out_stack_traces()
    leave_cut_programs_unsaid()
    stack_runtime.wait_for_rpcs = _wait_for_resources


def leave_out_stack_traces() -> None:
    """Keep where in this program a resource was declared out of the state.

    Every resource would carry its call stack, with this machine's paths: four fifths of a state
    that is written whole at every step.
    """
    resource_runtime._get_stack_trace = source_pb2.StackTrace  # noqa: SLF001  it has no other


LOOK_SECONDS = 0.01  # between two looks at what is done: what is done together is taken together


def leave_cut_programs_unsaid() -> None:
    """Keep quiet about what a program still waited for when its engine or provider was ended.

    The interpreter would write a stack trace for each value that never came; that the run failed
    is told by its error.
    """
    if not isinstance(sys.unraisablehook, _Quiet):
        sys.unraisablehook = _Quiet(sys.unraisablehook)


class _Quiet:
    """Tells of errors that nobody can catch, except of event loops that have ended."""

    def __init__(self, tell: Callable[[Any], object]) -> None:
        self._tell = tell

    def __call__(self, unraisable: Any) -> None:
        if str(unraisable.exc_value) != "Event loop is closed":
            self._tell(unraisable)


def keep_loopback_direct() -> None:
    """Let gRPC between this process, the engine and the provider pass by any proxy."""
    os.environ["no_grpc_proxy"] = "127.0.0.1,localhost"  # noqa: SIM112  gRPC's own spelling


def _inherited() -> dict[str, str]:
    """Give the environment without what would lead the engine to another backend or stack."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}


class SupervisedEngine(automation.PulumiCommand):
    """The engine's program, ended together with the process that runs it."""

    def __init__(self, program: Path) -> None:
        # The pinned version was checked when the program was found: no start just to ask for it.
        self.command = str(program)
        self.version = VersionInfo.parse(ENGINE_VERSION)

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: Callable[[str], Any] | None = None,
        on_error: Callable[[str], Any] | None = None,
    ) -> automation.CommandResult:
        """Run one command of the engine and give what it said; CommandError when it failed."""
        process = subprocess.Popen(
            supervise.supervised(
                [self.command, *args, "--non-interactive", "--disable-integrity-checking"],
                stop="INT",
            ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**_inherited(), **additional_env, "PULUMI_AUTOMATION_API": "true"},
            encoding="utf-8",
            start_new_session=True,
        )
        heard: tuple[list[str], list[str]] = ([], [])
        readers = [
            threading.Thread(target=_hear, args=(process.stdout, heard[0], on_output)),
            threading.Thread(target=_hear, args=(process.stderr, heard[1], on_error)),
        ]
        try:
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            process.wait()
        except BaseException:
            process.terminate()  # the supervisor ends the engine and its provider
            process.wait()
            raise
        said, complained = ("\n".join(lines) for lines in heard)
        result = automation.CommandResult(said, complained, process.returncode)
        if process.returncode:
            raise create_command_error(result)
        return result


def _hear(stream: Any, lines: list[str], tell: Callable[[str], Any] | None) -> None:
    with stream:
        for line in stream:
            lines.append(line.rstrip())
            if tell:
                tell(lines[-1])


class Workspace(automation.LocalWorkspace):
    """The engine's workspace without the starts of the engine that only look."""

    files: StackFiles

    def select_stack(self, stack_name: str) -> None:
        """Do nothing when the stack is there: every command names its stack anyway."""
        if not self.files.exists():
            empty = automation.CommandResult("", f"no stack named {stack_name}", 255)
            raise automation.StackNotFoundError(empty)

    def stack_outputs(self, stack_name: str) -> automation.OutputMap:
        """Give the outputs from the state's file."""
        del stack_name
        return {
            key: automation.OutputValue(value=value, secret=False)
            for key, value in self.files.outputs().items()
        }


class Stack(automation.Stack):
    """A stack whose runs do not end with a look at the history."""

    @classmethod
    def create_or_select(cls, stack_name: str, workspace: automation.Workspace) -> Stack:
        """Give the stack, made when it is not there."""
        return cls(stack_name, workspace, StackInitMode.CREATE_OR_SELECT)

    def info(self, show_secrets: bool = True) -> automation.UpdateSummary:  # noqa: FBT001, FBT002
        """Give an empty summary: what a run did is told by its events."""
        del show_secrets
        now = dt.datetime.now(dt.UTC)
        return automation.UpdateSummary("update", now, "", {}, {}, "succeeded", now)
