"""双非: applications with neither an address nor a domain name of their own house.

They are to be closed, restricted, or brought under management with a signed undertaking (texts of
Luoyang Normal University and others on 双非 systems). What counts as "own" is this project's
default reading.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from educloud.inventory.models import App, Hosting

# Zones that only education bodies and public authorities are given (EDU.CN by CERNIC).
INSTITUTIONAL_ZONES = ("edu.cn", "gov.cn")
# There an application answers under the provider's address.
AT_A_PROVIDER = frozenset({Hosting.HOSTED, Hosting.PUBLIC_CLOUD})
# What people write when they mean that there is none.
NONE_WORDS = frozenset({"无", "没有", "none", "no", "否"})
LONGEST_NONE = max(map(len, NONE_WORDS))


def double_non(app: App, zones: Collection[str] = ()) -> bool | None:
    """Tell whether an application has neither own address nor own domain; None when unknown.

    ``zones`` are the province's own DNS zones, besides edu.cn and gov.cn.
    """
    address, domain = own_address(app), own_domain(app, zones)
    if address or domain:
        return False
    return None if address is None or domain is None else True


def own_address(app: App) -> bool | None:
    """Tell whether it answers under an address of its house: not at a provider, not "无"."""
    if app.hosting in AT_A_PROVIDER or denied(app.ipv4):
        return False
    return True if app.ipv4 and app.hosting is not None else None


def own_domain(app: App, zones: Collection[str] = ()) -> bool | None:
    """Tell whether its domain lies in ``zones``, edu.cn or gov.cn; any other name is foreign."""
    if app.domain is None:
        return None
    # A dot in front, so that "edu.cn" ends like "x.edu.cn" and "xedu.cn" does not.
    return f".{app.domain.lower().rstrip('.')}".endswith(_endings(tuple(zones)))


@lru_cache
def _endings(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f".{zone}" for zone in (*INSTITUTIONAL_ZONES, *zones))


def denied(text: str | None) -> bool:
    """Tell whether a cell says in words that there is none (an empty cell says nothing)."""
    # The length first: nearly every cell is longer, and there are many.
    return text is not None and len(text) <= LONGEST_NONE and text.lower() in NONE_WORDS
