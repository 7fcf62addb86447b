"""What every cleaner of a cell stands on: its answer, its complaint, words that mean "unknown"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from educloud.inventory.importing.cleaning.signs import closed_up, half_width, visible
from educloud.inventory.importing.cleaning.vocabulary import words
from educloud.inventory.importing.draft import Cell, Formula

# People's words for "nobody knows": the cell is empty for us, never zero and never "no".
UNKNOWN_WORDS = words("unknown")
# Words for "there is none": of a thing that has no value here. Empty too, under its own rule.
NONE_WORDS = words("none")
EXCEL_ERRORS = frozenset(
    ("#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!")
)

LONGEST_WORD = max(map(len, (*UNKNOWN_WORDS, *NONE_WORDS, *EXCEL_ERRORS)))

_ONLY_STROKES = re.compile(r"^[\s\-‐-―−─━一_/\\|*?.…。·~]+$")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as our CSV holds it: empty text is unknown.

    ``rule`` names what changed it; empty when it stands in the file as it is, but for blanks.
    """

    text: str
    rule: str = ""


EMPTY = Value("")


class Unreadable(ValueError):
    """The cell cannot be read; holds the reason and a hint how to write it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint


def written(cell: Cell) -> str:
    """Give the cell as a person would have written it, trimmed and without invisible signs.

    Unreadable for a formula that no program has computed.
    """
    match cell:
        case None:
            return ""
        case str():
            return cell.strip() if cell.isprintable() else visible(cell)
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return written_number(cell)
        case dt.datetime():
            moment = cell.time() != dt.time()
            return cell.isoformat(" ", "seconds") if moment else cell.date().isoformat()
        case Formula():
            raise Unreadable(
                "a formula without a saved value",
                "open the file in a spreadsheet program, paste the column as values and save",
            )
    return str(cell)


def written_number(number: float | Decimal) -> str:
    """Give the shortest decimal text without exponent: ``410102.0`` is ``410102``."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    if not exact.is_finite():
        raise Unreadable("not a number", "write the number, or leave the cell empty")
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def unknown(text: str) -> Value | None:
    """Give the empty value when the text is one of the words for unknown, an error, or empty."""
    if len(text) > LONGEST_WORD and text[0].isalnum() and text[-1].isalnum():
        return None
    word = half_width(text).casefold().strip(" 。()")
    if not word:
        return Value("", "unknown_word") if text else EMPTY
    if word in NONE_WORDS:
        return Value("", "none_word")
    if word in UNKNOWN_WORDS or _ONLY_STROKES.match(word):
        return Value("", "unknown_word")
    if word in EXCEL_ERRORS:
        return Value("", "excel_error")
    return None


def changed(before: str, after: str, rule: str) -> Value:
    """Give ``after``, under ``rule`` unless it differs from ``before`` in blanks only."""
    return Value(after) if closed_up(before) == closed_up(after) else Value(after, rule)
