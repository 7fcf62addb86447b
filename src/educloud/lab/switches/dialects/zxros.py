"""ZTE ZXROS (ZXR10 5960): a view for each feature, in which its interfaces stand again.

From the ZXR10 command reference and samples of running configurations. Where these do not say
whether a box is strict, this one is: it takes no second main address, link type, rule or AS in
place of the first, and no VLAN is deleted while its interface stands.
"""

from __future__ import annotations

from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
NAME = r"[\w.-]{1,31}"
MARK = rf"(?:\d+|{V4}):\d+"
PHYSICAL = r"(?:x|xx|xl|c|xxv)?gei-\d+/\d+/\d+/\d+"


def value(front: str, rest: str, **more: str | bool) -> Statement:
    """Give a line of which one value stands; the words before the value take it back."""
    return Statement(f"{front} {rest}", slot=f"{front} .+", undo=front, **more)  # type: ignore[arg-type]


def switched(front: str, shown: str, default: str) -> tuple[Statement, Statement]:
    """Give the two lines of a function that is switched by a word; one of them is the default."""
    both = rf"{front} (?:{shown}|{default})"
    return (
        Statement(f"{front} {shown}", slot=both, undo="<never>"),
        Statement(f"{front} {default}", slot=both, undo="<never>", stored=False),
    )


TEXT = value("description", ".+")
DOWN = Statement("shutdown", undo="shutdown")
LAYER3 = (
    Statement(rf"ip vrf forwarding ({NAME})", slot=r"ip vrf forwarding \S+",
              undo="ip vrf forwarding", needs_top="ip vrf {1}", wipes=r"(?:ip|ipv6) address .+"),
    Statement(rf"ip address ({V4}) {V4}", slot=rf"ip address {V4} {V4}",
              undo=rf"ip address {V4} {V4}", unique="1", rigid=True),
    Statement(rf"ip address ({V4}) {V4} secondary", unique="1", needs=rf"ip address {V4} {V4}"),
    Statement("ipv6 enable", undo="ipv6 enable", drops="ipv6 address .+"),
    Statement(rf"ipv6 address ({V6})", unique="1", needs="ipv6 enable"),
    value("ipv6 mtu", r"\d+"),
    value("ip mtu", r"\d+"),
    Statement("ipv6 nd (?:managed|other)-config-flag"),
    Statement("no ipv6 nd suppress-ra", undo="<never>"),
    Statement("ipv6 nd suppress-ra", slot="no ipv6 nd suppress-ra", stored=False),
    *(value(f"ipv6 nd {word}", r"\d+")
      for word in ("ra-interval", "ra-lifetime", "ra-linkmtu", "reachable-time",
                   "retransmit-time")),
    Statement("ipv4-access-group ingress \\S+", slot="ipv4-access-group ingress .+",
              undo="ipv4-access-group ingress"),
    Statement("ipv6-access-group ingress \\S+", slot="ipv6-access-group ingress .+",
              undo="ipv6-access-group ingress"),
)  # fmt: skip
PORT = (
    TEXT,
    Statement("no shutdown", slot="shutdown"),
    Statement("shutdown", slot="no shutdown", undo="<never>"),
    value("mtu", r"\d+"),
    value("speed", r"(?:speed-)?\S+"),
    value("duplex", r"\S+"),
    *switched("negotiation auto", "disable", "enable"),
    *switched("optical-inform monitor", "enable", "disable"),
    *(value(f"{kind}-limit", r"(?:percent \d+|\d+)")
      for kind in ("broadcast", "multicast", "unknowncast")),
    Statement("switch attribute disable", undo="<never>"),
    Statement("switch attribute enable", slot="switch attribute disable", stored=False,
              bars=r"ip address .+|ipv6 address .+"),
    *LAYER3,
)  # fmt: skip
BUNDLE = (TEXT, DOWN, value("mtu", r"\d+"))
ROUTED = (TEXT, DOWN, *LAYER3)

