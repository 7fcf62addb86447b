"""Configurations of FRRouting routers: synthetic, and such as real daemons take."""

from __future__ import annotations

from hypothesis import strategies as st

V4_NETS = [f"10.{n}.0.1/24" for n in range(1, 7)]
V6_NETS = [f"2001:db8:0:{n}::1/64" for n in range(1, 7)]
ANY_V4 = [f"10.{n}.0.0/16" for n in range(10, 14)]
ANY_V6 = [f"2001:db8:{n}::/48" for n in range(10, 14)]
INTERFACES = ["eth0", "eth1", "eth2", "eth3", "lo"]
MAPS, LISTS4, LISTS6 = ["RM-IN", "RM-OUT"], ["PL-IN", "PL-OUT"], ["PL6-IN", "PL6-OUT"]
PROFILES = ["fast", "slow"]
yes = st.booleans()


def some(values, most=3):
    return st.lists(st.sampled_from(values), unique=True, max_size=most)


def one(*values):
    return st.sampled_from(values)


@st.composite
def picked(draw, *choices):
    """Lines, each of them there or not: a text, a template with values for it, or alternatives."""
    bits = draw(st.integers(0, 2 ** len(choices) - 1))
    lines = []
    for n, choice in enumerate(choices):
        if not bits >> n & 1:
            continue
        text, *values = (choice,) if isinstance(choice, str) else choice
        lines.append(text.format(*(draw(st.sampled_from(v)) for v in values)))
    return lines


@st.composite
def numbered(draw, front, entries):
    """Entries of a list with numbers; no entry stands twice."""
    chosen = draw(some(entries, 4))
    numbers = sorted(draw(st.permutations([5, 10, 15, 20]))[: len(chosen)])
    return [f"{front} seq {n} {entry}" for n, entry in zip(numbers, chosen, strict=True)]


@st.composite
def lists(draw):
    lines = draw(
        numbered("access-list VTY", [f"{a} {n}" for a in ("permit", "deny") for n in ANY_V4])
    )
    if lines and draw(yes):
        lines.insert(0, f"access-list VTY remark {draw(one('who may log in', 'office only'))}")
    lines += draw(numbered("ipv6 access-list VTY6", [f"permit {n}" for n in ANY_V6] + ["deny any"]))
    for family, names, nets, long in (
        ("ip", LISTS4, ANY_V4, (20, 24)),
        ("ipv6", LISTS6, ANY_V6, (56, 64)),
    ):
        for name in names:
            front = f"{family} prefix-list {name}"
            entries = [f"permit {net} le {n}" for net in nets for n in long]
            found = draw(numbered(front, [*entries, "deny any"]))
            if found and draw(yes):
                found.insert(0, f"{front} description {draw(one('what we send', 'from the city'))}")
            lines += found
    lines += draw(numbered("bgp as-path access-list AS", ["permit ^65101_", "permit ^65102_"]))
    front = "bgp community-list standard CL"
    return lines + draw(numbered(front, ["permit 65001:1", "permit 65001:2", "deny 65001:3"]))


@st.composite
def route_maps(draw):
    blocks = []
    for name in MAPS:
        for seq in sorted(draw(some([10, 20, 30], 2))):
            inner = draw(
                picked(
                    ("call {}", ["RM-X", "RM-Y"]),
                    ("description {}", ["first", "from the city"]),
                    ("match as-path {}", ["AS", "AS2"]),
                    ("match community {}", ["CL", "CL exact-match", "CL2"]),
                    ("match interface {}", ["eth0", "eth1"]),
                    ("match ip address prefix-list {}", LISTS4),
                    ("match ipv6 address prefix-list {}", LISTS6),
                    ("match source-protocol {}", ["static", "connected"]),
                    ("match tag {}", ["5", "6"]),
                    ("set as-path prepend {}", ["65001", "65001 65001"]),
                    ("set community {}", ["65001:1", "65001:2 additive"]),
                    ("set ip next-hop {}", ["10.1.0.9", "10.2.0.9"]),
                    ("set ipv6 next-hop global {}", ["2001:db8::1", "2001:db8::9"]),
                    ("set local-preference {}", ["50", "200"]),
                    ("set metric {}", ["10", "20"]),
                    ("set origin {}", ["igp", "incomplete"]),
                    ("set tag {}", ["7", "8"]),
                    ("set weight {}", ["10", "20"]),
                )
            )
            action = "permit" if seq == 20 else draw(one("permit", "deny"))
            if seq == 20:  # what denies goes nowhere else
                inner += draw(picked(("on-match {}", ["next", "goto 40", "goto 50"])))
            blocks.append([f"route-map {name} {action} {seq}", *inner])
    return blocks


