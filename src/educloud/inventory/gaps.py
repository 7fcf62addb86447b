"""Unknown cells that change what the planner counts, each with its effect, said before planning."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from educloud.inventory.findings import Gap
from educloud.inventory.models import App, Inventory, OrgKind

_ZERO = "counts as 0"
_NO_CONDITION = "sets no condition"
_NO_LIMIT = "is no limit"
# Of these owners only generic applications are to be moved, so an unknown class decides.
_CLASS_DECIDES = frozenset({OrgKind.UNIVERSITY, OrgKind.PROVINCIAL_BODY, OrgKind.PROVINCE_BUREAU})


@dataclass(frozen=True, slots=True)
class _Unknown:
    table: str
    column: str
    effect: str


# One line adds a gap.
_UNKNOWN = (
    *(_Unknown("apps", column, _ZERO) for column in ("vcpu", "ram_gb", "disk_gb", "data_gb")),
    _Unknown("apps", "effort_h", "counts as default_effort_h"),
    _Unknown("apps", "mlps_level", _NO_CONDITION),
    _Unknown("apps", "arch", _NO_CONDITION),
    _Unknown("apps", "importance", "counts as medium"),
    _Unknown("apps", "room_id", "copies over the link of its division"),
    _Unknown("nodes", "mlps_level", _NO_CONDITION),
    _Unknown("nodes", "arch", _NO_CONDITION),
    *(_Unknown("capacity", column, _NO_LIMIT) for column in ("vcpu", "ram_gb", "disk_gb")),
    _Unknown("rooms", "annual_cost_cny", "weighs as the median room"),
    _Unknown("sites", "network_ready_on", _NO_CONDITION),
)


def find_gaps(inventory: Inventory) -> tuple[Gap, ...]:
    """Give the gaps of the inventory; columns without any are left out."""
    found = [
        Gap(gap.table, gap.column, gap.effect, _ids(_rows(inventory, gap.table), gap.column))
        for gap in _UNKNOWN
    ]
    found.append(_class_unknown(inventory))
    found.append(_node_without_capacity(inventory))
    return tuple(gap for gap in found if gap.ids)


def _rows(inventory: Inventory, table: str) -> Iterable[Any]:
    rows = getattr(inventory, table)
    return rows if isinstance(rows, tuple) else rows.values()


def _ids(rows: Iterable[Any], column: str) -> tuple[str, ...]:
    return _matching(rows, lambda row: getattr(row, column) is None)


def _matching(rows: Iterable[Any], unknown: Callable[[Any], bool]) -> tuple[str, ...]:
    return tuple(str(getattr(row, row.key[0])) for row in rows if unknown(row))


def _class_unknown(inventory: Inventory) -> Gap:
    def decides(app: App) -> bool:
        owner = inventory.orgs.get(app.owner_org)
        return app.app_class is None and owner is not None and owner.kind in _CLASS_DECIDES

    ids = _matching(inventory.apps.values(), decides)
    return Gap("apps", "app_class", "puts it out of scope", ids)


def _node_without_capacity(inventory: Inventory) -> Gap:
    with_rows = {row.node_id for row in inventory.capacity}
    ids = _matching(inventory.nodes.values(), lambda node: node.node_id not in with_rows)
    return Gap("capacity", "node_id", "has no row, so the node takes nothing", ids)
