"""Run a program that must not outlive the one that started it.

``python -m educloud.supervise -- PROGRAM ARGUMENT…`` runs the program and passes its
exit code on. When the starter is gone (even by SIGKILL), or on SIGTERM or SIGINT, the program and
all that it started are ended: asked first, killed after a while. In place of a parent-death signal
the parent's id is polled, which also works where the kernel has no such signal.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO

import psutil

POLL_SECONDS = 0.1
GRACE_SECONDS = 5.0
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def supervised(program: Sequence[str], *, stop: str = "TERM") -> list[str]:
    """Give the command line that runs ``program`` and ends it with its starter.

    ``stop`` names the signal that asks the program to end (PostgreSQL wants INT).
    """
    starter = str(os.getpid())
    return [sys.executable, "-m", "educloud.supervise", starter, stop, "--", *program]


def start(
    program: Sequence[str],
    *,
    stop: str = "TERM",
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    stdout: int | IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``program`` supervised, in a session of its own, its output in ``log``."""
    with contextlib.ExitStack() as stack:
        sink: int | IO[bytes] = stack.enter_context(log.open("ab")) if log else subprocess.DEVNULL
        return subprocess.Popen(
            supervised(program, stop=stop),
            stdin=subprocess.DEVNULL,
            stdout=sink if stdout is None else stdout,
            stderr=sink,
            env=None if env is None else dict(env),
            start_new_session=True,
        )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process given by ``start`` and wait until it is gone."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS + 5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_descendants() -> None:
    """End whatever this process has started and that still runs."""
    end_tree(psutil.Process(), signal.SIGTERM, with_root=False)


def end_tree(root: psutil.Process, ask: signal.Signals, *, with_root: bool = True) -> None:
    """Ask ``root`` and its descendants to end; kill what is left after the grace."""
    try:
        family = root.children(recursive=True)
    except psutil.NoSuchProcess:
        return
    if with_root:
        family.append(root)
    for process in family:
        with contextlib.suppress(psutil.Error):
            process.send_signal(ask)
    for process in psutil.wait_procs(family, timeout=GRACE_SECONDS)[1]:
        with contextlib.suppress(psutil.Error):
            process.kill()


def main(arguments: Sequence[str]) -> int:
    """Run the program named after ``--`` until it ends or its starter is gone."""
    starter, stop = int(arguments[0]), signal.Signals[f"SIG{arguments[1]}"]
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda caught, _frame: asked.append(caught))
    # The supervisor has one thread: preexec_fn is safe here.
    child = subprocess.Popen(arguments[3:], preexec_fn=partial(_end_with_parent, stop))  # noqa: PLW1509
    root = psutil.Process(child.pid)
    while child.poll() is None:
        if asked or os.getppid() != starter:
            end_tree(root, stop)
            break
        time.sleep(POLL_SECONDS)
    code = child.wait()
    return code if code >= 0 else 128 - code


def _end_with_parent(ask: signal.Signals) -> None:
    """Let the kernel end this process when the supervisor itself is killed, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ask)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
