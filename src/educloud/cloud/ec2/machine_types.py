"""Machine types and database classes by cores and memory; the ``.yaml`` beside lists them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from educloud.cloud.spec.parts import Arch
from educloud.errors import CloudError
from educloud.project import read_yaml

_FILE = Path(__file__).with_suffix(".yaml")


class _Family(BaseModel):
    """Types of one family: the same memory for each core, in several sizes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    family: str
    ram_gb_per_vcpu: int
    sizes: Mapping[str, int]


class _Types(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    mark: str
    machines: Mapping[Arch, Sequence[_Family]]
    databases: Sequence[_Family]


@dataclass(frozen=True, slots=True, order=True)
class MachineType:
    """What a type offers, in the order in which types are tried."""

    vcpu: int
    ram_gb: int
    name: str


@cache
def _types() -> _Types:
    return read_yaml(_FILE, _Types)


def machine_type(vcpu: int, ram_gb: int, arch: Arch) -> str:
    """Give the smallest machine type with so much; CloudError when there is none."""
    return _smallest(_types().machines[arch], vcpu, ram_gb, f"machine type ({arch})")


def database_class(vcpu: int, ram_gb: int) -> str:
    """Give the smallest database class with so much; CloudError when there is none."""
    return _smallest(_types().databases, vcpu, ram_gb, "database class")


def _smallest(families: Sequence[_Family], vcpu: int, ram_gb: int, what: str) -> str:
    fitting = [one for one in _offered(families) if one.vcpu >= vcpu and one.ram_gb >= ram_gb]
    if not fitting:
        largest = max(_offered(families))
        raise CloudError(
            f"no {what} has {vcpu} cores and {ram_gb} GB",
            str(_FILE),
            f"ask for at most {largest.vcpu} cores and {largest.ram_gb} GB, and for more of them",
        )
    return min(fitting).name


def _offered(families: Sequence[_Family]) -> Iterator[MachineType]:
    for one in families:
        for size, vcpu in one.sizes.items():
            yield MachineType(vcpu, vcpu * one.ram_gb_per_vcpu, f"{one.family}.{size}")