# A port of a bundle has no VLANs of its own, and one with VLANs enters no bundle.
IN_BUNDLE = r"lacp\ninterface {v1} / smartgroup .+"
TRUNK, HYBRID = "switchport mode trunk", "switchport mode hybrid"
L2_PORT = (
    Statement("switchport mode (?:trunk|hybrid)", slot="switchport mode .+", rigid=True,
              bars="switchport (?:access|trunk|hybrid) .+", undo="<never>", clash=IN_BUNDLE),
    Statement("switchport mode access", slot="switchport mode .+", stored=False,
              bars="switchport (?:trunk|hybrid) .+"),
    Statement(r"switchport access vlan (\d+)", slot=r"switchport access vlan \d+",
              undo="switchport access vlan", bars="switchport mode .+",
              needs_top="switchvlan-configuration\nvlan {1}", clash=IN_BUNDLE),
    value("switchport trunk native vlan", r"\d+", needs=TRUNK),
    value("switchport hybrid native vlan", r"\d+", needs=HYBRID),
    value("switchport qinq tpid external", r"0x[0-9a-f]{4}", clash=IN_BUNDLE),
    value("switchport qinq tpid internal", r"0x[0-9a-f]{4}", clash=IN_BUNDLE),
)  # fmt: skip
L2_LISTS = (
    VlanList(add=rf"switchport trunk vlan {IDS}", remove=rf"switchport trunk vlan {IDS}",
             shown="switchport trunk vlan {0}", needs=TRUNK),
    *(VlanList(add=rf"switchport hybrid vlan {IDS} {tag}",
               remove=rf"switchport hybrid vlan {IDS}",
               shown=f"switchport hybrid vlan {{0}} {tag}", needs=HYBRID, group="hybrid")
      for tag in ("tag", "untag")),
)  # fmt: skip
PEER = rf"(?:{V4}|{V6})"
NEIGHBOR = (
    Statement(rf"neighbor ({PEER}) remote-as \d+", slot="neighbor {1} remote-as .+", rigid=True,
              undo=rf"neighbor {PEER}", drops="neighbor {1} .+"),
    Statement(r"neighbor ([A-Za-z]\S*) peer-group", undo=r"neighbor [A-Za-z]\S* peer-group"),
    Statement(r"neighbor ([A-Za-z]\S*) remote-as \d+", slot="neighbor {1} remote-as .+",
              undo=r"neighbor \S+ remote-as"),
    Statement(rf"neighbor ({PEER}) peer-group \S+", slot="neighbor {1} peer-group .+", rigid=True),
    Statement(r"neighbor (\S+) route-map \S+ (in|out)", slot=r"neighbor {1} route-map \S+ {2}",
              undo=r"neighbor \S+ route-map \S+ (?:in|out)"),
    *(Statement(rf"neighbor (\S+) {word}", slot=f"neighbor {{1}} {front} .+",
                undo=rf"neighbor \S+ {front}")
      for front, word in (("update-source", r"update-source \S+"), ("timers", r"timers \d+ \d+"),
                          ("description", "description .+"),
                          ("password", r"password (?:encrypted )?\S+"))),
    Statement(r"neighbor (\S+) (?:activate|next-hop-self|send-community|route-reflector-client)"),
)  # fmt: skip
ROUTES = (
    value("maximum-paths", r"\d+"),
    Statement(rf"network {V4} {V4}(?: route-map \S+)?"),
    Statement(rf"network {V6}"),
    Statement(r"redistribute (\S+)(?: .+)?", slot=r"redistribute {1}(?: .+)?",
              undo=r"redistribute \S+(?: .+)?"),
)  # fmt: skip
RULE = Statement(
    r"rule (\d+) (?:permit|deny) .+", slot=r"rule {1} .+", rigid=True, undo=r"rule \d+"
)
OSPF = (
    value("router-id", V4),
    Statement(r"passive-interface (\S+)(?: disable)?", slot=r"passive-interface {1}(?: disable)?",
              undo=r"passive-interface \S+"),
    ROUTES[-1],
)  # fmt: skip
IF = r"interface (\S+)"


def inner(inside: str, prompt: str, *statements: Statement, header: str = IF, **more: str) -> Kind:
    """Give a view inside of a feature's view."""
    return Kind(header, prompt, inside=inside, ends="$", statements=statements, **more)  # type: ignore[arg-type]


