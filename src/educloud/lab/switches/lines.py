"""Lines as a switch reads and shows them: patterns, lists of numbers, order."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from educloud.lab.switches.grammar import Dialect, Kind, Statement

LIST_ITEMS = 10


@lru_cache(200_000)
def kind_of(dialect: Dialect, where: str, line: str) -> Kind | None:
    """Give the kind of view that a line opens in one of the kind named ``where``."""
    kinds = (kind for kind in dialect.kinds.values() if kind.inside == where)
    return next((kind for kind in kinds if full(kind.header, line)), None)


@lru_cache(200_000)
def statement_of(kind: Kind, line: str) -> Statement | None:
    """Give the first statement of a view that a line is."""
    return next((one for one in kind.statements if full(one.syntax, line)), None)


@lru_cache(100_000)
def place_of(dialect: Dialect, line: str) -> int:
    """Give where a line stands among those at the top."""
    ranks = enumerate(dialect.order)
    return next((n for n, pattern in ranks if full(pattern, line)), len(dialect.order))


@cache
def _with_numbers(kind: Kind) -> tuple[Statement, ...]:
    return tuple(one for one in kind.statements if one.each)


def each_line(dialect: Dialect, kind: Kind, line: str) -> list[str]:
    """Give a line with a list of numbers as lines with one each, its negation too."""
    body = line.removeprefix(f"{dialect.negation} ")
    for statement in _with_numbers(kind):
        pattern = statement.syntax if body == line else statement.undo or statement.syntax
        match = full(pattern, body)
        if match:
            start, end = match.span(statement.each)
            front = line.removesuffix(body)
            numbers = numbers_of(match[statement.each])
            return [f"{front}{body[:start]}{number}{body[end:]}" for number in numbers]
    return [line]


def numbers_of(text: str) -> list[int]:
    """Give the numbers of a list such as ``10 20 to 25`` or ``10,20-25``."""
    found: list[int] = []
    for item in text.replace(" to ", "-").replace(",", " ").split():
        first, _, last = item.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def full(pattern: str, text: str) -> re.Match[str] | None:
    """Match all of a text; patterns are compiled once."""
    return _compiled(pattern).fullmatch(text)


def begin(pattern: str, text: str) -> re.Match[str] | None:
    """Match the begin of a text; patterns are compiled once."""
    return _compiled(pattern).match(text)


@lru_cache(100_000)
def shown_at(kind: Kind, line: str) -> tuple[int, list[tuple[int, str]]]:
    """Give a key that sorts the lines of a view as the switch shows them."""
    ranks = (n for n, s in enumerate(kind.statements) if full(s.syntax, line))
    return next(ranks, 999), natural(line)


def plain(template: str, match: re.Match[str]) -> str:
    """Fill a template with the groups of a match."""
    for number, value in enumerate(match.groups(), start=1):
        template = template.replace(f"{{{number}}}", value or "")
    return template


def natural(text: str) -> list[tuple[int, str]]:
    """Give a sort key in which 10 stands after 9."""
    parts = re.split(r"(\d+)", text)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def canonical(line: str) -> str:
    """Give a line with single blanks and IPv6 addresses written one way."""
    if "\n" in line:
        return line.strip()
    return " ".join(_address(word) if word.count(":") > 1 else word for word in line.split())


def _address(word: str) -> str:
    address, slash, length = word.partition("/")
    try:
        return f"{ipaddress.IPv6Address(address)}{slash}{length}"
    except ValueError:
        return word


def loud(word: str) -> str:
    """Give an IPv6 address in capitals, any other word as it is."""
    try:
        ipaddress.IPv6Address(word.partition("/")[0])
    except ValueError:
        return word
    return word.upper()


def filled(template: str, match: re.Match[str]) -> str:
    """Fill a pattern with the groups of a match, as texts that match themselves."""
    for number, value in enumerate(match.groups(), start=1):
        template = template.replace(f"{{{number}}}", re.escape(value or ""))
    return template.replace("\\ ", " ").replace("\\-", "-")


def lists(dialect: Dialect, numbers: set[int], *, long: bool = False) -> Iterator[str]:
    """Give lists that hold the numbers, of at most ten items each unless a list may be long."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    words = [str(a) if a == b else f"{a}{dialect.vlan_joint}{b}" for a, b in runs]
    size = len(words) or 1
    size = size if long else LIST_ITEMS
    for start in range(0, len(words), size):
        yield dialect.vlan_comma.join(words[start : start + size])


def banner(first: str, start: re.Match[str], lines: Iterator[str]) -> str:
    """Give a raw block, whose other lines are taken from ``lines``."""
    block = [first]
    if start["delim"] not in first[start.end("delim") :]:
        for line in lines:
            block.append(line)
            if start["delim"] in line:
                break
    return "\n".join(block)
