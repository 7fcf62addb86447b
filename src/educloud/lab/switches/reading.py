"""Reading a stored configuration: what the grammar does not know is kept, and shown again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from educloud.lab.switches.block import INNER, Block
from educloud.lab.switches.grammar import TOP
from educloud.lab.switches.lines import banner, begin, canonical, each_line, full, statement_of

if TYPE_CHECKING:
    from educloud.lab.switches.config import Configuration


def read_stored(config: Configuration, text: str) -> None:
    """Read a stored configuration; what the grammar does not know is kept and shown."""
    header = ""
    lines = iter((config.dialect.plain(text) if config.dialect.plain else text).splitlines())
    known = {line.format(size=0) for line in config.dialect.header}
    ends = {kind.ends for kind in config.dialect.kinds.values() if kind.ends}
    for line in lines:
        bare = _long(config, line.strip())
        if line[:1] in {"#", "!"} or not bare:
            header = ""
        elif bare in {"#", "!"} or bare in ends:
            depth = (len(line) - len(line.lstrip())) // len(config.dialect.step)
            header = INNER.join(header.split(INNER)[:depth])
        elif line in known or bare == config.dialect.footer or bare.startswith("Current conf"):
            continue
        elif start := begin(config.dialect.banner, bare):
            config.banners.append(banner(bare, start, lines))
        elif header and line.startswith(" "):
            header = _read_inside(config, header, line)
        elif config.find_kind(canonical(bare)):
            header = _read_view(config, canonical(bare))
        else:
            _read_line(config, "", bare)
    if not config.dialect.batch:
        _read_view(config, "vlan 1")
    for block in config.blocks.values():
        block.committed = tuple(block.lines) if block.kind.commit else None


def _long(config: Configuration, line: str) -> str:
    """Give a header with the long name of its port."""
    for short, long in config.dialect.short if line.startswith("interface ") else ():
        line = re.sub(rf"^interface {short}(?=\d)", f"interface {long}", line)
    return line


def _read_inside(config: Configuration, header: str, line: str) -> str:
    """Read a line below a header; give the view that the next one may stand in."""
    depth = (len(line) - len(line.lstrip())) // len(config.dialect.step)
    outer = INNER.join(header.split(INNER)[:depth])
    bare = canonical(line.strip())
    found = config.find_kind(bare, outer)
    if found and found[1].inside != TOP:
        return _read_view(config, bare, outer)
    _read_line(config, outer, bare)
    return outer


def _read_view(config: Configuration, header: str, view: str = "") -> str:
    found = config.find_kind(header, view)
    if found is None:
        return header
    key, kind = found
    block = config.blocks.setdefault(key, Block(kind))
    block.header = header if kind.key else ""
    return key


def _read_line(config: Configuration, header: str, line: str) -> None:
    block = config.blocks[header] if header else config.root
    lines = each_line(config.dialect, block.kind, canonical(line))
    for one in lines:
        _read_one(config, block, one)


def _read_one(config: Configuration, block: Block, line: str) -> None:
    found = statement_of(block.kind, line)
    if found:
        block.lines.update({line: None} if found.stored else {})
        return
    for vlans in block.kind.lists:
        match = full(vlans.sets or vlans.add, line)
        if match:
            held = block.vlans.get(vlans, set())
            config.keep_list(block, vlans, held | config.listed(vlans, match["ids"]))
            return
    block.extra.append(line)
