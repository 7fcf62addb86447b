"""Drafts of the same thing joined into one row: the first one's cells count."""

from __future__ import annotations

from dataclasses import dataclass, field

from educloud.inventory.importing.draft import Draft
from educloud.inventory.importing.masks import mask
from educloud.inventory.importing.merging.identity import Identity
from educloud.inventory.models import TABLES, Record

WORDS = {
    "orgs": "organisation",
    "sites": "site",
    "rooms": "room",
    "devices": "device",
    "apps": "system",
}


@dataclass(slots=True)
class Row:
    """All drafts of one thing; ``record`` is None until it is found valid, and when it is not."""

    first: Draft
    values: dict[str, str]
    others: list[Draft] = field(default_factory=list)
    differing: dict[str, list[str]] = field(default_factory=dict)
    record: Record | None = None

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All rows of the file that are this thing; they stand or fall together."""
        return self.first, *self.others


Rows = dict[Identity, Row]


def join(rows: Rows, draft: Draft) -> None:
    """Put a draft to those of the same thing: it fills cells that are empty, and changes none."""
    identity: Identity = tuple(draft.values.get(column, "") for column in TABLES[draft.table].key)
    if not all(identity):
        identity = (*identity, draft.sheet, draft.row)  # what has no id is like nothing else
    row = rows.get(identity)
    if row is None:
        rows[identity] = Row(draft, draft.values)
        return
    row.others.append(draft)
    if row.values == draft.values:
        return
    if row.values is row.first.values:
        row.values = dict(row.values)
    for column, text in draft.values.items():
        if row.values.setdefault(column, text) != text:
            row.differing.setdefault(column, [row.values[column]]).append(text)


def told_twice(row: Row) -> str:
    """Say which rows are the same thing and where they differ; empty when they agree.

    A system in several rows is told also when they agree, if its servers may be counted twice.
    """
    table, servers = row.first.table, row.values.get("servers")
    counted = table == "apps" and servers is not None and len(row.others) > 0
    if not row.differing and not counted:
        return ""
    places = " and ".join(dict.fromkeys(map(_place, row.drafts)))
    name = f" ({row.values['name']})" if "name" in row.values else ""
    text = f"the same {WORDS.get(table, 'entry')}{name} stands in {places}"
    if row.differing:
        told = (f"{column} {_or(column, texts)}" for column, texts in row.differing.items())
        text += f": {'; '.join(told)}; the first was taken"
    return text + (f"; its servers count once ({servers})" if counted else "")


def _or(column: str, texts: list[str]) -> str:
    return " / ".join(dict.fromkeys(mask(text, column) for text in texts))


def _place(draft: Draft) -> str:
    return f"{draft.sheet}, row {draft.row}" if draft.sheet else f"row {draft.row}"
