"""A configuration's text as a tree of lines; every character is kept, also of unknown lines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from functools import cache

from educloud.errors import ConfigError
from educloud.network.platform import Platform, Raw, compiled, load_platform, platform_names

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
KEPT = 100_000  # lines remembered of a platform


class Node:
    """A line as it stands in the text, the lines of its raw block, and what lies under it.

    ``line`` is without indent and superfluous blanks; with a raw block it is all of it.
    """

    __slots__ = ("children", "line", "noise", "number", "raw", "text")

    def __init__(self, text: str, number: int, line: str, *, noise: bool = False) -> None:
        self.text = text
        self.number = number  # in the file, the first line is 1
        self.line = line
        self.noise = noise
        self.raw: Sequence[str] = ()
        self.children: Sequence[Node] = ()  # most lines have none: no list is made for these

    def add(self, child: Node) -> None:
        """Put a line below this one."""
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]


class Look:
    """How a line looks wherever it stands: its indent, and whether it is configuration."""

    __slots__ = ("ends_view", "indent", "line", "noise", "raw", "sign")

    def __init__(self, platform: Platform, text: str) -> None:
        bare = text.strip()
        self.indent = len(text) - len(text.lstrip())
        if platform.flat and compiled(platform.flat).fullmatch(bare):
            self.indent = -1
        separator = compiled(platform.separator).fullmatch(text.rstrip())
        self.noise = bool(not bare or separator or compiled(platform.noise).fullmatch(bare))
        # Only a separator at the margin ends a block: views hold indented ones.
        self.ends_view = self.noise and bool(bare) and self.indent == 0
        self.line = normal(text, platform.names)
        self.raw = None if self.noise else _raw_start(platform, bare)
        self.sign = bool(compiled(platform.signs).fullmatch(bare))


def parse(platform: Platform, text: str, source: str = "") -> list[Node]:
    """Give the top lines of a configuration.

    ConfigError for junk, for a text that is cut off, and for one of another platform.
    """
    _check_text(platform, text, source)
    top: list[Node] = []
    open_views: list[tuple[int, Node]] = []
    looks = _looks(platform)
    signed = False
    lines = enumerate(text.split("\n"), start=1)
    for number, line in lines:
        look = looks.get(line) or _remember(looks, platform, line)
        signed = signed or look.sign
        node = Node(line, number, look.line, noise=look.noise)
        if look.noise:
            if look.ends_view:
                open_views.clear()
            if open_views and look.line:
                open_views[-1][1].add(node)
            else:
                top.append(node)
            continue
        indent = look.indent
        while open_views and open_views[-1][0] >= indent:
            open_views.pop()
        if open_views:
            open_views[-1][1].add(node)
        else:
            top.append(node)
        if look.raw:
            node.raw = _raw_block(look.raw, node, lines, source)
            node.line = "\n".join([line.strip(), *node.raw])
        open_views.append((indent, node))
    if not signed:
        _check_platform(platform, text, source)
    return top


def dump(nodes: Sequence[Node]) -> str:
    """Give the text that ``parse`` read, to the character."""
    return "\n".join(_texts(nodes))


def normal(line: str, names: tuple[tuple[str, str], ...] = ()) -> str:
    """Give a line with single blanks, IPv6 addresses in one form and ports by their long names."""
    words = line.split()
    if line.count(":") > 1:
        words = [_canonical(word) for word in words]
    if names and words[0:1] != ["description"] and any(char.isdigit() for char in line):
        words = [_long(word, names) for word in words]
        if words[0] == "interface":  # a name for headers only begins with that word
            words = [_long(f"interface {''.join(words[1:])}", names, " ".join(words))]
    return " ".join(words)


@cache
def _looks(platform: Platform) -> dict[str, Look]:
    del platform
    return {}


def _remember(looks: dict[str, Look], platform: Platform, line: str) -> Look:
    if len(looks) >= KEPT:
        looks.clear()
    looks[line] = look = Look(platform, line)
    return look


def _texts(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.text
        yield from node.raw
        yield from _texts(node.children)


def _raw_start(platform: Platform, line: str) -> tuple[Raw, str] | None:
    """Give the raw block that a line begins and the text that ends it, unless it ends there."""
    for raw in platform.raw:
        start = compiled(raw.start).match(line)
        if not start:
            continue
        delim = start.groupdict().get("delim") or ""
        if delim and delim in line[start.end("delim") :]:
            return None
        return raw, delim
    return None


def _raw_block(
    begun: tuple[Raw, str], node: Node, lines: Iterator[tuple[int, str]], source: str
) -> list[str]:
    raw, delim = begun
    block: list[str] = []
    for _, text in lines:
        block.append(text)
        if (delim and delim in text) or (raw.end and compiled(raw.end).fullmatch(text.strip())):
            return block
    raise ConfigError(
        f"the block that line {node.number} ({node.text.strip()!r}) begins has no end", source,
        f"close it with {delim or raw.end!r}",
    )  # fmt: skip


def _canonical(word: str) -> str:
    if word.count(":") < 2:  # noqa: PLR2004  an IPv6 address has two colons at least
        return word
    address, slash, length = word.partition("/")
    try:
        return f"{ipaddress.IPv6Address(address)}{slash}{length}"
    except ValueError:
        return word


def _long(word: str, names: tuple[tuple[str, str], ...], other: str = "") -> str:
    for short, long in names:
        match = compiled(short).match(word)
        if match and match.end() < len(word) and word[match.end()].isdigit():
            return long + word[match.end() :]
    return other or word


def _check_text(platform: Platform, text: str, source: str) -> None:
    junk = CONTROL.search(text.replace("\x03", ""))
    if junk:
        line = text.count("\n", 0, junk.start()) + 1
        raise ConfigError(
            f"line {line} holds the control character {junk[0]!r}: not a configuration",
            source,
            "give the text as the device shows it",
        )
    _check_whole(platform, text, source)


def _check_whole(platform: Platform, text: str, source: str) -> None:
    """Raise ConfigError when a text has the head a device shows, but not its end."""
    if not (platform.begins and platform.ends):
        return
    head, tail = text[:2000].split("\n"), text[-2000:].split("\n")
    tail = [line for line in tail if line.strip()][-3:]  # a prompt may follow the end mark
    begins, ends = compiled(platform.begins), compiled(platform.ends)
    begun = any(begins.fullmatch(line.strip()) for line in head)
    if begun and not any(ends.fullmatch(line.strip()) for line in tail):
        number = text.rstrip().count("\n") + 1
        raise ConfigError(
            f"the text ends at line {number} ({tail[-1].strip()!r}) before the end mark of the"
            " device: it is cut off",
            source,
            "save the whole output of the device",
        )


def _check_platform(platform: Platform, text: str, source: str) -> None:
    """Raise ConfigError when a line belongs to another platform; none is one of this platform's."""
    lines = text.split("\n")
    for name in platform_names():
        signs = compiled(load_platform(name).signs)
        theirs = (n for n, line in enumerate(lines, 1) if signs.fullmatch(line.strip()))
        found = next((n for n in theirs if not _knows(platform, lines[n - 1].strip())), 0)
        if found:
            raise ConfigError(
                f"line {found} ({lines[found - 1].strip()!r}) belongs to {name},"
                f" not to {platform.name}",
                source,
                "name the right platform or the right file",
            )


def _knows(platform: Platform, line: str) -> bool:
    """Tell whether a line is one of the platform's own as well: ``hostname`` is many vendors'."""
    patterns = [
        *(one.match for one in platform.lines),
        *(one.match for one in platform.ids),
        *(one.match for one in platform.views),
    ]
    return any(compiled(pattern).fullmatch(line) for pattern in patterns)
