"""What the user says by --map and --set, checked before a row is taken by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from pydantic import ValidationError

from educloud.errors import ProjectError
from educloud.inventory.importing.cleaning.values import Unreadable
from educloud.inventory.importing.draft import Format
from educloud.inventory.importing.ledger.binding import bare
from educloud.inventory.importing.ledger.columns import COLUMNS
from educloud.inventory.importing.ledger.hosting import read_hosting
from educloud.inventory.importing.ledger.layout import plain
from educloud.inventory.importing.masks import mask
from educloud.inventory.importing.planners.header import plain as header_plain
from educloud.inventory.importing.planners.reading import cleaner
from educloud.inventory.models import TABLES, Hosting
from educloud.inventory.tables import row_findings

NAMES_SHOWN = 12
LIKE = 0.5  # how alike a name must be to be the one that was meant


def read_defaults(given: Mapping[str, str], kind: str, form: Format) -> dict[str, str]:
    """Give the values of --set as a cell that says the same is read.

    ProjectError for a column that the tables do not have, and for a value it cannot hold.
    """
    tables = _filled(kind, form)
    found = {}
    for column, text in given.items():
        table = next((one for one in tables if column in TABLES[one].model_fields), None)
        if table is None:
            ours = [name for one in tables for name in TABLES[one].model_fields]
            raise _no_column(column, f"--set {column}={text}", kind, ours)
        found[column] = _read(table, column, text)
    return found


def _filled(kind: str, form: Format) -> list[str]:
    """Give the tables that a file fills: one with dependencies tells of applications too."""
    both = ("apps", "deps") if "deps" in form.kinds else ()
    return list(dict.fromkeys((kind, *both)))


def _read(table: str, column: str, text: str) -> str:
    if column in TABLES[table].references:
        return text  # an id or a name, looked up as that of a row
    where = f"--set {column}={text}"
    try:
        value = _cleaned(table, column, text)
    except Unreadable as error:
        raise ProjectError(error.reason, where, error.hint) from None
    if not value:
        raise ProjectError("the value says nothing", where, "leave the option out, or give a value")
    try:
        TABLES[table].model_validate({column: value})
    except ValidationError as error:
        for one in row_findings(table, 0, error):
            if one.column == column:
                raise ProjectError(one.reason, where, "give a value of this column") from None
    return value


def _cleaned(table: str, column: str, text: str) -> str:
    if column == "hosting" and text not in set(Hosting):
        hosting = read_hosting(text).hosting
        if hosting is None:
            raise Unreadable("not one of the known words", f"write one of {', '.join(Hosting)}")
        return hosting.value
    ledger = next((one for one in COLUMNS.get(table, ()) if one.name == column), None)
    return (ledger.reader(table, "") if ledger else cleaner(table, column))(text).text


def check_map(mapping: Mapping[str, str], kind: str, form: Format, headers: Iterable[str]) -> None:
    """Raise ProjectError for a --map of a header not in the file, to a column no table has."""
    headers = list(dict.fromkeys(name for name in headers if name))
    there = {
        way(name) for name in headers for way in (plain, lambda one: bare(one)[0], header_plain)
    }
    ours = [name for one in _filled(kind, form) for name in TABLES[one].model_fields]
    ours += [column.name for column in COLUMNS.get(kind, ())]
    for name, column in mapping.items():
        where = f"--map {name}={column}"
        if not {plain(name), header_plain(name)} & there:
            shown = [mask(one) for one in headers]
            raise ProjectError(f"the file has no header {name!r}", where, _nearest(name, shown))
        if column not in ours:
            raise _no_column(column, where, kind, ours)


def _no_column(column: str, where: str, kind: str, ours: Iterable[str]) -> ProjectError:
    return ProjectError(f"{kind} has no column {column!r}", where, _nearest(column, list(ours)))


def _nearest(name: str, names: list[str]) -> str:
    """Say which of the names may have been meant, else which there are."""
    names = list(dict.fromkeys(names))
    near = get_close_matches(name, names, cutoff=LIKE)
    if near:
        return f"did you mean {' or '.join(near)}"
    return f"there are {'、'.join(names[:NAMES_SHOWN])}" + ("…" if len(names) > NAMES_SHOWN else "")
