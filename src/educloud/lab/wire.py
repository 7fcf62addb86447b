"""HTTP messages as they stand on the wire, and the cloud services' own forms of saying no."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

LONGEST_LINE = 1 << 20
_SERVER_ERROR = 500
# Statuses whose answers have no body, whatever their headers say (RFC 9110 section 6.4.1).
_BODILESS = frozenset({204, 304})
# Services whose path says what is asked, with errors in XML; the other such services use JSON.
_REST_XML = frozenset({"s3", "route53"})


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer, whole: first line and headers as sent, and the body as sent."""

    head: bytes
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def line(self) -> list[str]:
        """The words of the first line."""
        return self.head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)

    @property
    def method(self) -> str:
        """What a request's first word is."""
        return self.line[0]

    @property
    def path(self) -> str:
        """What a request's second word is."""
        return self.line[1]

    @property
    def raw(self) -> bytes:
        """All of it, as it goes on the wire."""
        return self.head + self.body


async def read_request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> Message | None:
    """Give the next request of a connection; None when there is none any more.

    A client that waits to be told to go on is told so here; the request is passed on without that
    question.
    """
    head, headers = await _head(reader)
    if not head:
        return None
    if headers.get("expect", "").lower() == "100-continue":
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        lines = head.split(b"\r\n")
        head = b"\r\n".join(one for one in lines if not one.lower().startswith(b"expect:"))
    return Message(head, headers, await _body(reader, headers, to_the_end=False))


async def read_answer(reader: asyncio.StreamReader, asked: Message) -> Message | None:
    """Give the answer to a request; None when the other side closed without one."""
    head, headers = await _head(reader)
    while head.split(b" ", 2)[1:2] == [b"100"]:
        head, headers = await _head(reader)
    if not head:
        return None
    status = int(head.split(b" ", 2)[1])
    if asked.method == "HEAD" or status in _BODILESS:
        return Message(head, headers, b"")
    return Message(head, headers, await _body(reader, headers, to_the_end=True))


async def _head(reader: asyncio.StreamReader) -> tuple[bytes, Mapping[str, str]]:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b"", {}
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return head, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _body(
    reader: asyncio.StreamReader, headers: Mapping[str, str], *, to_the_end: bool
) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    return await reader.read() if to_the_end else b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """Give a body in chunks as it stands, sizes and trailers included."""
    parts: list[bytes] = []
    while True:
        size = await reader.readline()
        parts.append(size)
        length = int(size.split(b";")[0], 16)
        if not length:
            break
        parts.append(await reader.readexactly(length + 2))
    while parts[-1] not in {b"\r\n", b""}:
        parts.append(await reader.readline())
    return b"".join(parts)


def service_of(request: Message) -> str:
    """Say which service a request is signed for; empty for one that is not signed."""
    # AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, …
    parts = request.headers.get("authorization", "").split(",")[0].split("/")
    return parts[3] if len(parts) == 5 else ""  # noqa: PLR2004  as above


def action_of(request: Message) -> str:
    """Name what a request asks, the same for every request of its sort: ``ec2 CreateVpc``.

    Of services that tell it by the path: the method, how deep the path is, and the part of the
    settings that is meant (``s3 PUT bucket ?versioning``).
    """
    service = service_of(request)
    target = request.headers.get("x-amz-target")
    if target:
        return f"{service} {target.rpartition('.')[2]}"
    if _is_form(request):
        action = dict(parse_qsl(request.body.decode("utf-8", "replace"))).get("Action", "")
        return f"{service} {action}"
    parts = urlsplit(request.path)
    if service == "s3":
        depth = ("all", "bucket", "object")[min(2, len(parts.path.strip("/").split("/", 1)))]
        asked = parts.query.split("&")[0].split("=")[0]
        place = depth if parts.path.strip("/") else "all"
        return f"s3 {request.method} {place}{f' ?{asked}' if asked else ''}"
    # Ids stand in every second place: /2013-04-01/hostedzone/Z123/rrset.
    words = parts.path.strip("/").split("/")[1:]
    return f"{service} {request.method} {'/'.join(words[::2])}".strip()


def _is_form(request: Message) -> bool:
    kind = request.headers.get("content-type", "")
    return kind.startswith("application/x-www-form-urlencoded")


def trouble(request: Message) -> bytes:
    """Give the answer of a service that has trouble of its own: 500."""
    code = "InternalError" if service_of(request) in {*_REST_XML, "ec2"} else "InternalFailure"
    return refusal(request, _SERVER_ERROR, code)


def throttling(request: Message) -> bytes:
    """Give the answer of a service that asks for patience, with its own status and code."""
    service = service_of(request)
    if service == "s3":
        return refusal(request, 503, "SlowDown")
    if service == "ec2":
        return refusal(request, 503, "RequestLimitExceeded")
    if _is_form(request) or service in _REST_XML:
        return refusal(request, 400, "Throttling")
    return refusal(request, 400, "ThrottlingException")


def refusal(request: Message, status: int, code: str) -> bytes:
    """Give an answer that refuses a request in the form of the service it is for."""
    kind, body = _said(request, code)
    lines = [
        f"HTTP/1.1 {status} {code}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        f"x-amzn-ErrorType: {code}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + (b"" if request.method == "HEAD" else body)


def _said(request: Message, code: str) -> tuple[str, bytes]:
    service, text = service_of(request), "the fault proxy says so"
    error = f"<Error><Code>{code}</Code><Message>{text}</Message></Error>"
    if service == "s3":
        return "application/xml", error.encode()
    if service == "ec2":
        return "text/xml", f"<Response><Errors>{error}</Errors></Response>".encode()
    if _is_form(request) or service in _REST_XML:
        return "text/xml", f"<ErrorResponse>{error}</ErrorResponse>".encode()
    body = json.dumps({"__type": code, "message": text}).encode()
    return "application/x-amz-json-1.1", body
