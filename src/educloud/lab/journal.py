"""The journal of an embedded cloud: what changed it, in order; one process writes the file."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from educloud.errors import LabError

CLAIM_SECONDS = 8.0


class Journal:
    """The requests that changed something, in order, one JSON line each."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = path.open("a+b")
        self._claim()

    def _claim(self) -> None:
        until = time.monotonic() + CLAIM_SECONDS  # a predecessor may be ending just now
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise LabError(
                        "another embedded cloud writes this journal",
                        str(self.path),
                        "stop that one first",
                    ) from None
                time.sleep(0.05)
            else:
                return

    def entries(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Give what was journalled after so many bytes; a half-written last line is cut off."""
        self._file.seek(after)
        whole = after
        for number, line in enumerate(self._file, start=1):
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            try:
                yield json.loads(line)
            except ValueError as error:
                raise LabError(
                    f"line {number} is not a journal entry",
                    str(self.path),
                    "remove the journal to begin with an empty cloud",
                ) from error
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)

    @property
    def length(self) -> int:
        """How many bytes were journalled."""
        return self._file.tell()

    def append(self, entry: Mapping[str, Any]) -> None:
        """Add one entry; it is with the operating system when this returns."""
        self._file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
