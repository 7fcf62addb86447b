"""Configurations of Huawei VRP switches, V200 S series.

Hypothesis draws which topics a switch has and a number; the rest follows from that number, so
that a draw is quick. What refers to something also has it, and between any two of these
configurations a way leads: no two differ in what the device only takes with a new process.
"""

from __future__ import annotations

import random

from hypothesis import strategies as st

VLANS = [10, 20, 21, 22, 30, 40, 99]
QINQ_VLAN = 60  # on tunnel ports only
PORTS = ["GigabitEthernet0/0/1", "GigabitEthernet0/0/2", "GigabitEthernet0/0/23"]
TRUNKED = ["GigabitEthernet0/0/24", "XGigabitEthernet0/0/1"]
TOPICS = [
    "banner", "key", "acl", "vpn", "ospf", "ospfv3", "isis", "bgp", "pools", "snooping", "dot1x",
    "users", "snmp", "ntp", "syslog", "ssh", "routes", "routes6", "policy", "region", "vrrp",
    "loopback", "filters",
]  # fmt: skip
HASH = "$1a$Synth3tic$NotAHash$"
ACLS = ["number 3000", "number 3001", "name school 3998", "ipv6 number 3000", "ipv6 name guest 3999"]


class Box:
    """A switch in the making: its luck, its topics and what others may refer to."""

    def __init__(self, number: int, topics: set[str]) -> None:
        self.luck = random.Random(number)
        self.topics = topics
        self.acls = self.some(ACLS) if "acl" in topics else []
        self.vpns = self.some(["edu", "exam"]) if "vpn" in topics else []
        self.pools = self.some(["office6", "wifi6"]) if "pools" in topics else []
        self.profiles = self.some(["staff", "cameras"]) if "dot1x" in topics else []
        self.bundles = self.some([1, 2])
        self.svis = sorted(self.some([10, 20, 30]))
        self.addresses = self.mixed(list(range(1, 21)))

    def has(self, topic: str) -> bool:
        return topic in self.topics

    def maybe(self) -> bool:
        return self.luck.random() < 0.5

    def one(self, choices):
        return self.luck.choice(choices)

    def some(self, choices):
        return [choice for choice in choices if self.luck.random() < 0.5]

    def mixed(self, choices):
        return self.luck.sample(choices, len(choices))

    def number(self, first: int, last: int) -> int:
        return self.luck.randint(first, last)


def block(header: str, lines) -> list[str]:
    return [header, *(f" {line}" for line in lines), "#"]


def system(box: Box) -> list[str]:
    lines = [f"sysname {box.one(['SW-A', 'SW-B'])}", "#"]
    lines += [f"router id 192.0.2.{box.number(1, 2)}", "#"] if box.maybe() else []
    lines += ["ipv6", "#"]
    vlans = {99, QINQ_VLAN, *box.svis, *box.some(VLANS), *box.vlans}
    batch = sorted(vlans)
    lines += [f"vlan batch {' '.join(map(str, batch[:10]))}", "#"]
    lines += [f"stp mode {box.one(['rstp', 'mstp'])}", "#"] if box.maybe() else []
    lines += box.some(["stp instance 0 root primary", "stp bpdu-protection", "lldp enable",
                       "telnet server enable", "undo http server enable"])  # fmt: skip
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
        said += [f"instance {n} vlan {10 * n} to {10 * n + box.number(1, 9)}" for n in box.some([1, 2])]
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
        said += [f"radius-server authentication 192.0.2.{n} 1812 weight {box.one([40, 80])}"
                 for n in box.some([10, 11])]  # fmt: skip
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
            " authentication-scheme campus", f"  authentication-mode {box.one(['radius', 'radius local'])}",
            " domain campus", "  authentication-scheme campus", "  radius-server campus",
        ]  # fmt: skip
    lines += ["aaa", " authentication-scheme default", f"  authentication-mode {box.one(['local', 'radius'])}",
              *domains, " domain default_admin", "  authentication-scheme default"]  # fmt: skip
    for user in ["netadmin", *(box.some(["auditor", "operator"]) if box.has("users") else [])]:
        lines.append(f" local-user {user} password irreversible-cipher {HASH}")
        lines.append(f" local-user {user} privilege level {box.one([3, 15])}")
        lines += [f" local-user {user} idle-timeout {box.one([5, 10])}"] if box.maybe() else []
        lines += [f" local-user {user} service-type {box.one(['ssh', 'ssh terminal'])}"]
    return [*lines, "#"]


