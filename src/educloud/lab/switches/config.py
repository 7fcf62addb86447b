"""The configuration a switch of the farm holds: lines go in one by one, its text comes out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from educloud.lab.switches.grammar import TOP, Dialect, Kind, Statement, VlanList

LIST_ITEMS = 10
INNER = "\n"  # between the headers of nested views


class Refusal(Exception):
    """Why the switch does not take a line: one of the dialect's texts."""


@dataclass(slots=True)
class Block:
    """A view with what was set in it."""

    kind: Kind
    lines: dict[str, None] = field(default_factory=dict)  # a set that keeps its order
    vlans: dict[VlanList, set[int]] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)  # read at the start, not in the grammar
    header: str = ""  # as typed, where that says more than the key

    def shown(self, dialect: Dialect) -> list[str]:
        """Give the lines as the switch shows them, always in the same order."""
        lines = list(self.lines)
        if not self.kind.ordered:
            lines.sort(key=lambda line: _shown_at(self.kind, line))
        for vlans, numbers in self.vlans.items():
            lines += [
                vlans.shown.format(t) for t in _lists(dialect, numbers, long=bool(vlans.sets))
            ]
        return [*lines, *self.extra]

    def drop(self, pattern: str) -> None:
        """Lose the lines that match."""
        self.keep(old for old in self.lines if not full(pattern, old))

    def keep(self, lines: Iterable[str]) -> None:
        """Lose all other lines."""
        self.lines = dict.fromkeys(lines)


