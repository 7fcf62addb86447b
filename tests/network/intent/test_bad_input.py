"""Rows that contradict each other: one sentence with table, row and the way to mend it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from educloud.errors import ConfigError
from educloud.network.intent import plan_intent
from educloud.network.intent.checks import check_vlans
from educloud.network.intent.model import Vlan

from .small import province


def refused(made, name: str) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        made.intent(name)
    assert error.value.where
    assert error.value.mend
    return error.value


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"role": "olt", "platform": "huawei_vrp"}, "cannot be olt"),
        ({"role": "core", "platform": "zte_zxan"}, "cannot be core"),
        ({"role": "access", "platform": "none_such"}, "no platform"),
    ],
)
def test_a_role_its_platform_does_not_have(cells, said):
    made = province()
    made.device("NEW", "SCHOOL", cells["role"], "CORE-1", platform=cells["platform"])
    with pytest.raises(ConfigError, match=said):
        made.intent("NEW")


@pytest.mark.parametrize(
    ("role", "above", "said"),
    [
        ("access", "NOBODY", "uplink_device 'NOBODY' does not exist"),
        ("access", "OLT-1", "hangs on OLT-1, a olt"),
        ("onu", "CORE-1", "an ONU hangs on an OLT"),
        ("onu", None, "an ONU hangs on an OLT"),
        ("hub", "CORE-1", "a hub hangs on CORE-1, a core"),
        ("olt", "HUB-1", "an OLT does not route"),
    ],
)
def test_an_uplink_that_cannot_be(role, above, said):
    made = province()
    made.device("NEW", "SCHOOL", role, above)
    error = refused(made, "NEW")
    assert said in error.what
    assert error.where == "devices.csv, NEW"
    assert "uplink_device" in error.mend or "name" in error.mend or "switch" in error.mend


def test_a_loop_of_uplinks():
    made = province()
    made.device("ONE", "SCHOOL", "access", "TWO")
    made.device("TWO", "SCHOOL", "access", "ONE")
    assert "lead back" in refused(made, "ONE").what


def test_a_site_that_is_in_no_table_or_has_no_prefix():
    made = province()
    made.device("NEW", "NOWHERE", "access")
    assert "does not stand in sites.csv" in refused(made, "NEW").what
    made = province()
    inventory, plan = made.planned()
    bare = replace(plan, register=tuple(a for a in plan.register if a.id != "SCHOOL"))
    with pytest.raises(ConfigError, match=r"devices\.csv, ACC-1: its site SCHOOL has no IPv6"):
        plan_intent(inventory, bare, made.devices["ACC-1"])


def test_a_site_whose_only_devices_cannot_route():
    made = province()
    made.site("ODD", "primary")
    made.device("OLT-9", "ODD", "olt")
    assert "no switch of site ODD" in refused(made, "OLT-9").what


@pytest.mark.parametrize("prefix", ["10.3.0.0/25", "0.0.0.0/4"])
def test_an_ipv4_prefix_that_cannot_be_divided(prefix):
    made = province()
    made.site("SCHOOL", "senior", ipv4_prefix=prefix)
    error = refused(made, "CORE-1")
    assert prefix in error.what
    assert "sites.csv" in error.mend


def test_more_cables_than_the_port_plan_has():
    made = province()
    made.device("NEW", "SCHOOL", "access", "AGG-1", uplinks=3)
    assert "uplinks 3" in refused(made, "NEW").what
    made.device("NEW", "SCHOOL", "access", "AGG-1", uplinks=0)
    assert "uplinks 0" in refused(made, "NEW").what


@pytest.mark.parametrize("serial", ["HWTC123", "12345678ABCD", "HWTC1A2B3C4G"])
def test_a_serial_that_is_none(serial):
    made = province()
    made.device("ONU-9", "COLLEGE", "onu", "OLT-1", serial=serial)
    error = refused(made, "OLT-1")
    assert error.where == "devices.csv, ONU-9"
    assert serial in error.what


@pytest.mark.parametrize("number", [0, 4095, 5000, -1])
def test_a_vlan_that_no_switch_has(number):
    device = province().devices["CORE-1"]
    with pytest.raises(ConfigError, match=f"VLAN {number} "):
        check_vlans(device, [Vlan(number, "exam")])
    check_vlans(device, [Vlan(1, "exam"), Vlan(4094, "exam")])
