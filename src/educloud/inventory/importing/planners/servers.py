"""Lists of servers into applications: planners for machines give a row per server, we one per app.

| what the rows of one application say | the application's row |
|---|---|
| vcpu, ram_gb, disk_gb, data_gb, db_gb | their sum; unknown when one server's is unknown |
| cpu_p95, mem_p95 | mean weighted by vcpu, by ram_gb; unknown when one is unknown |
| os, db, ipv4 and other words that may differ | the different ones, joined by ``;`` |
| anything else (strategy, level, owner …) | what those say that say it; unknown if they differ |

An application stands or falls as a whole: if one of its rows is refused, all are, because sums
without that server would be wrong, here and after the corrected row is imported on its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from educloud.inventory.importing.draft import Context, Draft, Extract, Rejection, Sheet
from educloud.inventory.importing.merging.identity import same_key
from educloud.inventory.importing.planners import ec2
from educloud.inventory.importing.planners.header import Header, Line, Refused, lines, plain, unread
from educloud.inventory.importing.planners.owners import Owners, app_key

SUMMED = ("vcpu", "ram_gb", "disk_gb", "data_gb", "db_gb")
WEIGHED = {"cpu_p95": "vcpu", "mem_p95": "ram_gb"}  # by which of the sums
JOINED = frozenset(
    {
        *("os", "db", "middleware", "ipv4", "server_names", "wave", "environment", "tier"),
        *("r_type", "instance_types", "tags"),
    }
)
SHOWN = 3  # names or rows in a warning


@dataclass(slots=True)
class Server:
    """One row: a server of an application, and what it says in our columns.

    ``owners``: names that may be the owning organisation's, the most telling one first.
    ``source``: the format, and the account and region if the row names them.
    """

    row: int
    app: str
    name: str
    values: dict[str, str]
    owners: Sequence[str] = ()
    source: str = ""


@dataclass(slots=True)
class _App:
    name: str
    owner: str
    servers: dict[str, Server] = field(default_factory=dict)
    rows: list[Server] = field(default_factory=list)  # also those that name no server
    bad: int = 0  # a row of it that was refused
    refused: set[int] = field(default_factory=set)
    repeated: list[int] = field(default_factory=list)  # rows of a server that stood above already


@dataclass(frozen=True, slots=True)
class Columns:
    """Plain names of the columns that name the application and the server."""

    app: str
    server: str


def read_servers(
    sheet: Sheet,
    header: Header,
    context: Context,
    server_of: Callable[[Line], Server],
    columns: Columns,
) -> Extract:
    """Give the applications of a list of servers; ``server_of`` reads one row or is Refused."""
    extract = Extract(header.row, header.names)
    owners = Owners(context)
    servers: list[Server] = []
    refused: dict[str, int] = {}  # applications by name: a row of theirs
    for line in lines(sheet, header, context):
        try:
            servers.append(server_of(line))
            extract.changes += dict.fromkeys(line.changes)
        except Refused as error:
            extract.rejections.append(error.rejection)
            refused.setdefault(same_key(str(line.cell(columns.app) or "")), line.row)
    doubts: dict[str, list[str]] = {}
    repeated: list[int] = []
    for app in _apps(servers, owners):
        app.bad = refused.get(same_key(app.name), 0)
        _compare_twins(app, columns, extract)
        _take(app, owners, doubts, columns, extract)
        repeated += app.repeated
    owners.end(extract)
    extract.warnings += unread(sheet, header)
    extract.warnings += _warnings(doubts, repeated)
    extract.rejections.sort(key=lambda rejection: rejection.row)
    return extract


def _apps(servers: Iterable[Server], owners: Owners) -> list[_App]:
    """Group servers by application: its name and its owner; where no row tells it, its source."""
    found: dict[tuple[str, str], _App] = {}
    homeless: list[Server] = []
    for server in servers:
        names = [server.values.get("owner_org", ""), *server.owners]
        owner = owners.named(filter(None, names), server.values.get("division_code", ""))
        if owner:
            key = (same_key(server.app), owner)
            found.setdefault(key, _App(server.app, owner)).rows.append(server)
        else:
            homeless.append(server)
    owned: dict[str, list[_App]] = {}
    for (name, _), app in found.items():
        owned.setdefault(name, []).append(app)
    for server in homeless:
        name, stated = same_key(server.app), server.values.get("owner_org", "")
        known = [app for app in owned.get(name, ()) if _comes_from(app, server.source)]
        if len(known) == 1 and not stated:
            known[0].rows.append(server)
        else:
            key = (name, f"?{stated}\0{server.source}")
            found.setdefault(key, _App(server.app, "")).rows.append(server)
    for app in found.values():
        app.rows.sort(key=lambda server: server.row)
    return sorted(found.values(), key=lambda app: app.rows[0].row)


def _comes_from(app: _App, source: str) -> bool:
    return any(server.source == source for server in app.rows)


def _compare_twins(app: _App, columns: Columns, extract: Extract) -> None:
    """Count a server that stands twice once; reject it when the two rows differ."""
    for server in app.rows:
        twin = app.servers.setdefault(server.name.casefold(), server) if server.name else server
        if twin is server:
            continue
        if twin.values == server.values:
            app.repeated.append(server.row)
        else:
            app.bad = server.row
            app.refused.add(server.row)
            reason = (
                f"server {server.name!r} of this application stands otherwise in row {twin.row}"
            )
            told = _title(columns.server, extract), server.name, reason, "keep one of the two rows"
            extract.rejections.append(Rejection(server.row, *told))


def _title(column: str, extract: Extract) -> str:
    return next((name for name in extract.header if plain(name) == column), column)


def _take(
    app: _App, owners: Owners, doubts: dict[str, list[str]], columns: Columns, extract: Extract
) -> None:
    """Add the application's row, or reject all of its rows."""
    if app.bad:
        reason = f"row {app.bad} of the same application was refused; sums need all its servers"
        hint = f"correct row {app.bad} and import all rows of the application together"
        told = _title(columns.app, extract), app.name, reason, hint
        good = [server.row for server in app.rows if server.row not in app.refused]
        extract.rejections += [Rejection(row, *told) for row in good]
        return
    values = _values(app, doubts)
    if app.owner:
        values["owner_org"] = app.owner
    names = dict.fromkeys(name for server in app.rows for name in server.owners)
    gap = owners.settle(values, names)
    if gap:
        extract.rejections += [Rejection(server.row, *gap) for server in app.rows]
        return
    held = {column: text for column, text in values.items() if text}
    key = app_key(held, app.rows[0].source)
    extract.drafts.append(Draft("apps", app.rows[0].row, held, key))


