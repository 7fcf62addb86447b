"""What a VRP V8 box takes in many ways and means one thing: interfaces' names, "all" VLANs."""

from __future__ import annotations

import pytest

from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform

RUNNING = """#
vlan batch 10
#
interface Vlanif10
 ip address 10.0.0.1 255.255.255.0
#
interface Eth-Trunk1
#
interface 10GE1/0/1
 description to the lab
#
interface 10GE1/0/47.10 mode l2
 encapsulation dot1q vid 10
#
interface GigabitEthernet0/1/0
 ip address 10.1.0.1 255.255.255.0
#
interface LoopBack0
 ip address 10.255.0.1 255.255.255.255
#
acl number 3000
 rule 5 permit ip
#
"""


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        ("interface Vlanif10", "interface vlanif 10"),
        ("interface Eth-Trunk1", "interface eth-trunk 1"),
        ("interface Eth-Trunk1", "interface eth-trunk1"),
        ("interface 10GE1/0/1", "interface 10ge 1/0/1"),
        ("interface 10GE1/0/1", "interface 10ge1/0/1"),
        ("interface 10GE1/0/47.10 mode l2", "interface 10ge1/0/47.10 mode l2"),
        ("interface GigabitEthernet0/1/0", "interface gi0/1/0"),
        ("interface GigabitEthernet0/1/0", "interface gigabitethernet0/1/0"),
        ("interface LoopBack0", "interface loopback 0"),
        ("interface 10GE1/0/47.10 mode l2", "interface 10GE 1/0/47.10 mode l2"),
        ("acl number 3000", "acl 3000"),
    ],
)
def test_short_names_mean_the_interface_itself(shown: str, typed: str) -> None:
    """Neither is anything taken away under one name nor set under the other; entering is free."""
    sheet, wanted = load_platform("huawei_vrpv8"), RUNNING.replace(shown, typed)
    assert wanted != RUNNING
    assert set(plan_replace(sheet, RUNNING, wanted).apply) <= {typed, "quit"}
    assert set(plan_replace(sheet, wanted, RUNNING).apply) <= {shown, "quit"}


def test_a_line_under_a_short_name_is_set_on_that_interface() -> None:
    sheet = load_platform("huawei_vrpv8")
    change = plan_merge(sheet, RUNNING, "interface vlanif 10\n description teaching\n")
    assert change.apply == ("interface Vlanif10", "description teaching", "quit")
    assert change.undo == ("interface Vlanif10", "undo description", "quit")


def test_all_vlans_are_those_from_2_to_4094() -> None:
    """VLAN 1 is carried without being listed; a list leaves in place what it also names."""
    sheet = load_platform("huawei_vrpv8")
    port = "interface 10GE1/0/2\n port link-type trunk\n port trunk allow-pass vlan {}\n"
    assert not plan_replace(sheet, port.format("all"), port.format("2 to 4094"))
    assert plan_replace(sheet, port.format("all"), port.format("10 to 4094")).apply == (
        "interface 10GE1/0/2",
        "undo port trunk allow-pass vlan 2 to 9",
        "quit",
    )
