"""Ruijie RGOS 11 and 12: Cisco-like, changes act at once, ``no`` takes them back.

A trunk without a list of allowed VLANs carries all of them; the list is set with ``only`` and
changed with ``add`` and ``remove``. A port without a mode is an access port. What joins a bundle
takes its attributes, a routed port loses its switching and a switched one its addresses, and a
change of the VRF takes the addresses along (RGOS 11 configuration guides and command references).
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Ids, Line, ManagementSigns, Platform, Raw, View

MODE, ROUTED, BUNDLE = "switchport mode", "no switchport", "port-group"
IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
HOP = r"(?:(?:VLAN|AggregatePort|Loopback|\w*GigabitEthernet) \S+(?: \S*[.:]\S*)?|\S+)"
PERMISSION = r"(?:permit|deny)"
ADDRESSES = r"ip address .+|ipv6 address .+|ipv6 enable"
SWITCHING = (
    r"switchport .+|spanning-tree .+|rldp .+|dot1x .+|storm-control .+|nfpp .+|arp-check"
    r"|ip(?:v6)? dhcp snooping trust|ipv6 nd snooping trust|ip(?:v6)? verify source.*"
)
ROUTING = (
    r"ip (?:address|helper-address|ospf|router) .+|ipv6 enable|vrf forwarding .+|isis .+|vrrp .+"
    r"|(?:no )?ipv6 (?:address|nd (?!snooping)|dhcp (?!snooping)|ospf|router).+"
)
BINDINGS = r"ip access-group .+|ipv6 traffic-filter .+"
STORED = r"secret [58] \$1c?\$(?P<salt>[^$]+)\$"
PEER = r"neighbor ([\d.]+|\S*:\S*)"  # by address; a group has a name

PHYSICAL = (
    (r"gi(?:g\w*[a-z])?(?=\d+/\d)", "GigabitEthernet "),
    (r"te(?:n\w*[a-z])?(?=\d+/\d)", "TenGigabitEthernet "),
    (r"fo(?:r\w*[a-z])?(?=\d+/\d)", "FortyGigabitEthernet "),
    (r"hu(?:n\w*[a-z])?(?=\d+/\d)", "HundredGigabitEthernet "),
)
LOGICAL = ((r"vlan", "VLAN "), (r"lo[a-z]*", "Loopback "), (r"ag[a-z]*", "AggregatePort "))
NAMES = (
    *((f"(?i){short}", long) for short, long in PHYSICAL),
    *((f"(?i)interface {short}", f"interface {long}") for short, long in (*PHYSICAL, *LOGICAL)),
)

VIEWS = (
    View(r"vrf definition \S+", "vrf", undo="no {0}", rank=8),
    View(r"address-family ipv[46]", "family", undo="no {0}", inside="vrf",
         leave="exit-address-family"),
    View(r"vlan 1", "vlan"),
    View(r"vlan \d+", "vlan", undo="no {0}", rank=10),
    View(r"spanning-tree mst configuration", "mst", undo="no {0}", rank=12),
    View(r"(?:ip|ipv6|mac|expert) access-list .+", "acl", undo="no {0}", rank=20,
         numbered=rf"{PERMISSION} .+"),
    View(r"route-map \S+ (?:permit|deny) \d+", "map", undo="no {0}", rank=24),
    View(r"ip(?:v6)? dhcp pool \S+", "pool", undo="no {0}", rank=26),
    View(r"ipv6 router ospf \d+.*", "ospfv3", undo="no {0}", rank=27),
    View(r"router ospf \d+.*", "ospf", undo="no {0}", rank=27),
    View(r"router isis(?: \S+)?", "isis", undo="no {0}", rank=27),
    View(r"interface Loopback \d+", "svi", undo="no {0}", rank=30),
    View(r"interface AggregatePort \d+", "port", undo="no {0}", rank=31),
    View(r"interface VLAN \d+", "svi", undo="no {0}", rank=32),
    View(r"interface .+", "port", rank=40),
    View(r"router bgp \d+", "bgp", undo="no {0}", rank=45, exclusive="bgp"),
    View(r"address-family .+", "bgp_family", undo="no {0}", inside="bgp",
         leave="exit-address-family"),
    View(r"switch virtual domain \d+", "vsu", rank=58),
    View(r"nfpp", "nfpp", rank=60),
    View(r"line .+", "line", rank=62),
)  # fmt: skip

LISTS = (
    Ids(
        rf"vlan (?:range )?{IDS}",
        add="vlan {0}",
        remove="no vlan {0}",
        view="vlan {0}",
        views="top",
        kept=(1,),
        rank=10,
        joint="-",
        comma=",",
        per_line=1,
    ),
    Ids(  # RGOS 10 shows what a list lacks, up to the last VLAN; a long list goes on with "add"
        rf"switchport trunk allowed vlan (?:(?:only|add) {IDS}"
        r"|remove (?P<lacks>(?:\d+(?:-\d+)?,)*\d+-4094))",
        add="switchport trunk allowed vlan add {0}",
        remove="switchport trunk allowed vlan remove {0}",
        only="switchport trunk allowed vlan only {0}",
        clear="no switchport trunk allowed vlan",
        needs=MODE,
        joint="-",
        comma=",",
    ),
    Ids(
        rf"instance (?P<instance>\d+) vlan {IDS}",
        add="instance {instance} vlan {0}",
        remove="no instance {instance} vlan {0}",
        key="instance vlan {0}",
        views="mst",
        joint="-",
        comma=",",
    ),
)

# What is no difference, and what stands when nothing is said.
DEFAULTS = (
    Line(r"no shutdown", default=True),
    Line(r"no enable service (?:telnet|web)-server(?: \S+)?", default=True),
    Line(r"(?:enable service snmp-agent|logging on|lldp enable)", default=True),
    Line(r"snmp-server enable version v\S+", default=True),
    Line(r"switchport", key=ROUTED, views="port", default=True),
    Line(r"switchport mode access", key=MODE, default=True),
    Line(r"switchport access vlan 1", key="switchport access vlan", default=True),
    Line(r"switchport trunk allowed vlan all", default=True),
    Line(r"ipv6 nd suppress-ra", default=True),
    Line(r"(speed|duplex) auto", key="{0}", default=True),
    Line(r"exec-timeout 10(?: 0)?", key="exec-timeout", default=True),
    Line(r"mtu 1500", key="mtu", default=True),
    Line(r"(spanning-tree bpdu(?:guard|filter)) disable", key="{0}", default=True),
)

PORTS = (
    Line(r"no switchport", rank=2, wipes=rf"{SWITCHING}|{ROUTING}"),
    Line(r"port-group \d+(?: mode \w+)?", key=BUNDLE, rank=3, rigid=True,
         wipes=rf"no switchport|{SWITCHING}|{ROUTING}|{BINDINGS}"),
    Line(r"(switchport mode) \S+", key=MODE, rank=5),
    Line(r"(switchport (?:access|trunk native|dot1q-tunnel native) vlan) \d+", key="{0}",
         needs=MODE),
    # Only typed; its undo would lift the whole list.
    Line(r"(switchport trunk allowed vlan (?:remove|except)) .+", key="{0}", undo=NEVER),
    Line(r"(mtu|speed|duplex) .+", key="{0}"),
    Line(r"(storm-control \S+) .+", key="{0}"),
    Line(r"(spanning-tree bpdu(?:guard|filter)) enable", key="{0}", undo="{0} disable"),
    Line(r"(rldp port loop-detect) \S+", key="{0}"),
    Line(r"(dot1x port-control) \S+", key="{0}", rank=45),
    Line(r"(ip(?:v6)? verify source)(?: .+)?", key="{0}", undo="no {line}"),
    Line(r"(nfpp nd-guard policy per-port ns-na) .+", key="{0}"),
    Line(r"(ip access-group|ipv6 traffic-filter|(?:mac|expert) access-group) (\S+) (in|out)",
         key="{0} {2}", undo="no {line}"),
)  # fmt: skip

LAYER3 = (
    Line(r"((?:ip )?vrf forwarding) \S+", key="{0}", rank=6, wipes=ADDRESSES),
    Line(r"ip address (\S+) \S+ secondary", exclusive="{0}", rank=52),
    Line(r"(ip address) ((?!mix)\S+) \S+", key="{0}", undo="no {line}", exclusive="{1}"),
    Line(r"ipv6 enable", rank=8),
    Line(
        r"ipv6 address (\S+) link-local", key="ipv6 address link-local", undo="no {line}", rank=45
    ),
    Line(r"ipv6 address ([^\s/]*:[^\s/]*)(?:/\d+)?(?: .+)?", exclusive="{0}", rank=45),
    Line(r"(ipv6 nd ra-(?:interval|lifetime)) .+", key="{0}"),
    Line(r"(ipv6 dhcp server) .+", key="{0}"),
    Line(r"(ip ospf (?:cost|network|priority)|isis metric) .+", key="{0}"),
    Line(r"(ip ospf message-digest-key \d+) .+", key="{0}", secret=True),
    Line(r"(vrrp \d+ ip) \S+", key="{0}", undo="no {line}", rank=53),
    Line(r"vrrp \d+ ipv6 \S+", rank=53),
    Line(r"(vrrp (?:ipv6 )?\d+ (?:priority|description|timers advertise)) .+", key="{0}", rank=54),
    Line(r"(ipv6 ospf (?:cost|network|priority)) .+", key="{0}"),
    Line(r"ipv6 ospf \d+ area \S+.*", key="ipv6 ospf area", undo="no {line}"),
)

ROUTES = (
    Line(rf"(ip route(?: vrf \S+)? {V4} {V4} {HOP})(?: .+)?", key="{0}", rank=70),
    Line(rf"(ipv6 route(?: vrf \S+)? \S+/\d+ {HOP})(?: .+)?", key="{0}", rank=70),
    Line(r"(ip default-gateway|gateway) \S+", key="{0}", rank=70),
    Line(r"(router-id|is-type|metric-style) .+", key="{0}"),
    Line(r"(redistribute (?:connected|static|isis|bgp|ospf \d+))(?: .+)?", key="{0}",
         views="ospf ospfv3 isis"),
    Line(r"(default-information originate)(?: .+)?", key="{0}"),
    Line(rf"(network {V4} {V4} area) (\S+)", key="{0}", undo="no {0} {1}"),
    Line(r"(bgp router-id|maximum-paths) .+", key="{0}"),
    Line(rf"{PEER} remote-as \d+", key="neighbor {0} remote-as", undo="no neighbor {0}", rank=20),
    Line(rf"{PEER} peer-group (\S+)", key="neighbor {0} peer-group", undo="no {line}", rank=30,
         of="neighbor {1} peer-group"),
    Line(r"neighbor \S+ peer-group", rank=20),
    Line(rf"({PEER} password) .+", key="{0}", secret=True, of="neighbor {1} remote-as"),
    Line(r"(neighbor (\S+) password) .+", key="{0}", secret=True, of="neighbor {1} peer-group"),
    Line(rf"({PEER} (?:route-map|prefix-list|filter-list)) (\S+) (in|out)", key="{0} {3}",
         undo="no {line}", of="neighbor {1} remote-as"),
    Line(r"(neighbor (\S+) (?:route-map|prefix-list|filter-list)) (\S+) (in|out)", key="{0} {3}",
         undo="no {line}", of="neighbor {1} peer-group"),
    Line(rf"({PEER} [\w-]+)(?: .+)?", key="{0}", of="neighbor {1} remote-as", rank=40),
    Line(r"(neighbor (\S+) [\w-]+)(?: .+)?", key="{0}", of="neighbor {1} peer-group", rank=40),
)  # fmt: skip

POLICIES = (
    Line(rf"(\d+) {PERMISSION} .+", key="{0}", views="acl", rigid=True),
    Line(r"(list-remark) .+", key="{0}", views="acl"),
    Line(rf"(ip(?:v6)? prefix-list \S+ seq \d+) {PERMISSION} .+", key="{0}", undo="no {line}",
         rigid=True, rank=21),
    Line(r"(match ip(?:v6)? address prefix-list) \S+", key="{0}", undo="no {line}", views="map"),
    Line(r"(set (?:local-preference|metric|community)) .+", key="{0}", views="map"),
    Line(r"((?:ipv6 )?access-class) (\S+) (in|out)", key="{0} {2}", undo="no {line}"),
)  # fmt: skip

SERVICES = (
    Line(r"(?s)(banner (?:login|motd|exec|incoming)) .*", key="{0}", rank=85),
    Line(r"(?s)(certificate(?: ca| self-signed)? \w+)\n.*", key="{0}"),
    Line(r"(hostname) \S+", key="{0}", rank=1),
    Line(r"(description|name|revision) .+", key="{0}"),
    Line(r"(rd) \S+", key="{0}", views="vrf", rigid=True, rank=5),
    Line(r"(spanning-tree (?:priority|mode)|spanning-tree mst \d+ priority) .+", key="{0}"),
    Line(r"(aggregateport load-balance|errdisable recovery interval|address-bind ipv6-mode) .+",
         key="{0}"),
    Line(r"switch \d+", undo=NEVER, views="vsu", rank=10),
    Line(r"(switch \d+ (?:priority|description)) .+", key="{0}", views="vsu"),
    Line(r"(clock timezone|logging (?:trap|facility|source interface|buffered)) .+", key="{0}"),
    Line(r"(network|lease|dns-server|default-router|domain-name|option \d+ \S+) .+", key="{0}",
         views="pool"),
    Line(r"(iana-address prefix) (\S+).*", key="{0}", undo="no {0} {1}", views="pool"),
    Line(r"(prefix-delegation pool) .+", key="{0}", views="pool"),
    Line(r"(ipv6 local pool \S+) .+", key="{0}", rigid=True, rank=22),
    Line(r"((?:arp|nd)-guard rate-limit \S+(?: [a-z-]+)?|log-buffer entries) \d+", key="{0}",
         views="nfpp"),
    Line(r"(ntp authentication-key \d+) .+", key="{0}", secret=True, rank=78),
    Line(r"(ntp server (?:ipv6 )?\S+)(?: .+)?", key="{0}", rank=80),
    Line(r"(snmp-server (?:location|contact)) .+", key="{0}"),
    Line(r"(snmp-server community (?:[07] )?\S+)(?: .+)?", key="{0}", rank=74),
    Line(r"snmp-server view .+", rank=71),
    Line(r"(snmp-server group \S+ v3 \S+)(?: .+)?", key="{0}", rank=72),
    Line(r"(snmp-server user \S+) (\S+ v3) .+", key="{0}", undo="no {0} {1}", secret=True, rank=73),
    Line(r"(snmp-server host (?:ipv6 )?\S+) .+", key="{0}", undo="no {line}", rank=75),
)  # fmt: skip

ACCESS = (
    Line(r"aaa new-model", rank=18),
    Line(r"(aaa (?:authentication|authorization|accounting) \S+ \S+) .+", key="{0}", rank=22,
         of="aaa new-model"),
    Line(r"(dot1x authentication) .+", key="{0}", rank=23),
    Line(r"(radius-server host \S+)(?: .*)?", key="{0}", secret=True, rank=20),
    Line(r"(radius-server key) .+", key="{0}", secret=True, rank=20),
    Line(r"(username \S+) (?:privilege \d+ )?(?:password|secret) .+", key="{0}", secret=True,
         salt=STORED, rank=20),
    Line(r"(username (\S+) privilege) \d+", key="{0}", of="username {1}", rank=21),
    Line(r"(enable (?:secret|password)) .+", key="{0}", secret=True,
         salt=STORED),
    Line(r"(ip ssh (?:version|time-out|authentication-retries|[a-z]+-[a-z]+)) .+", key="{0}"),
    Line(r"(webmaster level \d+ username \S+) .+", key="{0}", secret=True),
    Line(r"(password policy (?:min-size|life-cycle|no-repeat-times)) .+", key="{0}"),
    Line(r"(password) .+", key="{0}", secret=True, views="line"),
    Line(r"(login|transport input|exec-timeout)(?: .+)?", key="{0}", views="line"),
)  # fmt: skip

# One of "X" and "no X" takes the other's place, also where nothing else is known of X.
NEGATED = Line(r"no (.+)", key="{0}", undo="{0}")

PLATFORM = Platform(
    name="ruijie_os",
    title="Ruijie RGOS 11",
    netmiko_type="ruijie_os",
    negation="no",
    leave="exit",
    separator=r"\s*!|\s*",
    noise=r"!.*|[\w.-]+[#>]\s*(?:sh\w* .*)?|Building configuration.*|version .*RGOS.*|end"
    r"|Current configuration ?: \d+ bytes|exit-address-family|install \S+ .+|sysmac \S+",
    raw=(
        Raw(r"banner (?:login|motd|exec|incoming) (?P<delim>\S)"),
        Raw(r"certificate(?: ca| self-signed)? [0-9A-Fa-f]+$", end=r"quit"),
    ),
    signs=r"switchport .*|interface (?:VLAN|AggregatePort) \d+|line vty .*|version .*RGOS.*"
    r"|hostname .*|rldp .*|enable service .*|nfpp",
    views=VIEWS,
    ids=LISTS,
    lines=(*DEFAULTS, *PORTS, *LAYER3, *ROUTES, *POLICIES, *SERVICES, *ACCESS, NEGATED),
    management=ManagementSigns(
        svi=r"interface VLAN (?P<vlan>\d+)",
        access=r"username .+|webmaster .+|line .+|aaa .*|enable (?:secret|password) .*"
        r"|enable service ssh-server|ip ssh .*|crypto .*|radius-server .*"
        r"|switch virtual .*|vsl-port",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"switchport mode .+|switchport access vlan .+|switchport trunk native .+"
        r"|no switchport|switchport trunk allowed vlan \D.*|vrf forwarding .+",
        down=r"shutdown",
        default_route=r"ip route 0\.0\.0\.0 0\.0\.0\.0 .+|ipv6 route ::/0 .+|ip default-gateway .+",
        filter=r"(?:ip access-group|ipv6 traffic-filter|(?:ipv6 )?access-class"
        r"|(?:mac|expert) access-group) (?P<acl>\S+) (?:in|out)",
        member=r"port-group (?P<bundle>\d+).*",
        bundle="interface AggregatePort {bundle}",
    ),
    port="GigabitEthernet 0/{n}",
    svi="VLAN {n}",
    enter_config="configure terminal",
    exit_config="end",
    paging_off=("terminal width 256", "terminal length 0"),
    show_running="show running-config",
    show_startup="show startup-config",
    save="write",
    saved=r"(?i)\[OK\]|success",
    prompt=r"{name}(?:\([^)\r\n]*\))?[#>]\s*\Z",
    rename=r"hostname (?P<name>\S+)",
    errors=r"(?m)^\s*% ?(?:Invalid|Unknown|Incomplete|Ambiguous|Error|Command|Bad|Unrecognized).*$",
    questions=(
        (r"(?i)change the password[^\n]*\s*\Z", "n"),
        (r"(?i)\[(?:yes/no|y/n)\][:?]?\s*\Z", "yes"),
    ),
    enable="enable",
    begins=r"Building configuration.*|Current configuration ?: \d+ bytes",
    ends=r"end",
    names=NAMES,
    typed=r"interface range .+",
)
