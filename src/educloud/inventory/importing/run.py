"""One import: a file, its format, its rows, the tables after it. Decided first, then written."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from educloud.errors import ProjectError
from educloud.inventory.garbage import without_collections
from educloud.inventory.importing.choose import Choice, Request, choose_sheets, unused_options
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
from educloud.inventory.importing.masks import mask, masked_changes, masked_rejections
from educloud.inventory.importing.merging.merge import Counts, Merged, merge
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.importing.rejects import FOLDER, rejects_text, without_added
from educloud.inventory.importing.similar import Candidate, candidates
from educloud.inventory.models import TABLES
from educloud.inventory.tables import cell_text, table_text

NO_ROWS = "there is no row of data below the header"
SOURCE_DIGITS = 4  # of the folder's own sign in the name of its file of rejects
DRAFTS = ".*.importing"  # files on their way into place

_Read = list[tuple[Sheet, Extract]]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import makes of the tables, and all that is told about it (masked).

    ``documents``: each file that changes, with its new text (None: it goes).
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


@without_collections()
def prepare_import(request: Request) -> ImportResult:
    """Give what the import would do; writes nothing. ProjectError when the file is unusable."""
    known = Known(request.out, request.divisions)
    request.progress("读取文件", 0, 0)
    sheets = [without_added(one) for one in read_sheets(request.path, request.sheet)]
    choice = choose_sheets(sheets, request)
    context = _context(request, known)
    read = [(sheet, _read(choice.form, sheet, request, context)) for sheet in choice.sheets]
    if len(read) > 1:
        read = [(sheet, _labelled(sheet.name, extract)) for sheet, extract in read]
    drafts = [draft for _, extract in read for draft in extract.drafts]
    request.progress("合并到台账", 0, 0)
    for table in {draft.table for draft in drafts}:
        known.check(table)
    merged = merge(known, drafts)
    return _result(request, choice, read, merged, known)


def write_import(result: ImportResult) -> None:
    """Write what changes: first all drafts of files, then each takes its place.

    A crash in between leaves whole files only, some old and some new; the same import once more
    makes up the rest, because what is written follows from the file and the tables alone.
    """
    folders = {path.parent for path in result.documents}
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        _clear(folders)  # of an import that crashed
        texts = {path: text for path, text in result.documents.items() if text is not None}
        drafts = {path: _draft(path, text) for path, text in texts.items()}
    except OSError as error:
        _clear(folders)
        raise _unwritable(error, min(folders)) from error
    for path, draft in drafts.items():
        draft.replace(path)
    for path, text in result.documents.items():
        if text is None:
            path.unlink(missing_ok=True)


@contextmanager
def only_import(out: Path) -> Iterator[None]:
    """Hold the folder for one import; ProjectError when another one is at work in it.

    A folder made for this goes again when nothing was put into it.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = os.open(out, os.O_RDONLY)
    except OSError as error:
        raise _unwritable(error, out) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ProjectError("another import is writing here", str(out), "wait for it") from None
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        os.close(handle)


def _unwritable(error: OSError, place: Path) -> ProjectError:
    return ProjectError(
        f"cannot be written: {error.strerror}",
        str(error.filename or place),
        "make room or give another folder by --out; nothing was written",
    )


def _clear(folders: Iterable[Path]) -> None:
    for folder in folders:
        for left in folder.glob(DRAFTS) if folder.is_dir() else ():
            left.unlink()


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(DRAFTS.replace("*", path.name))
    private = path.parent.name == FOLDER  # it holds unmasked data
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return draft


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
        *unused_options(request, [name for one in extracts for name in one.header]),
        *(one for extract in extracts for one in extract.warnings),
        *merged.warnings,
        *([] if merged.taken or rejections else [NO_ROWS]),
    ]
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
        documents=_documents(request, read, merged, rejections, known),
    )


def _place(one: Change | Rejection) -> tuple[str, int]:
    return one.sheet, one.row


def _candidates_of(merged: Merged, known: Known) -> list[Candidate]:
    """Give the groups that a system of this file is in."""
    taken = {identity[0] for identity in merged.taken.get("apps", ())}
    if not taken:
        return []
    apps: Sequence[Any] = merged.tables["apps"]
    orgs: Sequence[Any] = merged.tables.get("orgs") or known["orgs"]
    found = candidates(apps, {org.org_id: org.name for org in orgs})
    return [one for one in found if not taken.isdisjoint(one.ids)]


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


def _put(documents: dict[Path, str | None], path: Path, text: str | None) -> None:
    """Note a file that changes; one that stays as it is is not touched."""
    now = path.read_bytes() if path.exists() else None
    if now != (None if text is None else text.encode("utf-8")):
        documents[path] = text
