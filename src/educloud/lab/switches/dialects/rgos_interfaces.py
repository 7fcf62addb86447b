"""Interfaces of Ruijie RGOS: switched, routed, bundled; and how a line with a value is declared."""

from __future__ import annotations

from educloud.lab.switches.grammar import Statement, VlanList

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
PORT_NAME = r"(?:(?:Ten|Forty|Hundred)?GigabitEthernet \d+(?:/\d+)+|AggregatePort \d+)"
INTERFACE = rf"(?:{PORT_NAME}|VLAN \d+|Loopback \d+)"


def value(
    front: str,
    rest: str = r".+",
    *,
    needs: str = "",
    needs_top: str = "",
    bars: str = "",
    wipes: str = "",
) -> Statement:
    """Give a line with one value: a new one takes its place, its front part takes it back."""
    return Statement(
        rf"{front} {rest}",
        slot=rf"{front} .+",
        undo=front,
        needs=needs,
        needs_top=needs_top,
        bars=bars,
        wipes=wipes,
    )


def feature(line: str, off: str) -> Statement:
    """Give a line that is switched off by another one, which is not shown."""
    return Statement(off, stored=False, slot=line)


DESCRIPTION = value(r"description")
SHUTDOWN = (
    Statement(r"shutdown", undo=r"shutdown"),
    Statement(r"no shutdown", stored=False, slot=r"shutdown"),
)
ROUTED, TRUNK = r"no switchport", r"switchport mode trunk"
# What a change of the VRF takes along (RGOS 11 command reference, VRF).
ADDRESSES = r"ip address .+|ipv6 address .+|ipv6 enable"
LAYER2 = (
    r"switchport .+|spanning-tree .+|rldp .+|dot1x .+|storm-control .+|nfpp .+|arp-check"
    r"|(?:ip|ipv6) dhcp snooping trust|ipv6 nd snooping trust|(?:ip|ipv6) verify source.*"
)
LAYER3 = (
    r"ip (?:address|helper-address|ospf|router) .+|ipv6 enable|vrf forwarding .+|isis .+|vrrp .+"
    r"|(?:no )?ipv6 (?:address|nd ra|nd sup|nd man|nd oth|dhcp relay|dhcp server|ospf|router).*"
)
BINDINGS = r"ip access-group .+|ipv6 traffic-filter .+"


def routed(needs: str = "") -> tuple[Statement, ...]:
    """Give the lines of an interface with addresses."""
    return (
        value(
            r"vrf forwarding",
            r"(\S+)",
            wipes=ADDRESSES,
            needs_top=r"vrf definition {1}",
            needs=needs,
        ),
        Statement(
            rf"ip address ({V4}) {V4}",
            slot=rf"ip address {V4} {V4}",
            undo=rf"ip address {V4} {V4}",
            unique="1",
            needs=needs,
        ),
        Statement(rf"ip address ({V4}) {V4} secondary", unique="1", needs=rf"ip address {V4} {V4}"),
        Statement(rf"ip helper-address {V4}", needs=needs),
        value(r"ip ospf cost", r"\d+", needs=needs),
        value(r"ip ospf network", r"(?:broadcast|point-to-point)", needs=needs),
        Statement(
            r"ip ospf message-digest-key (\d+) md5 .+",
            slot=r"ip ospf message-digest-key {1} .+",
            undo=r"ip ospf message-digest-key \d+",
            needs=needs,
        ),
        Statement(
            rf"vrrp (\d+) ip {V4}",
            slot=rf"vrrp {{1}} ip {V4}",
            undo=rf"vrrp \d+ ip {V4}",
            needs=needs,
        ),
        Statement(rf"vrrp \d+ ipv6 {V6}", needs=needs),
        *(
            Statement(
                rf"vrrp {word}(\d+) priority \d+",
                slot=rf"vrrp {word}{{1}} priority .+",
                undo=rf"vrrp {word}\d+ priority",
                needs=rf"vrrp \d+ {family} .+",
            )
            for word, family in (("", "ip"), ("ipv6 ", "ipv6"))
        ),
        Statement(r"ip router isis(?: \S+)?", needs=needs),
        Statement(r"ipv6 enable", needs=needs),
        Statement(rf"ipv6 address ({V6})(?: eui-64)?", unique="1", needs=needs),
        Statement(
            rf"ipv6 address {V6} link-local",
            slot=rf"ipv6 address {V6} link-local",
            undo=rf"ipv6 address {V6} link-local",
            needs=needs,
        ),
        feature(r"no ipv6 nd suppress-ra", r"ipv6 nd suppress-ra"),
        Statement(r"no ipv6 nd suppress-ra", needs=needs),
        Statement(r"ipv6 nd (?:managed-config-flag|other-config-flag)", needs=needs),
        value(r"ipv6 nd ra-interval", r"\d+", needs=needs),
        value(r"ipv6 nd ra-lifetime", r"\d+", needs=needs),
        Statement(rf"ipv6 dhcp relay destination {V6}(?: {INTERFACE})?", needs=needs),
        value(r"ipv6 dhcp server", r"(\S+)", needs_top=r"ipv6 dhcp pool {1}", needs=needs),
        Statement(
            r"ipv6 ospf (\d+) area \S+",
            slot=r"ipv6 ospf \d+ area .+",
            undo=r"ipv6 ospf \d+ area \S+",
            needs_top=r"ipv6 router ospf {1}(?: vrf .+)?",
            needs=needs,
        ),
        value(r"ipv6 ospf cost", r"\d+", needs=needs),
        value(r"ipv6 ospf network", r"(?:broadcast|point-to-point)", needs=needs),
        Statement(r"ipv6 router isis(?: \S+)?", needs=needs),
        value(r"isis metric", r"\d+", needs=needs),
    )


