"""An answer a device may give: by which command, read by which template, to which rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from educloud.network.parsing.rows import Row

Found = Mapping[str, Any]  # a template's columns in small letters: text, or a list of texts


def nothing(found: Found) -> Found:
    """Give the columns as they are."""
    return found


@dataclass(frozen=True, slots=True)
class Output:
    """One declaration: a command of a platform and how its answer becomes rows.

    ``command`` is a full match on the command in small letters with single blanks. ``template`` is
    one of ours (a file in ``templates/<platform>/``), or with ``ntc:`` before it one of
    ntc-templates. ``columns`` maps a field of the row to a column of the template (small letters);
    fields of the same name need no mention. ``prepare`` may mend columns first. Values become what
    the field's type says; see ``values``.
    """

    command: str
    row: type[Row]
    template: str
    columns: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[Found], Found] = nothing
    empty: str = ""  # full match of an answer that means "none"
