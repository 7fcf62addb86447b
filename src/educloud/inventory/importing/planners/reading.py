"""How a cell is read into one of our columns, by the type the column has in its table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache, partial
from typing import Any, get_args

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.draft import Cell
from educloud.inventory.models import TABLES

# Columns whose type alone does not say how people write them.
BY_NAME: dict[str, Callable[[Cell], values.Value]] = {
    "mlps_level": values.level,
    "mlps_room": values.level,
    "built_year": values.year,
    "stars_year": values.year,
    "division_code": values.code6,
}


@cache
def cleaner(table: str, column: str) -> Callable[[Cell], values.Value]:
    """Give the function that reads a cell into this column; a column of no table is text."""
    field = TABLES[table].model_fields.get(column)
    if field is None:
        return values.text
    if column in BY_NAME:
        return BY_NAME[column]
    if column.endswith("_id") or column in {"owner_org", "replaced_by"}:
        return values.identifier
    bare = _bare(field.annotation)
    if bare is float:
        top = [getattr(rule, "le", None) for rule in field.metadata + _rules(field.annotation)]
        return values.share if 1 in top else partial(values.amount, unit=_unit(column))
    by_type: dict[Any, Callable[[Cell], values.Value]] = {
        bool: values.truth,
        int: values.whole,
        dt.date: values.day,
    }
    return by_type.get(bare, values.text)


def _unit(column: str) -> str:
    return "GB" if column.endswith("_gb") else ""


def _bare(annotation: Any) -> Any:
    """Give the type inside ``Annotated[X, …] | None``."""
    inside = [part for part in get_args(annotation) if part is not type(None)]
    if hasattr(annotation, "__metadata__"):
        return _bare(inside[0])
    return _bare(inside[0]) if len(inside) == 1 else annotation


def _rules(annotation: Any) -> list[Any]:
    found = list(getattr(annotation, "__metadata__", ()))
    for part in get_args(annotation):
        found += _rules(part)
    return found
