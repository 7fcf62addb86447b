"""The configuration a switch of the farm holds: lines go in one by one, its text comes out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

LIST_ITEMS = 10


class Refusal(Exception):
    """Why the switch does not take a line: one of the dialect's texts."""


@dataclass(slots=True)
class Block:
    """A view with what was set in it."""

    kind: Kind
    lines: set[str] = field(default_factory=set)
    vlans: dict[VlanList, set[int]] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)  # read at the start, not in the grammar

    def shown(self, dialect: Dialect) -> list[str]:
        """Give the lines as the switch shows them, always in the same order."""
        order = {line: self._rank(line) for line in self.lines}
        lines = sorted(self.lines, key=lambda line: (order[line], natural(line)))
        for vlans, numbers in self.vlans.items():
            lines += [
                vlans.shown.format(t) for t in _lists(dialect, numbers, long=bool(vlans.sets))
            ]
        return [*lines, *self.extra]

    def _rank(self, line: str) -> int:
        kinds = enumerate(self.kind.statements)
        return next((n for n, s in kinds if re.fullmatch(s.syntax, line)), 999)


class Configuration:
    """All views of one switch."""

    def __init__(self, dialect: Dialect, text: str) -> None:
        self.dialect = dialect
        self.root = Block(dialect.root)
        self.blocks: dict[str, Block] = {}
        self.banners: list[str] = []
        self._read(text)

    @property
    def hostname(self) -> str:
        """The name in the prompt."""
        matches = (re.fullmatch(self.dialect.hostname, line) for line in self.root.lines)
        return next((match[1] for match in matches if match), "Switch")

    def find_kind(self, line: str) -> tuple[str, Kind] | None:
        """Give the view a line opens."""
        for name, kind in self.dialect.kinds.items():
            if re.fullmatch(kind.header, line):
                return name, kind
        return None

    def open_view(self, line: str) -> str:
        """Enter the view, made if it can be; give its header; Refusal if not."""
        header = canonical(line)
        found = self.find_kind(header)
        if found is None:
            raise Refusal(self.dialect.unknown)
        match = re.fullmatch(found[1].header, header)
        if match and header.startswith("vlan "):
            self._numbers(match[1])
        if match and header not in self.blocks:
            if found[1].needs_top:
                self._require_top(_filled(found[1].needs_top, match))
            self.blocks[header] = Block(found[1])
        return header

    def set_line(self, header: str, line: str) -> bool:
        """Take a line in a view; tell whether it changed anything. Refusal with the answer."""
        line = canonical(line)
        before = self.text()
        block = self.blocks[header] if header else self.root
        if re.match(self.dialect.banner, line):
            self._set_banner(line)
        elif not (
            self._set_statement(header, block, line)
            or self._cancel(block, line)
            or self._set_list(block, line)
            or self._undo(block, line)
        ):
            raise Refusal(self._why_not(block, line))
        return self.text() != before

    def asks(self, line: str) -> bool:
        """Tell whether the switch asks before it takes this line."""
        body = line.removeprefix(f"{self.dialect.negation} ")
        return body != line and any(
            kind.asks and kind.undo and re.fullmatch(kind.undo, body) and body in self.blocks
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
            inner = [f" {line}" for line in block.shown(self.dialect)]
            if inner or not (self.dialect.batch and header.startswith("vlan ")):
                chunks[self._order(header), header] = [header, *inner]
        for banner in self.banners:
            chunks[self._order(banner.splitlines()[0]), banner] = [margin + banner]
        ordered = sorted(chunks, key=lambda chunk: (chunk[0], natural(chunk[1])))
        yield f"\n{mark}\n".join(self._shown("\n".join(chunks[c])) for c in ordered if chunks[c])

    def _shown(self, text: str) -> str:
        if not self.dialect.loud_upper:
            return text
        return re.sub(r"\S*:\S*:\S*", lambda m: _loud(m[0]), text)

    def _order(self, line: str) -> int:
        ranks = enumerate(self.dialect.order)
        return next((n for n, p in ranks if re.fullmatch(p, line)), len(self.dialect.order))

    def _set_statement(self, header: str, block: Block, line: str) -> bool:
        for statement in block.kind.statements:
            match = re.fullmatch(statement.syntax, line)
            if not match:
                continue
            if not statement.stored or line in block.lines:
                return True
            self._check(header, block, statement, match)
            slot = _filled(statement.slot, match)
            if slot:
                block.lines -= {old for old in block.lines if re.fullmatch(slot, old)}
                self._drop(block, statement)
            block.lines.discard(f"{self.dialect.negation} {line}")
            block.lines.add(line)
            return True
        return False

    def _check(self, header: str, block: Block, statement: Statement, match: re.Match[str]) -> None:
        shown = block.shown(self.dialect)
        if statement.needs and not any(re.fullmatch(statement.needs, old) for old in shown):
            raise self._refusal("The prerequisite configuration is missing on this view.")
        if statement.bars and any(re.fullmatch(statement.bars, old) for old in shown):
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
        if not any(re.fullmatch(pattern, line) for line in (*self.root.lines, *self.blocks)):
            raise self._refusal(f"{pattern} does not exist.".replace("\\", ""))

    def _set_list(self, block: Block, line: str) -> bool:
        negation = f"{self.dialect.negation} "
        body = line.removeprefix(negation)
        for vlans in block.kind.lists:
            positive = body == line
            add = positive and re.fullmatch(vlans.add, line)
            whole = positive and vlans.sets and re.fullmatch(vlans.sets, line)
            less = re.fullmatch(vlans.remove, line if vlans.sets else body)
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
            elif not positive and vlans.clear and re.fullmatch(vlans.clear, body):
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
        block.lines.discard(negative)
        return True

    def _undo(self, block: Block, line: str) -> bool:
        body = line.removeprefix(f"{self.dialect.negation} ")
        if body == line:
            return False
        if block is self.root and self._remove_view(body):
            return True
        for statement in block.kind.statements:
            if statement.undo and re.fullmatch(statement.undo, body):
                hits = {old for old in block.lines if _is_under(statement, old, body)}
            elif not statement.undo and (body in block.lines or not statement.slot):
                hits = {
                    old
                    for old in block.lines
                    if re.fullmatch(statement.syntax, old)
                    and (old == body or old.startswith(f"{body} "))
                }
            else:
                continue
            if hits or statement.undo:
                block.lines -= hits
                self._drop(block, statement)
                return True
        return self._remove_banner(body)

    def _remove_view(self, body: str) -> bool:
        match = re.fullmatch(r"vlan (?:batch |range )?([\d ,to-]+)", body)
        numbers = self._numbers(match[1]) if match else set()
        headers = [f"vlan {n}" for n in sorted(numbers)] or [body]
        for header in headers:
            if header not in self.blocks:
                if numbers:
                    raise self._refusal(f"{header} does not exist.")
                return False
            kind = self.blocks[header].kind
            if not kind.undo or not re.fullmatch(kind.undo, header) or header == "vlan 1":
                raise self._refusal("This configuration cannot be deleted.")
            found = re.fullmatch(kind.header, header)
            if kind.bars_top and found and _filled(kind.bars_top, found) in self.blocks:
                raise self._refusal("Please delete the interface of this VLAN first.")
        for header in headers:
            del self.blocks[header]
        return True

    def _drop(self, block: Block, statement: Statement) -> None:
        if statement.drops:
            block.lines -= {old for old in block.lines if re.fullmatch(statement.drops, old)}
            for vlans in list(block.vlans):
                if re.fullmatch(statement.drops, vlans.shown):
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
        for line in lines:
            bare = line.strip()
            if line[:1] in {"#", "!"} or not bare:
                header = ""
            elif line in known or bare == self.dialect.footer or bare.startswith("Current conf"):
                continue
            elif start := re.match(self.dialect.banner, bare):
                self.banners.append(_banner(bare, start, lines))
            elif header and line.startswith(" "):
                self._read_line(header, bare)
            elif self.find_kind(canonical(bare)):
                header = self._read_view(canonical(bare))
            else:
                self._read_line("", bare)
        if not self.dialect.batch:
            self._read_view("vlan 1")

    def _read_view(self, header: str) -> str:
        found = self.find_kind(header)
        if found:
            self.blocks.setdefault(header, Block(found[1]))
        return header

    def _read_line(self, header: str, line: str) -> None:
        block = self.blocks[header] if header else self.root
        line = canonical(line)
        if any(re.fullmatch(statement.syntax, line) for statement in block.kind.statements):
            block.lines.add(line)
            return
        for vlans in block.kind.lists:
            match = re.fullmatch(vlans.sets or vlans.add, line)
            if match:
                self._keep(
                    block, vlans, block.vlans.get(vlans, set()) | self._numbers(match["ids"])
                )
                return
        block.extra.append(line)


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
    if not re.fullmatch(statement.syntax, line):
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
