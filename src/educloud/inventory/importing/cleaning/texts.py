"""Cells that hold text: free text, ids, division codes."""

from __future__ import annotations

import re

from educloud.inventory.importing.cleaning.cells import Unreadable, Value, changed, unknown, written
from educloud.inventory.importing.cleaning.signs import half_width, one_line
from educloud.inventory.importing.draft import Cell

_WIDE = re.compile(
    r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d-\uff0f\u3000\uff20\uff05\uff0b\uff3f]"
)
_UNEVEN = re.compile(r"[\s（\uff00-\uffef]")  # what the steps of text() may change
_WIDE_BRACKETS = re.compile(r"（([\x21-\x7e ]*)）")
_WIDE_SIGN = "[\u4e00-\u9fff\u3001-\u303f\uff01-\uff5e]"  # Chinese, and its brackets and commas
_HAN_BREAK = re.compile(rf"(?<={_WIDE_SIGN})\s*[\r\n]+\s*(?={_WIDE_SIGN})")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?e\+?(\d{1,3})", re.IGNORECASE)
_FLOAT_CODE = re.compile(r"(\d+)\.0+")
_EXACT_FLOAT = 10**15  # a spreadsheet keeps fifteen digits; later ones are zeros of its making


def text(cell: Cell) -> Value:
    """Read free text on one line; full-width digits, letters and blanks become half-width.

    Full-width brackets become half-width around plain ASCII only: around Chinese they are right.
    """
    raw = written(cell)
    if raw.isascii() and len(raw) > 1 and raw[0].isalnum() and raw.isalnum():
        return unknown(raw) or Value(raw)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    if not _UNEVEN.search(raw):
        return Value(raw)
    folded = _WIDE.sub(lambda found: half_width(found[0]) or " ", raw)
    folded = _WIDE_BRACKETS.sub(r"(\1)", folded)
    return changed(raw, one_line(_HAN_BREAK.sub("", folded)), "full_width")


def identifier(cell: Cell) -> Value:
    """Read an id, code or number of a paper: digits stay digits, inner blanks become ``-``.

    Unreadable when a spreadsheet has already lost its digits.
    """
    if isinstance(cell, float) and abs(cell) >= _EXACT_FLOAT:
        raise Unreadable("a spreadsheet has lost the last digits of this number", _AS_TEXT)
    raw = written(cell)
    if raw.isascii() and raw.isalnum() and not raw[0].isdigit():
        return unknown(raw) or Value(raw)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    plain = half_width(raw).lstrip("'`’").strip()
    if (found := _SCIENTIFIC.fullmatch(plain.replace(" ", ""))) is not None:
        return Value(_unshortened(found), "float_code")
    if (found := _FLOAT_CODE.fullmatch(plain)) is not None:
        return Value(found[1], "float_code")
    plain = re.sub(r"\s+", "-", plain)
    return unknown(plain) or (Value(plain, "full_width") if plain != raw else Value(plain))


def _unshortened(found: re.Match[str]) -> str:
    """Give all digits of ``4.10102E+5`` when none is missing."""
    first, others, power = found[1], found[2] or "", int(found[3])
    if len(others) < power:
        raise Unreadable("a spreadsheet has shortened this number, its digits are lost", _AS_TEXT)
    return (first + others)[: power + 1]


_AS_TEXT = "format the column as text and type the number again from its paper"


def division(cell: Cell) -> Value:
    """Read a division by code or by name; of both side by side the code counts."""
    value = text(cell)
    plain = half_width(value.text)
    if (found := _WITH_NAME.search(plain)) is not None and not plain.isdigit():
        return Value(found[0], "code_of_both")
    return code6(cell) if plain and _NUMERIC.fullmatch(plain) else value


_WITH_NAME = re.compile(r"(?<![\d.])[1-9]\d{5}(?![\d.])")
_NUMERIC = re.compile(r"[\d.\s'eE+-]+")


def code6(cell: Cell) -> Value:
    """Read a division code (GB/T 2260): 2 and 4 digits are filled up, 9 and 12 cut."""
    value = identifier(cell)
    code = value.text.rstrip("-")
    if not code:
        return value
    if not (code.isascii() and code.isdigit()):
        raise Unreadable("not a division code", "write the six digits, or the division's name")
    if len(code) == 6:  # noqa: PLR2004  GB/T 2260
        return Value(code, value.rule)
    if len(code) in {2, 4}:
        return Value(code.ljust(6, "0"), "short_code")
    if len(code) in {9, 12}:
        return Value(code[:6], "long_code")
    raise Unreadable(f"a division code has 6 digits, this has {len(code)}", "see divisions.csv")
