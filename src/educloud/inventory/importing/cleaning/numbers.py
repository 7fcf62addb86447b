"""Cells that hold a number: amounts with units, counts, shares.

Every amount is given in the base unit of its dimension (``units.py``): GB, Mbps, hours, yuan,
square metres, kW or kVA, years, pieces. Storage counts as operating systems do: 1 TB = 1024 GB.
An estimate (``约200``, ``300+``) is read as its number under the rule ``estimate``; a range
(``100-200``) is not read, because neither end is the value.
"""

from __future__ import annotations

import re
from decimal import Decimal

from educloud.inventory.importing.cleaning.cells import (
    Unreadable,
    Value,
    unknown,
    written,
    written_number,
)
from educloud.inventory.importing.cleaning.signs import half_width
from educloud.inventory.importing.cleaning.units import (
    DIMENSIONS,
    DIVISORS,
    SQUARE,
    Measure,
    dimension_of,
    fitting,
)
from educloud.inventory.importing.draft import Cell

_PARTS = re.compile(r"\([^()]*\d[^()]*\)")
_OF_THEM = re.compile("其中|包括|包含|含")
_CLEAN = re.compile(r"\d{1,9}\Z")
_DIGITS = str.maketrans("〇零一二两三四五六七八九", "001223456789")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千万]+")
_ABOUT = (
    "大约|约|近|将近|大概|估计|预计|超过|超|不少于|不低于|至少|不足|不超过|共计|共|总计"
    "|≈|~|>=|<=|≥|≤|>|<"
)
_MORE = r"\+|余|多|左右|以上|以下|以内|上下|许|不到|约"
_NUMBER = re.compile(
    rf"(?P<about>{_ABOUT})?"
    r"(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)(?P<power>e[+-]?\d{1,2})?"
    rf"(?P<more>{_MORE})?(?P<unit>[^\d+~()\-]*?)(?P<late>{_MORE})?(?:\([^()]*\))?"
)
_PRODUCT = re.compile(
    r"(\d{1,6}(?:\.\d{1,3})?)([^\d*x×]{0,3})[*x×](\d{1,6}(?:\.\d{1,3})?)([^\d*x×]*)"
)
_FACTORS = frozenset(("", "颗", "路", "块", "条", "台", "个", "根"))
_RANGE = re.compile(r"\d[^\d]{0,4}(?:-|~|—|–|至|到)[^\d]{0,2}\d")
_NO_ESTIMATE = frozenset(("共计", "共", "总计", None))
_PER_CENT = 100


def amount(cell: Cell, unit: str = "", dimension: str | None = None) -> Value:
    """Read a number that is not negative; ``unit`` is that of a bare number: "", GB, TB, 万, ….

    ``dimension``: what is measured (M is storage or bandwidth); none: the first that has the unit.
    The text is in the base unit of its dimension. Unreadable when it is no single number.
    """
    text = written(cell)
    if unit in DIMENSIONS and _CLEAN.match(text) and text.isascii():
        return Value(text.lstrip("0") or "0")
    of = dimension_of(unit) if dimension is None else dimension
    return _quantity(text, Measure(unit, of))


def whole(cell: Cell, unit: str = "") -> Value:
    """Read a count: like ``amount``, and a fraction is Unreadable."""
    value = amount(cell, unit)
    if "." in value.text:
        raise Unreadable("not a whole number", "write a whole number")
    return value


def share(cell: Cell, unit: str = "") -> Value:
    """Read a share of one: ``35%`` and ``35`` are 0.35; with unit ``%`` a bare 1 is 0.01."""
    text = half_width(written(cell)).replace("％", "%").replace("百分之", "")
    percent = text.rstrip().endswith("%") or "百分之" in half_width(written(cell))
    value = _quantity(text.rstrip("% ") if percent else text, Measure("", ""))
    if not value.text:
        return value
    number = Decimal(value.text)
    percent = percent or unit == "%" or number > 1
    number = number / _PER_CENT if percent else number
    if number > 1:
        raise Unreadable("more than 100 per cent", "write a share such as 0.35 or 35%")
    rule = "percent" if percent else value.rule
    if unit == "%" and 0 < number < Decimal(1) / _PER_CENT and "%" not in text:
        rule = "below_one_percent"  # or a cell in the spreadsheet's own form of per cent
    return Value(written_number(number), rule)


