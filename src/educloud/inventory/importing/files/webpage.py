"""Tables of a web page: what many Chinese systems export under the name .xls."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from educloud.inventory.importing.draft import Cell, Sheet

SPAN_LIMIT = 10_000  # rows or columns that one cell may cover
CELLS = frozenset({"td", "th"})


def page_sheets(text: str) -> list[Sheet]:
    """Give every table of the page as a sheet; a cell over several is a merged one."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [
        Sheet(f"表{number}", table.rows, tuple(table.merged))
        for number, table in enumerate(parser.done, start=1)
        if table.rows
    ]


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)  # column -> last row covered from above
    column: int = 0
    text: list[str] | None = None  # of the open cell
    spans: tuple[int, int] = (1, 1)

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])
        self.column = 0

    def open_cell(self, spans: tuple[int, int]) -> None:
        self.close_cell()
        if not self.rows:
            self.open_row()
        self.text, self.spans = [], spans

    def close_cell(self) -> None:
        if self.text is None:
            return
        row, cells = len(self.rows) - 1, self.rows[-1]
        while self.covered.get(self.column, -1) >= row:
            cells.append(None)
            self.column += 1
        down, across = self.spans
        if down > 1 or across > 1:
            low, right = row + down - 1, self.column + across - 1
            self.merged.append((row, self.column, low, right))
            self.covered |= dict.fromkeys(range(self.column, right + 1), low)
        text = " ".join("".join(self.text).split())
        cells += [text or None, *[None] * (across - 1)]
        self.column += across
        self.text = None


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[_Table] = []
        self._open: list[_Table] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            table = _Table()
            self.done.append(table)
            self._open.append(table)
        elif tag in {"script", "style"}:
            self._silent += 1
        elif self._open and tag == "tr":
            self._open[-1].open_row()
        elif self._open and tag in CELLS:
            given = dict(attrs)
            self._open[-1].open_cell((_span(given.get("rowspan")), _span(given.get("colspan"))))
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag in CELLS | {"tr", "table"}:
            self._open[-1].close_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].text is not None and not self._silent:
            self._open[-1].text.append(data)


def _span(text: str | None) -> int:
    return min(max(int(text), 1), SPAN_LIMIT) if text and text.isdecimal() else 1
