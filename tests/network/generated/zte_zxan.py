"""Configurations of ZXAN OLTs of the C6xx: profiles, ONUs of classrooms, virtual ports, management.

The C3xx, whose names and blocks differ, stand among the golden cases: no OLT becomes another one.
"""

from __future__ import annotations

from hypothesis import strategies as st

VLANS = [10, 11, 12, 20, 30]
SERIALS = [f"ZTEGC{n:07X}" for n in range(0x1234560, 0x1234569)]
PORTS = ["1/1/1", "1/1/2"]
flags = st.booleans()


def some(values):
    """At least one of some values."""
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(sorted)


@st.composite
def onu(draw, tconts, shapings, vlans):
    """An ONU's own lines: T-CONTs, GEM ports, services, remote management."""
    held = {n: draw(st.sampled_from(tconts)) for n in draw(some([1, 2]))}
    gems = {n: draw(st.sampled_from(sorted(held))) for n in draw(some([1, 2, 3]))}
    return {
        "name": draw(st.sampled_from(["", "room-101", "room-102"])),
        "description": draw(st.sampled_from(["", "多媒体教室 3", "camera"])),
        "fec": draw(flags), "bind": draw(flags), "tconts": held, "gems": gems,
        "vlan": {n: draw(st.sampled_from([0, *vlans])) for n in gems},
        "shaping": {n: draw(st.sampled_from(["", *shapings])) for n in gems},
        "macs": {n: draw(st.sampled_from([0, 4, 8])) for n in gems},
        "services": {n: draw(st.sampled_from(vlans)) for n in draw(st.lists(
            st.sampled_from(sorted(gems)), unique=True))},
        "eth": draw(st.sampled_from(["", "transparent", *(f"tag vlan {v}" for v in vlans)])),
        "locked": draw(flags), "dhcp": draw(st.sampled_from(["", "from-internet", "from-onu"])),
    }  # fmt: skip


@st.composite
def olt(draw):
    """An OLT as data; what refers to something also has it."""
    rates = st.sampled_from(["type 4 maximum 102400", "type 4 maximum 512000",
                             "type 3 assured 20480 maximum 102400"])  # fmt: skip
    tconts = draw(st.dictionaries(st.sampled_from(["T100M", "T1G", "VIDEO"]), rates, min_size=1))
    shapings = draw(st.dictionaries(st.sampled_from(["DW50M", "DW100M"]),
                                    st.sampled_from([51200, 102400])))  # fmt: skip
    types = draw(st.dictionaries(st.sampled_from(["F601", "F660"]),
                                 st.sampled_from(["", "1GE", "4GE"]), min_size=1))  # fmt: skip
    vlans = sorted({99, *draw(some(VLANS))})
    places = draw(st.lists(st.tuples(st.sampled_from(PORTS), st.integers(1, 3)), unique=True,
                           max_size=4))  # fmt: skip
    serials = draw(st.permutations(SERIALS))
    return {
        "name": draw(st.sampled_from(["OLT-A", "OLT-B"])), "tconts": tconts, "shapings": shapings,
        "types": types, "eth": {t: draw(some([1, 2, 3, 4])) for t in types},
        "vlans": vlans, "named": draw(st.lists(st.sampled_from(vlans), unique=True)),
        "onus": {
            place: {"sn": serials[n], "type": draw(st.sampled_from(sorted(types))),
                    **draw(onu(sorted(tconts), sorted(shapings), vlans))}
            for n, place in enumerate(sorted(places))
        },
        "open": draw(st.lists(st.sampled_from(PORTS), unique=True)),
        "uplinks": {n: {"tag": sorted({99, *draw(st.lists(st.sampled_from(vlans)))}),
                        "untag": draw(st.sampled_from([0, *vlans[:-1]])),
                        "up": draw(flags), "text": draw(st.sampled_from(["", "county", "备用"]))}
                    for n in (1, 2)},
        "second": draw(st.sampled_from([0, *vlans[:-1]])),
        "v4": draw(st.sampled_from(["10.99.0.8", "10.99.0.9"])),
        "v6": draw(st.sampled_from(["", "2001:db8:99::8/64", "2001:DB8:99::9/64"])),
        "lan": draw(st.sampled_from(["", "192.168.4.2", "192.168.4.3"])),
        "hops": draw(some(["10.99.0.1", "10.99.0.2"])),
        "ntp": draw(st.dictionaries(st.sampled_from(["10.1.1.1", "10.1.1.2"]), st.integers(1, 3))),
        "log": draw(st.lists(st.sampled_from(["10.1.2.1", "10.1.2.2"]), unique=True)),
        "contact": draw(st.sampled_from(["", "noc", "county noc"])), "ssh": draw(flags),
        "users": draw(st.lists(st.sampled_from(["noc", "school"]), unique=True).map(sorted)),
        "banner": draw(st.sampled_from(["", "no access", "line one\n$\n! line two\n"])),
    }  # fmt: skip


def write(o) -> str:
    """Write an OLT's configuration as a C6xx shows it: in sections, one interface in several."""
    lines = ["!<mim>", "!configuration saved at 13:59:37 Thu Jan 1 2026 by write zdb", "!</mim>"]
    for name, body in (("system-config", _system(o)), ("if-intf", _interfaces(o)),
                       ("system-user", _users(o)), ("ntp", _ntp(o)), ("xpon", _xpon(o)),
                       ("snmp", _snmp(o)), ("static", _static(o)), ("MSAN", _msan(o))):  # fmt: skip
        lines += [f"!<{name}>", *body, f"!</{name}>"]
    return "\n".join([*lines, ""])


