"""Configurations of Huawei VRP switches."""

from __future__ import annotations

from .model import switch


def write(s) -> str:  # noqa: C901  one line of text after the other
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


configurations = switch().map(write)
