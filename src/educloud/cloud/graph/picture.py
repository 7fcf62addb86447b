"""A picture of boxes and lines, and where its boxes stand.

Boxes stand in columns: what others refer to on the left, who refers to it further right, so that
every line leads left. Groups are bands below one another. Nothing overlaps by construction.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

BOX_WIDTH, BOX_HEIGHT = 190, 40
COLUMN_GAP, ROW_GAP = 60, 12
BAND_HEAD, BAND_GAP, MARGIN = 30, 18, 24
PICTURE_HEAD = 64  # title and legend
LETTER = 6.6  # width of a Latin letter at the boxes' 12 px; a Chinese one has about two


@dataclass(frozen=True, slots=True)
class Box:
    """A box; ``key`` is its own among all of the picture."""

    key: str
    title: str
    note: str = ""  # what it is, in small letters
    group: str = ""
    column: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A reference: from who refers, to what it refers to."""

    source: str
    target: str
    text: str = ""
    dashed: bool = False  # a reference that does not say who must stand first


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    title: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in pixels from the upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> int:
        """The height at which lines touch it."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a picture stands."""

    boxes: Mapping[str, Area]
    bands: Mapping[str, Area]
    width: int
    height: int


def layers(needs: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Give the column of each key: one further right than all it needs (which come before it)."""
    found: dict[str, int] = {}
    for key, others in needs.items():
        found[key] = max((found[one] + 1 for one in others), default=0)
    return found


def placed(picture: Picture) -> Layout:
    """Give a layout: bands of groups in order of appearance, a row for each box of a column."""
    columns = 1 + max((box.column for box in picture.boxes), default=0)
    width = MARGIN * 2 + columns * (BOX_WIDTH + COLUMN_GAP)
    boxes: dict[str, Area] = {}
    bands: dict[str, Area] = {}
    top = PICTURE_HEAD
    for group, members in _grouped(picture.boxes):
        head = BAND_HEAD if group else 0
        rows: dict[int, int] = {}
        for box in members:
            row = rows[box.column] = rows.get(box.column, -1) + 1
            left = MARGIN + COLUMN_GAP // 2 + box.column * (BOX_WIDTH + COLUMN_GAP)
            upper = top + head + row * (BOX_HEIGHT + ROW_GAP)
            boxes[box.key] = Area(left, upper, BOX_WIDTH, BOX_HEIGHT)
        height = head + (1 + max(rows.values())) * (BOX_HEIGHT + ROW_GAP)
        bands[group] = Area(MARGIN, top, width - MARGIN * 2, height)
        top += height + BAND_GAP
    return Layout(boxes, bands, width, top - BAND_GAP + MARGIN)


def _grouped(boxes: Iterable[Box]) -> Iterator[tuple[str, list[Box]]]:
    groups: dict[str, list[Box]] = {}
    for box in boxes:
        groups.setdefault(box.group, []).append(box)
    yield from groups.items()


def fitted(text: str, width: float) -> str:
    """Give as much of a text as fits into this many pixels, with an ellipsis when it is cut."""
    if sum(map(_width, text)) <= width:
        return text
    used, kept = _width("…"), ""
    for letter in text:
        used += _width(letter)
        if used > width:
            break
        kept += letter
    return f"{kept}…"


def _width(letter: str) -> float:
    return LETTER * (1.9 if unicodedata.east_asian_width(letter) in "WFA" else 1)