class Configuration:
    """All views of one switch."""

    def __init__(self, dialect: Dialect, text: str) -> None:
        self.dialect = dialect
        self.root = Block(dialect.root)
        self.blocks: dict[str, Block] = {}
        self.banners: list[str] = []
        self._names = {id(kind): name for name, kind in dialect.kinds.items()}
        self._read(text)

    @property
    def hostname(self) -> str:
        """The name in the prompt."""
        matches = (full(self.dialect.hostname, line) for line in self.root.lines)
        return next((match[1] for match in matches if match), "Switch")

    def find_kind(self, line: str, view: str = "") -> tuple[str, Kind] | None:
        """Give the key of the view that a line opens, typed in a view, and its kind."""
        inside = self._names[id(self.blocks[view].kind)] if view in self.blocks else TOP
        for where in dict.fromkeys((inside, TOP)):
            for kind in self.dialect.kinds.values():
                if kind.inside == where and full(kind.header, line):
                    return self._key(kind, line, view if where != TOP else ""), kind
        return None

    def open_view(self, line: str, view: str = "") -> str:
        """Enter the view, made if it can be; give its key; Refusal if not."""
        header = canonical(line)
        found = self.find_kind(header, view)
        if found is None:
            raise Refusal(self.dialect.unknown)
        key, kind = found
        match = full(kind.header, header)
        if match and header.startswith("vlan "):
            self._numbers(match[1])
        if match and key not in self.blocks:
            if kind.needs_top:
                self._require_top(_filled(kind.needs_top, match))
            self.blocks[key] = Block(kind)
        if kind.key:
            self.blocks[key].header = header
        return key

    def _key(self, kind: Kind, header: str, view: str) -> str:
        match = full(kind.header, header)
        own = _plain(kind.key, match) if kind.key and match else header
        return f"{view}{INNER}{own}" if view else own

    def set_line(self, header: str, line: str) -> bool:
        """Take a line in a view; tell whether it changed anything. Refusal with the answer."""
        before = self.text()
        self.take(header, line)
        return self.text() != before

    def take(self, header: str, line: str) -> None:
        """Take a line in a view; Refusal with the answer."""
        line = canonical(line)
        block = self.blocks[header] if header else self.root
        if begin(self.dialect.banner, line):
            self._set_banner(line)
        elif not (
            self._set_statement(header, block, line)
            or self._cancel(block, line)
            or self._set_list(block, line)
            or self._undo(header, block, line)
        ):
            raise Refusal(self._why_not(block, line))

    def asks(self, line: str) -> bool:
        """Tell whether the switch asks before it takes this line."""
        body = line.removeprefix(f"{self.dialect.negation} ")
        return body != line and any(
            kind.asks and kind.undo and full(kind.undo, body) and body in self.blocks
            for kind in self.dialect.kinds.values()
        )

    def text(self) -> str:
        """Give the running configuration as the switch shows it."""
        hash_like = self.dialect.layout == "hash"
        mark = "#" if hash_like else "!"
        body = "\n".join(self._sections(mark))
        header = "\n".join(self.dialect.header).format(size=len(body))
        return f"{header}\n{mark}\n{body}\n{mark}\n{self.dialect.footer}\n"

    def _sections(self, mark: str) -> Iterator[str]:
        margin = " " if self.dialect.indent_top else ""
        chunks: dict[tuple[int, str], list[str]] = {}
        for line in self.root.shown(self.dialect):
            chunks.setdefault((self._order(line), ""), []).append(margin + line)
        if self.dialect.batch:
            numbers = {int(h.split()[1]) for h in self.blocks if h.startswith("vlan ")}
            batch = [f"vlan batch {text}" for text in _lists(self.dialect, numbers)]
            chunks[self._order("vlan batch"), ""] = batch
        for header, block in self.blocks.items():
            if INNER in header:
                continue
            inner = self._shown_inside(header, mark)
            if inner or not (self.dialect.batch and header.startswith("vlan ")):
                chunks[self._order(header), header] = [block.header or header, *inner]
        for banner in self.banners:
            chunks[self._order(banner.splitlines()[0]), banner] = [margin + banner]
        ordered = sorted(chunks, key=lambda chunk: (chunk[0], natural(chunk[1])))
        yield f"\n{mark}\n".join(self._shown("\n".join(chunks[c])) for c in ordered if chunks[c])

    def _shown_inside(self, key: str, mark: str) -> list[str]:
        """Give what stands in a view, the views in it after its lines."""
        block = self.blocks[key]
        lines = [f" {line}" for line in block.shown(self.dialect)]
        nested = [k for k in self.blocks if k.startswith(key + INNER) and k.count(INNER) == key.count(INNER) + 1]
        for inner in sorted(nested, key=lambda k: (self._order(k.rpartition(INNER)[2]), natural(k))):
            held = self.blocks[inner]
            body = self._shown_inside(inner, mark)
            if not body and not held.kind.undo:
                continue  # a view that always exists shows when something stands in it
            lines += [f" {mark}"] if self.dialect.inner_marks else []
            lines += [f" {held.header or inner.rpartition(INNER)[2]}", *(f" {line}" for line in body)]
            lines += [f" {held.kind.ends}"] if held.kind.ends else []
        return lines

    def _shown(self, text: str) -> str:
        if not self.dialect.loud_upper:
            return text
        return re.sub(r"\S*:\S*:\S*", lambda m: _loud(m[0]), text)

    def _order(self, line: str) -> int:
        ranks = enumerate(self.dialect.order)
        return next((n for n, p in ranks if full(p, line)), len(self.dialect.order))

    def _set_statement(self, header: str, block: Block, line: str) -> bool:
        for statement in block.kind.statements:
            match = full(statement.syntax, line)
            if not match:
                continue
            if not statement.stored or line in block.lines:
                return True
            self._check(header, block, statement, match)
            slot = _filled(statement.slot, match)
            if slot:
                changed = [old for old in block.lines if full(slot, old) and old != line]
                if changed and statement.rigid:
                    raise self._refusal("Please delete the existing configuration first.")
                block.keep(old for old in block.lines if old not in changed)
            if slot or statement.wipes:
                self._drop(header, statement, match)
            block.lines.pop(f"{self.dialect.negation} {line}", None)
            block.lines[line] = None
            return True
        return False

    def _check(self, header: str, block: Block, statement: Statement, match: re.Match[str]) -> None:
        shown = block.shown(self.dialect)
        if statement.needs and not any(full(statement.needs, old) for old in shown):
            raise self._refusal("The prerequisite configuration is missing on this view.")
        if statement.bars and any(full(statement.bars, old) for old in shown):
            raise self._refusal("Please renew the default configurations.")
        if statement.needs_top:
            self._require_top(_filled(statement.needs_top, match))
        if statement.unique:
            wanted = match[int(statement.unique)].split("/")[0]
            for other, held in self.blocks.items():
                words = [
                    w.split("/")[0]
                    for old in held.lines
                    for w in old.split()[2:3]
                    if " address " in f" {old} "
                ]
                if other != header and wanted in words:
                    raise self._refusal("The specified address conflicts with another address.")

    def _require_top(self, pattern: str) -> None:
        if not any(full(pattern, line) for line in (*self.root.lines, *self.blocks)):
            raise self._refusal(f"{pattern} does not exist.".replace("\\", ""))

    def _set_list(self, block: Block, line: str) -> bool:
        negation = f"{self.dialect.negation} "
        body = line.removeprefix(negation)
        for vlans in block.kind.lists:
            positive = body == line
            add = positive and full(vlans.add, line)
            whole = positive and vlans.sets and full(vlans.sets, line)
            less = full(vlans.remove, line if vlans.sets else body)
            taken = less and (vlans.sets or not positive)
            held = block.vlans.get(vlans, set())
            if (add or whole) and vlans.needs and vlans.needs not in block.lines:
                raise self._refusal("The port link-type is not trunk.")
            if whole:
                self._keep(block, vlans, self._numbers(whole["ids"]))
            elif add:
                self._keep(block, vlans, held | self._numbers(add["ids"]))
            elif taken and less and block is not self.root:
                self._keep(block, vlans, held - self._numbers(less["ids"]))
            elif not positive and vlans.clear and full(vlans.clear, body):
                block.vlans.pop(vlans, None)
            else:
                continue
            return True
        return False

    def _keep(self, block: Block, vlans: VlanList, numbers: set[int]) -> None:
        """Store a port's list; the list at the top is the VLANs themselves."""
        if block is self.root:
            for number in sorted(numbers):
                self.open_view(f"vlan {number}")
        elif numbers:
            block.vlans[vlans] = numbers
        else:
            block.vlans.pop(vlans, None)

    def _numbers(self, text: str) -> set[int]:
        found: set[int] = set()
        for item in text.replace(" to ", "-").replace(",", " ").split():
            first, _, last = item.partition("-")
            found |= set(range(int(first), int(last or first) + 1))
        if not found <= set(range(1, 4095)):
            raise self._refusal("Wrong parameter found: VLAN ID out of range.")
        return found

    def _cancel(self, block: Block, line: str) -> bool:
        """Take a line whose negation is stored: the negation goes."""
        negative = f"{self.dialect.negation} {line}"
        if negative not in block.lines:
            return False
        del block.lines[negative]
        return True

    def _undo(self, header: str, block: Block, line: str) -> bool:
        body = line.removeprefix(f"{self.dialect.negation} ")
        if body == line:
            return False
        if self._remove_view(header, body):
            return True
        for statement in block.kind.statements:
            if statement.undo and full(statement.undo, body):
                hits = {old for old in block.lines if _is_under(statement, old, body)}
            elif not statement.undo and (body in block.lines or not statement.slot):
                hits = {
                    old
                    for old in block.lines
                    if full(statement.syntax, old)
                    and (old == body or old.startswith(f"{body} "))
                }
            else:
                continue
            if hits or statement.undo:
                block.keep(old for old in block.lines if old not in hits)
                for hit in hits:
                    match = full(statement.syntax, hit)
                    if match:
                        self._drop(header, statement, match)
                return True
        return self._remove_banner(body)

    def _remove_view(self, view: str, body: str) -> bool:
        match = None if view else full(r"vlan (?:batch |range )?([\d ,to-]+)", body)
        numbers = self._numbers(match[1]) if match else set()
        keys = [f"vlan {n}" for n in sorted(numbers)]
        if not keys:
            found = self._named(view, body)
            if found is None:
                return False
            keys = [found]
        for key in keys:
            self._check_removal(key, numbered=bool(numbers))
        for key in keys:
            for inner in [k for k in self.blocks if k == key or k.startswith(key + INNER)]:
                del self.blocks[inner]
        return True

    def _named(self, view: str, body: str) -> str | None:
        """Give the key of the view in this one that a removal names."""
        front = f"{view}{INNER}" if view else ""
        for key, block in self.blocks.items():
            inner = key.removeprefix(front)
            own = (not front or key != inner) and INNER not in inner
            if own and (inner == body or (block.header and block.header == body)):
                return key
        return None

    def _check_removal(self, key: str, *, numbered: bool) -> None:
        header = key.rpartition(INNER)[2]
        if numbered and key not in self.blocks:
            raise self._refusal(f"{header} does not exist.")
        kind = self.blocks[key].kind
        if not kind.undo or not full(kind.undo, header) or header == "vlan 1":
            raise self._refusal("This configuration cannot be deleted.")
        found = full(kind.header, self.blocks[key].header or header)
        if kind.bars_top and found and _filled(kind.bars_top, found) in self.blocks:
            raise self._refusal("Please delete the interface of this VLAN first.")
        if kind.bound and found:
            pattern = _filled(kind.bound, found)
            for block in (self.root, *self.blocks.values()):
                if any(full(pattern, line) for line in block.lines):
                    raise self._refusal(f"{header} is in use.")

    def _drop(self, header: str, statement: Statement, match: re.Match[str]) -> None:
        """Lose what goes with a statement, in its view and in those inside of it."""
        for template in (statement.drops, statement.wipes):
            if not template:
                continue
            pattern = _filled(template, match)
            held = [self.blocks[header]] if header else [self.root]
            held += [b for k, b in self.blocks.items() if header and k.startswith(header + INNER)]
            for block in held:
                block.keep(old for old in block.lines if old == match[0] or not full(pattern, old))
                for vlans in list(block.vlans):
                    if full(pattern, vlans.shown):
                        del block.vlans[vlans]

    def _set_banner(self, line: str) -> None:
        start = " ".join(line.split()[:2])
        self.banners = [old for old in self.banners if not old.startswith(start)]
        self.banners.append(line)

    def _remove_banner(self, body: str) -> bool:
        left = [old for old in self.banners if not old.startswith(body)]
        gone = len(left) < len(self.banners) and len(body.split()) > 1
        self.banners = left if gone else self.banners
        return gone

    def _why_not(self, block: Block, line: str) -> str:
        body = line.removeprefix(f"{self.dialect.negation} ")
        for statement in block.kind.statements:
            if body != line and statement.undo and re.match(statement.undo, body):
                return self.dialect.excess
        if any(s.syntax.startswith(f"{line} ") for s in block.kind.statements):
            return self.dialect.incomplete
        return self.dialect.unknown

    def _refusal(self, reason: str) -> Refusal:
        return Refusal(self.dialect.refused.format(reason=reason))

    def _read(self, text: str) -> None:
        """Read a stored configuration; what the grammar does not know is kept and shown."""
        header = ""
        lines = iter(text.splitlines())
        known = {line.format(size=0) for line in self.dialect.header}
        ends = {kind.ends for kind in self.dialect.kinds.values() if kind.ends}
        for line in lines:
            bare = line.strip()
            if line[:1] in {"#", "!"} or not bare:
                header = ""
            elif bare in {"#", "!"} or bare in ends:
                header = header.partition(INNER)[0]
            elif line in known or bare == self.dialect.footer or bare.startswith("Current conf"):
                continue
            elif start := begin(self.dialect.banner, bare):
                self.banners.append(_banner(bare, start, lines))
            elif header and line.startswith(" "):
                header = self._read_inside(header, line)
            elif self.find_kind(canonical(bare)):
                header = self._read_view(canonical(bare))
            else:
                self._read_line("", bare)
        if not self.dialect.batch:
            self._read_view("vlan 1")

    def _read_inside(self, header: str, line: str) -> str:
        """Read a line below a header; give the view that the next one may stand in."""
        depth = len(line) - len(line.lstrip())
        outer = INNER.join(header.split(INNER)[:depth])
        bare = canonical(line.strip())
        found = self.find_kind(bare, outer)
        if found and found[1].inside != TOP:
            return self._read_view(bare, outer)
        self._read_line(outer, bare)
        return outer

    def _read_view(self, header: str, view: str = "") -> str:
        found = self.find_kind(header, view)
        if found is None:
            return header
        key, kind = found
        block = self.blocks.setdefault(key, Block(kind))
        block.header = header if kind.key else ""
        return key

    def _read_line(self, header: str, line: str) -> None:
        block = self.blocks[header] if header else self.root
        line = canonical(line)
        if any(full(statement.syntax, line) for statement in block.kind.statements):
            block.lines[line] = None
            return
        for vlans in block.kind.lists:
            match = full(vlans.sets or vlans.add, line)
            if match:
                self._keep(
                    block, vlans, block.vlans.get(vlans, set()) | self._numbers(match["ids"])
                )
                return
        block.extra.append(line)


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
def _shown_at(kind: Kind, line: str) -> tuple[int, list[tuple[int, str]]]:
    ranks = (n for n, s in enumerate(kind.statements) if full(s.syntax, line))
    return next(ranks, 999), natural(line)


def _plain(template: str, match: re.Match[str]) -> str:
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


def _loud(word: str) -> str:
    try:
        ipaddress.IPv6Address(word.partition("/")[0])
    except ValueError:
        return word
    return word.upper()


def _filled(template: str, match: re.Match[str]) -> str:
    for number, value in enumerate(match.groups(), start=1):
        template = template.replace(f"{{{number}}}", re.escape(value or ""))
    return template.replace("\\ ", " ").replace("\\-", "-")


def _is_under(statement: Statement, line: str, body: str) -> bool:
    if not full(statement.syntax, line):
        return False
    front = line == body or line.startswith(f"{body} ")
    # "undo acl inbound" names the line "acl 2001 inbound" by its first and last word.
    words, stored = body.split(), line.split()
    ends = (words[0], words[-1]) == (stored[0], stored[-1])
    return front or (ends and not statement.slot)


def _lists(dialect: Dialect, numbers: set[int], *, long: bool = False) -> Iterator[str]:
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


def _banner(first: str, start: re.Match[str], lines: Iterator[str]) -> str:
    block = [first]
    if start["delim"] not in first[start.end("delim") :]:
        for line in lines:
            block.append(line)
            if start["delim"] in line:
                break
    return "\n".join(block)
