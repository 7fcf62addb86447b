"""ZTE ZXROS (ZXR10 5960, 8900E, ZSR): Cisco-like, changes act at once, ``no`` takes them back.

A feature has its own view in which the interfaces stand again: VLANs of a port under
``switchvlan-configuration``, its bundle under ``lacp``, its routing under the process. A block
ends with ``$`` at its header's indent, a section stands between ``!<name>`` and ``!</name>``.
Sources: ZTE ZXR10 M6000/8900E/ZSR command reference (chapters AAA, ACL, LACP, LLDP, OSPF, IS-IS,
static routes), ZXR10 ZSR V2 configuration guide (IPv6), public samples of running configurations.
"""

from __future__ import annotations

from educloud.network.platform import (
    NEVER,
    Ids,
    Line,
    ManagementSigns,
    Platform,
    Raw,
    View,
)

MODE = "switchport mode"
MEMBER = "lacp / {view} / smartgroup"  # a port of a bundle has no VLANs of its own
L2_NEEDS = f"{MODE}; {MEMBER}"
IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
PORT = r"interface (?:[a-z]*gei|fei)-[\d/]+"
SUBINTERFACE = r"interface (?:(?:[a-z]*gei|fei)-[\d/]+|smartgroup\d+)\.\d+"
ROUTED = "port bundle subinterface svi loopback mgmt"

VIEWS = (
    View(r"ip vrf \S+", "vrf", undo="no {0}", rank=8),
    View(r"address-family (?:ipv4|ipv6)", "vrf-family", undo="no {0}", inside="vrf"),
    View(r"ipv[46]-access-list \S+", "acl", undo="no {0}", rank=10),
    View(r"radius (?:authentication|accounting)-group \S+", "radius", undo="no {0}", rank=11),
    View(
        r"aaa-(?:authentication|authorization|accounting)-template \d+",
        "aaa",
        undo="no {0}",
        rank=12,
    ),
    View(r"interface smartgroup\d+", "bundle", undo="no {0}", rank=15),
    View(r"interface loopback\d+", "loopback", undo="no {0}", rank=15),
    View(PORT, "port", rank=16),
    View(r"interface mgmt_eth", "mgmt", rank=16),
    View(r"interface null1", "null", rank=16),
    View(r"switchvlan-configuration", "switchvlan", rank=20),
    View(r"vlan 1", "vlan", inside="switchvlan", rank=10),
    View(r"vlan \d+", "vlan", undo="no {0}", inside="switchvlan", rank=10),
    View(r"interface \S+", "l2port", inside="switchvlan", rank=30),
    View(r"lacp", "lacp", rank=22),
    View(r"interface smartgroup\d+", "lacp-bundle", inside="lacp", rank=10),
    View(r"interface \S+", "lacp-member", inside="lacp", rank=20),
    View(SUBINTERFACE, "subinterface", undo="no {0}", rank=24),
    View(r"vlan-configuration", "encapsulation", rank=26),
    View(r"interface \S+", "tagged", inside="encapsulation"),
    View(r"interface vlan\d+", "svi", undo="no {0}", rank=30),
    View(r"ip dhcp relay server group \d+", "relay-group", undo="no {0}", rank=32),
    View(r"dhcp", "dhcp", rank=34),
    View(r"interface \S+", "dhcp-if", inside="dhcp"),
    View(r"route-map \S+ (?:permit|deny) \d+", "route-map", undo="no {0}", rank=40),
    View(r"(router ospf \d+)(?: vrf \S+)?", "ospf", undo="no {0}", rank=45),
    View(r"area \S+", "area", undo="no {0}", inside="ospf"),
    View(r"interface \S+", "ospf-if", undo="no {0}", inside="area", exclusive="ospf {0}"),
    View(r"(ipv6 router ospf \d+)(?: vrf \S+)?", "ospf6", undo="no {0}", rank=45),
    View(r"area \S+", "area6", undo="no {0}", inside="ospf6"),
    View(r"interface \S+", "ospf6-if", undo="no {0}", inside="area6", exclusive="ospf6 {0}"),
    View(r"router isis \d+(?: vrf \S+)?", "isis", undo="no {0}", rank=46),
    View(r"address-family ipv6", "isis-family", undo="no {0}", inside="isis"),
    View(r"interface \S+", "isis-if", undo="no {0}", inside="isis"),
    View(r"router bgp \d+", "bgp", undo="no {0}", rank=48),
    View(r"address-family .+", "bgp-family", undo="no {0}", inside="bgp"),
    View(r"lldp", "lldp", rank=54),
    View(r"interface \S+", "lldp-if", inside="lldp"),
    View(r"spantree", "stp", rank=54),
    View(r"interface \S+", "stp-if", inside="stp"),
    View(r"system-user", "users", rank=60),
    View(
        r"auth(?:entication|orization)-template \d+",
        "user-template",
        undo="no {0}",
        inside="users",
        rank=10,
    ),
    View(r"user-name \S+", "user", undo="no {0}", inside="users", rank=20),
)

