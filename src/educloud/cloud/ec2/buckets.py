"""The settings of a bucket: what each is, read and written, also where an API lacks some of them.

Several implementations of the S3 API have no word for one setting or another (Ceph's radosgw
refuses default encryption where no key service is set up). Such a setting reads as not set, and
wanting it is an error that says so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.documents import canonical, document_of, parsed
from educloud.cloud.provider.faults import LACKING, code_of
from educloud.cloud.provider.kind import Properties
from educloud.errors import CloudError

# How they say that this part of the settings was never made.
_UNSET = frozenset({
    "NoSuchPublicAccessBlockConfiguration", "ServerSideEncryptionConfigurationNotFoundError",
    "NoSuchLifecycleConfiguration", "NoSuchBucketPolicy", "NoSuchTagSet", "NoSuchTagSetError",
    "ObjectLockConfigurationNotFoundError", "NoSuchBucketEncryptionConfiguration",
})  # fmt: skip
_CLOSED = dict.fromkeys(
    ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Properties that one pair of calls reads and writes."""

    text: str  # for people
    read: Callable[[Api, str], Mapping[str, Any]]
    write: Callable[[Api, str, Properties], object]
    lacking: frozenset[str] = LACKING  # codes that mean: no such thing here

    def settle(self, api: Api, bucket: str, wanted: Properties) -> None:
        """Write the setting unless it is as wanted; CloudError when the API has no such thing."""
        if all(wanted[key] == value for key, value in self.read(api, bucket).items()):
            return
        try:
            self.write(api, bucket, wanted)
        except Exception as error:
            code = code_of(error)
            if code not in self.lacking:
                raise
            raise CloudError(
                f"this cloud cannot do {self.text} ({code})",
                f"bucket {bucket}",
                "do not ask for it in the stack file, or choose another cloud",
            ) from error


def part(api: Api, call: str, bucket: str, key: str) -> Any:
    """Give a part of a bucket's settings; None when it was never made, or the API lacks it."""
    answer = unless(_UNSET | LACKING, getattr(api.s3, call), Bucket=bucket)
    return answer.get(key) if answer else None


def _versioning(api: Api, bucket: str) -> dict[str, Any]:
    return {"versioned": part(api, "get_bucket_versioning", bucket, "Status") == "Enabled"}


def _write_versioning(api: Api, bucket: str, wanted: Properties) -> None:
    status = "Enabled" if wanted["versioned"] else "Suspended"
    api.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


def _encryption(api: Api, bucket: str) -> dict[str, Any]:
    found = part(api, "get_bucket_encryption", bucket, "ServerSideEncryptionConfiguration") or {}
    first: dict[str, Any] = next(iter(found.get("Rules", ())), {})
    rule = first.get("ApplyServerSideEncryptionByDefault", {})
    return {
        "encryption": rule.get("SSEAlgorithm", ""),
        "key": rule.get("KMSMasterKeyID") or "",
    }


def _write_encryption(api: Api, bucket: str, wanted: Properties) -> None:
    if not wanted["encryption"]:
        api.s3.delete_bucket_encryption(Bucket=bucket)
        return
    by = {"SSEAlgorithm": wanted["encryption"]}
    if wanted["key"]:
        by["KMSMasterKeyID"] = wanted["key"]
    # A key of the bucket's own spares a call to the key service for every object.
    rule = {
        "ApplyServerSideEncryptionByDefault": by,
        "BucketKeyEnabled": wanted["encryption"] == "aws:kms",
    }
    api.s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


def _closed(api: Api, bucket: str) -> dict[str, Any]:
    found = part(api, "get_public_access_block", bucket, "PublicAccessBlockConfiguration")
    return {"closed": found == _CLOSED}


def _write_closed(api: Api, bucket: str, wanted: Properties) -> None:
    if wanted["closed"]:
        api.s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=_CLOSED)
    else:
        api.s3.delete_public_access_block(Bucket=bucket)


def _lifecycle(api: Api, bucket: str) -> dict[str, Any]:
    rules = part(api, "get_bucket_lifecycle_configuration", bucket, "Rules") or []
    at_work = [rule for rule in rules if rule["Status"] == "Enabled"]

    def soonest(key: str, days: str) -> int:
        # Of all rules, whatever objects they are about: somebody's own is seen as well.
        return min((rule[key][days] for rule in at_work if days in rule.get(key, ())), default=0)

    return {
        "keep_days": soonest("Expiration", "Days"),
        "noncurrent_days": soonest("NoncurrentVersionExpiration", "NoncurrentDays"),
    }


