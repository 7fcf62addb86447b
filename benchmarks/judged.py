"""Judge a loaded province, and tell how long that took: the report without the loading.

``python -m benchmarks.judged PROJECT`` prints the seconds.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

from educloud.inventory.load import load_inventory
from educloud.inventory.profile import load_profile
from educloud.project import Project
from educloud.reports.compliance.measure import measured
from educloud.reports.compliance.report import document, judge
from educloud.reports.compliance.situation import Situation

DAY = dt.date(2026, 11, 24)


def seconds(project: Project) -> float:
    """Give the seconds from a loaded inventory to the finished report as plain data."""
    inventory = load_inventory(project)
    profile = load_profile(project.settings.profile)
    before = time.perf_counter()
    situation = Situation(inventory, profile, DAY, measured(project, inventory))
    document(judge(situation, project.settings.province))
    return time.perf_counter() - before


if __name__ == "__main__":
    print(seconds(Project(Path(sys.argv[1]))))
