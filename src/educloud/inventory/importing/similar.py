"""Systems that may be one and the same, listed for people to decide; nothing is merged.

| seen | score |
|---|---|
| a name under five owners or more, with one domain, one vendor, or neither | 1.0, 0.9, 0.6 |
| one of nobody (待认领单位) and another one, the same name | 0.9 |
| the same owner, the same name but for 系统, 平台, version, blanks, width | 1.0 |
| the same owner, similar names | how similar |
| the same division, other owners, a name that is not everywhere | 0.8, similar names less |
| the same domain | 0.7 |
| the same address (a private one: of the same owner) and names that share something | 0.6 |
| organisations of one city whose names differ by 市, 第, 中学 for 中, 4 for 四 | 0.9 |

Names are compared within blocks (owner, division, address) only, and in a block each with its
neighbours in the order of names, so that the work grows with the number of systems.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from educloud.inventory.importing.merging.identity import UNCLAIMED
from educloud.inventory.models import App, Org

MANY_OWNERS = 5  # of one name: a system of the province, not a coincidence
NEIGHBOURS = 100
MATCHES = 5  # told of one name
SIMILAR = 80  # of 100, in one owner
SIMILAR_ABROAD = 90  # in one division, other owners
SHARING = 60  # on one address

_VERSION = re.compile(r"(?:版本|ver(?:sion)?|v)?\.?\d+(?:\.\d+)+版?|v\d+|\d+版")
_DIGITS = re.compile(r"\d+")
_BRACKETS = re.compile(r"\([^()]*\)")
_FILLING = re.compile("(?:信息|管理|应用)*(?:子系统|系统|平台|软件)")
CITY_DIGITS = 4  # of a division's code
_NUMERALS = str.maketrans("一二三四五六七八九", "123456789", "市第")
_LONG_NAMES = {"高级中学": "高中", "初级中学": "初中", "中学": "中", "小学": "小", "高中": "高"}
_NO_DOMAIN = frozenset({"", "无", "-", "localhost"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Systems that may be one; ``score`` 0..1, ``why`` in words."""

    ids: tuple[str, ...]
    score: float
    why: str


class _System(NamedTuple):
    app_id: str
    core: str  # the name without what does not tell systems apart
    owner: str
    division: str
    vendor: str
    domains: tuple[str, ...]
    addresses: tuple[str, ...]


def candidates(apps: Iterable[App], owners: Mapping[str, str]) -> list[Candidate]:
    """Give the groups of systems that may be one, the likeliest first.

    ``owners``: names of organisations by id; a system's name may begin with its owner's.
    """
    systems = [_system(app, owners) for app in apps]
    common = _common_cores(systems)
    found: dict[tuple[str, ...], Candidate] = {}
    for one in (
        *_of_many_owners(systems, common),
        *_of_nobody(systems, common),
        *_of_one_owner(systems),
        *_of_one_division(systems, common),
        *_of_one_domain(systems),
        *_of_one_address(systems),
    ):
        found.setdefault(one.ids, one)  # the surest reason comes first
    return sorted(found.values(), key=lambda one: (-one.score, one.ids))


def org_candidates(orgs: Iterable[Org]) -> list[Candidate]:
    """Give the groups of organisations of one city that may be one, by their names written short.

    郑州市第四中学 and 郑州四中 are written the same then.
    """
    found: dict[tuple[str, str], list[Org]] = defaultdict(list)
    for org in orgs:
        found[org.division_code[:CITY_DIGITS], _short(org.name)].append(org)
    return [
        Candidate(
            tuple(sorted(org.org_id for org in group)),
            0.9,
            f"同一市,单位名称相近:{'、'.join(dict.fromkeys(org.name for org in group))}",
        )
        for group in found.values()
        if len(group) > 1
    ]


def _short(name: str) -> str:
    text = "".join(unicodedata.normalize("NFKC", name).split()).translate(_NUMERALS)
    for long, short in _LONG_NAMES.items():
        text = text.replace(long, short)
    return text


def core(name: str, owner: str = "") -> str:
    """Give what tells a system apart: its name without version, 系统, 平台, blanks, its owner."""
    text = unicodedata.normalize("NFKC", name).casefold()
    if owner:
        text = text.replace(unicodedata.normalize("NFKC", owner).casefold(), "")
    text = _VERSION.sub("", _BRACKETS.sub("", text))
    short = "".join(sign for sign in _FILLING.sub("", text) if sign.isalnum())
    return short or "".join(sign for sign in text if sign.isalnum()) or name


def _system(app: App, owners: Mapping[str, str]) -> _System:
    return _System(
        app.app_id,
        core(app.name, owners.get(app.owner_org, "")),
        app.owner_org,
        app.division_code,
        (app.vendor or "").strip(),
        tuple(_domains(app.domain or "")),
        tuple(part.strip() for part in (app.ipv4 or "").split(";") if part.strip()),
    )


def _domains(text: str) -> Iterator[str]:
    for part in text.casefold().split(";") if text else ():
        bare = part.strip().partition("://")[2] or part.strip()
        if bare.rstrip("/") not in _NO_DOMAIN:
            yield bare.rstrip("/").removeprefix("www.")


