"""Read an answer: find its template, run it, make rows of what it found."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import textfsm

from educloud.errors import ConfigError
from educloud.network.parsing.output import Found, Output
from educloud.network.parsing.rows import Row
from educloud.network.parsing.values import value_of
from educloud.network.platform import Platform, compiled

OTHERS = "ntc:"
NOISE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x08+|\x00|\r")
PAGER = re.compile(r"(?m)^ *-+ ?More(?: \( Press 'Q' to break \))? ?-+ *|^ ?--More-- *")


def parse_output(platform: Platform, command: str, text: str, source: str = "") -> list[Row]:
    """Give the rows of a command's answer; ConfigError names the commands that are known.

    ConfigError also when the answer is a refusal or does not look like this command's: nothing is
    guessed, an answer of no rows is only one that says so.
    """
    output = find_output(platform, command)
    clean = PAGER.sub("", NOISE.sub("", text))
    refusal = re.search(platform.errors, clean)
    if refusal:
        raise ConfigError(f"the device refused {command!r}: {refusal[0].strip()}", source,
                          "run the command again with the right to do so")  # fmt: skip
    rows = [_row(output, one, source) for one in _found(platform, output, clean, source)]
    if not rows and not (output.empty and re.search(output.empty, clean)):
        raise ConfigError(f"nothing in it is an answer to {command!r}", source,
                          "give the whole answer of that command")  # fmt: skip
    return rows


def find_output(platform: Platform, command: str) -> Output:
    """Give the declaration of a command; ConfigError names those the platform has."""
    asked = " ".join(command.lower().split())
    outputs = outputs_of(platform.name)
    for output in outputs:
        if compiled(output.command).fullmatch(asked):
            return output
    known = ", ".join(sorted({plain(output.command) for output in outputs}))
    raise ConfigError(
        f"no answer to {command!r} is known on {platform.name}", "", f"it has: {known or 'none'}"
    )


def plain(pattern: str) -> str:
    r"""Give a command's pattern as a person writes the command.

    >>> plain(r"display transceiver diagnosis interface(?: \S+)?")
    'display transceiver diagnosis interface'
    """
    return re.sub(r"\(\?:.*?\)\??|\\S\+|\(|\)\??|\?|\|.*", "", pattern).strip()


@cache
def outputs_of(platform: str) -> tuple[Output, ...]:
    """Give a platform's declarations."""
    try:
        module = importlib.import_module(f"educloud.network.parsing.outputs.{platform}")
    except ModuleNotFoundError:
        return ()
    outputs: tuple[Output, ...] = module.OUTPUTS
    return outputs


@cache
def _template(platform: str, name: str) -> str:
    if name.startswith(OTHERS):
        others = Path(str(files("ntc_templates"))) / "templates"
        return (others / f"{name.removeprefix(OTHERS)}.textfsm").read_text(encoding="utf-8")
    ours = files("educloud.network.parsing") / "templates" / platform / f"{name}.textfsm"
    return ours.read_text(encoding="utf-8")


def _found(platform: Platform, output: Output, text: str, source: str) -> Iterable[Found]:
    machine = textfsm.TextFSM(io.StringIO(_template(platform.name, output.template)))
    try:
        records = machine.ParseTextToDicts(text)
    except textfsm.TextFSMError as error:
        said = re.search(r"Input Line: (.*?)\.?$", str(error))
        line = said[1].strip() if said else str(error)
        number = next((n for n, one in enumerate(text.split("\n"), 1) if line and line in one), 0)
        where = f"line {number} ({line!r})" if number else repr(line)
        raise ConfigError(
            f"{where} does not belong to this answer", source, "give the whole answer, unchanged"
        ) from error
    return ({key.lower(): value for key, value in record.items()} for record in records)


def _row(output: Output, found: Found, source: str) -> Row:
    prepared = output.prepare(found)
    values: dict[str, Any] = {}
    for one in fields(output.row):
        column = output.columns.get(one.name, one.name)
        if column not in prepared:
            continue
        try:
            values[one.name] = value_of(one.name, str(one.type), prepared[column])
        except ValueError as error:
            raise ConfigError(
                f"{error}", source, "give the answer as the device shows it"
            ) from error
    return output.row(**values)
