"""One import: a file, its format, its rows, the tables after it. Decided here, written after."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from educloud.errors import ProjectError
from educloud.inventory.formats.ledger import FORMAT as LEDGER
from educloud.inventory.garbage import without_collections
from educloud.inventory.importing.choose import Choice, Request, choose_sheets
from educloud.inventory.importing.draft import (
    Change,
    Context,
    Extract,
    Format,
    Formula,
    Rejection,
    Sheet,
)
from educloud.inventory.importing.files.sheets import read_sheets
from educloud.inventory.importing.known import Known
from educloud.inventory.importing.ledger.binding import bind
from educloud.inventory.importing.masks import mask, masked_changes, masked_rejections
from educloud.inventory.importing.merging.merge import Counts, Merged, merge
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.importing.options import check_map, read_defaults
from educloud.inventory.importing.rejects import FOLDER, rejects_text, was_corrected, without_added
from educloud.inventory.importing.similar import Candidate, candidates, org_candidates
from educloud.inventory.models import TABLES
from educloud.inventory.tables import cell_text, table_text

NO_ROWS = "there is no row of data below the header"
SOURCE_DIGITS = 4  # of the folder's own sign in the name of its file of rejects

_Read = list[tuple[Sheet, Extract]]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import makes of the tables, and all that is told about it (masked).

    ``documents``: each file that changes, with its new text (None: it goes). ``set_aside``: a file
    of rejects that somebody corrected, and the name under which it stays. ``headers``: our columns,
    and what a ledger calls them.
    """

    format: str
    kind: str
    sheets: tuple[str, ...]
    accepted: int
    rejections: Sequence[Rejection]
    warnings: Sequence[str]
    changes: Sequence[Change]
    candidates: Sequence[Candidate]
    tables: Mapping[str, Counts]
    rejects_file: Path | None
    documents: Mapping[Path, str | None]
    set_aside: tuple[Path, Path] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@without_collections()
def prepare_import(request: Request) -> ImportResult:
    """Give what the import would do; writes nothing. ProjectError when the file is unusable."""
    known = Known(request.out, request.divisions)
    request.progress("读取文件", 0, 0)
    sheets = [without_added(one) for one in read_sheets(request.path, request.sheet)]
    choice = choose_sheets(sheets, request)
    defaults = read_defaults(request.defaults, request.kind, choice.form)
    request = replace(request, defaults=defaults)
    context = _context(request, known)
    read = [(sheet, _read(choice.form, sheet, request, context)) for sheet in choice.sheets]
    headers = [name for _, extract in read for name in extract.header]
    check_map(request.mapping, request.kind, choice.form, headers)
    if len(read) > 1:
        read = [(sheet, _labelled(sheet.name, extract)) for sheet, extract in read]
    drafts = [draft for _, extract in read for draft in extract.drafts]
    request.progress("合并到台账", 0, 0)
    for table in {draft.table for draft in drafts}:
        known.check(table)
    merged = merge(known, drafts, request.kind)
    return _result(request, choice, read, merged, known)


def _context(request: Request, known: Known) -> Context:
    return Context(
        Directory(known.by_id("divisions"), known.by_id("orgs"), known.by_id("rooms")),
        mapping=request.mapping,
        defaults=request.defaults,
        sites=known.by_id("sites"),
        apps=known.by_id("apps"),
    )


def _read(form: Format, sheet: Sheet, request: Request, context: Context) -> Extract:
    def progress(done: int) -> None:
        request.progress("整理各行", done, len(sheet.rows))

    extract = form.read(sheet, request.kind, replace(context, progress=progress))
    for (row, column), text in sheet.formulas.items():
        inside = row < len(sheet.rows) and column < len(sheet.rows[row])
        value = sheet.rows[row][column] if inside else None
        if row >= extract.header_row and not isinstance(value, Formula):
            name = extract.header[column] if column < len(extract.header) else ""
            extract.changes.append(Change(row + 1, name, text, cell_text(value), "formula"))
    return extract


def _labelled(name: str, extract: Extract) -> Extract:
    for draft in extract.drafts:
        draft.sheet = name
    return replace(
        extract,
        changes=[replace(one, sheet=name) for one in extract.changes],
        rejections=[replace(one, sheet=name) for one in extract.rejections],
        warnings=[f"{name}: {one}" for one in extract.warnings],
    )


