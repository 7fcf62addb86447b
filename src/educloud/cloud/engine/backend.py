"""Where the engine keeps stacks: the project's own folder, or a bucket of any S3 endpoint.

``backend`` in educloud.yaml names a bucket by the URL that the engine itself takes, such as
``s3://edu-state?endpoint=https://s3.example&region=henan``. Its keys come from
``EDUCLOUD_STATE_ACCESS_KEY_ID`` and ``EDUCLOUD_STATE_SECRET_ACCESS_KEY``, or where these are not
set from the usual ``AWS_*`` variables.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode, urlsplit

from educloud.errors import CloudError
from educloud.project import Project

KEYS = {
    "AWS_ACCESS_KEY_ID": "EDUCLOUD_STATE_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY": "EDUCLOUD_STATE_SECRET_ACCESS_KEY",
}
MEND = "correct 'backend' in educloud.yaml, or the keys for it"


class Backend(Protocol):
    """The engine's files by their paths below ``.pulumi``; written by the engine alone."""

    @property
    def url(self) -> str:
        """Where it is, as the engine takes it."""

    def read(self, path: str) -> bytes | None:
        """Give a file; None when it is not there."""

    def paths(self, folder: str) -> Iterator[str]:
        """Give the paths of the files of a folder, sorted."""

    def remove(self, path: str) -> None:
        """Remove a file; it may be gone already."""

    def environment(self) -> Mapping[str, str]:
        """Give the variables by which the engine gets at it."""


@dataclass(frozen=True, slots=True)
class FolderBackend:
    """The engine's files in a folder of this machine."""

    folder: Path

    @property
    def url(self) -> str:
        """Where it is, as the engine takes it."""
        return self.folder.as_uri()

    def path(self, path: str) -> Path:
        """Give where a file is."""
        return self.folder / ".pulumi" / path

    def read(self, path: str) -> bytes | None:
        """Give a file; None when it is not there."""
        try:
            return self.path(path).read_bytes()
        except FileNotFoundError:
            return None

    def paths(self, folder: str) -> Iterator[str]:
        """Give the paths of the files of a folder, sorted."""
        for one in sorted(self.path(folder).glob("*.json")):
            yield f"{folder}/{one.name}"

    def remove(self, path: str) -> None:
        """Remove a file; it may be gone already."""
        self.path(path).unlink(missing_ok=True)

    def environment(self) -> Mapping[str, str]:
        """Give nothing: a folder needs no keys."""
        return {}


@dataclass(frozen=True, slots=True)
class BucketBackend:
    """The engine's files in a bucket."""

    bucket: str
    endpoint: str | None
    region: str

    @property
    def url(self) -> str:
        """Where it is, as the engine takes it."""
        asked = {"region": self.region}
        if self.endpoint:
            asked |= {"endpoint": self.endpoint, "s3ForcePathStyle": "true"}
        return f"s3://{self.bucket}?{urlencode(asked)}"

    def read(self, path: str) -> bytes | None:
        """Give a file; None when it is not there."""
        client = self._client()
        try:
            body: bytes = client.get_object(Bucket=self.bucket, Key=f".pulumi/{path}")[
                "Body"
            ].read()
        except client.exceptions.NoSuchKey:
            return None
        except Exception as error:
            raise self._fault(error) from error
        return body

    def paths(self, folder: str) -> Iterator[str]:
        """Give the paths of the files of a folder, sorted."""
        pages = self._client().get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(Bucket=self.bucket, Prefix=f".pulumi/{folder}/"):
                for one in page.get("Contents", ()):
                    path = str(one["Key"]).removeprefix(".pulumi/")
                    if path.endswith(".json") and "/" not in path.removeprefix(f"{folder}/"):
                        yield path
        except Exception as error:
            raise self._fault(error) from error

    def remove(self, path: str) -> None:
        """Remove a file; it may be gone already."""
        try:
            self._client().delete_object(Bucket=self.bucket, Key=f".pulumi/{path}")
        except Exception as error:
            raise self._fault(error) from error

    def environment(self) -> Mapping[str, str]:
        """Give the keys of the state, where they are not the cloud's."""
        return {name: os.environ[ours] for name, ours in KEYS.items() if ours in os.environ}

    def _client(self) -> Any:
        return _s3(self.endpoint, self.region, tuple(sorted(self.environment().items())))

    def _fault(self, error: Exception) -> CloudError:
        return CloudError(f"the state cannot be reached: {error}", f"s3://{self.bucket}", MEND)


@cache
def _s3(endpoint: str | None, region: str, keys: tuple[tuple[str, str], ...]) -> Any:
    import boto3  # noqa: PLC0415  slow to import
    from botocore.config import Config  # noqa: PLC0415  slow to import

    named = {name.lower(): value for name, value in keys}
    config = Config(
        s3={"addressing_style": "path" if endpoint else "auto"},
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 4},
    )
    return boto3.session.Session().client(
        "s3", endpoint_url=endpoint, region_name=region, config=config, **named
    )


def backend_of(project: Project) -> FolderBackend | BucketBackend:
    """Give where the project's stacks are kept; CloudError when the setting is no such place."""
    url = project.settings.backend
    if url is None:
        return FolderBackend(engine_folder(project))
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderBackend(Path(parts.path))
    if parts.scheme != "s3" or not parts.netloc:
        raise CloudError(
            f"backend {url!r} is neither s3://BUCKET?endpoint=… nor file:///FOLDER",
            "educloud.yaml",
            "correct it, or leave it out to keep the state in the project",
        )
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    endpoint = asked.get("endpoint")
    if endpoint and "://" not in endpoint:
        endpoint = f"{'http' if asked.get('disableSSL') == 'true' else 'https'}://{endpoint}"
    region = asked.get("region") or os.environ.get("AWS_REGION") or "us-east-1"
    return BucketBackend(parts.netloc, endpoint, region)


def engine_folder(project: Project) -> Path:
    """Say where the engine's own working files of a project are, whatever the backend."""
    return project.state / "pulumi"
