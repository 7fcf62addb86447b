"""Lines of VRP V8's views: ports, routed interfaces, peers, rules; see ``vrpv8``."""

from __future__ import annotations

from educloud.lab.switches.grammar import Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?: to \d+)?(?: \d+(?: to \d+)?){0,9})"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
IP = rf"(?:{V4}|{V6})"
NAME = r"[\w.-]{1,31}"
IFACE = r"(?:(?:10|25|40|100)?GE\d+/\d+/\d+|GigabitEthernet\d+/\d+/\d+)"
BRIDGE = r"(?:(?:10|25|40|100)?GE\d+/\d+/\d+)"  # of a switch; ports of a router route
RT = rf"(?:\d+|{V4}):\d+"


def value(front: str, rest: str, **more: str | bool) -> Statement:
    """Give a line of which one value stands; the words before the value take it back."""
    return Statement(f"{front} {rest}", slot=f"{front} .+", undo=front, **more)  # type: ignore[arg-type]


TEXT = value("description", ".+")
DOWN = Statement("shutdown", undo="shutdown")
L3_LINES = r"(?:undo )?(?:ip|ipv6|ospf|ospfv3|isis|arp|dhcp select|dhcp relay|dhcpv6|vrrp) .*"
L2_LINES = r"(?:undo )?(?:port|stp|dhcp snooping) .*"
KEPT_APART = rf"{L2_LINES}|{L3_LINES}|traffic-policy .*"


def layer3(needs: str = "") -> tuple[Statement, ...]:
    """Give the lines of a routed interface; ``needs`` stands on it before."""
    on = r"ipv6 enable"
    return (
        Statement(rf"ip binding vpn-instance ({NAME})", slot=r"ip binding vpn-instance \S+",
                  undo=rf"ip binding vpn-instance {NAME}", needs=needs, rigid=True,
                  needs_top=r"ip vpn-instance {1}",
                  wipes=L3_LINES.replace("ip|", r"ip(?! binding)|")),
        Statement(on, undo=on, needs=needs, drops=r"(?:undo )?(?:ipv6|ospfv3|isis ipv6) .*"),
        Statement(rf"ip address ({V4}) (?:{V4}|\d+)", slot=rf"ip address {V4} \S+",
                  stays="ip address .+ sub",
                  undo=rf"ip address {V4} (?:{V4}|\d+)", unique="1", needs=needs),
        Statement(rf"ip address ({V4}) (?:{V4}|\d+) sub", unique="1",
                  needs=rf"ip address {V4} \S+"),
        Statement(rf"ipv6 address ({V6})/\d+(?: eui-64)?", unique="1", needs=on),
        Statement(rf"ipv6 address {V6} link-local", slot=r"ipv6 address \S+ link-local", needs=on),
        Statement(r"ipv6 address auto (?:link-local|global)", needs=on),
        value("ipv6 mtu", r"\d+", needs=on),
        Statement(r"undo ipv6 nd ra halt", needs=on),
        value("ipv6 nd ra router-lifetime", r"\d+", needs=on),
        value("ipv6 nd ra max-interval", r"\d+", needs=on),
        Statement(r"ipv6 nd autoconfig (?:managed-address-flag|other-flag)", needs=on),
        Statement(r"ospfv3 (\d+) area (\S+)", slot=r"ospfv3 \d+ area \S+", rigid=True, needs=on,
                  needs_top="ospfv3 {1}\narea {2}"),
        value("ospfv3 cost", r"\d+", needs=r"ospfv3 \d+ area \S+"),
        value("ospfv3 network-type", r"\S+", needs=r"ospfv3 \d+ area \S+"),
        Statement(r"isis enable (\d+)", slot=r"isis enable \d+", rigid=True, undo="isis enable",
                  needs_top="isis {1}", needs=needs),
        Statement(r"isis ipv6 enable (\d+)", slot=r"isis ipv6 enable \d+", rigid=True,
                  undo="isis ipv6 enable", needs_top="isis {1}", needs=on),
        value("isis circuit-type", r"p2p", needs=r"isis (?:ipv6 )?enable \d+"),
        value("isis cost", r"\d+", needs=r"isis enable \d+"),
        value("isis ipv6 cost", r"\d+", needs=r"isis ipv6 enable \d+"),
        Statement(rf"vrrp vrid \d+ virtual-ip {V4}", needs=rf"ip address {V4} \S+"),
        Statement(r"vrrp vrid (\d+) priority \d+", slot="vrrp vrid {1} priority .+",
                  undo=r"vrrp vrid \d+ priority", needs=r"vrrp vrid \d+ virtual-ip .+"),
        Statement(r"dhcp select (?:relay|global)", slot=r"dhcp select \S+", needs=needs),
        Statement(rf"dhcp relay binding server ip {V4}", needs="dhcp select relay"),
        Statement(rf"dhcpv6 relay destination {V6}", needs=on, bars="dhcpv6 server .+"),
        Statement(rf"dhcpv6 server ({NAME})", slot="dhcpv6 server .+", undo="dhcpv6 server",
                  needs=on, needs_top="dhcpv6 pool {1}", rigid=True,
                  bars="dhcpv6 relay .+"),
        value("arp expire-time", r"\d+", needs=needs),
    )  # fmt: skip


