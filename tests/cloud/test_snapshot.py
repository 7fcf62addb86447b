"""The embedded cloud's snapshot is a short cut and nothing else."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_embedded import all_of, clients, tell

from educloud.lab.snapshot import made_by, path_of

Serve = Callable[..., tuple[str, subprocess.Popen[bytes]]]
EVERY = 8  # changes; ``tell`` makes a few more


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


@pytest.fixture
def serve(journal: Path) -> Iterator[Serve]:
    started: list[subprocess.Popen[bytes]] = []

    def start(every: int = EVERY) -> tuple[str, subprocess.Popen[bytes]]:
        words = ["--port", "0", "--journal", str(journal), "--snapshot-every", str(every)]
        command = [sys.executable, "-m", "educloud.lab.cloud", *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        started.append(process)
        assert process.stdout is not None
        return process.stdout.readline().decode().strip(), process

    yield start
    for process in started:
        ended(process, signal.SIGKILL)
        assert process.stdout is not None
        process.stdout.close()


def ended(process: subprocess.Popen[bytes], by: signal.Signals) -> None:
    process.send_signal(by)
    process.wait()


def head_of(journal: Path) -> dict[str, Any]:
    with path_of(journal).open("rb") as file:
        head: dict[str, Any] = json.loads(file.readline())
    return head


def test_a_killed_cloud_goes_on_from_its_snapshot(journal: Path, serve: Serve) -> None:
    url, process = serve()
    tell(url, 1)
    before = all_of(url)
    ended(process, signal.SIGKILL)
    offset = head_of(journal)["offset"]
    assert 0 < offset < journal.stat().st_size  # the kill came between two snapshots
    whole = journal.read_bytes()

    # What the snapshot stands for is not heard again: it may be anything of the same length.
    blank = b"\n".join(b" " * len(line) for line in whole[:offset].split(b"\n"))
    kept = whole[max(0, offset - 4096) : offset]  # by which a snapshot knows its journal
    journal.write_bytes(blank[: offset - len(kept)] + kept + whole[offset:])
    url, process = serve()
    assert all_of(url) == before
    ended(process, signal.SIGKILL)
    journal.write_bytes(whole)

    url, process = serve()
    tell(url, 2)  # past the next snapshot
    before = all_of(url)
    assert head_of(journal)["offset"] > offset
    ended(process, signal.SIGKILL)
    url, _ = serve()
    assert all_of(url) == before


def test_an_orderly_end_leaves_nothing_to_hear_again(journal: Path, serve: Serve) -> None:
    url, process = serve(every=1000)
    for number in (1, 2, 3):
        tell(url, number)
    before = all_of(url)
    assert not path_of(journal).exists()
    ended(process, signal.SIGTERM)
    assert head_of(journal)["offset"] == journal.stat().st_size
    url, _ = serve()
    assert all_of(url) == before


def cut(journal: Path) -> None:
    path = path_of(journal)
    path.write_bytes(path.read_bytes()[:-100])


def foreign(journal: Path) -> None:
    head, _, body = path_of(journal).read_bytes().partition(b"\n")
    other = {**json.loads(head), "made_by": {**made_by(), "moto": "1.0"}}
    path_of(journal).write_bytes(json.dumps(other).encode() + b"\n" + body)


def not_one(journal: Path) -> None:
    path_of(journal).write_bytes(b"\x00\xff")


@pytest.mark.parametrize("spoil", [cut, foreign, not_one])
def test_a_snapshot_that_cannot_be_read_is_left_alone(
    journal: Path, serve: Serve, spoil: Callable[[Path], None]
) -> None:
    url, process = serve()
    tell(url, 1)
    before = all_of(url)
    ended(process, signal.SIGKILL)
    spoil(journal)
    url, _ = serve()
    assert all_of(url) == before


def test_a_snapshot_of_another_journal_is_left_alone(journal: Path, serve: Serve) -> None:
    url, process = serve()
    tell(url, 1)
    ended(process, signal.SIGKILL)
    journal.unlink()  # the cloud is to begin empty
    url, process = serve()
    assert not clients(url)[1].list_buckets()["Buckets"]
    tell(url, 3)
    assert {bucket for bucket, _ in all_of(url)["objects"]} == {"bucket-3"}