def ospf_lines(front):
    return picked(
        (f"{front} cost {{}}", ["10", "100"]),
        (f"{front} hello-interval {{}}", ["1", "5"]),
        (f"{front} dead-interval {{}}", ["4", "20"]),
        f"{front} mtu-ignore",
        f"{front} network point-to-point",
        f"{front} passive",
        (f"{front} priority {{}}", ["0", "10"]),
    )


@st.composite
def bfd_lines(draw, front):
    """A line for BFD, with or without a profile."""
    kind = draw(one(0, 0, 1, 2))
    profile = [f"{front} profile {draw(one(*PROFILES))}"] if kind == 2 else []
    return [front, *profile] if kind else []


@st.composite
def interface(draw, name, v4, v6):
    lines = [f"ip address {net}" for net in v4] + [f"ipv6 address {net}" for net in v6]
    lines += draw(picked(("description {}", ["uplink to city", "教室 3 号", "to campus"])))
    if name != "lo":
        lines += draw(picked("shutdown", "no link-detect", ("bandwidth {}", ["100", "1000"])))
        lines += draw(
            picked(
                "no ipv6 nd suppress-ra",
                "ipv6 nd managed-config-flag",
                "ipv6 nd other-config-flag",
                ("ipv6 nd mtu {}", ["1400", "1500"]),
                ("ipv6 nd prefix 2001:db8:0:99::/64{}", ["", " 600 300", " 600 300 no-autoconfig"]),
                ("ipv6 nd ra-interval {}", ["30", "60", "msec 500"]),
                ("ipv6 nd ra-lifetime {}", ["1900", "3600"]),
                ("ipv6 nd rdnss 2001:db8::53{}", ["", " 700"]),
                ("ipv6 nd dnssl edu.test{}", ["", " 700"]),
                ("ipv6 nd router-preference {}", ["high", "low"]),
            )
        )
    if draw(yes):
        lines += [f"ip ospf area {draw(one('0', '1'))}"]
        lines += draw(ospf_lines("ip ospf"))
        lines += draw(bfd_lines("ip ospf bfd"))
        lines += draw(
            picked(
                ("ip ospf authentication{}", ["", " message-digest", " null"]),
                ("ip ospf message-digest-key 1 md5 {}", ["made-up", "made-up-2"]),
            )
        )
    if draw(yes):
        lines += [f"ipv6 ospf6 area {draw(one('0', '0.0.0.1'))}"]
        lines += draw(ospf_lines("ipv6 ospf6"))
        lines += draw(bfd_lines("ipv6 ospf6 bfd"))
    if name in {"eth0", "eth1", "lo"}:
        circuit = draw(picked("ip router isis CORE", "ipv6 router isis CORE"))
        lines += circuit
        lines += draw(isis_lines) if circuit and name != "lo" else []
    if name == "lo":
        lines = [line for line in lines if not line.endswith(("-point", "passive"))]
    elif "ipv6 nd ra-interval" not in " ".join(lines) and draw(yes):
        lines = [line for line in lines if "ra-lifetime" not in line] + ["ipv6 nd ra-lifetime 0"]
    return [f"interface {name}", *lines]


isis_lines = picked(
    "isis circuit-type level-2-only",
    ("isis hello-interval {}", ["1", "2"]),
    ("isis hello-multiplier {}", ["4", "5"]),
    ("isis metric {}", ["20", "30"]),
    "isis network point-to-point",
    ("isis password {}", ["clear made-up", "md5 made-up"]),
    ("isis priority {}", ["20", "30"]),
)


@st.composite
def interfaces(draw):
    """Interfaces; an address stands on one of them, or nowhere."""
    places4 = [draw(st.sampled_from([*INTERFACES, ""])) for _ in V4_NETS]
    places6 = [draw(st.sampled_from([*INTERFACES, ""])) for _ in V6_NETS]
    return [
        draw(
            interface(
                name,
                [net for net, at in zip(V4_NETS, places4, strict=True) if at == name],
                [net for net, at in zip(V6_NETS, places6, strict=True) if at == name],
            )
        )
        for name in INTERFACES
    ]


