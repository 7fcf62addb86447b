"""Stage d: the farm's switches are moved to IPv6 over SSH."""

from __future__ import annotations

from collections import Counter

from educloud.demo.context import REFUSING, DemoRun, StageStory
from educloud.inventory.load import load_inventory
from educloud.network.push import Status
from educloud.project import Project
from educloud.workflows.rollout import Rollout, rollout


def roll_out_switches(demo: DemoRun) -> StageStory:
    """Roll out; one device refuses a line and is put back as it was."""
    demo.needs("switches", "network")
    devices = local_devices(demo.project)
    # The first roll-out also closes Telnet and narrows who may log in: that is the management path.
    done = demo.once(
        "network", rollout, demo.folder, devices, good=_reached, allow_management_change=True
    )
    results, seconds = done.result.results, done.result.seconds
    inventory = load_inventory(demo.project).devices
    tally = Counter((inventory[one.device].platform, one.status.value) for one in results)
    sent = sum(one.lines_sent for one in results if one.status is Status.CHANGED)
    lines = (
        *(f"{platform:<12} {status}: {n}" for (platform, status), n in sorted(tally.items())),
        f"{len(results)} devices over SSH, {sent} lines pushed, read back and saved "
        f"in {seconds:.1f} s",
        *(
            f"{inventory[one.device].hostname} {one.status} — {one.reason.partition('; ')[0]}"
            + (" (the farm was told to)" if one.device in REFUSING else "")
            for one in results
            if one.status not in {Status.CHANGED, Status.UNCHANGED}
        ),
    )
    return StageStory(lines, seconds, done.repeated)


def _reached(done: Rollout) -> bool:
    return all(one.status is not Status.FAILED for one in done.results)


def local_devices(project: Project) -> tuple[str, ...]:
    """Give the devices the farm stands for: those managed over the loopback, and no other."""
    return tuple(
        one.device_id
        for one in load_inventory(project).devices.values()
        if one.mgmt_address.is_loopback and one.credential
    )
