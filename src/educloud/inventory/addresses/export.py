"""The address plan as CSV, for address managers and spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from educloud.inventory.addresses.plan import AddressPlan, Allocation
from educloud.inventory.addresses.prefixes import prefix_text
from educloud.inventory.addresses.renumber import Renumbering
from educloud.inventory.addresses.reverse_zones import covering, zone_name
from educloud.inventory.addresses.utilisation import Place, places
from educloud.inventory.addresses.whose import name_of
from educloud.inventory.models import Inventory

COLUMNS = (
    "kind", "id", "name_zh", "prefix", "parent_kind", "parent", "reverse_zone", "state", "used",
    "capacity", "utilisation",
)  # fmt: skip
MOVE_COLUMNS = ("kind", "id", "name_zh", "county", "old_prefix", "new_prefix", "devices")


def plan_csv(plan: AddressPlan, inventory: Inventory) -> str:
    """Give every prefix of the register: whose, inside what, its reverse zones, how full."""
    full = {(place.kind, place.id): place for place in places(plan)}
    rows = (
        (
            *_identity(one, inventory),
            prefix_text(one.prefix),
            *(around.key if (around := plan.enclosing(number)) else ("", "")),
            ";".join(zone_name(part) for part in covering(one.prefix)),
            _state(plan, one),
            *_fullness(full.get(one.key)),
        )
        for number, one in enumerate(plan.register)
    )
    return _csv(COLUMNS, rows)


def moves_csv(renumbering: Renumbering) -> str:
    """Give the old and the new prefix of every id that moves."""
    rows = (
        (
            move.kind, move.id, move.name or "", move.county, prefix_text(move.old),
            prefix_text(move.new) if move.new else "", move.devices,
        )
        for move in renumbering.moves
    )  # fmt: skip
    return _csv(MOVE_COLUMNS, rows)


def _identity(one: Allocation, inventory: Inventory) -> tuple[str, str, str]:
    return one.kind, one.id, name_of(one, inventory) or ""


def _state(plan: AddressPlan, one: Allocation) -> str:
    if not plan.is_live(one):
        return "reserved"
    return "recorded" if one.key in plan.recorded else "new"


def _fullness(place: Place | None) -> tuple[str, str, str]:
    if place is None:
        return "", "", ""
    return str(place.used), str(place.capacity), f"{1 - place.reserve:.4f}"


def _csv(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
