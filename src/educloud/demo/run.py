"""The whole job, end to end: each stage an ordinary command, done durably and once.

The demo works on its own copy of a project (``out/demo``), against the embedded cloud, the device
farm and two local PostgreSQL servers; it never touches what the environment names.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.demo.addresses import addresses
from educloud.demo.closing import report
from educloud.demo.context import DemoRun, StageStory
from educloud.demo.moving import FAULTS, MOVED_APPS, migrate
from educloud.demo.provisioning import NODES, provision_nodes
from educloud.demo.survey import survey
from educloud.demo.switches import roll_out_switches
from educloud.project import FOLDERS, Project, open_project, shipped
from educloud.workflows.runtime import alone, interruptible, tell


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: its title, the commands that do the same by hand, what tells its story."""

    letter: str
    title: str
    commands: tuple[str, ...]
    do: Callable[[DemoRun], StageStory]


STAGES = (
    Stage("a", "台账 Inventory", ("inventory validate",), survey),
    Stage("b", "IPv6 地址规划 Address plan", ("ipv6 plan",), addresses),
    Stage(
        "c",
        "云节点与教育专网 Cloud nodes and private network",
        (f"cloud up {' '.join(NODES)}",),
        provision_nodes,
    ),
    Stage(
        "d",
        "交换机 IPv6 改造 Switch rollout",
        ("network rollout", "network verify"),
        roll_out_switches,
    ),
    Stage(
        "e",
        "应用迁移 Migration",
        (
            "migrate assess",
            "migrate plan --out {folder}/plan.json",
            "migrate run --plan {folder}/plan.json --week {week} "
            + " ".join(f"--app {app}" for app in MOVED_APPS)
            + f" --fault {FAULTS[0]}",
        ),
        migrate,
    ),
    Stage(
        "f",
        "现状与报告 Status and report",
        ("status", "report progress --plan {folder}/plan.json --out {folder}/report.html"),
        report,
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finished stage, with the commands to repeat it by hand."""

    stage: Stage
    story: StageStory
    commands: tuple[str, ...]


def run_demo(source: Project | None, folder: Path) -> Iterator[Told]:
    """Do what is not done yet, stage by stage, and tell each; interrupted, it goes on next time."""
    project = prepare(source, folder)
    with alone(project, "demo.lock"), only_local(), interruptible(), contextlib.ExitStack() as lab:
        demo = DemoRun(project, digest(project), lab)
        for stage in STAGES:
            tell(f"[{stage.letter}] {stage.title}")
            story = stage.do(demo)
            yield Told(stage, story, tuple(by_hand(folder, demo, line) for line in stage.commands))


def by_hand(folder: Path, demo: DemoRun, line: str) -> str:
    """Give the command line that repeats a stage by hand."""
    return f"educloud -C {folder} " + line.format(folder=folder, week=demo.week or "WEEK")


def prepare(source: Project | None, folder: Path) -> Project:
    """Make or refresh the demo's own copy of the project; its state and address register stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*FOLDERS, "educloud.yaml"):
        origin = source.folder / name if source else shipped(name)
        _refresh(origin, folder / name)
    return open_project(folder)


def _refresh(origin: Path, target: Path) -> None:
    register = target / "ipv6.csv"
    kept = register.read_bytes() if register.is_file() else None
    if origin.is_file():
        shutil.copy(origin, target)
        return
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
    if kept is not None:
        register.write_bytes(kept)


def digest(project: Project) -> str:
    """Name what the demo is run on: a change in any file of the project makes it run anew."""
    seen = hashlib.sha256()
    for path in sorted(project.folder.rglob("*")):
        inside = path.relative_to(project.folder)
        if (
            path.is_file()
            and inside.parts[0] in (*FOLDERS, "educloud.yaml")
            and path.name != "ipv6.csv"
        ):
            seen.update(str(inside).encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()[:12]


@contextlib.contextmanager
def only_local() -> Iterator[None]:
    """Hide every real cloud and database of the environment from the demo."""
    hidden = {
        name: os.environ.pop(name)
        for name in list(os.environ)
        if name.startswith("AWS_") or name == ENDPOINT_VARIABLE
    }
    try:
        yield
    finally:
        os.environ.update(hidden)
