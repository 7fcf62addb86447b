"""A profile: the facts of one province (tiers, nodes, units, dates, thresholds), each sourced.

``profiles/national.yaml`` and ``profiles/national/`` hold what is the same everywhere;
``profiles/<name>/`` is laid over them, key by key. A new kind of fact is a class in
``profile_models.py`` and a field here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import RootModel, ValidationError

from educloud.errors import ProjectError
from educloud.inventory import profiles
from educloud.inventory.addresses.scheme import Scheme
from educloud.inventory.fields import Code
from educloud.inventory.profile_models import (
    BreakRule,
    Bureau,
    CampusItem,
    Clause,
    DisasterLevel,
    DnsZone,
    Document,
    Figure,
    Identifier,
    Level,
    NodeTier,
    Platform,
    Region,
    ReportingUnit,
    RootPrefix,
    ServicePort,
    SpringFestival,
    Stated,
    Statement,
    Threshold,
    UrbanClass,
    Vrf,
    Weights,
    Window,
)
from educloud.project import first_fault, read_yaml

# The files of a folder that hold facts, in the order they are laid over each other; each may be
# missing. A folder's other files (calendar.yaml, tables) are what a new project starts from.
PARTS = (
    "profile.yaml",
    "network.yaml",
    "ipv6.yaml",
    "mlps.yaml",
    "cloud.yaml",
    "windows.yaml",
    "identifiers.yaml",
    "counts.yaml",
)


class Profile(Stated):
    """What ``educloud.yaml`` names as ``profile``."""

    name: str
    name_zh: str
    province: Code
    ipv6_root: RootPrefix  # what a new project starts with: documentation space
    documents: Mapping[str, Document]

    bureau: Bureau
    levels: tuple[Level, ...]
    reporting_units: tuple[ReportingUnit, ...]
    node_tiers: tuple[NodeTier, ...]
    platforms: tuple[Platform, ...] = ()
    dns_zones: tuple[str, ...]
    dns_facts: tuple[DnsZone, ...] = ()
    naming: tuple[Statement, ...] = ()

    dues: Mapping[str, dt.date] = {}  # rule -> another day than its document says
    thresholds: Mapping[str, Threshold]
    readings: tuple[Statement, ...] = ()  # where sources contradict each other, and what is taken

    ipv6_schemes: Mapping[str, Scheme] = {}  # named ways of dividing the province's prefix
    ipv6_targets: tuple[Figure, ...] = ()
    ipv6_norms: tuple[Statement, ...] = ()
    ipv6_local: tuple[Statement, ...] = ()  # norms of this province alone
    ipv6_metrics: tuple[Statement, ...] = ()

    speeds: Mapping[str, Threshold] = {}
    vrfs: tuple[Vrf, ...] = ()
    design: tuple[Statement, ...] = ()
    real_networks: tuple[Statement, ...] = ()
    optical_designs: tuple[Statement, ...] = ()
    campus_standard: tuple[CampusItem, ...] = ()
    campus_norms: tuple[Statement, ...] = ()

    mlps_clauses: tuple[Clause, ...] = ()
    mlps_notes: tuple[Statement, ...] = ()
    disaster_levels: tuple[DisasterLevel, ...] = ()

    regions: tuple[Region, ...] = ()  # where clouds may stand
    service_ports: tuple[ServicePort, ...] = ()  # never open to the Internet

    spring_festivals: tuple[SpringFestival, ...] = ()
    winter_break: BreakRule | None = None
    windows: tuple[Window, ...] = ()

    identifiers: Mapping[str, Identifier] = {}
    urban_classes: tuple[UrbanClass, ...] = ()

    counts: tuple[Figure, ...] = ()
    population: Weights
    not_available: tuple[Statement, ...] = ()  # looked for and not found

    def threshold(self, name: str) -> float:
        """Give the value of a threshold; ProjectError when the profile has none of this name."""
        try:
            return self.thresholds[name].value
        except KeyError:
            raise ProjectError(
                f"profile {self.name} has no threshold {name!r}", str(profiles.FOLDER), "add it"
            ) from None


class _Part(RootModel[dict[str, Any]]):
    pass


def load_profile(name: str) -> Profile:
    """Give a profile by name; ProjectError when there is none, or when it is wrong."""
    known = profiles.profile_names()
    if name not in known:
        raise ProjectError(f"no profile {name!r}", "profile", f"choose one of: {', '.join(known)}")
    return _load(profiles.FOLDER, name)


@cache
def _load(folder: Path, name: str) -> Profile:
    merged: dict[str, Any] = {"name": name}
    says: dict[str, Path] = {}  # top-level key -> the last file that has it, for error messages
    for path in _files(folder, name):
        content = read_yaml(path, _Part).root
        merged = _over(merged, content)
        says |= dict.fromkeys(content, path)
    try:
        return Profile.model_validate(merged)
    except ValidationError as error:
        place = says.get(str(error.errors()[0]["loc"][0]), folder / name / PARTS[0])
        raise ProjectError(first_fault(error), str(place), "correct the file") from error


def _files(folder: Path, name: str) -> Iterator[Path]:
    yield folder / "national.yaml"
    for below in ("national", name):
        yield from (folder / below / part for part in PARTS if (folder / below / part).exists())


def _over(base: dict[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _over(below, value)
        else:
            merged[key] = value
    return merged
