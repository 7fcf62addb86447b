"""Read devices back: do they say what is intended, is it saved, what changed since the roll-out."""

from __future__ import annotations

from dataclasses import dataclass

from educloud.errors import EduCloudError
from educloud.network.credentials import target_of
from educloud.network.facts import masked_commands, read_facts
from educloud.network.patch import plan_merge
from educloud.network.push import shown
from educloud.network.render import render_device
from educloud.network.rollout import find_device, known_hosts, memory_of, read_inputs
from educloud.network.session import open_session
from educloud.project import Project


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found on one device; ``missing`` are the commands that it lacks, masked."""

    device: str
    missing: tuple[str, ...] = ()
    unsaved: tuple[str, ...] = ()  # lines by which running and startup configuration differ
    reason: str = ""  # why it could not be read

    @property
    def ok(self) -> bool:
        """Tell whether nothing needs looking at."""
        return not (self.missing or self.unsaved or self.reason)


def verify_device(project: Project, device_id: str) -> Verdict:
    """Compare one device with its intent; unreachable devices are reported, not raised."""
    try:
        inventory, plan = read_inputs(project)
        target = target_of(project, find_device(inventory, device_id))
        text = render_device(project, inventory, plan, device_id)
        with open_session(target, known_hosts(project)) as session:
            running, startup = session.running(), session.startup()
            change = plan_merge(session.platform, running, text, allow_management_change=True)
            missing = tuple(masked_commands(session.platform, change.apply))
            now = read_facts(session.platform, running).meaning()
            then = read_facts(session.platform, startup).meaning()
    except EduCloudError as error:
        return Verdict(device_id, reason=str(error))
    return Verdict(device_id, missing, tuple(shown(now ^ then)))


@dataclass(frozen=True, slots=True)
class Drift:
    """What was changed on one device since its last roll-out, by others than educloud."""

    device: str
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    reason: str = ""  # why it could not be told

    @property
    def ok(self) -> bool:
        """Tell whether nothing needs looking at."""
        return not (self.appeared or self.vanished or self.reason)


def find_drift(project: Project, device_id: str) -> Drift:
    """Compare one device with what it said after its last roll-out."""
    after = memory_of(project, device_id).after
    if not after.exists():
        return Drift(device_id, reason="it was never rolled out")
    then = set(after.read_text(encoding="utf-8").splitlines())
    try:
        inventory, _ = read_inputs(project)
        target = target_of(project, find_device(inventory, device_id))
        with open_session(target, known_hosts(project)) as session:
            now = set(shown(read_facts(session.platform, session.running()).meaning()))
    except EduCloudError as error:
        return Drift(device_id, reason=str(error))
    return Drift(device_id, tuple(sorted(now - then)), tuple(sorted(then - now)))
