"""A bucket: versioned, encrypted, closed to the public."""

from __future__ import annotations

from typing import Any

from educloud.cloud.resources.kind import (
    SHAPE_TAG,
    URN_TAG,
    Api,
    Kind,
    Mark,
    Properties,
    pairs,
    unpair,
)

_CLOSED = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


# The error codes by which the API says that a part of a bucket's settings was never made.
_UNSET = (
    "NoSuchTagSet",
    "NoSuchPublicAccessBlockConfiguration",
    "ServerSideEncryptionConfigurationNotFoundError",
)


def _optional(api: Api, call: str, name: str, key: str) -> Any:
    """Give a part of a bucket's settings; None when that part is not there."""
    try:
        return getattr(api.s3, call)(Bucket=name).get(key)
    except api.s3.exceptions.ClientError as error:
        if error.response["Error"]["Code"] in _UNSET:
            return None
        raise


def _tags(api: Api, name: str) -> dict[str, str]:
    return unpair(_optional(api, "get_bucket_tagging", name, "TagSet") or [])


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    """Give the bucket when it is there and ours; an untagged one was being made just now."""
    names = {one["Name"] for one in api.s3.list_buckets()["Buckets"]}
    if wanted["name"] not in names:
        return None
    owner = _tags(api, wanted["name"]).get(URN_TAG, mark.urn)
    return str(wanted["name"]) if owner == mark.urn else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    place = (
        {}
        if api.region == "us-east-1"  # the one region that must not be named
        else {"CreateBucketConfiguration": {"LocationConstraint": api.region}}
    )
    api.s3.create_bucket(Bucket=wanted["name"], **place)
    api.s3.put_bucket_tagging(
        Bucket=wanted["name"], Tagging={"TagSet": pairs({URN_TAG: mark.urn, SHAPE_TAG: mark.shape})}
    )
    return str(wanted["name"])


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    # A tag set is written as a whole: keep the mark.
    marks = {
        key: value for key, value in _tags(api, identity).items() if key.startswith("educloud:")
    }
    api.s3.put_bucket_tagging(
        Bucket=identity, Tagging={"TagSet": pairs({**marks, **wanted["tags"]})}
    )
    api.s3.put_public_access_block(Bucket=identity, PublicAccessBlockConfiguration=_CLOSED)
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": wanted["encryption"]}}
    api.s3.put_bucket_encryption(
        Bucket=identity, ServerSideEncryptionConfiguration={"Rules": [rule]}
    )
    status = "Enabled" if wanted["versioned"] else "Suspended"
    api.s3.put_bucket_versioning(Bucket=identity, VersioningConfiguration={"Status": status})


def _read(api: Api, identity: str) -> Properties | None:
    versioning = _optional(api, "get_bucket_versioning", identity, "Status")
    encryption = _optional(
        api, "get_bucket_encryption", identity, "ServerSideEncryptionConfiguration"
    )
    closed = _optional(api, "get_public_access_block", identity, "PublicAccessBlockConfiguration")
    rules = encryption["Rules"] if encryption else []
    return {
        "name": identity,
        "versioned": versioning == "Enabled",
        "encryption": rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
        if rules
        else "",
        "closed": closed == _CLOSED,
        "tags": {
            key: value
            for key, value in _tags(api, identity).items()
            if not key.startswith("educloud:")
        },
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state  # a bucket with objects is refused by the API itself; see engine.destroy_with_data
    api.s3.delete_bucket(Bucket=identity)


BUCKET = Kind(
    name="Bucket",
    fixed=frozenset({"name"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    delete_first=True,
    gone=frozenset({"NoSuchBucket"}),
)
