"""A picture as mermaid text, as Markdown viewers draw it."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.graph.picture import Box, Line, Picture


def mermaid(picture: Picture) -> str:
    """Give the text of a flowchart: a subgraph a group, an arrow from who refers."""
    ids = {box.key: f"n{number}" for number, box in enumerate(picture.boxes)}
    groups: dict[str, list[Box]] = {}
    for box in picture.boxes:
        groups.setdefault(box.group, []).append(box)
    return "\n".join((
        "---",
        f'title: "{_plain(picture.title)}"',
        "---",
        "flowchart RL",
        *(line for number, group in enumerate(groups)
          for line in _group(f"g{number}", group, groups[group], ids)),
        *(_line(line, ids) for line in picture.lines),
        "",
    ))  # fmt: skip


def _group(key: str, title: str, boxes: list[Box], ids: dict[str, str]) -> Iterator[str]:
    if title:
        yield f'  subgraph {key}["{_text(title)}"]'
    for box in boxes:
        note = f"<br/>{_text(box.note)}" if box.note else ""
        yield f'    {ids[box.key]}["{_text(box.title)}{note}"]'
    if title:
        yield "  end"


def _line(line: Line, ids: dict[str, str]) -> str:
    arrow = "-.->" if line.dashed else "-->"
    text = f'|"{_text(line.text)}"|' if line.text else ""
    return f"  {ids[line.source]} {arrow}{text} {ids[line.target]}"


def _text(text: str) -> str:
    """Escape what mermaid or its HTML labels would take for their own."""
    text = "".join(one for one in text if one.isprintable())
    for letter, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(letter, code)
    return text


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
