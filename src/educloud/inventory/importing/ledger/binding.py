"""The columns of a sheet's header bound to ours: by --map, by alias, by an alias inside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from educloud.inventory.importing.cleaning.units import DIMENSIONS, SQUARE
from educloud.inventory.importing.ledger.columns import COLUMNS, IGNORED, Clean, Column
from educloud.inventory.importing.ledger.layout import plain
from educloud.inventory.models import TABLES

_INSIDE = 2  # how doubtful an alias inside a header is
_SHORTEST_INSIDE = 3  # signs of an alias that may stand inside a longer header
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|<[^<>]*>")
_MARKS = re.compile(r"^(?:\d{1,2}[.、])+|[*※:]|(?:注|备注)\d+$|^[(（]?必填[)）]?")
_END_UNIT = re.compile(
    r"(?:单位[::]?)?([a-z%]{1,4}|万元?|亿元?|千元|英?亩|公顷|平方公里|平方千米|万?(?:平方米?|平米|㎡)|k㎡|千瓦|千伏安|兆瓦?|度|台|套|个|小时|分钟|天|元|年|核|人|条)$"
)
_NO_UNIT = re.compile(r"[填选]|\d|^单位:?$")
_POWERS = tuple("十百千万亿兆")
_TOTAL_PARTS = ("合计", "总数", "总计", "小计", "共计", "总量")


@dataclass(frozen=True, slots=True)
class Bound:
    """A column of the sheet that belongs to one of ours."""

    place: int
    header: str
    column: Column
    clean: Clean
    likely: bool = False  # by an alias inside the header only


@dataclass(slots=True)
class Binding:
    """The sheet's columns: ours in ``bound``, the rest by place in ``extra``."""

    bound: list[Bound] = field(default_factory=list)
    extra: dict[int, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)  # headers that another one stood before
    unitless: dict[str, str] = field(default_factory=dict)  # header of an unknown unit -> ours


def bind(headers: Sequence[str], kind: str, mapping: Mapping[str, str]) -> Binding:
    """Bind each header to at most one of our columns; exact names go before likely ones."""
    found: dict[int, tuple[int, Column, str]] = {}
    mapped = {plain(header): column for header, column in mapping.items()}
    for place, header in enumerate(headers):
        if plain(header) in IGNORED or not header:
            continue
        own = next((mapped[one] for one in (plain(header), bare(header)[0]) if one in mapped), None)
        match = (0, _own_column(kind, own)) if own else match_column(header, kind)
        if match is not None:
            found[place] = (match[0], match[1], _unit(header, match[1]))
    return _settled(headers, kind, found)


def _settled(
    headers: Sequence[str], kind: str, found: Mapping[int, tuple[int, Column, str]]
) -> Binding:
    binding = Binding()
    taken: dict[str, int] = {}
    totals = {
        column.name
        for place, (_, column, _unit_) in found.items()
        if column.several == "sum" and headers[place].endswith(_TOTAL_PARTS)
    }
    for place, (rank, column, unit) in sorted(found.items(), key=lambda one: (one[1][0], one[0])):
        first = taken.setdefault(column.name, rank)
        part_of_total = column.name in totals and not headers[place].endswith(_TOTAL_PARTS)
        if part_of_total or (len(_of(binding, column)) and (not column.several or rank > first)):
            binding.doubled.append(headers[place])
            binding.extra[place] = headers[place]
        else:
            clean = column.reader(kind, unit)
            if not unit and column.unit and _other_unit(headers[place]):
                binding.unitless[headers[place]] = column.unit
            binding.bound.append(Bound(place, headers[place], column, clean, rank == _INSIDE))
    binding.bound.sort(key=lambda one: one.place)
    for place, header in enumerate(headers):
        if header and place not in found and plain(header) not in IGNORED:
            binding.extra[place] = header
    return binding


def _other_unit(header: str) -> bool:
    """Tell whether brackets say something that may be a unit: 英亩, and no 必填."""
    inside = bare(header)[1]
    return bool(inside) and not _NO_UNIT.search(inside)


def _of(binding: Binding, column: Column) -> list[Bound]:
    return [one for one in binding.bound if one.column.name == column.name]


@cache
def match_column(header: str, kind: str) -> tuple[int, Column] | None:
    """Give our column for a header and how doubtful that is: 0 its name, 1 a part, 2 inside it."""
    names = _names(kind)
    whole = plain(header)
    parts = [bare(part)[0] for part in header.split("/")]
    candidates = [whole, bare(header)[0], "".join(parts)]
    for one in candidates:
        if one in names:
            return 0, names[one]
    if len(parts) > 1:
        for one in (parts[-1], "".join(parts[-2:]), parts[0]):
            if one in names:
                return 1, names[one]
    inside = _inside(bare(header)[0], kind)
    return (_INSIDE, inside) if inside else None


def _inside(header: str, kind: str) -> Column | None:
    """Give the column of the alias that ends the header, else of the longest one inside."""
    found = [
        (header.endswith(alias), len(alias), -header.find(alias), column)
        for alias, column in _names(kind).items()
        if len(alias) >= _SHORTEST_INSIDE and not alias.isascii() and alias in header
        and f"*{alias}" not in column.aliases
    ]  # fmt: skip
    return max(found, key=lambda one: one[:3])[3] if found else None


@cache
def _names(kind: str) -> Mapping[str, Column]:
    found: dict[str, Column] = {}
    for column in COLUMNS[kind]:
        for alias in column.aliases:
            found.setdefault(plain(alias.lstrip("*")), column)
            found.setdefault(bare(alias.lstrip("*"))[0], column)
    for name in TABLES[kind].model_fields:
        found.setdefault(name, Column(name, (name,)))
    found.pop("", None)
    return found


def _own_column(kind: str, name: str) -> Column:
    """Give one of our columns by its name, also one that no table knows."""
    return next((one for one in COLUMNS[kind] if one.name == name), Column(name, (name,)))


def bare(header: str) -> tuple[str, str]:
    """Give a header without brackets and marks, and what stood in its last brackets."""
    text = plain(header)
    inside = [next(filter(None, one), "") for one in _BRACKETS.findall(text)]
    text = _MARKS.sub("", _BRACKETS.sub("", text))
    return text.strip("/,;-_"), inside[-1] if inside else ""


def _parts(inside: str) -> list[str]:
    """Give what brackets say as a whole, and its first part: of ``GB,含备份`` the unit."""
    text = SQUARE.sub("㎡", inside.removeprefix("单位").strip(":/"))
    return [text, re.split("[,;、/]", text)[0]]


def _unit(header: str, column: Column) -> str:
    """Give the unit that a header names for its bare numbers, if it suits the column."""
    if column.unit is None and column.clean is None:
        return ""
    last, inside = bare(header)
    known = DIMENSIONS[column.unit or ""] if column.unit != "%" else {"%": 1}
    if whole := next((part for part in _parts(inside) if part in known), ""):
        return whole
    for text in (inside, last):
        found = _END_UNIT.search(SQUARE.sub("㎡", text.replace("单位", "").strip(":/")))
        before = text[: found.start()] if found else ""
        if before.endswith(_POWERS):
            continue  # 千度 are no 度
        if found and found[1] in known and (text == inside or found[1] != text):
            return found[1]
    return ""
