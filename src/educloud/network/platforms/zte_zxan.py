"""ZTE ZXAN OLTs: C300 and C320 (``gpon-olt_1/2/1``), C600, C620 and C650 (``gpon_olt-1/2/1``).

A C6xx shows its configuration in tagged sections (``!<xpon>``) whose blocks end with ``$``, and one
interface in several of them; a C3xx shows blocks with ``!`` between. ``no onu N`` takes the ONU's
interface, its service ports and its remote management along, and deleting a GEM port its virtual
port. An ONU's type or serial is not changed in place: it goes and comes anew (C300 and C600
command references; a shown configuration of a C620).
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Ids, Line, ManagementSigns, Platform, Raw, View

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
ONU = r"(?P<pon>\w+?pon)(?P<a>[-_])onu(?P<b>[-_])(?P<place>\d+/\d+/\d+):(?P<onu>\d+)"
OF_ONU = "interface {pon}{a}olt{b}{place} / onu {onu}"
VPORT = r"vport-(?P<place>\d+/\d+/\d+)\.(?P<onu>\d+):(?P<vport>\d+)"
OF_VPORT = (
    "interface gpon_olt-{place} / onu {onu} | interface gpon_onu-{place}:{onu} / gemport {vport}"
)
MODE = "switchport mode"

VIEWS = (
    View(r"pon", "types", rank=12),
    View(r"gpon", "profiles", rank=14),
    View(r"acl (?:number|ipv4|ipv6) \S+", "acl", undo="no {0}", rank=16),
    View(r"vlan 1", "vlan"),
    View(r"vlan \d+", "vlan", undo="no {0}", rank=20),
    View(r"interface vlan ?\d+", "svi", undo="no {0}", rank=30),
    View(r"interface mgmt_eth", "svi", rank=30),
    View(r"interface \w+?pon[-_]olt[-_]\d+/\d+/\d+", "olt", rank=40),
    View(rf"interface {ONU}", "onu", rank=42, of=OF_ONU),
    View(rf"interface {VPORT}", "vport", rank=44, of=OF_VPORT),
    View(rf"pon-onu-mng {ONU}", "mng", rank=46, of=OF_ONU),
    View(r"interface \S+", "port", rank=38),
    View(r"system-user", "users", rank=60),
    View(r"auth(?:entication|orization)-template \d+", "user-template", undo="no {0}",
         inside="users", rank=10),
    View(r"user-name \S+", "user", undo="no {0}", inside="users", rank=20),
    View(r"aaa-auth(?:entication|orization)-template \d+", "aaa", undo="no {0}", rank=58),
)  # fmt: skip

LISTS = (
    Ids(rf"vlan (?:list )?{IDS}", add="vlan {0}", remove="no vlan {0}", view="vlan {0}",
        views="top", kept=(1,), rank=20, joint="-", comma=",", per_line=1),
    Ids(rf"switchport vlan {IDS} (?P<how>tag|untag)", add="switchport vlan {0} {how}",
        remove="no switchport vlan {0}", key="switchport vlan {0}", views="port", needs=MODE,
        joint="-", comma=","),
)  # fmt: skip

SYSTEM = (
    Line(r"(?s)(banner (?:incoming|login|exec|motd)) .*", key="{0}"),
    Line(r"(hostname) \S+", key="{0}", rank=1),
    Line(r"(clock timezone) .+", key="{0}"),
    Line(r"add-card .+", rank=5),
    Line(r"(ntp server (?:vrf \S+ )?\S+)(?: .+)?", key="{0}", rank=80),
    Line(r"(ntp poll-interval) \d+", key="{0}", rank=79),
    Line(r"(syslog-server host (?:vrf \S+ )?\S+)(?: .+)?", key="{0}", rank=81),
    Line(r"(snmp-server (?:location|contact)) .+", key="{0}", rank=84),
    Line(r"(snmp-server community) (?:encrypted )?\S+ .+", key="{0}", undo=NEVER, secret=True),
    Line(r"(snmp-server view \S+ \S+) \S+", key="{0}", rank=82),
    Line(r"(snmp-server group \S+ v3(?: (?:auth|noauth|priv))?)(?: .+)?", key="{0}", rank=83),
    Line(r"(snmp-server user \S+ \S+ v3) .+", key="{0}", secret=True, rank=84),
    Line(r"snmp-server .+", rank=85),
    Line(r"(ssh server (?:version|access-class \S+)) \S+", key="{0}", rank=62),
    Line(r"(line (?:telnet|console|ssh) (?:idle|absolute)-timeout) \d+", key="{0}"),
    Line(r"(username \S+) password .+", key="{0} password", undo="no {0}", secret=True, rank=60),
    Line(r"(bind \S+) \d+", key="{0}", views="user user-template"),
    Line(r"(local-privilege-level) \d+", key="{0}", views="user-template"),
    Line(r"(password)(?: encrypted)? \S+", key="{0}", undo=NEVER, secret=True, views="user"),
    Line(r"(aaa-authentication-type|aaa-authorization-type) \S+", key="{0}", undo=NEVER,
         views="aaa"),
    Line(r"(ip route (?:vrf \S+ )?\S+ \S+ \S+)(?: .+)?", key="{0}", rank=90),
    Line(r"(ipv6 route (?:vrf \S+ )?\S+ \S+)(?: .+)?", key="{0}", rank=90),
    Line(r"(traffic-profile \S+) .+", key="{0}", rank=15),
)  # fmt: skip

PROFILES = (
    Line(r"(onu-type (?P<type>\S+) \w*pon max-tcont) .+", key="{0}", undo=NEVER,
         of="onu-type {type}", rank=51),
    Line(r"(onu-type \S+)(?: .+)?", key="{0}", views="types", rank=50),
    Line(r"onu-type-if (?P<type>\S+) \S+", of="onu-type {type}", rank=52),
    Line(r"(profile (?:tcont|traffic) \S+) .+", key="{0}", views="profiles"),
    Line(r"(onu profile \S+ \S+) .+", key="{0}", views="profiles"),
)  # fmt: skip

ONUS = (
    Line(r"(?P<key>onu \d+) type (?P<type>\S+) sn (?P<sn>\S+)(?: .+)?", key="{key}",
         exclusive="onu {sn}", on="pon / onu-type {type}", rigid=True, views="olt", rank=20),
    Line(r"(onu \d+) type (\S+) .+", key="{0}", on="pon / onu-type {1}", rigid=True, views="olt",
         rank=20),
    Line(r"(name|description) .+", key="{0}"),
    Line(r"sn-bind enable sn", undo="sn-bind disable"),
    Line(r"sn-bind disable", key="sn-bind enable sn", default=True),
    Line(r"fec enable", undo="fec disable", views="onu"),
    Line(r"fec disable", key="fec enable", default=True, views="onu"),
    Line(r"(tcont \d+) .+", key="{0}", views="onu", rank=10),
    Line(r"(gemport \d+) traffic-limit .+", key="{0} traffic-limit", of="{0}", rank=30),
    Line(r"(gemport \d+) (?:name \S+ )?(?:unicast )?(tcont \d+)(?: .+)?", key="{0}", rigid=True,
         on="{1}", views="onu", rank=20),
    Line(r"(switchport mode) \S+ vport (?P<vport>\d+)", key="{0} vport {vport}", undo=NEVER,
         of="gemport {vport}", rank=30),
    Line(r"(service-port \d+) vport (?P<vport>\d+) .+", key="{0}", of="gemport {vport}", rigid=True,
         views="onu", rank=40),
    Line(r"(service-port \d+) .+", key="{0}", rigid=True, views="vport", rank=40),
    Line(r"(qos traffic-shaping|security max-mac-learn) \S+", key="{0}", views="vport"),
    Line(r"(qos (?:egress|ingress)) \S+", key="{0}", views="vport"),
    Line(r"(service \S+)(?: type \S+)? gemport \d+ .+", key="{0}", rigid=True, views="mng",
         rank=20),
    Line(r"(vlan port \S+ mode) .+", key="{0}", views="mng", rank=30),
    Line(r"(interface (?:eth|wifi|pots) \S+ state) lock", key="{0}", undo="{0} unlock",
         views="mng"),
    Line(r"(interface (?:eth|wifi|pots) \S+ state) unlock", key="{0}", default=True, views="mng"),
    Line(r"(dhcp-ip ethuni \S+) .+", key="{0}", views="mng"),
    Line(r"(wan-ip \d+|wan \d+|security-mgmt \d+|ip-host \d+) .+", key="{0}", views="mng"),
)  # fmt: skip

PORTS = (
    Line(r"no shutdown", undo="shutdown", views="port olt", rank=60),
    Line(r"shutdown", key="no shutdown", default=True, views="port olt"),
    Line(r"no shutdown", default=True),
    Line(r"(switchport mode) \S+", key="{0}", undo=NEVER, views="port", rank=5),
    Line(r"(switchport default vlan) \d+", key="{0}", views="port", rank=40),
    Line(r"(speed|duplex|hybrid-attribute|mtu) .+", key="{0}", undo=NEVER),
    Line(r"negotiation auto", undo="no negotiation auto"),
    Line(r"(ip access-group) (\S+) (in|out)", key="{0} {2}", undo="no {line}"),
    Line(r"ip address (\S+) \S+ secondary", exclusive="{0}"),
    Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}"),
    Line(r"ipv6 enable", rank=8),
    Line(r"(ipv6 address (\S+))(?: .+)?", key="{0}", exclusive="{1}"),
    Line(r"(rule \d+) .+", key="{0}", views="acl"),
)  # fmt: skip

PLATFORM = Platform(
    name="zte_zxan",
    title="ZTE ZXAN C300, C320, C600, C620 and C650",
    roles=("olt", "onu"),
    netmiko_type="zte_zxros",
    negation="no",
    leave="exit",
    separator=r"\s*[!$]|\s*|!.*",
    noise=r"!.*|\$|vlan database|Building configuration.*|Current configuration.*|end",
    raw=(Raw(r"banner (?:incoming|login|exec|motd) (?P<delim>\S)"),),
    signs=r"interface (?:\w+-olt_|\w+_olt-|\w+-onu_|\w+_onu-|vport-).+|pon-onu-mng .+"
    r"|onu-type(?:-if)? .+|onu \d+ type .+|!<(?:xpon|MSAN)>|profile tcont .+",
    views=VIEWS,
    ids=LISTS,
    lines=(*SYSTEM, *PROFILES, *ONUS, *PORTS),
    management=ManagementSigns(
        svi=r"interface vlan ?(?P<vlan>\d+)",
        access=r"system-user|ssh server .*|line .*|aaa-.*|username .*|login .*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"switchport mode .+|switchport default vlan .+|no shutdown",
        down=r"shutdown",
        uplink=r"interface (?:x?gei|cgei|smartgroup).*",
        default_route=r"ip route 0\.0\.0\.0 0\.0\.0\.0 .+|ipv6 route ::/0 .+",
    ),
    port="xgei-1/4/{n}",
    svi="vlan{n}",
    enter_config="configure terminal",
    exit_config="end",
    paging_off=("terminal length 0",),
    show_running="show running-config",
    show_startup="show startrun",
    save="write",
    saved=r"(?i)\[OK\]|success",
    prompt=r"{name}(?:\([^)\r\n]*\))?[#>]\s*\Z",
    rename=r"hostname (?P<name>\S+)",
    errors=r"(?m)^\s*%\s?(?:Error|Invalid|Unknown|Incomplete|Ambiguous|Command|Bad|Code).*$",
    questions=((r"(?i)[\[(](?:yes/no|y/n)[\])][:?]?\s*\Z", "yes"),),
    enable="enable",
    begins=r"!<mim>",
    ends=r"!</[^>]+>|end",
)
