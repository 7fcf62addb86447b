"""A profile: the facts of one province (tiers, nodes, units, dates, thresholds), each sourced.

``profiles/national.yaml`` holds what is the same everywhere; ``profiles/<name>/profile.yaml`` is
laid over it, key by key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from educloud.errors import ProjectError
from educloud.inventory.models import Code
from educloud.project import first_fault

FOLDER = Path(__file__).parent / "profiles"


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(_Fact):
    """A number that rules compare with; ``mark``: read, checked, default or unverified."""

    value: float
    unit: str = ""
    source: str
    mark: str = "read"


class Document(_Fact):
    """A policy document that rules quote."""

    title: str
    issued: str
    province: Code | None = None  # None: the whole country


class ReportingUnit(_Fact):
    """A unit that reports to the province: a division, or the schools directly under it."""

    name: str
    division: Code | None = None
    source: str
    mark: str = "read"


class Profile(_Fact):
    """What ``educloud.yaml`` names as ``profile``."""

    name: str
    name_zh: str
    province: Code
    documents: Mapping[str, Document]
    reporting_units: tuple[ReportingUnit, ...]
    dns_zones: tuple[str, ...]
    dues: Mapping[str, dt.date] = {}  # rule -> another day than its document says
    thresholds: Mapping[str, Threshold]

    def threshold(self, name: str) -> float:
        """Give the value of a threshold; ProjectError when the profile has none of this name."""
        try:
            return self.thresholds[name].value
        except KeyError:
            raise ProjectError(
                f"profile {self.name} has no threshold {name!r}", str(FOLDER), "add it"
            ) from None


def profile_names() -> tuple[str, ...]:
    """Name the profiles there are."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/profile.yaml")))


def load_profile(name: str) -> Profile:
    """Give a profile by name; ProjectError when there is none, or when it is wrong."""
    if name not in profile_names():
        raise ProjectError(
            f"no profile {name!r}", "profile", f"choose one of: {', '.join(profile_names())}"
        )
    merged = _over(_read(FOLDER / "national.yaml"), _read(FOLDER / name / "profile.yaml"))
    try:
        return Profile.model_validate({"name": name, **merged})
    except ValidationError as error:
        raise ProjectError(first_fault(error), str(FOLDER / name), "correct the file") from error


def _read(path: Path) -> dict[str, object]:
    content: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def _over(base: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        merged[key] = _over(below, value) if both else value  # type: ignore[arg-type]
    return merged
