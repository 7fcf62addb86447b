"""FRRouting as vtysh shows and takes it (FRR 8.4): the kernel's interfaces, IOS-like routing.

What it accepts, replaces and refuses was read off real daemons. Two things are simpler here: an
interface without lines is not shown, and hostname and banner show as soon as they are typed.
"""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement

V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9a-fA-F:]*:[0-9a-fA-F:.]*"
IP = rf"(?:{V4}|{V6})"
NET4, NET6 = rf"{V4}/\d+", rf"{V6}/\d+"
NAME = r"[A-Za-z][\w.-]*"
PEER = rf"(?:{IP})"
GROUP = r"(?:[A-Za-z][\w-]*)"


def value(words: str, of: str = r"\S+", **more: str | bool) -> Statement:
    """Give a line with one value: a new one replaces it, and ``no`` needs none."""
    return Statement(f"{words} {of}", slot=f"{words} {of}", undo=f"{words}(?: {of})?", **more)  # type: ignore[arg-type]


def whole(words: str, of: str = r"\S+", **more: str | bool) -> Statement:
    """Give a line with one value that ``no`` must name as it stands."""
    return Statement(f"{words} {of}", slot=f"{words} {of}", undo=f"{words} {of}", **more)  # type: ignore[arg-type]


def flag(words: str, **more: str | bool) -> Statement:
    """Give a line that is there or not."""
    return Statement(words, undo=words, **more)  # type: ignore[arg-type]


ROUTE_END = r"(?: tag \d+)?(?: \d+)?(?: onlink)?(?: bfd)?"


def route(family: str, net: str, hop: str) -> tuple[Statement, ...]:
    """Give static routes: one line for each prefix and next hop, or one to nowhere."""
    port = rf"(?!tag|onlink|bfd|Null0|blackhole|reject){NAME}"
    hole = f"(?:Null0|blackhole|reject){ROUTE_END}"
    front = rf"{family} route ({net}) ({hop}(?: {port})?|{port})"
    return (
        Statement(rf"{family} route ({net}) {hole}",
                  slot=rf"{family} route {{1}} {hole}", undo=rf"{family} route {net} {hole}"),
        Statement(front + ROUTE_END, slot=rf"{family} route {{1}} {{2}}{ROUTE_END}",
                  undo=front + ROUTE_END),
    )  # fmt: skip


