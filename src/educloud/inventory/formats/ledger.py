"""Chinese ledgers (台账) of systems, rooms, sites, devices and organisations, as people fill them.

What columns are called stands in ``importing/ledger/columns.py``, what words mean in
``importing/cleaning/words.yaml``. Titles, headers of several rows, merged cells, ``同上``, totals
and notes are read as ``importing/ledger/layout.py`` tells; each kind's rows by a class there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from educloud.inventory.importing.draft import Context, Extract, Format, Sheet
from educloud.inventory.importing.ledger.apps import Apps
from educloud.inventory.importing.ledger.binding import bind
from educloud.inventory.importing.ledger.devices import Devices
from educloud.inventory.importing.ledger.kinds import Orgs, Rooms, Sites, Taker
from educloud.inventory.importing.ledger.layout import find_layout
from educloud.inventory.importing.ledger.lines import Ledger, Line, known_header
from educloud.inventory.importing.planners.header import Refused

TAKERS: Mapping[str, Callable[[Ledger, Context], Taker]] = {
    "apps": Apps,
    "rooms": Rooms,
    "sites": Sites,
    "devices": Devices,
    "orgs": Orgs,
}
# Our columns of which a real row has one: they tell data from remarks.
NAMES = {
    "apps": frozenset(("name", "app_id")),
    "rooms": frozenset(("name", "room_id")),
    "sites": frozenset(("name", "site_id")),
    "devices": frozenset(("hostname", "device_id")),
    "orgs": frozenset(("name", "org_id")),
}
# A planner's own format, which knows its header word for word, says more than this of its sheets.
LIKELIEST = 0.9
LEAST = 0.5


def recognise(sheet: Sheet, kind: str) -> float:
    """Tell how surely the sheet is a ledger: by the share of its headers that are known."""
    if kind not in TAKERS:
        return 0.0
    known = known_header(kind)
    layout = find_layout(sheet, known)
    if layout is None:
        return 0.0
    named = [name for name in layout.columns if name]
    bound = {one.column.name for one in bind(named, kind, {}).bound}
    if not bound & NAMES[kind]:
        return 0.0
    share = sum(known(name) for name in named) / len(named)
    return LEAST + (LIKELIEST - LEAST) * share


def read(sheet: Sheet, kind: str, context: Context) -> Extract:
    """Give the rows of a ledger as drafts, with all that was changed, left out or refused."""
    ledger = Ledger(sheet, kind, context)
    taker = TAKERS[kind](ledger, context)
    extract = ledger.extract
    again: list[Line] = []
    for line in ledger.lines(NAMES[kind]):
        whole = replace(line, values=dict(line.values), changes=list(line.changes))
        try:
            taker.take(line)
        except Refused:
            again.append(whole)
        else:
            extract.changes += line.changes
    for line in again:  # rows below may have told what this one leaves out
        try:
            taker.take(line)
        except Refused as refused:
            extract.rejections.append(refused.rejection)
        else:
            extract.changes += line.changes
    taker.end()
    return extract


FORMAT = Format("ledger", "信息系统台账", tuple(TAKERS), recognise, read)
