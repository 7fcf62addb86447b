"""The engine's own files for one stack: what stands, who works on it, what was interrupted.

They are read here, written by the engine alone; a lock that nobody holds any more is the exception.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from educloud.errors import CloudError
from educloud.project import Project

STACK_TYPE = "pulumi:pulumi:Stack"
ENDING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class StackFiles:
    """Where the file backend keeps one stack."""

    backend: Path
    stack: str

    @property
    def checkpoint(self) -> Path:
        """The stack's state."""
        return self.backend / ".pulumi" / "stacks" / "educloud" / f"{self.stack}.json"

    @property
    def locks(self) -> Path:
        """The folder of the stack's locks."""
        return self.backend / ".pulumi" / "locks" / "organization" / "educloud" / self.stack

    def deployment(self) -> Mapping[str, Any]:
        """Give what the state says stands; empty when the stack was never brought up."""
        try:
            text = self.checkpoint.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        try:
            latest: Mapping[str, Any] = json.loads(text)["checkpoint"].get("latest") or {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CloudError(
                "the state of the stack is cut or damaged",
                str(self.checkpoint),
                f"put back the copy the engine keeps beside it ({self.checkpoint.name}.bak)",
            ) from error
        return latest

    def outputs(self) -> Mapping[str, Any]:
        """Give the stack's outputs; empty when it is not up."""
        for resource in self.deployment().get("resources", ()):
            if resource["type"] == STACK_TYPE:
                found: Mapping[str, Any] = resource.get("outputs", {})
                return found
        return {}

    def resources(self) -> Iterator[Mapping[str, Any]]:
        """Give the resources of ours that stand."""
        for resource in self.deployment().get("resources", ()):
            if str(resource["type"]).startswith("educloud:"):
                yield resource

    def interrupted(self) -> int:
        """Say how many operations were under way when a run was ended."""
        return len(self.deployment().get("pending_operations", ()))

    def release_stale_locks(self) -> int:
        """Remove locks whose process is gone; CloudError names one that is held."""
        released = 0
        for path in sorted(self.locks.glob("*.json")):
            holder = _holder(path)
            until = time.monotonic() + ENDING_SECONDS
            while holder and _is_ending(path) and time.monotonic() < until:
                time.sleep(0.1)
                holder = _holder(path)
            if holder:
                raise CloudError(
                    f"the stack is being changed by {holder}",
                    self.stack,
                    "wait until that is done, or end it",
                )
            path.unlink(missing_ok=True)
            released += 1
        return released

    def drop_cut_notes(self) -> None:
        """Remove what the engine notes beside its files, where a kill has cut it.

        The files themselves are put in place whole; of the notes (``.attrs``: content type, digest)
        an empty one keeps the engine from reading the file, a missing one does not.
        """
        for note in (*self.checkpoint.parent.glob(f"{self.stack}.json*.attrs"),
                     *self.locks.glob("*.attrs")):  # fmt: skip
            try:
                json.loads(note.read_text(encoding="utf-8"))
            except ValueError:
                note.unlink(missing_ok=True)


def files_of(project: Project, stack: str) -> StackFiles:
    """Give the files of one of the project's stacks."""
    return StackFiles(backend_of(project), stack)


def backend_of(project: Project) -> Path:
    """Say where the project's stacks are kept."""
    return project.state / "pulumi"


def outputs(project: Project, node: str) -> Mapping[str, Any]:
    """Give a stack's outputs as plain data, without starting the engine.

    A node's: network, ipv4_block, ipv6_block, subnets and security_groups by zone, attachment,
    bucket (for applications' files), buckets by purpose, zone_id, zone_name. Empty when not up.
    """
    return files_of(project, node).outputs()


def _holder(path: Path) -> str:
    """Name the living process that holds a lock; empty when there is none."""
    try:
        lock = json.loads(path.read_text(encoding="utf-8"))
        process, host, user = int(lock["pid"]), str(lock["hostname"]), str(lock["username"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # cut while it was written: its writer is gone
    if host != socket.gethostname():
        return f"process {process} of {user} on {host}"
    try:
        name = psutil.Process(process).name()
    except psutil.Error:
        return ""
    # Ids are used again: only an engine holds a lock.
    return f"process {process} of {user} on this machine" if "pulumi" in name else ""


def _is_ending(path: Path) -> bool:
    """Tell whether a lock's engine has lost the process it worked for, and so is being ended."""
    try:
        engine = psutil.Process(int(json.loads(path.read_text(encoding="utf-8"))["pid"]))
        supervisor = engine.parent()
        words = supervisor.cmdline() if supervisor else []
        return supervisor is None or (
            "educloud.supervise" in words
            and not psutil.pid_exists(int(words[words.index("educloud.supervise") + 1]))
        )
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return True  # gone between two looks
