"""XLS read by a process of its own: sizes in a damaged one can make the reader ask for all memory.

Where that happens the reader ends its whole process; so it is one that may end. XLSX files need
none of this: how much they unpack to is known before they are read.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys

from educloud.errors import ProjectError
from educloud.inventory.importing.draft import Sheet
from educloud.inventory.importing.files.package import AGAIN, DAMAGED
from educloud.inventory.importing.files.workbook import xls_sheets

MEMORY_LIMIT = 3 << 30  # bytes of addresses
SECONDS = 120


def xls_sheets_apart(raw: bytes, place: str, only: str | None) -> list[Sheet]:
    """Give the sheets of an XLS; ProjectError when it is none, encrypted or damaged."""
    command = [sys.executable, "-m", __name__, place, *([] if only is None else [only])]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise ProjectError(DAMAGED, place, AGAIN) from error
    answer: list[Sheet] | ProjectError = pickle.loads(done.stdout)  # noqa: S301  our own process
    if isinstance(answer, ProjectError):
        raise answer
    return answer


def main(place: str, only: str | None = None) -> None:
    """Read the file on stdin, and give its sheets, or the error, on stdout."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    answer: list[Sheet] | ProjectError
    try:
        answer = xls_sheets(sys.stdin.buffer.read(), place, only)
    except ProjectError as error:
        answer = error
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main(*sys.argv[1:])
