"""Where the cloud answers: an endpoint from the environment, else the project's embedded cloud.

``EDUCLOUD_CLOUD_ENDPOINT`` names any endpoint that speaks EC2, S3 and Route 53; keys and region
come from the usual ``AWS_*`` variables. Without it the embedded cloud is used: one server a
project, started for as long as it is needed, its journal in the project's state.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlsplit

import psutil

from educloud import supervise
from educloud.errors import CloudError
from educloud.lab.cloud import HEALTH
from educloud.lab.cloud import REGION as DEFAULT_REGION
from educloud.project import Project

ENDPOINT_VARIABLE = "EDUCLOUD_CLOUD_ENDPOINT"
START_SECONDS = 60.0
PROBE_SECONDS = 3.0
# Past any proxy of the environment, which could not reach this machine's own loopback.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class CloudEndpoint:
    """An endpoint that answers, and how to sign requests to it."""

    url: str
    region: str
    embedded: bool
    journal: Path | None = field(default=None, compare=False)

    def environment(self) -> dict[str, str]:
        """Give the variables by which a child process finds this cloud.

        The embedded cloud's keys are made up; for any other the child inherits the caller's own.
        """
        found = {ENDPOINT_VARIABLE: self.url, "AWS_ENDPOINT_URL": self.url,
                 "AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region,
                 "AWS_EC2_METADATA_DISABLED": "true"}  # fmt: skip
        if self.embedded:
            found |= {"AWS_ACCESS_KEY_ID": "embedded", "AWS_SECRET_ACCESS_KEY": "embedded",
                      "AWS_SESSION_TOKEN": "", "NO_PROXY": "127.0.0.1",
                      "no_proxy": "127.0.0.1"}  # fmt: skip
        return found


@contextlib.contextmanager
def open_cloud(project: Project) -> Iterator[CloudEndpoint]:
    """Give an endpoint that answers; an embedded cloud started for it ends with the context."""
    url = os.environ.get(ENDPOINT_VARIABLE)
    if url:
        yield _given(url.rstrip("/"))
        return
    running = _running(project)
    if running:
        yield running
        return
    process, endpoint = _start(project)
    try:
        yield endpoint
    finally:
        _withdraw(project, process)
        supervise.end(process)


def endpoint_of_child() -> CloudEndpoint:
    """Give the endpoint that this process was started for, from ``CloudEndpoint.environment``."""
    return CloudEndpoint(os.environ[ENDPOINT_VARIABLE], os.environ["AWS_REGION"], embedded=False)


def on_this_machine(url: str) -> bool:
    """Tell whether a URL leads to this machine's own loopback, past any proxy."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def journal_of(project: Project) -> Path:
    """Say where the project's embedded cloud keeps what it was told."""
    return project.state / "cloud" / "journal.jsonl"


def _given(url: str) -> CloudEndpoint:
    try:
        with _opener(url).open(url, timeout=PROBE_SECONDS):
            pass
    except urllib.error.HTTPError:
        pass  # it answers; that it refuses an unsigned request is as it should be
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise CloudError(
            f"the cloud endpoint does not answer ({reason})",
            url,
            f"correct {ENDPOINT_VARIABLE}, or unset it to use the embedded cloud",
        ) from error
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or DEFAULT_REGION
    return CloudEndpoint(url, region, embedded=False)


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Give what reaches a URL as boto3 will: the environment's proxies and private authority."""
    if on_this_machine(url):
        proxies = urllib.request.ProxyHandler({})
    else:
        proxies = urllib.request.ProxyHandler()
    bundle = os.environ.get("AWS_CA_BUNDLE")
    folder = bool(bundle) and Path(str(bundle)).is_dir()
    context = ssl.create_default_context(
        cafile=None if folder else bundle or None, capath=bundle if folder else None
    )
    return urllib.request.build_opener(proxies, urllib.request.HTTPSHandler(context=context))


def _running(project: Project) -> CloudEndpoint | None:
    """Give the embedded cloud that already serves this very project, if one does."""
    note = _note(project)
    if note is None:
        return None
    journal = journal_of(project)
    serves = {"journal": str(journal), "pid": note.pid}
    # A server whose starter is gone is about to end; the starter is looked at last, as it may
    # have gone meanwhile.
    alive = _health(note.url) == serves and _runs(note.starter)
    return (
        CloudEndpoint(note.url, DEFAULT_REGION, embedded=True, journal=journal) if alive else None
    )


def _runs(process: int) -> bool:
    """Tell whether a process runs; one that was killed stays listed until its parent asks."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _withdraw(project: Project, process: Popen[bytes]) -> None:
    """Remove the note of a server that is about to be ended, so that nobody turns to it."""
    note = _note(project)
    with contextlib.suppress(psutil.Error):
        if note and psutil.Process(note.pid).ppid() == process.pid:
            _note_of(project).unlink(missing_ok=True)


def _start(project: Project) -> tuple[Popen[bytes], CloudEndpoint]:
    journal = journal_of(project)
    journal.parent.mkdir(parents=True, exist_ok=True)
    log = journal.with_name("server.log")
    process = supervise.start(
        [
            sys.executable,
            "-m",
            "educloud.lab.cloud",
            "--port",
            "0",
            "--journal",
            str(journal),
            "--note",
            str(_note_of(project)),
            "--starter",
            str(os.getpid()),
        ],
        log=log,
    )
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        found = _running(project)
        if found:
            return process, found
        time.sleep(0.05)
    supervise.end(process)
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise CloudError(
        f"the embedded cloud did not start: {lines[-1] if lines else 'it said nothing'}",
        str(log),
        "look there for the reason",
    )


@dataclass(frozen=True, slots=True)
class _Note:
    """What a server left for other commands: itself, for whom it runs, where it answers."""

    pid: int
    starter: int
    url: str


def _note(project: Project) -> _Note | None:
    try:
        note = json.loads(_note_of(project).read_text(encoding="utf-8"))
        return _Note(int(note["pid"]), int(note["starter"]), str(note["url"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # none was started, or its note was cut


def _note_of(project: Project) -> Path:
    return project.state / "cloud" / "server.json"


def _health(url: str) -> object:
    try:
        with _DIRECT.open(url + HEALTH, timeout=PROBE_SECONDS) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None
