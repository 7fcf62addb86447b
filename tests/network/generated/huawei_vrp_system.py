"""System, filters and access of Huawei switches."""

from __future__ import annotations

from .huawei_vrp_box import HASH, QINQ_VLAN, VLANS, Box, block


def system(box: Box) -> list[str]:
    lines = [f"sysname {box.one(['SW-A', 'SW-B'])}", "#"]
    lines += [f"router id 192.0.2.{box.number(1, 2)}", "#"] if box.maybe() else []
    lines += ["ipv6", "#"]
    vlans = {99, QINQ_VLAN, *box.svis, *box.some(VLANS), *box.vlans}
    batch = sorted(vlans)
    lines += [f"vlan batch {' '.join(map(str, batch[:10]))}", "#"]
    lines += [f"stp mode {box.one(['rstp', 'mstp'])}", "#"] if box.maybe() else []
    lines += box.some(
        [
            "stp instance 0 root primary",
            "stp bpdu-protection",
            "lldp enable",
            "telnet server enable",
            "undo http server enable",
        ]
    )
    lines += ["dhcp enable"]
    lines += ["dhcp snooping enable", "nd snooping enable"] if box.has("snooping") else []
    lines += ["#", f"clock timezone {box.one(['BJ', 'CST'])} add 08:00:00", "#"]
    for vlan in box.some(batch):
        said = [f"description {box.one(['teaching', 'office'])}"] if box.maybe() else []
        said += [f"name V{vlan}"] if box.maybe() or not said else []
        said += ["nd snooping enable"] if box.has("snooping") and box.maybe() else []
        lines += block(f"vlan {vlan}", said)
    if box.has("region"):
        said = [f"region-name {box.one(['north', 'south'])}"] if box.maybe() else []
        said += [
            f"instance {n} vlan {10 * n} to {10 * n + box.number(1, 9)}" for n in box.some([1, 2])
        ]
        lines += block("stp region-configuration", [*said, "active region-configuration"])
    return lines


def rules(box: Box, *, v6: bool) -> list[str]:
    said = [f"description {box.one(['exam', 'guest'])}"] if box.maybe() else []
    said += [f"step {box.one([10, 20])}"] if box.maybe() else []
    for n in box.some([5, 10, 15, 20]):
        what = box.one(["ip", "tcp"]) if not v6 else box.one(["ipv6", "tcp"])
        net = "2001:DB8:5::/48" if v6 else f"10.{box.number(0, 2)}.0.0 0.0.255.255"
        port = " destination-port eq 443" if what == "tcp" else ""
        said.append(f"rule {n} {box.one(['permit', 'deny'])} {what} source {net}{port}")
        said += [f"rule {n} description {box.one(['web', 'video'])}"] if box.maybe() else []
    return said


def filtered(box: Box) -> list[str]:
    if not box.has("filters"):
        return []
    four = [name for name in box.acls if not name.startswith("ipv6")]
    six = [name for name in box.acls if name.startswith("ipv6")]
    names = [box.one(family) for family in (four, six) if family and box.maybe()]
    names = [" ".join(name.replace("number ", "").split()[:3]) for name in names]
    names = [
        name.rsplit(" ", 1)[0] if "name" in name and name[-1].isdigit() else name for name in names
    ]
    return [f"traffic-filter inbound acl {name}" for name in names]


def filters(box: Box) -> list[str]:
    lines: list[str] = []
    for name in box.acls:
        lines += block(f"acl {name}", rules(box, v6=name.startswith("ipv6")))
    lines += [f"traffic-filter vlan 99 {line.split(' ', 1)[1]}" for line in filtered(box)] + ["#"]
    if box.has("snooping") and box.maybe():
        lines += block("nd raguard policy routers", box.some(["if-match prefix acl 2000"]))
        box.raguard = True
    return lines


def access(box: Box) -> list[str]:
    lines: list[str] = []
    domains: list[str] = []
    if box.has("dot1x"):
        said = box.some(["radius-server shared-key cipher %^%#NotACipher%^%#"])
        said += [
            f"radius-server authentication 192.0.2.{n} 1812 weight {box.one([40, 80])}"
            for n in box.some([10, 11])
        ]
        said += ["undo radius-server user-name domain-included"] if box.maybe() else []
        lines += block("radius-server template campus", said)
        lines += block("dot1x-access-profile name wired", box.some(["dot1x reauthenticate"]))
        lines += block("mac-access-profile name things", [])
        for name in box.profiles:
            said = [f"dot1x-access-profile {box.one(['wired', 'dot1x_access_profile'])}"]
            said += ["mac-access-profile things"] if box.maybe() else []
            said += ["access-domain campus force"] if box.maybe() else []
            if said[0].endswith("_profile"):
                said = said[1:]
            lines += block(f"authentication-profile name {name}", said)
        domains = [
            " authentication-scheme campus",
            f"  authentication-mode {box.one(['radius', 'radius local'])}",
            " domain campus",
            "  authentication-scheme campus",
            "  radius-server campus",
        ]
    lines += [
        "aaa",
        " authentication-scheme default",
        f"  authentication-mode {box.one(['local', 'radius'])}",
        *domains,
        " domain default_admin",
        "  authentication-scheme default",
    ]
    for user in ["netadmin", *(box.some(["auditor", "operator"]) if box.has("users") else [])]:
        lines.append(f" local-user {user} password irreversible-cipher {HASH}")
        lines.append(f" local-user {user} privilege level {box.one([3, 15])}")
        lines += [f" local-user {user} idle-timeout {box.one([5, 10])}"] if box.maybe() else []
        lines += [f" local-user {user} service-type {box.one(['ssh', 'ssh terminal'])}"]
    return [*lines, "#"]