TRUNK, HYBRID = r"port link-type trunk", r"port link-type hybrid"
NO_L2 = r"undo portswitch|eth-trunk \d+"
TYPE = r"port link-type (?:trunk|hybrid|dot1q-tunnel)"
TYPED = r"(?:undo )?port (?:trunk|default|hybrid) .*|undo portswitch|eth-trunk \d+"
SWITCHED = (
    Statement(TYPE, slot=r"port link-type \S+", undo="port link-type", bars=TYPED),
    Statement("port link-type access", slot=r"port link-type \S+", bars=TYPED, stored=False),
    Statement(r"port default vlan (\d+)", slot=r"port default vlan \d+", undo="port default vlan",
              bars=rf"port link-type (?:trunk|hybrid)|{NO_L2}", needs_top="vlan {1}"),
    value("port trunk pvid vlan", r"\d+", needs=TRUNK),
    Statement("undo port trunk allow-pass vlan 1", needs=TRUNK),
    value("port hybrid pvid vlan", r"\d+", needs=HYBRID),
    Statement("stp edged-port enable", undo="stp edged-port", bars=NO_L2),
    Statement("stp root-protection", bars=NO_L2),
    Statement(r"storm suppression (broadcast|multicast|unknown-unicast) (?:packets )?\d+",
              slot=r"storm suppression {1} .+", undo=r"storm suppression \S+"),
    Statement(r"dhcp snooping (?:enable|trusted)", bars=NO_L2),
)  # fmt: skip
PHYSICAL = (
    Statement(r"undo portswitch", bars=rf"{L2_LINES}|eth-trunk \d+"),
    Statement(r"portswitch", slot=r"undo portswitch", stored=False, bars=L3_LINES),
    Statement(r"eth-trunk (\d+)", slot=r"eth-trunk \d+", undo="eth-trunk", rigid=True,
              bars=rf"{KEPT_APART}|undo portswitch", needs_top="interface Eth-Trunk{1}"),
    value("speed", r"\d+"),
)  # fmt: skip
COMMON = (
    TEXT,
    DOWN,
    Statement(r"undo shutdown", slot="shutdown", stored=False),
    value("mtu", r"\d+"),
    Statement(r"traffic-policy (\S+) (inbound|outbound)",
              undo=r"traffic-policy (?:inbound|outbound)", bars=r"eth-trunk \d+",
              needs_top="traffic policy {1}"),
)  # fmt: skip
LISTS = (
    VlanList(add=rf"port trunk allow-pass vlan {IDS}", remove=rf"port trunk allow-pass vlan {IDS}",
             shown="port trunk allow-pass vlan {0}", needs=TRUNK),
    *(VlanList(add=rf"port hybrid {tag} vlan {IDS}", remove=rf"port hybrid {tag} vlan {IDS}",
               shown=f"port hybrid {tag} vlan {{0}}", needs=HYBRID)
      for tag in ("tagged", "untagged")),
)  # fmt: skip


