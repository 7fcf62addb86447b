"""Every way a bucket may be, on a real Ceph: what it can do lives, what it lacks is said."""

from __future__ import annotations

from typing import Any

import pytest
from ceph import PLAIN

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.resources.bucket import BUCKET
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.errors import CloudError

pytestmark = pytest.mark.lab
TAGGED = {**PLAIN, "tags": {"owner": "a", "用途": "录播"}}


@pytest.fixture(params=["us-east-1", "cn-north-1"])
def api(gateway: str, request: pytest.FixtureRequest) -> Api:
    there = CloudEndpoint(gateway, request.param, embedded=False)
    return Api(lambda service: client(there, service, repeats=1))


def made(api: Api, **asked: Any) -> tuple[str, Any]:
    wanted = {**TAGGED, "name": f"{next(iter(asked)).replace('_', '-')}-{api.region}", **asked}
    return verbs.create(api, BUCKET, wanted, f"urn:rgw::{wanted['name']}", wanted["name"])


@pytest.mark.parametrize(
    "asked",
    [
        {"versioned": False},
        {"closed": True},
        {"keep_days": 90, "noncurrent_days": 30},
        {"tls_only": True},
        {"object_lock": True, "locked_days": 1},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_bucket_lives(api: Api, asked: dict[str, Any]) -> None:
    bucket, state = made(api, **asked)
    assert {key: state[key] for key in asked} == asked
    assert made(api, **asked) == (bucket, state)
    plain = {**TAGGED, "name": bucket, "object_lock": "object_lock" in asked, "tags": {"a": "b"}}
    assert verbs.update(api, BUCKET, bucket, plain) == plain
    api.s3.put_object(Bucket=bucket, Key="名册", Body=b"x")
    api.s3.delete_object(Bucket=bucket, Key="名册")
    assert verbs.held(api, BUCKET, bucket) == "2 objects"
    verbs.delete_with_data(api, BUCKET, bucket, state)
    assert verbs.read(api, BUCKET, bucket) is None


def test_who_does_not_come_over_tls_is_refused(api: Api) -> None:
    bucket, _ = made(api, tls_only=True)
    with pytest.raises(api.s3.exceptions.ClientError, match="AccessDenied"):
        api.s3.put_object(Bucket=bucket, Key="a", Body=b"x")


@pytest.mark.parametrize("asked", [{"encryption": "AES256"}, {"log_to": "somewhere"}])
def test_what_it_lacks_is_said(api: Api, asked: dict[str, Any]) -> None:
    with pytest.raises(CloudError, match="this cloud cannot do"):
        made(api, **asked)
