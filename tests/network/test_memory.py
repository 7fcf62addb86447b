"""A remembered configuration serves an undo only while nothing but our own lines came between."""

from __future__ import annotations

import pytest

from educloud.inventory.models import Role
from educloud.lab.switches.factory import school_config
from educloud.network.facts import read_facts
from educloud.network.memory import Memory, remember
from educloud.network.patch import merged
from educloud.network.platform import load_platform

KIND = load_platform("hp_comware")
BEFORE = school_config("hp_comware", "SW-1", Role.ACCESS, 1)
WANTED = "vlan 88\n description new\n#\n sysname SW-2\n"


@pytest.fixture
def memory(tmp_path):
    """Files in which nothing is remembered yet."""
    return Memory(tmp_path / "before", tmp_path / "after")


def kept(memory, running, wanted=WANTED):
    after = merged(read_facts(KIND, running), read_facts(KIND, wanted))
    return remember(memory, KIND, running, after)


def test_a_part_of_the_planned_lines_keeps_the_memory(memory):
    assert kept(memory, BEFORE) == BEFORE
    assert kept(memory, BEFORE + "vlan 88\n#\n") == BEFORE
    assert kept(memory, BEFORE.replace("sysname SW-1", "sysname SW-2")) == BEFORE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" sysname SW-1\n", " sysname SW-1\n#\nvlan 777\n"),  # somebody added
        ("telnet server enable\n", "\n"),  # somebody took away
        ("description uplink", "description other"),  # somebody changed
        ("sysname SW-1", "sysname SW-3"),  # our line, not our value
    ],
)
def test_a_change_by_somebody_else_replaces_the_memory(memory, old, new):
    kept(memory, BEFORE)
    assert old in BEFORE
    later = BEFORE.replace(old, new, 1)
    assert kept(memory, later) == later
    assert kept(memory, later + "vlan 88\n#\n") == later


def test_lines_of_two_interrupted_plans_are_all_known(memory):
    kept(memory, BEFORE)
    half = BEFORE.replace("return\n", "vlan 88\n#\nreturn\n")
    assert kept(memory, half, "vlan 89\n") == BEFORE
    assert kept(memory, half.replace("return\n", "vlan 89\n#\nreturn\n")) == BEFORE


@pytest.mark.parametrize("text", ["", "#\nsysname OLD\n", "{}", "[]", '{"running": 1}'])
def test_a_memory_that_cannot_be_read_is_replaced(memory, text):
    memory.before.write_text(text)
    assert kept(memory, BEFORE) == BEFORE
