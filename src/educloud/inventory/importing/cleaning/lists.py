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
