"""What a cell may hold: the types of the tables' columns, and how their texts are read."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

NOT_A_DATE = "not a date (YYYY-MM-DD)"
NOT_A_WEEK = "not a week of that year (YYYY-Www)"


def _truth(value: Any) -> Any:
    words = {
        "true": True,
        "yes": True,
        "y": True,
        "1": True,
        "是": True,
        "有": True,
        "false": False,
        "no": False,
        "n": False,
        "0": False,
        "否": False,
        "无": False,
    }
    return words.get(value.strip().lower(), value) if isinstance(value, str) else value


def _parts(value: Any) -> Any:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip()) or None
    return value


def _iso_day(value: Any) -> Any:
    # Without this pydantic takes a bare number as seconds since 1970.
    if not isinstance(value, str):
        return value
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError(NOT_A_DATE) from None


def _address(value: Any) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    # ipaddress alone takes longer over an IPv4 address than all other cells of a row together.
    if isinstance(value, ipaddress.IPv4Address | ipaddress.IPv6Address):
        return value
    text = str(value).strip()
    try:
        return ipaddress.IPv4Address(socket.inet_pton(socket.AF_INET, text))
    except OSError:
        pass
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise PydanticCustomError("ip_any_address", "not an IP address") from None


def _iso_week(value: str) -> str:
    try:
        dt.date.fromisocalendar(int(value[:4]), int(value[-2:]), 1)
    except ValueError:
        raise ValueError(NOT_A_WEEK) from None
    return value


Address = Annotated[ipaddress.IPv4Address | ipaddress.IPv6Address, PlainValidator(_address)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Parts = Annotated[tuple[str, ...] | None, BeforeValidator(_parts)]
Day = Annotated[dt.date, BeforeValidator(_iso_day)]
Week = Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$"), AfterValidator(_iso_week)]  # of ISO 8601
Degrees = Annotated[float, Field(ge=-180, le=180)]
Count = Annotated[int, Field(ge=0)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Code = Annotated[str, Field(pattern=r"^\d{6}$")]
Id = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^\S+$")]
Year = Annotated[int, Field(ge=1950, le=2100)]
Share = Annotated[float, Field(ge=0, le=1)]
Level = Annotated[int, Field(ge=1, le=5)]  # of MLPS 2.0
