"""A picture as SVG: one file that any browser shows, without scripts or fonts of its own."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax import saxutils

from educloud.cloud.graph.picture import (
    BOX_WIDTH,
    MARGIN,
    Area,
    Box,
    Layout,
    Line,
    Picture,
    fitted,
    placed,
)

PADDING = 10
LEGEND = "箭头指向被引用的一方；虚线：灾备。鼠标停留可看全名。"
STYLE = """
text { font: 12px 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif; fill: #1f2933; }
.head { font-size: 18px; font-weight: 600; }
.band { fill: #f3f6f9; stroke: #d5dde5; }
.band-head { font-weight: 600; fill: #52606d; }
.box { fill: #ffffff; stroke: #3e7cb1; }
.note { font-size: 10px; fill: #7b8794; }
.line { fill: none; stroke: #829ab1; stroke-width: 1.1; opacity: .6; }
.dashed { stroke-dasharray: 5 4; stroke: #c05621; }
.line:hover { stroke: #d64545; stroke-width: 2.5; opacity: 1; }
.word { font-size: 10px; fill: #486581; }
"""


def svg(picture: Picture) -> str:
    """Give the document; every box and line of the picture is in it once."""
    layout = placed(picture)
    size = f'width="{layout.width}" height="{layout.height}"'
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
        f' viewBox="0 0 {layout.width} {layout.height}">',
        f"<title>{_escaped(picture.title)}</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#829ab1"/></marker></defs>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text class="head" x="{MARGIN}" y="30">{_escaped(picture.title)}</text>',
        f'<text class="note" x="{MARGIN}" y="50">{LEGEND}</text>',
        *(_band(name, area) for name, area in layout.bands.items() if name),
        *(part for line in picture.lines for part in _line(line, layout)),
        *(_box(box, layout.boxes[box.key]) for box in picture.boxes),
        "</svg>",
        "",
    ))  # fmt: skip


def _band(name: str, area: Area) -> str:
    head = _text("band-head", area.x + PADDING, area.y + 19, name)
    return f'<g><rect class="band" {_place(area)} rx="6"/>{head}</g>'


def _box(box: Box, area: Area) -> str:
    room = BOX_WIDTH - 2 * PADDING
    left, upper = area.x + PADDING, area.y
    title = _text("title", left, upper + 17, fitted(box.title, room))
    note = _text("note", left, upper + 32, fitted(box.note, room * 1.2))  # in smaller letters
    whole = f"{box.title}（{box.note}）" if box.note else box.title
    return (
        f"<g data-box={_quoted(box.key)}><title>{_escaped(whole)}</title>"
        f'<rect class="box" {_place(area)} rx="4"/>{title}{note}</g>'
    )


def _line(line: Line, layout: Layout) -> Iterator[str]:
    source, target = layout.boxes[line.source], layout.boxes[line.target]
    start, end = (source.x, source.middle), (target.right, target.middle)
    if end[0] > start[0]:  # they stand in one column: around the right, past nothing
        start, end = (source.right, source.middle), (target.right, target.middle)
        bend = 40
        path = f"M{start[0]} {start[1]}C{start[0] + bend} {start[1]} {end[0] + bend} {end[1]}"
    else:
        bend = max(20, (start[0] - end[0]) // 2)
        path = f"M{start[0]} {start[1]}C{start[0] - bend} {start[1]} {end[0] + bend} {end[1]}"
    said = f"{line.source} → {line.target}{f'（{line.text}）' if line.text else ''}"
    kind = "line dashed" if line.dashed else "line"
    yield (
        f"<path data-from={_quoted(line.source)} data-to={_quoted(line.target)}"
        f' class="{kind}" d="{path} {end[0]} {end[1]}" marker-end="url(#arrow)">'
        f"<title>{_escaped(said)}</title></path>"
    )
    if line.text and not line.dashed:
        yield _text("word", start[0] - 4 - 52, start[1] - 4, fitted(line.text, 62))


def _text(kind: str, x: int, y: int, text: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{_escaped(text)}</text>'


def _escaped(text: str) -> str:
    """Give a text as XML takes it; XML has no way to say control characters."""
    return saxutils.escape("".join(one for one in text if one.isprintable()))


def _quoted(text: str) -> str:
    """Give a text as the value of an attribute, with its quotes."""
    return saxutils.quoteattr("".join(one for one in text if one.isprintable()))


def _place(area: Area) -> str:
    return f'x="{area.x}" y="{area.y}" width="{area.width}" height="{area.height}"'
