"""What is said when something else than the cloud's API answers: a web page, a proxy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import boto3
import pytest
from botocore.exceptions import ClientError

from educloud.cloud.provider.faults import said


@contextmanager
def web_page(status: int) -> Iterator[str]:
    """Serve one page to everything that is asked, and give its address."""

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"<html><body>login</body></html>")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            """Keep the test quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (200, "create Vpc a: the answer lacks 'Vpcs'; see that EDUCLOUD_CLOUD_ENDPOINT names"),
        (403, "create Vpc a: the account may not do DescribeVpcs (403); grant it"),
        (404, "create Vpc a: DescribeVpcs refused: 404: the answer gives no reason"),
    ],
)
def test_a_web_page_is_told_from_the_api(status: int, sentence: str) -> None:
    with web_page(status) as address:
        ec2 = boto3.client(
            "ec2",
            endpoint_url=address,
            region_name="cn-north-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        with pytest.raises((LookupError, ClientError)) as caught:
            ec2.describe_vpcs()["Vpcs"]
    assert sentence in str(said(caught.value, "create", "Vpc a"))