def _write_lifecycle(api: Api, bucket: str, wanted: Properties) -> None:
    keep, noncurrent = wanted["keep_days"], wanted["noncurrent_days"]
    every = {"Status": "Enabled", "Filter": {"Prefix": ""}}
    rules: list[dict[str, Any]] = []
    if keep:
        rules.append({"ID": "keep", **every, "Expiration": {"Days": keep}})
    if noncurrent:
        old = {"NoncurrentDays": noncurrent}
        rules.append({"ID": "noncurrent", **every, "NoncurrentVersionExpiration": old})
    if rules:
        api.s3.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": rules}
        )
    else:
        api.s3.delete_bucket_lifecycle(Bucket=bucket)


def bucket_arn(api: Api, bucket: str) -> str:
    """Give a bucket's ARN as the policies of this API know it.

    Every other make of the API (radosgw …) has all buckets in the partition ``aws``, and takes a
    policy that names another for well but never applies it.
    """
    partition = api.partition if ".amazonaws." in api.s3.meta.endpoint_url else "aws"
    return f"arn:{partition}:s3:::{bucket}"


def tls_only(api: Api, bucket: str) -> list[dict[str, Any]]:
    """Give the statements that refuse everybody who does not come over TLS.

    Two of them: AWS says of every request whether it came over TLS, radosgw only of one that did.
    Where the API itself is not spoken to over TLS, only objects' contents are refused: whoever has
    to lift this again must still be let in.
    """
    arn = bucket_arn(api, bucket)
    safe = api.s3.meta.endpoint_url.startswith("https:")
    conditions = {
        "TlsOnly": {"Bool": {"aws:SecureTransport": "false"}},
        "TlsOnlyUnsaid": {"Null": {"aws:SecureTransport": "true"}},
    }
    return [
        canonical(
            {
                "Sid": name,
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*" if safe else ["s3:GetObject*", "s3:PutObject*"],
                "Resource": [arn, f"{arn}/*"],
                "Condition": condition,
            }
        )
        for name, condition in conditions.items()
    ]


def _policy(api: Api, bucket: str) -> dict[str, Any]:
    text = part(api, "get_bucket_policy", bucket, "Policy")
    statements = parsed(text)["Statement"] if text else []
    refusals = tls_only(api, bucket)
    return {
        "tls_only": all(one in statements for one in refusals),
        "statements": [one for one in statements if one not in refusals],
    }


def _write_policy(api: Api, bucket: str, wanted: Properties) -> None:
    statements = [*(tls_only(api, bucket) if wanted["tls_only"] else ()), *wanted["statements"]]
    if statements:
        api.s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(document_of(*statements)))
    else:
        api.s3.delete_bucket_policy(Bucket=bucket)


def _lock(api: Api, bucket: str) -> dict[str, Any]:
    found = part(api, "get_object_lock_configuration", bucket, "ObjectLockConfiguration") or {}
    return {
        "object_lock": found.get("ObjectLockEnabled") == "Enabled",
        "locked_days": found.get("Rule", {}).get("DefaultRetention", {}).get("Days", 0),
    }


def _write_lock(api: Api, bucket: str, wanted: Properties) -> None:
    lock: dict[str, Any] = {"ObjectLockEnabled": "Enabled"}
    if wanted["locked_days"]:
        # Who has the right to may still delete: a mode nobody can undo would outlive every mistake.
        retention = {"Mode": "GOVERNANCE", "Days": wanted["locked_days"]}
        lock["Rule"] = {"DefaultRetention": retention}
    api.s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=lock)


def _log(api: Api, bucket: str) -> dict[str, Any]:
    found = part(api, "get_bucket_logging", bucket, "LoggingEnabled") or {}
    return {"log_to": found.get("TargetBucket", "")}


def _write_log(api: Api, bucket: str, wanted: Properties) -> None:
    target = {"TargetBucket": wanted["log_to"], "TargetPrefix": f"{bucket}/"}
    status = {"LoggingEnabled": target} if wanted["log_to"] else {}
    api.s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=status)


# In this order: a bucket is closed before anything else may open it, and versioned before locked.
SETTINGS = (
    Setting("closing buckets to the public (closed)", _closed, _write_closed),
    Setting("versions of objects (versioned)", _versioning, _write_versioning),
    Setting(
        "encryption of buckets (encryption, key)",
        _encryption,
        _write_encryption,
        # What radosgw says where no key service is set up.
        LACKING | {"InvalidArgument"},
    ),
    Setting("lifecycles (keep_days, noncurrent_days)", _lifecycle, _write_lifecycle),
    Setting("bucket policies (tls_only, statements)", _policy, _write_policy),
    Setting("locks of objects (object_lock, locked_days)", _lock, _write_lock),
    Setting("logs of accesses (log_to)", _log, _write_log),
)