def routing(box: Box) -> list[str]:
    lines: list[str] = []
    for n, name in enumerate(["edu", "exam"]):
        if name not in box.vpns:
            continue
        said = [f"description {name}"] if box.maybe() else []
        said += ["ipv4-family", f" route-distinguisher 65000:{n}"]
        said += [f" vpn-target 65000:{t} {way}-extcommunity" for t in (1, 2)
                 for way in box.some(["export", "import"])]  # fmt: skip
        said += ["ipv6-family", f" route-distinguisher 65000:{n}"] if box.maybe() else []
        lines += block(f"ip vpn-instance {name}", said)
    redistributed = ["import-route static", f"import-route direct cost {box.one([10, 20])}"]
    if box.has("ospf"):
        said = [*box.some(["silent-interface Vlanif10", "default-route-advertise always"]),
                *box.some(redistributed)]  # fmt: skip
        for area in box.some(["0.0.0.0", "0.0.0.1"]):
            said += [f"area {area}", *(f" network 10.{n}.0.0 0.0.255.255" for n in box.some([1, 2]))]
            said += [" stub"] if area.endswith("1") and box.maybe() else []
        lines += block(f"ospf 1 router-id 192.0.2.{box.number(1, 2)}", said)
    if box.has("ospfv3"):
        said = [f"router-id 192.0.2.{box.number(1, 2)}"] if box.maybe() else []
        said += box.some(redistributed)
        said += ["area 0.0.0.0"] if box.maybe() else []
        lines += block("ospfv3 1", said)
    if box.has("isis"):
        said = [f"is-level {box.one(['level-1', 'level-2'])}", "cost-style wide",
                f"network-entity 49.0001.0000.0000.000{box.number(1, 2)}.00"]  # fmt: skip
        said += ["ipv6 enable topology ipv6"] if box.has("ospfv3") or box.maybe() else []
        lines += block("isis 1", said)
    return lines + (bgp(box) if box.has("bgp") else [])


def bgp(box: Box) -> list[str]:
    said, plain, plain6 = [f"router-id 192.0.2.{box.number(1, 2)}"], [], []
    for peer in box.some(["192.0.2.20", "192.0.2.21", "2001:DB8:FF::20"]):
        said.append(f"peer {peer} as-number {box.one([64501, 64502])}")
        said += [f"peer {peer} description {box.one(['north', 'south'])}"] if box.maybe() else []
        said += [f"peer {peer} connect-interface LoopBack0"] if box.maybe() else []
        said += [f"peer {peer} ebgp-max-hop {box.one([2, 255])}"] if box.maybe() else []
        if ":" in peer:
            plain6 += [f"peer {peer} enable"] if box.maybe() else []
            continue
        plain.append(f"{box.one(['', 'undo '])}peer {peer} enable")
        plain += [f"peer {peer} next-hop-local"] if box.maybe() else []
        if box.has("policy"):
            plain += [f"peer {peer} route-policy {box.one(['in', 'out'])} {way}port"
                      for way in box.some(["im", "ex"])]  # fmt: skip
    lines = ["bgp 64500", *(f" {line}" for line in said), " #", " ipv4-family unicast",
             "  undo synchronization", *(f"  {line}" for line in plain)]  # fmt: skip
    lines += [f"  import-route {box.one(['static', 'direct'])}"] if box.maybe() else []
    if plain6 or box.maybe():
        lines += [" #", " ipv6-family unicast", "  undo synchronization", *(f"  {line}" for line in plain6)]
    for vpn in box.vpns:
        if box.maybe():
            lines += [" #", f" ipv4-family vpn-instance {vpn}"]
            lines += ["  import-route direct"] if box.maybe() else []
            lines += [f"  peer 198.51.100.2 as-number {box.one([64503, 64504])}"] if box.maybe() else []
    return [*lines, "#"]


def policies(box: Box) -> list[str]:
    lines: list[str] = []
    for name in ["in", "out"]:
        said = [f"if-match ip-prefix campus"] if box.maybe() else []
        said += [f"apply cost {box.one([10, 20])}"] if box.maybe() else []
        lines += block(f"route-policy {name} permit node 10", said)
        lines += block(f"route-policy {name} deny node 20", []) if box.maybe() else []
    for n in box.some([10, 20]):
        lines.append(f"ip ip-prefix campus index {n} permit 10.{box.number(0, 1)}.0.0 16 less-equal 24")
    return [*lines, "#"]