def _result(
    request: Request, choice: Choice, read: _Read, merged: Merged, known: Known
) -> ImportResult:
    rejections = [one for _, extract in read for one in extract.rejections] + merged.rejections
    order = {sheet.name: place for place, (sheet, _) in enumerate(read)}
    rejections.sort(key=lambda one: (order.get(one.sheet, 0), one.row))
    refused = {_place(one) for one in rejections}
    changes = [one for _, extract in read for one in extract.changes]
    changes = [one for one in changes if _place(one) not in refused] if refused else changes
    changes += merged.changes
    changes.sort(key=lambda one: (order.get(one.sheet, 0), one.row))
    extracts = [extract for _, extract in read]
    warnings = [
        *choice.warnings,
        *(one for extract in extracts for one in extract.warnings),
        *merged.warnings,
        *([] if merged.taken or rejections else [NO_ROWS]),
    ]
    documents = _documents(request, read, merged, rejections, known)
    set_aside = _set_aside(request, documents)
    if set_aside:
        warnings.append(
            f"{set_aside[0].name} had been corrected but not imported since; it is kept as"
            f" {set_aside[1].name}: import that file too"
        )
    return ImportResult(
        format=choice.form.name,
        kind=request.kind,
        sheets=tuple(sheet.name for sheet, _ in read),
        accepted=len(merged.taken.get(request.kind, ())),
        rejections=masked_rejections(rejections),
        warnings=[mask(one) for one in dict.fromkeys(warnings)],
        changes=masked_changes(changes),
        candidates=_candidates_of(merged, known),
        tables=merged.counts,
        rejects_file=_rejects_file(request) if rejections else None,
        documents=documents,
        set_aside=set_aside,
        headers=_headers(request, choice, extracts),
    )


def _place(one: Change | Rejection) -> tuple[str, int]:
    return one.sheet, one.row


def _candidates_of(merged: Merged, known: Known) -> list[Candidate]:
    """Give the groups that a system of this file is in, or an organisation new by it."""
    taken = {identity[0] for table in ("apps", "orgs") for identity in merged.taken.get(table, ())}
    found: list[Candidate] = []
    orgs: Sequence[Any] = merged.tables.get("orgs", ())
    if merged.taken.get("apps"):
        apps: Sequence[Any] = merged.tables["apps"]
        found += candidates(apps, {org.org_id: org.name for org in orgs or known["orgs"]})
    if merged.taken.get("orgs"):
        found += org_candidates(orgs)
    return [one for one in found if not taken.isdisjoint(one.ids)]


def _headers(request: Request, choice: Choice, extracts: list[Extract]) -> dict[str, str]:
    """Give what a ledger calls the columns that are bound to ours."""
    names = [name for one in extracts for name in one.header] if choice.form is LEDGER else []
    bound = bind(names, request.kind, request.mapping).bound if names else []
    return {one.column.name: mask(one.header) for one in reversed(bound)}


def _documents(
    request: Request,
    read: _Read,
    merged: Merged,
    rejections: list[Rejection],
    known: Known,
) -> dict[Path, str | None]:
    documents: dict[Path, str | None] = {}
    for table in [name for name in TABLES if name in merged.tables]:
        if merged.counts[table].added or merged.counts[table].changed:
            text = table_text(merged.tables[table], TABLES[table], known.header(table))
            _put(documents, request.out / f"{table}.csv", text)
    _put(documents, _rejects_file(request), rejects_text(read, rejections) or None)
    return documents


def _rejects_file(request: Request) -> Path:
    folder = request.out / FOLDER
    if request.path.resolve().parent == folder.resolve():
        return request.path  # a corrected file of rejects: what is still wrong stays in it
    # Every county calls its file 台账.xlsx: one's rejects must not take the place of another's.
    source = hashlib.sha256(str(request.path.resolve()).encode()).hexdigest()[:SOURCE_DIGITS]
    return folder / f"{request.path.stem}-{source}.{request.kind}.csv"


def _set_aside(request: Request, documents: Mapping[Path, str | None]) -> tuple[Path, Path] | None:
    """Give a corrected file of rejects that this import would write over, and its new name."""
    path = _rejects_file(request)
    if path not in documents or path == request.path or not path.exists():
        return None
    try:
        corrected = any(map(was_corrected, read_sheets(path)))
    except ProjectError:
        corrected = True  # whatever it has become, somebody worked on it
    numbers = (path.with_suffix(f".bak-{number}.csv") for number in count(1))
    return (path, next(one for one in numbers if not one.exists())) if corrected else None


def _put(documents: dict[Path, str | None], path: Path, text: str | None) -> None:
    """Note a file that changes; one that stays as it is is not touched."""
    now = path.read_bytes() if path.exists() else None
    if now != (None if text is None else text.encode("utf-8")):
        documents[path] = text