ROUTES = (*route("ip", NET4, V4), *route("ipv6", NET6, V6))
INTERFACE = (
    value("bandwidth", r"\d+"),
    value("description", r".+"),
    Statement(rf"ip address ({NET4})(?: label \S+)?", unique="1"),
    whole("ip ospf(?: \\d+)? area", rigid=True),
    Statement("ip ospf authentication(?: message-digest| null)?",
              slot="ip ospf authentication(?: .+)?", undo="ip ospf authentication"),
    flag("ip ospf bfd", drops="ip ospf bfd profile .+"),
    value("ip ospf bfd profile"),
    value("ip ospf cost", r"\d+"),
    value("ip ospf dead-interval", r"(?:\d+|minimal hello-multiplier \d+)"),
    value("ip ospf hello-interval", r"\d+"),
    Statement(r"ip ospf message-digest-key (\d+) md5 \S+",
              slot=r"ip ospf message-digest-key {1} .+", undo=r"ip ospf message-digest-key \d+"),
    flag("ip ospf mtu-ignore"),
    value("ip ospf network", "(?:point-to-point|point-to-multipoint|non-broadcast)"),
    flag("ip ospf passive"),
    value("ip ospf priority", r"\d+"),
    whole("ip router isis", rigid=True),
    Statement(rf"ipv6 address ({NET6})", unique="1"),
    Statement(r"ipv6 nd dnssl (\S+)(?: \S+)?", slot=r"ipv6 nd dnssl {1}(?: .+)?",
              undo=r"ipv6 nd dnssl \S+(?: \S+)?"),
    *(flag(f"ipv6 nd {word}") for word in
      ("home-agent-config-flag", "managed-config-flag", "other-config-flag")),
    *(value(f"ipv6 nd {word}", r"\d+") for word in ("mtu", "ra-hop-limit", "reachable-time")),
    Statement(rf"ipv6 nd prefix ({NET6})(?: \d+ \d+)?(?: off-link)?(?: no-autoconfig)?",
              slot=r"ipv6 nd prefix {1}(?: .+)?", undo=rf"ipv6 nd prefix {NET6}(?: .+)?"),
    value("ipv6 nd ra-interval", r"(?:msec )?\d+", bars="ipv6 nd ra-lifetime 0"),
    value("ipv6 nd ra-lifetime", r"\d+"),
    Statement(rf"ipv6 nd rdnss ({V6})(?: \S+)?", slot=r"ipv6 nd rdnss {1}(?: .+)?",
              undo=rf"ipv6 nd rdnss {V6}(?: \S+)?"),
    value("ipv6 nd router-preference", "(?:high|medium|low)"),
    whole("ipv6 ospf6 area", rigid=True),
    flag("ipv6 ospf6 bfd", drops="ipv6 ospf6 bfd profile .+"),
    value("ipv6 ospf6 bfd profile", needs="ipv6 ospf6 bfd"),
    *(value(f"ipv6 ospf6 {word}", r"\d+") for word in
      ("cost", "dead-interval", "hello-interval", "ifmtu", "priority")),
    flag("ipv6 ospf6 mtu-ignore"),
    value("ipv6 ospf6 network", "(?:point-to-point|point-to-multipoint)"),
    flag("ipv6 ospf6 passive"),
    whole("ipv6 router isis", rigid=True),
    *(flag(f"isis {word}", needs=r"ipv?6? router isis \S+") for word in ("bfd", "passive")),
    value("isis circuit-type", "level-(?:1|1-2|2-only)", needs=r"ipv?6? router isis \S+"),
    *(value(f"isis {word}", r"\d+", needs=r"ipv?6? router isis \S+") for word in
      ("hello-interval", "hello-multiplier", "metric", "priority")),
    flag("isis network point-to-point", needs=r"ipv?6? router isis \S+"),
    value("isis password", r"(?:clear|md5) \S+", needs=r"ipv?6? router isis \S+"),
    flag("mpls enable"),
    Statement("no ipv6 nd suppress-ra"),
    Statement("no link-detect"),
    flag("shutdown"),
)  # fmt: skip