def tally(cell: Cell) -> Value:
    """Read a count that may be a sum of parts: ``2台物理+3虚拟`` and ``物理2台、虚拟3台`` are 5."""
    text = half_width(written(cell))
    total = _total(text)
    if "+" not in total.rstrip("+") and not re.search(r"\d[^\d.]+\d", total.replace(",", "")):
        value = whole(_without_words(total) if isinstance(cell, str) else cell)
        return value if total == text else Value(value.text, "sum")
    if _RANGE.search(total) or re.search("[*×]", total) or _PRODUCT.fullmatch(total):
        return whole(total)
    parts = re.findall(r"\d+(?:\.\d+)?", total)
    if any("." in part for part in parts):
        raise Unreadable("not whole numbers", "write one whole number")
    return Value(str(sum(int(part) for part in parts)), "sum")


def _total(text: str) -> str:
    """Give the part that counts all: of ``5台(3虚2实)`` and ``5台,其中虚拟3台`` the first."""
    for part in (_PARTS.sub("", text), _OF_THEM.split(text)[0]):
        if part != text and re.search(r"\d", part):
            return part.rstrip(" ,;:")
    return text


def _without_words(text: str) -> str:
    return re.sub(r"物理机?|虚拟机?|服务器|云主机|主机|[::]", "", text) or text


def _quantity(text: str, measure: Measure) -> Value:
    nothing = unknown(text)
    if nothing is not None:
        return nothing
    plain = SQUARE.sub("㎡", "".join(half_width(text).casefold().split()))
    if (product := _PRODUCT.fullmatch(plain)) is not None:
        return _multiplied(product, measure)
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return _spelt(plain, measure)
    return _measured(found, "".join(text.split()), measure)


def _multiplied(product: re.Match[str], measure: Measure) -> Value:
    """Read ``2*4核`` and ``16G*2条``: how many, times how much each."""
    one, one_unit, other, other_unit = product.groups()
    if one_unit in _FACTORS:
        times, each = one, other + other_unit
    elif other_unit in _FACTORS:
        times, each = other, one + one_unit
    else:
        raise Unreadable("two amounts, not one", fitting(measure))
    value = _quantity(each, measure)
    rule = "estimate" if value.rule == "estimate" else "product"
    return Value(_rounded(Decimal(times) * Decimal(value.text)), rule)


def _measured(found: re.Match[str], text: str, measure: Measure) -> Value:
    number = Decimal(found["number"].replace(",", "") + (found["power"] or ""))
    if number < 0:
        raise Unreadable("less than zero", "write a number of zero or more")
    said = found["unit"].strip("./。,、")
    unit, dimension = measure
    table = DIMENSIONS[dimension]
    factor = table.get(said or unit.casefold(), table.get(said.removeprefix("个")))
    if factor is None and not said:
        factor = Decimal(1)
    if factor is None:
        raise Unreadable(f"the unit {said!r} does not fit here", fitting(measure))
    number = number * factor / DIVISORS.get(dimension, 1)
    guessed = found["about"] not in _NO_ESTIMATE or found["more"] or found["late"]
    rule = "estimate" if guessed else _rule(text, found, said, unit)
    result = _rounded(number)
    return Value(result, "" if result == text else rule)


def _rule(text: str, found: re.Match[str], said: str, unit: str) -> str:
    if said or unit not in DIMENSIONS:
        return "unit"
    if "," in found["number"]:
        return "thousands"
    return "full_width" if half_width(text) != text else ""


def _rounded(number: Decimal) -> str:
    # Six places: a byte count of an MB column would otherwise carry a tail of thirty digits.
    return written_number(number if number == number.to_integral_value() else round(number, 6))


def _spelt(plain: str, measure: Measure) -> Value:
    """Read Chinese numerals (``三台``, ``十二``); the rest is Unreadable, with the reason."""
    plain = plain.translate(_FORMAL)
    found = _CHINESE.match(plain)
    if found is not None and not _RANGE.search(plain):
        number = chinese_number(found[0])
        rest, (unit, dimension) = plain[found.end() :], measure
        factor = DIMENSIONS[dimension].get(rest or unit.casefold(), None if rest else Decimal(1))
        if number is not None and factor is not None:
            exact = number * factor / DIVISORS.get(dimension, 1)
            return Value(_rounded(exact), "chinese_number")
    if _RANGE.search(plain):
        raise Unreadable("a range, not one number", "write one number, the larger one if in doubt")
    if re.search(r"\d", plain):
        raise Unreadable("not one number", f"{fitting(measure)}, remarks elsewhere")
    raise Unreadable("not a number", f"{fitting(measure)}, or leave the cell empty")


def chinese_number(text: str) -> int | None:
    """Give the number of Chinese numerals below a hundred million (``一千二百``), else None."""
    total = section = digit = 0
    for sign in text:
        place = _PLACES.get(sign)
        if place is None:
            digit = digit * 10 + int(sign.translate(_DIGITS))
        elif sign == "万":
            total, section, digit = (total + section + digit or 1) * place, 0, 0
        else:
            section, digit = section + (digit or 1) * place, 0
    return total + section + digit if text else None
