"""The engine's own files for one stack: what stands, who works on it, what was interrupted.

They are read here, written by the engine alone; a lock that nobody holds any more is the exception.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from educloud.cloud.engine.backend import Backend, FolderBackend, backend_of
from educloud.cloud.spec.network import NETWORK, stack_of_hub
from educloud.errors import CloudError
from educloud.project import Project

PROJECT_NAME = "educloud"
STACK_TYPE = "pulumi:pulumi:Stack"
ENDING_SECONDS = 10.0
# How the engine marks a value that it keeps encrypted.
SECRET_SIGNATURE = "4dabf18193072939515e22adb298388d"  # noqa: S105  the engine's own constant
SECRET = "[secret]"  # noqa: S105  what people see of one


@dataclass(frozen=True, slots=True)
class StackFiles:
    """Where the backend keeps one stack."""

    backend: Backend
    stack: str

    @property
    def checkpoint(self) -> str:
        """The stack's state."""
        return f"stacks/{PROJECT_NAME}/{self.stack}.json"

    @property
    def locks(self) -> str:
        """The folder of the stack's locks."""
        return f"locks/organization/{PROJECT_NAME}/{self.stack}"

    @property
    def history(self) -> str:
        """The folder of what was done to the stack."""
        return f"history/{PROJECT_NAME}/{self.stack}"

    def exists(self) -> bool:
        """Tell whether the stack was ever begun."""
        return self.backend.read(self.checkpoint) is not None

    def deployment(self) -> Mapping[str, Any]:
        """Give what the state says stands; empty when the stack was never brought up."""
        text = self.backend.read(self.checkpoint)
        if text is None:
            return {}
        try:
            latest: Mapping[str, Any] = json.loads(text)["checkpoint"].get("latest") or {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CloudError(
                "the state of the stack is cut or damaged",
                f"{self.backend.url} {self.checkpoint}",
                f"put back the copy the engine keeps beside it ({self.stack}.json.bak)",
            ) from error
        return latest

    def updated_at(self) -> str | None:
        """Say when the state was written last; None when it never was."""
        manifest = self.deployment().get("manifest") or {}
        return manifest.get("time")

    def outputs(self) -> Mapping[str, Any]:
        """Give the stack's outputs, secret ones covered; empty when it is not up."""
        for resource in self.deployment().get("resources", ()):
            if resource["type"] == STACK_TYPE:
                found: Mapping[str, Any] = covered(resource.get("outputs", {}))
                return found
        return {}

    def resources(self) -> Iterator[Mapping[str, Any]]:
        """Give the resources of ours that stand."""
        for resource in self.deployment().get("resources", ()):
            if str(resource["type"]).startswith("educloud:"):
                yield resource

    def interrupted(self) -> int:
        """Say how many operations were under way when a run was ended, or left their old record."""
        state = self.deployment()
        resources = state.get("resources") or ()
        under_way = len(state.get("pending_operations") or ())
        return under_way + len(resources) - len(once_each(resources))

    def release_stale_locks(self) -> int:
        """Remove locks whose process is gone; CloudError names one that is held."""
        released = 0
        for path in self.backend.paths(self.locks):
            holder = self._holder(path)
            until = time.monotonic() + ENDING_SECONDS
            while holder and self._is_ending(path) and time.monotonic() < until:
                time.sleep(0.1)
                holder = self._holder(path)
            if holder:
                raise CloudError(
                    f"the stack is being changed by {holder}",
                    self.stack,
                    "wait until that is done, or end it",
                )
            self.backend.remove(path)
            released += 1
        return released

    def drop_cut_notes(self) -> None:
        """Remove what the engine notes beside its files in a folder, where a kill has cut it.

        The files themselves are put in place whole; of the notes (``.attrs``: content type, digest)
        an empty one keeps the engine from reading the file, a missing one does not.
        """
        if not isinstance(self.backend, FolderBackend):
            return
        stacks = self.backend.path(self.checkpoint).parent
        locks = self.backend.path(self.locks)
        for note in (*stacks.glob(f"{self.stack}.json*.attrs"), *locks.glob("*.attrs")):
            try:
                json.loads(note.read_text(encoding="utf-8"))
            except ValueError:
                note.unlink(missing_ok=True)

    def _lock(self, path: str) -> Mapping[str, Any]:
        """Give what a lock says; empty when it is gone, or was cut while it was written."""
        text = self.backend.read(path)
        try:
            lock = json.loads(text or b"{}")
        except ValueError:
            return {}
        return lock if isinstance(lock, dict) else {}

    def _holder(self, path: str) -> str:
        """Name the living process that holds a lock; empty when there is none."""
        lock = self._lock(path)
        try:
            process, host, user = int(lock["pid"]), str(lock["hostname"]), str(lock["username"])
        except (ValueError, KeyError, TypeError):
            return ""  # its writer is gone
        if host != socket.gethostname():
            return f"process {process} of {user} on {host}"
        try:
            name = psutil.Process(process).name()
        except psutil.Error:
            return ""
        # Ids are used again: only an engine holds a lock.
        return f"process {process} of {user} on this machine" if "pulumi" in name else ""

    def _is_ending(self, path: str) -> bool:
        """Tell whether a lock's engine has lost the process it worked for: it is being ended."""
        try:
            engine = psutil.Process(int(self._lock(path)["pid"]))
            supervisor = engine.parent()
            words = supervisor.cmdline() if supervisor else []
            return supervisor is None or (
                "educloud.supervise" in words
                and not psutil.pid_exists(int(words[words.index("educloud.supervise") + 1]))
            )
        except (ValueError, KeyError, TypeError, psutil.Error):
            return True  # gone between two looks


def network_stacks(project: Project) -> tuple[str, ...]:
    """Name the private network's stacks that were ever begun, those of former hubs too."""
    paths = backend_of(project).paths(f"stacks/{PROJECT_NAME}")
    names = sorted(Path(path).stem for path in paths)
    return tuple(one for one in names if one == NETWORK or one.startswith(stack_of_hub("")))


def once_each(resources: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give a state's resources without records of what was deleted and stands again.

    Where the engine deletes before it replaces, it keeps the old record, marked. In runs that
    replace many resources it writes one beside the new record and leaves it there, though nothing
    disturbs the run. Its integrity check then ends that very run ("duplicate resource ... not
    marked for deletion"), and without the check every later run fails on the record: so the runs
    leave the check out, and the record is dropped here before the next one.
    """
    standing = {
        one["urn"]
        for one in resources
        if not one.get("delete") and not one.get("pendingReplacement")
    }
    return [
        one for one in resources if not (one.get("pendingReplacement") and one["urn"] in standing)
    ]


def files_of(project: Project, stack: str) -> StackFiles:
    """Give the files of one of the project's stacks."""
    return StackFiles(backend_of(project), stack)


def outputs(project: Project, node: str) -> Mapping[str, Any]:
    """Give a stack's outputs as plain data, without starting the engine.

    A node's: network, ipv4_block, ipv6_block, subnets and security_groups by zone, attachment,
    bucket (for applications' files), buckets by purpose, zone_id, zone_name. Empty when not up.
    """
    return files_of(project, node).outputs()


def covered(value: Any) -> Any:
    """Give a value of the state with a cover in place of everything kept encrypted."""
    if isinstance(value, Mapping):
        if SECRET_SIGNATURE in value:
            return SECRET
        return {key: covered(one) for key, one in value.items()}
    return [covered(one) for one in value] if isinstance(value, list) else value
