"""``educloud inventory generate``: fill the tables with a synthetic province."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.output import confirm, current_project, json_option, print_json, say, yes_option
from educloud.errors import ProjectError

if TYPE_CHECKING:
    from educloud.inventory.generate.write import RealRows
    from educloud.project import Project

DEFAULT_PROFILE = "henan"


@click.command()
@click.option("--profile", help="The province; default: the project's, henan with --out.")
@click.option(
    "--scale", default=1.0, show_default=True, help="Share of the real province's size, 0 to 2."
)
@click.option("--seed", default=1, show_default=True, help="Another seed, another province.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Make a new project in DIR, which must be empty or not exist yet.",
)
@yes_option
@json_option
@click.pass_context
def generate(  # noqa: PLR0917  click passes options by name
    ctx: click.Context,
    profile: str | None,
    scale: float,
    seed: int,
    out: Path | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Fill the tables with a synthetic province of plausible size and shape.

    Every generated row is marked synthetic. Without --out the current project's tables are
    replaced, but only if none of their rows is real; real organisations and nodes stay. The
    same profile, scale and seed give the same bytes.

    \b
    Example:
      educloud inventory generate --profile henan --scale 0.01 --out /tmp/henan
      educloud inventory generate --scale 1.0 --seed 2
    """
    from educloud.inventory.generate.assumptions import AS_OF  # noqa: PLC0415  keeps --help fast

    if out is None:
        project = current_project(ctx)
        _refuse_other(project, profile)
        counts = _refill(project, scale, seed, yes=yes)
    else:
        counts = _new_project(out.absolute(), profile or DEFAULT_PROFILE, scale, seed)
    folder = out or project.folder
    if as_json:
        print_json({"folder": str(folder), "scale": scale, "seed": seed, "tables": dict(counts)})
    else:
        click.echo("tables: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
        say(
            f"{folder}: every generated row is marked synthetic, as if collected on {AS_OF};"
            " look at it with 'inventory validate'"
        )


def _refuse_other(project: Project, profile: str | None) -> None:
    own = project.settings.profile
    if profile not in {None, own}:
        raise ProjectError(
            f"the project is of profile {own}, not {profile}",
            str(project.folder),
            "leave --profile out, or make a new project with --out DIR",
        )


def _refill(project: Project, scale: float, seed: int, *, yes: bool) -> Mapping[str, int]:
    from educloud.inventory.generate.write import (  # noqa: PLC0415  keeps --help fast
        real_rows,
        refuse_real_rows,
    )
    from educloud.inventory.importing.writing import only_import  # noqa: PLC0415  same

    with only_import(project.inventory):
        refuse_real_rows(project.inventory)
        kept = real_rows(project.inventory)
        confirm(f"Replace the synthetic tables of {project.inventory}?", yes=yes)
        return _fill(project, scale, seed, kept)


def _new_project(out: Path, profile: str, scale: float, seed: int) -> Mapping[str, int]:
    """Make the project beside ``out`` and move it there when it is whole."""
    from educloud.cli.init import make_bare_project  # noqa: PLC0415  keeps --help fast
    from educloud.project import open_project  # noqa: PLC0415  same

    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ProjectError("is not empty", str(out), "choose a new or an empty folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".educloud-generate-") as name:
            staged = Path(name) / out.name
            make_bare_project(staged, profile)
            counts = _fill(open_project(staged), scale, seed, {})
            _put(staged, out)
    except OSError as error:
        raise ProjectError(
            f"cannot be written: {error.strerror}", str(out), "choose another folder"
        ) from error
    return counts


def _put(staged: Path, out: Path) -> None:
    """Move a whole project to ``out``; an empty folder there stays the same one (a shell's cwd)."""
    if not out.exists():
        staged.replace(out)
        return
    for part in sorted(staged.iterdir(), key=lambda part: part.name == "educloud.yaml"):
        part.replace(out / part.name)  # educloud.yaml last: it makes the folder a project


def _fill(project: Project, scale: float, seed: int, kept: RealRows) -> Mapping[str, int]:
    from educloud.inventory.generate.province import Order, province_tables  # noqa: PLC0415  same
    from educloud.inventory.generate.write import write_province  # noqa: PLC0415  same
    from educloud.inventory.models import Division  # noqa: PLC0415  same
    from educloud.inventory.profile import load_profile  # noqa: PLC0415  same
    from educloud.inventory.tables import read_table  # noqa: PLC0415  same

    divisions = read_table(project.inventory / "divisions.csv", Division).records
    platforms = sorted({path.parent.name for path in project.templates.glob("*/*.j2")})
    profile = load_profile(project.settings.profile)
    tables = province_tables(Order(profile, divisions, platforms, scale, seed))
    with _progress(len(tables)) as advance:
        return write_province(project.inventory, tables, kept, advance)


@contextmanager
def _progress(tables: int) -> Iterator[Callable[[str, int], None]]:
    """Show a bar over the tables and a count of rows, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _table, _rows: None
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal
    from rich.progress import Progress  # noqa: PLC0415  same

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=tables)
        seen: dict[str, int] = {}

        def advance(table: str, rows: int) -> None:
            seen[table] = seen.get(table, 0) + rows
            text = f"{table}: {seen[table]} rows"
            bar.update(task, completed=len(seen) - 1, description=text)

        yield advance
