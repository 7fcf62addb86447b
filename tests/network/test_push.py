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

from educloud.lab.switches.start import run_farm
from educloud.lab.switches.switch import Faults
from educloud.network.facts import read_facts
from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform
from educloud.network.push import Intended, Memory, Status, preview_device, push_device
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


PUSHER = """
import sys
from pathlib import Path
from educloud.network.push import Intended, Memory, push_device
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
