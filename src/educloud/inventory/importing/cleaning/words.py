"""Cells that hold one of a few words: yes and no, MLPS levels, choices."""

from __future__ import annotations

import re
from collections.abc import Mapping

from educloud.inventory.importing.cleaning.cells import Unreadable, Value, unknown, written
from educloud.inventory.importing.cleaning.numbers import chinese_number
from educloud.inventory.importing.cleaning.signs import half_width
from educloud.inventory.importing.cleaning.vocabulary import words as listed
from educloud.inventory.importing.draft import Cell

YES = listed("yes")
NO = listed("no")
NOT_YET = listed("not_yet")

_BRACKETED = re.compile(r"\([^()]*\)")
_GRADES = re.compile(r"s([1-5])a([1-5])(?:g([1-5]))?")
_LEVELS = re.compile(
    r"(?<![\d.十百〇零])([1-5一二三四五])级|(?<![a-z])(iii|ii|iv|i|v)(?![a-z])|(?<![\d.])([1-5])(?:\.0)?(?![\d.])"
)
_FORMAL = str.maketrans("壹贰叁肆伍", "一二三四五")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_STANDARD = re.compile(r"(?:等保|mlps)[12]\.0(?:标准|版|体系)?|[12]\.0(?:标准|版|体系)?(?=.)")
_UNRATED = (
    "未定级",
    "不定级",
    "未备案",
    "未评",
    "无等级",
    "无需定级",
    "暂未定级",
    "待定级",
    "未测评",
)


def truth(cell: Cell, words: Mapping[str, str] | None = None) -> Value:
    """Read yes or no; ``words`` are further ones, to "yes" or "no". A plan is not yet: no."""
    if isinstance(cell, bool):
        return Value("yes" if cell else "no")
    raw = written(cell)
    word = re.sub(r"[\s。!]", "", half_width(raw).casefold())
    for one in (word, _BRACKETED.sub("", word), re.split("[,;:]", word)[0]):
        said = "yes" if one in YES else "no" if one in NO else (words or {}).get(one, "")
        if said:
            return Value(said, "" if raw == said else "truth_word")
        if one in NOT_YET:
            return Value("no", "not_yet")
        if (nothing := unknown(one)) is not None:
            return nothing if raw else Value("")
    if (begun := _begins(word)) is not None:
        return begun
    raise Unreadable("neither yes nor no", "write 是 or 否, or leave the cell empty")


def _begins(word: str) -> Value | None:
    """Read ``已支持IPv6``: a word of two signs or more, and what it is about."""
    if any(one in word for one in NOT_YET):
        return Value("no", "not_yet")
    for said, words in (("no", NO), ("yes", YES)):
        if any(word.startswith(one) for one in words if len(one) > 1 and not one.isascii()):
            return Value(said, "truth_word")
    return None


def level(cell: Cell) -> Value:
    """Read an MLPS level 1..5: ``二级``, ``2级``, ``Ⅱ``, ``第二级``, ``S2A2G2`` are 2."""
    raw = written(cell)
    if raw in {"1", "2", "3", "4", "5"}:
        return Value(raw)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    plain = "".join(half_width(raw).casefold().split()).translate(_FORMAL)
    found = _levels(plain)
    if not found and any(word in plain for word in _UNRATED):
        return Value("", "unrated")
    if len(found) != 1:
        reason = "more than one level" if found else "not an MLPS level"
        raise Unreadable(reason, "write 1 to 5, such as 2 or 二级")
    return Value(found.pop(), "level_word")


def _levels(plain: str) -> set[str]:
    found = {max(filter(None, grades)) for grades in _GRADES.findall(plain)}
    rest = _STANDARD.sub("", _GRADES.sub("", plain))
    for digit, roman, bare in _LEVELS.findall(rest):
        found.add(_ROMAN.get(roman) or str(chinese_number(digit) if digit else bare))
    if not found and plain in {"一", "二", "三", "四", "五"}:
        found.add(str(chinese_number(plain)))
    return found


def choice(cell: Cell, words: Mapping[str, str]) -> Value:
    """Read one of a few values by the words people use for them (word -> value).

    A word inside a longer text counts when all words found there mean the same.
    """
    raw = written(cell)
    nothing = unknown(raw)
    plain = "".join(half_width(raw).casefold().split())
    if plain in words:
        return Value(words[plain], "" if words[plain] == raw else "word")
    if nothing is not None:
        return nothing
    values = set(words.values())
    if raw in values:
        return Value(raw)
    for text_ in (_BRACKETED.sub("", plain), plain):
        meant = {words[word] for word in _inside(text_, words)}
        if len(meant) == 1:
            return Value(meant.pop(), "word")
    shown = "、".join(_examples(words)) or "、".join(sorted(values))
    raise Unreadable("not one of the known words", f"write one of {shown}")


def _examples(words: Mapping[str, str]) -> list[str]:
    """Give one Chinese word for each value: all of them would be too long to read."""
    firsts: dict[str, str] = {}
    for word, value in words.items():
        if value and not word.isascii():
            firsts.setdefault(value, word)
    return list(firsts.values())


def _inside(plain: str, words: Mapping[str, str]) -> list[str]:
    """Give the words found in the text, without those inside a longer one that was found."""
    found: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1 and word in plain:
            found.append(word)
            plain = plain.replace(word, " ")
    return found
