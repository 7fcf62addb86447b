"""Views of ZTE ZXROS: in that of a feature the interfaces stand again."""

from __future__ import annotations

from educloud.lab.switches.dialects.zxros_interfaces import (
    BUNDLE,
    L2_LISTS,
    L2_PORT,
    MARK,
    NAME,
    PHYSICAL,
    PORT,
    ROUTED,
    TEXT,
    V4,
    V6,
    switched,
    value,
)
from educloud.lab.switches.grammar import Kind, Statement

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
                 key="router ospf {1}", statements=OSPF),
    "ospf6": Kind(r"ipv6 router ospf (\d+)(?: vrf \S+)?", "ospfv3-{1}", ends="$",
                  key="ipv6 router ospf {1}",
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