def _block(header, *lines):
    return [header, *(f"  {line}" for line in lines if line), "$"]


def _system(o):
    yield f"hostname {o['name']}"
    yield from [f"banner incoming #{o['banner']}#"] if o["banner"] else []


def _interfaces(o):
    for n, port in o["uplinks"].items():
        yield from _block(f"interface xgei-1/4/{n}",
                          port["text"] and f"description {port['text']}",
                          "no shutdown" * port["up"])  # fmt: skip
    for (place, number), onu in o["onus"].items():
        yield from _block(f"interface gpon_onu-{place}:{number}")
        for gem in onu["gems"]:
            yield from _block(f"interface vport-{place}.{number}:{gem}")
    yield from _block("interface mgmt_eth", o["lan"] and f"ip address {o['lan']} 255.255.255.0")
    yield from _block("interface vlan99", f"ip address {o['v4']} 255.255.255.0",
                      o["v6"] and "ipv6 enable", o["v6"] and f"ipv6 address {o['v6']}")  # fmt: skip
    if o["second"]:
        yield from _block(f"interface vlan{o['second']}", "ip address 10.77.0.1 255.255.255.0")


def _users(o):
    yield "system-user"
    for user in o["users"]:
        yield from (f"  user-name {user}", "    bind authentication-template 1",
                    f"    password encrypted *21*Synthetic{user}", "  $")  # fmt: skip
    yield "$"


def _ntp(o):
    yield "ntp enable"
    yield from (f"ntp server {server} priority {n}" for server, n in o["ntp"].items())
    yield from ["ssh server enable"] * o["ssh"]
    yield from (f"syslog-server host {host}" for host in o["log"])


def _xpon(o):
    yield "pon"
    for name, text in o["types"].items():
        yield f"  onu-type {name} gpon{f' description {text}' if text else ''} speed-mode gpon"
        yield from (f"  onu-type-if {name} eth_0/{n}" for n in o["eth"][name])
    yield "$"
    for port in PORTS:
        mine = [(n, onu) for (place, n), onu in o["onus"].items() if place == port]
        yield from _block(f"interface gpon_olt-{port}",
                          *(f"onu {n} type {u['type']} sn {u['sn']}" for n, u in mine))  # fmt: skip
    for (place, number), onu in o["onus"].items():
        yield from _block(
            f"interface gpon_onu-{place}:{number}",
            onu["name"] and f"name {onu['name']}",
            onu["description"] and f"description {onu['description']}",
            "sn-bind enable sn" * onu["bind"], "fec enable" * onu["fec"],
            *(f"tcont {n} profile {profile}" for n, profile in onu["tconts"].items()),
            *(f"gemport {n} tcont {tcont}" for n, tcont in onu["gems"].items()),
        )  # fmt: skip
    yield from _block("gpon", *(f"profile tcont {n} {rate}" for n, rate in o["tconts"].items()))
    for (place, number), onu in o["onus"].items():
        yield from _block(
            f"pon-onu-mng gpon_onu-{place}:{number}",
            *(f"service s{n} gemport {n} vlan {vlan}" for n, vlan in onu["services"].items()),
            onu["eth"] and f"vlan port eth_0/1 mode {onu['eth']}",
            "interface eth eth_0/2 state lock" * onu["locked"],
            onu["dhcp"] and f"dhcp-ip ethuni eth_0/1 {onu['dhcp']}",
        )  # fmt: skip


def _snmp(o):
    yield from [f"snmp-server contact {o['contact']}"] if o["contact"] else []
    yield "snmp-server version v2c enable"


def _static(o):
    yield from (f"ip route 0.0.0.0 0.0.0.0 {hop}" for hop in o["hops"])


def _msan(o):
    yield "add-card rackno 1 shelfno 1 slotno 1 GFBN"
    for port in PORTS:
        yield from _block(f"interface gpon_olt-{port}", "no shutdown" * (port in o["open"]))
    for (place, number), onu in o["onus"].items():
        for gem in onu["gems"]:
            vlan, shaping, macs = onu["vlan"][gem], onu["shaping"][gem], onu["macs"][gem]
            yield from _block(
                f"interface vport-{place}.{number}:{gem}",
                vlan and f"service-port 1 user-vlan {vlan} vlan {vlan}",
                macs and f"security max-mac-learn {macs}",
                shaping and f"qos traffic-shaping {shaping}",
            )
    for n, port in o["uplinks"].items():
        tags = [v for v in port["tag"] if v != port["untag"]]
        yield from _block(f"interface xgei-1/4/{n}", "switchport mode hybrid",
                          f"switchport vlan {','.join(map(str, tags))} tag",
                          port["untag"] and f"switchport vlan {port['untag']} untag")  # fmt: skip
    yield f"vlan list 1,{','.join(map(str, o['vlans']))}"
    yield "$"
    for vlan in o["named"]:
        yield from _block(f"vlan {vlan}", f"name service{vlan}")
    for name, cir in o["shapings"].items():
        yield f"traffic-profile {name} cir {cir} cbs 65535 pir {cir} pbs 65535 color-mode blind"


configurations = olt().map(write)
