"""A ledger's systems into rows of ``apps``, with the organisations, rooms and needs they name."""

from __future__ import annotations

from dataclasses import dataclass, field

from educloud.inventory.importing.cleaning.values import Unreadable
from educloud.inventory.importing.draft import Context, Draft
from educloud.inventory.importing.ledger.filings import COLUMNS as FILINGS
from educloud.inventory.importing.ledger.filings import sort_filings
from educloud.inventory.importing.ledger.hosting import read_hosting
from educloud.inventory.importing.ledger.lines import Ledger, Line, told
from educloud.inventory.importing.ledger.owning import Owner, Owning
from educloud.inventory.importing.naming.bodies import is_id, name_key
from educloud.inventory.models import CLOUDS, Hosting

NAMES = frozenset(("name", "app_id"))
EVIDENCE = "台账"
_ROOM_IDS = frozenset(("room_id", "dc_id"))  # headers under which an id stands, not a name
_CLOUD_IN_ROOM = "a bare 云 with a room was read as a virtual machine in that room"
_CLOUD_NOWHERE = "a bare 云 without a room says not which cloud: hosting is unknown"
_SAME_HOSTS = "systems on the same addresses: their servers may be counted twice"
_NEW_ROOM = "rooms of no table were drafted by name, under the system's owner"
_NO_PLACE = "the place of running was not understood: hosting is unknown"


@dataclass(slots=True)
class _Known:
    """Systems by name: of this file and of the tables."""

    by_owner: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    by_name: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def add(self, owner: str, name: str, ref: tuple[str, ...]) -> None:
        self.by_owner[owner, name_key(name)] = ref
        self.by_name.setdefault(name_key(name), set()).add(ref)

    def find(self, text: str, owner: str) -> tuple[str, ...] | None:
        """Give an id (one part) or a natural key; None when no system or several are meant."""
        if text in self.ids:
            return (text,)
        if (owner, name_key(text)) in self.by_owner:
            return self.by_owner[owner, name_key(text)]
        found = self.by_name.get(name_key(text), set())
        return next(iter(found)) if len(found) == 1 else None


