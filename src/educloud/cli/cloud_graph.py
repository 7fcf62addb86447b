"""``cloud graph``: stacks and their references, or one stack's resources, as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.cloud.declared import DeclaredStack
    from educloud.cloud.family import Family
    from educloud.cloud.graph import Picture
    from educloud.cloud.spec.load import Stacks

FORMATS = ("mermaid", "svg")


@click.command()
@click.argument("node", required=False)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Default: by FILE, else mermaid."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to FILE.")
@json_option
@click.pass_context
def graph(
    ctx: click.Context, node: str | None, form: str | None, out: Path | None, *, as_json: bool
) -> None:
    """Draw all stacks and their references, or the resources of one NODE.

    \b
    Example:
      educloud cloud graph --out stacks.svg
      educloud cloud graph city-410600 --format mermaid
    """
    from educloud.cloud.family import family  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.graph import mermaid, svg  # noqa: PLC0415
    from educloud.cloud.spec.load import load_stacks  # noqa: PLC0415
    from educloud.project import write_document  # noqa: PLC0415

    picture = _picture(load_stacks(current_project(ctx)), node, family())
    if out is not None:
        by_name = "svg" if out.suffix.lower() == ".svg" else "mermaid"
        write_document(out, {"mermaid": mermaid, "svg": svg}[form or by_name](picture))
        say(f"wrote {out}")
    if as_json:
        print_json(asdict(picture))
    elif out is None:
        click.echo({"mermaid": mermaid, "svg": svg}[form or "mermaid"](picture), nl=False)


def _picture(stacks: Stacks, node: str | None, used: Family) -> Picture:
    from educloud.cloud.graph import picture_of, picture_of_all  # noqa: PLC0415

    declared = _declared(stacks, (node,) if node else (), used)
    return picture_of(declared[node]) if node else picture_of_all(stacks, declared)


def _declared(stacks: Stacks, names: tuple[str, ...], used: Family) -> Mapping[str, DeclaredStack]:
    from educloud.cloud.cost import declared_stacks  # noqa: PLC0415

    return {one.name: one for one in declared_stacks(stacks, names, used)}