KINDS = {
    "vrf": Kind(rf"ip vrf ({NAME})", "vrf-{1}", undo=rf"ip vrf {NAME}", ends="$",
                bound="ip vrf forwarding {1}",
                statements=(TEXT, Statement(rf"rd {MARK}", slot="rd .+", undo="rd", rigid=True))),
    "vrf-family": inner("vrf", "vrf-af", Statement(rf"route-target (?:import|export) {MARK}"),
                        header="address-family (ipv4|ipv6)", undo="address-family ipv[46]"),
    "acl": Kind(rf"ipv4-access-list ({NAME})", "ipv4-acl", undo=rf"ipv4-access-list {NAME}",
                ends="$", statements=(RULE,)),
    "acl6": Kind(rf"ipv6-access-list ({NAME})", "ipv6-acl", undo=rf"ipv6-access-list {NAME}",
                 ends="$", statements=(RULE,)),
    "radius": Kind(rf"radius authentication-group ({NAME})", "authgrp-{1}", ends="$",
                   undo=rf"radius authentication-group {NAME}",
                   statements=(Statement(rf"server (\d+) (?:{V4}|{V6}) .+", slot=r"server {1} .+",
                                         undo=r"server \d+"),)),
    "aaa": Kind(r"aaa-(authentication|authorization)-template (\d+)", "aaa-template", ends="$",
                undo=r"aaa-(?:authentication|authorization)-template \d+",
                bound=r"bind aaa-{1}-template {2}",
                statements=(
                    Statement(r"aaa-(?:authentication|authorization)-type \S+",
                              slot=r"aaa-\S+-type \S+", undo="<never>"),
                    value("(?:authentication|authorization)-radius-group", NAME))),
    "bundle": Kind(r"interface smartgroup(\d+)", "if-smartgroup{1}", ends="$",
                   undo=r"interface smartgroup\d+", bound=r"smartgroup {1} mode \S+",
                   statements=BUNDLE),
    "loopback": Kind(r"interface loopback(\d+)", "if-loopback{1}", ends="$",
                     undo=r"interface loopback\d+", statements=ROUTED),
    "port": Kind(rf"interface ({PHYSICAL})", "if-{1}", ends="$", statements=PORT),
    "mgmt": Kind("interface mgmt_eth", "if-mgmt_eth", ends="$", statements=ROUTED),
    "switchvlan": Kind("switchvlan-configuration", "swvlan", ends="$", hides=True),
    "vlan": inner("switchvlan", "swvlan-vlan", value("name", r"\S+"), header=r"vlan (\d+)",
                  undo=r"vlan \d+", bars_top="interface vlan{1}"),
    "l2port": Kind(IF, "swvlan-if-{1}", inside="switchvlan", ends="$", statements=L2_PORT,
                   lists=L2_LISTS, needs_top="interface {1}"),
    "lacp": Kind("lacp", "lacp", ends="$", hides=True),
    "lacp-bundle": inner(
        "lacp", "lacp-sg-if-smartgroup{1}",
        value("lacp mode", r"(?:802\.3ad|on)"), value("lacp load-balance", r"\S+"),
        value("lacp minimum-member", r"\d+"),
        header=r"interface smartgroup(\d+)", needs_top="interface smartgroup{1}"),
    "lacp-member": inner(
        "lacp", "lacp-member-if-{1}",
        Statement(r"smartgroup (\d+) mode (?:active|passive|on)", slot=r"smartgroup .+",
                  undo="smartgroup", rigid=True, needs_top="interface smartgroup{1}",
                  drops="lacp timeout .+",
                  clash=r"switchvlan-configuration\ninterface {v1} / switchport .+"),
        value("lacp timeout", "(?:short|long)", needs="smartgroup .+"),
        header=rf"interface ({PHYSICAL})", needs_top="interface {1}"),
    "subinterface": Kind(rf"interface ((?:{PHYSICAL}|smartgroup\d+)\.\d+)", "if-{1}", ends="$",
                         undo=r"interface \S+\.\d+", statements=ROUTED),
    "encapsulation": Kind("vlan-configuration", "vlan", ends="$", hides=True),
    "tagged": inner("encapsulation", "vlan-if-{1}",
                    *(Statement(f"{word} {rest}", slot="(?:encapsulation-dot1q|qinq) .+", undo=word,
                                rigid=True)
                      for word, rest in (("encapsulation-dot1q", r"\d+"),
                                         ("qinq", r"internal-vlanid \d+ external-vlanid \d+"))),
                    header=r"interface (\S+\.\d+)", needs_top="interface {1}"),
    "svi": Kind(r"interface vlan(\d+)", "if-vlan{1}", undo=r"interface vlan\d+", ends="$",
                needs_top="switchvlan-configuration\nvlan {1}", statements=ROUTED),
    "relay-group": Kind(r"ip dhcp relay server group (\d+)", "dhcp-relay-server-group", ends="$",
                        undo=r"ip dhcp relay server group \d+", bound=r"relay server group {1}",
                        statements=(Statement(rf"server (\d+) {V4}(?: vrf \S+)?",
                                              slot=r"server {1} .+", undo=r"server \d+"),)),
    "dhcp": Kind("dhcp", "dhcp", ends="$", hides=True, statements=(Statement("enable"),)),
    "dhcp-if": inner("dhcp", "dhcp-if-{1}",
                     Statement("mode (?:relay|server|proxy)", slot="mode .+", undo="mode",
                               bars="relay .+"),
                     value("relay agent", V4, needs="mode relay"),
                     Statement(r"relay server group (\d+)", slot="relay server group .+",
                               undo="relay server group", needs="mode relay",
                               needs_top="ip dhcp relay server group {1}"),
                     needs_top="interface {1}"),
    "route-map": Kind(rf"route-map ({NAME}) (permit|deny) (\d+)", "route-map", ends="$",
                      undo=rf"route-map {NAME} (?:permit|deny) \d+",
                      statements=(Statement("(?:match|set) .+"),)),
    "ospf": Kind(r"router ospf (\d+)(?: vrf \S+)?", "ospf-{1}", undo=r"router ospf \d+", ends="$",
                 statements=OSPF),
    "ospf6": Kind(r"ipv6 router ospf (\d+)(?: vrf \S+)?", "ospfv3-{1}", ends="$",
                  undo=r"ipv6 router ospf \d+", statements=OSPF),
    "isis": Kind(r"router isis (\d+)(?: vrf \S+)?", "isis-{1}", undo=r"router isis \d+", ends="$",
                 statements=(Statement(r"area [0-9a-f.]+"), value("system-id", r"[0-9a-f.]{14}"),
                             value("is-type", r"level-\S+"), value("metric-style", r"\S+"),
                             value("router-id", V4), ROUTES[-1])),
    "isis-family": inner("isis", "isis-af", Statement("multi-topology"), ROUTES[-1],
                         header="address-family ipv6", undo="address-family ipv6"),
    "isis-if": inner("isis", "isis-if-{1}",
                     Statement("ip router isis"), Statement("ipv6 router isis"),
                     Statement("passive-mode"), value("circuit-type", r"level-\S+"),
                     value("metric", r"\d+"), value("ipv6 metric", r"\d+"),
                     value("network", "point-to-point"),
                     value("hello-authentication encrypted", r"\S+"),
                     undo=r"interface \S+", needs_top="interface {1}"),
    "bgp": Kind(r"router bgp (\d+)", "bgp", undo=r"router bgp \d+", ends="$",
                statements=(value("bgp router-id", V4),
                            *switched("synchronization", "disable", "enable"), *ROUTES, *NEIGHBOR)),
    "bgp-family": inner("bgp", "bgp-af", *ROUTES, *NEIGHBOR,
                        header=r"address-family (?:(?:ipv4|ipv6)(?: vrf \S+)?|vpnv4|vpnv6)",
                        undo=r"address-family .+"),
    "lldp": Kind("lldp", "lldp", ends="$", hides=True,
                 statements=switched("lldp", "disable", "enable")),
    "lldp-if": inner("lldp", "lldp-if-{1}", *switched("lldp", "disable", "enable"),
                     header=rf"interface ({PHYSICAL})", needs_top="interface {1}"),
    "users": Kind("system-user", "system-user", ends="$", hides=True,
                  statements=(Statement("strong-password .+"),
                              Statement("user-authen-restriction .+",
                                        slot="user-authen-restriction .+"))),
    "user-template": inner("users", "user-template",
                           value("bind aaa-(?:authentication|authorization)-template", r"\d+"),
                           value("local-privilege-level", r"\d+"),
                           value("login-sametime-max", r"\d+"),
                           header=r"(authentication|authorization)-template (\d+)",
                           undo=r"auth\S+-template \d+", bound="bind {1}-template {2}"),
    "user": inner("users", "user-{1}",
                  Statement(r"bind (authentication|authorization)-template (\d+)",
                            slot=r"bind {1}-template \d+", undo=r"bind \S+",
                            needs_top="system-user\n{1}-template {2}"),
                  Statement(r"password (?:encrypted )?\S+", slot="password .+", undo="<never>"),
                  header=rf"user-name ({NAME})", undo=rf"user-name {NAME}"),
}  # fmt: skip
for within, process in (("ospf", "router ospf"), ("ospf6", "ipv6 router ospf")):
    KINDS[f"{within}-area"] = inner(
        within, "ospf-area", Statement(rf"network {V4} {V4}"),
        Statement("authentication message-digest"),
        header=r"area (\d+\.\d+\.\d+\.\d+)", undo=r"area \S+")  # fmt: skip
    KINDS[f"{within}-if"] = inner(
        f"{within}-area", "ospf-if-{1}",
        value("cost", r"\d+"), value("priority", r"\d+"), value("network", r"\S+"),
        Statement(r"message-digest-key (\d+) md5 (?:encrypted )?\S+",
                  slot=r"message-digest-key {1} .+", undo=r"message-digest-key \d+"),
        undo=r"interface \S+", needs_top="interface {1}",
        bars=rf"{process} .+\narea \S+\ninterface {{1}}")  # fmt: skip
