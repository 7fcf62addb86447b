"""What holds data, what guards it, and clouds that lack a part."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from bucket_parts import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.documents import canonical, document_of, parsed, trust
from educloud.cloud.ec2.resources.backup_vault import BACKUP_VAULT
from educloud.cloud.ec2.resources.bucket import BUCKET
from educloud.cloud.ec2.resources.database import DATABASE
from educloud.cloud.ec2.resources.key import KEY
from educloud.cloud.ec2.resources.secret import SECRET
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.cloud.provider.kind import Kind, Mark, shape_of
from educloud.errors import CloudError

PLACE = {"LocationConstraint": "cn-north-1"}


def made(api: Api, kind: Kind, wanted: dict[str, Any], name: str = "x") -> tuple[str, Any]:
    return verbs.create(api, kind, wanted, f"urn:storage::{kind.name}::{name}", name)


# ---------------------------------------------------------------- buckets


def test_every_version_counts_and_goes(api: Api) -> None:
    bucket, state = made(api, BUCKET, {**PLAIN, "name": "data-versions"})
    for body in (b"1", b"2"):
        api.s3.put_object(Bucket=bucket, Key="名册", Body=body)
    api.s3.delete_object(Bucket=bucket, Key="名册")
    assert verbs.held(api, BUCKET, bucket) == "3 objects"
    with pytest.raises(CloudError, match="holds data: 3 objects"):
        verbs.delete(api, BUCKET, bucket, state)
    verbs.delete_with_data(api, BUCKET, bucket, state)
    assert verbs.read(api, BUCKET, bucket) is None


def test_an_object_that_is_refused_is_named(api: Api) -> None:
    """The API answers 200 and says inside what it did not delete."""
    bucket, state = made(api, BUCKET, {**PLAIN, "name": "data-locked", "object_lock": True})
    for key in ("名册", "free"):
        api.s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    api.s3.put_object_retention(
        Bucket=bucket,
        Key="名册",
        Retention={"Mode": "COMPLIANCE", "RetainUntilDate": later},
    )
    with pytest.raises(CloudError, match="the object 名册 cannot be deleted: AccessDenied") as told:
        verbs.delete_with_data(api, BUCKET, bucket, state)
    assert told.value.where == bucket
    assert verbs.held(api, BUCKET, bucket) == "1 object"


def test_a_bucket_that_is_gone_is_empty(api: Api) -> None:
    assert verbs.held(api, BUCKET, "data-never-made") == ""
    verbs.delete_with_data(api, BUCKET, "data-never-made", {})


def test_a_bucket_that_was_being_made_is_finished(api: Api) -> None:
    """A kill between the call that makes it and the one that tags it."""
    api.s3.create_bucket(Bucket="data-half", CreateBucketConfiguration=PLACE)
    bucket, state = made(api, BUCKET, {**PLAIN, "name": "data-half", "tags": {"owner": "a"}})
    assert (bucket, state["tags"]) == ("data-half", {"owner": "a"})


@pytest.mark.parametrize("whose", ["tagged", "filled"])
def test_somebody_elses_bucket_stays_theirs(api: Api, whose: str) -> None:
    name = f"data-theirs-{whose}"
    api.s3.create_bucket(Bucket=name, CreateBucketConfiguration=PLACE)
    if whose == "tagged":
        tags = {"TagSet": [{"Key": "owner", "Value": "somebody"}]}
        api.s3.put_bucket_tagging(Bucket=name, Tagging=tags)
    else:
        api.s3.put_object(Bucket=name, Key="theirs", Body=b"x")
    with pytest.raises(CloudError, match="exists already"):
        made(api, BUCKET, {**PLAIN, "name": name})


def test_tags_of_a_bucket_change_without_losing_the_mark(api: Api) -> None:
    wanted = {**PLAIN, "name": "data-tags", "tags": {"owner": "a"}}
    bucket, _ = made(api, BUCKET, wanted)
    state = verbs.update(api, BUCKET, bucket, {**wanted, "tags": {"用途": "录播"}})
    assert state["tags"] == {"用途": "录播"}
    assert made(api, BUCKET, wanted)[0] == bucket  # still found by its mark


class Poor(BaseHTTPRequestHandler):
    """An S3 API in front of the embedded cloud's that lacks some of its calls."""

    protocol_version = "HTTP/1.1"
    upstream = ""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "?encryption" in self.path or "?publicAccessBlock" in self.path:
            return self.reply(501, b"<Error><Code>NotImplemented</Code></Error>")
        upstream = http.client.HTTPConnection(self.upstream)
        upstream.request(self.command, self.path, body, dict(self.headers))
        got = upstream.getresponse()
        return self.reply(got.status, got.read())

    def reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer  # noqa: N815  as the base class

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def poor(endpoint: CloudEndpoint) -> Iterator[Api]:
    Poor.upstream = endpoint.url.removeprefix("http://")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Poor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    there = CloudEndpoint(f"http://127.0.0.1:{server.server_port}", endpoint.region, embedded=True)
    yield Api(lambda service: client(there, service, repeats=1))
    server.shutdown()
    server.server_close()


