"""Configurations of Huawei VRP V8: a campus core with VXLAN and the routing of a backbone.

Synthetic. What refers to something also has it, so that between any two of them a change may lie.
"""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from .dice import chosen
from .vrpv8_common import NETS, VLANS, VRFS, Draw, Switch, block, mixed, one, parts, some, yes
from .vrpv8_ports import interfaces
from .vrpv8_routing import bgp, domains, routing, vpns

HASH = "$1c$Synthetic0$"


def system(draw: Draw, s: Switch) -> Iterator[str]:
    yield from (
        "#",
        f"sysname {draw(one('CORE-A', 'CORE-B'))}",
        "#",
    )
    if draw(yes):
        yield from (
            f"info-center loghost {draw(one('10.9.0.1', '10.9.0.2', 'ipv6 2001:db8::9'))}",
            "#",
        )
    if draw(yes):
        yield from (f"ntp unicast-server {draw(one('10.9.0.3', 'ipv6 2001:db8::3'))}", "#")
    yield from ("vlan batch 99 " + " ".join(map(str, s["vlans"])), "#")
    if draw(yes):
        yield from ("stp mode rstp", "#")
    yield from [f"stp instance 0 priority {draw(one(0, 4096))}", "#"] * draw(yes)
    yield from [f"router id 10.255.255.{draw(one(1, 2))}", "#"] * draw(yes)
    if draw(yes):
        lines = [f"region-name {draw(one('east', 'west'))}"]
        for number, vlans in ((1, some([10, 20, 21])), (2, some([30, 31]))):
            listed = " ".join(map(str, draw(vlans)))
            lines += [f"instance {number} vlan {listed}"] * bool(listed)
        yield from block("stp region-configuration", iter(lines))
    if not s["calm"]:
        yield from [f"user-interface maximum-vty {draw(one(15, 21))}", "#"] * draw(yes)
    if draw(yes):
        yield from ("telnet server enable", "#")
    yield from ("dhcp enable", "#")
    if s["bds"]:
        yield from ("evpn-overlay enable", "#")
    word = draw(one("", "", "no access", "line one\n# line two\n"))
    if word:
        yield from (f'header login information "{word}"', "#")


def rules(draw: Draw, family: int) -> Iterator[str]:
    proto = "ip source 10.0.0.0 0.255.255.255" if family == 4 else "ipv6 source 2001:DB8::/32"
    for number in draw(some([5, 10, 15])):
        verdict = draw(one("permit", "deny"))
        yield f"rule {number} {verdict} {draw(one(proto, 'tcp destination-port eq 22'))}"
        if draw(yes):
            yield f"rule {number} description {draw(one('schools', 'video'))}"


def filters(draw: Draw, s: Switch) -> Iterator[str]:
    for number in s["acls"]:
        yield from block(f"acl number {number}", rules(draw, 4))
        if number != 2000:
            yield from block(f"acl ipv6 number {number}", rules(draw, 6))

    def matches() -> Iterator[str]:
        yield f"if-match acl {s['acls'][0]}"
        if s["acls"][0] != 2000:
            yield f"if-match ipv6 acl {s['acls'][0]}"

    if s["policy"]:
        yield from block("traffic classifier c1 type or", matches())
        yield from block("traffic behavior b1", iter(["deny"] if draw(yes) else []))
        for name in ("p1", "p2"):
            line = f"classifier c1 behavior b1 precedence {draw(one(5, 10))}"
            yield from block(f"traffic policy {name}", iter([line]))


def pool(draw: Draw, s: Switch) -> Iterator[str]:
    yield from [f"vpn-instance {draw(one(*s['vrfs']))}"] if s["vrfs"] and draw(yes) else []
    yield from draw(some(["address prefix 2001:DB8:1::/64", "address prefix 2001:DB8:2::/64"]))
    yield from [f"prefix-delegation 2001:DB8:F00::/40 {draw(one(56, 60))}"] * draw(yes)
    yield from (f"dns-server 2001:DB8::{n}" for n in draw(some([53, 54])))


def users(draw: Draw, s: Switch) -> Iterator[str]:
    if s["calm"]:
        yield f"local-user netadmin password irreversible-cipher {HASH}aaaa$"
        yield "local-user netadmin service-type ssh"
        return
    for name in draw(some(["netadmin", "watch"])):
        yield f"local-user {name} password irreversible-cipher {HASH}{draw(one('aaaa', 'bbbb'))}$"
        yield f"local-user {name} service-type {draw(one('ssh', 'ssh terminal'))}"
        yield from [f"local-user {name} level {draw(one(1, 3))}"] if draw(yes) else []
    yield "#"
    if s["radius"]:
        yield from ("authentication-scheme edu", " authentication-mode radius local", "#")
        yield from ("domain edu", " authentication-scheme edu", " radius server group rad", "#")


