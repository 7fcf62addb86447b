"""The path by which a device is managed changes only when that is allowed."""

from __future__ import annotations

import ipaddress

import pytest

from educloud.errors import ConfigError, GuardError
from educloud.inventory.models import Role
from educloud.lab.switches.factory import school_config
from educloud.network.facts import read_facts
from educloud.network.guard import management_path
from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform

EDITS = {
    "huawei_vrp": {
        "address": ("10.10.100.3 255", "10.10.100.9 255"),
        "vlan": ("70 99 to 100", "70 100"),
        "uplink": ("description uplink\n", "description uplink\n shutdown\n"),
        "aaa": ("privilege level 15", "privilege level 1"),
        "ssh": ("stelnet server enable\n", ""),
        "route": ("ip route-static 0.0.0.0 0.0.0.0 10.255.1.1\n", ""),
    },
    "hp_comware": {
        "address": ("10.10.100.3 255", "10.10.100.9 255"),
        "vlan": ("70 99 to 100", "70 100"),
        "uplink": ("description uplink\n", "description uplink\n shutdown\n"),
        "aaa": ("service-type ssh telnet", "service-type telnet"),
        "ssh": (" ssh server enable\n", ""),
        "route": (" ip route-static 0.0.0.0 0 10.255.1.1\n", ""),
    },
    "ruijie_os": {
        "address": ("10.10.100.3 255", "10.10.100.9 255"),
        "vlan": ("70,99-100", "70,100"),
        "uplink": ("description uplink\n", "description uplink\n shutdown\n"),
        "aaa": (" login local\n", ""),
        "ssh": ("enable service ssh-server\n", ""),
        "route": ("ip route 0.0.0.0 0.0.0.0 10.255.1.1\n", ""),
    },
}
CASES = [(p, what) for p, edits in EDITS.items() for what in edits]


@pytest.mark.parametrize(("platform", "what"), CASES)
def test_a_change_of_the_management_path_needs_permission(platform, what):
    kind, old, new = load_platform(platform), *EDITS[platform][what]
    running = school_config(platform, "SW-1", Role.ACCESS, 1)
    assert old in running
    intended = running.replace(old, new)
    with pytest.raises(GuardError, match="management path"):
        plan_replace(kind, running, intended)
    assert plan_replace(kind, running, intended, allow_management_change=True).apply


def test_other_changes_do_not():
    kind, running = load_platform("huawei_vrp"), school_config("huawei_vrp", "A", Role.ACCESS, 1)
    intended = running.replace("default vlan 30", "default vlan 20").replace(
        "sysname A", "sysname B"
    )
    assert plan_replace(kind, running, intended).apply[0] == "sysname B"


def test_the_path_is_found_by_address_and_by_description():
    kind = load_platform("hp_comware")
    facts = read_facts(kind, school_config("hp_comware", "A", Role.CORE, 1))
    by_address = management_path(kind, facts, ipaddress.ip_address("10.10.11.1"))
    assert by_address.vlans == {10}
    assert management_path(kind, facts).interfaces == {"interface Vlan-interface99"}
    assert management_path(kind, facts).uplinks == {"interface GigabitEthernet1/0/24"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sysname A\x00\x01", "line 1"),
        ("#\nhostname A\n!\n", "belongs to ruijie_os"),
        ("#\nvlan batch 10 5000\n", "line 2 names VLAN 5000"),
        ('#\nheader login information "open\n', "has no end"),
    ],
)
def test_bad_text_is_refused_with_its_line(text, says):
    with pytest.raises(ConfigError, match=says):
        plan_replace(load_platform("huawei_vrp"), text, "sysname A\n")


def test_secrets_are_not_compared_and_not_shown():
    kind, running = load_platform("huawei_vrp"), school_config("huawei_vrp", "A", Role.ACCESS, 1)
    change = plan_replace(kind, running, running.replace("NotARealHash", "AnotherHash"))
    assert not change
    assert len(change.warnings) == 1
    assert "Hash" not in change.warnings[0]
