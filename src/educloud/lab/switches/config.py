"""The configuration a switch of the farm holds: lines go in one by one, its text comes out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby

from educloud.lab.switches.grammar import TOP, Dialect, Kind, Statement, VlanList

LIST_ITEMS = 10
LAST_VLAN = 4094
VLANS = 4094
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
    committed: tuple[str, ...] | None = None  # lines that count, of a kind with ``commit``

    @property
    def stands(self) -> bool:
        """Whether the view is there for others."""
        return not self.kind.commit or self.committed is not None

    def shown(self, dialect: Dialect, held: Iterable[str] | None = None) -> list[str]:
        """Give the lines as the switch shows them, always in the same order."""
        lines = list(self.lines if held is None else held)
        if not self.kind.ordered:
            lines.sort(key=lambda line: _shown_at(self.kind, line))
        for vlans in self.kind.lists:
            numbers = self.vlans.get(vlans, set())
            listed = numbers | ({1} if vlans.unheld and vlans.unheld not in self.lines else set())
            texts = _lists(dialect, listed, long=bool(vlans.sets)) if numbers else iter(())
            if vlans.all and len(listed) == VLANS:
                texts = iter((vlans.all,))
            lines += [vlans.shown.format(text) for text in texts]
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
            if where != inside and self._knows(view, line):
                return None
            kind = _kind_of(self.dialect, where, line)
            if kind:
                return self._key(kind, line, view if where != TOP else ""), kind
        return None

    def _knows(self, view: str, line: str) -> bool:
        """Tell whether a line of a view reads as one of the top that opens a view."""
        return _statement_of(self.blocks[view].kind, line) is not None

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
            places = self._places("") if kind.requires else ()
            if kind.requires and not any(full(_filled(kind.requires, match), p) for p in places):
                raise self._refusal("The object that this refers to does not exist.")
            self._check_alone(kind, match)
            self.blocks[key] = Block(kind, dict.fromkeys(kind.seeds))
        if kind.key:
            self.blocks[key].header = header
        if kind.commit:  # what was not committed the last time is lost
            self.blocks[key].lines = dict.fromkeys(self.blocks[key].committed or ())
        return key

    def _check_alone(self, kind: Kind, match: re.Match[str]) -> None:
        if kind.bars and any(full(_filled(kind.bars, match), key) for key in self.blocks):
            raise self._refusal("The existing one must be deleted first.")

    def _key(self, kind: Kind, header: str, view: str) -> str:
        match = full(kind.header, header)
        own = _plain(kind.key, match) if kind.key and match else header
        return f"{view}{INNER}{own}" if view else own

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
        if self.dialect.shape:
            return self.dialect.shape(tuple(text for _, text in self._texts("#")))
        hash_like = self.dialect.layout == "hash"
        mark = "#" if hash_like else "!"
        body = "\n".join(self._sections(mark))
        header = "\n".join(self.dialect.header).format(size=len(body))
        if self.dialect.tags:
            return f"{header}\n{body}\n"
        return f"{header}\n{mark}\n{body}\n{mark}\n{self.dialect.footer}\n"

    def _sections(self, mark: str) -> Iterator[str]:
        if self.dialect.tags:
            yield from self._tagged(text for _, text in self._texts(mark))
        else:
            yield f"\n{mark}\n".join(text for _, text in self._texts(mark))

    def _texts(self, mark: str) -> list[tuple[tuple[int, str], str]]:
        """Give views and groups of top lines in the order in which they are shown."""
        margin = " " if self.dialect.indent_top else ""
        chunks: dict[tuple[int, str], list[str]] = {}
        for line in self.root.shown(self.dialect):
            chunks.setdefault((self._order(line), ""), []).append(margin + line)
        if self.dialect.batch:
            numbers = {int(h.split()[1]) for h in self.blocks if h.startswith("vlan ")}
            batch = [f"vlan batch {text}" for text in _lists(self.dialect, numbers)]
            chunks[self._order("vlan batch"), ""] = batch
        for header, block in self.blocks.items():
            if INNER in header or not block.stands:
                continue
            inner = self._shown_inside(header, mark)
            hides = block.kind.hides or (self.dialect.batch and header.startswith("vlan "))
            if inner or not hides:
                end = [block.kind.ends] if block.kind.ends else []
                chunks[self._order(header), header] = [block.header or header, *inner, *end]
        for banner in self.banners:
            chunks[self._order(banner.splitlines()[0]), banner] = [margin + banner]
        ordered = sorted(chunks, key=lambda chunk: (chunk[0], natural(chunk[1])))
        return [(c, self._shown("\n".join(chunks[c]))) for c in ordered if chunks[c]]

    def _tagged(self, texts: Iterable[str]) -> Iterator[str]:
        """Give the texts in sections, each between a mark and its end mark."""
        for tag, section in groupby(texts, key=self._tag):
            yield from (f"!<{tag}>", *section, f"!</{tag}>")

    def _tag(self, text: str) -> str:
        line = text.split("\n", 1)[0]
        return next((tag for pattern, tag in self.dialect.tags if full(pattern, line)), "other")

    def _shown_inside(self, key: str, mark: str) -> list[str]:
        """Give what stands in a view, the views in it after its lines."""
        block = self.blocks[key]
        step = self.dialect.step
        held = block.committed if block.kind.commit else None
        lines = [f"{step}{line}" for line in block.shown(self.dialect, held)]
        for inner in self._inside(key):
            nested = self.blocks[inner]
            body = self._shown_inside(inner, mark)
            if not body and not nested.kind.undo:
                continue  # a view that always exists shows when something stands in it
            lines += [f"{step}{mark}"] if self.dialect.inner_marks else []
            lines += [f"{step}{nested.header or inner.rpartition(INNER)[2]}"]
            lines += [f"{step}{line}" for line in body]
            lines += [f"{step}{nested.kind.ends}"] if nested.kind.ends else []
        return lines

    def _inside(self, key: str) -> list[str]:
        """Give the keys of the views directly inside of one, as they are shown."""
        front = key + INNER
        found = [k for k in self.blocks if k.startswith(front) and INNER not in k[len(front) :]]
        return sorted(found, key=lambda k: (self._order(k[len(front) :]), natural(k)))

    def _shown(self, text: str) -> str:
        if not self.dialect.loud_upper:
            return text
        return re.sub(r"\S*:\S*:\S*", lambda m: _loud(m[0]), text)

    def _order(self, line: str) -> int:
        return _place_of(self.dialect, line)

    def _set_statement(self, header: str, block: Block, line: str) -> bool:
        statement = _statement_of(block.kind, line)
        match = full(statement.syntax, line) if statement else None
        if statement and match:
            if (not statement.stored and not statement.slot) or line in block.lines:
                return True
            self._check(header, block, statement, match)
            if statement.rewrites[0]:
                self._rewrite(block, statement, match)
                return True
            slot = _filled(statement.slot, match)
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
        bars = _filled(statement.bars, match)
        if bars and any(full(bars, old) for old in shown):
            raise self._refusal("Please renew the default configurations.")
        if statement.needs_top:
            self._require_top(_filled(statement.needs_top, match))
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
        slot = _filled(statement.slot or statement.rewrites[0], match)
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
        return _filled(template, match)

    def _rewrite(self, block: Block, statement: Statement, match: re.Match[str]) -> None:
        pattern, template = statement.rewrites
        old = next((line for line in block.lines if full(_filled(pattern, match), line)), "")
        stored = full(_filled(pattern, match), old)
        if not old or stored is None:
            raise self._refusal("The object does not exist.")
        new = stored.expand(_plain(template, match))
        block.keep(new if line == old else line for line in list(block.lines))

    def _take_back(self, header: str, block: Block, line: str) -> bool:
        """Take a command that takes a line away and is no negation."""
        for statement in block.kind.statements:
            for old in list(block.lines) if statement.cancel else ():
                match = full(statement.syntax, old)
                if match and full(_filled(statement.cancel, match), line):
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
                self._keep(block, vlans, self._numbers(whole["ids"]))
            elif add:
                numbers = self._listed(vlans, add["ids"])
                self._leave_group(block, vlans, numbers)
                self._keep(block, vlans, held | numbers)
            elif taken and less and block is not self.root:
                numbers = self._listed(vlans, less["ids"])
                self._leave_group(block, vlans, numbers)
                self._keep(block, vlans, held - numbers)
            elif not positive and vlans.clear and full(vlans.clear, body):
                block.vlans.pop(vlans, None)
            else:
                continue
            return True
        return False

    def _listed(self, vlans: VlanList, text: str) -> set[int]:
        """Give the numbers of a list, but for number 1 where that has a line of its own."""
        numbers = set(range(1, VLANS + 1)) if text == vlans.all else self._numbers(text)
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
                self._keep(block, other, held - numbers)

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
            hits = _hits(statement, block, body)
            if hits is not None:
                self._lose(header, statement, hits)
                return True
        return self._remove_banner(body)

    def _lose(self, header: str, statement: Statement, hits: set[str]) -> None:
        """Take lines of a statement away, with what goes along."""
        block = self.blocks[header] if header else self.root
        for hit in hits:
            self._check_held(header, statement, hit)
        self._check_staying(block, hits)
        block.keep(old for old in block.lines if old not in hits)
        for hit in hits:
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
                block.drop(_filled(gone.kind.drops, match))

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
            pattern = "" if "{1}" in statement.undo else statement.undo
            if body != line and pattern and re.match(pattern, body):
                return self.dialect.excess
        if any(s.syntax.startswith(f"{line} ") for s in block.kind.statements):
            return self.dialect.incomplete
        return self.dialect.unknown

    def _refusal(self, reason: str) -> Refusal:
        return Refusal(self.dialect.refused.format(reason=reason))

    def _read(self, text: str) -> None:
        """Read a stored configuration; what the grammar does not know is kept and shown."""
        header = ""
        lines = iter((self.dialect.plain(text) if self.dialect.plain else text).splitlines())
        known = {line.format(size=0) for line in self.dialect.header}
        ends = {kind.ends for kind in self.dialect.kinds.values() if kind.ends}
        for line in lines:
            bare = self._long(line.strip())
            if line[:1] in {"#", "!"} or not bare:
                header = ""
            elif bare in {"#", "!"} or bare in ends:
                depth = (len(line) - len(line.lstrip())) // len(self.dialect.step)
                header = INNER.join(header.split(INNER)[:depth])
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
        for block in self.blocks.values():
            block.committed = tuple(block.lines) if block.kind.commit else None

    def _long(self, line: str) -> str:
        """Give a header with the long name of its port."""
        for short, long in self.dialect.short if line.startswith("interface ") else ():
            line = re.sub(rf"^interface {short}(?=\d)", f"interface {long}", line)
        return line

    def _read_inside(self, header: str, line: str) -> str:
        """Read a line below a header; give the view that the next one may stand in."""
        depth = (len(line) - len(line.lstrip())) // len(self.dialect.step)
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
        lines = each_line(self.dialect, block.kind, canonical(line))
        for one in lines:
            self._read_one(block, one)

    def _read_one(self, block: Block, line: str) -> None:
        found = _statement_of(block.kind, line)
        if found:
            block.lines.update({line: None} if found.stored else {})
            return
        for vlans in block.kind.lists:
            match = full(vlans.sets or vlans.add, line)
            if match:
                held = block.vlans.get(vlans, set())
                self._keep(block, vlans, held | self._listed(vlans, match["ids"]))
                return
        block.extra.append(line)


@lru_cache(200_000)
def _kind_of(dialect: Dialect, where: str, line: str) -> Kind | None:
    """Give the kind of view that a line opens in one of the kind named ``where``."""
    kinds = (kind for kind in dialect.kinds.values() if kind.inside == where)
    return next((kind for kind in kinds if full(kind.header, line)), None)


@lru_cache(200_000)
def _statement_of(kind: Kind, line: str) -> Statement | None:
    """Give the first statement of a view that a line is."""
    return next((one for one in kind.statements if full(one.syntax, line)), None)


@lru_cache(100_000)
def _place_of(dialect: Dialect, line: str) -> int:
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
            numbers = _listed(match[statement.each])
            return [f"{front}{body[:start]}{number}{body[end:]}" for number in numbers]
    return [line]


def _listed(text: str) -> list[int]:
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


def _names(statement: Statement, line: str, body: str) -> bool:
    """Tell whether ``body`` is the form in which this stored line is taken back."""
    match = full(statement.syntax, line)
    return bool(match and full(_filled(statement.undo, match), body))


def _hits(statement: Statement, block: Block, body: str) -> set[str] | None:
    """Give the lines of a statement that a removal names; None when it names none of its kind."""
    if "{1}" in statement.undo:
        word = body.split(" ", 1)[0]
        near = (old for old in block.lines if old.startswith(word))
        return {old for old in near if _names(statement, old, body)} or None
    if statement.undo and full(statement.undo, body):
        return {old for old in block.lines if _is_under(statement, old, body)}
    if not statement.undo and (body in block.lines or not statement.slot):
        under = (old for old in block.lines if old == body or old.startswith(f"{body} "))
        return {old for old in under if full(statement.syntax, old)} or None
    return None


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
