"""Buckets on a real Ceph: one monitor, one disk in a sparse file, one radosgw.

Needs Debian's ceph-mon, ceph-osd, radosgw and ceph-common.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bucket_parts import PLAIN

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.resources.bucket import BUCKET
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.errors import CloudError

pytestmark = pytest.mark.lab
PROGRAMS = ("ceph", "ceph-authtool", "ceph-mon", "ceph-osd", "monmaptool", "radosgw")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]
TAGGED = {**PLAIN, "tags": {"owner": "a", "用途": "录播"}}


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def config(folder: Path, monitor: int, gateway: int, cluster: str) -> str:
    return f"""[global]
fsid = {cluster}
mon_initial_members = a
mon_host = v2:127.0.0.1:{monitor}
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
keyring = {folder}/keyring
auth_allow_insecure_global_id_reclaim = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_data_avail_crit = 1
bluestore_block_size = {5 << 30}
osd_memory_target = 939524096
mon_data = {folder}/mon
osd_data = {folder}/osd
rgw_data = {folder}/rgw
run_dir = {folder}/run
admin_socket = {folder}/run/$name.$pid.asok
log_file = {folder}/$name.log
rgw_frontends = beast endpoint=127.0.0.1:{gateway}
"""


class Ceph:
    """A cluster of one, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.daemons: list[subprocess.Popen[bytes]] = []
        for name in ("mon", "osd", "rgw", "run"):
            (folder / name).mkdir()
        monitor, self.port = free_ports(2)
        cluster = str(uuid.uuid4())
        (folder / "ceph.conf").write_text(config(folder, monitor, self.port, cluster), "utf-8")
        self.keys()
        address = f"[v2:127.0.0.1:{monitor}]"
        self.run(
            "monmaptool", "--create", "--addv", "a", address, "--fsid", cluster, f"{folder}/map"
        )

    def keys(self) -> None:
        ring = f"{self.folder}/keyring"
        everything = [part for cap in ("mon", "osd", "mgr") for part in ("--cap", cap, "allow *")]
        self.run("ceph-authtool", ring, "-C", "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
        for name in ("client.admin", "client.rgw", "osd.0"):
            self.run("ceph-authtool", ring, "--gen-key", "-n", name, *everything)

    def start(self) -> None:
        disk = str(uuid.uuid4())
        ring = f"{self.folder}/keyring"
        self.run(
            "ceph-mon", "--mkfs", "-i", "a", "--monmap", f"{self.folder}/map", "--keyring", ring
        )
        self.daemon("ceph-mon", "-i", "a")
        self.run("ceph", "osd", "new", disk)
        self.run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
        self.daemon("ceph-osd", "-i", "0")
        self.daemon("radosgw", "-n", "client.rgw")
        who = ("--uid=edu", "--display-name=edu", "--access-key=LAB", "--secret-key=lab-secret")
        self.run("radosgw-admin", "user", "create", *who)
        self.await_gateway()

    def await_gateway(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("radosgw does not answer")

    def run(self, *words: str) -> None:
        configured = {**os.environ, "CEPH_CONF": f"{self.folder}/ceph.conf"}
        subprocess.run(words, env=configured, check=True, timeout=100, capture_output=True)

    def daemon(self, *words: str) -> None:
        configured = {**os.environ, "CEPH_CONF": f"{self.folder}/ceph.conf"}
        quiet = subprocess.DEVNULL
        self.daemons.append(
            subprocess.Popen([*words, "-f"], env=configured, stdout=quiet, stderr=quiet)
        )

    def end(self) -> None:
        for daemon in reversed(self.daemons):
            daemon.kill()
            daemon.wait()


@pytest.fixture(scope="module")
def ceph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ceph]:
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    cluster = Ceph(tmp_path_factory.mktemp("ceph"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.end()


@pytest.fixture(params=["us-east-1", "cn-north-1"])
def api(ceph: Ceph, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "LAB")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "lab-secret")
    there = CloudEndpoint(f"http://127.0.0.1:{ceph.port}", request.param, embedded=False)
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
