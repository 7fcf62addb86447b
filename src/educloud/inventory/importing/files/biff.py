"""Which cells of an XLS compute: read from its records, since calamine gives saved values only.

Sources: Microsoft's open specifications MS-CFB (the file of sectors, header and directory) and
MS-XLS (records BOF, EOF, BoundSheet8, Formula). Only what is needed to find formulas is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

FREE = 0xFFFFFFFA  # and above: no sector
ENTRY = 128  # bytes of a directory entry
HEADER_CHAIN = 109  # sectors of the FAT that the header names
BOF, EOF, BOUND_SHEET, FORMULA = 0x0809, 0x000A, 0x0085, 0x0006

Place = tuple[int, int]


def formula_places(raw: bytes) -> list[list[Place]]:
    """Give (row, column) from 0 of the formulas of each sheet, in the order of the sheets.

    ValueError or struct.error when the file is damaged. Files older than Excel 97 give none.
    """
    stream = _Compound(raw).stream("Workbook")
    starts = [
        struct.unpack_from("<I", body)[0]
        for kind, body in _records(stream, 0)
        if kind == BOUND_SHEET
    ]
    return [
        [
            struct.unpack_from("<HH", body)
            for kind, body in _records(stream, start)
            if kind == FORMULA
        ]
        for start in starts
    ]


def _records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Give the records of one part of the workbook, up to the end that matches its beginning."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind in {BOUND_SHEET, FORMULA}:
            yield kind, stream[position + 4 : position + 4 + length]
        elif kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        position += 4 + length


class _Compound:
    """An OLE file: streams in chains of sectors."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._size = 1 << struct.unpack_from("<H", raw, 30)[0]
        self._small = 1 << struct.unpack_from("<H", raw, 32)[0]
        directory, self._cutoff, small_table = struct.unpack_from("<48xI4xII", raw)
        self._table = self._numbers(b"".join(self._sector(one) for one in self._table_sectors()))
        entries = self._chain(directory)
        self._entries = [entries[at : at + ENTRY] for at in range(0, len(entries), ENTRY)]
        self._small_table = self._numbers(self._chain(small_table))

    def stream(self, name: str) -> bytes:
        """Give the content of a stream; empty when there is none of the name."""
        for entry in self._entries:
            length, start, size = struct.unpack_from("<64xH50xII", entry)
            if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") == name:
                whole = self._chain(start) if size >= self._cutoff else self._small_chain(start)
                return whole[:size]
        return b""

    def _table_sectors(self) -> Iterator[int]:
        yield from self._used(struct.unpack_from(f"<{HEADER_CHAIN}I", self._raw, 76))
        following, count = struct.unpack_from("<II", self._raw, 68)
        for _ in range(min(count, len(self._raw) // self._size)):
            *named, following = self._numbers(self._sector(following))
            yield from self._used(named)

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(one) for one in _follow(self._table, first))

    def _small_chain(self, first: int) -> bytes:
        container = self._chain(struct.unpack_from("<116xI", self._entries[0])[0])
        return b"".join(
            container[one * self._small : (one + 1) * self._small]
            for one in _follow(self._small_table, first)
        )

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._raw[start : start + self._size]

    @staticmethod
    def _used(numbers: tuple[int, ...] | list[int]) -> Iterator[int]:
        return (number for number in numbers if number < FREE)

    @staticmethod
    def _numbers(content: bytes) -> tuple[int, ...]:
        return struct.unpack_from(f"<{len(content) // 4}I", content)


def _follow(table: tuple[int, ...], number: int) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if number >= FREE:
            return
        if number >= len(table):
            raise ValueError("a chain of sectors leads out of the file")
        yield number
        number = table[number]
    raise ValueError("a chain of sectors has no end")
