"""What buckets hold: looked at before anything is destroyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

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
    """Delete every version of every object of a bucket."""
    s3 = client(endpoint, "s3")
    for page in _pages(s3, bucket):
        if page:
            s3.delete_objects(Bucket=bucket, Delete={"Objects": page, "Quiet": True})


def client(endpoint: CloudEndpoint, service: str) -> Any:
    """Give a boto3 client for an endpoint."""
    import boto3  # noqa: PLC0415  slow to import
    from botocore.config import Config  # noqa: PLC0415  slow to import

    made_up = {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    return boto3.client(
        service,
        endpoint_url=endpoint.url,
        region_name=endpoint.region,
        config=Config(retries={"mode": "standard"}, s3={"addressing_style": "path"}),
        **(made_up if endpoint.embedded else {}),
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
