"""``educloud init``: make a project folder from the shipped one."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from educloud.cli.output import say
from educloud.errors import ProjectError

# Profile -> the shipped files and folders it consists of. One line adds a profile.
PROFILES = {"henan": ("educloud.yaml", "inventory", "stacks", "templates", "playbooks")}

LEFT_OUT = (".*", "__pycache__", "*.pyc", "README.md")  # the last speaks of the shipped data only


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--profile", default="henan", show_default=True, help="The province to start from.")
def init(folder: Path, profile: str) -> None:
    """Make a project folder in DIR, which must be empty or not exist yet.

    \b
    Example:
      educloud init my-province --profile henan
      educloud -C my-province inventory validate
    """
    make_project(folder, profile)
    say(f"{folder}: a project of profile {profile}; look at it with 'inventory validate'")


def make_project(folder: Path, profile: str) -> None:
    """Copy the profile's files to ``folder``, all or nothing; ProjectError when it is not empty."""
    from educloud.project import shipped  # noqa: PLC0415  keeps --help fast

    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise ProjectError(f"no profile {profile!r}", "init", f"choose one of: {known}")
    try:
        _refuse_used(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".educloud-init-") as name:
            staged = Path(name) / "project"
            staged.mkdir()
            for part in PROFILES[profile]:
                _copy(shipped(part), staged / part)
            staged.replace(folder)
    except OSError as error:
        raise ProjectError(
            f"cannot be written: {error.strerror}", str(folder), "choose another folder"
        ) from error


def _refuse_used(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError("is not empty", str(folder), "choose a new or an empty folder")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    else:
        shutil.copyfile(source, target)
