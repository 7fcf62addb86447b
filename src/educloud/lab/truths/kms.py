"""KMS: keys named by their ARN, as the service takes them everywhere; whose a key is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected of keys."""
    from moto.kms.models import KmsBackend  # noqa: PLC0415  takes a second to import

    for name in ("schedule_key_deletion", "cancel_key_deletion"):
        yield KmsBackend, name, _by_arn
    yield KmsBackend, "_generate_default_keys", _services_own


def _by_arn(call: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of a key: moto fails over a key's ARN there."""

    def call_truly(backend: Any, key_id: str, *given: Any) -> Any:
        return call(backend, backend.get_key_id(key_id), *given)

    return call_truly


def _services_own(make: Callable[..., Any]) -> Callable[..., Any]:
    """Correct whose key it is: moto says a customer's of those that services made themselves."""

    def make_truly(backend: Any, alias: str) -> Any:
        made = make(backend, alias)
        if made:
            backend.keys[made].key_manager = "AWS"
        return made

    return make_truly
