"""Which format a file is of, and which of its sheets are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from educloud.errors import ProjectError
from educloud.inventory.formats import formats
from educloud.inventory.importing.draft import Cell, Format, Sheet
from educloud.inventory.importing.masks import mask

AUTO = "auto"
SURE = 0.5  # what a format must say of a sheet to be taken without being named
HEADER_SEARCHED = 12  # rows from the top among which an error shows the likeliest header
NAMES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What to import, and what the user said about it."""

    path: Path
    kind: str
    out: Path
    divisions: Path  # table of divisions for a folder that has none
    format_name: str = AUTO
    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[str, int, int], None] = lambda *_: None  # stage, rows done, rows in all
    formats: Mapping[str, Format] = field(default_factory=formats)


@dataclass(frozen=True, slots=True)
class Choice:
    """A format, the sheets to read by it, and what is to be said about the others."""

    form: Format
    sheets: list[Sheet]
    warnings: list[str]


def choose_sheets(sheets: list[Sheet], request: Request) -> Choice:
    """Give the format that is surest of one sheet, and every sheet it is sure of.

    ProjectError when no format is sure of any, and none was named.
    """
    known = _candidates(request)
    shown = [sheet for sheet in sheets if not sheet.hidden]
    scores = {
        (name, place): max(form.recognise(one, request.kind) for one in _readings(sheet, request))
        for name, form in known.items()
        for place, sheet in enumerate(shown)
    }
    (name, first), best = max(scores.items(), key=lambda one: one[1], default=(("", 0), 0.0))
    if not shown or not best or (best < SURE and request.format_name == AUTO):
        raise _unrecognised(shown, known, request)
    places = [place for place in range(len(shown)) if scores[name, place] >= SURE] or [first]
    rest = [sheet for place, sheet in enumerate(shown) if place not in places and sheet.rows]
    warnings = [f"sheet {one.name!r} is of no known format and was not read" for one in rest]
    warnings += [
        f"sheet {one.name!r} is hidden and was not read; --sheet {one.name} reads it"
        for one in sheets
        if one.hidden
    ]
    chosen = [shown[place] for place in places]
    warnings += [note for sheet in chosen for note in sheet.notes]
    return Choice(known[name], chosen, warnings)


def _readings(sheet: Sheet, request: Request) -> list[Sheet]:
    """Give the sheet, and as it is with the headers that the user named called as in our tables."""
    top = sheet.rows[:HEADER_SEARCHED]
    ours = [[request.mapping.get(str(cell).strip(), cell) for cell in row] for row in top]
    if not request.mapping or ours == [list(row) for row in top]:
        return [sheet]
    return [sheet, replace(sheet, rows=[*ours, *sheet.rows[HEADER_SEARCHED:]])]


def _candidates(request: Request) -> dict[str, Format]:
    every = request.formats
    if request.format_name not in {AUTO, *every}:
        raise ProjectError(
            f"no format {request.format_name!r}", "--format", f"choose one of: {', '.join(every)}"
        )
    named = (
        every if request.format_name == AUTO else {request.format_name: every[request.format_name]}
    )
    found = {name: form for name, form in named.items() if request.kind in form.kinds}
    if not found:
        kinds = sorted({kind for form in named.values() for kind in form.kinds})
        raise ProjectError(
            f"nothing is read into {request.kind!r}",
            "--kind",
            f"choose one of: {', '.join(kinds)}",
        )
    return found


def _unrecognised(
    shown: list[Sheet], tried: Mapping[str, Format], request: Request
) -> ProjectError:
    names = [str(cell).strip() for cell in _likeliest_header(shown) if _is_text(cell)]
    header = "、".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
    notes = "".join(f"; {note}" for sheet in shown for note in sheet.notes)
    needs = "".join(f"; {one.name} needs {one.needs}" for one in _needing(tried, request))
    return ProjectError(
        f"no sheet looks like a list of {request.kind} of a known format (tried:"
        f" {', '.join(tried)}); its header seems to be: {mask(header) or '(none)'}{needs}{notes}",
        str(request.path),
        _other_way(shown, request),
    )


def _other_way(shown: list[Sheet], request: Request) -> str:
    """Say how the file may be read: as another kind, another format, or with names given."""
    scores = {
        (form.name, kind): form.recognise(sheet, kind)
        for form in request.formats.values()
        for kind in form.kinds
        for sheet in shown
    }
    (name, kind), best = max(scores.items(), key=lambda one: one[1], default=(("", ""), 0.0))
    if best >= SURE:
        told = f" --format {name}" if request.format_name not in {AUTO, name} else ""
        return f"it looks like {kind} of the format {name}: --kind {kind}{told}"
    if request.kind == "deps":
        return "dependencies that a ledger names (依赖系统) come with its systems: --kind apps"
    return "name the format by --format, and columns by --map 'header=column'"


def _needing(tried: Mapping[str, Format], request: Request) -> list[Format]:
    named = [] if request.format_name == AUTO else list(tried.values())
    return [form for form in named if form.needs]


def _likeliest_header(shown: list[Sheet]) -> Sequence[Cell]:
    """Give the first row near the top with about as many words as the one with most."""
    rows = [row for sheet in shown for row in sheet.rows[:HEADER_SEARCHED]]
    counts = [sum(map(_is_text, row)) for row in rows]
    most = max(counts, default=0)
    return next((row for row, words in zip(rows, counts, strict=True) if words * 2 > most), ())


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip())
