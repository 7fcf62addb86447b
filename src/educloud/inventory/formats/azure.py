"""Azure Migrate: servers (import template, assessment export) and observed dependencies.

Three CSVs, told apart by their header. Sources: Azure documentation "Assess servers using an
imported CSV file" (the fields; a star marks the mandatory ones of the template), "Analyze server
dependencies (agentless)" (export), and the header of ``All_Assessed_Machines`` in assessments.

| import template | All_Assessed_Machines | apps |
|---|---|---|
| Application, App name (none in the template) | | name; without it each server is an application |
| *Server name | Machine | servers (number), server_names |
| *Cores | Cores | vcpu |
| *Memory (In MB) | Memory(MB) | ram_gb = MB / 1024 |
| *OS name, OS version | Operating system | os |
| OS architecture | | arch: all the values it may have are x86; 32-bit runs on x86_64 too |
| Disk n size (In GB), up to 20 | Storage(GB) | disk_gb, their sum |
| Storage in use (In GB) | | data_gb |
| CPU utilization percentage | CPU usage(%) | cpu_p95, a share |
| Memory utilization percentage | Memory usage(%) | mem_p95, a share |
| IP addresses | IP address | ipv4: the IPv4 addresses among them |
| Tag, Owner, Department | Group name | an organisation's name: owner_org |

The percentages are whatever the file's maker put there (the appliance gives the percentile that the
assessment asks for); they stand for the 95th percentile here. Lost: disk and network throughput,
boot type, hypervisor, MAC, readiness, recommended size and cost in Azure.

Dependency export: Source server name, Destination server name, Destination port and process become
deps of kind ``soft`` between the applications already imported whose name or server_names these
are; connections to and from other machines are counted in a warning.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Set as AbstractSet
from functools import partial

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.draft import Cell, Context, Draft, Extract, Format, Sheet
from educloud.inventory.importing.merging.identity import same_key
from educloud.inventory.importing.planners.header import Line, Refused, find_header, lines
from educloud.inventory.importing.planners.owners import owner_tags
from educloud.inventory.importing.planners.servers import Columns, Server, number, read_servers

TEMPLATE = frozenset({"servername", "cores", "memoryinmb"})
ASSESSED = frozenset({"machine", "cores", "memorymb"})
EDGES = frozenset({"sourceservername", "destinationservername"})
APP = ("application", "applicationname", "appname")
NAME = ("servername", "machine")
MEMORY = ("memoryinmb", "memorymb")
COUNT = partial(values.amount, unit="")
GIGABYTES = partial(values.amount, unit="GB")
OWNERS = ("owner", "department", "groupname")
DISK = re.compile(r"disk(\d+)sizeingb|disk(\d+)size")
ARCHITECTURES = {
    **dict.fromkeys(("x64", "x86_64", "amd64", "64-bit", "x86", "32-bit"), "x86_64"),
    **dict.fromkeys(("arm64", "aarch64"), "aarch64"),
}
PORTS_SHOWN = 5  # in the evidence of a dependency


def _servers(names: AbstractSet[str]) -> float:
    return 0.95 if names >= TEMPLATE or names >= ASSESSED else 0.0


def _edges(names: AbstractSet[str]) -> float:
    return 0.95 if names >= EDGES else 0.0


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is one of Azure Migrate's that fills this table."""
    score = {"apps": _servers, "deps": _edges}.get(kind)
    return find_header(sheet, score)[1] if score else 0.0


def read(sheet: Sheet, kind: str, context: Context) -> Extract:
    """Give applications out of a list of servers, or dependencies out of observed connections."""
    if kind == "deps":
        return _dependencies(sheet, context)
    header, _ = find_header(sheet, _servers)
    disks = [name for name in header.places if DISK.fullmatch(name)]
    columns = Columns(
        next((name for name in APP if name in header.places), APP[0]),
        next((name for name in NAME if name in header.places), NAME[0]),
    )
    return read_servers(sheet, header, context, partial(_server, context, disks), columns)


