"""Configurations of SmartAX OLTs: profiles, ONTs of classrooms, service ports, management."""

from __future__ import annotations

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40]
SERIALS = [f'"48575443{n:08X}"' for n in range(0x1D0CEE9B, 0x1D0CEE9B + 9)]
SLOTS = ["0/1", "0/2"]
flags = st.booleans()


@st.composite
def profiles(draw):
    """Profiles by number: DBA rates, line profiles, service profiles."""
    rates = st.sampled_from(["type4 max 102400", "type4 max 204800", "type2 assure 51200",
                             "type3 assure 20480 max 102400"])  # fmt: skip
    dba = draw(st.dictionaries(st.sampled_from([10, 11, 12]), rates, min_size=1))
    line = {n: draw(line_profile(sorted(dba))) for n in draw(some([20, 21, 22]))}
    srv = {
        n: {"eth": draw(st.sampled_from([4, 8])), "ring": draw(flags), "qinq": draw(flags)}
        for n in draw(some([30, 31]))
    }
    return dba, line, srv


def some(numbers):
    """At least one of some numbers."""
    return st.lists(st.sampled_from(numbers), min_size=1, unique=True).map(sorted)


@st.composite
def line_profile(draw, dba):
    """A line profile: T-CONTs, GEM ports on them, VLANs mapped to these."""
    tconts = {n: draw(st.sampled_from(dba)) for n in draw(some([1, 2, 3]))}
    gems = {n: draw(st.sampled_from(sorted(tconts))) for n in draw(some([1, 2, 4]))}
    mode = draw(st.sampled_from(["", "priority"]))
    value = st.integers(0, 7) if mode else st.sampled_from(VLANS)
    mappings = {
        (n, index): draw(value)
        for n in gems
        for index in draw(st.lists(st.integers(0, 2), unique=True, max_size=2))
    }
    return {"fec": draw(flags), "omcc": draw(flags), "tr069": draw(flags), "mode": mode,
            "tconts": tconts, "gems": gems, "mappings": mappings}  # fmt: skip


@st.composite
def olt(draw):
    """An OLT as data; what refers to something also has it."""
    dba, line, srv = draw(profiles())
    vlans = sorted({99, *draw(some(VLANS))})
    places = draw(
        st.lists(
            st.tuples(st.sampled_from(SLOTS), st.integers(0, 1), st.integers(0, 2)),
            unique=True, max_size=6,
        )
    )  # fmt: skip
    serials = draw(st.permutations(SERIALS))
    onts = {
        place: {
            "sn": serials[n],
            "line": draw(st.sampled_from(sorted(line))),
            "srv": draw(st.sampled_from(sorted(srv))),
            "desc": draw(st.sampled_from(["classroom 101", "多媒体教室 3", "camera"])),
            "native": draw(st.sampled_from([0, *vlans])),
            "closed": draw(flags),
            "ip": draw(flags),
            "off": draw(st.sampled_from([False, False, True])),
        }
        for n, place in enumerate(sorted(places))
    }
    flows = draw(
        st.lists(st.tuples(st.sampled_from(places), st.sampled_from([1, 2, 4])), unique=True,
                 max_size=6) if places else st.just([])
    )  # fmt: skip
    numbers = draw(st.permutations(range(1, 9)))
    tables = draw(st.dictionaries(st.sampled_from([6, 7]), st.sampled_from([51200, 102400])))
    ports = {
        numbers[n]: {
            "place": place, "gem": gem, "vlan": draw(st.sampled_from(vlans)),
            "table": draw(st.sampled_from([0, *sorted(tables)])),
            "desc": draw(st.sampled_from(["", "video", "teaching"])),
        }
        for n, (place, gem) in enumerate(flows)
    }  # fmt: skip
    return {
        "name": draw(st.sampled_from(["OLT-A", "OLT-B"])), "dba": dba, "line": line, "srv": srv,
        "vlans": vlans, "described": draw(st.lists(st.sampled_from(vlans), unique=True)),
        "onts": onts, "ports": ports, "tables": tables,
        "find": draw(st.lists(st.sampled_from([0, 1]), unique=True)),
        "uplinks": {p: sorted({99, *draw(st.lists(st.sampled_from(vlans)))} if p == 0 else
                              set(draw(st.lists(st.sampled_from(vlans))))) for p in (0, 1)},
        "native": draw(flags), "second": draw(flags) and draw(st.sampled_from(vlans[:-1] or [0])),
        "v4": draw(st.sampled_from(["10.99.0.8", "10.99.0.9"])),
        "v6": draw(st.sampled_from(["", "2001:db8:99::8/64", "2001:DB8:99::9/64"])),
        "hops": draw(st.lists(st.sampled_from(["10.99.0.1", "10.99.0.2"]), min_size=1,
                              unique=True)),
        "lan": draw(st.sampled_from(["", "10.11.0.2", "10.11.0.3"])),
        "ntp": draw(st.lists(st.sampled_from(["10.1.1.1", "10.1.1.2"]), unique=True)),
        "log": draw(st.dictionaries(st.sampled_from(["10.1.2.1", "10.1.2.2"]),
                                    st.sampled_from(["noc", "county"]))),
        "telnet": draw(flags), "wall": draw(flags),
        "sources": draw(st.lists(st.sampled_from(["10.9.0.0 10.9.0.255", "10.8.0.0 10.8.0.255"]),
                                 unique=True)),
        "trap": draw(st.sampled_from(["", "10.1.3.1", "10.1.3.2"])),
        "group": draw(st.sampled_from(["", "noc", "county"])),
        "watchers": draw(st.lists(st.sampled_from(["nms", "county-nms"]), unique=True)),
        "bundle": draw(st.sampled_from([(), (), (0, 1), (2, 3), (2, 1)])),
        "cables": draw(st.dictionaries(st.sampled_from(["0/1/0", "0/2/0"]),
                                       st.sampled_from(["splitter 1", "splitter 2"]))),
        "contact": draw(st.sampled_from(["", "noc", "county noc"])),
        "users": draw(st.lists(st.sampled_from(['"root"', '"netadmin"']), unique=True)),
    }  # fmt: skip


