"""Cells that hold a day or a year.

A day that says only its month or year is read as the first of it (``last_day``: as the last, for
contracts and leases that end in it) under the rule ``month_only`` or ``year_only``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from educloud.inventory.importing.cleaning.cells import Unreadable, Value, unknown, written
from educloud.inventory.importing.cleaning.signs import half_width
from educloud.inventory.importing.cleaning.vocabulary import words
from educloud.inventory.importing.draft import Cell

FIRST_YEAR, LAST_YEAR = 1950, 2100  # as the tables allow
_EPOCH = dt.date(1899, 12, 30)  # Excel's day 0, right for every day after February 1900
_FIRST_SERIAL = (dt.date(FIRST_YEAR, 1, 1) - _EPOCH).days
_LAST_SERIAL = (dt.date(LAST_YEAR, 12, 31) - _EPOCH).days
_PIVOT = 50  # two digits up to this are of this century

_BARE_YEAR = re.compile(r"\d{4}\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_HAN = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TAIL = r"(?:[ t]?\d{1,2}[:时].*)?"
_YMD = re.compile(
    rf"'?(\d{{2}}|\d{{4}})(?:[-/.]|年)(\d{{1,2}})(?:[-/.]|月)(\d{{1,2}})(?:日|号)?{_TAIL}"
)
_YM = re.compile(r"'?(\d{2}|\d{4})(?:[-/.]|年)(\d{1,2})月?(?:份|底|初|末)?")
_Y = re.compile(r"'?(\d{2}|\d{4})年?(?:度|建|建成|建设|上线|投用|启用)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_COMPACT_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_ENGLISH = re.compile(r"(\d{1,2})[-/. ]([a-z]{3})[a-z]*[-/. ,]+(\d{4})" + _TAIL)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_LAST_FIRST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TAIL}")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_ABOUT = re.compile(
    r"^(?:大约|约|大概|预计)|(?:左右|前后|以前|之前|上半年|下半年|年底|年初|年末|底|初)$"
)
_SOME_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_ENDLESS = words("endless")
_HINT_DAY = "write the day as 2016-09-01"
_HINT_YEAR = "write the year with four digits, such as 2016"


def day(cell: Cell) -> Value:
    """Read a day as ``YYYY-MM-DD``; Unreadable when it is none or may be two."""
    return _day(cell, "first")


def last_day(cell: Cell) -> Value:
    """Read the day on which something ends: a month alone means its last day."""
    return _day(cell, "last")


def year(cell: Cell) -> Value:
    """Read a year: ``2016年``, ``16``, ``2016.9``, a day or an Excel serial; Unreadable if two."""
    if isinstance(cell, dt.date):
        return Value(str(_year_of(cell.year)))
    text = written(cell)
    if _BARE_YEAR.match(text) and text.isascii():
        return Value(str(_year_of(int(text))))
    nothing = unknown(text)
    if nothing is not None:
        return nothing
    plain = _plain(text)
    if (found := _Y.fullmatch(plain)) is not None:
        return Value(str(_full_year(found[1])), _year_rule(found[1]))
    if _SERIAL.fullmatch(plain):
        return Value(_from_serial(plain)[:4], "excel_date")
    return _year_inside(plain)


def _year_inside(plain: str) -> Value:
    if (found := _YMD.fullmatch(plain)) is not None:
        whole = _checked(_full_year(found[1]), int(found[2]), int(found[3]))
        return Value(whole[:4], "year_of_date")
    if (found := _YM.fullmatch(plain)) is not None:
        return Value(_end_of(_full_year(found[1]), int(found[2]), "first")[:4], "year_of_date")
    years = set(_SOME_YEAR.findall(plain))
    if len(years) == 1:
        rule = "estimate" if _ABOUT.search(plain) else "year_of_date"
        return Value(years.pop(), rule)
    if (found := _COMPACT.fullmatch(plain)) is not None:
        whole = _checked(int(found[1]), int(found[2]), int(found[3]))
        return Value(whole[:4], "year_of_date")
    if (found := _COMPACT_MONTH.fullmatch(plain)) is not None:
        return Value(str(_full_year(found[1])), "year_of_date")
    if years:
        raise Unreadable("more than one year", "write one year: that of the start of service")
    raise Unreadable("not a year", _HINT_YEAR)


def _day(cell: Cell, end: str) -> Value:
    if isinstance(cell, dt.datetime):
        return Value(_checked(cell.year, cell.month, cell.day))
    if isinstance(cell, dt.date):
        return Value(_checked(cell.year, cell.month, cell.day))
    text = written(cell)
    nothing = unknown(text)
    if nothing is not None:
        return nothing
    if _ISO.match(text) and text.isascii():
        return Value(_checked(*(int(part) for part in text.split("-"))))
    plain = _plain(text)
    if plain in _ENDLESS:
        return Value("", "unknown_word")
    return _day_forms(plain, end)


def _day_forms(plain: str, end: str) -> Value:
    if (found := _YMD.fullmatch(plain)) is not None:
        return Value(_checked(_full_year(found[1]), int(found[2]), int(found[3])), "date_form")
    if (found := _COMPACT.fullmatch(plain)) is not None:
        return Value(_checked(int(found[1]), int(found[2]), int(found[3])), "date_form")
    if (partial_day := _part_of_day(plain, end)) is not None:
        return partial_day
    if _SERIAL.fullmatch(plain):
        return Value(_from_serial(plain), "excel_date")
    return _foreign_day(plain)


def _part_of_day(plain: str, end: str) -> Value | None:
    if (found := _YM.fullmatch(plain)) is not None:
        # A spreadsheet turns 2016.10 into the number 2016.1: January is said, October may be meant.
        rule = "ambiguous_month" if re.fullmatch(r"\d{4}\.1", plain) else "month_only"
        return Value(_end_of(_full_year(found[1]), int(found[2]), end), rule)
    if (found := _COMPACT_MONTH.fullmatch(plain)) is not None:
        return Value(_end_of(int(found[1]), int(found[2]), end), "month_only")
    if (found := re.fullmatch(r"(\d{4})年?度?", plain)) is not None:
        return Value(_end_of(_full_year(found[1]), 12 if end == "last" else 1, end), "year_only")
    return None


def _foreign_day(plain: str) -> Value:
    if (found := _ENGLISH.fullmatch(plain)) is not None and found[2] in _MONTHS:
        return Value(_checked(int(found[3]), _MONTHS[found[2]], int(found[1])), "date_form")
    if (found := _LAST_FIRST.fullmatch(plain)) is not None:
        one, two, of_year = (int(part) for part in found.groups())
        if one == two or max(one, two) > 12:  # noqa: PLR2004  months
            month, of_month = sorted((one, two))
            return Value(_checked(of_year, month, of_month), "date_form")
        raise Unreadable("day and month may be exchanged", _HINT_DAY)
    if (found := re.fullmatch(r"(\d{4})年?(底|末|初)", plain)) is not None:
        month, of_month = (1, 1) if found[2] == "初" else (12, 31)
        return Value(_checked(int(found[1]), month, of_month), "estimate")
    raise Unreadable("not a day", _HINT_DAY)


def _plain(text: str) -> str:
    plain = half_width(text).casefold()
    if plain[:1] in "二一〇○零" and "年" in plain:
        plain = _han_date(plain)
    plain = re.sub(r"\s*([-/.年月日])\s*", r"\1", plain)
    return plain.rstrip(".")


def _han_date(plain: str) -> str:
    """Turn ``二〇一六年十二月一日`` into digits."""
    plain = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", plain)
    plain = re.sub(r"(?<=[二三])十", "0", plain)
    plain = re.sub(r"十(?=[一二三四五六七八九])", "1", plain)
    return plain.replace("十", "10").translate(_HAN)


def _from_serial(text: str) -> str:
    number = int(text.split(".", maxsplit=1)[0])
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise Unreadable("neither a day nor an Excel day number", _HINT_DAY)
    return (_EPOCH + dt.timedelta(days=number)).isoformat()


def _end_of(of_year: int, month: int, end: str) -> str:
    if not 1 <= month <= 12:  # noqa: PLR2004  months
        raise Unreadable("no such month", _HINT_DAY)
    last = calendar.monthrange(_year_of(of_year), month)[1]
    return _checked(of_year, month, last if end == "last" else 1)


def _checked(of_year: int, month: int, of_month: int) -> str:
    try:
        return dt.date(_year_of(of_year), month, of_month).isoformat()
    except ValueError as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("no such day", _HINT_DAY) from None


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 2:  # noqa: PLR2004  two digits of a year
        number += 2000 if number <= _PIVOT else 1900
    return _year_of(number)


def _year_of(number: int) -> int:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Unreadable(f"not a year from {FIRST_YEAR} to {LAST_YEAR}", _HINT_YEAR)
    return number


def _year_rule(digits: str) -> str:
    return "two_digit_year" if len(digits) == 2 else "year_word"  # noqa: PLR2004