def pools(box: Box) -> list[str]:
    said = [f"gateway-list 10.9.0.{box.number(1, 2)}", "network 10.9.0.0 mask 255.255.255.0",
            f"dns-list 10.9.0.{box.number(3, 4)} 10.9.0.5", f"lease day {box.number(1, 3)} hour 0 minute 0"]  # fmt: skip
    lines = block("ip pool staff", said) if box.maybe() else []
    for name in box.pools:
        said = [f"address prefix 2001:DB8:9:{box.number(1, 2)}::/64"] if box.maybe() else []
        said += [f"prefix-delegation 2001:DB8:A::/48 {box.one([56, 60])}"] if box.maybe() else []
        said += [f"dns-server 2001:DB8::{n}" for n in box.some([53, 54])]
        lines += block(f"dhcpv6 pool {name}", said)
    return lines


def layer3(box: Box, vpn: str) -> list[str]:
    """Give the lines of a VLAN's interface, a loopback or a port without VLANs."""
    said = [f"ip binding vpn-instance {vpn}"] if vpn else []
    if box.maybe():
        said.append(f"ip address 10.{box.addresses.pop()}.0.1 255.255.255.0")
        said += [f"ip address 10.{box.addresses.pop()}.0.1 255.255.255.0 sub"] if box.maybe() else []
        if box.has("vrrp") and box.maybe():
            said += [f"vrrp vrid 1 virtual-ip 10.{box.number(1, 2)}.0.254"]
            said += [f"vrrp vrid 1 priority {box.one([110, 120])}"] if box.maybe() else []
    if box.has("ospf") and box.maybe():
        said.append(f"ospf enable 1 area 0.0.0.{box.number(0, 1)}")
        said += [f"ospf cost {box.one([10, 100])}"] if box.maybe() else []
    if box.has("isis") and box.maybe():
        said += ["isis enable 1", *box.some(["isis circuit-type p2p", "isis cost 20"])]
    if box.maybe():
        said += ["ipv6 enable", *layer3_v6(box)]
    return said


def layer3_v6(box: Box) -> list[str]:
    said = [f"ipv6 address 2001:DB8:{box.addresses.pop()}::1/64"] if box.maybe() else []
    said += ["ipv6 address auto link-local"] if box.maybe() else []
    said += box.some(["undo ipv6 nd ra halt", "ipv6 nd autoconfig managed-address-flag",
                      "ipv6 nd autoconfig other-flag", f"ipv6 nd ra max-interval {box.one([60, 120])}"])  # fmt: skip
    said += ["ospfv3 1 area 0.0.0.0"] if box.has("ospfv3") and box.maybe() else []
    if box.pools and box.maybe():
        said.append(f"dhcpv6 server {box.one(box.pools)}")
    elif box.maybe():
        said += [f"dhcpv6 relay destination 2001:DB8::{n}" for n in box.some([547, 548])]
    said += ["isis ipv6 enable 1"] if box.has("isis") and box.maybe() else []
    return said


def gateways(box: Box) -> list[str]:
    lines: list[str] = []
    for vlan in box.svis:
        vpn = box.one(["", *box.vpns])
        said = [f"description {box.one(['teaching', 'office'])}"] if box.maybe() else []
        said += layer3(box, vpn)
        said += [f"mtu {box.one([1400, 1500])}"] if box.maybe() else []
        if box.maybe():
            said.append(f"dhcp select {box.one(['relay', 'global'])}")
            if said[-1].endswith("relay"):
                said += [f"dhcp relay server-ip 192.0.2.{n}" for n in box.some([67, 68])]
        said += filtered(box)
        lines += block(f"interface Vlanif{vlan}", said)
    if box.has("loopback"):
        lines += block("interface LoopBack0", layer3(box, ""))
    return lines


def filtered(box: Box) -> list[str]:
    if not box.has("filters"):
        return []
    four = [name for name in box.acls if not name.startswith("ipv6")]
    six = [name for name in box.acls if name.startswith("ipv6")]
    names = [box.one(family) for family in (four, six) if family and box.maybe()]
    names = [" ".join(name.replace("number ", "").split()[:3]) for name in names]
    names = [name.rsplit(" ", 1)[0] if "name" in name and name[-1].isdigit() else name for name in names]
    return [f"traffic-filter inbound acl {name}" for name in names]


def numbers(chosen) -> str:
    """Give a list of VLANs as the device shows it."""
    parts: list[list[int]] = []
    for n in sorted(chosen):
        if parts and parts[-1][1] == n - 1:
            parts[-1][1] = n
        else:
            parts.append([n, n])
    return " ".join(f"{a} to {b}" if a != b else f"{a}" for a, b in parts)