def test_a_cloud_that_lacks_a_setting_does_without_it(poor: Api) -> None:
    wanted = {**PLAIN, "name": "data-poor", "keep_days": 90, "tls_only": True}
    _, state = made(poor, BUCKET, wanted)
    assert state == wanted


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"encryption": "AES256"}, "this cloud cannot do encryption of buckets"),
        ({"closed": True}, "this cloud cannot do closing buckets to the public"),
    ],
)
def test_a_cloud_that_lacks_a_setting_says_so_when_it_is_wanted(
    poor: Api, asked: dict[str, Any], text: str
) -> None:
    name = f"data-poor-{next(iter(asked))}"
    with pytest.raises(CloudError, match=text) as told:
        made(poor, BUCKET, {**PLAIN, "name": name, **asked})
    assert name in told.value.where


# ---------------------------------------------------------------- vaults, databases


def test_a_vault_with_backups_is_kept(api: Api) -> None:
    vault, state = made(api, BACKUP_VAULT, {"name": "data-vault", "key": "", "tags": {}})
    api.backup.start_backup_job(
        BackupVaultName=vault,
        ResourceArn="arn:aws-cn:s3:::x",
        IamRoleArn="arn:aws-cn:iam::123456789012:role/x",
    )
    with pytest.raises(CloudError, match="1 recovery point"):
        verbs.delete(api, BACKUP_VAULT, vault, state)
    verbs.delete_with_data(api, BACKUP_VAULT, vault, state)
    assert verbs.read(api, BACKUP_VAULT, vault) is None


@pytest.fixture
def database(api: Api) -> Iterator[tuple[str, Any]]:
    vpc = api.ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    subnet = api.ec2.create_subnet(VpcId=vpc, CidrBlock="10.7.1.0/24")["Subnet"]["SubnetId"]
    group = api.ec2.create_security_group(GroupName="d", Description="d", VpcId=vpc)["GroupId"]
    api.rds.create_db_subnet_group(
        DBSubnetGroupName="data", DBSubnetGroupDescription="x", SubnetIds=[subnet]
    )
    yield made(
        api,
        DATABASE,
        {
            "name": "data-base",
            "engine": "postgres",
            "version": "16",
            "machine": "db.r6g.large",
            "storage_gb": 20,
            "encrypted": True,
            "key": "",
            "multi_zone": False,
            "subnets": "data",
            "groups": [group],
            "administrator": "keeper",
            "database": "",
            "backup_days": 7,
            "protected": True,
            "public": False,
            "dual_stack": False,
            "tags": {},
        },
    )
    api.rds.delete_db_subnet_group(DBSubnetGroupName="data")


def snapshots(api: Api) -> list[str]:
    found = api.rds.describe_db_snapshots(SnapshotType="manual")["DBSnapshots"]
    return [one["DBSnapshotIdentifier"] for one in found]


def test_a_database_goes_with_its_data_only_when_told(api: Api, database: tuple[str, Any]) -> None:
    identity, state = database
    with pytest.raises(CloudError, match="database of 20 GB"):
        verbs.delete(api, DATABASE, identity, state)
    verbs.delete_with_data(api, DATABASE, identity, state)  # protected, too
    assert verbs.read(api, DATABASE, identity) is None
    assert snapshots(api) == []


