"""What the templates of Huawei SmartAX OLTs say of an intent, and that an OLT of the farm takes it.

``pytest --update`` writes the expected text anew, to be read as a diff. The intent is synthetic.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_interface
from pathlib import Path

import pytest

from educloud.network.facts import read_facts
from educloud.network.intent.model import (
    DeviceIntent,
    Gateway,
    Management,
    Ont,
    OntProfile,
    Pon,
    PonPort,
    Port,
    Route,
    Vlan,
)
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform
from educloud.network.render import render
from educloud.project import shipped

from .typing_in import switch, type_all

PLATFORM = "huawei_smartax"
RENDERED = Path(__file__).parent / "rendered" / f"{PLATFORM}.cfg"
INTENT = DeviceIntent(
    device_id="olt-1",
    hostname="YLZX-OLT-1",
    role="olt",
    management=Management(
        vlan=99,
        sources=("10.9.0.0/24", "2001:db8:9::/64"),
        ntp=(ip_address("10.9.0.1"), ip_address("2001:db8:9::1")),
        syslog=(ip_address("10.9.0.5"),),
        snmp_user="nms",
        snmp_targets=(ip_address("10.9.0.6"), ip_address("10.9.0.7")),
        banner="Authorised users only.",
        login=("login-4", "login-6"),
    ),
    vlans=(Vlan(10, "teaching"), Vlan(30, "video", "cameras"), Vlan(99, "mgmt")),
    gateways=(
        Gateway(99, ipv4=ip_interface("10.99.0.8/24"), ipv6=ip_interface("2001:db8:99::8/64")),
    ),
    ports=(
        Port(1, "to county", bundle=1),
        Port(2, "to county", bundle=1),
        Port(1, "to county", trunk=True, vlans=(10, 30, 99), is_bundle=True),
    ),
    routes=(
        Route("0.0.0.0/0", ip_address("10.99.0.1")),
        Route("::/0", ip_address("2001:db8:99::1")),
    ),
    pon=Pon(
        (OntProfile(1, "classroom", (("teaching", 10), ("video", 30)), 68736, 4),),
        (
            PonPort(
                0,
                1,
                0,
                "gpon",
                16,
                18.4,
                "splitter 1:16",
                (Ont(0, "HWTC1D0CEE9B", 1, "room 101"), Ont(2, "HWTC1D0CEE9C", 1, "room 103")),
            ),
            PonPort(0, 1, 1, "gpon", 16, 18.4, onts=(Ont(0, "HWTC1D0CEE9D", 1, "room 201"),)),
            PonPort(0, 2, 0, "gpon", 16, 18.4),
        ),
    ),
)
NEW = "[global-config]\n  <global-config>\n sysname MA5800\n#\nreturn\n"
STAYS = {"snmp-agent sys-info version v3"}  # no command takes it back


@pytest.fixture(scope="module")
def text() -> str:
    return render(load_platform(PLATFORM), INTENT, shipped("templates"))


def test_the_text_is_the_reviewed_one(text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update"):
        RENDERED.write_text(text, encoding="utf-8")
    assert text == RENDERED.read_text(encoding="utf-8")


def test_a_new_olt_takes_every_line_and_then_says_it(text: str) -> None:
    sheet, box = load_platform(PLATFORM), switch(PLATFORM, NEW)
    change = plan_merge(sheet, box.text(), text, allow_management_change=True)
    type_all(box, change.apply)
    assert read_facts(sheet, text).meaning() <= read_facts(sheet, box.text()).meaning()
    assert not plan_merge(sheet, box.text(), text)
    type_all(box, change.undo)
    left = read_facts(sheet, box.text()).meaning() - read_facts(sheet, NEW).meaning()
    assert {line for _, _, line in left} == STAYS


def test_it_is_no_change_to_itself(text: str) -> None:
    assert not plan_replace(load_platform(PLATFORM), text, text)