def _values(app: _App, doubts: dict[str, list[str]]) -> dict[str, str]:
    servers = list(app.servers.values())
    values = {"name": app.name, "servers": str(len(servers)) if servers else ""}
    columns = dict.fromkeys(column for server in app.rows for column in server.values)
    for column in columns:
        sized = column in SUMMED or column in WEIGHED
        said = [one.values.get(column, "") for one in (servers if sized else app.rows)]
        values[column] = _together(column, said, servers)
        if not values[column] and any(said):
            doubts.setdefault(column, []).append(app.name)
    return values


def _together(column: str, said: list[str], servers: list[Server]) -> str:
    """Give what the application has, out of what its servers say; empty when that is unknown."""
    if column in SUMMED:
        return number(sum(map(float, said))) if all(said) else ""
    if column in WEIGHED:
        return _mean(said, [server.values.get(WEIGHED[column], "") for server in servers])
    different = list(dict.fromkeys(text for text in said if text))
    if column in JOINED:
        return ";".join(dict.fromkeys(part for text in different for part in text.split(";")))
    return different[0] if len(different) == 1 else ""


def _mean(said: list[str], weights: list[str]) -> str:
    if len(said) == 1:
        return said[0]
    if not all(said) or not all(weights):
        return ""
    total = sum(map(float, weights))
    weighed = sum(float(text) * float(weight) for text, weight in zip(said, weights, strict=True))
    return number(weighed / total) if total else ""


def number(value: float) -> str:
    """Give a number as our CSV holds it: at most 4 places, no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def instance_size(line: Line, column: str) -> dict[str, str]:
    """Give the vcpu and ram_gb of the EC2 type that the row chooses, and the type itself."""
    name = line.text(column)
    known = ec2.size(name)
    vcpu, memory = (number(known[0]), number(known[1])) if known else ("", "")
    if name:
        size = f"vcpu {vcpu}, ram_gb {memory}" if known else "(unknown)"
        line.turned(name, "ec2_type", column, told=size)
    return {"vcpu": vcpu, "ram_gb": memory, "instance_types": name}


def _warnings(doubts: dict[str, list[str]], repeated: list[int]) -> list[str]:
    told = [
        f"{column} stays unknown for {len(names)} application(s), because their servers do not all"
        f" say it or say different things: {_some(names)}"
        for column, names in doubts.items()
    ]
    if repeated:
        rows = _some(sorted(repeated))
        told.append(f"{len(repeated)} row(s) repeat a server, which counts once: row {rows}")
    return told


def _some(things: Sequence[object]) -> str:
    return ", ".join(map(str, things[:SHOWN])) + (" …" if len(things) > SHOWN else "")
