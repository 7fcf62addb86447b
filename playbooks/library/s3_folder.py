"""Ansible module: a folder of files and its copy under a prefix of a bucket.

Options: folder, bucket, prefix (ends with "/"), state:

synced  the prefix holds exactly the folder's files; only what differs in sha256 is uploaded.
same    fails unless every object's content has the sha256 of its file and none is missing or extra.
absent  nothing is left under the prefix, old versions included.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.cloud import client
from botocore.exceptions import BotoCoreError, ClientError

CHUNK = 1 << 20


def sums(folder: Path) -> dict[str, str]:
    """Give the sha256 of each file, by its path below the folder."""
    return {
        path.relative_to(folder).as_posix(): _sum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Prefix:
    """The objects below one prefix."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self.bucket, self.prefix = bucket, prefix
        self.s3 = client("s3")

    def names(self) -> list[str]:
        """Give the objects' names without the prefix."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        )
        return [
            entry["Key"].removeprefix(self.prefix)
            for page in pages
            for entry in page.get("Contents", ())
        ]

    def claimed(self, name: str) -> str | None:
        """Give the sha256 that was noted when the object was uploaded."""
        head = self.s3.head_object(Bucket=self.bucket, Key=self.prefix + name)
        noted: str | None = head["Metadata"].get("sha256")
        return noted

    def content(self, name: str) -> str:
        """Give the sha256 of what the object really holds."""
        body = self.s3.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]
        digest = hashlib.sha256()
        for chunk in body.iter_chunks(CHUNK):
            digest.update(chunk)
        return digest.hexdigest()

    def upload(self, path: Path, name: str, digest: str) -> None:
        """Upload a file and note its sha256."""
        self.s3.upload_file(
            str(path), self.bucket, self.prefix + name, ExtraArgs={"Metadata": {"sha256": digest}}
        )

    def remove(self, name: str) -> None:
        """Remove an object (a versioned bucket keeps its old versions)."""
        self.s3.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    def erase(self) -> int:
        """Remove everything, old versions and delete markers included; give how many."""
        pages = self.s3.get_paginator("list_object_versions").paginate(
            Bucket=self.bucket, Prefix=self.prefix
        )
        gone = 0
        for page in pages:
            doomed = [
                {"Key": entry["Key"], "VersionId": entry["VersionId"]}
                for entry in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
            ]
            if doomed:
                check_deleted(
                    self.s3.delete_objects(
                        Bucket=self.bucket, Delete={"Objects": doomed, "Quiet": True}
                    )
                )
            gone += len(doomed)
        return gone


def check_deleted(answer: dict[str, Any]) -> None:
    """Raise ClientError when objects were not deleted: S3 answers 200 and lists them."""
    errors = answer.get("Errors")
    if errors:
        first = errors[0]
        message = f"{first.get('Key')}: {first.get('Message')} ({len(errors)} objects not deleted)"
        raise ClientError(
            {"Error": {"Code": str(first.get("Code")), "Message": message}}, "DeleteObjects"
        )


def sync(folder: Path, prefix: Prefix) -> dict[str, Any]:
    """Make the prefix hold exactly the folder's files."""
    wanted, there = sums(folder), set(prefix.names())
    stale = [
        name for name, digest in wanted.items()
        if name not in there or prefix.claimed(name) != digest
    ]  # fmt: skip
    for name in stale:
        prefix.upload(folder / name, name, wanted[name])
    extra = there - wanted.keys()
    for name in extra:
        prefix.remove(name)
    facts = {"files": len(wanted), "uploaded": len(stale), "removed": len(extra)}
    return {"changed": bool(stale or extra), "educloud": facts}


def compare(folder: Path, prefix: Prefix) -> dict[str, Any]:
    """Read every object and compare it with its file."""
    wanted = sums(folder)
    found = {name: prefix.content(name) for name in prefix.names()}
    wrong = sorted(name for name in wanted.keys() | found if wanted.get(name) != found.get(name))
    digest = hashlib.sha256("".join(f"{n} {s}\n" for n, s in wanted.items()).encode()).hexdigest()
    answer = {"changed": False, "educloud": {"files": len(wanted), "files_sha256": digest}}
    if wrong:
        return {**answer, "failed": True, "msg": f"{len(wrong)} files differ, first {wrong[0]}"}
    return answer


def main() -> None:
    """Bring the prefix into the asked state."""
    module = AnsibleModule(
        {
            "folder": {"type": "path", "required": True},
            "bucket": {"type": "str", "required": True},
            "prefix": {"type": "str", "required": True},
            "state": {"choices": ["synced", "same", "absent"], "required": True},
        }
    )
    asked, folder = module.params, Path(module.params["folder"])
    try:
        prefix = Prefix(asked["bucket"], asked["prefix"])
        if asked["state"] == "absent":
            answer: dict[str, Any] = {"changed": prefix.erase() > 0}
        elif not folder.is_dir():
            module.fail_json(msg=f"{folder}: the application's folder of files is missing")
        else:
            answer = (sync if asked["state"] == "synced" else compare)(folder, prefix)
    except (BotoCoreError, ClientError, OSError) as error:
        if asked["state"] == "absent" and "NoSuchBucket" in str(error):
            module.exit_json(changed=False)
        module.fail_json(msg=f"bucket {asked['bucket']}: {error}")
    if answer.get("failed"):
        module.fail_json(**{key: value for key, value in answer.items() if key != "failed"})
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
