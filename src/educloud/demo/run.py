"""The whole job, end to end: each stage an ordinary command, done durably and once.

The demo works on its own copy of a project (``out/demo``), against the embedded cloud, the device
farm and two local PostgreSQL servers; it never touches what the environment names.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from educloud.demo.addresses import addresses
from educloud.demo.closing import report
from educloud.demo.context import DemoRun, StageStory
from educloud.demo.moving import FAULTS, MOVED_APPS, migrate
from educloud.demo.provisioning import NODES, provision_nodes
from educloud.demo.survey import survey
from educloud.demo.switches import roll_out_switches
from educloud.errors import ProjectError
from educloud.project import (
    FOLDERS,
    Project,
    digest_of,
    open_project,
    shipped,
    write_document,
)
from educloud.workflows.runtime import alone, interruptible, tell

MARK = Path(".educloud") / "demo"  # a folder with this file is the demo's own
REGISTER = "ipv6.csv"
# What of the environment would lead a command to real clouds and devices.
HIDDEN = ("AWS_", "EDUCLOUD_CLOUD_", "EDUCLOUD_CREDENTIAL_", "EDUCLOUD_LAB_", "PGPASSFILE")


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
        ("network rollout --allow-management-change", "network verify"),
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
    claim(source, folder)
    with alone(Project(folder.resolve()), "demo.lock"), only_local(), interruptible():
        project = prepare(source, folder.resolve())
        with contextlib.ExitStack() as lab:
            demo = DemoRun(project, digest(project), lab)
            for stage in STAGES:
                tell(f"[{stage.letter}] {stage.title}")
                story = stage.do(demo)
                lines = tuple(by_hand(folder, demo, line) for line in stage.commands)
                yield Told(stage, story, lines)


def claim(source: Project | None, folder: Path) -> None:
    """Make the demo's folder, or know it as one; ProjectError when it is somebody else's."""
    if source and source.folder == folder.resolve():
        raise ProjectError(
            "the demo works on a copy, not on the project itself",
            str(folder),
            "choose another --out",
        )
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise ProjectError(
            "the folder is not empty and no demo's",
            str(folder),
            "remove it or choose another --out",
        )
    try:
        (folder / MARK).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise ProjectError(
            f"the demo cannot write here ({error.strerror})", str(folder), "choose another --out"
        ) from error


def by_hand(folder: Path, demo: DemoRun, line: str) -> str:
    """Give the command line that repeats a stage by hand."""
    place = shlex.quote(str(folder))
    return f"educloud -C {place} " + line.format(folder=place, week=demo.week or "WEEK")


def prepare(source: Project | None, folder: Path) -> Project:
    """Make or refresh the demo's own copy of the project; its state and address register stay."""
    for name in (*FOLDERS, "educloud.yaml"):
        _refresh(source.folder / name if source else shipped(name), folder / name)
    return open_project(folder)


def _refresh(origin: Path, target: Path) -> None:
    """Put a copy of ``origin`` in the place of ``target``: made beside it, then swapped in."""
    if origin.is_file():
        write_document(target, origin.read_text(encoding="utf-8"))
        return
    draft, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(origin, draft, ignore=shutil.ignore_patterns("__pycache__"))
    # Killed between the two renames, the last run left its folder under the other name.
    register = (target if target.exists() else old) / REGISTER
    if register.is_file():
        shutil.copy(register, draft / REGISTER)
    if target.exists():
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    draft.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def digest(project: Project) -> str:
    """Name what the demo is run on: a change in any file of the project makes it run anew."""
    # The register of addresses is an output of the demo, the rest are its inputs.
    tables = (path for path in sorted(project.inventory.iterdir()) if path.name != REGISTER)
    folders = (project.stacks, project.templates, project.playbooks)
    return digest_of(project.folder / "educloud.yaml", *tables, *folders)


@contextlib.contextmanager
def only_local() -> Iterator[None]:
    """Hide every real cloud and credential of the environment from the demo."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(HIDDEN)}
    try:
        yield
    finally:
        os.environ.update(hidden)
