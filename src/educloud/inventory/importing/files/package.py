"""The zip file that an XLSX is: refused before anything is parsed when it is a bomb or damaged."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Iterator

from educloud.errors import ProjectError

INFLATED_LIMIT = 1 << 30  # bytes: some 300,000 rows of 60 columns
RATIO_LIMIT = 200  # inflated to packed; real ledgers have 5 to 40
RATIO_MATTERS_FROM = 64 << 20  # bytes: below, no ratio does harm
CHUNK = 1 << 20
ENCRYPTED = 0x1  # flag bit of a zip member
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
FAULTS = (  # what zipfile raises on damaged files
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(ValueError, RuntimeError, NotImplementedError),
)
DOCTYPE = b"<!DOCTYPE"

BOMB = "is packed so tightly that it would fill the memory (a zip bomb)"
DAMAGED = "is damaged or cut off"
AGAIN = "open it in a spreadsheet program and save it again as .xlsx"


def open_package(raw: bytes, place: str) -> zipfile.ZipFile:
    """Give the checked zip file; ProjectError when it is damaged, encrypted or a bomb.

    Sizes are declared by the file itself, so every part is also unpacked once, piece by piece.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
        members = package.infolist()
        _check_declared(members, place)
        total = 0
        for member in members:
            for chunk in chunks(package, member):
                total += len(chunk)
                _check_size(total, len(raw), place)
    except ProjectError:
        raise
    except FAULTS as error:
        raise ProjectError(DAMAGED, place, AGAIN) from error
    return package


def chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the true content of a part in pieces, however long the file says that it is."""
    undeclared = copy.copy(member)
    undeclared.file_size = INFLATED_LIMIT * 2
    tail = b""
    with package.open(undeclared) as part:
        while chunk := part.read(CHUNK):
            if DOCTYPE in tail + chunk[:CHUNK]:
                raise zipfile.BadZipFile(member.filename)  # entities: no spreadsheet has them
            tail = chunk[-len(DOCTYPE) :]
            yield chunk


def _check_declared(members: list[zipfile.ZipInfo], place: str) -> None:
    names = [member.filename.lower() for member in members]
    if len(set(names)) < len(names) or any(m.compress_type not in METHODS for m in members):
        raise ProjectError(DAMAGED, place, AGAIN)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise ProjectError("is encrypted", place, "save it without a password")
    packed = sum(member.compress_size for member in members)
    _check_size(sum(member.file_size for member in members), packed, place)


def _check_size(inflated: int, packed: int, place: str) -> None:
    dense = inflated > RATIO_MATTERS_FROM and inflated > RATIO_LIMIT * max(packed, 1)
    if dense or inflated > INFLATED_LIMIT:
        raise ProjectError(BOMB, place, AGAIN)
