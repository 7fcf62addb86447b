"""Configurations to test laws on: valid ones, any two of which a change may lie between."""

from __future__ import annotations

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40, 99]
PORTS = [1, 2, 23]
some_vlans = st.lists(st.sampled_from(VLANS[:-1]), unique=True, max_size=5).map(sorted)


@st.composite
def port(draw):
    """A port: bare, access or trunk, with what belongs to that."""
    kind = draw(st.sampled_from(["bare", "access", "trunk"]))
    return {
        "kind": kind,
        "description": draw(st.sampled_from(["", "room 101", "教室 3 号"])),
        "shutdown": draw(st.booleans()),
        "vlan": draw(st.sampled_from(VLANS)),
        "vlans": draw(some_vlans.filter(bool)),
        "guard": draw(st.booleans()),
    }


@st.composite
def switch(draw):
    """A switch as data; what refers to something also has it."""
    ports = {n: draw(port()) for n in PORTS}
    routed = draw(st.lists(st.sampled_from([10, 20, 30]), unique=True, max_size=3))
    vlans = {99, *draw(some_vlans), *routed}
    vlans |= {p["vlan"] for p in ports.values() if p["kind"] == "access"}
    addresses = draw(st.permutations([1, 2, 3]))
    return {
        "hostname": draw(st.sampled_from(["SW-A", "SW-B"])),
        "telnet": draw(st.booleans()),
        "vlans": sorted(vlans),
        "named": draw(st.lists(st.sampled_from(sorted(vlans)), unique=True, max_size=3)),
        "word": draw(st.sampled_from(["teaching", "office"])),
        "ports": ports,
        "svis": {
            vlan: {
                "v4": draw(st.booleans()) and f"10.0.{addresses[n]}.1",
                "v6": draw(st.sampled_from(["", f"2001:db8:0:{addresses[n]}::1/64"])),
                "ra": draw(st.booleans()),
                "ospf": draw(st.booleans()),
            }
            for n, vlan in enumerate(sorted(routed))
        },
        "router_id": draw(st.sampled_from(["", "192.0.2.1", "192.0.2.2"])),
        "hop": draw(st.sampled_from(["10.99.0.1", "10.99.0.2"])),
        "rules": draw(
            st.dictionaries(
                st.sampled_from([5, 10, 15]), st.sampled_from(["permit", "deny"]), max_size=3
            )
        ),
        "bound": draw(st.booleans()),
        "banner": draw(st.sampled_from(["", "no access", "line one\n# line two\n"])),
    }


def huawei_vrp(s) -> str:  # noqa: C901  one line of text after the other
    lines = [
        "!Software Version V200R019C10SPC500",
        "#",
        f"sysname {s['hostname']}",
        "#",
        "ipv6",
        "#",
        "vlan batch " + " ".join(map(str, s["vlans"])),
        "#",
    ]
    lines += ["telnet server enable", "#"] if s["telnet"] else []
    if s["rules"]:
        lines.append("acl number 3000")
        lines += [f" rule {n} {v} ip source 10.0.0.0 0.255.255.255" for n, v in s["rules"].items()]
        lines.append("#")
    for vlan in s["named"]:
        lines += [f"vlan {vlan}", f" description {s['word']}", "#"]
    if s["banner"]:
        lines += [f'header login information "{s["banner"]}"', "#"]
    ospf = any(i["ospf"] for i in s["svis"].values()) or s["router_id"]
    if ospf:
        lines.append("ospfv3 1")
        lines += [f" router-id {s['router_id']}"] if s["router_id"] else []
        lines.append("#")
    for vlan, svi in s["svis"].items():
        lines.append(f"interface Vlanif{vlan}")
        lines += [f" ip address {svi['v4']} 255.255.255.0"] if svi["v4"] else []
        if svi["v6"] or svi["ospf"]:
            lines.append(" ipv6 enable")
            lines += [f" ipv6 address {svi['v6'].upper()}"] if svi["v6"] else []
            lines += [" undo ipv6 nd ra halt"] if svi["ra"] else []
            lines += [" ospfv3 1 area 0.0.0.0"] if svi["ospf"] else []
        lines.append("#")
    for n, p in s["ports"].items():
        lines.append(f"interface GigabitEthernet0/0/{n}")
        lines += [f" description {p['description']}"] if p["description"] else []
        if p["kind"] == "access":
            lines += [" port link-type access", f" port default vlan {p['vlan']}"]
        if p["kind"] == "trunk":
            lines += [
                " port link-type trunk",
                " undo port trunk allow-pass vlan 1",
                " port trunk allow-pass vlan " + " ".join(map(str, p["vlans"])),
            ]
        lines += [" nd snooping enable"] if p["guard"] else []
        if s["rules"] and s["bound"]:
            lines.append(" traffic-filter inbound acl 3000")
        lines += [" shutdown"] if p["shutdown"] else []
        lines.append("#")
    return "\n".join([*lines, f"ip route-static 0.0.0.0 0.0.0.0 {s['hop']}", "#", "return", ""])


