"""Programs end with the one that started them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from educloud import supervise

INNER = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""
STARTER = """
import sys, time
from educloud import supervise
supervise.start([sys.executable, "-c", sys.argv[2], sys.argv[1]])
time.sleep(60)
"""


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_program_and_its_children_end_when_the_starter_is_gone(tmp_path: Path, how: int) -> None:
    note = tmp_path / "pids"
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(note), INNER])
    wait_until(lambda: note.exists() and len(note.read_text().split()) == 2)
    pids = [int(pid) for pid in note.read_text().split()]
    assert all(psutil.pid_exists(pid) for pid in pids)

    os.kill(starter.pid, how)
    starter.wait()

    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in pids))


def test_the_exit_code_is_passed_on() -> None:
    process = supervise.start([sys.executable, "-c", "raise SystemExit(7)"])

    assert process.wait(20) == 7


def test_a_program_that_ignores_the_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "pid"
    stubborn = (
        "import os, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
    )
    process = supervise.start([sys.executable, "-c", stubborn, str(note)])
    wait_until(lambda: note.exists() and note.read_text() != "")

    supervise.end(process)

    assert not psutil.pid_exists(int(note.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel for a parent-death signal")
def test_a_program_ends_when_its_supervisor_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    supervisor = supervise.start([sys.executable, "-c", INNER, str(note)])
    wait_until(lambda: note.exists() and len(note.read_text().split()) == 2)
    program = int(note.read_text().split()[0])

    supervisor.kill()
    supervisor.wait()

    wait_until(lambda: not psutil.pid_exists(program))
