"""A bucket that asks for nothing but versions: what every cloud of buckets has."""

from __future__ import annotations

from typing import Any

PLAIN: dict[str, Any] = {
    "name": "",
    "versioned": True,
    "encryption": "",
    "key": "",
    "keep_days": 0,
    "noncurrent_days": 0,
    "tls_only": False,
    "statements": [],
    "closed": False,
    "object_lock": False,
    "locked_days": 0,
    "log_to": "",
    "tags": {},
}
