"""What all tests share: no skips in CI, and a copy of the shipped project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from educloud.project import Project

# A law holds or not; how long an example takes says only how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CHECKOUT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="A skipped test fails the run.")
    parser.addoption(
        "--update", action="store_true", help="Write golden files anew, to be read as a diff."
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.skipped and item.config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture
def educloud() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the program as a user does."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = str(Path(sys.executable).with_name("educloud"))
        return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the shipped project that a test may change."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(CHECKOUT / "educloud.yaml", folder)
    for name in ("inventory", "stacks", "templates", "playbooks"):
        shutil.copytree(CHECKOUT / name, folder / name)
    return Project(folder)