def switched(box: Box) -> list[str]:
    """Give the lines of a port with VLANs."""
    kind = box.one(["", "access", "trunk", "hybrid", "dot1q-tunnel"])
    said = [f"port link-type {kind}"] if kind else []
    chosen = box.some(VLANS) or [99]
    if kind == "access":
        vlan = box.one(VLANS)
        box.vlans.add(vlan)
        said.append(f"port default vlan {vlan}")
    elif kind == "dot1q-tunnel":
        said.append(f"port default vlan {QINQ_VLAN}")
    elif kind == "trunk":
        said += [f"port trunk pvid vlan {box.one(VLANS)}"] if box.maybe() else []
        said += ["undo port trunk allow-pass vlan 1"] if box.maybe() else []
        said.append(f"port trunk allow-pass vlan {numbers(chosen)}")
    elif kind == "hybrid":
        said += [f"port hybrid pvid vlan {box.one(VLANS)}"] if box.maybe() else []
        said += ["undo port hybrid vlan 1"] if box.maybe() else []
        half = box.number(0, len(chosen))
        for tag, part in (("tagged", chosen[:half]), ("untagged", chosen[half:])):
            said += [f"port hybrid {tag} vlan {numbers(part)}"] if part else []
        if box.maybe():
            said += ["qinq vlan-translation enable"]
            said += ["port vlan-stacking vlan 100 to 110 stack-vlan 40"] if box.maybe() else []
    said += box.some([
        "stp edged-port enable", "stp root-protection", "loopback-detect enable",
        f"loopback-detect action {box.one(['block', 'shutdown'])}",
        f"storm-control broadcast min-rate 1000 max-rate {box.one([2000, 3000])}",
        f"storm-control action {box.one(['block', 'error-down'])}",
        f"port-isolate enable group {box.number(1, 2)}", f"voice-vlan {box.one([30, 40])} enable",
    ])  # fmt: skip
    if box.has("snooping"):
        said += box.some(["dhcp snooping enable", "dhcp snooping trusted", "nd snooping enable",
                          "nd snooping trusted", "ip source check user-bind enable"])  # fmt: skip
        said += ["nd raguard attach-policy routers"] if box.raguard and box.maybe() else []
    return said + filtered(box)


def ports(box: Box) -> list[str]:
    lines: list[str] = []
    for number in box.bundles:
        said = [f"description {box.one(['core', '上联'])}"] if box.maybe() else []
        said += switched(box)
        said += ["mode lacp", *([f"least active-linknumber {box.number(1, 2)}"] if box.maybe() else [])]
        lines += block(f"interface Eth-Trunk{number}", said)
    for name in PORTS:
        said = [f"description {box.one(['room 101', '教室 3 号'])}"] if box.maybe() else []
        kind = box.one(["layer2", "layer2", "member", "routed"])
        if kind == "member" and box.bundles:
            said.append(f"eth-trunk {box.one(box.bundles)}")
        elif kind == "routed":
            said += ["undo portswitch", *layer3(box, box.one(["", *box.vpns]))]
        elif kind == "layer2":
            said += switched(box)
            if box.profiles and name.endswith("23") and box.maybe():
                said.append(f"authentication-profile {box.one(box.profiles)}")
            elif not name.endswith("23") and box.maybe():
                said += ["port-security enable", *box.some([f"port-security max-mac-num {box.number(1, 4)}",
                         "port-security mac-address sticky"])]  # fmt: skip
        if box.maybe():
            said += ["undo negotiation auto"]
            said += [f"speed {box.one([10, 100])}"] if box.maybe() else []
        said += ["shutdown"] if box.maybe() else []
        lines += block(f"interface {name}", said)
    for name in TRUNKED:
        said = [f"description {box.one(['core', 'uplink'])}"] if box.maybe() else []
        said += ["port link-type trunk", f"port trunk allow-pass vlan {numbers({99, *box.some(VLANS)})}"]
        lines += block(f"interface {name}", said)
    return lines


def management(box: Box) -> list[str]:
    said = [f"ip address 10.99.0.{box.number(2, 3)} 255.255.255.0"]
    return block("interface Vlanif99", said)


def routes(box: Box) -> list[str]:
    lines = [f"ip route-static 0.0.0.0 0.0.0.0 10.99.0.{box.one([1, 254])}"]
    if box.has("routes"):
        lines += [f"ip route-static 10.{n}.0.0 255.255.0.0 10.99.0.{box.one([1, 254])}"
                  f"{box.one(['', ' preference 70', ' description campus'])}"
                  for n in box.some([50, 51])]  # fmt: skip
        lines += ["ip route-static 10.52.0.0 255.255.0.0 NULL0"] if box.maybe() else []
        lines += [f"ip route-static vpn-instance {vpn} 0.0.0.0 0.0.0.0 10.8.0.{box.number(1, 2)}"
                  for vpn in box.vpns]  # fmt: skip
    if box.has("routes6"):
        lines += ["#", f"ipv6 route-static :: 0 2001:DB8:99::{box.number(1, 2)}"]
        lines += [f"ipv6 route-static 2001:DB8:50:: 48 {box.one(['Vlanif99 FE80::1', '2001:DB8:99::1'])}"]
    return [*lines, "#"]


