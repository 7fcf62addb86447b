"""Konveyor (Tackle): the CSV that imports applications and their dependencies into its hub.

Two kinds of record stand in one file: 1 an application, 2 a dependency (southbound: the
application needs the other one; northbound: the other one needs it). The older header says
``Tag Type``, the newer one ``Tag Category``, up to 20 pairs. Sources:
github.com/konveyor/tackle2-hub, ``internal/api/import.go``, ``internal/importer/manager.go`` and
the template ``test/api/importcsv/template_application_import.csv``; for the categories of tags
github.com/konveyor/tackle2-seed, ``resources/tags.yaml``.

| Konveyor | ours |
|---|---|
| Application Name | apps.name, unique |
| Description, Comments | apps.function, apps.remark |
| Business Service, Owner, tags | an organisation's name or id: apps.owner_org |
| Business Service | apps.business_service (kept) |
| Owner (a person ``Name <mail>``) | apps.contact |
| tags Operating System, Database, Runtime, Data Center | apps.os, db, middleware, room_id |
| other tags | our column of that name; kept in tags |
| Dependency, Dependency Direction (records 2 and 1) | deps, kind ``before`` or ``--set kind=…`` |

``before``, because Konveyor's own adoption plan puts what is needed first; Konveyor refuses cycles,
we take them. Lost: binary and repository coordinates, contributors (people the migration does not
need). There are no servers, sizes, dates or strategies in this format.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from educloud.inventory.importing.draft import Context, Draft, Extract, Format, Sheet
from educloud.inventory.importing.merging.identity import same_key
from educloud.inventory.importing.planners.header import (
    Header,
    Line,
    Refused,
    find_header,
    lines,
    plain,
    unread,
)
from educloud.inventory.importing.planners.owners import Owners, app_key, owner_tags, same
from educloud.inventory.importing.planners.reading import cleaner
from educloud.inventory.models import TABLES

REQUIRED = frozenset({"recordtype1", "applicationname"})
TAG_COLUMNS = {"operatingsystem": "os", "database": "db", "runtime": "middleware"}
COLUMNS = {plain(column): column for column in TABLES["apps"].model_fields}
DIRECTIONS = ("northbound", "southbound")


def _score(names: AbstractSet[str]) -> float:
    return 0.95 if names >= REQUIRED else 0.0


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is an import file of Konveyor."""
    return find_header(sheet, _score)[1] if kind in FORMAT.kinds else 0.0


def read(sheet: Sheet, _kind: str, context: Context) -> Extract:
    """Give the applications and, between them and those already known, the dependencies."""
    header, _ = find_header(sheet, _score)
    extract = Extract(header.row, header.names)
    reading = _Reading(header, context, extract)
    edges: list[Line] = []
    for line in lines(sheet, header, context):
        try:
            kind = line.text("recordtype1").removesuffix(".0")
            if kind == "1":
                reading.application(line)
            elif kind != "2":
                hint = "1 for an application, 2 for a dependency"
                raise line.refuse_cell("no such record type", hint, "recordtype1")
            if kind == "2" or line.cell("dependency"):
                edges.append(line)
            extract.changes += dict.fromkeys(line.changes)
        except Refused as refused:
            extract.rejections.append(refused.rejection)
    for line in edges:
        try:
            reading.dependency(line)
        except Refused as refused:
            extract.rejections.append(refused.rejection)
    reading.owners.end(extract)
    extract.warnings += unread(sheet, header)
    extract.rejections.sort(key=lambda rejection: rejection.row)
    return extract


