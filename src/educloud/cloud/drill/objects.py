"""Restore the objects of a backup bucket under a prefix of another bucket, and compare them.

What was restored stands in a manifest, a line an object, so that a killed restore goes on where it
stopped. Nothing outside the prefix is written or deleted.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from educloud.errors import CloudError

DRILLS = "educloud-drill/"  # what drills restore lies under this; it is no backup itself
LONGEST_KEY = 1024  # bytes of UTF-8
AT_ONCE = 8
CHUNK = 1 << 20
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that did not come back as it was."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """An object as it was read from the backup: bytes, SHA-256, when it was stored."""

    key: str
    size: int
    sha256: str
    modified: str

    @property
    def stored(self) -> dt.datetime:
        """When the backup was stored."""
        return dt.datetime.fromisoformat(self.modified)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a drill restores to."""

    bucket: str
    prefix: str

    def key_of(self, key: str) -> str:
        """Give the key an object is restored under; one that gets too long is named by digest."""
        whole = f"{self.prefix}{key}"
        if len(whole.encode()) <= LONGEST_KEY:
            return whole
        return f"{self.prefix}{hashlib.sha256(key.encode()).hexdigest()}"


class Manifest:
    """What was restored so far, in the order it was."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[Restored]:
        """Give what was restored; a line cut by a kill is none."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                if line.endswith("\n"):
                    yield Restored(**json.loads(line))

    def extend(self, restored: Iterable[Restored | Fault]) -> Iterator[Fault]:
        """Note what is restored, as it comes; give the faults among it."""
        self._drop_cut_line()
        with self.path.open("a", encoding="utf-8") as lines:
            for one in restored:
                if isinstance(one, Fault):
                    yield one
                else:
                    lines.write(json.dumps(asdict(one)) + "\n")
                    lines.flush()

    def _drop_cut_line(self) -> None:
        if self.path.exists():
            with self.path.open("r+b") as file:
                content = file.read()
                file.truncate(content.rfind(b"\n") + 1)


class _SourceBroken(Exception):
    """An object of the backup could not be read to its end."""


class _Reading:
    """An object's stream; it is hashed while the transfer reads it."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.sha256 = hashlib.sha256()
        self.md5 = hashlib.md5(usedforsecurity=False)  # what S3 calls ETag
        self.size = 0

    def read(self, amount: int | None = None) -> bytes:
        """Give the next bytes; _SourceBroken when the backup's own checksum says otherwise."""
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415  slow to import

        try:
            data: bytes = self._body.read(amount)
        except BotoCoreError as error:
            raise _SourceBroken(str(error)) from error
        self.sha256.update(data)
        self.md5.update(data)
        self.size += len(data)
        return data


def restore(
    s3: Any, source: str, place: Place, manifest: Manifest, under: tuple[str, ...] = ("",)
) -> list[Fault]:
    """Restore every object of ``source`` (keys beginning with ``under``) that is not there yet.

    Give the objects that cannot be read, or that no longer match the checksum they were stored
    with. CloudError when a bucket does not answer.
    """
    done = {one.key for one in manifest}
    copy = partial(_copy, s3, source, place)
    with _cloud_errors(source):
        faults: list[Fault] = []
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for page in _pages(s3, source, under):
                faults += manifest.extend(threads.map(copy, [k for k in page if k not in done]))
        return faults


def compare(s3: Any, place: Place, manifest: Manifest) -> list[Fault]:
    """Read everything back from the peer: give what is missing there or differs."""
    with _cloud_errors(place.bucket), ThreadPoolExecutor(AT_ONCE) as threads:
        found: list[Fault] = []
        for some in _some(manifest):
            found += filter(None, threads.map(partial(_differs, s3, place), some))
        return found


