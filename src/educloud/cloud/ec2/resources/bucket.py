"""A bucket: versioned, encrypted, closed to the public, over TLS only; its objects' lifetimes.

``keep_days`` is how long objects stay, ``noncurrent_days`` how long their older versions do (0: for
ever); ``statements`` are statements of its policy beside the one of ``tls_only``, in the form of
``documents.canonical``; ``locked_days`` is how long a new object cannot be deleted. On AWS itself
every bucket is encrypted: ``encryption: ""`` is for clouds that cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.buckets import SETTINGS, part
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import (
    TAGS,
    URN_TAG,
    Kind,
    Listed,
    Mark,
    Properties,
    people_tags,
)
from educloud.errors import CloudError

_GONE = frozenset({"NoSuchBucket", "404"})
_NO_SUCH_PLACE = frozenset({"InvalidLocationConstraint"})
_NOT_OURS = frozenset({"AccessDenied", "403"})


def _tags(api: Api, name: str) -> dict[str, str]:
    return unpair(part(api, "get_bucket_tagging", name, "TagSet"))


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    """Give the bucket when it is ours; an empty one without tags was being made just now."""
    name = str(wanted["name"])
    tags = unless(_GONE | _NOT_OURS, _tags, api, name)
    if tags is None:
        return None
    if not tags and not _held(api, name):
        # The call that creates takes no tags.
        api.s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs(mark.tags)})
        return name
    return name if mark.is_on(tags) else None


def _stands(api: Api, name: str) -> bool:
    return unless(_GONE | _NOT_OURS, api.s3.head_bucket, Bucket=name) is not None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    name = wanted["name"]
    if _stands(api, name):  # some implementations take the same create for well
        raise CloudError(
            f"the bucket {name} exists already and was not made for this",
            name,
            "choose another name",
        )
    lock = {"ObjectLockEnabledForBucket": True} if wanted["object_lock"] else {}
    named = unless(_NO_SUCH_PLACE, api.s3.create_bucket, Bucket=name, **_place(api), **lock)
    if named is None:  # a cloud of one place, whose name is not the region's
        api.s3.create_bucket(Bucket=name, **lock)
    api.s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": pairs(mark.tags)})
    return str(name)


def _place(api: Api) -> dict[str, Any]:
    if api.region == "us-east-1":  # the one region that must not be named
        return {}
    return {"CreateBucketConfiguration": {"LocationConstraint": api.region}}


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    for setting in SETTINGS:
        setting.settle(api, identity, wanted)


def _read(api: Api, identity: str) -> Properties | None:
    api.s3.head_bucket(Bucket=identity)
    state: dict[str, Any] = {"name": identity}
    for setting in SETTINGS:
        state |= setting.read(api, identity)
    return {**state, TAGS: people_tags(_tags(api, identity))}


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    # A tag set is written as a whole.
    tags = {key: value for key, value in _tags(api, identity).items() if key not in drop}
    api.s3.put_bucket_tagging(Bucket=identity, Tagging={"TagSet": pairs({**tags, **put})})


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state  # the API itself refuses a bucket that holds objects
    api.s3.delete_bucket(Bucket=identity)


def _listed(api: Api) -> Iterator[Listed]:
    for bucket in api.s3.list_buckets()["Buckets"]:
        tags = unless(_GONE | _NOT_OURS, _tags, api, bucket["Name"]) or {}
        if URN_TAG in tags:
            yield Listed(bucket["Name"], tags)


def _held(api: Api, identity: str) -> str:
    """Say how many objects there are, every version counted."""
    count = sum(len(page) for page in _pages(api, identity))
    return f"{count} object{'s' if count > 1 else ''}" if count else ""


def _empty(api: Api, identity: str) -> None:
    """Delete every version of every object; CloudError names one that stays."""
    for page in filter(None, _pages(api, identity)):
        answer = api.s3.delete_objects(Bucket=identity, Delete={"Objects": page, "Quiet": True})
        refused = answer.get("Errors", [])  # of single objects, in an answer that says 200
        if refused:
            one = refused[0]
            more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
            reason = ": ".join(filter(None, (one.get("Code"), one.get("Message"))))
            raise CloudError(
                f"the object {one.get('Key')} cannot be deleted{more}: {reason}",
                identity,
                "lift what protects it, then run it again",
            )


def _pages(api: Api, bucket: str) -> Iterator[list[dict[str, str]]]:
    try:
        for page in api.s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            yield [
                {"Key": one["Key"], "VersionId": one["VersionId"]}
                for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            ]
    except api.s3.exceptions.NoSuchBucket:
        return  # somebody removed it: it holds nothing


BUCKET = Kind(
    name="Bucket",
    fixed=frozenset({"name", "object_lock"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    held=_held,
    empty=_empty,
    delete_first=True,
    gone=_GONE,
)
