"""Units of amounts: what is measured, how people write its units, which one an amount is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from educloud.inventory.importing.cleaning.vocabulary import words


def _factors(*lines: str) -> dict[str, Decimal]:
    """Give unit -> factor from lines of a factor and the words for it."""
    return {
        word: Decimal(factor)
        for line in lines
        for factor, *words in [line.split()]
        for word in words
    }


COUNTED = words("counted")
_POWER = _factors("1 kw kva 千瓦 千伏安 k", "0.001 w va 瓦 伏安", "1000 mw mva 兆瓦")
# Dimension -> how people write its units -> how many base units one is. The base has factor 1.
DIMENSIONS: Mapping[str, Mapping[str, Decimal]] = {
    "GB": {
        "b": Decimal(1) / 1024**3,
        "kb": Decimal(1) / 1024**2,
        "k": Decimal(1) / 1024**2,
        **dict.fromkeys(("mb", "m", "mib", "兆", "兆字节"), Decimal(1) / 1024),
        **dict.fromkeys(("gb", "g", "gib", "吉", "吉字节"), Decimal(1)),
        **dict.fromkeys(("tb", "t", "tib", "太", "太字节"), Decimal(1024)),
        **dict.fromkeys(("pb", "p", "pib"), Decimal(1024**2)),
    },
    "Mbps": _factors(
        "0.001 k kb kbps kbit/s kb/s",
        "1 m mb mbps mbit/s mb/s 兆 m/s mbits/s 兆带宽 兆光纤 兆专线 兆宽带 m光纤 m专线 m宽带",
        "100 百兆",
        "1000 g gb gbps gbit/s gb/s g/s 千兆",
        "10000 万兆",
    ),
    "h": _factors(
        "1 分钟 分 min mins minutes minute",
        "60 h 小时 时 hour hours hr hrs 个小时",
        "1440 天 日 d day days 个工作日 工作日",
    ),
    "元": _factors(
        "1 元 圆 元/年 rmb cny ¥",
        "1000 千元",
        "10000 万 万元 w 万元/年 万/年",
        "100000000 亿 亿元",
    ),
    "㎡": {
        **_factors(
            "1 ㎡ 平方米 平米 平方 平 平方公尺",
            "10000 公顷 ha 万㎡ 万平方米 万平米",
            "1000000 平方公里 平方千米 k㎡",
            "4046.8564224 英亩",
            "0.09290304 平方英尺",
        ),
        "亩": Decimal(2000) / 3,
    },
    "kW": _POWER,
    "kVA": _POWER,
    "年": _factors("1 月 个月 month months", "12 年 y 岁 year years 年多"),
    "kWh": _factors(
        "1 kwh 度 千瓦时 kw.h kw·h",
        "1000 千度",
        "10000 万 万度 万kwh 万千瓦时",
        "1000 mwh 兆瓦时",
    ),
    "": {
        **dict.fromkeys(("", *COUNTED), Decimal(1)),
        **{
            sign + word: Decimal(factor)
            for sign, factor in {
                "百": 100,
                "千": 1000,
                "k": 1000,
                "万": 10**4,
                "w": 10**4,
                "亿": 10**8,
            }.items()
            for word in ("", *COUNTED, "余人", "多人")
        },
    },
}
# Dimensions whose table counts in a smaller unit than the base, to stay exact.
DIVISORS = {"h": Decimal(60), "年": Decimal(12)}
SQUARE = re.compile(r"m\^?2(?!\d)")  # its digit would be read as one of the number
# Units as they are written, where capital letters alone would be wrong.
_AS_WRITTEN = {"kva": "kVA", "kw": "kW", "mbps": "Mbps", "kwh": "kWh", "kbps": "kbps"}


class Measure(NamedTuple):
    """The unit of a bare number, and the dimension that it and every other unit is of."""

    unit: str
    dimension: str


def dimension_of(unit: str) -> str:
    """Give the first dimension that has the unit; ValueError when none has it."""
    if unit in DIMENSIONS:
        return unit
    for dimension in ("", "GB", "Mbps", "元", "㎡", "kW", "h", "年", "kWh"):
        if unit.casefold() in DIMENSIONS[dimension]:
            return dimension
    raise ValueError(unit)


def fitting(measure: Measure) -> str:
    """Say how to write the number: in the unit of the column's own header."""
    unit, dimension = measure
    if not dimension and unit in {"", *COUNTED}:
        return "write the number alone"
    shown = unit if unit in DIMENSIONS else _AS_WRITTEN.get(unit, unit.upper())
    return f"write the number in {shown}"
