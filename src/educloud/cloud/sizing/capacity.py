"""Write what stack files declare into ``inventory/capacity.csv``.

A row says what applications can have on a node while one machine of each pool is down (N+1), from a
day on. What shall stay free for growth is not taken off: the table says what there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from educloud.cloud.sizing.amounts import Amounts
from educloud.errors import InventoryError
from educloud.inventory.load import check_inventory
from educloud.inventory.models import Capacity
from educloud.inventory.tables import read_table, table_text
from educloud.project import Project, write_bytes, write_document


def with_rows(rows: list[Capacity], amounts: Mapping[str, Amounts], day: dt.date) -> list[Capacity]:
    """Give the table with a row of ``day`` for each node; all other rows stay as they are.

    A row of the same node and day is replaced where it stands, a new one follows the node's others.
    """
    merged = list(rows)
    for node_id, has in amounts.items():
        values = {name: round(value, 3) for name, value in has.named().items()}
        places = [place for place, row in enumerate(merged) if row.node_id == node_id]
        same = [place for place in places if merged[place].from_date == day]
        if same:
            merged[same[0]] = merged[same[0]].model_copy(update=values)
            continue
        before = [place + 1 for place in places if merged[place].from_date < day]
        place = max(before, default=min(places, default=len(merged)))
        merged.insert(place, Capacity(node_id=node_id, from_date=day, **values))
    return merged


def write_capacity(project: Project, amounts: Mapping[str, Amounts], day: dt.date) -> bool:
    """Write the rows of ``day``; True when the file changed.

    InventoryError, and the file as before, when the table is wrong before or after.
    """
    path = project.inventory / "capacity.csv"
    table = read_table(path, Capacity)
    if table.findings:
        raise InventoryError(tuple(table.findings))
    before = path.read_bytes() if path.exists() else b""
    text = table_text(with_rows(table.records, amounts, day), Capacity, table.header)
    if text.encode() == before:
        return False
    write_document(path, text)
    wrong = [finding for finding in check_inventory(project) if finding.table == "capacity"]
    if wrong:
        write_bytes(path, before)
        raise InventoryError(tuple(wrong))
    return True
