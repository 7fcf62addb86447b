"""A configuration's text as a tree of lines; every character is kept, also of unknown lines."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from educloud.errors import ConfigError
from educloud.network.platform import Platform, compiled, load_platform, platform_names

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class Node:
    """A line as it stands in the text, the lines of its raw block, and what lies under it."""

    text: str
    number: int  # in the file, the first line is 1
    noise: bool = False
    raw: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def line(self) -> str:
        """The line without indent and superfluous blanks; a raw block stays as it is."""
        if self.raw:
            return "\n".join([self.text.strip(), *self.raw])
        return normal(self.text)


def parse(platform: Platform, text: str, source: str = "") -> list[Node]:
    """Give the top lines of a configuration; ConfigError for junk and other platforms' files."""
    _check_text(platform, text, source)
    top: list[Node] = []
    open_views: list[tuple[int, Node]] = []
    lines = enumerate(text.split("\n"), start=1)
    for number, line in lines:
        node = Node(line, number)
        bare = line.strip()
        indent = len(line) - len(line.lstrip())
        separator = compiled(platform.separator).fullmatch(line.rstrip())
        if not bare or separator or compiled(platform.noise).fullmatch(bare):
            node.noise = True
            # Only a separator at the margin ends a block: views hold indented ones.
            if indent == 0 and bare:
                open_views.clear()
            (open_views[-1][1].children if open_views and bare else top).append(node)
            continue
        while open_views and open_views[-1][0] >= indent:
            open_views.pop()
        (open_views[-1][1].children if open_views else top).append(node)
        node.raw = _raw_block(platform, bare, lines, source)
        open_views.append((indent, node))
    return top


def dump(nodes: list[Node]) -> str:
    """Give the text that ``parse`` read, to the character."""
    return "\n".join(_texts(nodes))


def normal(line: str) -> str:
    """Give a line with single blanks and IPv6 addresses in their canonical form."""
    words = line.split()
    if line.count(":") > 1:
        words = [_canonical(word) for word in words]
    return " ".join(words)


def _texts(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        yield node.text
        yield from node.raw
        yield from _texts(node.children)


def _raw_block(
    platform: Platform, line: str, lines: Iterator[tuple[int, str]], source: str
) -> list[str]:
    start = compiled(platform.banner).match(line)
    if not start or start["delim"] in line[start.end("delim") :]:
        return []
    block: list[str] = []
    for _, text in lines:
        block.append(text)
        if start["delim"] in text:
            return block
    raise ConfigError(
        f"the banner {line!r} has no end", source, f"close it with {start['delim']!r}"
    )


def _canonical(word: str) -> str:
    if word.count(":") < 2:  # noqa: PLR2004  an IPv6 address has two colons at least
        return word
    address, slash, length = word.partition("/")
    try:
        return f"{ipaddress.IPv6Address(address)}{slash}{length}"
    except ValueError:
        return word


def _check_text(platform: Platform, text: str, source: str) -> None:
    junk = CONTROL.search(text.replace("\x03", ""))
    if junk:
        line = text.count("\n", 0, junk.start()) + 1
        raise ConfigError(
            f"line {line} holds the control character {junk[0]!r}: not a configuration",
            source,
            "give the text as the device shows it",
        )
    lines = text.split("\n")
    if _signs(platform, lines):
        return
    for name in platform_names():
        found = _signs(load_platform(name), lines)
        if name != platform.name and found:
            raise ConfigError(
                f"line {found} ({lines[found - 1].strip()!r}) belongs to {name},"
                f" not to {platform.name}",
                source,
                "name the right platform or the right file",
            )


def _signs(platform: Platform, lines: list[str]) -> int:
    """Give the number of the first line that only this platform has, 0 for none."""
    signs = compiled(platform.signs)
    return next((n for n, line in enumerate(lines, 1) if signs.fullmatch(line.strip())), 0)