def remove(s3: Any, place: Place) -> None:
    """Delete whatever a drill restored, every version and half-made part of it; repeatable."""
    with _cloud_errors(place.bucket):
        pages = s3.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=place.bucket, Prefix=place.prefix):
            versions = [
                {"Key": one["Key"], "VersionId": one["VersionId"]}
                for one in [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            ]
            if versions:
                _delete(s3, place, versions)
        parts = s3.list_multipart_uploads(Bucket=place.bucket, Prefix=place.prefix)
        for one in parts.get("Uploads", ()):
            s3.abort_multipart_upload(Bucket=place.bucket, Key=one["Key"], UploadId=one["UploadId"])


def newest(s3: Any, bucket: str, under: tuple[str, ...] = ("",)) -> dt.datetime | None:
    """Say when the last object was stored in a bucket; None when it holds none."""
    with _cloud_errors(bucket):
        days = (one["LastModified"] for one in _listed(s3, bucket, under))
        return max(days, default=None)


def latest(s3: Any, bucket: str, prefix: str, suffix: str) -> str | None:
    """Give the key that was stored last of those with a beginning and an end; None: none."""
    with _cloud_errors(bucket):
        found = [one for one in _listed(s3, bucket, (prefix,)) if one["Key"].endswith(suffix)]
        last = max(found, key=lambda one: (one["LastModified"], one["Key"]), default=None)
        return str(last["Key"]) if last else None


def download(s3: Any, bucket: str, key: str, file: IO[bytes]) -> dt.datetime:
    """Write an object into a file, and say when it was stored.

    CloudError when it is not what was stored.
    """
    with _cloud_errors(bucket):
        answer = s3.get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        reading = _Reading(answer["Body"])
        try:
            while chunk := reading.read(CHUNK):
                file.write(chunk)
        except _SourceBroken as error:
            raise CloudError(f"{key} cannot be read whole: {error}", bucket) from error
    if not _as_stored(answer, reading):
        raise CloudError(f"{key} is not what was stored: its ETag differs", bucket)
    stored: dt.datetime = answer["LastModified"]
    return stored


def _listed(s3: Any, bucket: str, under: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for prefix in under:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for one in page.get("Contents", ()):
                if not one["Key"].startswith(DRILLS):
                    yield one


def _pages(s3: Any, bucket: str, under: tuple[str, ...]) -> Iterator[list[str]]:
    yield from _some(str(one["Key"]) for one in _listed(s3, bucket, under))


def _some(items: Iterable[Any]) -> Iterator[list[Any]]:
    """Give items a thousand at a time: what waits for the threads lies in memory."""
    some: list[Any] = []
    for item in items:
        some.append(item)
        if len(some) == 1000:  # noqa: PLR2004  a page of the API
            yield some
            some = []
    yield some


def _copy(s3: Any, source: str, place: Place, key: str) -> Restored | Fault:
    from boto3.s3.transfer import TransferConfig  # noqa: PLC0415  slow to import
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow to import

    try:
        answer = s3.get_object(Bucket=source, Key=key, ChecksumMode="ENABLED")
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= SERVER_ERROR:
            raise
        return Fault(key, f"cannot be read from the backup: {error.response['Error']['Code']}")
    reading = _Reading(answer["Body"])
    try:
        s3.upload_fileobj(
            reading, place.bucket, place.key_of(key), Config=TransferConfig(use_threads=False)
        )
    except _SourceBroken as error:
        return Fault(key, f"cannot be read whole from the backup: {error}")
    if not _as_stored(answer, reading):
        return Fault(key, "is not what was stored: the backup's checksum (ETag) differs")
    stored = answer["LastModified"].isoformat()
    return Restored(key, reading.size, reading.sha256.hexdigest(), stored)


def _as_stored(answer: dict[str, Any], reading: _Reading) -> bool:
    """Compare with the ETag where that is an MD5: of one part, and not under a KMS key."""
    etag = str(answer.get("ETag", "")).strip('"')
    if len(etag) != 32 or "kms" in str(answer.get("ServerSideEncryption", "")):  # noqa: PLR2004
        return True
    return etag == reading.md5.hexdigest()


def _differs(s3: Any, place: Place, one: Restored) -> Fault | None:
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow to import

    try:
        reading = _Reading(s3.get_object(Bucket=place.bucket, Key=place.key_of(one.key))["Body"])
        while reading.read(CHUNK):
            pass
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchKey":
            raise
        return Fault(one.key, "is missing at the peer")
    except _SourceBroken as error:
        return Fault(one.key, f"cannot be read at the peer: {error}")
    if reading.sha256.hexdigest() != one.sha256:
        return Fault(
            one.key, f"differs at the peer ({reading.size} bytes, {one.size} in the backup)"
        )
    return None


def _delete(s3: Any, place: Place, versions: list[dict[str, str]]) -> None:
    answer = s3.delete_objects(Bucket=place.bucket, Delete={"Objects": versions, "Quiet": True})
    for one in answer.get("Errors", ()):
        raise CloudError(
            f"the drill's copy {one.get('Key')} cannot be deleted: {one.get('Code')}",
            place.bucket,
            "lift what protects it, then run the drill again",
        )


@contextlib.contextmanager
def _cloud_errors(bucket: str) -> Iterator[None]:
    """Put what the API says into our words, with the bucket's name."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow to import

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        reason = " ".join(str(error).split())
        raise CloudError(
            f"the bucket cannot be used: {reason}", bucket, "mend it, then drill again"
        ) from error
