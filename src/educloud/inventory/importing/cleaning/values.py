"""Read single cells of foreign tables: pure functions, cell in, text of our CSV out.

Each raises Unreadable, and nothing else, when a cell cannot be read; words that mean "unknown"
give the empty text. Cleaning what was cleaned changes nothing.
"""

from __future__ import annotations

from educloud.inventory.importing.cleaning.cells import Unreadable, Value
from educloud.inventory.importing.cleaning.dates import day, last_day, year
from educloud.inventory.importing.cleaning.lists import addresses, domains, endpoint, ipv4, names
from educloud.inventory.importing.cleaning.numbers import amount, share, tally, whole
from educloud.inventory.importing.cleaning.texts import code6, division, identifier, text
from educloud.inventory.importing.cleaning.words import choice, level, truth

__all__ = [
    "Unreadable",
    "Value",
    "addresses",
    "amount",
    "choice",
    "code6",
    "day",
    "division",
    "domains",
    "endpoint",
    "identifier",
    "ipv4",
    "last_day",
    "level",
    "names",
    "share",
    "tally",
    "text",
    "truth",
    "whole",
    "year",
]
