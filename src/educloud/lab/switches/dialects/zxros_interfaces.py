"""Interfaces of ZTE ZXROS: what a port takes in its own view and in that of the VLANs."""

from __future__ import annotations

from educloud.lab.switches.grammar import Statement, VlanList

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