@st.composite
def routes(draw, third):
    """Static routes: next hops, tags, distances, a way out by an interface, and nowhere."""
    lines = []
    for n in draw(some(range(4), 4)):
        tag = draw(one("", " tag 7"))  # next hops of one distance have one tag
        lines += [
            f"ip route 10.2{n}.0.0/16 {hop}{draw(one(tag, ' 200'))}"
            for hop in draw(some([f"10.{third}.0.{h}" for h in (2, 3)], 2))
        ]
    lines += draw(
        picked(
            (f"ip route 0.0.0.0/0 10.{third}.0.{{}}", ["2", "3"]),
            (f"ipv6 route ::/0 2001:db8:0:{third}::{{}}", ["2", "3"]),
            ("ip route 10.30.0.0/16 {}", ["Null0", "blackhole"]),
            ("ipv6 route 2001:db8:30::/48 fe80::{} eth0", ["2", "3"]),
            ("ipv6 route 2001:db8:31::/48 eth1{}", ["", " 200"]),
        )
    )
    return lines


metric = [" metric 10", " metric 20", "", " route-map RM-OUT"]


@st.composite
def igps(draw):
    blocks = []
    ids = ["192.0.2.1", "192.0.2.2"]
    if draw(yes):
        lines = draw(ospf_router(ids))
        # FRR shows this only where an area stands.
        if any("area 0" in line for line in lines) and draw(yes):
            lines.append("max-metric router-lsa administrative")
        blocks.append(["router ospf", *lines])
    if draw(yes):
        blocks.append(
            [
                "router ospf6",
                *draw(
                    picked(
                        ("ospf6 router-id {}", ids),
                        ("log-adjacency-changes{}", ["", " detail"]),
                        ("timers throttle spf 0 {} 200", ["50", "60"]),
                        ("auto-cost reference-bandwidth {}", ["10000", "40000"]),
                        ("redistribute connected{}", metric),
                        ("redistribute static{}", metric),
                        ("area 0.0.0.1 stub{}", ["", " no-summary"]),
                        ("area 0 range 2001:db8::/32{}", ["", " not-advertise"]),
                        ("default-information originate{}", ["", " always", " always metric 10"]),
                        ("maximum-paths {}", ["4", "8"]),
                        ("distance {}", ["100", "105"]),
                        "stub-router administrative",
                    )
                ),
            ]
        )
    if draw(yes):
        blocks.append(
            [
                "router isis CORE",
                *draw(
                    picked(
                        ("net 49.0001.0100.0000.000{}.00", "12"),
                        "is-type level-2-only",
                        ("lsp-timers gen-interval {} refresh-interval 900 max-lifetime 1200", "57"),
                        ("spf-interval {}", "23"),
                        ("area-password {}", ["clear made-up", "md5 made-up"]),
                        ("default-information originate ipv6 level-2 always{}", ["", " metric 5"]),
                        ("redistribute ipv6 connected level-2{}", metric[:3]),
                        ("redistribute ipv4 static level-2{}", metric[:3]),
                        "topology ipv6-unicast",
                        "log-adjacency-changes",
                        "no hostname dynamic",
                        "set-overload-bit",
                        "purge-originator",
                    )
                ),
            ]
        )
    return blocks


def ospf_router(ids):
    return picked(
        ("ospf router-id {}", ids),
        ("log-adjacency-changes{}", ["", " detail"]),
        ("timers throttle spf 0 {} 200", ["50", "60"]),
        ("auto-cost reference-bandwidth {}", ["10000", "40000"]),
        ("redistribute static{}", ["", " metric 10 metric-type 1", " route-map RM-OUT"]),
        "redistribute connected",
        "passive-interface default",
        ("area 1 stub{}", ["", " no-summary"]),
        ("area 0 authentication{}", ["", " message-digest"]),
        ("area 1 range 10.0.0.0/16{}", ["", " not-advertise"]),
        ("default-information originate{}", ["", " always", " always metric 10"]),
        ("distance {}", ["100", "105"]),
    )


@st.composite
def policies(draw, who, lists_):
    """What is done with a neighbour's routes in a family; it is one there."""
    return [
        f"neighbor {who} activate",
        *draw(
            picked(
                f"neighbor {who} next-hop-self",
                f"neighbor {who} soft-reconfiguration inbound",
                (f"neighbor {who} maximum-prefix {{}}", ["100", "200 80"]),
                (f"neighbor {who} weight {{}}", ["10", "20"]),
                f"neighbor {who} default-originate",
                (f"neighbor {who} route-map {{}} in", MAPS),
                (f"neighbor {who} route-map {{}} out", MAPS),
                (f"neighbor {who} prefix-list {{}} in", lists_),
                (f"neighbor {who} prefix-list {{}} out", lists_),
                f"no neighbor {who} send-community",
                (f"neighbor {who} allowas-in {{}}", "12"),
            )
        ),
    ]


