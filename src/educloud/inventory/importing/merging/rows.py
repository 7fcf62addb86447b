"""Drafts of the same thing joined into one row: the first one's cells count."""

from __future__ import annotations

from dataclasses import dataclass, field

from educloud.inventory.importing.draft import Draft, Rejection
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
# A system of the province stands in the ledgers of many schools: what each row says of its own.
OF_THE_ROW = frozenset(("user_org", "remark"))


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


def contradictions(rows: Rows, draft: Draft) -> list[Rejection]:
    """Give a rejection for each cell that an earlier row of the same thing has otherwise.

    Columns of the file's own do not count, nor those that differ by their nature.
    """
    row = rows.get(_identity(draft))
    if row is None or row.values == draft.values:
        return []
    ours = TABLES[draft.table].model_fields.keys() - OF_THE_ROW
    return [
        _contradiction(row, draft, column, text)
        for column, text in draft.values.items()
        if column in ours and row.values.get(column, text) != text
    ]


def _contradiction(row: Row, draft: Draft, column: str, text: str) -> Rejection:
    other = next(one for one in row.drafts if column in one.values)
    was = mask(other.values[column], column)
    reason = f"the same {_thing(row)} has {column} {was} in {_place(other)}, which was taken"
    hint = (
        "delete the row if the other one is right; import it again if this one is;"
        " if it is another thing, correct its name"
    )
    return Rejection(draft.row, column, text, reason, hint, draft.sheet)


def _identity(draft: Draft) -> Identity:
    identity: Identity = tuple(draft.values.get(column, "") for column in TABLES[draft.table].key)
    if not all(identity):
        identity = (*identity, draft.sheet, draft.row)  # what has no id is like nothing else
    return identity


def join(rows: Rows, draft: Draft) -> None:
    """Put a draft to those of the same thing: it fills cells that are empty, and changes none."""
    identity = _identity(draft)
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
    text = f"the same {_thing(row)} stands in {places}"
    if row.differing:
        told = (f"{column} {_or(column, texts)}" for column, texts in row.differing.items())
        text += f": {'; '.join(told)}; the first was taken"
    return text + (f"; its servers count once ({servers})" if counted else "")


def _thing(row: Row) -> str:
    name = row.values.get("name") or row.values.get("hostname")
    return WORDS.get(row.first.table, "entry") + (f" ({name})" if name else "")


def _or(column: str, texts: list[str]) -> str:
    return " / ".join(dict.fromkeys(mask(text, column) for text in texts))


def _place(draft: Draft) -> str:
    return f"{draft.sheet}, row {draft.row}" if draft.sheet else f"row {draft.row}"
