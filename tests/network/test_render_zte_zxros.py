"""What the templates of ZTE ZXROS say of an intent, and that a switch of the farm takes it.

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

RENDERED = Path(__file__).parent / "rendered" / "zte_zxros.cfg"
PERMIT, DENY = True, False
VIDEO = Gateway(
    30,
    vrf="VIDEO",
    ipv4=ip_interface("10.30.0.1/24"),
    ipv6=ip_interface("2001:db8:30::1/64"),
    advertise=Advertise(managed=True, other=True),
    ospf=True,
    inbound=("video-4", "video-6"),
)
INTENT = DeviceIntent(
    device_id="core-1",
    hostname="CORE-1",
    role="core",
    management=Management(
        vlan=99,
        sources=("10.9.0.0/24", "2001:db8:9::/64"),
        ntp=(ip_address("10.9.0.1"), ip_address("2001:db8:9::1")),
        syslog=(ip_address("2001:db8:9::5"),),
        snmp_user="nms",
        snmp_targets=(ip_address("10.9.0.6"),),
        banner="Authorised users only.",
        login=("login-4", "login-6"),
    ),
    vrfs=(Vrf("VIDEO", "65001:30", ("65001:30",)),),
    vlans=(Vlan(10, "teaching"), Vlan(30, "video"), Vlan(99, "mgmt")),
    gateways=(
        Gateway(10, ipv4=ip_interface("10.10.0.1/24"), ipv6=ip_interface("2001:db8:10::1/64"),
                advertise=Advertise(other=True), relay6=(ip_address("2001:db8:9::20"),), ospf=True),
        VIDEO,
        Gateway(99, ipv4=ip_interface("10.99.0.1/24")),
    ),
    pools6=(Pool6("wifi", ip_network("2001:db8:50::/64")),),
    ports=(
        Port(1, "room 101", vlans=(10,), trust=Trust.HOST, edge=True),
        Port(2, "camera", vlans=(30,)),
        Port(3, "unused", down=True),
        Port(4, "to floor 1", bundle=4),
        Port(5, "to floor 1", bundle=4),
        Port(4, "to floor 1", trunk=True, vlans=(10, 30, 99), is_bundle=True),
        Port(6, "uplink", routed=Gateway(0, ipv4=ip_interface("10.254.0.2/30"),
                                         ipv6=ip_interface("2001:db8:fe::2/64"),
                                         ospf=True, isis=True)),
    ),
    filters=(
        Filter("login-4", 3900, 4, (Rule(5, PERMIT, "ip", "10.9.0.0/24"), Rule(1000, DENY, "ip"))),
        Filter("login-6", 3900, 6, (Rule(5, PERMIT, "ip", "2001:db8:9::/64"),)),
        Filter("video-4", 3000, 4, (Rule(5, DENY, "tcp", port=445), Rule(10, PERMIT, "ip"))),
        Filter("video-6", 3000, 6, (Rule(5, DENY, "tcp", port=445), Rule(10, PERMIT, "ip"))),
    ),
    routes=(Route("0.0.0.0/0", ip_address("10.254.0.1")),
            Route("::/0", ip_address("2001:db8:fe::1")),
            Route("10.31.0.0/16", ip_address("10.30.0.2"), "VIDEO")),
    routing=Routing(
        router_id=ip_address("10.255.0.1"),
        ospf=True,
        net="49.0001.0102.5500.0001.00",
        asn=65001,
        peers=(Peer(ip_address("10.255.0.9"), 65001, "reflector", vpn=True),
               Peer(ip_address("10.30.0.2"), 65100, vrf="VIDEO")),
        loopback4=ip_interface("10.255.0.1/32"),
        loopback6=ip_interface("2001:db8:ffff::1/128"),
    ),
)  # fmt: skip
EMPTY = "!<system-config>\nhostname Switch\n!</system-config>\n!<if-intf>\n" + "".join(
    f"interface gei-0/1/1/{n}\n$\n" for n in range(1, 7)
)


@pytest.fixture(scope="module")
def text() -> str:
    return render(load_platform("zte_zxros"), INTENT, shipped("templates"))


def test_the_text_is_the_reviewed_one(text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("update"):
        RENDERED.write_text(text, encoding="utf-8")
    assert text == RENDERED.read_text(encoding="utf-8")


def test_a_new_switch_takes_every_line_and_then_says_it(text: str) -> None:
    sheet, box = load_platform("zte_zxros"), switch("zte_zxros", EMPTY)
    change = plan_merge(sheet, box.text(), text, allow_management_change=True)
    type_all(box, change.apply)
    said = read_facts(sheet, text).meaning()
    assert said <= read_facts(sheet, box.text()).meaning()
    assert not plan_merge(sheet, box.text(), text)


def test_it_is_no_change_to_itself(text: str) -> None:
    assert not plan_replace(load_platform("zte_zxros"), text, text)


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
