"""``educloud inventory import``."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from educloud.cli.import_rules import RULES
from educloud.cli.output import current_project, finish, json_option, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from educloud.inventory.importing.draft import Change, Rejection
    from educloud.inventory.importing.run import ImportResult
    from educloud.inventory.importing.similar import Candidate

SHOWN_ROWS = 20
SHOWN_EXAMPLES = 3
SHOWN_IDS = 4
CHANGE_KEYS = ("row", "column", "before", "after", "rule")
REJECTION_KEYS = ("row", "column", "value", "reason", "hint")
WIDTH = 120  # of tables that go to a file or a pipe


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", default="apps", show_default=True, help="Table to fill: apps, rooms …")
@click.option(
    "--format", "format_name", default="auto", show_default=True,
    help="Format of the file; auto finds it by the header.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Folder of the tables (default: the project's inventory/).",
)  # fmt: skip
@click.option(
    "--map", "pairs", multiple=True, metavar="HEADER=COLUMN",
    help="Read this column of the file as that column of ours; may be repeated.",
)  # fmt: skip
@click.option(
    "--set", "defaults", multiple=True, metavar="COLUMN=VALUE",
    help="Value of our column where the file has none; may be repeated.",
)  # fmt: skip
@click.option("--sheet", metavar="NAME", help="Read this sheet only (also a hidden one).")
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@json_option
@click.pass_context
def import_(  # noqa: PLR0917  click passes them by name
    ctx: click.Context,
    file: Path,
    kind: str,
    format_name: str,
    out: Path | None,
    pairs: tuple[str, ...],
    defaults: tuple[str, ...],
    sheet: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read a foreign spreadsheet (台账, Konveyor, CMF, MGN, Azure Migrate, NetBox) into our tables.

    The same file twice changes nothing. Rejected rows go to DIR/rejected/, to be corrected there
    and imported again. Exit 2 when rows were rejected.

    \b
    Example:
      educloud inventory import 台账.xlsx --kind apps --out inventory
      educloud inventory import 机房.xls --kind rooms --dry-run
      educloud inventory import apps.csv --map "业务名称=name" --sheet 汇总 --json
    """
    from educloud.inventory.importing.choose import Request  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.importing.run import prepare_import  # noqa: PLC0415
    from educloud.inventory.importing.writing import only_import, write_import  # noqa: PLC0415

    folder, divisions = _folders(ctx, out)
    # A header may hold "=", and so may a value; our columns never do.
    mapping = _pairs("--map", pairs, str.rpartition)
    given = _pairs("--set", defaults, str.partition)
    with _progress() as progress:
        request = Request(
            file, kind, folder, divisions, format_name, sheet, mapping, given, progress
        )
        if dry_run:
            result = prepare_import(request)
        else:
            with only_import(folder):
                result = prepare_import(request)
                write_import(result)
    for warning in result.warnings:
        say(f"warning: {warning}")
    if as_json:
        _print_document(_document(result, dry_run=dry_run))
    else:
        _print_result(result, dry_run=dry_run)
    finish(look=bool(result.rejections))


def _folders(ctx: click.Context, out: Path | None) -> tuple[Path, Path]:
    """Give the folder of the tables, and the divisions for one that has none."""
    from educloud.project import shipped  # noqa: PLC0415  keeps --help fast

    home: Path = ctx.find_root().obj or Path.cwd()
    if out is None or (home / "educloud.yaml").is_file():
        inventory = current_project(ctx).inventory
        return out or inventory, inventory / "divisions.csv"
    return out, shipped("inventory") / "divisions.csv"


