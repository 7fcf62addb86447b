"""Forms in which ZXROS says one thing: lists of VLANs, numbers that stand apart."""

from __future__ import annotations

from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform


def test_a_list_of_vlans_is_each_of_them() -> None:
    sheet = load_platform("zte_zxros")
    single = "switchvlan-configuration\n  vlan 10\n  $\n  vlan 11\n  $\n  vlan 20\n  $\n$\n"
    listed = "switchvlan-configuration\n  vlan list 1,10-11,20\n$\n"
    assert not plan_replace(sheet, single, listed)
    change = plan_replace(sheet, single, listed.replace("20", "21"))
    assert change.apply == (
        "switchvlan-configuration", "vlan 21", "exit", "no vlan 20", "exit",
    )  # fmt: skip


def test_the_number_of_an_interface_may_stand_apart() -> None:
    sheet = load_platform("zte_zxros")
    text = "interface vlan10\n  ip address 10.0.0.1 255.0.0.0\n$\n"
    assert not plan_replace(sheet, text, text.replace("vlan10", "vlan 10"))
