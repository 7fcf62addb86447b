"""IPv6 prefixes as numbers and as text, quick enough for a province's register.

Python's own reading and writing of addresses takes ten times as long as the C library's; what the
C library does not read, or writes differently, goes to Python's.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv6Network
from typing import Any

from educloud.inventory.addresses.scheme import ADDRESS_BITS

_SIZES = tuple(1 << ADDRESS_BITS - length for length in range(ADDRESS_BITS + 1))
_FIRST_PLAIN = 1 << 96  # below it the C library writes the end of an address as IPv4
_BYTES = ADDRESS_BITS // 8


def span(prefix: IPv6Network) -> tuple[int, int]:
    """Give the first and the last address of a prefix as numbers."""
    start = int(prefix.network_address)
    return start, start + _SIZES[prefix.prefixlen] - 1


def near(blocks: Sequence[IPv6Network], prefixes: Iterable[IPv6Network]) -> Iterator[IPv6Network]:
    """Give those of ``prefixes`` that may lie in, or around, one of ``blocks``.

    A coarse sieve, to have less to sort: by the bits that the smallest block's length leaves.
    """
    length = min((block.prefixlen for block in blocks), default=0)
    shift = ADDRESS_BITS - length
    starts = {int(block.network_address) >> shift for block in blocks}
    return (
        one
        for one in prefixes
        if one.prefixlen < length or int(one.network_address) >> shift in starts
    )


def prefix_text(prefix: IPv6Network) -> str:
    """Give what ``str(prefix)`` gives."""
    start = int(prefix.network_address)
    if start < _FIRST_PLAIN:
        return str(prefix)
    text = socket.inet_ntop(socket.AF_INET6, start.to_bytes(_BYTES, "big"))
    return f"{text}/{prefix.prefixlen}"


def read_prefix(value: Any) -> Any:
    """Give the prefix a text says; what is no plain prefix comes back unread."""
    if not isinstance(value, str):
        return value
    address, _, length = value.strip().partition("/")
    try:
        start = int.from_bytes(socket.inet_pton(socket.AF_INET6, address), "big")
        plain = length.isascii() and length.isdigit()
        return IPv6Network((start, int(length))) if plain else value
    except (OSError, ValueError):
        return value
