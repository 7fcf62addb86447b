"""The engine's property values as Python's, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime.rpc import UNKNOWN


class Unknown:
    """A value that is known only after something else was made; it equals nothing."""


def plain(value: Any) -> Any:
    """Give the engine's values as Python's: whole numbers whole, unknown ones ``Unknown``."""
    if isinstance(value, PropertyValue):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return Unknown() if value == UNKNOWN else value


def is_known(value: Any) -> bool:
    """Tell whether every part of one of the engine's values is known."""
    if isinstance(value, PropertyValue):
        return is_known(value.value)
    if isinstance(value, Mapping):
        return all(map(is_known, value.values()))
    if isinstance(value, (list, tuple)):
        return all(map(is_known, value))
    return bool(value != UNKNOWN)


def rich(properties: Mapping[str, Any]) -> dict[str, PropertyValue]:
    """Give Python's values as the engine's."""
    return {key: _rich(value) for key, value in properties.items()}


def _rich(value: Any) -> PropertyValue:
    if isinstance(value, Mapping):
        return PropertyValue(rich(value))
    if isinstance(value, (list, tuple)):
        return PropertyValue([_rich(one) for one in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)
