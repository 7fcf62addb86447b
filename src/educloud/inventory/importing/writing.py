"""What an import has decided, written: all of it or nothing, by one import at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from educloud.errors import ProjectError
from educloud.inventory.importing.rejects import FOLDER

if TYPE_CHECKING:
    from educloud.inventory.importing.run import ImportResult

DRAFTS = ".*.importing"  # files on their way into place


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
    if result.set_aside:
        corrected, other = result.set_aside
        corrected.replace(other)
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
