"""What the templates of FRRouting say of an intent, and that a switch of the farm takes it.

``pytest --update`` writes the expected text anew, to be read as a diff. The intent is synthetic.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_interface, ip_network
from pathlib import Path

import pytest

from educloud.network.facts import read_facts
from educloud.network.intent.model import (
    Advertise,
    DeviceIntent,
    Filter,
    Gateway,
    Login,
    Management,
    Peer,
    Pool6,
    Port,
    Route,
    Routing,
    Rule,
    Trust,
    Vlan,
    Vrf,
)
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform
from educloud.network.render import render
from educloud.project import shipped

from .typing_in import switch, type_all

RENDERED = Path(__file__).parent / "rendered" / "frr.cfg"
INTENT = DeviceIntent(
    device_id="core-1",
    hostname="CORE-1",
    role="core",
    management=Management(
        vlan=99,
        sources=("10.9.0.0/24", "2001:db8:9::/64"),
        ntp=(ip_address("10.9.0.1"), ip_address("2001:db8:9::1")),
        syslog=(ip_address("10.9.0.5"), ip_address("2001:db8:9::5")),
        snmp_user="nms",
        snmp_targets=(ip_address("10.9.0.6"), ip_address("2001:db8:9::6")),
        banner="仅限授权人员 Authorised users only.",
        idle_minutes=5,
        login=("login-4", "login-6"),
    ),
    vrfs=(Vrf("VIDEO", "65001:30", ("65001:30",)),),
    vlans=(Vlan(10, "teaching"), Vlan(30, "video"), Vlan(50, "wifi-staff"), Vlan(99, "mgmt")),
    gateways=(
        Gateway(
            10,
            ipv4=ip_interface("10.10.0.1/24"),
            ipv6=ip_interface("2001:db8:10::1/64"),
            advertise=Advertise(other=True),
            relay6=(ip_address("2001:db8:9::20"),),
            ospf=True,
        ),
        Gateway(
            30,
            vrf="VIDEO",
            ipv4=ip_interface("10.30.0.1/24"),
            ipv6=ip_interface("2001:db8:30::1/64"),
            advertise=Advertise(managed=True, other=True),
            ospf=True,
            inbound=("video-4", "video-6"),
        ),
        Gateway(50, ipv6=ip_interface("2001:db8:50::1/64"), pool6="wifi", isis=True),
        Gateway(99, ipv4=ip_interface("10.99.0.1/24")),
    ),
    pools6=(
        Pool6("wifi", ip_network("2001:db8:50::/64"), (ip_address("2001:db8:9::53"),)),
        Pool6("homes", ip_network("2001:db8:f00::/40"), delegated=56),
    ),
    ports=(
        Port(1, "room 101", vlans=(10,), trust=Trust.HOST, login=Login.DOT1X, edge=True),
        Port(2, "camera", vlans=(30,), trust=Trust.HOST, login=Login.MAC, edge=True),
        Port(3, "unused", down=True),
        Port(4, "to floor 1", bundle=4),
        Port(5, "to floor 1", bundle=4),
        Port(
            4,
            "to floor 1",
            trunk=True,
            vlans=(10, 30, 99),
            is_bundle=True,
            trust=Trust.ROUTER,
        ),
        Port(
            6,
            "uplink",
            routed=Gateway(
                0,
                ipv4=ip_interface("10.254.0.2/30"),
                ipv6=ip_interface("2001:db8:fe::2/64"),
                ospf=True,
                isis=True,
            ),
        ),
    ),
    filters=(
        Filter(
            "login-4",
            3900,
            4,
            (
                Rule(5, permit=True, protocol="ip", source="10.9.0.0/24"),
                Rule(1000, permit=False, protocol="ip"),
            ),
        ),
        Filter(
            "login-6", 3900, 6, (Rule(5, permit=True, protocol="ip", source="2001:db8:9::/64"),)
        ),
        Filter(
            "video-4",
            3000,
            4,
            (Rule(5, permit=False, protocol="tcp", port=445), Rule(10, permit=True, protocol="ip")),
        ),
        Filter(
            "video-6",
            3000,
            6,
            (
                Rule(5, permit=False, protocol="tcp", target="2001:db8:9::9/128", port=445),
                Rule(10, permit=True, protocol="ip"),
            ),
        ),
    ),
    routes=(
        Route("0.0.0.0/0", ip_address("10.254.0.1")),
        Route("::/0", ip_address("2001:db8:fe::1")),
        Route("10.31.0.0/16", ip_address("10.30.0.2"), "VIDEO"),
    ),
    routing=Routing(
        router_id=ip_address("10.255.0.1"),
        ospf=True,
        net="49.0001.0102.5500.0001.00",
        asn=65001,
        peers=(
            Peer(ip_address("10.255.0.9"), 65001, "reflector", vpn=True),
            Peer(ip_address("2001:db8:fe::1"), 65002, "province"),
            Peer(ip_address("10.255.0.8"), 65001, "client", client=True),
            Peer(ip_address("10.30.0.2"), 65100, "cameras", vrf="VIDEO"),
        ),
        loopback4=ip_interface("10.255.0.1/32"),
        loopback6=ip_interface("2001:db8:ffff::1/128"),
    ),
    first_hop=True,
    radius=(ip_address("10.9.0.7"),),
)
NEW = "frr defaults traditional\nhostname frr\n!\nline vty\nexit\n!\n"


@pytest.fixture(scope="module")
def text() -> str:
    return render(load_platform("frr"), INTENT, shipped("templates"))


def test_the_text_is_the_reviewed_one(text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update"):
        RENDERED.write_text(text, encoding="utf-8")
    assert text == RENDERED.read_text(encoding="utf-8")


def test_a_new_switch_takes_every_line_and_then_says_it(text: str) -> None:
    sheet, box = load_platform("frr"), switch("frr", NEW)
    change = plan_merge(sheet, box.text(), text, allow_management_change=True)
    type_all(box, change.apply)
    assert read_facts(sheet, text).meaning() <= read_facts(sheet, box.text()).meaning()
    assert not plan_merge(sheet, box.text(), text)
    type_all(box, change.undo)
    assert box.root.shown(box.dialect) == ["frr defaults traditional", "hostname frr"]


def test_it_is_no_change_to_itself(text: str) -> None:
    assert not plan_replace(load_platform("frr"), text, text)
