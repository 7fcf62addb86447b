"""Pushes over real SSH to the farm: they verify, save, undo, go on, and never send twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace

import pytest

from educloud.errors import GuardError
from educloud.lab.switches.start import run_farm
from educloud.lab.switches.switch import Faults
from educloud.network.facts import read_facts
from educloud.network.memory import Memory, remember
from educloud.network.patch import merged, plan_replace
from educloud.network.platform import load_platform
from educloud.network.push import (
    Intended,
    Status,
    first_command,
    plan_push,
    preview_device,
    push_device,
)
from educloud.network.session import open_session

from .conftest import WANTED, Farm, declare

PLATFORMS = sorted(WANTED)


def accepted(farm, name):
    return [(e["view"], e["line"]) for e in farm.log(name) if e["verdict"] == "accepted"]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_push_changes_verifies_saves_and_then_has_nothing_to_do(farm, platform):
    target, want = farm.target(f"{platform}-good"), Intended(WANTED[platform])
    result = push_device(target, want, known_hosts=farm.known_hosts)
    assert (result.status, result.reason) == (Status.CHANGED, "")
    with open_session(target, farm.known_hosts) as session:
        running, startup = session.running(), session.startup()
    kind = load_platform(platform)
    assert read_facts(kind, running).meaning() == read_facts(kind, startup).meaning()
    assert "2001:" in running

    again = push_device(target, want, known_hosts=farm.known_hosts)
    assert (again.status, again.lines_sent) == (Status.UNCHANGED, 0)
    assert max(Counter(accepted(farm, target.device_id)).values()) == 1


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_refused_line_leaves_the_device_as_it_was(farm, platform):
    target = farm.target(f"{platform}-bad")
    with open_session(target, farm.known_hosts) as session:
        before = session.running()
    result = push_device(target, Intended(WANTED[platform]), known_hosts=farm.known_hosts)
    assert result.status is Status.UNDONE
    assert "refused" in result.reason
    assert result.lines_sent > 0
    with open_session(target, farm.known_hosts) as session:
        assert session.running() == before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_dropped_session_is_taken_up_where_it_ended(farm, platform):
    target = farm.target(f"{platform}-drops")
    result = push_device(target, Intended(WANTED[platform]), known_hosts=farm.known_hosts)
    assert (result.status, result.reason) == (Status.CHANGED, "")
    assert max(Counter(accepted(farm, target.device_id)).values()) == 1


def test_wrong_password_changed_key_and_silence_are_one_sentence_each(farm):
    name = "hp_comware-good"
    want = Intended(WANTED["hp_comware"])
    wrong = push_device(farm.target(name, "wrong"), want, known_hosts=farm.known_hosts)
    assert (wrong.status, "refused the login" in wrong.reason) == (Status.FAILED, True)

    good = farm.target(name)
    assert preview_device(good, want, known_hosts=farm.known_hosts)
    other = farm.target("hp_comware-bad")
    assert preview_device(other, want, known_hosts=farm.known_hosts)
    hosts = farm.known_hosts.read_text().splitlines()
    swapped = [
        f"{a.split()[0]} {' '.join(b.split()[1:])}"
        for a, b in zip(hosts, reversed(hosts), strict=True)
    ]
    farm.known_hosts.write_text("\n".join(swapped) + "\n")
    changed = push_device(good, want, known_hosts=farm.known_hosts)
    assert (changed.status, "another host key" in changed.reason) == (Status.FAILED, True)

    farm.devices[name] = declare([name])[0]
    silent = push_device(farm.target(name), want, known_hosts=farm.known_hosts)
    assert (silent.status, "cannot be reached" in silent.reason) == (Status.FAILED, True)


def test_the_management_path_is_not_touched_over_the_wire(farm):
    target = farm.target("huawei_vrp-good")
    with open_session(target, farm.known_hosts) as session:
        running = session.running()
    cut = Intended(
        running.replace("99 to 100", "100").replace("vlan 99\n", "vlan 98\n"), plan_replace
    )
    result = push_device(target, cut, known_hosts=farm.known_hosts)
    assert (result.status, "management path" in result.reason) == (Status.FAILED, True)
    assert accepted(farm, target.device_id) == []


def test_the_interface_that_is_talked_to_is_the_guarded_one(farm):
    """The device describes another interface as its management; the host's address decides."""
    target = replace(farm.target("hp_comware-good"), host="10.10.11.1")
    with open_session(farm.target("hp_comware-good"), farm.known_hosts) as session:
        session.target = target
        running = session.running()
        assert "ip address 10.10.11.1 " in running
        cut = Intended(running.replace("ip address 10.10.11.1 ", "ip address 10.10.11.9 "))
        with pytest.raises(GuardError, match="management address"):
            plan_push(session, cut, running)
        session.target = replace(target, host="sw.example")
        assert plan_push(session, cut, running)


