"""AWS Application Migration Service (MGN): the inventory it imports and exports as CSV.

Columns are ``mgn:<resource>:<property>``; tags and launch settings are an open set. Rows that give
the same resource need not repeat its properties. Source: MGN user guide, "Importing your data
inventory", section "Import parameters".

| MGN | apps |
|---|---|
| mgn:app:name (mgn:app:id if there is no name) | name; without one the server itself |
| mgn:app:description | function |
| mgn:app:tag:KEY, mgn:server:tag:KEY | our column of that name; else an owning organisation; kept |
| mgn:server:user-provided-id, else fqdn, tag Name, mgn:server:id | servers (number), server_names |
| mgn:server:platform | os |
| mgn:launch:instance-type | vcpu and ram_gb of that EC2 type: the size chosen for the target |
| mgn:wave:name | wave (kept, not planned by) |

Account and region tell apart what nobody claimed and has one name. Lost, and named in a warning:
other columns of waves, networks, addresses, placement, licences, volumes.
There are no dependencies, no disks and no data sizes in this format.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial

from educloud.inventory.importing.draft import Context, Extract, Format, Sheet
from educloud.inventory.importing.planners.header import Line, find_header, plain
from educloud.inventory.importing.planners.owners import owner_tags
from educloud.inventory.importing.planners.reading import cleaner
from educloud.inventory.importing.planners.servers import (
    Columns,
    Server,
    instance_size,
    read_servers,
)
from educloud.inventory.models import TABLES

PREFIX = "mgn:"
TAGS = ("mgn:app:tag:", "mgn:server:tag:")
APP = ("mgn:app:name", "mgn:app:id")
SERVER = (
    "mgn:server:userprovidedid",
    "mgn:server:fqdnforactionframework",
    "mgn:server:tag:name",
    "mgn:server:id",
)
ENOUGH = 2  # columns of MGN's in a header
COLUMNS = {plain(column): column for column in TABLES["apps"].model_fields}


def _score(names: AbstractSet[str]) -> float:
    ours = [name for name in names if name.startswith(PREFIX)]
    return 0.9 + len(ours) / len(names) / 10 if len(ours) >= ENOUGH else 0.0


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is an inventory of MGN."""
    return find_header(sheet, _score)[1] if kind in FORMAT.kinds else 0.0


def read(sheet: Sheet, _kind: str, context: Context) -> Extract:
    """Give an application for each name, out of its servers."""
    header, _ = find_header(sheet, _score)
    return read_servers(
        sheet, header, context, partial(_server, context), Columns(APP[0], SERVER[0])
    )


def _server(context: Context, line: Line) -> Server:
    name = line.text(*SERVER)
    app = line.text(*APP) or name
    if not app:
        hint = "fill in mgn:app:name or mgn:server:user-provided-id"
        raise line.refuse_cell("the row names no application or server", hint, APP[0])
    tags = _tags(line)
    told = {
        "function": line.text("mgn:app:description"),
        "wave": line.text("mgn:wave:name", "mgn:wave:id"),
        "tags": ";".join(f"{_key(title)}={text}" for title, text in tags.items()),
    }
    if name:
        told |= {
            "server_names": line.text("mgn:server:fqdnforactionframework") or name,
            "os": line.text("mgn:server:platform"),
            **instance_size(line, "mgn:launch:instancetype"),
        }
    told |= _own_columns(line, tags) | line.mapped("apps", context.mapping)
    owners = owner_tags((_key(title), text) for title, text in tags.items())
    source = [line.text("mgn:accountid"), line.text("mgn:region")]
    return Server(line.row, app, name, told, owners, "/".join(["mgn", *filter(None, source)]))


def _tags(line: Line) -> dict[str, str]:
    """Give the row's tags of applications and servers by the header's own names."""
    titles = [name for name in line.header.names if name.lower().startswith(TAGS)]
    found = {title: line.text(plain(title)) for title in titles}
    return {title: text for title, text in found.items() if text}


def _key(title: str) -> str:
    """Give the key of the tag that a column is for."""
    return next(title[len(start) :] for start in TAGS if title.lower().startswith(start))


def _own_columns(line: Line, tags: Mapping[str, str]) -> dict[str, str]:
    """Give the tags whose key is one of our columns; ``Name`` is AWS's own, the server's."""
    found: dict[str, str] = {}
    for title, text in tags.items():
        column = COLUMNS.get(plain(_key(title)), "name")
        if column != "name":
            found[column] = line.clean(cleaner("apps", column), text, title)
    return found


FORMAT = Format(
    "mgn",
    "AWS Application Migration Service 清单",
    ("apps",),
    recognise,
    read,
    "two columns named mgn:…",
)
