"""The configuration a switch of the farm holds: lines go in one by one, its text comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from educloud.lab.switches.block import INNER, LAST_VLAN, Block, Refusal, hits
from educloud.lab.switches.grammar import TOP, Dialect, Kind, Statement, VlanList
from educloud.lab.switches.lines import (
    begin,
    canonical,
    each_line,
    filled,
    full,
    kind_of,
    numbers_of,
    plain,
    statement_of,
)
from educloud.lab.switches.reading import read_stored
from educloud.lab.switches.shown import shown_text


class Configuration:
    """All views of one switch."""

    def __init__(self, dialect: Dialect, text: str) -> None:
        self.dialect = dialect
        self.root = Block(dialect.root)
        self.blocks: dict[str, Block] = {}
        self.banners: list[str] = []
        self._names = {id(kind): name for name, kind in dialect.kinds.items()}
        read_stored(self, text)

    @property
    def hostname(self) -> str:
        """The name in the prompt."""
        matches = (full(self.dialect.hostname, line) for line in self.root.lines)
        return next((match[1] for match in matches if match), "Switch")

    def find_kind(self, line: str, view: str = "") -> tuple[str, Kind] | None:
        """Give the key of the view that a line opens, typed in a view, and its kind."""
        inside = self._names[id(self.blocks[view].kind)] if view in self.blocks else TOP
        for where in dict.fromkeys((inside, TOP)):
            if where != inside and self._knows(view, line):
                return None
            kind = kind_of(self.dialect, where, line)
            if kind:
                return self._key(kind, line, view if where != TOP else ""), kind
        return None

    def _knows(self, view: str, line: str) -> bool:
        """Tell whether a line of a view reads as one of the top that opens a view."""
        return statement_of(self.blocks[view].kind, line) is not None

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
                self._require_top(filled(kind.needs_top, match))
            places = self._places("") if kind.requires else ()
            if kind.requires and not any(full(filled(kind.requires, match), p) for p in places):
                raise self._refusal("The object that this refers to does not exist.")
            self._check_alone(kind, match)
            self.blocks[key] = Block(kind, dict.fromkeys(kind.seeds))
        if kind.key:
            self.blocks[key].header = header
        if kind.commit:  # what was not committed the last time is lost
            self.blocks[key].lines = dict.fromkeys(self.blocks[key].committed or ())
        return key

    def _check_alone(self, kind: Kind, match: re.Match[str]) -> None:
        if kind.bars and any(full(filled(kind.bars, match), key) for key in self.blocks):
            raise self._refusal("The existing one must be deleted first.")

    def _key(self, kind: Kind, header: str, view: str) -> str:
        match = full(kind.header, header)
        own = plain(kind.key, match) if kind.key and match else header
        return f"{view}{INNER}{own}" if view else own

    def enter_line(self, view: str, line: str) -> str:
        """Take a line as one types it, headers and the words that leave a view too.

        Give the view one then stands in; Refusal with the answer.
        """
        if line in {self.dialect.leave, "quit", "exit", *self.dialect.inner_leaves}:
            return view.rpartition(INNER)[0]
        if INNER not in line and self.find_kind(line, view):
            return self.open_view(line, view)
        self.take(view, line)
        return view

    def set_line(self, header: str, line: str) -> bool:
        """Take a line in a view; tell whether it changed anything. Refusal with the answer."""
        before = self.text(), self._pending()
        self.take(header, line)
        return (self.text(), self._pending()) != before

    def _pending(self) -> list[tuple[str, ...]]:
        return [tuple(block.lines) for block in self.blocks.values() if block.kind.commit]

    def take(self, header: str, line: str) -> None:
        """Take a line in a view; Refusal with the answer."""
        line = canonical(line)
        block = self.blocks[header] if header else self.root
        for one in each_line(self.dialect, block.kind, line):
            self._take_one(header, block, one)

    def _take_one(self, header: str, block: Block, line: str) -> None:
        if block.kind.commit == line:
            block.committed = tuple(block.lines)
        elif begin(self.dialect.banner, line):
            self._set_banner(line)
        elif not (
            self._set_statement(header, block, line)
            or self._take_back(header, block, line)
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
        return shown_text(self)

    def _set_statement(self, header: str, block: Block, line: str) -> bool:
        statement = statement_of(block.kind, line)
        match = full(statement.syntax, line) if statement else None
        if statement and match:
            if (not statement.stored and not statement.slot) or line in block.lines:
                return True
            self._check(header, block, statement, match)
            if statement.rewrites[0]:
                self._rewrite(block, statement, match)
                return True
            slot = filled(statement.slot, match)
            if slot:
                changed = [old for old in block.lines if full(slot, old) and old != line]
                if changed and statement.rigid:
                    raise self._refusal("Please delete the existing configuration first.")
                block.keep(old for old in block.lines if old not in changed)
            if slot or statement.wipes:
                self._drop(header, statement, match)
            block.lines.pop(f"{self.dialect.negation} {line}", None)
            if statement.stored:
                block.lines[line] = None
            return True
        return False

    def _check(self, header: str, block: Block, statement: Statement, match: re.Match[str]) -> None:
        shown = block.shown(self.dialect)
        if statement.needs and not any(full(statement.needs, old) for old in shown):
            raise self._refusal("The prerequisite configuration is missing on this view.")
        bars = filled(statement.bars, match)
        if bars and any(full(bars, old) for old in shown):
            raise self._refusal("Please renew the default configurations.")
        if statement.needs_top:
            self._require_top(filled(statement.needs_top, match))
        self._check_places(header, statement, match)
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

    def _places(self, own: str) -> Iterator[str]:
        """Give all places there are, for one who types in a view."""
        yield from self.root.lines
        for key, block in self.blocks.items():
            if block.stands or key == own:
                yield key
                yield from (f"{key} / {line}" for line in block.lines)

    def _check_places(self, header: str, statement: Statement, match: re.Match[str]) -> None:
        if not statement.requires and not statement.clash:
            return
        places = list(self._places(header))
        own = f"{header} / {match[0]}" if header else match[0]
        slot = filled(statement.slot or statement.rewrites[0], match)
        front = f"{header} / " if header else ""
        unsaid = {f"{{{n}}}" for n, value in enumerate(match.groups(), 1) if value is None}
        for template in statement.requires:
            if any(group in template for group in unsaid):
                continue
            pattern = self._about(header, template, match)
            if not any(full(pattern, place) for place in places):
                raise self._refusal("The object that this refers to does not exist.")
        clash = self._about(header, statement.clash, match)
        for place in places if clash else ():
            mine = place == own or (slot and full(slot, place.removeprefix(front)))
            if full(clash, place) and not mine:
                raise self._refusal("This value is used by another object.")

    def _check_held(self, header: str, statement: Statement, line: str) -> None:
        match = full(statement.syntax, line)
        if match and statement.held:
            pattern = self._about(header, statement.held, match)
            if any(full(pattern, place) for place in self._places(header)):
                raise self._refusal("This configuration is in use.")

    def _about(self, header: str, template: str, match: re.Match[str]) -> str:
        """Fill a template with the groups of a line and of the header of its view."""
        own = full(self.blocks[header].kind.header, header.rpartition(INNER)[2]) if header else None
        for number, value in enumerate(own.groups() if own else (), start=1):
            template = template.replace(f"{{v{number}}}", re.escape(value or ""))
        return filled(template, match)

    def _rewrite(self, block: Block, statement: Statement, match: re.Match[str]) -> None:
        pattern, template = statement.rewrites
        old = next((line for line in block.lines if full(filled(pattern, match), line)), "")
        stored = full(filled(pattern, match), old)
        if not old or stored is None:
            raise self._refusal("The object does not exist.")
        new = stored.expand(plain(template, match))
        block.keep(new if line == old else line for line in list(block.lines))

    def _take_back(self, header: str, block: Block, line: str) -> bool:
        """Take a command that takes a line away and is no negation."""
        for statement in block.kind.statements:
            for old in list(block.lines) if statement.cancel else ():
                match = full(statement.syntax, old)
                if match and full(filled(statement.cancel, match), line):
                    self._check_held(header, statement, old)
                    del block.lines[old]
                    self._drop(header, statement, match)
                    return True
        return False

    def _require_top(self, pattern: str) -> None:
        there = (key for key, block in self.blocks.items() if block.stands)
        if not any(full(pattern, line) for line in (*self.root.lines, *there)):
            raise self._refusal(f"{pattern} does not exist.".replace("\\", ""))

    def _set_list(self, block: Block, line: str) -> bool:
        negation = f"{self.dialect.negation} "
        body = line.removeprefix(negation)
        for vlans in block.kind.lists:
            positive = body == line
            add = positive and full(vlans.add, line)
            whole = positive and vlans.sets and full(vlans.sets, line)
            less = full(vlans.remove, line if vlans.sets else body)
            self._hold(block, vlans, add or (None if positive else less), there=bool(add))
            taken = less and (vlans.sets or not positive)
            held = block.vlans.get(vlans, set())
            if (add or whole) and vlans.needs and vlans.needs not in block.lines:
                raise self._refusal("The port link-type is not trunk.")
            if whole:
                self.keep_list(block, vlans, self._numbers(whole["ids"]))
            elif add:
                numbers = self.listed(vlans, add["ids"])
                self._leave_group(block, vlans, numbers)
                self.keep_list(block, vlans, held | numbers)
            elif taken and less and block is not self.root:
                numbers = self.listed(vlans, less["ids"])
                self._leave_group(block, vlans, numbers)
                self.keep_list(block, vlans, held - numbers)
            elif not positive and vlans.clear and full(vlans.clear, body):
                block.vlans.pop(vlans, None)
            else:
                continue
            return True
        return False

    def listed(self, vlans: VlanList, text: str) -> set[int]:
        """Give the numbers of a list, but for number 1 where that has a line of its own."""
        numbers = set(range(1, LAST_VLAN + 1)) if text == vlans.all else self._numbers(text)
        return numbers - {1} if vlans.unheld else numbers

    def _hold(
        self, block: Block, vlans: VlanList, match: re.Match[str] | None, *, there: bool
    ) -> None:
        """Keep the line that says number 1 is not listed."""
        if not (vlans.unheld and match):
            return
        if match["ids"] == vlans.all or 1 in self._numbers(match["ids"]):
            block.drop(vlans.unheld)
            block.lines.update({} if there else {vlans.unheld: None})

    def _leave_group(self, block: Block, vlans: VlanList, numbers: set[int]) -> None:
        """Take numbers out of the other lists of a group."""
        for other, held in list(block.vlans.items()):
            if vlans.group and other is not vlans and other.group == vlans.group:
                self.keep_list(block, other, held - numbers)

    def keep_list(self, block: Block, vlans: VlanList, numbers: set[int]) -> None:
        """Store a port's list; the list at the top is the VLANs themselves."""
        if block is self.root:
            for number in sorted(numbers):
                self.open_view(f"vlan {number}")
        elif numbers:
            block.vlans[vlans] = numbers
        else:
            block.vlans.pop(vlans, None)

    def _numbers(self, text: str) -> set[int]:
        found = set(numbers_of(text))
        if found and not (min(found) > 0 and max(found) <= LAST_VLAN):
            raise self._refusal("Wrong parameter found: VLAN ID out of range.")
        return found

    def _cancel(self, block: Block, line: str) -> bool:
        """Take a line whose negation is stored: the negation goes."""
        negative = f"{self.dialect.negation} {line}"
        if negative not in block.lines:
            return False
        self._check_staying(block, {negative})
        del block.lines[negative]
        return True

    def _check_staying(self, block: Block, going: set[str]) -> None:
        """Refuse to take lines away while others of the view stand on them."""
        shown = [line for line in block.shown(self.dialect) if line not in going]
        for statement in block.kind.statements:
            stands = statement.stays and any(full(statement.syntax, line) for line in going)
            if stands and any(full(statement.stays, line) for line in shown):
                raise self._refusal("Please delete the configurations that depend on it first.")

    def _undo(self, header: str, block: Block, line: str) -> bool:
        body = line.removeprefix(f"{self.dialect.negation} ")
        if body == line:
            return False
        if self._remove_view(header, body):
            return True
        for statement in block.kind.statements:
            found = hits(statement, block, body)
            if found is not None:
                self._lose(header, statement, found)
                return True
        return self._remove_banner(body)

    def _lose(self, header: str, statement: Statement, lost: set[str]) -> None:
        """Take lines of a statement away, with what goes along."""
        block = self.blocks[header] if header else self.root
        for hit in lost:
            self._check_held(header, statement, hit)
        self._check_staying(block, lost)
        block.keep(old for old in block.lines if old not in lost)
        for hit in lost:
            match = full(statement.syntax, hit)
            if match:
                self._drop(header, statement, match, statement.along)

    def _remove_view(self, view: str, body: str) -> bool:
        views = self.find_kind("vlan 2") is not None
        match = None if view or not views else full(r"vlan (?:batch |range )?([\d ,to-]+)", body)
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
            self._delete(key)
        return True

    def _delete(self, key: str) -> None:
        """Lose a view, those inside of it, and the lines elsewhere that go with it."""
        gone = self.blocks[key]
        for inner in [k for k in self.blocks if k == key or k.startswith(key + INNER)]:
            del self.blocks[inner]
        match = full(gone.kind.header, gone.header or key.rpartition(INNER)[2])
        if gone.kind.drops and match:
            for block in (self.root, *self.blocks.values()):
                block.drop(filled(gone.kind.drops, match))

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
        if kind.bars_top and found and filled(kind.bars_top, found) in self.blocks:
            raise self._refusal("Please delete the interface of this VLAN first.")
        if kind.bound and found:
            pattern = filled(kind.bound, found)
            for block in (self.root, *self.blocks.values()):
                if any(full(pattern, line) for line in block.lines):
                    raise self._refusal(f"{header} is in use.")

    def _drop(
        self, header: str, statement: Statement, match: re.Match[str], along: str = ""
    ) -> None:
        """Lose what goes with a statement, in its view and in those inside of it, and views."""
        views = self._about(header, statement.takes, match)
        for key in [k for k in self.blocks if views and full(views, k)]:
            del self.blocks[key]
        for template in (statement.drops, statement.wipes, along):
            if not template:
                continue
            pattern = filled(template, match)
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
            pattern = "" if "{1}" in statement.undo else statement.undo
            if body != line and pattern and re.match(pattern, body):
                return self.dialect.excess
        if any(s.syntax.startswith(f"{line} ") for s in block.kind.statements):
            return self.dialect.incomplete
        return self.dialect.unknown

    def _refusal(self, reason: str) -> Refusal:
        return Refusal(self.dialect.refused.format(reason=reason))