ALONG = "(?:no )?neighbor {1} .*"
NEIGHBOR = (
    Statement(rf"neighbor ({GROUP}) peer-group", slot=r"neighbor {1} peer-group",
              undo=rf"neighbor {GROUP} peer-group",
              along=ALONG + r"|neighbor \S+ peer-group {1}|bgp listen range \S+ peer-group {1}"),
    Statement(rf"neighbor ({GROUP}) remote-as \S+", slot=r"neighbor {1} remote-as .+",
              undo=rf"neighbor {GROUP} remote-as \S+"),
    Statement(rf"neighbor ({NAME}) interface (?:v6only )?remote-as \S+",
              slot=r"neighbor {1} interface .+", undo=rf"neighbor {NAME}(?: interface)?",
              along=ALONG),
    Statement(rf"neighbor ({PEER}) remote-as \S+", slot=r"neighbor {1} remote-as .+",
              undo=rf"neighbor {PEER} remote-as \S+", along=ALONG),
    Statement(rf"neighbor ({PEER}) peer-group \S+", slot=r"neighbor {1} peer-group .+", rigid=True,
              undo=rf"neighbor {PEER} peer-group \S+", along=ALONG),
    *(Statement(rf"neighbor (\S+) {words} {of}", slot=rf"neighbor {{1}} {words} .+",
                undo=rf"neighbor \S+ {words}(?: {of})?")
      for words, of in (("local-as", r"\d+(?: no-prepend)?(?: replace-as)?"), ("description", ".+"),
                        ("password", r"\S+"), ("ebgp-multihop", r"\d+"), ("update-source", r"\S+"),
                        ("advertisement-interval", r"\d+"))),
    Statement(r"neighbor (\S+) timers \d+ \d+", slot=r"neighbor {1} timers \d+ \d+",
              undo=r"neighbor \S+ timers(?: \d+ \d+)?"),
    Statement(r"neighbor (\S+) timers connect \d+", slot=r"neighbor {1} timers connect .+",
              undo=r"neighbor \S+ timers connect(?: \d+)?"),
    Statement(r"neighbor (\S+) shutdown(?: message .+)?", slot=r"neighbor {1} shutdown(?: .+)?",
              undo=r"neighbor \S+ shutdown"),
    Statement(r"neighbor (\S+) bfd", along="neighbor {1} bfd profile .+"),
    Statement(r"neighbor (\S+) bfd profile \S+", slot=r"neighbor {1} bfd profile .+",
              undo=r"neighbor \S+ bfd profile \S+"),
    Statement(r"neighbor (\S+) (?:passive|capability extended-nexthop|disable-connected-check"
              r"|graceful-restart)"),
    Statement(r"bgp listen range (\S+) peer-group \S+", slot=r"bgp listen range {1} .+", rigid=True,
              undo=r"bgp listen range \S+ peer-group \S+"),
)  # fmt: skip
BGP = (
    value("bgp router-id", V4),
    flag("bgp log-neighbor-changes"),
    Statement("no bgp ebgp-requires-policy"),
    Statement("no bgp default ipv4-unicast"),
    Statement("no bgp network import-check"),
    value("bgp default local-preference", r"\d+"),
    value("bgp cluster-id", V4),
    *(flag(f"bgp {word}") for word in
      ("always-compare-med", "deterministic-med", "graceful-restart",
       "bestpath as-path multipath-relax", "bestpath compare-routerid")),
    value("timers bgp", r"\d+ \d+"),
    *NEIGHBOR,
)  # fmt: skip
REDISTRIBUTE = r"(?: metric \d+)?(?: metric-type \d)?(?: route-map \S+)?"
FAMILY = (
    Statement(rf"network ({NET4}|{NET6})(?: route-map \S+)?", slot=r"network {1}(?: .+)?",
              undo=rf"network (?:{NET4}|{NET6})(?: route-map \S+)?"),
    Statement(rf"aggregate-address ({NET4}|{NET6})(?: as-set)?(?: summary-only)?", rigid=True,
              slot=r"aggregate-address {1}(?: .+)?",
              undo=rf"aggregate-address (?:{NET4}|{NET6})(?: .+)?"),
    Statement(r"redistribute (connected|static|kernel|isis|ospf6?|bgp)" + REDISTRIBUTE, rigid=True,
              slot=r"redistribute {1}(?: .+)?", undo=r"redistribute (?:\w+)(?: .+)?"),
    Statement(r"neighbor (\S+) activate"),
    *(Statement(rf"neighbor (\S+) {word}") for word in
      ("route-reflector-client", "next-hop-self", "next-hop-self force",
       "soft-reconfiguration inbound", "as-override", "remove-private-AS", "addpath-tx-all-paths")),
    *(Statement(rf"no neighbor (\S+) send-community{word}") for word in ("", " extended", " large",
                                                                        " all")),
    *(Statement(rf"neighbor (\S+) {words}(?: {of})?", slot=rf"neighbor {{1}} {words}(?: .+)?",
                undo=rf"neighbor \S+ {words}(?: {of})?")
      for words, of in (("default-originate", r"route-map \S+"), ("allowas-in", r"\d+"))),
    *(Statement(rf"neighbor (\S+) {words} {of}", slot=rf"neighbor {{1}} {words} .+",
                undo=rf"neighbor \S+ {words}(?: {of})?")
      for words, of in (("maximum-prefix", r"\d+(?: \d+)?(?: warning-only)?"), ("weight", r"\d+"))),
    *(Statement(rf"neighbor (\S+) {word} \S+ (in|out)", slot=rf"neighbor {{1}} {word} \S+ {{2}}",
                undo=rf"neighbor \S+ {word} \S+ (?:in|out)")
      for word in ("prefix-list", "filter-list", "route-map")),
    value("maximum-paths", r"\d+"),
    value("maximum-paths ibgp", r"\d+"),
    whole("label vpn export", r"(?:auto|\d+)"),
    *(whole(f"{what} vpn {way}", r"\S+:\d+(?: \S+)*") for what, way in
      (("rd", "export"), ("rt", "both"), ("rt", "import"), ("rt", "export"))),
    flag("export vpn"),
    flag("import vpn"),
    flag("advertise-all-vni"),
)  # fmt: skip
OSPF = (
    Statement(rf"ospf router-id {V4}", slot="ospf router-id .+", undo="ospf router-id"),
    Statement(rf"network ({V4}/\d+) area {V4}", slot=r"network {1} area .+", rigid=True),
    Statement("log-adjacency-changes(?: detail)?", slot="log-adjacency-changes(?: detail)?",
              undo="log-adjacency-changes"),
    value("timers throttle spf", r"\d+ \d+ \d+"),
    value("auto-cost reference-bandwidth", r"\d+"),
    flag("max-metric router-lsa administrative"),
    Statement(r"redistribute (connected|static|isis|bgp)" + REDISTRIBUTE,
              slot=r"redistribute {1}(?: .+)?", undo=r"redistribute \w+"),
    flag("passive-interface default"),
    Statement(r"area (\S+) (stub|nssa)(?: no-summary)?", slot="area {1} {2}(?: .+)?",
              undo=r"area \S+ (?:stub|nssa)"),
    Statement(r"area (\S+) authentication(?: message-digest)?",
              slot="area {1} authentication(?: .+)?", undo=r"area \S+ authentication"),
    Statement(r"area (\S+) range (\S+)(?: not-advertise)?", slot="area {1} range {2}(?: .+)?",
              undo=r"area \S+ range \S+"),
    Statement(r"default-information originate(?: always)?(?: metric \d+)?",
              slot=r"default-information originate(?: .+)?", undo="default-information originate"),
    whole("distance", r"\d+"),
    value("maximum-paths", r"\d+"),
    flag(f"neighbor {V4}"),
)  # fmt: skip
OSPF6 = (
    value("ospf6 router-id", V4),
    flag("graceful-restart"),
    flag("stub-router administrative"),
    *OSPF[1:],
)
ISIS = (
    value("is-type", "level-(?:1|2-only)"),
    Statement(r"net \S+", bars=r"net .+"),
    value("lsp-mtu", r"\d+"),
    flag("purge-originator"),
    flag("set-overload-bit"),
    value("lsp-timers", r"gen-interval \d+ refresh-interval \d+ max-lifetime \d+"),
    value("spf-interval", r"\d+"),
    value("area-password", r"(?:clear|md5) \S+"),
    value("domain-password", r"(?:clear|md5) \S+"),
    Statement(r"default-information originate (ipv[46]) (level-[12])(?: always)?(?: metric \d+)?",
              slot="default-information originate {1} {2}(?: .+)?",
              undo=r"default-information originate ipv[46] level-[12]"),
    Statement(r"redistribute (ipv[46]) (\w+) (level-[12])(?: metric \d+)?(?: route-map \S+)?",
              slot="redistribute {1} {2} {3}(?: .+)?",
              undo=r"redistribute ipv[46] \w+ level-[12]"),
    value("metric-style", "(?:narrow|transition)"),
    flag("topology ipv6-unicast"),
    flag("log-adjacency-changes"),
    Statement("no hostname dynamic"),
    Statement("no attached-bit send"),
)  # fmt: skip
ROUTE_MAP = (
    value("call", NAME),
    value("description", ".+"),
    *(value(f"match {words}", of) for words, of in (
        ("as-path", r"\S+"), ("community", r"\S+(?: exact-match)?"),
        ("large-community", r"\S+(?: exact-match)?"), ("interface", r"\S+"),
        ("ip address prefix-list", r"\S+"), ("ip address", r"(?!prefix-)\S+"),
        ("ipv6 address prefix-list", r"\S+"), ("ipv6 address", r"(?!prefix-)\S+"),
        ("metric", r"\d+"), ("source-protocol", r"\w+"), ("tag", r"\d+"))),
    Statement(r"on-match (next|goto)(?: \d+)?", slot="on-match .+", rigid=True,
              undo="on-match (?:next|goto)"),
    *(value(f"set {words}", of) for words, of in (
        ("as-path prepend", r"\d+(?: \d+)*"), ("community", r"\S.*"), ("large-community", r"\S.*"),
        ("ip next-hop", V4), ("local-preference", r"\d+"), ("metric", r"[+-]?\d+"),
        ("origin", r"\w+"), ("src", IP), ("tag", r"\d+"), ("weight", r"\d+"))),
    whole("set ipv6 next-hop global", V6),
)  # fmt: skip


