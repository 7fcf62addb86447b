"""What buckets hold: looked at before anything is destroyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from educloud.cloud.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.state import StackFiles
from educloud.errors import CloudError

BUCKET_TYPE = "educloud:index:Bucket"


def filled_buckets(files: StackFiles, endpoint: CloudEndpoint) -> Mapping[str, int]:
    """Give the stack's buckets that hold objects, versions counted too."""
    names = [str(one["id"]) for one in files.resources() if one["type"] == BUCKET_TYPE]
    if not names:
        return {}
    s3 = client(endpoint, "s3")
    counts = {name: sum(len(page) for page in _pages(s3, name)) for name in names}
    return {name: count for name, count in counts.items() if count}


def delete_objects(bucket: str, endpoint: CloudEndpoint) -> None:
    """Delete every version of every object of a bucket; CloudError names one that stays."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow to import

    s3 = client(endpoint, "s3")
    for page in filter(None, _pages(s3, bucket)):
        try:
            answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": page, "Quiet": True})
        except (BotoCoreError, ClientError) as error:
            raise CloudError(f"cannot empty the bucket: {error}", bucket) from error
        refused = answer.get("Errors", [])  # of single objects, in an answer that says 200
        if refused:
            one = refused[0]
            more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
            reason = ": ".join(filter(None, (one.get("Code"), one.get("Message"))))
            raise CloudError(
                f"the object {one.get('Key')} cannot be deleted{more}: {reason}",
                bucket,
                "lift what protects it, then run it again",
            )


def _pages(s3: Any, bucket: str) -> Iterator[list[dict[str, str]]]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow to import

    try:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            yield [
                {"Key": one["Key"], "VersionId": one["VersionId"]}
                for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            ]
    except s3.exceptions.NoSuchBucket:
        return  # somebody removed it: it holds nothing
    except (BotoCoreError, ClientError) as error:
        raise CloudError(f"cannot look into the bucket: {error}", bucket) from error
