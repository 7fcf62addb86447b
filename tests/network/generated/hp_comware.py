"""Configurations of Comware 7 switches."""

from __future__ import annotations

from .model import switch


def write(s) -> str:
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


configurations = switch().map(write)
