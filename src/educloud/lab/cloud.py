"""The embedded cloud: an EC2, S3 and Route 53 endpoint of our own that remembers what it was told.

It is moto's server behind a WSGI wrapper. moto keeps everything in memory; the wrapper writes
every request that changes something to a journal before moto sees it, together with the seed of the
random numbers moto draws ids from, and plays the journal back before it listens again. So ids,
addresses and objects are the same after a restart, also after SIGKILL. Requests are served one at a
time, so that the journal's order is the order in which they took effect.

Now and then, and at an orderly end, a snapshot of moto's memory is written beside the journal, so
that a start plays back only what came after it. The journal stays the truth; it grows with every
change.

Run on its own: ``python -m educloud.lab.cloud --port N --journal FILE``.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import secrets
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from educloud.errors import LabError
from educloud.lab import snapshot
from educloud.lab.journal import Journal
from educloud.lab.truths import tell_the_truth
from educloud.project import write_atomically

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

HEALTH = "/.educloud/health"
HOST = "127.0.0.1"
SNAPSHOT_EVERY = 500  # changes
WORTH_A_SNAPSHOT = 20  # changes, at an orderly end: fewer are played back sooner than it is read
# A region that every AWS SDK knows; moto serves it like any other.
REGION = "cn-north-1"

Environ = dict[str, Any]
Answer = Iterable[bytes]
_READS = ("Describe", "Get", "List", "Head", "Search", "Lookup", "Test")
_KEPT = ("CONTENT_TYPE", "CONTENT_LENGTH", "REQUEST_METHOD", "PATH_INFO", "QUERY_STRING",
         "RAW_URI", "REQUEST_URI")  # fmt: skip


class Remembering:
    """A WSGI application around moto's: one request at a time, changes journalled first."""

    def __init__(
        self, moto: Callable[..., Answer], journal: Journal, snapshot_every: int = SNAPSHOT_EVERY
    ) -> None:
        self._moto = moto
        self._snapshot_every = snapshot_every
        self._journal = journal
        self._one_at_a_time = threading.Lock()
        self._touched: set[tuple[str, str]] = set()
        self._since_snapshot = 0
        self.ending = False

    def replay(self) -> int:
        """Tell moto again all that was journalled since the snapshot; give how many requests."""
        known = snapshot.load(self._journal.path)
        after, self._touched = known or (0, set())
        count = 0
        for entry in self._journal.entries(after):
            count += 1
            environ = {**entry["environ"], **_plumbing(base64.b64decode(entry["body"]))}
            self._touched.add(_scope(environ))
            self._run(environ, entry["seed"])
        self._since_snapshot = count
        return count

    def remember(self, after_changes: int) -> None:
        """Write a snapshot when there were at least so many changes since the last."""
        with self._one_at_a_time:
            self._remember(after_changes)

    def _remember(self, after_changes: int) -> None:
        if self._since_snapshot >= after_changes:
            snapshot.save(self._journal.path, self._journal.length, self._touched)
            self._since_snapshot = 0

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Answer:
        """Serve one request."""
        if environ.get("PATH_INFO") == HEALTH:
            return self._health(start_response)
        body = environ["wsgi.input"].read(_length(environ))
        environ["wsgi.input"] = BytesIO(body)
        with self._one_at_a_time:
            seed = secrets.randbits(63)
            if self._to_be_kept(environ, body):
                self._journal.append(
                    {
                        "seed": seed,
                        "environ": _portable(environ),
                        "body": base64.b64encode(body).decode(),
                    }
                )
                self._since_snapshot += 1
            status, headers, answer = self._run(environ, seed)
            self._remember(self._snapshot_every)
        start_response(status, headers)
        return [answer]

    def _to_be_kept(self, environ: Environ, body: bytes) -> bool:
        # The first request of a service and region makes moto build that region (default VPC and
        # all), even when it is a read: its ids must come back too.
        scope = _scope(environ)
        first = scope not in self._touched
        self._touched.add(scope)
        return first or changes_something(environ, body)

    def _run(self, environ: Environ, seed: int) -> tuple[str, list[tuple[str, str]], bytes]:
        from moto.moto_api._internal import mock_random  # noqa: PLC0415  takes a second to import

        mock_random.seed(seed)
        heard: list[Any] = []
        try:
            body = b"".join(self._moto(environ, lambda *said, **_: heard.append(said)))
        except Exception as error:  # noqa: BLE001  what moto cannot do must not end the cloud
            traceback.print_exc()
            return "500 Internal Server Error", [], f"{type(error).__name__}: {error}".encode()
        return heard[-1][0], heard[-1][1], body

    def _health(self, start_response: Callable[..., Any]) -> Answer:
        # Who asks now would lose the server a moment later.
        status = "503 Service Unavailable" if self.ending else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        answer = {"journal": str(self._journal.path), "pid": os.getpid()}
        return [json.dumps(answer).encode()]


