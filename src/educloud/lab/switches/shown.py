"""The text in which a switch shows its configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from educloud.lab.switches.block import INNER
from educloud.lab.switches.lines import full, lists, loud, natural, place_of

if TYPE_CHECKING:
    from educloud.lab.switches.config import Configuration


def shown_text(config: Configuration) -> str:
    """Give the running configuration as the switch shows it."""
    if config.dialect.shape:
        return config.dialect.shape(tuple(_texts(config, "#")))
    hash_like = config.dialect.layout == "hash"
    mark = "#" if hash_like else "!"
    body = "\n".join(_sections(config, mark))
    header = "\n".join(config.dialect.header).format(size=len(body))
    if config.dialect.tags:
        return f"{header}\n{body}\n"
    return f"{header}\n{mark}\n{body}\n{mark}\n{config.dialect.footer}\n"


def _sections(config: Configuration, mark: str) -> Iterator[str]:
    if config.dialect.tags:
        yield from _tagged(config, _texts(config, mark))
    else:
        yield f"\n{mark}\n".join(_texts(config, mark))


def _texts(config: Configuration, mark: str) -> list[str]:
    """Give views and groups of top lines in the order in which they are shown."""
    margin = " " if config.dialect.indent_top else ""
    chunks: dict[tuple[int, str], list[str]] = {}
    for line in config.root.shown(config.dialect):
        chunks.setdefault((place_of(config.dialect, line), ""), []).append(margin + line)
    if config.dialect.batch:
        numbers = {int(h.split()[1]) for h in config.blocks if h.startswith("vlan ")}
        batch = [f"vlan batch {text}" for text in lists(config.dialect, numbers)]
        chunks[place_of(config.dialect, "vlan batch"), ""] = batch
    for header, block in config.blocks.items():
        if INNER in header or not block.stands:
            continue
        inner = _shown_inside(config, header, mark)
        hides = block.kind.hides or (config.dialect.batch and header.startswith("vlan "))
        if inner or not hides:
            end = [block.kind.ends] if block.kind.ends else []
            chunks[place_of(config.dialect, header), header] = [
                block.header or header,
                *inner,
                *end,
            ]
    for banner in config.banners:
        chunks[place_of(config.dialect, banner.splitlines()[0]), banner] = [margin + banner]
    ordered = sorted(chunks, key=lambda chunk: (chunk[0], natural(chunk[1])))
    return [_shown(config, "\n".join(chunks[c])) for c in ordered if chunks[c]]


def _tagged(config: Configuration, texts: Iterable[str]) -> Iterator[str]:
    """Give the texts in sections, each between a mark and its end mark."""
    for tag, section in groupby(texts, key=lambda text: _tag(config, text)):
        yield from (f"!<{tag}>", *section, f"!</{tag}>")


def _tag(config: Configuration, text: str) -> str:
    line = text.split("\n", 1)[0]
    return next((tag for pattern, tag in config.dialect.tags if full(pattern, line)), "other")


def _shown_inside(config: Configuration, key: str, mark: str) -> list[str]:
    """Give what stands in a view, the views in it after its lines."""
    block = config.blocks[key]
    step = config.dialect.step
    held = block.committed if block.kind.commit else None
    lines = [f"{step}{line}" for line in block.shown(config.dialect, held)]
    for inner in _inside(config, key):
        nested = config.blocks[inner]
        body = _shown_inside(config, inner, mark)
        if not body and not nested.kind.undo:
            continue  # a view that always exists shows when something stands in it
        lines += [f"{step}{mark}"] if config.dialect.inner_marks else []
        lines += [f"{step}{nested.header or inner.rpartition(INNER)[2]}"]
        lines += [f"{step}{line}" for line in body]
        lines += [f"{step}{nested.kind.ends}"] if nested.kind.ends else []
    return lines


def _inside(config: Configuration, key: str) -> list[str]:
    """Give the keys of the views directly inside of one, as they are shown."""
    front = key + INNER
    found = [k for k in config.blocks if k.startswith(front) and INNER not in k[len(front) :]]
    return sorted(found, key=lambda k: (place_of(config.dialect, k[len(front) :]), natural(k)))


def _shown(config: Configuration, text: str) -> str:
    if not config.dialect.loud_upper:
        return text
    return re.sub(r"\S*:\S*:\S*", lambda m: loud(m[0]), text)