def peer_line(rest: str, slot: str = "", undo: str = "", **more: str | bool) -> Statement:
    """Give a line of a peer or group; one value of it stands for each of them."""
    return Statement(
        rf"peer (\S+) {rest}", slot=f"peer {{1}} {slot}" if slot else "",
        undo=rf"peer \S+ {undo}" if undo else "", **more,  # type: ignore[arg-type]
    )  # fmt: skip


OPTIONS = (
    peer_line(r"description .+", "description .+", "description"),
    peer_line(r"connect-interface \S+", "connect-interface .+", "connect-interface"),
    peer_line(r"ebgp-max-hop \d+", "ebgp-max-hop .+", "ebgp-max-hop"),
    peer_line(r"password cipher \S+", "password .+", "password"),
    peer_line(r"bfd enable"),
)


def peers(needs: str = "") -> tuple[Statement, ...]:
    """Give the lines that make peers, in BGP and in a VPN instance."""
    return (
        Statement(r"group ([A-Za-z]\w*)(?: (?:internal|external))?", slot="group {1}(?: .+)?",
                  rigid=True, undo=r"group \w+", drops=r"peer {1} .+|peer \S+ group {1}"),
        Statement(r"peer ([A-Za-z]\w*) as-number \d+", slot="peer {1} as-number .+", rigid=True,
                  undo=r"peer [A-Za-z]\w* as-number", needs=r"group .+"),
        Statement(rf"peer ({IP}) as-number \d+", slot="peer {1} as-number .+", rigid=True,
                  undo=rf"peer {IP}", drops="peer {1} .+", needs=needs),
        *OPTIONS,
    )  # fmt: skip


EXCHANGED = (
    peer_line(r"enable"),
    peer_line(r"group \w+", "group .+", rigid=True),
    Statement(r"peer (\S+) route-policy (\S+) (import|export)",
              slot=r"peer {1} route-policy \S+ {3}", needs_top=r"route-policy {2} node \d+"),
    peer_line(r"(?:reflect-client|next-hop-local|public-as-only|advertise-community|prefix-sid"
              r"|advertise-ext-community)"),
)  # fmt: skip
IMPORTED = (
    Statement("undo synchronization", slot="synchronization", stored=False),
    Statement(r"import-route (?:direct|static)"),
    Statement(rf"network {V4} {V4}"),
    Statement(rf"network {V6} \d+"),
    value("maximum load-balancing", r"\d+"),
)
SRV6 = (
    Statement(rf"segment-routing ipv6 locator ({NAME})", slot=r"segment-routing ipv6 locator \S+",
              needs_top="segment-routing ipv6\nlocator {1}"),
    Statement("segment-routing ipv6 best-effort"),
)  # fmt: skip
RULE = (
    Statement(r"rule (\d+) description .+", slot="rule {1} description .+",
              undo=r"rule \d+ description"),
    Statement(r"rule (\d+) (?:permit|deny)(?: .+)?", slot="rule {1} (?:permit|deny).*", rigid=True,
              undo=r"rule \d+", drops="rule {1} description .+"),
    TEXT,
    value("step", r"\d+"),
)  # fmt: skip
VPN_FAMILY = (
    Statement(rf"route-distinguisher {RT}", slot=r"route-distinguisher \S+", rigid=True),
    *(Statement(rf"vpn-target {RT} {way}-extcommunity", needs=r"route-distinguisher \S+")
      for way in ("export", "import")),
    *(Statement(rf"vpn-target {RT} {way}-extcommunity evpn", needs=r"route-distinguisher \S+")
      for way in ("export", "import")),
)  # fmt: skip
SCHEME = (
    value("authentication-mode", r"(?:local|radius|hwtacacs)(?: local)?"),
    value("authorization-mode", r"(?:local|hwtacacs|if-authenticated)(?: local)?"),
    value("accounting-mode", r"(?:none|radius|hwtacacs)"),
)


def ports(name: str, header: str, **more: str | tuple[Statement, ...]) -> Kind:
    """Give a kind of port that bridges unless told otherwise."""
    return Kind(
        header, name,
        statements=(*COMMON, *PHYSICAL, *SWITCHED, *layer3("undo portswitch")),
        lists=LISTS, **more,  # type: ignore[arg-type]
    )  # fmt: skip