def interval(words: str, otherwise: int) -> tuple[Statement, ...]:
    """Give a number that is set back by its default, which is not shown."""
    default = Statement(f"{words} {otherwise}", slot=rf"{words} \d+", stored=False)
    return default, Statement(rf"{words} \d+", slot=rf"{words} \d+", undo="(?!)")


PROFILE = (
    *interval("detect-multiplier", 3),
    *interval("transmit-interval", 300),
    *interval("receive-interval", 300),
    value("minimum-ttl", r"\d+"),
    flag("echo-mode"),
    flag("passive-mode"),
)

KINDS = {
    "interface": Kind(rf"interface (\S+)(?: vrf {NAME})?", "if", hides=True, ends="exit",
                      statements=INTERFACE),
    "vrf": Kind(rf"vrf ({NAME})", "vrf", hides=True, ends="exit-vrf",
                statements=(*ROUTES, whole("vni", r"\d+"))),
    "key-chain": Kind(r"key chain (\S+)", "keychain", undo=r"key chain \S+", ends="exit"),
    "key": Kind(r"key (\d+)", "keychain-key", inside="key-chain", undo=r"key \d+", ends="exit",
                statements=(value("key-string"),)),
    "bgp": Kind(r"router bgp (\d+)", "router", undo=r"router bgp \d+", ends="exit", statements=BGP,
                bound=r"(?:export|import) vpn|(?:rd|rt|label) vpn .+"),
    "bgp-vrf": Kind(rf"router bgp (\d+) vrf ({NAME})", "router", ends="exit",
                    undo=rf"router bgp \d+ vrf {NAME}", statements=BGP, needs_top="router bgp {1}"),
    **{
        f"family{number}": Kind(r"address-family (?:ipv[46] (?:unicast|vpn)|l2vpn evpn)",
                                "router-af", inside=inside, ends="exit-address-family",
                                statements=FAMILY)
        for number, inside in enumerate(("bgp", "bgp-vrf"))
    },
    "ospf": Kind(rf"router ospf(?: vrf {NAME})?", "router", undo=rf"router ospf(?: vrf {NAME})?",
                 ends="exit", statements=OSPF),
    "ospf6": Kind(rf"router ospf6(?: vrf {NAME})?", "ospf6", undo=rf"router ospf6(?: vrf {NAME})?",
                  ends="exit", statements=OSPF6),
    "isis": Kind(rf"router isis ({NAME})", "router", undo=rf"router isis {NAME}", ends="exit",
                 statements=ISIS),
    "route-map": Kind(rf"route-map ({NAME}) (permit|deny) (\d+)", "route-map", ends="exit",
                      key="route-map {1} {3}", undo=rf"route-map {NAME} (?:(?:permit|deny) )?\d+",
                      statements=ROUTE_MAP),
    "bfd": Kind("bfd", "bfd", undo="bfd", ends="exit"),
    "profile": Kind(r"profile (\S+)", "bfd-profile", inside="bfd", undo=r"profile \S+", ends="exit",
                    statements=PROFILE),
    "peer": Kind(rf"peer {IP}(?: multihop)?(?: local-address {IP})?(?: interface \S+)?", "bfd-peer",
                 inside="bfd", undo="peer .+", ends="exit",
                 statements=(whole("profile", r"\S+"), *PROFILE)),
    "line": Kind("line vty", "line", hides=True, ends="exit", statements=(
        value("access-class"),
        value("ipv6 access-class"),
        Statement(r"exec-timeout 10 0", slot="exec-timeout .+", stored=False),
        Statement(r"exec-timeout \d+ \d+", slot="exec-timeout .+", undo="(?!)"),
        Statement("no login"),
    )),
}  # fmt: skip


