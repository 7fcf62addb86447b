"""Cells that hold several things: names, addresses, domain names."""

from __future__ import annotations

import ipaddress
import re

from educloud.inventory.importing.cleaning.cells import Unreadable, Value, changed, unknown, written
from educloud.inventory.importing.cleaning.signs import half_width
from educloud.inventory.importing.cleaning.texts import text
from educloud.inventory.importing.draft import Cell

_SEPARATORS = re.compile(r"[、,;|\n\r]+|/+(?!/)")


def names(cell: Cell) -> Value:
    """Read several names as ``A;B``: separated by 、 ， ; / or line ends, not inside brackets."""
    raw = written(cell)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    parts = [text(part).text for part in _split(raw)]
    joined = ";".join(dict.fromkeys(part for part in parts if part))
    return changed(raw, joined, "separator" if len(parts) > 1 else "full_width")


def _split(raw: str) -> list[str]:
    """Split outside brackets."""
    parts, depth, start = [], 0, 0
    marked = raw.translate(_AS_ASCII)
    for place, sign in enumerate(marked):
        depth = max(0, depth + (sign in "([{") - (sign in ")]}"))
        if depth == 0 and _SEPARATORS.match(sign):
            parts.append(raw[start:place])
            start = place + 1
    return [part for part in (*parts, raw[start:]) if part.strip()]


_AS_ASCII = str.maketrans("，；／（）｜【】", ",;/()|[]")


def addresses(cell: Cell) -> Value:
    """Read IP addresses as ``A;B``; ports, paths and words around them are dropped."""
    raw = written(cell)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    plain = half_width(raw).replace("。", ".").replace("~", "-")
    found = [_address(part) for part in re.split(r"[\s、,;|]+", plain) if part]
    flat = [one for part in found for one in part]
    if not flat:
        raise Unreadable("no IP address", "write addresses such as 10.1.2.3;10.1.2.4")
    return changed(raw, ";".join(dict.fromkeys(flat)), "separator" if len(flat) > 1 else "address")


def ipv4(cell: Cell) -> Value:
    """Read the IPv4 addresses of a cell as ``A;B``, each of a range for itself.

    IPv6 addresses are left out under the rule ``ipv6_left_out``, ports under ``port_left_out``.
    """
    value = addresses(cell)
    parts = value.text.split(";") if value.text else []
    kept = [one for part in parts if ":" not in part for one in _of_range(part)]
    joined = ";".join(dict.fromkeys(kept))
    if any(":" in part for part in parts):
        return Value(joined, "ipv6_left_out")
    if parts and _PORT.search(half_width(written(cell))):
        return Value(joined, "port_left_out")
    return Value(joined, value.rule if joined == value.text else "address_range")


def _of_range(part: str) -> list[str]:
    """Give each address of ``10.0.0.1-3`` or ``10.0.0.1-10.0.0.3``; Unreadable if it runs down."""
    first, dash, last = part.partition("-")
    if not dash:
        return [part]
    low = _as_number(first)
    high = _as_number(last if "." in last else f"{first.rpartition('.')[0]}.{last}")
    if high < low:
        hint = "write the first address and then the last"
        raise Unreadable(f"{part!r} is no range of addresses", hint)
    if high - low >= MOST_OF_RANGE:
        hint = "write the network, such as 10.0.0.0/22, or the addresses that are in use"
        raise Unreadable(f"a range of more than {MOST_OF_RANGE} addresses", hint)
    return [str(ipaddress.IPv4Address(one)) for one in range(low, high + 1)]


def _as_number(address: str) -> int:
    return int.from_bytes(bytes(map(int, address.split("."))))  # also with leading zeros


def endpoint(cell: Cell) -> Value:
    """Read a management address like ``addresses``, but keep its port: ``10.1.2.3:22``."""
    value, raw = addresses(cell), written(cell)
    found = _PORT.search(half_width(raw))
    of_web = "http" in raw.casefold()  # the port of its pages
    if found is None or of_web or not _ONE.match(value.text):
        return value
    return changed(raw, f"{value.text}:{found[1]}", value.rule)


MOST_OF_RANGE = 256
_ONE = re.compile(r"[\d.]+\Z")
_PORT = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}:(\d{1,5})(?!\d)")
_BARE_IPV4 = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}", re.ASCII)
_IPV4 = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}(?![\d.])|-\d{1,3}(?:\.\d{1,3}){3}|-\d{1,3}(?!\d))?"
)


def _address(part: str) -> list[str]:
    if _BARE_IPV4.fullmatch(part):
        return [part]
    if ":" in part and "." not in part.rsplit("://", maxsplit=1)[-1].split("/", maxsplit=1)[0]:
        with_prefix = part.strip("[]").split("%")[0]
        try:
            ipaddress.ip_interface(with_prefix)
        except ValueError:
            return []
        return [with_prefix.lower()]
    found = _IPV4.findall(part)
    for one in found:
        for end in one.split("/")[0].split("-"):
            octets = end.split(".")
            if any(int(octet) > 255 for octet in octets):  # noqa: PLR2004  of an octet
                raise Unreadable(f"{one!r} is no IP address", "correct the address")
    return found


def domains(cell: Cell) -> Value:
    """Read domain names as ``a;b``, without scheme, port and path; IP addresses stay."""
    raw = written(cell)
    nothing = unknown(raw)
    if nothing is not None:
        return nothing
    plain = half_width(raw).replace("。", ".").casefold()
    plain = re.sub(r"[a-z]+:/+", " ", plain)
    hosts = [re.split(r"[/?#:]", part)[0].strip(".") for part in re.split(r"[\s、,;|()]+", plain)]
    found = list(dict.fromkeys(host for host in hosts if _HOST.fullmatch(host)))
    if not found:
        raise Unreadable("no domain name", "write names such as www.example.edu.cn")
    return changed(raw, ";".join(found), "separator" if len(found) > 1 else "domain")


_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}|\d+(?:\.\d+){3}|localhost")
