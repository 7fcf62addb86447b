"""Buckets: their tags go with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected of S3."""
    from moto.s3.models import S3Backend  # noqa: PLC0415  takes a second to import

    yield S3Backend, "delete_bucket", _with_its_tags


def _with_its_tags(delete_bucket: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the deletion: moto keeps the tags, and a new bucket of the name would have them."""

    def delete_truly(backend: Any, bucket_name: str) -> Any:
        deleted = delete_bucket(backend, bucket_name)
        if deleted is not None:
            backend.tagger.delete_all_tags_for_resource(deleted.arn)
        return deleted

    return delete_truly
