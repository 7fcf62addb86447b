"""The fault proxy: does what its seed says, in the words of each service, and counts."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from hypothesis import given
from hypothesis import strategies as st

from educloud.cloud.provider.faults import is_transient
from educloud.errors import LabError
from educloud.lab.faults import KINDS, PASS, Faults, Proxy, disturbed

CALLS = {
    "ec2": "describe_vpcs",
    "s3": "list_buckets",
    "route53": "list_hosted_zones",
    "iam": "list_roles",
    "kms": "list_keys",
    "backup": "list_backup_plans",
    "cloudwatch": "describe_alarms",
}


class Seen(BaseHTTPRequestHandler):
    """Says no to everything, for good, and notes that it was asked."""

    protocol_version = "HTTP/1.1"
    paths: list[str] = []  # noqa: RUF012  one for all requests

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.paths.append(self.path)
        body = b"<Error><Code>NotHere</Code></Error>"
        self.send_response(404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = answer  # noqa: N815  as the base class

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def behind() -> Iterator[str]:
    Seen.paths.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Seen)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def call(url: str, service: str) -> BaseException:
    config = Config(retries={"total_max_attempts": 1}, read_timeout=1, proxies={})
    made: Any = boto3.client(
        service, endpoint_url=url, region_name="cn-north-1", config=config,
        aws_access_key_id="a", aws_secret_access_key="b",
    )  # fmt: skip
    with pytest.raises((ClientError, BotoCoreError)) as told:
        getattr(made, CALLS[service])()
    return told.value


@pytest.fixture
def proxy(behind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    words = [sys.executable, "-m", "educloud.lab.faults", "--to", behind, *request.param]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
        process.kill()


def told(proxy: str, path: str = "calls", method: str = "GET") -> dict[str, Any]:
    asked = urllib.request.Request(f"{proxy}/.educloud/{path}", method=method)  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310  our own
        found: dict[str, Any] = json.load(answer)
    return found


@pytest.mark.parametrize(
    ("proxy", "reaches"),
    [
        (["--refused", "1"], False),
        (["--throttled", "1"], False),
        (["--dropped", "1"], False),
        (["--spoiled", "1"], True),
        (["--lost", "1"], True),
        (["--late", "1", "--late-seconds", "1.5"], True),
    ],
    indirect=["proxy"],
)
def test_every_fault_is_one_that_passes_in_every_service(proxy: str, *, reaches: bool) -> None:
    for service in CALLS:
        Seen.paths.clear()
        error = call(proxy, service)
        assert is_transient(error), (service, error)
        assert bool(Seen.paths) is reaches, service
    assert set(told(proxy)["calls"].values()) == {1}


@pytest.mark.parametrize("proxy", [["--delay", "0.3"]], indirect=True)
def test_what_is_not_disturbed_passes_as_it_is_and_late(proxy: str, behind: str) -> None:
    for service in CALLS:
        begun = time.monotonic()
        error = call(proxy, service)
        assert 0.3 <= time.monotonic() - begun < 1.5
        assert str(error) == str(call(behind, service))
    counted = told(proxy)["calls"]
    assert counted["ec2 DescribeVpcs"] == counted["s3 GET all"] == counted["kms ListKeys"] == 1
    assert len(counted) == len(CALLS)


@pytest.mark.parametrize("proxy", [[]], indirect=True)
def test_a_network_that_is_lost_comes_back(proxy: str) -> None:
    told(proxy, "lose?seconds=1", "POST")
    assert is_transient(call(proxy, "ec2"))
    assert Seen.paths == []
    time.sleep(1)
    assert not is_transient(call(proxy, "ec2"))


@given(st.integers(0, 10**9), st.floats(0, 1))
def test_the_same_seed_does_the_same(seed: int, share: float) -> None:
    one, other = disturbed(share, seed), disturbed(share, seed)
    drawn = [one.happens("ec2 CreateVpc", number) for number in range(20)]
    assert drawn == [other.happens("ec2 CreateVpc", number) for number in range(20)]
    assert set(drawn) <= {*KINDS, PASS}


def test_as_many_are_disturbed_as_was_asked_for() -> None:
    faults = disturbed(0.3, seed=7)
    happened = Counter(faults.happens("s3 PUT bucket", number) for number in range(6000))
    assert happened[PASS] == pytest.approx(4200, rel=0.05)
    assert all(happened[kind] == pytest.approx(300, rel=0.25) for kind in KINDS)


def test_what_is_no_address_is_named() -> None:
    with pytest.raises(LabError, match="no http:// or https:// address"):
        Proxy("localhost:80", Faults())
