"""A router of real FRRouting daemons in a network namespace of its own, for as long as a test.

The daemons run side by side with others by a path space (``-N``), as ``vtysh -N`` finds them; no
service is started, and nothing of it is linked to the machine's own network.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

DAEMONS = ("zebra", "staticd", "ospfd", "ospf6d", "bgpd", "isisd", "bfdd")
PROGRAMS = Path("/usr/lib/frr")
PLACES = (Path("/etc/frr"), Path("/var/run/frr"))
INTERFACES = ("eth0", "eth1", "eth2", "eth3")
PROMPT = re.compile(r"[\w.-]*(?:\([\w-]+\))?# ?(?P<line>.*)")
NUMBERS = count(1)
# Marks; and the name, which is the machine's in the daemons, whatever is said to vtysh.
NOTHING = re.compile(r"\s*(?:!|end|exit|exit-vrf|exit-address-family|hostname .*|Building .*"
                     r"|Current configuration:|frr version .*)?")  # fmt: skip
# Views that FRR may show from when they were named once, also with nothing in them.
LASTING = re.compile(r"interface .+|vrf .+|line vty")


class Router:
    """The daemons of one router."""

    def __init__(self, name: str) -> None:
        self.name = name

    def shown(self) -> list[str]:
        """Give the lines of the running configuration, each with the views around it, sorted.

        FRR shows some lists in the order in which they came to be; what has an order has numbers.
        """
        return sorted(_placed(self.text()))

    def text(self) -> str:
        """Give the running configuration as vtysh shows it."""
        return self._vtysh("-c", "show running-config")

    def type_in(self, lines: Iterable[str]) -> list[tuple[str, str]]:
        """Type lines in configuration mode; give each line with what was answered, if anything."""
        said = self._vtysh(script="\n".join(["configure terminal", *lines, "end", ""]))
        answers: list[tuple[str, str]] = []
        for text in said.splitlines():
            prompt = PROMPT.fullmatch(text)
            if prompt:
                answers.append((prompt["line"], ""))
            elif answers and text.strip():
                line, before = answers[-1]
                answers[-1] = (line, f"{before}\n{text}".strip())
        return [answer for answer in answers[1:] if answer[1]]

    def load(self, text: str) -> None:
        """Read a configuration as at a start."""
        file = PLACES[0] / self.name / "start.conf"
        file.write_text(text, encoding="utf-8")
        self._vtysh("-f", str(file))

    def _vtysh(self, *words: str, script: str | None = None) -> str:
        done = subprocess.run(
            ["ip", "netns", "exec", self.name, "vtysh", "-N", self.name, *words],
            input=script, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        return done.stdout


def _placed(text: str) -> Iterator[str]:
    around: list[str] = []
    for line in text.splitlines():
        if NOTHING.fullmatch(line):
            continue
        depth = len(line) - len(line.lstrip())
        around = [*around[:depth], line.strip()]
        if not LASTING.fullmatch(line):
            yield " / ".join(around)


@contextlib.contextmanager
def router(text: str = "") -> Iterator[Router]:
    """Give a router that was started with a configuration; it ends with the context."""
    name = f"edufrr-{os.getpid()}-{next(NUMBERS)}"
    try:
        _make_namespace(name)
        for place in PLACES:
            (place / name).mkdir(parents=True)
            shutil.chown(place / name, "frr", "frrvty")
        # A file of vtysh's must be there, or it reads the one of the machine's own router.
        (PLACES[0] / name / "vtysh.conf").write_text("service integrated-vtysh-config\n")
        for daemon in DAEMONS:
            words = [str(PROGRAMS / daemon), "-d", "-N", name, "-P", "0"]
            subprocess.run(
                ["ip", "netns", "exec", name, *words], capture_output=True, check=True, timeout=60
            )
        box = Router(name)
        box.load(text)
        yield box
    finally:
        _end(name)
        subprocess.run(["ip", "netns", "del", name], check=False)
        for place in PLACES:
            shutil.rmtree(place / name, ignore_errors=True)


def _make_namespace(name: str) -> None:
    inside = ["ip", "-n", name]
    subprocess.run(["ip", "netns", "add", name], check=True)
    subprocess.run([*inside, "link", "set", "lo", "up"], check=True)
    for port in INTERFACES:
        pair = ["type", "veth", "peer", "name", f"far-{port}"]
        subprocess.run([*inside, "link", "add", port, *pair], check=True)
        subprocess.run([*inside, "link", "set", port, "up"], check=True)
    on = ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]
    command = ["ip", "netns", "exec", name, "sysctl", "-q", "-w", *on]
    subprocess.run(command, check=True)


def _end(name: str) -> None:
    """End the daemons of a router, and wait until they are gone."""
    for signal in ("-TERM", "-KILL"):
        found = _processes(name)
        if found:
            subprocess.run(["kill", signal, *found], check=False, capture_output=True)
        until = time.monotonic() + 5
        while _processes(name) and time.monotonic() < until:
            time.sleep(0.05)


def _processes(name: str) -> list[str]:
    command = ["ip", "netns", "pids", name]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.split()
