"""A one-node Ceph with its S3 gateway, in a network namespace of its own, for as long as a test.

One monitor, one manager, one OSD on a sparse file, one radosgw, set up by hand as
https://docs.ceph.com/en/reef/install/manual-deployment/ says; pools of size 1. A pair of virtual
Ethernet devices leads to the gateway.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

ACCESS_KEY, SECRET_KEY = "EDUCLOUDLAB", "made-up-for-the-time-of-a-test"
PORT = 7480
# A bucket that asks for versions alone: what every cloud of buckets has.
PLAIN = {
    "name": "", "versioned": True, "encryption": "", "key": "", "keep_days": 0,
    "noncurrent_days": 0, "tls_only": False, "statements": [], "closed": False,
    "object_lock": False, "locked_days": 0, "log_to": "", "tags": {"owner": "synthetic"},
}  # fmt: skip
# 198.18.0.0/15 is for tests between networks (RFC 2544): nothing else is there.
OUTSIDE, INSIDE = "198.18.77.1", "198.18.77.2"
SETTINGS = """
[global]
fsid = {fsid}
mon_initial_members = a
mon_host = [v2:127.0.0.1:13300,v1:127.0.0.1:16789]
ms_bind_ipv4 = true
keyring = {folder}/keyring
auth_allow_insecure_global_id_reclaim = false
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_data_avail_crit = 1
osd_objectstore = bluestore
bluestore_block_size = 5368709120
osd_memory_target = 939524096
mon_data = {folder}/mon
osd_data = {folder}/osd
mgr_data = {folder}/mgr
rgw_data = {folder}/rgw
run_dir = {folder}/run
admin_socket = {folder}/run/$name.$pid.asok
log_file = {folder}/log/$name.log
pid_file = {folder}/run/$name.pid
rgw_frontends = beast endpoint={address}:{port}
rgw_dynamic_resharding = false
"""


@contextlib.contextmanager
def radosgw(folder: Path) -> Iterator[str]:
    """Give the URL of a gateway that answers; every process of it ends with the context."""
    name = f"educloud-{os.getpid()}"
    with _namespace(name):
        ceph = _Ceph(folder, name)
        ceph.set_up()
        url = f"http://{INSIDE}:{PORT}"
        _wait_for(url)
        ceph.run(
            "radosgw-admin", "user", "create", "--uid=educloud", "--display-name=educloud",
            f"--access-key={ACCESS_KEY}", f"--secret-key={SECRET_KEY}",
        )  # fmt: skip
        yield url


@contextlib.contextmanager
def _namespace(name: str) -> Iterator[None]:
    device = f"edu{os.getpid()}"  # at most 15 characters, the second one with a letter more
    _ip("netns", "add", name)
    try:
        _ip("link", "add", device, "type", "veth", "peer", "name", f"{device}i", "netns", name)
        _ip("addr", "add", f"{OUTSIDE}/30", "dev", device)
        _ip("link", "set", device, "up")
        _ip("-n", name, "addr", "add", f"{INSIDE}/30", "dev", f"{device}i")
        _ip("-n", name, "link", "set", f"{device}i", "up")
        _ip("-n", name, "link", "set", "lo", "up")
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            _end_all_in(name, number)
        _ip("netns", "del", name)  # the pair of devices goes with it


def _end_all_in(name: str, number: signal.Signals) -> None:
    for process in _processes(name):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)
    until = time.monotonic() + 10
    while _processes(name) and time.monotonic() < until:
        time.sleep(0.1)


def _processes(name: str) -> list[int]:
    found = subprocess.run(
        ["ip", "netns", "pids", name], capture_output=True, text=True, check=False
    )
    return [int(one) for one in found.stdout.split()]


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


class _Ceph:
    """The programs of one Ceph, run in its namespace."""

    def __init__(self, folder: Path, namespace: str) -> None:
        self._folder = folder
        self._namespace = namespace
        self._settings = folder / "ceph.conf"

    def set_up(self) -> None:
        for part in ("mon", "osd", "mgr", "rgw", "run", "log"):
            (self._folder / part).mkdir(parents=True)
        fsid = str(uuid.uuid4())
        words = {"fsid": fsid, "folder": self._folder, "address": INSIDE, "port": PORT}
        self._settings.write_text(SETTINGS.format(**words))
        self._make_keys()
        self._start_monitor(fsid)
        self.run("ceph-mgr", "-i", "x")
        self._start_storage()
        self.run("radosgw", "-n", "client.rgw", "--setuser", "root", "--setgroup", "root")

    def _make_keys(self) -> None:
        ring, all_of_it = str(self._folder / "keyring"), "allow *"
        self.run("ceph-authtool", ring, "-C", "--gen-key", "-n", "mon.", "--cap", "mon", all_of_it)
        for who in ("client.admin", "mgr.x", "client.rgw", "osd.0"):
            caps = [word for one in ("mon", "osd", "mgr") for word in ("--cap", one, all_of_it)]
            self.run("ceph-authtool", ring, "--gen-key", "-n", who, *caps)

    def _start_monitor(self, fsid: str) -> None:
        chart, ring = str(self._folder / "monmap"), str(self._folder / "keyring")
        where = "[v2:127.0.0.1:13300,v1:127.0.0.1:16789]"
        self.run("monmaptool", "--create", "--addv", "a", where, "--fsid", fsid, chart)
        self.run("ceph-mon", "--mkfs", "-i", "a", "--monmap", chart, "--keyring", ring)
        self.run("ceph-mon", "-i", "a")

    def _start_storage(self) -> None:
        identity = str(uuid.uuid4())
        number = self.run("ceph", "osd", "new", identity).strip()
        self.run("ceph-osd", "-i", number, "--mkfs", "--osd-uuid", identity)
        self.run("ceph-osd", "-i", number)

    def run(self, program: str, *words: str) -> str:
        """Run a program, or start one that goes into the background by itself."""
        done = subprocess.run(
            ["ip", "netns", "exec", self._namespace, program, "-c", str(self._settings), *words],
            stdout=subprocess.PIPE,
            stderr=(self._folder / "log" / "said").open("ab"),
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout


def _wait_for(url: str) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 60
    while True:
        try:
            with direct.open(url, timeout=5):
                return
        except OSError:
            assert time.monotonic() < until, f"{url} does not answer"
            time.sleep(0.3)