def write(o) -> str:
    """Write an OLT's configuration as the device shows it."""
    parts = [
        "[MA5800V100R022: 5011]\n#\ntimezone GMT+ 08:00\n#",
        *_global(o), *_vlans(o), *_boards(o), *_services(o), *_system(o), "return\n",
    ]  # fmt: skip
    return "\n".join(parts)


def _global(o):
    yield f"[global-config]\n  <global-config>\n sysname {o['name']}"
    for n, rate in o["dba"].items():
        yield f' dba-profile add profile-id {n} profile-name "dba-profile_{n}" {rate}'
    for n, cir in o["tables"].items():
        yield f' traffic table ip index {n} name "t{n}" cir {cir} cbs 3278800 pir {cir} pbs 3278800'
    for address, name in o["log"].items():
        yield f" loghost add {address} {name}\n loghost activate ip {address}"
    for n, srv in o["srv"].items():
        yield f' ont-srvprofile gpon profile-id {n} profile-name "srv-{n}"'
        yield f"  ont-port eth {srv['eth']}"
        yield from ["  ring check enable"] * srv["ring"]
        yield from ["  port q-in-q eth 1 enable"] * srv["qinq"]
        yield "  commit"
    for n, line in o["line"].items():
        yield f' ont-lineprofile gpon profile-id {n} profile-name "line-{n}"'
        yield from ["  fec-upstream enable"] * line["fec"]
        yield f"  omcc encrypt {'on' if line['omcc'] else 'off'}"
        yield from ["  tr069-management enable"] * line["tr069"]
        yield from [f"  mapping-mode {line['mode']}"] if line["mode"] else []
        yield from (f"  tcont {t} dba-profile-id {d}" for t, d in line["tconts"].items())
        yield from (f"  gem add {g} eth tcont {t} encrypt on" for g, t in line["gems"].items())
        word = line["mode"] or "vlan"
        yield from (f"  gem mapping {g} {i} {word} {v}" for (g, i), v in line["mappings"].items())
        yield "  commit\n  quit"
    yield "#"


def _runs(numbers):
    """Write numbers as the device does: neighbours in one line."""
    runs = []
    for n in numbers:
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return [str(a) if a == b else f"{a} to {b}" for a, b in runs]


def _vlans(o):
    yield "[vlan-config]\n  <vlan-config>"
    yield from (f" vlan {run} smart" for run in _runs(o["vlans"]))
    yield from (f' vlan desc {n} description "service {n}"' for n in o["described"])
    for port, carried in o["uplinks"].items():
        yield from (f" port vlan {run} 0/9 {port}" for run in _runs(carried))
    yield "#\n[mpu]\n  <mpu-0/9>\ninterface mpu 0/9"
    yield from [" native-vlan 0 vlan 99"] * o["native"]
    yield " auto-neg 0 enable\n#"