class Apps:
    """Makes drafts of the rows of one sheet; ``end`` those that need all rows."""

    def __init__(self, ledger: Ledger, context: Context) -> None:
        self._ledger = ledger
        self._context = context
        self._owning = Owning(context, ledger.extract, ledger.layout.reporting_unit)
        self._known = _Known(ids=set(context.apps))
        for app in context.apps.values():
            self._known.add(app.owner_org, app.name, (app.app_id,))
        self._needs: list[tuple[Line, Draft, Owner, str]] = []
        self._rooms: set[tuple[str, ...]] = set()
        self._doubts: dict[str, list[int]] = {}
        self._hosts: dict[str, list[int]] = {}

    def take(self, line: Line) -> None:
        """Draft the row; Refused when what a system must have is missing or contradictory."""
        held = line.values
        if not held.get("name"):
            raise line.refuse("name", None, "the system has no name", "fill in 系统名称")
        _sort_filings(line)
        _move_addresses(line)
        owner = self._owning.settle(line, "owner_org")
        needs, replaced = held.pop("depends_on", ""), held.pop("replaced_by", "")
        room = held.pop("room_id", "")
        self._host(line, room)
        key = () if "app_id" in held else (owner.key, held["name"])
        draft = Draft("apps", line.row, held, key)
        owner.put(draft, "owner_org")
        if room and Hosting.OWN_ROOM.value == held.get("hosting", Hosting.OWN_ROOM.value):
            self._room(line, draft, owner, room)
        elif room:
            held["room_name"] = room
        # One that a table holds is known by its id, in this file and to its later rows.
        known = self._known.by_owner.get((owner.key, name_key(held["name"])), key)
        self._known.add(owner.key, held["name"], known if key else (held["app_id"],))
        if not key:
            self._known.ids.add(held["app_id"])
        for name in needs.split(";") if needs else ():
            self._needs.append((line, draft, owner, name))
        if replaced:
            self._needs.append((line, draft, owner, f"\0{replaced}"))
        if "servers" in held and "ipv4" in held:
            self._hosts.setdefault(held["ipv4"], []).append(line.row)
        self._ledger.extract.drafts.append(draft)

    def _host(self, line: Line, room: str) -> None:
        held = line.values
        stated = held.pop("hosting", "")
        if not stated:
            return
        said = read_hosting(stated)
        hosting = said.hosting
        if said.bare_cloud and room:
            hosting = Hosting.OWN_ROOM
            self._doubt(_CLOUD_IN_ROOM, line)
        elif hosting is None:
            self._doubt(_CLOUD_NOWHERE if said.bare_cloud else _NO_PLACE, line)
        if hosting is not None:
            held["hosting"] = hosting.value
        else:
            held["hosting_text"] = stated
        line.turned("hosting", stated, hosting.value if hosting else "", "hosting")

    def _room(self, line: Line, draft: Draft, owner: Owner, text: str) -> None:
        """Fill in the room; one that is in no table is drafted under the system's owner."""
        said = read_hosting(text)
        known = self._context.directory.room(text, owner.org_id)
        if known:
            draft.values["room_id"] = known
            line.turned("room_id", text, known, "room")
            return
        if line.headers.get("room_id", "").strip().casefold() in _ROOM_IDS and is_id(text):
            draft.values["room_id"] = text
            return
        if said.hosting in CLOUDS or said.bare_cloud:
            draft.values.setdefault("hosting", said.hosting.value if said.hosting else "")
            if not draft.values["hosting"]:
                del draft.values["hosting"]
            draft.values["room_name"] = text
            return
        key = (owner.key, text)
        draft.refs["room_id"] = key
        if key not in self._rooms:
            self._rooms.add(key)
            values = {"name": text, "division_code": owner.division}
            room = Draft("rooms", line.row, values, key)
            owner.put(room, "org_id")
            self._ledger.extract.drafts.append(room)
            self._doubt(_NEW_ROOM, line)

    def _doubt(self, words: str, line: Line) -> None:
        self._doubts.setdefault(words, []).append(line.row)

    def end(self) -> None:
        """Draft what systems need of each other, now that all names are known."""
        self._owning.end()
        extract = self._ledger.extract
        missing: dict[str, list[int]] = {}
        for line, draft, owner, stated in self._needs:
            name = stated.lstrip("\0")
            found = self._known.find(name, owner.key)
            itself = self._known.by_owner.get((owner.key, name_key(draft.values["name"])))
            if found is None or found == itself:
                missing.setdefault(name, []).append(line.row)
            elif stated.startswith("\0"):
                _point(draft, "replaced_by", found)
            else:
                need = Draft("deps", line.row, {"kind": "before", "evidence": EVIDENCE})
                _point(need, "app_id", draft.key or (draft.values["app_id"],))
                _point(need, "depends_on", found)
                extract.drafts.append(need)
        for name, rows in missing.items():
            extract.warnings.append(
                f"no one system is called {name!r}, so it was left out as 依赖系统: {told(rows)}"
            )
        for rows in self._hosts.values():
            if len(rows) > 1:
                self._doubts.setdefault(_SAME_HOSTS, []).extend(rows)
        for words, rows in self._doubts.items():
            extract.warnings.append(f"{words}: {told(rows)}")


def _point(draft: Draft, column: str, ref: tuple[str, ...]) -> None:
    if len(ref) == 1:
        draft.values[column] = ref[0]
    else:
        draft.refs[column] = ref


def _sort_filings(line: Line) -> None:
    """Put each filing number into the column of its form, wherever it stands."""
    held = line.values
    stated = {column: held.pop(column) for column in FILINGS if column in held}
    for column, text in stated.items():
        try:
            sorted_ = sort_filings(text)
        except Unreadable as error:
            raise line.refuse(column, text, error.reason, error.hint) from None
        if not sorted_:
            line.turned(column, text, "", "no_number")
        for target, numbers in sorted_.items():
            before = held.get(target, "")
            held[target] = ";".join(dict.fromkeys([*filter(None, before.split(";")), numbers]))
            rule = "filing_form" if target == column else "filing_kind"
            line.turned(target, text if text != numbers or target == column else "", numbers, rule)


def _move_addresses(line: Line) -> None:
    """Take IP addresses out of the domain names: a system reached by address has no domain."""
    held = line.values
    names = held.get("domain", "").split(";")
    numbers = [one for one in names if one.replace(".", "").isdigit()]
    if not numbers:
        return
    left = ";".join(one for one in names if one not in numbers)
    line.turned("domain", held.pop("domain"), left, "address_as_domain")
    if left:
        held["domain"] = left
    before = held.get("ipv4", "")
    held["ipv4"] = ";".join(dict.fromkeys([*filter(None, before.split(";")), *numbers]))
    line.turned("ipv4", before, held["ipv4"], "address_as_domain")
