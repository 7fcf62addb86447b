"""AWS Cloud Migration Factory: the intake form (CSV, or sheet ``mf_intake`` of an XLSX).

A row per server; its columns are the attributes of the schemas wave, app and server, to which
administrators add their own. Sources: github.com/aws-solutions/cloud-migration-factory-on-aws,
default schema v4.5.1, ``source/frontend/test_data/test_valid.csv`` (``wave_name``), the intake form
of 1.x ``0-intake-form.csv`` (``wave_id``), and "Import a migration intake form" of its guide.

| intake form | apps |
|---|---|
| app_name | name: one application per name, its servers summed (importing/planners/servers.py) |
| server_name, server_fqdn | servers (their number), server_names |
| server_os_version, else server_os_family | os |
| instanceType | vcpu and ram_gb of that EC2 type: the size chosen for the target |
| r_type | strategy, see STRATEGIES; the word itself in r_type |
| wave_name, wave_id | wave (kept, not planned by) |
| server_environment, server_tier | environment, tier |
| tags, app_owner, owner, business_unit | an organisation's name: owner_org; tags are kept |

Account and region tell apart what nobody claimed and has one name. Lost, and named in a warning:
networks, addresses, security groups, tenancy, roles, status. There are no dependencies,
no disks and no data sizes in this format; ``--map`` takes columns that an administrator added.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import partial

from educloud.inventory.importing.draft import Context, Extract, Format, Sheet
from educloud.inventory.importing.planners.header import Line, find_header, plain
from educloud.inventory.importing.planners.owners import owner_tags
from educloud.inventory.importing.planners.servers import (
    Columns,
    Server,
    instance_size,
    read_servers,
)

# r_type -> what we would do; the others have no strategy of ours and stay undecided.
STRATEGIES = {
    "rehost": "rehost",
    "relocate": "rehost",
    "replatform": "replatform",
    "replatforma2c": "replatform",
    "rearchitect": "replatform",
    "reachitect": "replatform",  # as the schema spells it
    "refactor": "replatform",
    "retire": "retire",
    "retain": "retain",
}
COLUMNS = Columns("appname", "servername")
REQUIRED = frozenset({COLUMNS.app, COLUMNS.server})
TYPICAL = frozenset(
    {
        *("wavename", "waveid", "awsaccountid", "awsregion", "cloudendureprojectname", "rtype"),
        *("serverosfamily", "serverosversion", "serverfqdn", "servertier", "serverenvironment"),
        *("subnetids", "securitygroupids", "subnetidstest", "securitygroupidstest"),
        *("instancetype", "tenancy", "iamrole"),
    }
)
ENOUGH = 3  # typical columns that make an intake form
KEPT = {
    "wave": ("wavename", "waveid"),
    "environment": ("serverenvironment",),
    "tier": ("servertier",),
}


def _score(names: AbstractSet[str]) -> float:
    typical = len(TYPICAL & names)
    if not names >= REQUIRED or typical < ENOUGH:
        return 0.0
    return 0.9 + typical / 200


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is an intake form."""
    return find_header(sheet, _score)[1] if kind in FORMAT.kinds else 0.0


def read(sheet: Sheet, _kind: str, context: Context) -> Extract:
    """Give an application for each name, out of its servers."""
    header, _ = find_header(sheet, _score)
    return read_servers(sheet, header, context, partial(_server, context), COLUMNS)


def _server(context: Context, line: Line) -> Server:
    app, name = line.text("appname"), line.text("servername")
    if not app:
        raise line.refuse_cell("the server has no application", "fill in app_name", "appname")
    if not name:
        raise line.refuse_cell("the server has no name", "fill in server_name", "servername")
    fqdn, tags = line.text("serverfqdn"), line.text("tags").strip("; ")
    told = {
        "server_names": fqdn or name,
        "os": line.text("serverosversion", "serverosfamily"),
        "strategy": _strategy(line),
        "r_type": line.text("rtype"),
        "tags": tags,
        **instance_size(line, "instancetype"),
    }
    told |= {column: line.text(*names) for column, names in KEPT.items()}
    told |= line.mapped("apps", context.mapping)
    pairs = [part.partition("=") for part in tags.split(";")]
    owners = [line.text(column) for column in ("appowner", "owner", "businessunit")]
    owners += owner_tags((key, text) for key, _, text in pairs)
    source = [line.text("awsaccountid"), line.text("awsregion")]
    return Server(line.row, app, name, told, owners, "/".join(["cmf", *filter(None, source)]))


def _strategy(line: Line) -> str:
    strategy = STRATEGIES.get(plain(line.text("rtype")), "")
    return line.turned(strategy, "strategy_word", "rtype") if line.cell("rtype") else ""


FORMAT = Format(
    "cmf",
    "AWS Cloud Migration Factory 接收表",
    ("apps",),
    recognise,
    read,
    "app_name, server_name and three more of its columns",
)