IDS_LISTS = (
    Ids(
        rf"vlan (?:list )?{IDS}",
        add="vlan {0}",
        remove="no vlan {0}",
        view="vlan {0}",
        views="switchvlan",
        kept=(1,),
        rank=10,
        joint="-",
        comma=",",
        per_line=1,
    ),
    Ids(
        rf"switchport trunk vlan {IDS}",
        add="switchport trunk vlan {0}",
        remove="no switchport trunk vlan {0}",
        views="l2port",
        needs=L2_NEEDS,
        joint="-",
        comma=",",
    ),
    Ids(
        rf"switchport hybrid vlan {IDS} (?P<tag>tag|untag)",
        add="switchport hybrid vlan {0} {tag}",
        remove="no switchport hybrid vlan {0}",
        key="switchport hybrid vlan {0}",
        views="l2port",
        needs=L2_NEEDS,
        joint="-",
        comma=",",
    ),
)

SYSTEM = (
    Line(r"(?s)(banner (?:incoming|login|exec|motd)) .*", key="{0}"),
    Line(r"(hostname) \S+", key="{0}", rank=1),
    Line(r"(clock timezone) .+", key="{0}"),
    # The rank of a server is its own: no other has it.
    Line(
        r"(ntp server (?:vrf \S+ )?\S+) (priority \d+)(?: .+)?",
        key="{0}",
        exclusive="ntp {1}",
        rigid=True,
        rank=80,
    ),
    Line(r"(ntp server (?:vrf \S+ )?\S+)(?: .+)?", key="{0}", rank=80),
    Line(r"(ntp authentication-key \d+) .+", key="{0}", secret=True, rank=78),
    Line(r"(ntp (?:source|master)) .+", key="{0}", rank=79),
    Line(r"(syslog-server host (?:vrf \S+ )?\S+)(?: .+)?", key="{0}", rank=81),
    Line(r"(syslog-server (?:facility|source)|syslog level) .+", key="{0}", rank=81),
    Line(r"(snmp-server (?:location|contact|packetsize|engine-id)) .+", key="{0}", rank=84),
    Line(r"(snmp-server trap-source (?:ipv6-addr|interface)) \S+", key="{0}", rank=84),
    Line(r"(snmp-server trap-source) \d\S+", key="{0} ipv4-addr", rank=84),
    Line(r"(snmp-server access-list ipv[46]) \S+", key="{0}", rank=84),
    Line(r"(snmp-server version v\w+) enable", key="{0}", rank=85),
    Line(r"(snmp-server community (?:encrypted )?\S+)(?: .+)?", key="{0}", rank=84),
    Line(
        r"(snmp-server host (?:vrf \S+ )?\S+ (?:trap|inform)) version"
        r" (?:1|2c|3 (?:noauth|auth|priv)) ((?:encrypted )?\S+)(?: .+)?",
        key="{0} {1}",
        rigid=True,
        rank=86,
    ),
    Line(r"(snmp-server view \S+ \S+) \S+", key="{0}", rank=82),
    Line(
        r"(snmp-server group \S+ (?:v1|v2c|v3(?: (?:auth|noauth|priv))?))(?: .+)?",
        key="{0}",
        rank=83,
    ),
    Line(r"(snmp-server user \S+ \S+ v3) .+", key="{0}", secret=True, rank=84),
    Line(r"snmp-server .+", rank=85),
    Line(r"(ssh server version) 2", key="{0}", default=True),
    Line(r"(ssh server version) \d", key="{0}", rank=62),
    Line(r"((?:ssh server|line telnet) access-class ipv[46]) \S+", key="{0}", rank=62),
    Line(r"(line (?:console|telnet|ssh|netconf) (?:idle|absolute)-timeout) \d+", key="{0}"),
    Line(r"(line telnet server) enable", key="{0}", default=True),
    Line(r"(line telnet server) disable", key="{0}", undo="{0} enable", rank=63),
    Line(r"(enable (?:secret|password)) .+", key="{0}", secret=True),
    Line(r"(username \S+) password .+", key="{0} password", undo="no {0}", secret=True, rank=20),
)
AAA = (
    Line(
        r"(aaa-authentication-type|aaa-authorization-type|aaa-accounting-type) \S+",
        key="{0}",
        undo=NEVER,
        views="aaa",
    ),
    Line(
        r"(authentication-radius-group|authorization-radius-group|authentication-tacacs-group"
        r"|authorization-tacacs-group|accounting-tacacs-group) .+",
        key="{0}",
        views="aaa",
    ),
    Line(r"(server \d+) .+", key="{0}", views="radius relay-group"),
    Line(r"(bind \S+) \d+", key="{0}", views="user user-template"),
    Line(r"(local-privilege-level|login-sametime-max) \d+", key="{0}", views="user-template"),
    Line(r"(password)(?: encrypted)? \S+", key="{0}", undo=NEVER, secret=True, views="user"),
)
# Whether a port without either line is up or down differs between releases, so none is taken away
# by silence: a text that says neither leaves the port as it is.
PORTS = (
    Line(r"no shutdown", key="shutdown", undo=NEVER, views="port"),
    Line(r"shutdown", undo=NEVER, views="port"),
    Line(r"no shutdown", default=True),
    Line(r"(description) .+", key="{0}"),
    Line(r"(mtu|ip mtu|ipv6 mtu|speed|duplex|bandwidth) .+", key="{0}", views=ROUTED),
    Line(r"(negotiation auto) disable", key="{0}", undo="{0} enable", views="port", rank=10),
    Line(r"(broadcast-limit|multicast-limit|unknowncast-limit) .+", key="{0}", views=ROUTED),
    Line(r"optical-inform monitor enable", undo="optical-inform monitor disable"),
    Line(r"(switch attribute) disable", key="{0}", undo="{0} enable", rank=6),
    Line(r"(switch attribute) enable", key="{0}", undo="{0} disable", rank=6),
    Line(r"(ipv4-access-group|ipv6-access-group) (ingress|egress) (\S+)", key="{0} {1}"),
)
LAYER3 = (
    Line(r"(ip vrf forwarding) \S+", key="{0}", rank=8, wipes=r"(?:ip|ipv6) address .+"),
    # Whether a second main address takes the place of the first is not said: the first goes.
    Line(r"ip address (\S+) \S+ secondary", exclusive="{0}", on="ip address", rank=46),
    Line(
        r"(ip address) (\S+) \S+", key="{0}", undo="no {line}", exclusive="{1}", rigid=True, rank=45
    ),
    Line(r"ipv6 enable", rank=9),
    Line(r"(ipv6 address (\S+))(?: .+)?", key="{0}", exclusive="{1}", rank=47),
    Line(r"ipv6 nd suppress-ra", default=True),
    Line(r"no (ipv6 nd suppress-ra)", key="{0}", undo="{0}"),
    Line(
        r"(ipv6 nd (?:ra-interval|ra-lifetime|ra-linkmtu|reachable-time|retransmit-time)) .+",
        key="{0}",
    ),
)
SWITCHING = (
    Line(r"(name) .+", key="{0}", views="vlan"),
    Line(r"(switchport mode) access", key="{0}", default=True, views="l2port"),
    Line(
        r"(switchport mode) (?:trunk|hybrid)",
        key="{0}",
        undo="{0} access",
        rigid=True,
        rank=5,
        needs=MEMBER,
        views="l2port",
    ),
    Line(r"(switchport access vlan) \d+", key="{0}", needs=L2_NEEDS, views="l2port"),
    Line(
        r"(switchport (?:trunk|hybrid) native vlan) \d+",
        key="{0}",
        needs=L2_NEEDS,
        rank=40,
        views="l2port",
    ),
    Line(
        r"(switchport qinq tpid (?:external|internal)) \S+",
        key="{0}",
        needs=MEMBER,
        views="l2port",
    ),
    Line(r"(lacp (?:mode|load-balance|minimum-member)) .+", key="{0}", views="lacp-bundle"),
    Line(r"(smartgroup) \d+(?: mode \S+)?", key="{0}", rigid=True, rank=10, views="lacp-member"),
    Line(r"(lacp timeout) \S+", key="{0}", on="smartgroup", views="lacp-member"),
    Line(r"(encapsulation-dot1q|qinq) .+", key="tag", undo="no {0}", rigid=True, views="tagged"),
    Line(r"(lldp) enable", key="{0}", default=True, views="lldp lldp-if"),
    Line(r"(lldp) disable", key="{0}", undo="{0} enable", views="lldp lldp-if"),
    Line(r"(mode) \S+", key="{0}", rank=10, views="dhcp-if"),
    Line(r"(relay agent|relay server group) \S+", key="{0}", needs="mode", views="dhcp-if"),
)
PEER = r"neighbor (?:\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)"
ROUTING = (
    Line(r"(rd) \S+", key="{0}", rigid=True, views="vrf"),
    Line(r"(rule \d+) .+", key="{0}", rigid=True, views="acl"),
    Line(
        r"(ip route (?:vrf \S+ )?\S+ \S+ (?:\d\S*|\S+(?: \d+\.\d+\.\d+\.\d+)?))(?: .+)?",
        key="{0}",
        rank=70,
    ),
    Line(
        r"(ipv6 route (?:vrf \S+ )?\S+ (?:[0-9A-Fa-f]*:\S*|\S+(?: [0-9A-Fa-f]*:\S*)?))(?: .+)?",
        key="{0}",
        rank=70,
    ),
    Line(r"(ip prefix-list \S+ seq \d+|ipv6 prefix-list \S+ seq \d+) .+", key="{0}", rank=39),
    Line(
        r"(router-id|system-id|is-type|metric-style|maximum-paths|bgp router-id) .+",
        key="{0}",
        views="ospf ospf6 isis bgp bgp-family",
        rank=10,
    ),
    Line(r"(passive-interface \S+)(?: disable)?", key="{0}", views="ospf ospf6"),
    Line(
        r"(redistribute \S+)(?: .+)?",
        key="{0}",
        undo="no {line}",
        views="ospf ospf6 isis isis-family bgp bgp-family",
    ),
    Line(
        r"(cost|priority|hello-interval|dead-interval|network|circuit-type|metric|ipv6 metric) .+",
        key="{0}",
        views="ospf-if ospf6-if isis-if",
    ),
    Line(r"(message-digest-key \d+) .+", key="{0}", secret=True, views="ospf-if ospf6-if"),
    Line(
        r"(hello-authentication|authentication) encrypted .+",
        key="{0}",
        secret=True,
        views="isis isis-if",
    ),
    Line(r"synchronization disable", undo="synchronization enable", views="bgp"),
    Line(rf"({PEER}) remote-as \d+", key="{0} remote-as", undo="no {0}", rigid=True, rank=20),
    Line(r"(neighbor \S+ remote-as) \d+", key="{0}", rank=16),
    Line(r"neighbor \S+ peer-group", rank=15),
    Line(
        r"(neighbor \S+) (peer-group \S+)",
        key="{0} member",
        undo="no {line}",
        rigid=True,
        of="{0} remote-as",
        rank=25,
    ),
    Line(
        r"(neighbor \S+) (route-map) \S+ (in|out)",
        key="{0} {1} {2}",
        undo="no {line}",
        of="{0} remote-as",
    ),
    Line(r"(neighbor \S+) (password) .+", key="{0} {1}", of="{0} remote-as", secret=True),
    Line(r"(neighbor \S+) (\S+)(?: .+)?", key="{0} {1}", of="{0} remote-as"),
)