def numbered(words: str, of: str, undo: str = "") -> Statement:
    """Give entries of a list, each with its number; ``undo`` where less than all of it will do."""
    front = rf"{words} ({NAME}|\d+) seq (\d+)"
    return Statement(
        rf"{front} (?:permit|deny) {of}", slot=words.replace("(?:", "(?:") + r" {1} seq {2} .+",
        undo=undo or rf"{front} (?:permit|deny) {of}",
    )  # fmt: skip


LENGTHS = r"(?: ge \d+)?(?: le \d+)?"
ROOT = Kind(
    "", "",
    statements=(
        Statement(r"frr defaults traditional", slot="frr defaults .+"),
        Statement(r"frr defaults datacenter", slot="frr defaults .+"),
        Statement(r"hostname (\S+)", slot=r"hostname .+", undo="(?!)"),
        value("log file", r"\S+(?: \S+)?"),
        Statement("banner motd line .+", slot="banner motd .+", undo="(?!)"),
        Statement("log syslog(?: \\S+)?", slot="log syslog(?: .+)?", undo="log syslog"),
        value("log facility"),
        value("log timestamp precision", r"\d+"),
        flag("log commands"),
        flag("service password-encryption"),
        Statement("no ip forwarding"),
        Statement("no ipv6 forwarding"),
        whole("ip router-id", V4),
        *ROUTES,
        Statement(r"access-list (\S+) remark .+", slot="access-list {1} remark .+",
                  undo=r"access-list \S+ remark"),
        numbered("access-list", rf"(?:any|host {V4}|{NET4}(?: exact-match)?|{V4} {V4})"),
        numbered("ipv6 access-list", rf"(?:any|{NET6}(?: exact-match)?)"),
        *(Statement(rf"{family} prefix-list (\S+) description .+",
                    slot=rf"{family} prefix-list {{1}} description .+",
                    undo=rf"{family} prefix-list \S+ description") for family in ("ip", "ipv6")),
        numbered("ip prefix-list", rf"(?:any|{NET4}){LENGTHS}", r"ip prefix-list \S+ seq \d+"),
        numbered("ipv6 prefix-list", rf"(?:any|{NET6}){LENGTHS}", r"ipv6 prefix-list \S+ seq \d+"),
        numbered("bgp as-path access-list", r"\S.*"),
        numbered("bgp community-list standard", r"\S.*"),
        numbered("bgp community-list expanded", r"\S.*"),
        numbered("bgp large-community-list standard", r"\S.*"),
        *(Statement(rf"{family} protocol (\w+) route-map \S+",
                    slot=rf"{family} protocol {{1}} route-map .+",
                    undo=rf"{family} protocol \w+(?: route-map \S+)?")
          for family in ("ip", "ipv6")),
        flag("ip nht resolve-via-default"),
        flag("ipv6 nht resolve-via-default"),
    ),
)  # fmt: skip