@st.composite
def neighbor(draw, who):
    """A neighbour of its own, one of a group, or none; its lines."""
    # A peer that keeps its AS and joins a group keeps what it said of its families as well, also
    # ``no neighbor X activate``; so one that may stand alone joins only the group with an AS.
    alone = who in {"10.1.0.2", "2001:db8::2"}
    kind = draw(one("none", "own", "core") if alone else one("none", "edge", "core"))
    attributes = [(f"neighbor {who} description {{}}", ["to city", "to county"])]
    if kind == "none":
        return kind, []
    if kind == "core":
        return kind, [f"neighbor {who} peer-group CORE", *draw(picked(*attributes))]
    attributes.append((f"neighbor {who} password {{}}", ["made-up", "made-up-2"]))
    attributes.append((f"neighbor {who} shutdown{{}}", ["", " message works"]))
    lines = [f"neighbor {who} remote-as {draw(one(65101, 65102))}"]
    if kind == "edge":
        return kind, [*lines, f"neighbor {who} peer-group EDGE", *draw(picked(*attributes))]
    attributes += [
        (f"neighbor {who} ebgp-multihop {{}}", "23"),
        (f"neighbor {who} timers {{}}", ["3 9", "10 30"]),
        (f"neighbor {who} timers connect {{}}", ["5", "10"]),
        (f"neighbor {who} advertisement-interval {{}}", "12"),
        (f"neighbor {who} update-source {{}}", ["lo", "eth0"]),
        f"neighbor {who} passive",
    ]
    return kind, [*lines, *draw(picked(*attributes)), *draw(bfd_lines(f"neighbor {who} bfd"))]


@st.composite
def family(draw, name, nets, members):
    """An address family of BGP."""
    version, lists_ = ("ip", LISTS4) if "ipv4" in name else ("ipv6", LISTS6)
    ospf = "ospf" if version == "ip" else "ospf6"
    lines = [f"network {net}{draw(one('', ' route-map RM-OUT'))}" for net in draw(some(nets))]
    lines += draw(
        picked(
            (f"aggregate-address {nets[0].replace('10', '9', 1)}{{}}", ["", " summary-only"]),
            ("redistribute connected{}", metric),
            ("redistribute static{}", metric),
            (f"redistribute {ospf}{{}}", metric),
            ("maximum-paths {}", ["2", "4"]),
            ("maximum-paths ibgp {}", ["2", "4"]),
        )
    )
    for who, kind in members:
        if kind == "own" and draw(yes):
            lines += draw(policies(who, lists_))
    if any(kind == "core-group" for _, kind in members) and draw(yes):
        extra = ["neighbor CORE route-reflector-client", "neighbor CORE next-hop-self force"]
        lines += ["neighbor CORE activate", *draw(picked(*extra))]
    if any(kind == "edge-group" for _, kind in members) and draw(yes):
        lines += draw(policies("EDGE", lists_))
    return [f"address-family {name}", *lines] if lines else []


@st.composite
def bgp(draw):
    """BGP: neighbours alone and in groups, both families, and an instance of a VRF."""
    asn = draw(one(65001, 65001, 65002))
    lines = ["no bgp default ipv4-unicast"]
    lines += draw(
        picked(
            ("bgp router-id {}", ["192.0.2.1", "192.0.2.2"]),
            "bgp log-neighbor-changes",
            "no bgp ebgp-requires-policy",
            "no bgp network import-check",
            "bgp bestpath as-path multipath-relax",
            ("bgp cluster-id {}", ["192.0.2.1", "192.0.2.9"]),
            ("bgp default local-preference {}", ["90", "200"]),
            ("timers bgp {}", ["3 9", "10 30"]),
        )
    )
    found = {w: draw(neighbor(w)) for w in ("10.1.0.2", "10.2.0.2", "2001:db8::2", "2001:db8::3")}
    kinds = {kind for kind, _ in found.values()}
    members = [(who, kind) for who, (kind, _) in found.items()]
    if "core" in kinds or draw(yes):
        members.append(("CORE", "core-group"))
        lines += ["neighbor CORE peer-group", "neighbor CORE remote-as internal"]
        timers = ("neighbor CORE timers {}", ["1 3", "3 9"])
        lines += draw(picked("neighbor CORE update-source lo", timers))
    if "edge" in kinds or draw(yes):
        members.append(("EDGE", "edge-group"))
        lines += ["neighbor EDGE peer-group"]
        lines += draw(picked(("neighbor EDGE timers {}", ["1 3", "3 9"]), "neighbor EDGE bfd"))
    for _, more in found.values():
        lines += more
    blocks = [[f"router bgp {asn}", *lines]]
    families = [
        draw(family("ipv4 unicast", ANY_V4, members)),
        draw(family("ipv6 unicast", ANY_V6, members)),
    ]
    blocks[0] += [item for item in families if item]
    if draw(yes):
        blocks.append(draw(bgp_vrf(asn)))
    return blocks