PLATFORM = Platform(
    name="zte_zxros",
    title="ZTE ZXROS",
    netmiko_type="zte_zxros",
    negation="no",
    leave="exit",
    separator=r"\s*[!$]|\s*",
    noise=r"!.*|\$|Building configuration.*|Current configuration.*|end",
    raw=(Raw(r"banner (?:incoming|login|exec|motd) (?P<delim>\S)"),),
    signs=r"switchvlan-configuration|!<(?:switchvlan|vrf|ospfv[23]|ipv6-static)>",
    views=VIEWS,
    ids=IDS_LISTS,
    lines=(*SYSTEM, *AAA, *PORTS, *LAYER3, *SWITCHING, *ROUTING),
    management=ManagementSigns(
        svi=r"interface vlan(?P<vlan>\d+)",
        access=r"system-user|ssh server .*|line .*|aaa-.*|username .*|login .*|enable secret.*"
        r"|enable password.*|radius .*|tacacs.*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"switchport mode .+|switchport access vlan .+|switch attribute .+"
        r"|switchport (?:trunk|hybrid) native vlan .+|ip vrf forwarding .+",
        down=r"shutdown",
        default_route=r"ip route 0\.0\.0\.0 0\.0\.0\.0 .+|ipv6 route ::/0 .+",
        filter=r"(?:ipv[46]-access-group (?:ingress|egress)|(?:ssh server|line telnet) access-class"
        r" ipv[46]) (?P<acl>\S+)",
        member=r"smartgroup (?P<bundle>\d+)(?: mode \S+)?",
        bundle="interface smartgroup{bundle}",
    ),
    port="gei-0/1/1/{n}",
    svi="vlan{n}",
    enter_config="configure terminal",
    exit_config="end",
    paging_off=("terminal length 0", "terminal width 512"),
    show_running="show running-config",
    show_startup="show startrun",
    save="write",
    saved=r"(?i)\[OK\]|success",
    prompt=r"{name}(?:\([^)\r\n]*\))?[#>]\s*\Z",
    rename=r"hostname (?P<name>\S+)",
    errors=r"(?m)^\s*%\s?(?:Error|Invalid|Unknown|Incomplete|Ambiguous|Command|Bad|Code).*$",
    questions=((r"(?i)[\[(](?:yes/no|y/n)[\])][:?]?\s*\Z", "yes"),),
    enable="enable",
    names=tuple(
        (rf"interface {kind}", f"interface {kind}") for kind in ("vlan", "smartgroup", "loopback")
    ),
    begins=r"!<mim>",
    ends=r"!</[^>]+>|end",
)