def _pairs(
    option: str, pairs: tuple[str, ...], parted: Callable[[str, str], tuple[str, str, str]]
) -> dict[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = parted(pair, "=")
        if not (name and equals and value):
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE", param_hint=option)
        found[name.strip()] = value.strip()
    return found


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a progress bar on a terminal's stderr, else nothing."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415  only on a terminal
    from rich.progress import Progress  # noqa: PLC0415  only on a terminal

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda stage, done, total: bar.update(
            task, description=stage, completed=done, total=total or None
        )


def _document(result: ImportResult, *, dry_run: bool) -> dict[str, Any]:
    return {
        "format": result.format,
        "kind": result.kind,
        "sheets": result.sheets,
        "dry_run": dry_run,
        "accepted": result.accepted,
        "rejected": [_facts(one, REJECTION_KEYS) for one in result.rejections],
        "warnings": result.warnings,
        "changes": [_facts(one, CHANGE_KEYS) for one in result.changes],
        "candidates": [asdict(one) for one in result.candidates],
        "tables": {name: asdict(counts) for name, counts in result.tables.items()},
        "rejects_file": result.rejects_file and str(result.rejects_file),
    }


def _facts(one: Change | Rejection, keys: Sequence[str]) -> dict[str, Any]:
    facts = {key: getattr(one, key) for key in keys}
    return {**facts, "sheet": one.sheet} if one.sheet else facts


def _print_document(document: dict[str, Any]) -> None:
    """Print one key a line: there may be half a million changes, and indenting takes a minute."""
    lines = (
        f"{json.dumps(key)}: {json.dumps(document[key], ensure_ascii=False)}" for key in document
    )
    click.echo("{" + ",\n ".join(lines) + "}")


def _print_result(result: ImportResult, *, dry_run: bool) -> None:
    click.echo(f"格式 {result.format} · 工作表 {'、'.join(result.sheets)}")
    for name, counts in result.tables.items():
        done = f"新增 {counts.added} 行 · 更新 {counts.changed} 行"
        click.echo(f"{name}: {done} · 未变 {counts.unchanged} 行")
    _print_changes(result)
    _print_rejections(result)
    _print_candidates(result.candidates)
    click.echo(f"接收 {result.accepted} 行 · 拒收 {len(_rows(result.rejections))} 行")
    if result.rejects_file and not dry_run:
        click.echo(f"拒收的行在 {result.rejects_file}(含未脱敏数据):改正后再导入该文件")
    if dry_run:
        click.echo("试运行:没有写入任何文件")


def _rows(rejections: Sequence[Rejection]) -> set[tuple[str, int]]:
    return {(one.sheet, one.row) for one in rejections}


def _print_changes(result: ImportResult) -> None:
    by_rule: dict[str, list[Change]] = defaultdict(list)
    for change in result.changes:
        by_rule[change.rule].append(change)
    rows = [
        (
            RULES.get(rule, rule),
            str(len(found)),
            "\n".join(_example(result, one) for one in found[:SHOWN_EXAMPLES]),
        )
        for rule, found in sorted(by_rule.items(), key=lambda one: -len(one[1]))
    ]
    _print_table(f"改动 {len(result.changes)} 处,按规则", ("规则", "次数", "例"), rows)


def _example(result: ImportResult, change: Change) -> str:
    place = f"{change.sheet} 第{change.row}行 {_column(result, change.column)}".strip()
    return f"{place}: {change.before or '(空)'} → {change.after or '(空)'}"


def _column(result: ImportResult, name: str) -> str:
    """Give the file's own header with our column beside it."""
    header = result.headers.get(name, name)
    return name if header == name else f"{header}({name})"


def _print_rejections(result: ImportResult) -> None:
    rejections = result.rejections
    rows = [
        (
            f"{one.sheet} 第{one.row}行".strip(),
            _column(result, one.column),
            one.value or "",
            one.reason,
            one.hint,
        )
        for one in rejections[:SHOWN_ROWS]
    ]
    title = f"拒收 {len(rejections)} 处" + _more(len(rejections))
    _print_table(title, ("行", "列", "值", "原因", "建议"), rows)


def _print_candidates(found: Sequence[Candidate]) -> None:
    rows = [(f"{one.score:.2f}", one.why, _ids(one.ids)) for one in found[:SHOWN_ROWS]]
    title = f"疑似同一系统或单位 {len(found)} 组(未合并,请核对)" + _more(len(found))
    _print_table(title, ("相似度", "依据", "编号"), rows)


def _ids(ids: Sequence[str]) -> str:
    more = f" 等 {len(ids)} 个" if len(ids) > SHOWN_IDS else ""
    return "、".join(ids[:SHOWN_IDS]) + more


def _more(count: int) -> str:
    return f",列出前 {SHOWN_ROWS};--json 列出全部" if count > SHOWN_ROWS else ""


def _print_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415  keeps --help fast
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")  # a hint that is cut is none
    for row in rows:
        table.add_row(*map(escape, row))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