def _server(context: Context, disks: list[str], line: Line) -> Server:
    name = line.text(*NAME)
    if not name:
        raise line.refuse_cell("the server has no name", "fill in its name", *NAME)
    told = {
        "server_names": name,
        "vcpu": line.read(COUNT, "cores"),
        "ram_gb": _gigabytes(line),
        "os": _system(line),
        "arch": line.read(_architecture, "osarchitecture"),
        "disk_gb": _disks(line, disks),
        "data_gb": line.read(GIGABYTES, "storageinuseingb"),
        "cpu_p95": line.read(_percent, "cpuutilizationpercentage", "cpuusage"),
        "mem_p95": line.read(_percent, "memoryutilizationpercentage", "memoryusage"),
        "ipv4": _addresses(line.text("ipaddresses", "ipaddress")),
    }
    told |= line.mapped("apps", context.mapping)
    owners = owner_tags((column, line.text(column)) for column in OWNERS)
    owners.append(line.text("groupname"))
    return Server(line.row, line.text(*APP) or name, name, told, owners, "azure")


def _gigabytes(line: Line) -> str:
    memory = line.read(COUNT, *MEMORY)
    return line.turned(number(float(memory) / 1024), "mb_to_gb", *MEMORY) if memory else ""


def _system(line: Line) -> str:
    name, version = line.text("osname", "operatingsystem"), line.text("osversion")
    return f"{name} {version}" if version and version not in name else name


def _architecture(cell: Cell) -> values.Value:
    word = values.text(cell).text
    known = ARCHITECTURES.get(word.lower())
    if known is None:
        raise values.Unreadable(f"{word!r} is no architecture", "x64, x86, amd64, 32-bit or 64-bit")
    return values.Value(known, "architecture" if known != word else "")


def _percent(cell: Cell) -> values.Value:
    """Give a share; the column is in per cent whether the cell says so or not."""
    word = values.text(cell).text.rstrip("% ")
    text = values.amount(word, unit="").text
    if text and float(text) > 100:  # noqa: PLR2004  per cent
        raise values.Unreadable("more than 100 per cent", "give the percentage that is used")
    return values.Value(number(float(text) / 100), "percent") if text else values.Value("")


def _disks(line: Line, disks: list[str]) -> str:
    """Give the sum of all disks, in GB; unknown when there is none."""
    sizes = [line.read(GIGABYTES, disk) for disk in [*disks, "storagegb"]]
    known = [float(size) for size in sizes if size]
    return number(sum(known)) if known else ""


def _addresses(text: str) -> str:
    parts = [part for part in re.split(r"[\s,;\[\]]+", text) if part]
    return ";".join(part for part in parts if _is_ipv4(part))


def _is_ipv4(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _dependencies(sheet: Sheet, context: Context) -> Extract:
    header, _ = find_header(sheet, _edges)
    extract = Extract(header.row, header.names)
    apps = _apps_by_server(context)
    seen: dict[tuple[str, str], tuple[int, list[str]]] = {}
    strangers = 0
    for line in lines(sheet, header, context):
        try:
            ends = [
                apps.get(same_key(line.text(column)), "")
                for column in ("sourceservername", "destinationservername")
            ]
            port = line.text("destinationport"), line.text("destinationprocess")
        except Refused as refused:
            extract.rejections.append(refused.rejection)
            continue
        if not all(ends):
            strangers += 1
        elif ends[0] != ends[1]:
            _, ports = seen.setdefault((ends[0], ends[1]), (line.row, []))
            word = " ".join(part for part in port if part)
            if word and word not in ports and len(ports) < PORTS_SHOWN:
                ports.append(word)
    for (app, other), (row, ports) in seen.items():
        told = {"app_id": app, "depends_on": other, "kind": context.defaults.get("kind", "soft")}
        told["evidence"] = "; ".join(["Azure Migrate", *ports])
        extract.drafts.append(Draft("deps", row, told))
    if strangers:
        extract.warnings.append(
            f"{strangers} connection(s) left out: one end is no server of a known application;"
            " import the servers first (--kind apps)"
        )
    return extract


def _apps_by_server(context: Context) -> dict[str, str]:
    """Give the application of each server name; one that several applications have finds none."""
    found: dict[str, set[str]] = {}
    for app in context.apps.values():
        names = str((app.model_extra or {}).get("server_names") or "").split(";")
        for name in [app.name, *names]:
            found.setdefault(same_key(name), set()).add(app.app_id)
    return {name: ids.pop() for name, ids in found.items() if name and len(ids) == 1}


FORMAT = Format(
    "azure",
    "Azure Migrate 服务器清单",
    ("apps", "deps"),
    recognise,
    read,
    "Server name, Cores, Memory (In MB); or for deps Source server name, Destination server name",
)