DIALECT = Dialect(
    platform="frr",
    negation="no",
    leave="exit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"frr .*|hostname .*|log .*|service .*|no ip.* forwarding",
        r"key chain .*",
        r"ip router-id .*|ip route .*|ipv6 route .*",
        r"vrf .*",
        r"interface .*",
        r"router bgp \d+",
        r"router bgp .*",
        r"router ospf(?: .*)?",
        r"router ospf6.*",
        r"router isis .*",
        r"access-list .*",
        r"ip prefix-list .*",
        r"ipv6 access-list .*",
        r"ipv6 prefix-list .*",
        r"bgp as-path .*",
        r"bgp .*community-list .*",
        r"route-map .*",
        r"ip(?:v6)? protocol .*",
        r"ip nht .*",
        r"ipv6 nht .*",
        r"line vty",
        r"bfd",
    ),
    layout="bang",
    indent_top=False,
    batch=False,
    vlan_joint="-",
    vlan_comma=",",
    header=("Building configuration...", "", "Current configuration:", "!", "frr version 8.4.4"),
    footer="end",
    banner=r"(?!)(?P<delim>)",
    login="\r\n\r\nHello, this is FRRouting (version 8.4.4).\r\n"
    "Copyright 1996-2005 Kunihiro Ishiguro, et al.\r\n\r\n",
    user_prompt="{name}#",
    enabled_prompt="",
    config_prompt="{name}(config{view})#",
    enter_config="configure terminal",
    leave_config=("end",),
    show_running="show running-config",
    show_startup="show startup-config",
    show_version="show version",
    version="FRRouting 8.4.4 (frr) on Linux(6.1.0).\nCopyright 1996-2005 Kunihiro Ishiguro, et al.",
    quiet=(),
    paging_off="terminal length 0",
    save="write memory",
    save_question="",
    saved="Note: this version of vtysh never writes vtysh.conf\nBuilding Configuration...\n"
    "Integrated configuration saved to /etc/frr/frr.conf\n[OK]",
    unknown="% Unknown command",
    incomplete="% Command incomplete",
    excess="% Unknown command",
    refused="% Configuration failed: {reason}",
    hostname=r"hostname (\S+)",
    question="",
    inner_leaves=("exit-address-family", "exit-vrf"),
)
