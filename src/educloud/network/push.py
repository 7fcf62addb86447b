"""Bring a device to its intended configuration: line by line, undone when one is refused."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from educloud.errors import DeviceError, LineRefused
from educloud.network.facts import (
    Facts,
    Meaning,
    masked_commands,
    path_after,
    read_facts,
    veiled,
)
from educloud.network.guard import ManagementPath, management_path
from educloud.network.memory import Memory, remember
from educloud.network.patch import Change, Plan, merged, plan_merge, plan_replace
from educloud.network.platform import Platform, load_platform
from educloud.network.session import Session, SessionLost, Target, open_session
from educloud.project import write_atomically


class Status(StrEnum):
    """How a push ended."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNDONE = "undone"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PushResult:
    """What became of one device; ``lines_sent`` counts the lines of its change, not of an undo."""

    device: str
    status: Status
    lines_sent: int = 0
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Intended:
    """What a device shall say, and how that is compared with what it says."""

    text: str
    plan: Plan = plan_merge
    allow_management_change: bool = False


@dataclass(slots=True)
class Progress:
    """What one push has done so far, over all its sessions."""

    before: str = ""
    lines: list[str] = field(default_factory=list)


def push_device(
    target: Target, intended: Intended, *, known_hosts: Path, memory: Memory | None = None
) -> PushResult:
    """Read, plan, send, verify, save; say how it ended. Nothing is raised for one bad device.

    A refused line: what was sent is undone and the device says what it said before. A lost
    session is taken up again as long as that gets further. ``memory`` keeps, while lines are under
    way, what the device said before, so that a run after a crash can also undo all of it.
    """
    start = time.monotonic()
    progress = Progress()
    try:
        result = _push(target, intended, known_hosts, (progress, memory))
    except LineRefused as error:
        result = _undo(target, known_hosts, progress, str(error))
    except DeviceError as error:
        sent = f"; {len(progress.lines)} lines were sent, not saved" if progress.lines else ""
        result = PushResult(target.device_id, Status.FAILED, len(progress.lines), f"{error}{sent}")
    if memory and result.status is not Status.FAILED:
        memory.before.unlink(missing_ok=True)
    return replace(result, seconds=round(time.monotonic() - start, 2))


def preview_device(target: Target, intended: Intended, *, known_hosts: Path) -> Change:
    """Give the change that a push would send, without sending it."""
    with open_session(target, known_hosts) as session:
        return plan_push(session, intended, session.running())


def _push(
    target: Target, intended: Intended, known_hosts: Path, kept: tuple[Progress, Memory | None]
) -> PushResult:
    progress = kept[0]
    while True:
        before = len(progress.lines)
        try:
            with open_session(target, known_hosts) as session:
                return _push_once(session, intended, kept)
        except SessionLost:
            if len(progress.lines) == before:
                raise


def _push_once(
    session: Session, intended: Intended, kept: tuple[Progress, Memory | None]
) -> PushResult:
    progress, memory = kept
    running = session.running()
    change = plan_push(session, intended, running)
    if change:
        progress.before = progress.before or _remember(memory, session, running, intended)
        _send(session, change.apply, progress)
        running = session.running()
        left = plan_push(session, intended, running)
        if left:
            line = first_command(session.platform, left.apply)
            raise LineRefused(session.target.device_id, line, "accepted, but it does not show")
    device = session.target.device_id
    if _meaning(session, running) != _meaning(session, session.startup()):
        session.save()
    if memory:
        write_atomically(memory.after, "\n".join(shown(_meaning(session, running))) + "\n")
    status = Status.CHANGED if progress.lines else Status.UNCHANGED
    return PushResult(device, status, len(progress.lines))


def _remember(memory: Memory | None, session: Session, running: str, intended: Intended) -> str:
    """Keep what the device said before the first line, also over a crash."""
    if memory is None:
        return running
    return remember(memory, session.platform, running, _goal(session.platform, running, intended))


def _goal(platform: Platform, running: str, intended: Intended) -> Facts:
    wanted = read_facts(platform, intended.text, "intended")
    if intended.plan is plan_replace:
        return wanted
    return merged(read_facts(platform, running, "running"), wanted)


def first_command(platform: Platform, lines: tuple[str, ...]) -> str:
    """Give the first line that does more than enter or leave a view, without secrets."""
    path: tuple[str, ...] = ()
    shown = list(masked_commands(platform, lines))
    for line, safe in zip(lines, shown, strict=True):
        here, path = path, path_after(platform, path, line)
        if path == here and line != platform.leave:
            return safe
    return shown[0]  # only a view is missing


def _send(session: Session, lines: Iterable[str], progress: Progress) -> None:
    for line in lines:
        session.say(line)
        progress.lines.append(line)


def _undo(target: Target, known_hosts: Path, progress: Progress, reason: str) -> PushResult:
    """Bring the device back to what it said before, whatever part was taken."""
    sent = len(progress.lines)
    try:
        with open_session(target, known_hosts) as session:
            back = plan_replace(
                session.platform, session.running(), progress.before, allow_management_change=True
            )
            for line in back.apply:
                session.say(line)
            same = _meaning(session, session.running()) == _meaning(session, progress.before)
    except DeviceError as error:
        return PushResult(target.device_id, Status.FAILED, sent, f"{reason}; undo failed: {error}")
    if not same:
        return PushResult(
            target.device_id, Status.FAILED, sent, f"{reason}; undone, but not to what it was"
        )
    return PushResult(target.device_id, Status.UNDONE, sent, reason)


def plan_push(session: Session, intended: Intended, running: str) -> Change:
    """Give the change from ``running``; GuardError when it touches the path of this session."""
    return intended.plan(
        session.platform,
        running,
        intended.text,
        allow_management_change=intended.allow_management_change,
        management=_management(session, running),
    )


def _management(session: Session, running: str) -> ManagementPath:
    """Give the path to the address that is talked to; where no interface has it, the likely one."""
    try:
        address = ipaddress.ip_address(session.target.host)
    except ValueError:  # a name
        address = None
    return management_path(
        session.platform, read_facts(session.platform, running, "running"), address
    )


def shown(meaning: Meaning) -> list[str]:
    """Give facts as sorted lines for people and files; values of secrets are not among them."""
    return sorted(" / ".join((*path, veiled(line))).replace("\n", "⏎") for path, _, line in meaning)


def _meaning(session: Session, text: str) -> Meaning:
    return read_facts(load_platform(session.target.platform), text).meaning()