def ends(draw: Draw, s: Switch) -> Iterator[str]:
    hops = draw(parts("10.99.0.1", "10.99.0.2", least=1))
    for hop in hops:
        yield f"ip route-static 0.0.0.0 0.0.0.0 {hop}{draw(one('', ' preference 70'))}"
    yield "#"
    yield from (f"ipv6 route-static :: 0 2001:DB8:99::{draw(one(1, 2))}", "#")
    for name in s["vrfs"]:
        if draw(yes):
            hop = draw(one("NULL0", "10.1.1.9"))
            yield f"ip route-static vpn-instance {name} 10.8.0.0 255.255.0.0 {hop}"
    yield "#"
    if draw(yes):
        yield from ("snmp-agent", "snmp-agent sys-info version v3")
        yield f"snmp-agent sys-info contact {draw(one('noc', 'network center'))}"
        yield "snmp-agent group v3 edu privacy"
        if draw(yes):
            yield from ("snmp-agent usm-user v3 watch", "snmp-agent usm-user v3 watch group edu")
        host = draw(one("10.9.0.7", "10.9.0.8"))
        yield (f"snmp-agent target-host trap address udp-domain {host}"
               f" params securityname {draw(one('watch', 'other'))} v3 privacy")  # fmt: skip
        yield "#"
    yield from terminals(draw, s)
    yield from ("#", "return")


def terminals(draw: Draw, s: Switch) -> Iterator[str]:
    """How one logs in."""
    yield "stelnet server enable"
    if s["calm"]:
        yield from ("ssh user netadmin", "ssh user netadmin authentication-type password", "#")
        yield from ("user-interface vty 0 4", " authentication-mode aaa", " protocol inbound ssh")
        return
    for name in draw(some(["netadmin", "watch"])):
        yield f"ssh user {name}"
        yield from [f"ssh user {name} authentication-type {draw(one('password', 'rsa'))}"]
    yield from [f"ssh server-source -i {draw(one('LoopBack0', 'Vlanif99'))}"] if draw(yes) else []
    yield "#"
    yield "user-interface vty 0 4"
    if s["acls"]:
        yield from [f" acl {draw(one(*s['acls']))} inbound"] if draw(yes) else []
        lists = [n for n in s["acls"] if n != 2000]
        yield from [f" acl ipv6 {draw(one(*lists))} inbound"] if lists and draw(yes) else []
    yield from [" authentication-mode aaa", f" idle-timeout {draw(one(5, 10))} 0"]
    yield from [" protocol inbound ssh"] if draw(yes) else []


@chosen
def text(draw: Draw) -> str:
    """Draw a device as text; parts draw what they say, ``s`` is what others refer to."""
    s: Switch = {
        "vlans": draw(some(VLANS)),
        "vrfs": draw(some(VRFS)),
        "bds": draw(some([10, 20])),
        "acls": draw(some([2000, 3000, 3001])),
        "trunks": draw(some([1, 2])),
        "pools": draw(some(["hosts", "homes"])),
        "maps": draw(some(["in", "out"])),
        "nets": [*draw(mixed(NETS)), "10.1.9", "10.2.0"],
        **{name: draw(yes) for name in ("srv6", "isis", "ospfv3", "radius", "policy")},
        "vnis": dict(zip([*VRFS, 10, 20], draw(mixed([5001, 5002, 10010, 10020])), strict=True)),
        "areas": draw(one([0], [1], [0, 1])),
    }
    s["nets"].reverse()
    # Without changes to who may log in and how, the guard lets a change pass.
    s["calm"] = draw(one(1, 1, 0))
    s["radius"] = s["radius"] and not s["calm"]
    s["policy"] = s["policy"] and bool(s["acls"])
    lines = [*system(draw, s), *vpns(draw, s), *domains(draw, s), *filters(draw, s)]
    for vlan in draw(some(s["vlans"])) if s["vlans"] else []:
        word = draw(one("description teaching", "description office", "name lab"))
        lines += block(f"vlan {vlan}", iter([word]))
    if s["radius"]:
        servers = [f"radius server authentication 10.9.0.{draw(one(10, 11))} 1812"]
        lines += block("radius server group rad", iter(servers))
    for name in s["pools"]:
        lines += block(f"dhcpv6 pool {name}", pool(draw, s))
    lines += block("aaa", users(draw, s))
    lines += [*interfaces(draw, s), *routing(draw, s)]
    lines += block(f"bgp {draw(one(65001, 65001, 65002))}", bgp(draw, s)) if draw(yes) else []
    lines += ends(draw, s)
    return "\n".join(lines) + "\n"


# One seed for each text: a draw of single choices would take ten times as long.
configurations = st.randoms(use_true_random=True).map(text())
