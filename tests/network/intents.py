"""Two synthetic devices with something of everything: a hub switch and an OLT."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_interface, ip_network

from educloud.network.intent.model import (
    Advertise,
    DeviceIntent,
    Filter,
    Gateway,
    Login,
    Management,
    Ont,
    OntProfile,
    Peer,
    Pon,
    PonPort,
    Pool6,
    Port,
    Route,
    Routing,
    Rule,
    Trust,
    Vlan,
    Vrf,
)

SWITCH = DeviceIntent(
    device_id="hub-1",
    hostname="HUB-1",
    role="hub",
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
    vlans=(Vlan(10, "teaching"), Vlan(30, "video", "cameras"), Vlan(99, "mgmt"), Vlan(100, "link")),
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
            pool6="video",
            ospf=True,
            inbound=("video-4", "video-6"),
        ),
        Gateway(99, ipv4=ip_interface("10.99.0.1/24")),
        Gateway(100, ospf=True, isis=True),
    ),
    pools6=(
        Pool6("video", ip_network("2001:db8:30::/64"), (ip_address("2001:db8:9::53"),)),
        Pool6("homes", ip_network("2001:db8:a000::/40"), delegated=56),
    ),
    ports=(
        Port(1, "room", vlans=(10,), trust=Trust.HOST, login=Login.DOT1X, edge=True),
        Port(6, "camera", vlans=(30,), trust=Trust.HOST, login=Login.MAC, edge=True),
        Port(2, "unused", down=True),
        Port(3, "to school 1", bundle=4),
        Port(4, "to school 1", bundle=4),
        Port(4, "to school 1", trunk=True, vlans=(10, 30, 99), is_bundle=True, trust=Trust.ROUTER),
        Port(
            5,
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
    radius=(ip_address("10.9.0.7"), ip_address("2001:db8:9::7")),
)
OLT = DeviceIntent(
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
                (Ont(0, "ZTEG1D0CEE9B", 1, "room 101"), Ont(2, "ZTEG1D0CEE9C", 1, "room 103")),
            ),
            PonPort(0, 1, 1, "gpon", 16, 18.4, onts=(Ont(0, "ZTEG1D0CEE9D", 1, "room 201"),)),
            PonPort(0, 2, 0, "gpon", 16, 18.4),
        ),
    ),
)
# The templates of ZXAN know no bundles yet.
OLT_WITH_ONE_UPLINK = replace(
    OLT,
    ports=(
        Port(1, "to county", trunk=True, vlans=(10, 30, 99)),
        Port(2, "unused", down=True),
    ),
)
