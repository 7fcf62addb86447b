"""The HTML report in a real browser."""

import subprocess
from pathlib import Path

import pytest

from educloud.project import Project

pytestmark = pytest.mark.lab

BROWSER = [
    "chromium",
    "--headless",
    "--no-sandbox",  # the test runs as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]


def browse(profile: Path, page: Path, *options: str) -> str:
    command = [*BROWSER, f"--user-data-dir={profile}", *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def test_the_report_opens_and_shows_waves_rooms_and_devices(
    project: Project, tmp_path: Path, educloud
) -> None:
    plan, page, picture = (tmp_path / name for name in ("plan.json", "report.html", "page.png"))
    planned = educloud("-C", str(project.folder), "migrate", "plan", "--out", str(plan))
    assert planned.returncode == 2, planned.stderr  # one application cannot be placed
    told = educloud(
        "-C", str(project.folder), "report", "progress", "--plan", str(plan), "--out", str(page)
    )
    assert told.returncode == 0, told.stderr

    shown = browse(tmp_path / "profile", page, "--dump-dom")
    browse(tmp_path / "profile", page, "--window-size=1100,2000", f"--screenshot={picture}")

    assert "河南省教育云迁移进展报告" in shown
    assert shown.count("<rect") > 10, "the chart of waves has bars"
    assert "HB-ROOM-01" in shown
    assert picture.stat().st_size > 50_000, "the picture is not empty"


def test_the_compliance_page_shows_every_rule_and_asks_for_nothing(
    project: Project, tmp_path: Path, educloud
) -> None:
    page, picture = tmp_path / "compliance.html", tmp_path / "compliance.png"
    told = educloud(
        "-C",
        str(project.folder),
        "report",
        "compliance",
        "--as-of",
        "2026-11-24",
        "--out",
        str(page),
    )
    assert told.returncode == 2, told.stderr  # some rules are overdue

    shown = browse(tmp_path / "profile", page, "--dump-dom")
    browse(tmp_path / "profile", page, "--window-size=1280,2600", f"--screenshot={picture}")

    for letter, last in (("N", 38), ("C", 31), ("G", 9), ("R", 10)):
        assert all(f'id="{letter}{number:02}"' in shown for number in range(1, last + 1))
    assert "鹤壁市" in shown
    assert "src=" not in shown
    assert picture.stat().st_size > 100_000, "the picture is not empty"
