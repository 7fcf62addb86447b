"""Answers of an API that say "there is none": taken as None, not as errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from educloud.cloud.provider.faults import code_of

Got = TypeVar("Got")


def unless(
    codes: frozenset[str], call: Callable[..., Got], *given: Any, **named: Any
) -> Got | None:
    """Give what a call answers; None when it is refused with one of these error codes."""
    try:
        return call(*given, **named)
    except Exception as error:
        if code_of(error) in codes:
            return None
        raise