def test_a_line_that_does_not_show_is_named_without_its_secret():
    kind = load_platform("ruijie_os")
    lines = ("interface VLAN 10", "ipv6 enable", "exit", "vlan 88", "exit")
    assert first_command(kind, lines) == "ipv6 enable"
    assert first_command(kind, ("vlan 88", "exit")) == "vlan 88"
    assert first_command(kind, ("line vty 0 4", "password S3cret", "exit")) == "password <secret>"


def test_a_refusal_after_a_failure_takes_nothing_of_others_away(farm, tmp_path):
    """A memory is left; somebody adds a VLAN; a refused line is then undone to what is there."""
    target = farm.target("hp_comware-bad")
    memory = Memory(tmp_path / "before", tmp_path / "after")
    want = Intended(WANTED["hp_comware"])
    with open_session(target, farm.known_hosts) as session:
        running = session.running()
        goal = merged(
            read_facts(session.platform, running), read_facts(session.platform, want.text)
        )
        remember(memory, session.platform, running, goal)
        for line in ("vlan 777", "quit"):
            session.say(line)
    result = push_device(target, want, known_hosts=farm.known_hosts, memory=memory)
    assert result.status is Status.UNDONE
    with open_session(target, farm.known_hosts) as session:
        assert ((), "vlan 777") in read_facts(session.platform, session.running()).entries
    assert not memory.before.exists()


PUSHER = """
import sys
from pathlib import Path
from educloud.network.memory import Memory
from educloud.network.push import Intended, push_device
from educloud.network.session import Target
port, password, state, wanted = sys.argv[1:]
state = Path(state)
push_device(Target("huawei_vrp-good", "huawei_vrp", "127.0.0.1", int(port), "educloud", password),
            Intended(wanted), known_hosts=state / "known_hosts",
            memory=Memory(state / "before", state / "after"))
"""


def test_killed_tool_and_killed_farm_repeat_no_line(tmp_path):
    """SIGKILL in the middle of a push: the device stands half-way, the next push adds the rest."""
    device = replace(declare(["huawei_vrp-good"])[0], faults=Faults(slow=0.15))
    wanted = WANTED["huawei_vrp"] + "".join(f"vlan batch {n}\n" for n in range(200, 240, 2))
    farm = Farm(tmp_path, [device])
    memory = Memory(tmp_path / "before", tmp_path / "after")
    target = farm.target(device.device_id)
    with run_farm([device], tmp_path):
        tool = subprocess.Popen(
            [sys.executable, "-c", PUSHER, str(device.port), target.password, str(tmp_path), wanted]
        )
        deadline = time.monotonic() + 60
        while not accepted(farm, device.device_id) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(tool.pid, signal.SIGKILL)
        tool.wait()
    half = accepted(farm, device.device_id)
    assert half
    with run_farm([device], tmp_path):
        result = push_device(target, Intended(wanted), known_hosts=farm.known_hosts, memory=memory)
    assert (result.status, result.reason) == (Status.CHANGED, "")
    lines = accepted(farm, device.device_id)
    assert lines[: len(half)] == half
    assert max(Counter(lines).values()) == 1
    assert not memory.before.exists()
    assert memory.after.exists()
