"""What buckets hold is deleted, or what stays is named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from educloud.cloud.clients import client
from educloud.cloud.data import delete_objects
from educloud.cloud.endpoint import CloudEndpoint
from educloud.errors import CloudError


def test_every_version_goes(endpoint: CloudEndpoint) -> None:
    s3 = client(endpoint, "s3")
    _bucket(s3, "data-versions")
    s3.put_bucket_versioning(Bucket="data-versions", VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2"):
        s3.put_object(Bucket="data-versions", Key="名册", Body=body)
    s3.delete_object(Bucket="data-versions", Key="名册")
    delete_objects("data-versions", endpoint)
    s3.delete_bucket(Bucket="data-versions")


def test_an_object_that_is_refused_is_named(endpoint: CloudEndpoint) -> None:
    """The API answers 200 and says inside what it did not delete."""
    s3 = client(endpoint, "s3")
    _bucket(s3, "data-locked", ObjectLockEnabledForBucket=True)
    for key in ("名册", "free"):
        s3.put_object(Bucket="data-locked", Key=key, Body=b"x")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    s3.put_object_retention(
        Bucket="data-locked",
        Key="名册",
        Retention={"Mode": "COMPLIANCE", "RetainUntilDate": later},
    )
    with pytest.raises(CloudError, match="the object 名册 cannot be deleted: AccessDenied") as told:
        delete_objects("data-locked", endpoint)
    assert told.value.where == "data-locked"


def test_a_bucket_that_is_gone_is_empty(endpoint: CloudEndpoint) -> None:
    delete_objects("data-never-made", endpoint)


def _bucket(s3: Any, name: str, **more: bool) -> None:
    place = {"LocationConstraint": "cn-north-1"}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration=place, **more)
