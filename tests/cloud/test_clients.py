"""Every client, and the first look at an endpoint, goes the way the environment says."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint, endpoint_of_child, on_this_machine, open_cloud
from educloud.errors import CloudError
from educloud.project import Project

BUCKETS = b"<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>"
Server = tuple[int, list[str]]


@pytest.fixture
def serve() -> Iterator[Callable[[Path | None], Server]]:
    """Start servers that answer as S3 does and note what they were asked for."""
    started: list[ThreadingHTTPServer] = []

    def start(certificate: Path | None = None) -> Server:
        asked: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(len(BUCKETS)))
                self.end_headers()
                self.wfile.write(BUCKETS)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        started.append(server)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server.server_port, asked

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("AWS_CA_BUNDLE", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_REGION", "cn-north-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


def test_a_far_endpoint_is_reached_through_the_proxy(
    project: Project, monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Server]
) -> None:
    port, asked = serve()
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", "http://cloud.example")
    with open_cloud(project) as endpoint:
        assert asked == ["http://cloud.example"]
        assert client(endpoint, "s3").list_buckets()["Buckets"] == []
    assert asked[1].startswith("http://cloud.example/")


def test_this_machine_is_reached_past_the_proxy(
    project: Project, monkeypatch: pytest.MonkeyPatch, serve: Callable[..., Server]
) -> None:
    port, asked = serve()
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", url)
    with open_cloud(project) as endpoint:
        for one in (endpoint, CloudEndpoint(url, "cn-north-1", embedded=True), endpoint_of_child()):
            assert client(one, "s3").list_buckets()["Buckets"] == []
    assert len(asked) == 4


def test_a_private_authority_is_honoured(
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    serve: Callable[..., Server],
) -> None:
    bundle = _certificate(tmp_path / "authority.pem")
    port, _ = serve(bundle)
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", f"https://127.0.0.1:{port}")
    with pytest.raises(CloudError, match="CERTIFICATE_VERIFY_FAILED"), open_cloud(project):
        pass
    monkeypatch.setenv("AWS_CA_BUNDLE", str(bundle))
    with open_cloud(project) as endpoint:
        assert client(endpoint, "s3").list_buckets()["Buckets"] == []
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    with pytest.raises(CloudError, match="No such file"), open_cloud(project):
        pass


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9", True),
        ("https://[::1]:8443/x", True),
        ("http://localhost:5000", True),
        ("http://192.0.2.1", False),
        ("https://localhost.example", False),
        ("no-url", False),
    ],
)
def test_what_is_this_machine(url: str, *, expected: bool) -> None:
    assert on_this_machine(url) is expected


def _certificate(path: Path) -> Path:
    """Write a key and a certificate for 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return path


def test_keys_are_those_of_now_and_not_those_found_first(monkeypatch: pytest.MonkeyPatch) -> None:
    there = CloudEndpoint("http://127.0.0.1:9", "cn-north-1", embedded=False)
    for key in ("FIRST", "SECOND"):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "synthetic")
        assert client(there, "s3")._request_signer._credentials.access_key == key