@st.composite
def bgp_vrf(draw, asn):
    lines = ["no bgp default ipv4-unicast", "bgp router-id 192.0.2.7"]
    inner = draw(picked("redistribute connected", ("redistribute static{}", metric)))
    if draw(yes):
        inner += [
            f"label vpn export {draw(one('auto', '100'))}",
            f"rd vpn export 65001:{draw(one(1, 2))}",
            f"rt vpn both 65001:{draw(one(1, 2))}",
            "export vpn",
            "import vpn",
        ]
    block = ["address-family ipv4 unicast", *inner]
    return [f"router bgp {asn} vrf OFFICE", *lines, *([block] if inner else [])]


PEERS_OF_BFD = ["peer 10.1.0.9", "peer 2001:db8::9 multihop local-address 2001:db8::1"]


@st.composite
def bfd(draw):
    lines = picked(
        ("detect-multiplier {}", "57"),
        ("transmit-interval {}", ["100", "200"]),
        ("receive-interval {}", ["100", "200"]),
        "passive-mode",
    )
    blocks = [[f"profile {name}", *draw(lines)] for name in draw(some(PROFILES))]
    names = [block[0].split()[1] for block in blocks]
    blocks += [
        [peer, *([f"profile {draw(one(*names))}"] if names and draw(yes) else [])]
        for peer in draw(some(PEERS_OF_BFD))
    ]
    return [["bfd", *blocks]] if blocks else []


def shown(block, depth=0):
    """Give a block as FRR shows it: lines indented, what is in it after them, its end."""
    header, *inner = block
    pad = " " * depth
    yield pad + header
    for line in inner:
        if isinstance(line, str):
            yield f"{pad} {line}"
    for line in inner:
        if not isinstance(line, str):
            yield f"{pad} !"
            yield from shown(line, depth + 1)
    ends = {"vrf": "exit-vrf", "address-family": "exit-address-family"}
    yield pad + ends.get(header.split()[0], "exit")


@st.composite
def router(draw):
    """A whole configuration as text."""
    name = draw(one("edu-a", "edu-b"))
    head = ["frr version 8.4.4", "frr defaults traditional", f"hostname {name}"]
    head += draw(
        picked(
            ("log syslog {}", ["informational", "warnings"]),
            ("log timestamp precision {}", "36"),
            ("log facility {}", ["local5", "local6"]),
            "no ipv6 forwarding",
        )
    )
    blocks = [[*head, "service integrated-vtysh-config"]]
    key = draw(one("", "made-up", "made-up-2"))
    text = ["\n".join(blocks[0])]
    views = [["key chain KC", ["key 1", f"key-string {key}"]]] if key else []
    own = draw(picked(("ip router-id {}", ["192.0.2.1", "192.0.2.2"])))
    text.append("\n".join(own + draw(routes(1))))
    vrf = draw(routes(2))
    views += [["vrf OFFICE", *vrf]] if vrf else []
    views += draw(interfaces())
    views += draw(bgp()) if draw(one("bgp", "bgp", "")) else []
    views += draw(igps())
    tops = [*draw(lists()), "!"]
    views2 = draw(route_maps())
    ends = draw(picked("ip nht resolve-via-default", ("ip protocol bgp route-map {}", MAPS)))
    vty = draw(picked(("access-class {}", ["VTY", "VTY2"]), "ipv6 access-class VTY6",
                      ("exec-timeout {}", ["5 0", "30 0"])))  # fmt: skip
    last = ([["line vty", *vty]] if vty else []) + draw(bfd())
    text += ["\n".join(shown(view)) for view in views]
    text += ["\n".join(tops)]
    text += ["\n".join(shown(view)) for view in views2]
    text += ["\n".join(ends)]
    text += ["\n".join(shown(view)) for view in last]
    return "\n!\n".join(part for part in text if part) + "\n!\n"


configurations = router()
