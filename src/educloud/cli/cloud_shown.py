"""How results of the engine are shown: a line a stack, what changes below it, one live table."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from educloud.cli.output import print_json, say

if TYPE_CHECKING:
    from educloud.cloud.engine.changes import Change, StackResult

LONGEST_VALUE = 100
_WORDS = {"waiting": "等待 waiting", "done": "完成 done", "failed": "失败 failed"}


def show_results(results: Sequence[StackResult], *, as_json: bool, done: str) -> None:
    """Print results of runs: what each stack has, and property by property what differs."""
    if as_json:
        print_json([asdict(result) for result in results])
        return
    for result in results:
        click.echo(_line(result, done))
        # A stack made from nothing would list itself.
        for change in () if result.created == result.changed else result.changes:
            for line in change_lines(change):
                click.echo(f"  {line}")


def change_lines(change: Change) -> Iterator[str]:
    """Give a change as lines: the resource, then each property with its old and new value."""
    yield f"{change.action} {change.kind} {change.name}"
    for one in change.differences if change.action in {"update", "replace"} else ():
        if isinstance(one.old, list) and isinstance(one.new, list):
            for sign, elements, others in (("-", one.old, one.new), ("+", one.new, one.old)):
                for element in elements:
                    if element not in others:
                        yield f"    {one.name} {sign} {_text(element)}"
        elif isinstance(one.old, dict) and isinstance(one.new, dict):
            for key in {**one.old, **one.new}:
                if one.old.get(key) != one.new.get(key):
                    old, new = _text(one.old.get(key)), _text(one.new.get(key))
                    yield f"    {one.name}.{key}: {old} -> {new}"
        else:
            yield f"    {one.name}: {_text(one.old)} -> {_text(one.new)}"


def _text(value: Any) -> str:
    if value is None:
        return "(none)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # The engine's word for it, which may stand deep within.
    text = text.replace("04da6b54-80e4-46f7-96ec-b56ff0331ba9", "(known later)")
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _line(result: StackResult, done: str) -> str:
    if not result.changed:
        return f"{result.stack}: nothing to change, {result.same} resources stand as declared"
    counts = {
        "created": result.created,
        "updated": result.updated,
        "replaced": result.replaced,
        "deleted": result.deleted,
        "imported": result.imported,
    }
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    changed = f"{result.changed} {done} ({said})"
    return f"{result.stack}: {changed}, {result.same} the same, {result.seconds} s"


@contextlib.contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give what takes the events of a run: on a terminal one table that is kept up to date."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  keeps --help fast
    from rich.live import Live  # noqa: PLC0415

    table = ProgressTable()
    with Live(console=Console(stderr=True), get_renderable=table.shown, refresh_per_second=4):
        yield table


class ProgressTable:
    """A row for every stack: where it is, how many resources changed, the last of them."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[str, int, str]] = {}

    def __call__(self, event: str) -> None:
        """Take in "STACK: what happens"; anything else is not of a stack."""
        stack, colon, what = event.partition(": ")
        if not colon:
            say(event)
            return
        _, count, last = self._rows.get(stack, ("", 0, ""))
        if what in _WORDS:
            self._rows[stack] = (_WORDS[what], count, "" if what == "done" else last)
        else:
            self._rows[stack] = ("进行 running", count + 1, what)

    def shown(self) -> Any:
        """Give the table as it is now."""
        from rich.table import Table  # noqa: PLC0415  keeps --help fast

        table = Table("栈 stack", "状态 state", "变更 changes", "资源 resource", box=None)
        for stack, (state, count, last) in list(self._rows.items()):
            table.add_row(stack, state, str(count or ""), last)
        return table
