"""Texts of a device as values: numbers with their units, states, and what means "no reading"."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from typing import Any

# What devices print where they measured nothing: dashes, the sentinel of SNMP (RFC 2579 leaves the
# choice; Comware's MIB has 2147483647), and the floor of a receiver without light.
NO_READING = frozenset(
    {"", "-", "--", "---", "n/a", "na", "null", "none", "unknown", "unspecified", "not available",
     "2147483647", "-2147483648", "4294967295", "65535", "-inf", "-infinity", "inf", "nan"}
)  # fmt: skip
SUFFIX = re.compile(r"[/%].*")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
# Beyond these no optics works: such a figure is no reading (SFF-8472 has the modules' ranges).
PLAUSIBLE = {
    "dbm": (-50.0, 20.0),
    "c": (-60.0, 130.0),
    "v": (0.5, 20.0),
    "ma": (0.0, 500.0),
}
NO_LIGHT_DBM = -40.0  # SFF-8472 modules report 0.1 microwatt at the least: the floor, no light
TRUE = frozenset(
    {"up", "active", "enable", "enabled", "yes", "normal", "online", "working", "true", "full",
     "connected"}
)  # fmt: skip
FALSE = frozenset(
    {"down", "*down", "administratively down", "adm", "stby", "inactive", "disable", "disabled",
     "no", "abnormal", "offline", "dyinggasp", "los", "false", "suspended", "notconnect", "logging"}
)  # fmt: skip


def value_of(field: str, kind: str, text: Any) -> Any:
    """Give the value of a field of a kind ("int | None" and so on) that a text means.

    None where the device did not measure or say anything; ValueError when it is no such value.
    """
    if kind.startswith("tuple"):
        return _several(field, kind, text)
    if isinstance(text, list):
        text = " ".join(text)
    bare = str(text).strip()
    if bare.lower() in NO_READING:
        return None
    base = kind.removesuffix(" | None")
    return READERS[base](field, bare)


def _several(field: str, kind: str, text: Any) -> tuple[Any, ...]:
    inner = kind.removeprefix("tuple[").partition(",")[0]
    items = text if isinstance(text, list) else re.split(r"[\s,]+", str(text))
    values = (value_of(field, inner, item) for item in items)
    return tuple(value for value in values if value is not None)


def _integer(field: str, text: str) -> int:
    found = NUMBER.search(text.replace(",", ""))
    if found is None:
        raise ValueError(f"{field}: {text!r} is no number")
    return int(float(found[0]))


def _measure(field: str, text: str) -> float | None:
    found = NUMBER.search(text)
    if found is None:
        raise ValueError(f"{field}: {text!r} is no measurement")
    number = float(found[0])
    unit = field.rpartition("_")[2]
    low, high = PLAUSIBLE.get(unit, (float("-inf"), float("inf")))
    dark = "rx" in field and unit == "dbm" and number <= NO_LIGHT_DBM
    return None if dark or not low <= number <= high else number


def _truth(field: str, text: str) -> bool:
    word = re.sub(r"^(?:line protocol )?(?:is )?|\(.*\)$", "", text.lower()).strip()
    if word not in TRUE | FALSE:
        raise ValueError(f"{field}: {text!r} is neither up nor down")
    return word in TRUE


def _address(_: str, text: str) -> Any:
    return ipaddress.ip_address(SUFFIX.sub("", text))


def _text(_: str, text: str) -> str:
    return text


READERS: Mapping[str, Callable[[str, str], Any]] = {
    "str": _text,
    "int": _integer,
    "float": _measure,
    "bool": _truth,
    "Address": _address,
    "IPv4Address": lambda _, text: ipaddress.IPv4Address(text),
    "IPv6Address": lambda _, text: ipaddress.IPv6Address(SUFFIX.sub("", text)),
    "IPv6Interface": lambda _, text: ipaddress.IPv6Interface(text),
    "IPv6Network": lambda _, text: ipaddress.IPv6Network(text, strict=False),
}
