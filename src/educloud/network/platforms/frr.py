"""FRRouting 8 to 10, by vtysh: changes act at once, ``no`` takes them back.

After the FRRouting user guide (docs.frrouting.org) and what FRR 8.4 answers. FRR routes and has no
VLANs of its own: interfaces are the kernel's, so that a view of one is never removed, nor is that
of a VRF; an interface joins a VRF by ``ip link``. Of what the daemons store, only the form they
show is known here: write ``lsp-timers gen-interval 5 refresh-interval 900 max-lifetime 1200``, not
``lsp-gen-interval 5``.
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Line, ManagementSigns, Platform, View

# A peer's lines go with the line that makes it: a peer group's, its membership, its AS.
PEER = "neighbor {1} | neighbor {1} peer-group | neighbor {1} remote-as"
# A route's next hop may be followed by the port that leads there, and by these words.
PORT = r"(?: (?!tag|onlink|bfd|label|nexthop-vrf|vrf|table|from|color)[A-Za-z]\S*)?"
ROUTE = r"(?: (?:tag \d+|\d+|onlink|bfd|label \S+))*"

VIEWS = (
    View(r"vrf \S+", "vrf", rank=10),
    View(r"route-map (?P<name>\S+) (?P<action>permit|deny) (?P<seq>\d+)", "route-map",
         undo="no route-map {name} {action} {seq}", key="route-map {name} {seq}", rank=26),
    View(r"key chain \S+", "key-chain", undo="no {0}", rank=22),
    View(r"key \d+", "key", undo="no {0}", inside="key-chain"),
    View(r"bfd", "bfd", undo="no {0}", rank=27),
    View(r"profile \S+", "bfd-profile", undo="no {0}", inside="bfd", rank=10),
    View(r"peer .+", "bfd-peer", undo="no {0}", inside="bfd", rank=20),
    View(r"router ospf(?: \d+)?(?: vrf \S+)?", "ospf", undo="no {0}", rank=30),
    View(r"router ospf6(?: vrf \S+)?", "ospf6", undo="no {0}", rank=30),
    View(r"router isis \S+(?: vrf \S+)?", "isis", undo="no {0}", rank=30),
    View(r"router bgp (?P<asn>\d+)(?P<vrf> vrf \S+)", "bgp", undo="no {line}", rank=51,
         exclusive="router bgp{vrf}", on="router bgp {asn}"),
    View(r"router bgp \d+", "bgp", undo="no {0}", rank=50, exclusive="router bgp"),
    View(r"address-family .+", "family", inside="bgp", rank=90),
    View(r"interface .+", "interface", rank=40),
    View(r"line vty", "access", rank=60),
)  # fmt: skip

TOP_LINES = (
    Line(r"(hostname) \S+", key="{0}", undo=NEVER, rank=1),
    Line(r"frr defaults traditional", key="frr defaults", default=True),
    Line(r"(frr defaults) \S+", key="{0}", undo="frr defaults traditional", rank=2),
    Line(r"(banner motd) .+", key="{0}", undo=NEVER),  # vtysh 8.4 knows no "no banner motd"
    Line(r"(log (?:syslog|stdout|monitor))(?: \S+)?", key="{0}"),
    Line(r"(log (?:file|facility|timestamp precision)) .+", key="{0}"),
    Line(r"((?:enable )?password) .+", key="{0}", secret=True, views="top"),
    Line(r"(ip|ipv6) forwarding", key="no {0} forwarding", default=True),
    Line(r"((?:ip |ipv6 )?router-id) \S+", key="{0}", undo="no {line}"),
    Line(r"((?:ip|ipv6) protocol \S+) route-map \S+", key="{0}", rank=70),
    Line(r"((ip|ipv6) prefix-list \S+) (seq \d+) (.+)", key="{0} {2}", exclusive="{0} {3}",
         rank=20),
    Line(r"((ip|ipv6) prefix-list \S+ description) .+", key="{0}", rank=20),
    Line(r"((?:ipv6 )?access-list \S+) (seq \d+) (.+)", key="{0} {1}", undo="no {line}",
         exclusive="{0} {2}", rank=20),
    Line(r"((?:ipv6 )?access-list \S+ remark) .+", key="{0}", rank=20),
    Line(r"(bgp (?:large-|ext)?community-list (?:standard|expanded) \S+) (seq \d+) (.+)",
         key="{0} {1}", undo="no {line}", exclusive="{0} {2}", rank=20),
    Line(r"(bgp as-path access-list \S+) (seq \d+) (.+)", key="{0} {1}", undo="no {line}",
         exclusive="{0} {2}", rank=20),
    Line(rf"((?:ip|ipv6) route \S+) (?:Null0|blackhole|reject){ROUTE}", key="{0} blackhole",
         undo="no {line}", rank=70),
    Line(rf"(ip route \S+ \S+{PORT}){ROUTE}", key="{0}", rank=70),
    Line(rf"(ipv6 route \S+ \S+{PORT}){ROUTE}", key="{0}", rank=70),
    Line(r"(vni) \d+.*", key="{0}", undo="no {line}", views="vrf"),
)  # fmt: skip

INTERFACE_LINES = (
    Line(r"(description) .+", key="{0}"),
    Line(r"no shutdown", default=True),
    Line(r"(bandwidth) \d+", key="{0}", views="interface"),
    Line(r"link-detect", key="no link-detect", default=True),
    Line(r"ip address (\S+)(?: .+)?", exclusive="{0}", rank=45),
    Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", rank=45),
    Line(r"ipv6 nd suppress-ra", key="no ipv6 nd suppress-ra", default=True),
    # Within a lifetime of 0 no interval is taken.
    Line(r"(ipv6 nd ra-interval) .+", key="{0}", needs="ipv6 nd ra-lifetime"),
    Line(r"(ipv6 nd ra-lifetime) .+", key="{0}", rank=46),
    Line(r"(ipv6 nd (?:mtu|router-preference|reachable-time|ra-hop-limit"
         r"|ra-retrans-interval)) .+", key="{0}"),
    Line(r"(ipv6 nd (?:prefix|rdnss|dnssl) \S+)(?: .+)?", key="{0}"),
    Line(r"((?:ip ospf(?: \d+)?|ipv6 ospf6) area) \S+", key="{0}", undo="no {line}", rigid=True,
         rank=30, views="interface"),
    Line(r"((?:ip ospf|ipv6 ospf6) (?:cost|hello-interval|dead-interval|priority|network"
         r"|retransmit-interval|transmit-delay|instance-id|ifmtu)) .+", key="{0}"),
    Line(r"(ip ospf authentication)(?: .+)?", key="{0}"),
    Line(r"(ip ospf message-digest-key \d+) .+", key="{0}"),
    # Taken away on its own: ospf6d would keep it for the next time BFD is wanted.
    Line(r"((?:ip ospf|ipv6 ospf6) bfd profile) \S+", key="{0}", rank=60),
    Line(r"(ipv6 ospf6 authentication) .+", key="{0}", undo="no {line}"),
    Line(r"((?:ip|ipv6) router isis) \S+", key="{0}", undo="no {line}", rigid=True, rank=30),
    Line(r"(isis (?:metric|hello-interval|hello-multiplier|csnp-interval|psnp-interval|priority))"
         r"((?: level-[12])?) \d+", key="{0}{1}"),
    Line(r"(isis (?:circuit-type|password)) .+", key="{0}"),
    Line(r"(isis network) point-to-point", key="{0}", undo="no {line}"),
    Line(r"(isis bfd profile) \S+", key="{0}", of="isis bfd", rank=60),
)  # fmt: skip

BGP_LINES = (
    Line(r"(bgp router-id|bgp cluster-id|timers bgp|bgp default local-preference|bgp listen limit)"
         r" .+", key="{0}", rank=20, views="bgp"),
    Line(r"(bgp listen range \S+) peer-group (\S+)", key="{0}", undo="no {line}", rigid=True,
         of="neighbor {1}", rank=60),
    Line(r"(neighbor \S+) peer-group", key="{0}", undo="no {line}"),
    Line(r"(neighbor \S+) interface .+", key="{0}", undo="no {0} interface"),
    # A peer is made anew where its AS comes from a group instead of itself, and back.
    Line(r"(neighbor (\S+) remote-as) \S+", key="{0}", undo="no {line}", exclusive="peer {1}",
         of="neighbor {1} | neighbor {1} peer-group"),
    Line(r"(neighbor (\S+) peer-group) \S+", key="{0}", undo="no {line}", rigid=True,
         exclusive="peer {1}"),
    Line(r"(neighbor (\S+) (?:description|password|ebgp-multihop|update-source|timers connect"
         r"|advertisement-interval|local-as|port|graceful-shutdown)) .+", key="{0}", of=PEER),
    Line(r"(neighbor (\S+) timers) \d+ \d+", key="{0}", of=PEER),
    Line(r"(neighbor (\S+) shutdown)(?: .+)?", key="{0}", of=PEER),
    Line(r"(neighbor (\S+) bfd profile) \S+", key="{0}", undo="no {line}",
         of=PEER + " | neighbor {1} bfd", rank=60),
    Line(r"(neighbor (\S+) bfd)(?: \d.+)?", key="{0}", of=PEER),
    Line(r"neighbor (\S+) send-community(?: \S+)?", key="no {line}", default=True),
    Line(r"(neighbor (\S+) (?:route-map|prefix-list|filter-list|distribute-list)) (\S+) (in|out)",
         key="{0} {3}", undo="no {0} {2} {3}", of=PEER),
    Line(r"(neighbor (\S+) (?:maximum-prefix|weight)) .+", key="{0}", of=PEER),
    Line(r"(neighbor (\S+) (?:allowas-in|default-originate))(?: .+)?", key="{0}", of=PEER),
    Line(r"neighbor (\S+) .+", key="{line}", of=PEER.replace("{1}", "{0}")),
    Line(r"no neighbor (\S+)( .+)", undo="neighbor {0}{1}", of=PEER.replace("{1}", "{0}")),
    Line(r"(network \S+)(?: route-map \S+)?", key="{0}", views="family", rank=60),
    Line(r"(aggregate-address \S+)(?: .+)?", key="{0}", rigid=True, rank=60),
    Line(r"(redistribute (?:(?:ospf|table) \d+|\S+))(?: .+)?", key="{0}", rigid=True,
         views="family", rank=60),
    Line(r"(distance bgp) .+", key="{0}"),
    Line(r"((?:rd|rt|label) vpn (?:export|import|both)) .+", key="{0}", undo="no {line}",
         views="family", rank=40),
    Line(r"(route-map vpn (?:import|export)) \S+", key="{0}", undo="no {line}"),
)  # fmt: skip

IGP_LINES = (
    Line(r"(maximum-paths(?: ibgp)?) \d+.*", key="{0}"),
    Line(r"(ospf6? router-id) \S+", key="{0}", rank=20),
    Line(r"(network \S+) area \S+", key="{0}", undo="no {line}", rigid=True, views="ospf"),
    Line(r"(log-adjacency-changes)(?: detail)?", key="{0}", views="ospf ospf6"),
    Line(r"(area \S+ (?:stub|nssa))(?: .+)?", key="{0}", rigid=True),
    Line(r"(area \S+ authentication)(?: .+)?", key="{0}"),
    Line(r"(area \S+ range \S+)(?: .+)?", key="{0}"),
    Line(r"(default-information originate (?:ipv4|ipv6) \S+)(?: .+)?", key="{0}", views="isis"),
    Line(r"(default-information originate)(?: .+)?", key="{0}", views="ospf ospf6"),
    Line(r"(redistribute (?:ipv4|ipv6) \S+ level-[12])(?: .+)?", key="{0}", views="isis", rank=60),
    Line(r"(redistribute (?:(?:ospf|table) \d+|\S+))(?: .+)?", key="{0}", views="ospf ospf6",
         rank=60),
    Line(r"(timers throttle spf|auto-cost reference-bandwidth|timers lsa min-arrival) .+",
         key="{0}"),
    Line(r"(distance) \d+", key="{0}", undo="no {line}"),
    Line(r"net (\S+)", exclusive="net", rank=10),
    Line(r"is-type level-1-2", key="is-type", default=True),
    Line(r"metric-style wide", key="metric-style", default=True),
    Line(r"(is-type|metric-style|area-password|domain-password|spf-interval|lsp-mtu|lsp-timers"
         r"|spf-delay-ietf) .+", key="{0}"),
)  # fmt: skip

POLICY_LINES = (
    Line(r"(match (?:ip|ipv6) (?:address|next-hop|route-source) (?:prefix-list|prefix-len)) \S+",
         key="{0}"),
    Line(r"(match (?:ip|ipv6) (?:address|next-hop|route-source)) \S+", key="{0}", undo="no {line}"),
    Line(r"(match \S+) .+", key="{0}"),
    Line(r"(set ipv6 next-hop(?: global| local)?) \S+", key="{0}", undo="no {line}"),
    Line(r"(set ip next-hop) \S+", key="{0}"),
    Line(r"(set as-path (?:prepend|exclude)) .+", key="{0}"),
    Line(r"(set \S+) .+", key="{0}"),
    Line(r"(call) \S+", key="{0}"),
    Line(r"(on-match) (next|goto)(?: \d+)?", key="{0}", undo="no on-match {1}", rigid=True),
)  # fmt: skip

OTHER_LINES = (
    Line(r"(detect-multiplier) \d+", key="{0}", undo="detect-multiplier 3"),
    Line(r"((?:transmit|receive)-interval) \d+", key="{0}", undo="{0} 300"),
    Line(r"(minimum-ttl) \d+", key="{0}"),
    Line(r"(profile) \S+", key="{0}", undo="no {line}", views="bfd-peer"),
    Line(r"(key-string) .+", key="{0}"),
    Line(r"((?:ipv6 )?access-class) \S+", key="{0}", undo="no {line}"),
    Line(r"exec-timeout 10(?: 0)?", key="exec-timeout", default=True),
    Line(r"(exec-timeout) .+", key="{0}", undo="exec-timeout 10 0"),
    Line(r"login", key="no login", default=True),
)

PLATFORM = Platform(
    name="frr",
    title="FRRouting",
    netmiko_type="cisco_ios",
    negation="no",
    leave="exit",
    separator=r"\s*!.*|\s*",
    noise=r"Building configuration\.\.\.|Current configuration:|frr version .+|end|exit|exit-vrf"
    r"|exit-address-family|service integrated-vtysh-config",
    raw=(),
    signs=r"frr (?:version|defaults) .+|service integrated-vtysh-config|exit-vrf|router ospf6"
    r"|line vty|ipv6 ospf6 .+",
    begins=r"Building configuration\.\.\.",
    ends=r"end",
    views=VIEWS,
    ids=(),
    lines=TOP_LINES + INTERFACE_LINES + BGP_LINES + IGP_LINES + POLICY_LINES + OTHER_LINES,
    management=ManagementSigns(
        svi=r"interface (?:vlan|\S+\.)(?P<vlan>\d+)",
        access=r"line vty|(?:enable )?password .+",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"(?!)",
        down=r"shutdown",
        default_route=r"ip route 0\.0\.0\.0/0 .+|ipv6 route ::/0 .+",
        filter=r"(?:ipv6 )?access-class (?P<acl>\S+)",
    ),
    port="eth{n}",
    svi="vlan{n}",
    enter_config="configure terminal",
    exit_config="end",
    paging_off=("terminal length 0",),
    show_running="show running-config",
    show_startup="show startup-config",
    save="write memory",
    saved=r"(?i)Integrated configuration saved to \S+\s+\[OK\]|\[OK\]",
    prompt=r"{name}(?:\([^)\r\n]*\))?[#>]\s*\Z",
    rename=r"hostname (?P<name>\S+)",
    errors=r"(?m)^\s*(?:% ?(?:Unknown|Ambiguous|Command incomplete|Configuration failed|Cannot"
    r"|Can not|Create|Specify|Invalid|Refusing|Peer-group|Configure|Unsupported|There is no"
    r"|No such|Malformed|Only|ebgp-multihop|BGP|error|Please).*|BGP is already running.*"
    r"|Must remove .*|Please remove .*|\S+ already attached to .*|Non-existant .*"
    r"|This ra-.*|Can't find .*)$",
    questions=(),
)
