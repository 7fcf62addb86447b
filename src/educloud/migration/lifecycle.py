"""Until when vendors support an operating system.

Sources: Microsoft Lifecycle, the CentOS and Red Hat life-cycle pages, Ubuntu release cycle
(standard support), Debian LTS. A system that is not listed has an unknown life cycle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

# Beginning of the name, lower case -> last day with free security updates. One line adds a system.
LAST_SUPPORTED_DAY: Mapping[str, dt.date] = {
    "windows server 2003": dt.date(2015, 7, 14),
    "windows server 2008": dt.date(2020, 1, 14),
    "windows server 2012": dt.date(2023, 10, 10),
    "windows server 2016": dt.date(2027, 1, 12),
    "windows server 2019": dt.date(2029, 1, 9),
    "windows server 2022": dt.date(2031, 10, 14),
    "centos 5": dt.date(2017, 3, 31),
    "centos 6": dt.date(2020, 11, 30),
    "centos 7": dt.date(2024, 6, 30),
    "centos 8": dt.date(2021, 12, 31),
    "rhel 6": dt.date(2020, 11, 30),
    "rhel 7": dt.date(2024, 6, 30),
    "rhel 8": dt.date(2029, 5, 31),
    "rhel 9": dt.date(2032, 5, 31),
    "ubuntu 14.04": dt.date(2019, 4, 30),
    "ubuntu 16.04": dt.date(2021, 4, 30),
    "ubuntu 18.04": dt.date(2023, 5, 31),
    "ubuntu 20.04": dt.date(2025, 5, 31),
    "ubuntu 22.04": dt.date(2027, 4, 30),
    "ubuntu 24.04": dt.date(2029, 4, 30),
    "debian 8": dt.date(2020, 6, 30),
    "debian 9": dt.date(2022, 6, 30),
    "debian 10": dt.date(2024, 6, 30),
    "debian 11": dt.date(2026, 8, 31),
    "debian 12": dt.date(2028, 6, 30),
}


@lru_cache(maxsize=4096)  # few systems stand in very many rows
def past_support(system: str | None, as_of: dt.date) -> bool | None:
    """Tell whether ``system`` is out of support on ``as_of``; None when that is unknown."""
    name = " ".join((system or "").lower().split())
    known = [start for start in LAST_SUPPORTED_DAY if name.startswith(start)]
    if not known:
        return None
    return as_of > LAST_SUPPORTED_DAY[max(known, key=len)]