class _Reading:
    """What the file has told so far: an application may be named before its own record."""

    def __init__(self, header: Header, context: Context, extract: Extract) -> None:
        self.context, self.extract = context, extract
        self.owners = Owners(context)
        self.tags = [
            (name, f"tag{name.removeprefix('tagcategory').removeprefix('tagtype')}")
            for name in header.places
            if name.startswith(("tagcategory", "tagtype"))
        ]
        self.rooms = {same(room.name): room.room_id for room in context.directory.rooms.values()}
        self.apps: dict[str, Draft] = {}
        self.known: dict[str, list[str]] = {}
        for app in context.apps.values():
            self.known.setdefault(same_key(app.name), []).append(app.app_id)
        self.edges: set[tuple[object, ...]] = set()

    def application(self, line: Line) -> None:
        name = line.text("applicationname")
        if not name:
            hint = "give the application a name"
            raise line.refuse_cell("an application without a name", hint, "applicationname")
        twin = self.apps.get(same_key(name))
        tags = self._tags(line)
        values = {"name": name, **self._values(line, tags)}
        stated = [line.text("owner"), line.text("businessservice"), *owner_tags(tags)]
        gap = self.owners.settle(values, stated)
        if gap:
            raise line.refuse(*gap)
        held = {column: text for column, text in values.items() if text}
        if twin and twin.values != held:
            reason = f"row {twin.row} has an application of this name, with other values"
            hint = "an application's name is unique in Konveyor: rename one or merge the rows"
            raise line.refuse_cell(reason, hint, "applicationname")
        if not twin:
            draft = Draft("apps", line.row, held, app_key(held, "konveyor"))
            self.apps[same_key(name)] = draft
            self.extract.drafts.append(draft)

    def _values(self, line: Line, tags: list[tuple[str, str]]) -> dict[str, str]:
        owner = line.text("owner")
        values = {
            "function": line.text("description"),
            "remark": line.text("comments"),
            "business_service": line.text("businessservice"),
            "contact": "" if self.owners.find(owner) else owner,
            "tags": ";".join(f"{key}={text}" for key, text in tags),
        }
        return values | self._columns(line, tags) | line.mapped("apps", self.context.mapping)

    def _tags(self, line: Line) -> list[tuple[str, str]]:
        found = []
        for category, tag in self.tags:
            text = line.text(tag)
            if text and not line.cell(category):
                raise line.refuse_cell("a tag without its category", "fill in its category", tag)
            if text:
                found.append((line.text(category), text))
        return found

    def _columns(self, line: Line, tags: list[tuple[str, str]]) -> dict[str, str]:
        """Give the tags that are one of our columns; several of a category are joined."""
        found: dict[str, list[str]] = {}
        for category, text in tags:
            word = plain(category)
            room = self.rooms.get(same(text)) if word == "datacenter" else None
            column = "room_id" if room else TAG_COLUMNS.get(word) or COLUMNS.get(word)
            if column and column != "name":
                clean = cleaner("apps", column)
                found.setdefault(column, []).append(line.clean(clean, room or text, category))
        return {column: ";".join(dict.fromkeys(texts)) for column, texts in found.items()}

    def dependency(self, line: Line) -> None:
        """Add the edge of this row, unless the file had it already."""
        direction = line.text("dependencydirection").lower()
        if direction not in DIRECTIONS:
            hint = "southbound: the application needs the other one; northbound: it is needed by it"
            raise line.refuse_cell("no such direction", hint, "dependencydirection")
        ends = [
            self._end(line, "applicationname"),
            self._end(line, "dependency"),
        ]
        if ends[0] == ends[1]:
            raise line.refuse_cell("it depends on itself", "leave the row out", "dependency")
        if direction == "northbound":
            ends.reverse()
        if tuple(ends) not in self.edges:
            self.edges.add(tuple(ends))
            self.extract.drafts.append(self._edge(line, *ends))

    def _end(self, line: Line, column: str) -> str | tuple[str, ...]:
        """Give the id of an application already known, or the natural key of one of this file."""
        name = same_key(line.text(column))
        draft = self.apps.get(name)
        if draft:
            return draft.key or draft.values["app_id"]
        known = self.known.get(name, [])
        if len(known) == 1:
            return known[0]
        hint = "add its record of type 1, or import its application first"
        if known:
            raise line.refuse_cell("several applications have this name", hint, column)
        raise line.refuse_cell("no application of this name was taken", hint, column)

    def _edge(self, line: Line, app: str | tuple[str, ...], other: str | tuple[str, ...]) -> Draft:
        ends = {"app_id": app, "depends_on": other}
        values = {column: end for column, end in ends.items() if isinstance(end, str)}
        values["kind"] = self.context.defaults.get("kind", "before")
        values["evidence"] = "Konveyor"
        refs = {column: end for column, end in ends.items() if not isinstance(end, str)}
        return Draft("deps", line.row, values, refs=refs)


FORMAT = Format(
    "konveyor",
    "Konveyor (Tackle) 应用清单",
    ("apps", "deps"),
    recognise,
    read,
    "Record Type 1, Application Name",
)