def _groups(
    systems: Iterable[_System], key: Callable[[_System], Any]
) -> Iterator[tuple[Any, list[_System]]]:
    """Give the systems of each key that several have."""
    found: dict[Any, list[_System]] = defaultdict(list)
    for system in systems:
        found[key(system)].append(system)
    return ((name, group) for name, group in found.items() if len(group) > 1)


def _candidate(group: Iterable[_System], score: float, why: str) -> Candidate:
    return Candidate(tuple(sorted({one.app_id for one in group})), round(score, 2), why)


def _owners(group: Iterable[_System]) -> int:
    return len({one.owner for one in group})


def _common_cores(systems: Sequence[_System]) -> dict[str, list[_System]]:
    """Give the names that stand under many owners, with their systems."""
    return {
        name: group
        for name, group in _groups(systems, lambda one: one.core)
        if _owners(group) >= MANY_OWNERS
    }


def _of_many_owners(
    systems: Sequence[_System], common: Mapping[str, list[_System]]
) -> Iterator[Candidate]:
    del systems
    kinds: tuple[tuple[str, float, Callable[[_System], str]], ...] = (
        ("同名、同域名", 1.0, lambda one: ";".join(one.domains)),
        ("同名、同厂商", 0.9, lambda one: one.vendor),
    )
    for name, group in common.items():
        rest = group
        for words, score, key in kinds:
            left = [one for one in rest if not key(one)]
            for _, same in _groups([one for one in rest if key(one)], key):
                if (count := _owners(same)) >= MANY_OWNERS:
                    yield _candidate(same, score, f"“{name}”{words},{count} 个单位各列一次")
            rest = left
        if (count := _owners(rest)) >= MANY_OWNERS:
            yield _candidate(rest, 0.6, f"“{name}”同名,域名和厂商不详,{count} 个单位各列一次")


def _of_one_owner(systems: Sequence[_System]) -> Iterator[Candidate]:
    for _, group in _groups(systems, lambda one: one.owner):
        for _, same in _groups(group, lambda one: one.core):
            yield _candidate(same, 1.0, "同一单位,名称相同(不计“系统”“平台”、版本、空格)")
        for one, other, score in _similar(_firsts(group), SIMILAR):
            yield _candidate((one, other), score / 100, "同一单位,名称相近")


def _of_nobody(
    systems: Sequence[_System], common: Mapping[str, list[_System]]
) -> Iterator[Candidate]:
    """Group what nobody claimed with what stands elsewhere under the same name."""
    unclaimed = {one.core for one in systems if one.owner == UNCLAIMED} - common.keys()
    for _, group in _groups([s for s in systems if s.core in unclaimed], lambda one: one.core):
        yield _candidate(group, 0.9, "待认领单位有同名系统")


def _of_one_division(
    systems: Sequence[_System], common: Mapping[str, list[_System]]
) -> Iterator[Candidate]:
    rare = [one for one in systems if one.core not in common]
    for _, group in _groups(rare, lambda one: one.division):
        for _, same in _groups(group, lambda one: one.core):
            if _owners(same) > 1:
                yield _candidate(same, 0.8, "同一区划,不同单位,名称相同")
        for one, other, score in _similar(_firsts(group), SIMILAR_ABROAD):
            if one.owner != other.owner:
                yield _candidate((one, other), score / 125, "同一区划,不同单位,名称相近")


def _of_one_domain(systems: Sequence[_System]) -> Iterator[Candidate]:
    yield from (
        _candidate(group, 0.7, f"同一域名 {name}") for name, group in _by_part(systems, "domains")
    )


def _of_one_address(systems: Sequence[_System]) -> Iterator[Candidate]:
    for name, whole in _by_part(systems, "addresses"):
        groups = [whole] if _is_public(name) else [g for _, g in _groups(whole, lambda s: s.owner)]
        for group in groups:
            for one, other, _ in _similar(sorted(group, key=lambda one: one.core), SHARING):
                yield _candidate((one, other), 0.6, f"同一地址 {name},名称相近")


def _by_part(systems: Sequence[_System], part: str) -> Iterator[tuple[str, list[_System]]]:
    found: dict[str, list[_System]] = defaultdict(list)
    for system in systems:
        for name in dict.fromkeys(getattr(system, part)):
            found[name].append(system)
    return ((name, group) for name, group in found.items() if len(group) > 1)


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def _firsts(group: Iterable[_System]) -> list[_System]:
    """Give one system of each name, in the order of names; a numbered series is one name."""
    first: dict[str, _System] = {}
    for one in group:
        first.setdefault(_DIGITS.sub("", one.core) or one.core, one)
    return [first[name] for name in sorted(first)]


def _similar(ordered: Sequence[_System], least: float) -> Iterator[tuple[_System, _System, float]]:
    names = [one.core for one in ordered]
    for place, name in enumerate(names[:-1]):
        near = names[place + 1 : place + 1 + NEIGHBOURS]
        for _, score, offset in process.extract(
            name, near, scorer=fuzz.ratio, score_cutoff=least, limit=MATCHES
        ):
            yield ordered[place], ordered[place + 1 + offset], score
