"""``cloud policies``: what the policies say of stack files, before anything is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.output import current_project, finish, json_option, print_json

if TYPE_CHECKING:
    from educloud.cloud.policies.evaluate import PolicyFinding

_WORDS = {"deny": "拒绝", "warn": "提醒", "excepted": "例外"}


@click.command()
@click.argument("nodes", nargs=-1, metavar="NODE…")
@click.option("--all", "every", is_flag=True, help="Every stack file.")
@click.option(
    "--plan",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A plan file: its applications count as placed.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day by which exceptions are judged; default: today.",
)
@json_option
@click.pass_context
def policies(
    ctx: click.Context,
    nodes: tuple[str, ...],
    *,
    every: bool,
    plan: Path | None,
    as_of: dt.datetime | None,
    as_json: bool,
) -> None:
    """Judge stack files by the clauses of MLPS 2.0; exit 2 when one may not go up.

    \b
    Example:
      educloud cloud policies --all
      educloud cloud policies city-410600 --plan plan.json --json
    """
    from educloud.cloud.policies.evaluate import findings  # noqa: PLC0415  keeps --help fast
    from educloud.cloud.spec.load import load_stacks  # noqa: PLC0415

    if bool(nodes) == every:
        raise click.UsageError("name stacks, or give --all")
    project = current_project(ctx)
    stacks = load_stacks(project)
    day = as_of.date() if as_of else None
    found = findings(project, stacks, nodes, plan=plan, as_of=day)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        _show(dict.fromkeys(map(stacks.file, stacks.order(nodes))), found)
    finish(look=any(one.severity == "deny" for one in found))


def _show(names: Iterable[str], found: Sequence[PolicyFinding]) -> None:
    for name in names:
        own = [one for one in found if one.stack == name]
        click.echo(f"{name}: {_counts(own)}")
        for one in own:
            below = f"（二级 {one.clause_level2}）" if one.clause_level2 else ""
            clause = f" {one.clause}{below}" if one.clause else ""
            click.echo(f"  {_WORDS[one.severity]}{clause} {one.title} [{one.rule}]")
            click.echo(f"    {one.resource}: {one.what}; {one.exception or one.fix}")


def _counts(found: Sequence[PolicyFinding]) -> str:
    counts = {
        word: sum(one.severity == severity for one in found) for severity, word in _WORDS.items()
    }
    return "，".join(f"{word} {count}" for word, count in counts.items() if count) or "符合"