ROOT = Kind(
    "",
    "",
    statements=(
        value("hostname", r"\S+"),
        value("clock timezone", ".+"),
        value("enable secret", r"(?:encrypted )?\S+"),
        Statement(rf"(ip route (?:vrf \S+ )?{V4} {V4} {V4})(?: .+)?", slot="{1}(?: .+)?",
                  undo=rf"ip route (?:vrf \S+ )?{V4} {V4} {V4}"),
        Statement(rf"(ipv6 route (?:vrf \S+ )?{V6} {V6})(?: .+)?", slot="{1}(?: .+)?",
                  undo=rf"ipv6 route (?:vrf \S+ )?{V6} {V6}"),
        Statement("ntp enable"),
        value("ntp source interface", r"\S+"),
        Statement(rf"ntp server ({V4}) priority ([1-5])(?: .+)?", rigid=True,
                  slot="ntp server {1} .+", undo=rf"ntp server {V4}",
                  clash=r"ntp server \S+ priority {2}(?: .+)?"),
        Statement(rf"ntp server ({V6}) priority ([1-5]) version 4(?: .+)?", rigid=True,
                  slot="ntp server {1} .+", undo=rf"ntp server {V6}",
                  clash=r"ntp server \S+ priority {2}(?: .+)?"),
        Statement("ssh server enable"),
        Statement("ssh server version 1", slot=r"ssh server version \d", undo="ssh server version"),
        Statement("ssh server version 2", slot=r"ssh server version \d", stored=False),
        *(value(f"{server} access-class ipv{family}", NAME)
          for server in ("ssh server", "line telnet") for family in (4, 6)),
        *switched("line telnet server", "disable", "enable"),
        *(value(f"line {line} {kind}-timeout", r"\d+")
          for line in ("console", "telnet") for kind in ("idle", "absolute")),
        Statement(rf"syslog-server host ({V4}|{V6})", undo=rf"syslog-server host (?:{V4}|{V6})"),
        value("syslog-server facility", r"\S+"),
        value("syslog level", r"\S+"),
        *(value(f"snmp-server {word}", ".+") for word in ("location", "contact")),
        Statement(r"snmp-server view (\S+ \S+) (?:included|excluded)",
                  slot=r"snmp-server view {1} \S+", undo=r"snmp-server view \S+ \S+"),
        Statement(r"snmp-server group (\S+ v3 priv)(?: .+)?", slot=r"snmp-server group {1}(?: .+)?",
                  undo=r"snmp-server group \S+ v3 priv"),
        Statement(r"snmp-server user (\S+ \S+) v3 .+", slot=r"snmp-server user {1} v3 .+",
                  undo=r"snmp-server user \S+ \S+ v3"),
        Statement("snmp-server version (v1|v2c|v3) enable", undo="snmp-server version {1}"),
        *(value(f"snmp-server access-list ipv{family}", NAME) for family in (4, 6)),
        Statement(r"snmp-server community ((?:encrypted )?\S+)(?: .+)?", rigid=True,
                  slot="snmp-server community {1}(?: .+)?", undo="snmp-server community {1}"),
        Statement(r"snmp-server host (\S+ (?:trap|inform)) version (?:1|2c|3 priv)"
                  r" ((?:encrypted )?\S+)(?: .+)?", rigid=True,
                  slot="snmp-server host {1} version .+ {2}(?: udp-port .+)?",
                  undo="snmp-server host {1} {2}"),
    ),
)  # fmt: skip