def services(box: Box) -> list[str]:
    lines: list[str] = []
    if box.has("syslog"):
        lines += box.some([f"info-center loghost 192.0.2.{box.number(30, 31)}",
                           f"info-center loghost 192.0.2.32 facility local{box.number(1, 2)}",
                           "info-center loghost source Vlanif99"])  # fmt: skip
        lines.append("#")
    if box.has("snmp"):
        lines += ["snmp-agent", "snmp-agent sys-info version v3", f"snmp-agent sys-info contact {box.one(['noc', 'help'])}",
                  "snmp-agent mib-view included iso-view iso",
                  f"snmp-agent group v3 watch privacy read-view {box.one(['iso-view', 'other'])}"]  # fmt: skip
        for user in box.some(["nms", "probe"]):
            lines += [f"snmp-agent usm-user v3 {user}", f"snmp-agent usm-user v3 {user} group watch",
                      f"snmp-agent usm-user v3 {user} authentication-mode sha2-256 cipher %^%#NotACipher%^%#",
                      f"snmp-agent usm-user v3 {user} privacy-mode aes256 cipher %^%#NotACipher%^%#"]  # fmt: skip
        lines += [f"snmp-agent target-host trap address udp-domain 192.0.2.{n} params securityname nms v3 privacy"
                  for n in box.some([40, 41])]  # fmt: skip
        lines += ["snmp-agent trap enable", "#"]
    if box.has("ntp"):
        lines += [f"ntp-service unicast-server 192.0.2.{n}{box.one(['', ' prefer'])}" for n in box.some([50, 51])]
        lines += ["ntp-service unicast-server ipv6 2001:DB8::123"] if box.maybe() else []
        lines.append("#")
    if box.has("ssh"):
        lines += ["stelnet server enable", *box.some(["ssh server-source -i Vlanif99",
                  f"ssh server cipher {box.one(['aes256_ctr', 'aes256_ctr aes128_ctr'])}"])]  # fmt: skip
        for user in box.some(["netadmin", "auditor"]):
            lines += [f"ssh user {user}", f"ssh user {user} authentication-type {box.one(['password', 'rsa'])}",
                      f"ssh user {user} service-type stelnet"]  # fmt: skip
        lines.append("#")
    return lines


def terminals(box: Box) -> list[str]:
    said = ["authentication-mode aaa", f"idle-timeout {box.number(5, 10)} 0"]
    said += [f"protocol inbound {box.one(['ssh', 'all'])}"] if box.maybe() else []
    said += ["acl 3000 inbound"] if "number 3000" in box.acls and box.maybe() else []
    said += ["acl ipv6 3000 inbound"] if "ipv6 number 3000" in box.acls and box.maybe() else []
    lines = [f"user-interface maximum-vty {box.one([5, 15])}"] if box.maybe() else []
    return [*lines, "user-interface con 0", " authentication-mode aaa",
            "user-interface vty 0 4", *(f" {line}" for line in said), "#"]  # fmt: skip


def write(number: int, topics: set[str]) -> str:
    """Give the text of the switch that follows from a number and the topics it has."""
    box = Box(number, topics)
    box.vlans, box.raguard = set(), False
    lists, doors = filters(box), access(box)
    routed = gateways(box)
    edges = ports(box)
    lines = ["!Software Version V200R019C10SPC500", "#", *system(box), *lists]
    if box.has("key"):
        lines += ["rsa peer-public-key nms", " public-key-code begin", f"  3047{box.number(1, 2)}",
                  " public-key-code end", "peer-public-key end", "#"]  # fmt: skip
    lines += pools(box) if box.has("pools") else []
    lines += doors
    if box.has("banner"):
        lines += [f'header login information "{box.one(["no access", "line one"])}', "# two", 'three"', "#"]
    lines += [*routing(box), *routed, *management(box), *edges]
    lines += policies(box) if box.has("policy") else []
    lines += [*routes(box), *services(box)]
    return "\n".join([*lines, *terminals(box), "return", ""])


configurations = st.builds(
    write, st.integers(0, 2**32 - 1), st.sets(st.sampled_from(TOPICS), max_size=len(TOPICS))
)
