"""Topics and logs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected for topics and logs."""
    from moto.logs.responses import LogsResponse  # noqa: PLC0415  takes a second to import
    from moto.sns.models import SNSBackend  # noqa: PLC0415  takes a second to import

    yield LogsResponse, "associate_kms_key", _key_of_logs
    yield LogsResponse, "disassociate_kms_key", _key_of_logs
    yield SNSBackend, "create_topic", _not_somebody_else_s


def _key_of_logs(_: None) -> Callable[[Any], str]:
    """Correct the key: moto takes it only when a log group is made."""
    from moto.logs.exceptions import ResourceNotFoundException  # noqa: PLC0415  takes a second

    def put_key(response: Any) -> str:
        name = response._get_param("logGroupName")  # noqa: SLF001  moto's
        if name not in response.logs_backend.groups:
            raise ResourceNotFoundException
        # A removal names no key.
        key = response._get_param("kmsKeyId")  # noqa: SLF001  moto's
        response.logs_backend.groups[name].kms_key_id = key
        return ""

    return put_key


def _not_somebody_else_s(create: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the repeat: moto gives away a topic whose tags are other than those asked for."""
    from moto.sns.exceptions import SNSInvalidParameter  # noqa: PLC0415  takes a second to import

    def create_truly(backend: Any, name: str, attributes: Any = None, tags: Any = None) -> Any:
        there = next((one for one in backend.topics.values() if one.name == name), None)
        if there is not None and (there._tags or {}) != (tags or {}):  # noqa: SLF001  moto's
            raise SNSInvalidParameter(
                "Invalid parameter: Tags Reason: Topic already exists with different tags"
            )
        return create(backend, name, attributes, tags)

    return create_truly