DIALECT = Dialect(
    platform="zte_zxros",
    negation="no",
    leave="exit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"hostname .*",
        r"banner .*",
        r"clock .*",
        r"ip vrf .*",
        r"ipv4-access-list .*",
        r"ipv6-access-list .*",
        r"interface .*gei-[\d/]+",
        r"interface smartgroup\d+",
        r"interface .*\.\d+",
        r"interface loopback.*",
        r"interface mgmt_eth",
        r"switchvlan-configuration",
        r"lacp",
        r"vlan-configuration",
        r"interface vlan.*",
        r"radius .*",
        r"aaa-.*",
        r"system-user|enable secret.*",
        r"lldp",
        r"ip dhcp relay.*",
        r"dhcp",
        r"route-map .*",
        r"router ospf .*",
        r"ipv6 router ospf .*",
        r"router isis .*",
        r"router bgp .*",
        r"ntp .*",
        r"line .*",
        r"ssh .*",
        r"syslog.*",
        r"snmp-server .*",
        r"ip route .*",
        r"ipv6 route .*",
    ),
    tags=(
        (r"hostname .*|banner .*", "system-config"),
        (r"clock .*", "clock-mgr"),
        (r"ip vrf .*", "vrf"),
        (r"ipv4-access-list .*", "ipv4-acl"),
        (r"ipv6-access-list .*", "ipv6-acl"),
        (r"interface .*", "if-intf"),
        (r"switchvlan-configuration", "switchvlan"),
        (r"lacp", "lacp"),
        (r"vlan-configuration", "vlan"),
        (r"radius .*", "radius"),
        (r"aaa-.*", "aaa"),
        (r"system-user|enable .*", "system-user"),
        (r"lldp", "lldp"),
        (r"ip dhcp .*|dhcp", "dhcp"),
        (r"route-map .*", "route-map"),
        (r"router ospf .*", "ospfv2"),
        (r"ipv6 router ospf .*", "ospfv3"),
        (r"router isis .*", "isis"),
        (r"router bgp .*", "bgp"),
        (r"ntp .*", "ntp"),
        (r"line .*", "vty"),
        (r"ssh .*", "ssh"),
        (r"syslog.*", "alarm"),
        (r"snmp-server .*", "snmp"),
        (r"ip route .*", "static"),
        (r"ipv6 route .*", "ipv6-static"),
    ),
    layout="bang",
    step="  ",
    indent_top=False,
    batch=False,
    vlan_joint="-",
    vlan_comma=",",
    header=(
        "!<mim>",
        "!last configuration change at 12:00:00 Mon Jan 6 2025 by netadmin",
        "!</mim>",
    ),
    footer="end",
    banner=r"banner (?:incoming|login) (?P<delim>\S)",
    login="\r\n",
    user_prompt="{name}>",
    enabled_prompt="{name}#",
    config_prompt="{name}(config{view})#",
    enter_config="configure terminal",
    leave_config=("end",),
    show_running="show running-config",
    show_startup="show startrun",
    show_version="show version",
    version="ZXR10 5960-32DL\nZTE ZXROS Software, Version: V3.02.20, Release software",
    quiet=("terminal width 256", "terminal width 511", "terminal width 512"),
    paging_off="terminal length 0",
    save="write",
    save_question="",
    saved="Building configuration...\n[OK]",
    unknown="%Error 20201: Unrecognized command.",
    incomplete="%Error 20202: Incomplete command.",
    excess="%Error 140303: Invalid input detected at '^' marker.",
    refused="%Error 20500: {reason}",
    hostname=r"hostname (\S+)",
    question="Are you sure? [yes/no]:",
)
