"""IAM: the provider's own policies, which moto leaves out unless it is asked for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected of roles and policies."""
    from moto.iam import models  # noqa: PLC0415  takes a second to import

    yield models, "load_iam_aws_managed_policies", _provided


def _provided(_: Any) -> Callable[[], bool]:
    """Correct the policies: moto knows none of the provider's own."""
    return lambda: True
