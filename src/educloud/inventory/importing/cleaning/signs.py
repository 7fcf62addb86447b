"""Signs of a text brought to one form: widths, invisible signs, blanks."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"\s+")


def visible(text: str) -> str:
    """Give the text trimmed and without signs that nobody sees."""
    return _INVISIBLE.sub("", text).strip()


def half_width(text: str) -> str:
    """Give the text in compatible signs, trimmed: ``２级（Ⅱ）`` is ``2级(II)``."""
    if text.isascii():
        return text
    if unicodedata.is_normalized("NFKC", text) and text.isprintable():
        return text.strip()
    return visible(unicodedata.normalize("NFKC", text))


def one_line(text: str) -> str:
    """Give the text with every run of blanks and line ends as one blank."""
    return _BLANKS.sub(" ", text).strip()


def closed_up(text: str) -> str:
    """Give the text without any blanks."""
    return _BLANKS.sub("", text)
