"""Which row is which: natural keys, and the ids of things that have none of their own."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from educloud.inventory.importing.draft import Draft
from educloud.inventory.models import TABLES, Record
from educloud.inventory.tables import cell_text

# What makes a row of a table the same thing as another, when its id does not say it.
NATURAL: Mapping[str, tuple[str, ...]] = {
    "divisions": ("code",),
    "orgs": ("division_code", "name"),
    "sites": ("org_id", "name"),
    "rooms": ("org_id", "name"),
    "devices": ("site_id", "hostname"),
    "apps": ("owner_org", "name"),
}
PREFIXES = {"orgs": "ORG", "sites": "SITE", "rooms": "ROOM", "devices": "DEV", "apps": "APP"}
ID_DIGITS = 12
UNCLAIMED = "UNCLAIMED"  # owner of what nobody claimed; one name does not make one thing there

Identity = tuple[Any, ...]


def stable_id(table: str, key: Iterable[str]) -> str:
    """Give the id of a thing that has none of its own: the same key, the same id, for ever."""
    text = "\0".join(same_key(part) for part in key)
    digest = hashlib.sha256(f"{table}\0{text}".encode()).hexdigest()
    return f"{PREFIXES.get(table, table.upper())}-{digest[:ID_DIGITS]}"


class Names:
    """Gives ids by natural key: of rows that were there before, and of those in the file."""

    def __init__(self, known: Mapping[str, Sequence[Record]]) -> None:
        self._known = known
        self._old: dict[str, dict[Identity, Record]] = {}
        self._natural: dict[str, dict[tuple[str, ...], str]] = {}
        self._given: dict[tuple[str, tuple[str, ...]], str] = {}

    def old(self, table: str) -> dict[Identity, Record]:
        """Give the rows that were there, by the columns that identify them."""
        if table not in self._old:
            key = TABLES[table].key
            self._old[table] = {
                tuple(cell_text(getattr(record, column)) for column in key): record
                for record in self._known.get(table, ())
            }
        return self._old[table]

    def give(self, draft: Draft) -> str:
        """Give the id of a draft with a natural key, the same one each time."""
        key = tuple(same_key(part) for part in draft.key)
        given = self._given.get((draft.table, key))
        if given is None:
            given = stable_id(draft.table, draft.key)
            nobody = draft.values.get("owner_org") == UNCLAIMED
            if (given,) not in self.old(draft.table) and not nobody:
                columns = NATURAL.get(draft.table, ())
                stated = tuple(same_key(draft.values.get(column, "")) for column in columns)
                if all(stated):
                    given = self._by_nature(draft.table).get(stated, given)
            self._given[draft.table, key] = given
        return given

    def find(self, table: str, key: tuple[str, ...]) -> str | None:
        """Give the id of a row known by its natural key only."""
        same = tuple(same_key(part) for part in key)
        found = self._given.get((table, same)) or self._by_nature(table).get(same)
        if found is None and (made := stable_id(table, key),) in self.old(table):
            found = made
        return found

    def namesake(self, table: str, record: Record) -> str | None:
        """Give the id of the row that was there with this one's natural key, under another id."""
        key = tuple(same_key(getattr(record, column) or "") for column in NATURAL.get(table, ()))
        found = self._by_nature(table).get(key) if any(key) else None
        return found if found != getattr(record, TABLES[table].key[0]) else None

    def _by_nature(self, table: str) -> dict[tuple[str, ...], str]:
        if table not in self._natural:
            columns = NATURAL.get(table, ())
            found = self._natural[table] = {}
            for (identity, *_), record in self.old(table).items() if columns else ():
                key = tuple(same_key(getattr(record, column) or "") for column in columns)
                found.setdefault(key, identity)
        return self._natural[table]


def same_key(part: str) -> str:
    """Give a part of a key as it is compared: without width, case and blanks."""
    if part.isascii():
        return "".join(part.casefold().split())
    return "".join(unicodedata.normalize("NFKC", part).casefold().split())
