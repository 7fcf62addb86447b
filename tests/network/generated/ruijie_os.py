"""Configurations of Ruijie RGOS switches."""

from __future__ import annotations

from .model import switch


def write(s) -> str:  # noqa: C901  one line of text after the other
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


configurations = switch().map(write)
