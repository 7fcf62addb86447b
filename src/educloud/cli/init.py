"""``educloud init``: make a project folder from a profile and the shipped files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.output import say
from educloud.errors import ProjectError
from educloud.inventory.profiles import profile_names

if TYPE_CHECKING:
    from educloud.inventory.profile import Profile

SAMPLE = ("educloud.yaml", "inventory", "stacks", "templates", "playbooks")
SHARED = ("templates", "playbooks")  # the same for every province

LEFT_OUT = (".*", "__pycache__", "*.pyc", "README.md")  # the last speaks of the shipped data only


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--profile",
    default="henan",
    show_default=True,
    metavar="NAME",
    help=f"The province to start from: {', '.join(profile_names())}.",
)
@click.option("--no-sample", is_flag=True, help="Leave out the synthetic sample city of Henan.")
def init(folder: Path, profile: str, no_sample: bool) -> None:
    """Make a project folder in DIR, which must be empty or not exist yet.

    \b
    Example:
      educloud init my-province --profile henan
      educloud init my-city --profile tianjin
      educloud -C my-province inventory validate
    """
    make = make_bare_project if no_sample else make_project
    make(folder, profile)
    say(f"{folder}: a project of profile {profile}; look at it with 'inventory validate'")


def make_project(folder: Path, profile: str) -> None:
    """Make a project of ``profile``, with the sample city where the profile has one.

    All or nothing; ProjectError when ``folder`` is not empty or there is no such profile.
    """
    from educloud.inventory.profile import load_profile  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.start import sample_profile  # noqa: PLC0415  same

    found = load_profile(profile)
    fill = _with_sample if profile == sample_profile() else _bare(found)
    _make(folder, fill)


def make_bare_project(folder: Path, profile: str) -> None:
    """Make a project of ``profile`` with real rows only; errors as of ``make_project``."""
    from educloud.inventory.profile import load_profile  # noqa: PLC0415  keeps --help fast

    _make(folder, _bare(load_profile(profile)))


def _with_sample(project: Path) -> None:
    for part in SAMPLE:
        _copy(part, project)


def _bare(profile: Profile) -> Callable[[Path], None]:
    from educloud.cloud.spec.new.write import write_missing  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.start import (  # noqa: PLC0415  same
        SETTINGS,
        starting_inventory,
        starting_settings,
    )
    from educloud.project import FOLDERS, open_project, write_document  # noqa: PLC0415  same

    def fill(project: Path) -> None:
        for name in FOLDERS:
            (project / name).mkdir()
        for part in SHARED:
            _copy(part, project)
        write_document(project / SETTINGS, starting_settings(profile))
        for name, text in starting_inventory(profile).items():
            write_document(project / "inventory" / name, text)
        write_missing(open_project(project))

    return fill


def _make(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write a folder beside ``folder``, then put it there in one go."""
    try:
        _refuse_used(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".educloud-init-") as name:
            staged = Path(name) / "project"
            staged.mkdir()
            fill(staged)
            staged.replace(folder)
    except OSError as error:
        raise ProjectError(
            f"cannot be written: {error.strerror}", str(folder), "choose another folder"
        ) from error


def _refuse_used(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError("is not empty", str(folder), "choose a new or an empty folder")


def _copy(part: str, project: Path) -> None:
    """Copy a shipped file or folder into the project."""
    from educloud.project import shipped  # noqa: PLC0415  keeps --help fast

    source, target = shipped(part), project / part
    if source.is_dir():
        ignore = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(source, target, ignore=ignore, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)