def test_a_database_that_was_not_emptied_leaves_a_snapshot(
    api: Api, database: tuple[str, Any]
) -> None:
    identity, state = database
    verbs.update(api, DATABASE, identity, {**inputs(DATABASE, state), "protected": False})
    DATABASE.delete(api, identity, state)
    left = snapshots(api)
    assert len(left) == 1
    assert left[0].startswith("data-base-last-")
    api.rds.delete_db_snapshot(DBSnapshotIdentifier=left[0])


def test_no_password_of_a_database_is_known(api: Api, database: tuple[str, Any]) -> None:
    identity, state = database
    password = api.secretsmanager.get_secret_value(SecretId=state["secret"])["SecretString"]
    assert json.loads(password)["password"] not in json.dumps(state)
    verbs.delete_with_data(api, DATABASE, identity, state)


# ---------------------------------------------------------------- keys, secrets

NEW_KEY = {"alias": "data-key", "rotated": True, "policy": {}, "waiting_days": 7, "tags": {}}


def test_a_key_whose_alias_was_not_made_yet_is_found_again(api: Api) -> None:
    """A kill between the call that makes the key and the one that names it."""
    urn = "urn:storage::Key::half"
    mark = Mark(urn, shape_of(KEY, NEW_KEY), "half")
    tags = [{"TagKey": key, "TagValue": value} for key, value in mark.tags.items()]
    half = api.kms.create_key(Tags=tags)["KeyMetadata"]["Arn"]
    identity, state = verbs.create(api, KEY, NEW_KEY, urn, "half")
    assert (identity, state["alias"], state["waiting_days"]) == (half, "data-key", 7)
    verbs.delete(api, KEY, identity, state)


def test_a_deleted_key_waits_and_gives_its_alias_free(api: Api) -> None:
    first, state = made(api, KEY, NEW_KEY)
    with pytest.raises(CloudError, match="the alias data-key is another key's"):
        made(api, KEY, NEW_KEY, "other")
    verbs.delete(api, KEY, first, state)
    about = api.kms.describe_key(KeyId=first)["KeyMetadata"]
    assert about["KeyState"] == "PendingDeletion"
    second, state = made(api, KEY, NEW_KEY)
    assert second != first
    verbs.delete(api, KEY, second, state)


def test_a_secret_is_made_once_and_is_in_no_state(api: Api) -> None:
    wanted = {"name": "data/secret", "key": "", "length": 40, "waiting_days": 7, "tags": {}}

    def value() -> str:
        return str(api.secretsmanager.get_secret_value(SecretId=identity)["SecretString"])

    identity, state = made(api, SECRET, wanted)
    first = value()
    assert len(first) == 40
    assert first not in json.dumps(state)
    made(api, SECRET, wanted)
    assert value() == first
    # It waits with its name taken; wanted again, it comes back as it was.
    verbs.delete(api, SECRET, identity, state)
    assert verbs.read(api, SECRET, identity) is None
    assert made(api, SECRET, wanted)[0] == identity
    assert value() == first
    verbs.update(api, SECRET, identity, {**wanted, "length": 20, "waiting_days": 0})
    assert len(value()) == 20
    verbs.delete(api, SECRET, identity, {"waiting_days": 0})


def inputs(kind: Kind, state: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in state.items() if key not in kind.outputs}


# ---------------------------------------------------------------- policy documents

NAMES = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5)


@given(NAMES, st.permutations(range(5)), st.sampled_from(["alone", "listed"]))
def test_a_document_has_one_form(actions: list[str], order: list[int], alone: str) -> None:
    shuffled = [actions[i] for i in order if i < len(actions)] or actions
    one = {"Effect": "Allow", "Action": actions, "Principal": {"AWS": actions}, "Resource": "*"}
    other = {"Resource": ["*"], "Principal": {"AWS": shuffled}, "Action": shuffled}
    other["Effect"] = "Allow"
    document = document_of(one)
    text = json.dumps(
        {"Statement": other if alone == "alone" else [other], "Version": "2012-10-17"}
    )
    assert parsed(text) == document
    assert canonical(document) == document  # and it stays


def test_a_service_is_named_as_its_partition_names_it() -> None:
    def host(service: str, partition: str) -> str:
        return str(trust(service, partition)["Statement"][0]["Principal"]["Service"])

    assert host("ec2", "aws-cn") == "ec2.amazonaws.com.cn"
    assert host("ec2", "aws") == "ec2.amazonaws.com"
    assert host("backup", "aws-cn") == "backup.amazonaws.com"
