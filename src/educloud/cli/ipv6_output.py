"""What ``educloud ipv6`` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from educloud.cli.output import print_json

if TYPE_CHECKING:
    from educloud.inventory.addresses.plan import AddressPlan
    from educloud.inventory.addresses.renumber import Renumbering
    from educloud.inventory.addresses.utilisation import Place, Utilisation
    from educloud.inventory.addresses.whose import Answer
    from educloud.inventory.models import Inventory

SHOWN = 50


def print_prefixes(addresses: AddressPlan, tables: Inventory, division: str | None) -> None:
    """Print the plan, or a division's part of it, as JSON."""
    from educloud.inventory.addresses.prefixes import prefix_text  # noqa: PLC0415  keeps --help fast
    from educloud.inventory.addresses.tree import under  # noqa: PLC0415  same

    shown = under(addresses, tables, division) if division else addresses.allocations
    print_json([{"kind": o.kind, "id": o.id, "prefix": prefix_text(o.prefix)} for o in shown])


def print_utilisation(levels: list[Utilisation], tight: list[Place], tables: Inventory) -> None:
    """Print how full each level is, and the tight places, least reserve first."""
    for level in levels:
        click.echo(
            f"{level.level:<10} {level.used:>6} of {level.capacity} in use; fullest: "
            f"{level.fullest or '-'} {level.fullest_used}/{level.fullest_capacity}"
        )
    for place in tight[:SHOWN]:
        division = tables.divisions.get(place.id)
        name = f"{division.name_zh} " if division else ""
        click.echo(
            f"tight: {place.kind} {name}{place.id}: {place.used}/{place.capacity} "
            f"{place.level} places, reserve {place.reserve:.0%}"
        )
    if len(tight) > SHOWN:
        click.echo(f"… and {len(tight) - SHOWN} more; --json lists all")
    click.echo(f"{len(tight)} places have less than a quarter in reserve")


def print_answer(answer: Answer) -> None:
    """Print the way from the province down to whoever holds an address."""
    click.echo(f"{answer.asked}  {answer.state}")
    for holder in answer.holders:
        click.echo(f"  {holder.kind:<8} {holder.prefix}  {holder.name or '-'} {holder.id}")
    if answer.subnet is not None:
        service = answer.subnet.service or "nothing planned"
        click.echo(f"  service  {answer.subnet.slot} ({service}), VLAN index {answer.subnet.vlan}")
    if answer.inside:
        click.echo(f"  inside   {answer.inside} prefixes")
    for device in answer.devices[:SHOWN]:
        click.echo(f"  device   {device}")
    if len(answer.devices) > SHOWN:
        click.echo(f"  … and {len(answer.devices) - SHOWN} more devices; --json lists all")


def print_renumbering(found: Renumbering) -> None:
    """Print what moves, county by county in the order of the work, and the steps."""
    from educloud.inventory.addresses.renumber import STEPS  # noqa: PLC0415  keeps --help fast

    click.echo(f"{len(found.moves)} prefixes move, {found.kept} stay; {found.devices} devices")
    for number, share in enumerate(found.shares[:SHOWN], start=1):
        click.echo(
            f"{number:>3}. {share.name or '-'} {share.id}: {share.sites} sites, "
            f"{share.devices} devices, {share.managed} with an old management address"
        )
    if len(found.shares) > SHOWN:
        click.echo(f"… and {len(found.shares) - SHOWN} more; --json lists all")
    for number, (step, text) in enumerate(STEPS if found.moves else (), start=1):
        click.echo(f"{number}) {step}: {text}")