def changes_something(environ: Mapping[str, Any], body: bytes) -> bool:
    """Tell whether a request may change the cloud (in doubt: yes)."""
    if environ["REQUEST_METHOD"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    target = str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]
    form = str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded")
    action = parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0] if form else target
    return not action.startswith(_READS)


def _scope(environ: Mapping[str, Any]) -> tuple[str, str]:
    # AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, …
    parts = str(environ.get("HTTP_AUTHORIZATION", "")).split(",")[0].split("/")
    return (parts[3], parts[2]) if len(parts) == 5 else ("", "")  # noqa: PLR2004  as above


def _length(environ: Environ) -> int:
    # werkzeug marks a chunked body as ended by the stream itself.
    return -1 if environ.get("wsgi.input_terminated") else int(environ.get("CONTENT_LENGTH") or 0)


def _portable(environ: Environ) -> Environ:
    # moto notes under a key of its own how header names were spelt.
    return {
        key: value
        for key, value in environ.items()
        if key in _KEPT or key.startswith(("HTTP_", "moto."))
    }


def _plumbing(body: bytes) -> Environ:
    return {
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "REMOTE_ADDR": HOST,
    }


def _say(url: str) -> None:
    print(url, flush=True)  # noqa: T201  a program of its own speaks on stdout


def serve(
    port: int,
    journal: Path,
    *,
    note: Path | None = None,
    starter: int | None = None,
    snapshot_every: int = SNAPSHOT_EVERY,
    announce: Callable[[str], None] = _say,
) -> None:
    """Serve on 127.0.0.1 until SIGTERM or SIGINT; ``announce`` gets the URL once it answers.

    ``note`` is the file by which other commands of the project find this server; it is theirs
    while the process ``starter`` (default: this one) runs. Port 0 chooses a free one. After
    ``snapshot_every`` changes a snapshot is written.
    LabError when the port is taken or the journal is in use or damaged.
    """
    cloud = Remembering(_moto(), Journal(journal.resolve()), snapshot_every)
    cloud.replay()
    server = _listen(port, cloud)

    def end(*_: object) -> None:
        cloud.ending = True
        threading.Thread(target=server.shutdown).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    url = f"http://{HOST}:{server.server_port}"
    if note:
        entry = {"pid": os.getpid(), "starter": starter or os.getpid(), "url": url}
        write_atomically(note, json.dumps(entry))
    announce(url)
    server.serve_forever(poll_interval=0.1)
    server.server_close()
    cloud.remember(WORTH_A_SNAPSHOT)


def _moto() -> Callable[..., Answer]:
    # A list of images that nobody here starts costs a second of every start.
    os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    from moto.moto_server.werkzeug_app import (  # noqa: PLC0415  takes a second to import
        DomainDispatcherApplication,
        create_backend_app,
    )

    tell_the_truth()
    application: Callable[..., Answer] = DomainDispatcherApplication(create_backend_app)
    return application


def _listen(port: int, cloud: Remembering) -> BaseWSGIServer:
    from moto.moto_server.werkzeug_app import MotoRequestHandler  # noqa: PLC0415  as above
    from werkzeug.serving import make_server  # noqa: PLC0415  as above

    class Quiet(MotoRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing: the journal is the log."""

    with socket.socket() as probe:  # make_server ends the process when the port is taken
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise LabError(f"port {port} is taken", HOST, "choose another --port") from error
    return make_server(HOST, port, cloud, threaded=True, request_handler=Quiet)


def main(arguments: list[str]) -> int:
    """Run the embedded cloud as a program of its own."""
    parser = argparse.ArgumentParser(prog="python -m educloud.lab.cloud")
    parser.add_argument("--port", type=int, required=True, help="0 chooses a free one")
    parser.add_argument("--journal", type=Path, required=True)
    parser.add_argument("--note", type=Path, help="file that tells others where this answers")
    parser.add_argument("--starter", type=int, help="process for which this runs")
    parser.add_argument(
        "--snapshot-every", type=int, default=SNAPSHOT_EVERY, metavar="N", help="changes"
    )
    asked = vars(parser.parse_args(arguments))
    try:
        serve(asked.pop("port"), asked.pop("journal"), **asked)
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