FILTERS = tuple(
    Statement(
        rf"{word} (\S+) {way}",
        slot=rf"{word} \S+ {way}",
        undo=rf"{word} \S+ {way}",
        needs_top=rf"{family} access-list (?:standard |extended )?{{1}}",
    )
    for word, family in (("ip access-group", "ip"), ("ipv6 traffic-filter", "ipv6"))
    for way in ("in", "out")
)
SWITCHED = (
    Statement(r"switchport", stored=False, slot=ROUTED, wipes=LAYER3),
    Statement(ROUTED, wipes=LAYER2, bars=r"port-group .+"),
    Statement(
        r"switchport mode access",
        stored=False,
        slot=r"switchport mode .+",
        bars=r"switchport trunk .*|no switchport|port-group .+",
    ),
    Statement(
        r"switchport mode (?:trunk|hybrid|uplink|dot1q-tunnel)",
        slot=r"switchport mode .+",
        undo=r"switchport mode",
        bars=r"switchport (?:trunk|access|dot1q-tunnel) .*|no switchport|port-group .+",
    ),
    value(
        r"switchport access vlan",
        r"(\d+)",
        needs_top=r"vlan {1}",
        bars=r"switchport mode .+|no switchport|port-group .+",
    ),
    value(r"switchport trunk native vlan", r"\d+", needs=TRUNK),
    value(r"switchport dot1q-tunnel native vlan", r"\d+", needs=r"switchport mode dot1q-tunnel"),
    Statement(r"switchport protected", bars=r"no switchport|port-group .+"),
)
EDGE = (
    Statement(r"spanning-tree portfast", bars=ROUTED),
    feature(r"spanning-tree bpduguard enable", r"spanning-tree bpduguard disable"),
    Statement(r"spanning-tree bpduguard enable", bars=ROUTED),
    feature(r"spanning-tree bpdufilter enable", r"spanning-tree bpdufilter disable"),
    Statement(r"spanning-tree bpdufilter enable", bars=ROUTED),
    value(r"rldp port loop-detect", r"(?:warning|block|shutdown-port|shutdown-svi)", bars=ROUTED),
    *(
        value(rf"storm-control {kind}", r"(?:level|pps|kbps) \d+", bars=ROUTED)
        for kind in ("broadcast", "multicast", "unicast")
    ),
    Statement(r"ip dhcp snooping trust", bars=ROUTED),
    Statement(
        r"ip verify source(?: port-security)?",
        slot=r"ip verify source.*",
        undo=r"ip verify source(?: port-security)?",
        bars=ROUTED,
    ),
    Statement(r"arp-check", bars=ROUTED),
    Statement(r"ipv6 dhcp snooping trust", bars=ROUTED),
    Statement(
        r"ipv6 verify source(?: port-security)?",
        slot=r"ipv6 verify source.*",
        undo=r"ipv6 verify source(?: port-security)?",
        bars=ROUTED,
    ),
    Statement(r"ipv6 nd snooping trust", bars=ROUTED),
    value(r"dot1x port-control", r"auto", bars=ROUTED),
    Statement(r"dot1x mac-auth-bypass", needs=r"dot1x port-control auto"),
    value(r"nfpp nd-guard policy per-port ns-na", r"\d+ \d+", bars=ROUTED),
)
MEMBER = Statement(
    r"port-group (\d+)(?: mode (?:active|passive))?",
    slot=r"port-group .+",
    undo=r"port-group",
    rigid=True,
    wipes=rf"no switchport|{LAYER2}|{LAYER3}|{BINDINGS}",
    needs_top=r"interface AggregatePort {1}",
)
TRUNK_LIST = VlanList(
    add=rf"switchport trunk allowed vlan add {IDS}",
    remove=rf"switchport trunk allowed vlan remove {IDS}",
    sets=rf"switchport trunk allowed vlan only {IDS}",
    clear=r"switchport trunk allowed vlan",
    shown="switchport trunk allowed vlan only {0}",
    needs=TRUNK,
)
BASICS = (
    DESCRIPTION,
    *(feature(rf"{word} .+", rf"{word} auto") for word in ("speed", "duplex")),
    feature(r"mtu .+", r"mtu 1500"),
    value(r"speed", r"(?:10|100|1000|10G)"),
    value(r"duplex", r"(?:full|half)"),
    value(r"mtu", r"\d+"),
)
