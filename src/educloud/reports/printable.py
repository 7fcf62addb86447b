"""Text of ledgers on its way to a face: a terminal obeys control characters, a workbook breaks."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def printable(text: str) -> str:
    """Give the text without the characters that are orders to a terminal or no XML; lines stay."""
    return _CONTROLS.sub("", text)