def _boards(o):
    yield "[gpon]"
    for slot in SLOTS:
        yield f"  <gpon-{slot}>\n interface gpon {slot}"
        yield from (f" port {n} ont-auto-find enable" for n in sorted(o["find"]))
        mine = {place: ont for place, ont in o["onts"].items() if place[0] == slot}
        for (_, port, ont), says in mine.items():
            yield (
                f" ont add {port} {ont} sn-auth {says['sn']} omci ont-lineprofile-id {says['line']}"
                f' ont-srvprofile-id {says["srv"]} desc "{says["desc"]}"'
            )
        for (_, port, ont), says in mine.items():
            if says["ip"]:
                yield f" ont ipconfig {port} {ont} ip-index 0 dhcp vlan 99 priority 2"
            if says["native"]:
                yield f" ont port native-vlan {port} {ont} eth 1 vlan {says['native']} priority 0"
            if says["closed"]:
                yield f" ont port attribute {port} {ont} eth 2 operational-state off"
            if says["off"]:
                yield f" ont deactivate {port} {ont}"
        yield "#"


def _services(o):
    yield "[bbs-config]\n  <bbs-config>"
    if o["bundle"]:
        first, second = o["bundle"]
        yield f" link-aggregation 0/9 {first} ingress workmode lacp-static"
        yield f" link-aggregation add-member 0/9/{first} 0/9 {second}"
    for n, says in sorted(o["ports"].items()):
        slot, port, ont = says["place"]
        table = says["table"]
        rate = f" inbound traffic-table index {table} outbound traffic-table index {table}"
        yield (
            f" service-port {n} vlan {says['vlan']} gpon {slot}/{port} ont {ont}"
            f" gemport {says['gem']} multi-service user-vlan {says['vlan']} tag-transform translate"
            f"{rate if table else ''}"
        )
        if says["desc"]:
            yield f' service-port desc {n} description "{says["desc"]}"'
    yield "#"


def _system(o):
    yield "[snmp]\n  <snmp>\n snmp-agent sys-info version v3"
    yield from [f' snmp-agent sys-info contact "{o["contact"]}"'] if o["contact"] else []
    if o["group"]:
        yield f' snmp-agent group v3 "{o["group"]}" privacy read-view "all"'
        yield from (
            f' snmp-agent usm-user v3 "{user}" "{o["group"]}" authentication-mode sha "Synthetic"'
            for user in o["watchers"]
        )
    if o["trap"]:
        host = f'trap-hostname "noc" address {o["trap"]} udp-port 162 trap-paramsname "p"'
        yield f" snmp-agent target-host {host}"
    yield '#\n[aaa]\n  <aaa>\naaa\n #\n authentication-scheme "default"\n#\n[Interface]'
    yield f"  <Vlanif99>\ninterface Vlanif99\n ip address {o['v4']} 255.255.255.0"
    yield from [f" ipv6 enable\n ipv6 address {o['v6']}"] if o["v6"] else []
    if o["second"]:
        yield f"#\n  <Vlanif{o['second']}>\ninterface Vlanif{o['second']}"
        yield " description service\n ip address 10.77.0.1 255.255.255.0"
    yield "#\n  <MEth0>\ninterface MEth0"
    yield from [f" ip address {o['lan']} 255.255.255.0"] if o["lan"] else []
    yield "#\n[route-static]\n  <route-static>"
    yield from (f"ip route-static 0.0.0.0 0.0.0.0 {hop}" for hop in o["hops"])
    yield "#\n[post-system]\n  <post-system>"
    yield from (f" ssh user {user} authentication-type password" for user in o["users"])
    yield from (f" ntp-service unicast-server {server}" for server in o["ntp"])
    yield "#\n[public-config]\n  <public-config>"
    yield from (f' port desc {p} description "{text}"' for p, text in o["cables"].items())
    yield from [" sysman service telnet disable"] * o["telnet"]
    yield from (f" sysman ip-access ssh {span}" for span in o["sources"])
    yield from [" sysman firewall ssh enable"] * o["wall"]
    yield "#"


configurations = olt().map(write)
