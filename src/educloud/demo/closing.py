"""Stage f: what stands where now, as lines and as a page."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from educloud.demo.context import DemoRun, StageStory, timed
from educloud.reports.progress import report_progress
from educloud.reports.status import gather_status


def report(demo: DemoRun) -> StageStory:
    """Write the report, and tell what stands where now."""
    today = dt.datetime.now().astimezone().date()
    seconds = timed(lambda: report_progress(demo.project, demo.plan, demo.report, today))[1]
    now = gather_status(demo.project)
    nodes = ", ".join(f"{one.node_id} {one.resources}" for one in now.nodes if one.resources)
    devices = Counter(one.status for one in now.devices)
    tally = ", ".join(f"{status} {count}" for status, count in sorted(devices.items()))
    closing = sum(bool(one.closes_on) for one in now.rooms)
    lines = (
        f"nodes (resources): {nodes}",
        f"devices: {tally}, untouched {now.untouched_devices}",
        *(
            f"{one.app_id} {one.name}: {one.state}, serves from {one.serves_from}"
            for one in now.apps
        ),
        f"rooms: {closing} of {len(now.rooms)} close by the plan",
    )
    return StageStory(lines, seconds)
