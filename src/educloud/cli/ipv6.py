"""``educloud ipv6``: plan addresses, and answer questions about the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from educloud.cli.ipv6_output import (
    print_answer,
    print_prefixes,
    print_renumbering,
    print_utilisation,
)
from educloud.cli.output import current_project, finish, json_option, print_json, say

if TYPE_CHECKING:
    from educloud.inventory.addresses.plan import AddressPlan
    from educloud.inventory.models import Inventory
    from educloud.project import Project

EXAMPLE_DOMAIN = "edu.example"  # RFC 6761: never anybody's; stands in until a real one is given


@click.group()
def ipv6() -> None:
    """Plan addresses, province to VLAN.

    \b
    Example:
      educloud ipv6 plan
      educloud ipv6 whose 3fff:410:1410::1
    """


@ipv6.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 2 on faults or unrecorded ids.")
@click.option("--division", metavar="CODE", help="Show this division's part of the plan.")
@json_option
@click.pass_context
def plan(ctx: click.Context, check: bool, division: str | None, as_json: bool) -> None:
    """Give every division and site its prefix and record it; what was given never moves.

    \b
    Example:
      educloud ipv6 plan
      educloud ipv6 plan --division 410600
      educloud ipv6 plan --check --json
    """
    from educloud.inventory.addresses.register import save_register  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.addresses.tree import plan_lines  # noqa: PLC0415  same

    project, tables, addresses = _planned(ctx)
    if as_json:
        print_prefixes(addresses, tables, division)
    else:
        click.echo("\n".join(plan_lines(addresses, tables, division)))
    faults = addresses.check()
    for fault in faults:
        say(f"fault: {fault}")
    unrecorded = len(addresses.new)
    if check:
        say(f"{unrecorded} prefixes are not in the register yet, {len(faults)} faults")
        finish(look=bool(faults or unrecorded))
    save_register(project, addresses)
    held = len(addresses.register)
    say(f"inventory/ipv6.csv: {unrecorded} new, {held} prefixes in all, {len(faults)} faults")
    finish(look=bool(faults))


@ipv6.command()
@json_option
@click.pass_context
def utilisation(ctx: click.Context, as_json: bool) -> None:
    """Say how full each level is and where less than a quarter is in reserve; exit 2 if anywhere.

    \b
    Example:
      educloud ipv6 utilisation
      educloud ipv6 utilisation --json
    """
    from educloud.inventory.addresses.utilisation import places  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.addresses.utilisation import utilisation as summed  # noqa: PLC0415  same

    _, tables, addresses = _planned(ctx)
    every = places(addresses)
    tight = sorted((place for place in every if place.tight), key=lambda place: place.reserve)
    if as_json:
        print_json(
            {
                "levels": [asdict(level) for level in summed(every)],
                "places": [
                    {**asdict(place), "reserve": round(place.reserve, 4), "tight": place.tight}
                    for place in every
                ],
            }
        )
    else:
        print_utilisation(summed(every), tight, tables)
    finish(look=bool(tight))


@ipv6.command()
@click.argument("asked", metavar="ADDRESS|PREFIX", nargs=-1, required=True)
@json_option
@click.pass_context
def whose(ctx: click.Context, asked: tuple[str, ...], as_json: bool) -> None:
    """Say who holds an address or prefix; exit 2 when one is free, reserved or outside the plan.

    \b
    Example:
      educloud ipv6 whose 3fff:410:1410::1
      educloud ipv6 whose 3fff:410:1400::/38 3fff:410:fc10::/48 --json
    """
    from educloud.inventory.addresses.whose import Lookup, read_asked  # noqa: PLC0415  keeps --help fast

    networks = [read_asked(text) for text in asked]
    _, tables, addresses = _planned(ctx)
    lookup = Lookup(addresses, tables)
    answers = [lookup.whose(network) for network in networks]
    if as_json:
        print_json([asdict(answer) for answer in answers])
    else:
        for answer in answers:
            print_answer(answer)
    finish(look=any(answer.state != "assigned" for answer in answers))


@ipv6.command()
@click.option("--to-root", required=True, metavar="PREFIX", help="The province's new prefix.")
@click.option("--to-scheme", metavar="NAME|FILE", help="Another scheme; default: today's.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), help="Write old and new of every id."
)
@json_option
@click.pass_context
def renumber(
    ctx: click.Context, to_root: str, to_scheme: str | None, csv_file: Path | None, as_json: bool
) -> None:
    """Compare today's register with a plan under another root; the register stays as it is.

    Exit 2 when the new plan has faults, or the register and sites.csv contradict each other.

    \b
    Example:
      educloud ipv6 renumber --to-root 3fff:500::/32 --csv moves.csv
      educloud ipv6 renumber --to-root 3fff:500::/28 --to-scheme nibble28 --json
    """
    from educloud.inventory.addresses.export import moves_csv  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.addresses.register import find_scheme  # noqa: PLC0415  same
    from educloud.inventory.addresses.renumber import read_root  # noqa: PLC0415  same
    from educloud.inventory.addresses.renumber import renumber as compare  # noqa: PLC0415  same

    root = read_root(to_root)
    project, tables, today = _planned(ctx)
    scheme = find_scheme(project, to_scheme) if to_scheme else today.scheme
    found = compare(today, tables, root, scheme)
    if csv_file is not None:
        _write(csv_file, moves_csv(found))
    if as_json:
        print_json({**asdict(found), "devices": found.devices})
    else:
        print_renumbering(found)
    for fault in (*found.faults, *found.contradictions):
        say(f"fault: {fault}")
    finish(look=bool(found.faults or found.contradictions))


@ipv6.command()
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--ns", "servers", multiple=True, metavar="NAME", help="Name server; give two.")
@click.option("--domain", help="Domain of placeholder names; default: the profile's first zone.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day of the serial; default: today."
)
@json_option
@click.pass_context
def zones(  # noqa: PLR0917  click passes options by name
    ctx: click.Context,
    out: Path,
    servers: tuple[str, ...],
    domain: str | None,
    as_of: dt.datetime | None,
    as_json: bool,
) -> None:
    """Write the reverse zones (ip6.arpa) of province, cities, counties and universities.

    Without --ns the name servers are placeholders, ns1.<division>.<domain>, to be replaced.

    \b
    Example:
      educloud ipv6 zones --out zones --as-of 2026-11-24
      educloud ipv6 zones --out zones --ns ns1.edu.example --ns ns2.edu.example --json
    """
    from educloud.inventory.addresses import reverse_zones as reverse  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.addresses.zone_folder import write_zone_folder  # noqa: PLC0415  same

    project, _, addresses = _planned(ctx)
    reverse.refuse_unsound(addresses)
    base = (domain or _first_zone(project)).strip(".")
    found = reverse.zones(addresses)
    named = reverse.name_servers(found, base, servers)
    serial = int(f"{as_of or dt.datetime.now().astimezone():%Y%m%d}01")
    files = reverse.zone_files(found, named, f"hostmaster.{base}", serial)
    write_zone_folder(out, {**files, "named.conf": reverse.named_conf(found)})
    if as_json:
        print_json([reverse.summary(zone) for zone in found])
    say(f"{out}: {len(found)} zones and named.conf")


@ipv6.command()
@click.option(
    "--csv", "csv_file", required=True, type=click.Path(path_type=Path), help="File to write."
)
@click.pass_context
def export(ctx: click.Context, csv_file: Path) -> None:
    """Write every prefix with name, parent, reverse zone and utilisation as CSV.

    \b
    Example:
      educloud ipv6 export --csv plan.csv
    """
    from educloud.inventory.addresses.export import plan_csv  # noqa: PLC0415  keeps --help fast

    _, tables, addresses = _planned(ctx)
    _write(csv_file, plan_csv(addresses, tables))
    say(f"{csv_file}: {len(addresses.register)} prefixes")


def _planned(ctx: click.Context) -> tuple[Project, Inventory, AddressPlan]:
    from educloud.inventory.addresses.register import address_plan  # noqa: PLC0415  same
    from educloud.inventory.load import load_inventory  # noqa: PLC0415  keeps --help fast

    project = current_project(ctx)
    tables = load_inventory(project)
    return project, tables, address_plan(project, tables)


def _first_zone(project: Project) -> str:
    from educloud.inventory.profile import load_profile  # noqa: PLC0415  keeps --help fast

    return next(iter(load_profile(project.settings.profile).dns_zones), EXAMPLE_DOMAIN)


def _write(path: Path, text: str) -> None:
    from educloud.project import write_document  # noqa: PLC0415  keeps --help fast

    write_document(path, text)