def hp_comware(s) -> str:
    lines = ["#", " version 7.1.070, Release 6616P05", "#", f" sysname {s['hostname']}", "#"]
    lines += [" telnet server enable", "#"] if s["telnet"] else []
    for vlan in s["vlans"]:
        lines += [f"vlan {vlan}"]
        lines += [f" description {s['word']}"] if vlan in s["named"] else []
        lines.append("#")
    if any(i["ospf"] for i in s["svis"].values()) or s["router_id"]:
        lines.append("ospfv3 1")
        lines += [f" router-id {s['router_id']}"] if s["router_id"] else []
        lines.append("#")
    for vlan, svi in s["svis"].items():
        lines.append(f"interface Vlan-interface{vlan}")
        lines += [f" ip address {svi['v4']} 255.255.255.0"] if svi["v4"] else []
        lines += [f" ipv6 address {svi['v6']}"] if svi["v6"] else []
        lines += [" undo ipv6 nd ra halt"] if svi["ra"] else []
        lines += [" ospfv3 1 area 0.0.0.0"] if svi["ospf"] else []
        lines.append("#")
    for n, p in s["ports"].items():
        lines += [f"interface GigabitEthernet1/0/{n}", " port link-mode bridge"]
        lines += [f" description {p['description']}"] if p["description"] else []
        lines += [f" port access vlan {p['vlan']}"] if p["kind"] == "access" else []
        if p["kind"] == "trunk":
            lines += [
                " port link-type trunk",
                " undo port trunk permit vlan 1",
                " port trunk permit vlan " + " ".join(map(str, p["vlans"])),
            ]
        lines += [" ipv6 nd raguard role host"] if p["guard"] else []
        if s["rules"] and s["bound"]:
            lines.append(" packet-filter 3000 inbound")
        lines += [" shutdown"] if p["shutdown"] else []
        lines.append("#")
    if s["banner"]:
        lines += [f" header login %{s['banner']}%", "#"]
    lines += [f" ip route-static 0.0.0.0 0 {s['hop']}", "#"]
    if s["rules"]:
        lines.append("acl advanced 3000")
        lines += [f" rule {n} {v} ip source 10.0.0.0 0.255.255.255" for n, v in s["rules"].items()]
        lines.append("#")
    return "\n".join([*lines, "return", ""])


def ruijie_os(s) -> str:  # noqa: C901  one line of text after the other
    lines = [
        "",
        "Building configuration...",
        "Current configuration : 1 bytes",
        "",
        "version S29_RGOS 11.4(1)B42P3",
        "!",
        f"hostname {s['hostname']}",
        "!",
    ]
    lines += ["enable service telnet-server", "!"] if s["telnet"] else []
    if s["rules"]:
        lines.append("ip access-list extended 3000")
        lines += [f" {n} {v} ip any any" for n, v in s["rules"].items()]
        lines.append("!")
    for vlan in s["vlans"]:
        lines += [f"vlan {vlan}"]
        lines += [f" name {s['word']}"] if vlan in s["named"] else []
        lines.append("!")
    for n, p in s["ports"].items():
        lines += [f"interface GigabitEthernet 0/{n}"]
        lines += [f" description {p['description']}"] if p["description"] else []
        if p["kind"] == "access":
            lines += [" switchport mode access", f" switchport access vlan {p['vlan']}"]
        if p["kind"] == "trunk":
            lines += [
                " switchport mode trunk",
                " switchport trunk allowed vlan only " + ",".join(map(str, p["vlans"])),
            ]
        if s["rules"] and s["bound"]:
            lines.append(" ip access-group 3000 in")
        lines += [" shutdown"] if p["shutdown"] else []
        lines.append("!")
    for vlan, svi in s["svis"].items():
        lines.append(f"interface VLAN {vlan}")
        lines += [f" ip address {svi['v4']} 255.255.255.0"] if svi["v4"] else []
        if svi["v6"] or svi["ospf"]:
            lines += [" ipv6 enable"]
            lines += [f" ipv6 address {svi['v6']}"] if svi["v6"] else []
            lines += [" no ipv6 nd suppress-ra"] if svi["ra"] else []
            lines += [" ipv6 ospf 1 area 0"] if svi["ospf"] else []
        lines.append("!")
    if any(i["ospf"] for i in s["svis"].values()) or s["router_id"]:
        lines.append("ipv6 router ospf 1")
        lines += [f" router-id {s['router_id']}"] if s["router_id"] else []
        lines.append("!")
    if s["banner"]:
        lines += [f"banner login ^{s['banner']}^", "!"]
    lines += [f"ip route 0.0.0.0 0.0.0.0 {s['hop']}", "!"]
    return "\n".join([*lines, "end", ""])


WRITERS = {"huawei_vrp": huawei_vrp, "hp_comware": hp_comware, "ruijie_os": ruijie_os}
