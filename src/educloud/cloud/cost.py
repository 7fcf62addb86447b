"""What declared resources cost: unit prices are data, and what has no price is listed, never zero.

The shipped prices are assumptions (``prices.yaml`` of the family of APIs); a project lays its own
``prices.yaml`` over them, key by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from educloud.cloud.declared import Declared, DeclaredStack, Ref
from educloud.cloud.family import Family
from educloud.cloud.spec.load import Stacks
from educloud.cloud.spec.words import Declaration
from educloud.errors import CloudError
from educloud.project import Project, first_fault, yaml_document

PRICES = "prices.yaml"
MONTHS = 12

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Charge(Declaration):
    """What one property of a resource costs: ``quantity`` times the unit price."""

    per: Literal["hour", "month"]
    unit: str
    cny: Amount | None = None
    by: tuple[str, ...] = ()  # the property that chooses among ``prices``
    prices: Mapping[str, Amount] = {}
    quantity: tuple[str, ...] = ()
    assumed: Amount | None = 1  # the quantity where no property says it; None: depends on use
    times: Mapping[str, Amount] = {}

    @model_validator(mode="after")
    def _one_price(self) -> Charge:
        if (self.cny is None) != bool(self.by):
            raise ValueError("give cny, or by and prices")
        return self


class Prices(Declaration):
    """The price list."""

    source: str
    mark: str
    hours_per_month: Amount
    charges: Mapping[str, Mapping[str, Charge]]
    free: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One charge of one resource; ``month`` (CNY) is None when ``unpriced`` says why."""

    stack: str
    kind: str
    resource: str
    charge: str
    quantity: float | None = None
    unit: str = ""
    month: float | None = None
    unpriced: str = ""


def read_prices(project: Project, family: Family) -> Prices:
    """Give the shipped prices with the project's own laid over; CloudError names what is wrong."""
    shipped = yaml_document(Path(__file__).parent / family.name / PRICES)
    path = project.folder / PRICES
    own = yaml_document(path) if path.exists() else {}
    if not isinstance(own, dict):
        raise CloudError("this is no price list", str(path), "give charges by kind of resource")
    known = {*shipped["charges"], *shipped["free"]}
    for kind in own.get("charges") or {}:
        if kind not in known:
            raise CloudError(
                f"there is no kind of resource {kind!r}", str(path), f"one of {sorted(known)}"
            )
    try:
        return Prices.model_validate(_over(shipped, own))
    except ValidationError as error:
        raise CloudError(first_fault(error), str(path), "correct the file") from error


def _over(base: Any, own: Any) -> Any:
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **{key: _over(base.get(key), value) for key, value in own.items()}}
    return own


def declared_stacks(
    stacks: Stacks, names: tuple[str, ...], family: Family
) -> Iterator[DeclaredStack]:
    """Declare stacks (default: all)."""
    yield from family.declare_all(stacks, stacks.order(names))


def lines(stack: DeclaredStack, prices: Prices) -> Iterator[Line]:
    """Give every charge of a stack's resources."""
    for resource in stack.resources:
        where: dict[str, Any] = {
            "stack": stack.name,
            "kind": resource.kind,
            "resource": resource.name,
        }
        if resource.kind in prices.charges:
            for name, charge in prices.charges[resource.kind].items():
                yield Line(**where, charge=name, **_charged(stack, resource, charge, prices))
        elif resource.kind not in prices.free:
            yield Line(**where, charge="", unpriced="no price for this kind")


def _charged(
    stack: DeclaredStack, resource: Declared, charge: Charge, prices: Prices
) -> dict[str, Any]:
    """Give quantity, unit and price by the month of one charge, or why there is none."""
    said = _first(stack, resource, charge.quantity)
    quantity = charge.assumed if said is None else float(said)
    if quantity is None:
        return {"unit": charge.unit, "unpriced": "depends on use"}
    for name, factor in charge.times.items():
        quantity *= factor if _first(stack, resource, (name,)) else 1
    found: dict[str, Any] = {"unit": charge.unit, "quantity": quantity}
    chosen = _first(stack, resource, charge.by)
    price = charge.prices.get(str(chosen)) if charge.by else charge.cny
    if price is None:
        return {**found, "unpriced": f"no price of {chosen or 'what is not said'}"}
    hours = prices.hours_per_month if charge.per == "hour" else 1
    return {**found, "month": quantity * price * hours}


def _first(stack: DeclaredStack, resource: Declared, paths: Iterable[str]) -> Any:
    """Give the value of the first path that leads to one; None when none does."""
    found = (_at(stack, resource.wanted, path.split(".")) for path in paths)
    return next((value for value in found if value not in (None, "", {})), None)


def _at(stack: DeclaredStack, value: Any, path: list[str]) -> Any:
    for part in path:
        if isinstance(value, Ref):
            value = {} if value.stack else stack[value.resource].wanted
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if isinstance(value, Ref) else value


@dataclass(frozen=True, slots=True)
class KindCost:
    """What the resources of a kind cost together, in CNY."""

    kind: str
    count: int
    month: float
    year: float


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Charges that have no price: how many resources, and why."""

    kind: str
    charge: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class StackCost:
    """What a stack costs, in CNY, without what is ``unpriced``."""

    stack: str
    month: float
    year: float
    kinds: tuple[KindCost, ...]
    unpriced: tuple[Unpriced, ...]


def cost_of(stack: DeclaredStack, prices: Prices) -> StackCost:
    """Add up a stack's charges by kind, dear ones first."""
    found = tuple(lines(stack, prices))
    by_kind = {line.kind: 0.0 for line in found if line.month is not None}
    for line in found:
        if line.month is not None:
            by_kind[line.kind] += line.month
    kinds = (
        KindCost(
            kind, sum(one.kind == kind for one in stack.resources), round(month, 2), _year(month)
        )
        for kind, month in by_kind.items()
    )
    month = sum(by_kind.values())
    ordered = tuple(sorted(kinds, key=lambda one: (-one.month, one.kind)))
    return StackCost(stack.name, round(month, 2), _year(month), ordered, _unpriced(found))


def _year(month: float) -> float:
    return round(month * MONTHS, 2)


def _unpriced(found: Iterable[Line]) -> tuple[Unpriced, ...]:
    counts: dict[tuple[str, str, str], int] = {}
    for line in found:
        if line.month is None:
            key = line.kind, line.charge, line.unpriced
            counts[key] = counts.get(key, 0) + 1
    return tuple(Unpriced(kind, name, count, why) for (kind, name, why), count in counts.items())
