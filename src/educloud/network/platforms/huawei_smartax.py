"""Huawei SmartAX MA5600T and MA5800 OLTs: ``undo``, ``delete`` and ``disable``, each to its kind.

``display current-configuration`` shows sections (``[gpon]``) and views (``<gpon-0/1>``); the lines
of a board stand at the indent of its header. A profile is changed in its view and counts from
``commit`` on. An ONT and a DBA profile change in place with ``modify``; a service port does not,
and keeps its ONT and its VLAN from being deleted (MA5800 command reference; shown
configurations of MA5800 R018 to R022).
"""

from __future__ import annotations

from educloud.network.platform import NEVER, Ids, Line, ManagementSigns, Platform, View

IDS = r"(?P<ids>\d+(?: to \d+)?)"
BOARD = r"interface (?:gpon|epon|xg-pon|eth|mpu|giu|scu|mcu|opg|ipm) ?\d+/\d+"
ONT = r"(?P<port>\d+) (?P<ont>\d+)"
MODIFY = "ont modify {port} {ont} "

VIEWS = (
    View(r"ont-srvprofile (?P<pon>gpon|epon) profile-id (?P<id>\d+)(?: profile-name .+)?", "srv",
         key="ont-srvprofile {pon} profile-id {id}", undo="undo {line}", commit="commit", rank=14),
    View(r"ont-lineprofile (?P<pon>gpon|epon) profile-id (?P<id>\d+)(?: profile-name .+)?", "line",
         key="ont-lineprofile {pon} profile-id {id}", undo="undo {line}", commit="commit", rank=15),
    View(r"ont wan-profile profile-id (?P<id>\d+)(?: profile-name .+)?", "wan",
         key="ont wan-profile profile-id {id}", undo="undo {line}", rank=15),
    View(r"acl (?:ipv6 )?\d+", "acl", undo="undo {0}", rank=20),
    View(r"interface (?:gpon|epon|xg-pon) ?\d+/\d+", "pon", rank=40),
    View(BOARD, "board", rank=40),
    View(r"interface [Vv]lanif ?(\d+)", "svi", key="interface Vlanif{0}", undo="undo {line}",
         rank=35),
    View(r"interface [Ll]oop[Bb]ack ?(\d+)", "svi", key="interface LoopBack{0}",
         undo="undo {line}", rank=35),
    View(r"interface (?:[Mm]eth|MEth) ?0", "svi", key="interface MEth0", rank=35),
    View(r"interface \S+", "other-interface", rank=36),
    View(r"aaa", "access", rank=60),
)  # fmt: skip

LISTS = (
    Ids(rf"vlan {IDS} (?P<type>smart|standard|mux|super)", add="vlan {0} {type}",
        remove="undo vlan {0}", views="top", kept=(1,), rank=10, per_line=1),
    Ids(rf"port vlan {IDS} (?P<slot>\d+/\d+) (?P<port>\d+)", add="port vlan {0} {slot} {port}",
        remove="undo port vlan {0} {slot} {port}", views="top", rank=32, per_line=1),
)  # fmt: skip

SYSTEM = (
    Line(r"(sysname) \S+", key="{0}", rank=1),
    Line(r"(timezone) .+", key="{0}", undo=NEVER),
    Line(r"board add (\d+/\d+) \S+", key="board {0}", undo="board delete {0}", rigid=True, rank=3),
    Line(r"(terminal user name (?:buildrun_new_password|history_password)) (\S+) .+",
         key="{0} {1}", undo=NEVER, secret=True),
    Line(r"terminal user name \S+ (\S+) .+", key="terminal user {0}",
         undo="undo terminal user name {0}", secret=True, rank=60),
    Line(r"(sysman service \S+) disable", key="{0}", undo="{0} enable", rank=70),
    Line(r"(sysman service \S+) enable", key="{0}", default=True),
    Line(r"(sysman firewall \S+) enable", key="{0}", undo="{0} disable", rank=71),
    Line(r"(sysman firewall \S+) disable", key="{0}", default=True),
    Line(r"sysman ip-access \S+ .+", rank=70),
    Line(r"(ssh user \S+)(?: .+)?", key="{0}", rank=62),
    Line(r"(ssh (?:server|client) \S+(?: sftp)?) .+", key="{0}", undo=NEVER),
    Line(r"(ntp-service (?:ipv6 )?server(?: source-interface all)?) disable", key="{0}",
         undo="undo {0} disable"),
    Line(r"(ntp-service (?:ipv6 )?unicast-server \S+)(?: .+)?", key="{0}", rank=80),
    Line(r"loghost add (\S+) \S+", key="loghost {0}", undo="loghost delete ip {0}", rigid=True,
         rank=80),
    Line(r"loghost activate ip (\S+)", key="loghost {0} active",
         undo="loghost deactivate ip {0}", on="loghost {0}", rank=81),
    Line(r"(snmp-agent local-engineid) .+", key="{0}", undo=NEVER),
    Line(r"(snmp-agent sys-info (?:contact|location)) .+", key="{0}"),
    Line(r"(snmp-agent sys-info version) .+", key="{0}", undo=NEVER),
    Line(r"(snmp-agent community (?:read|write)) .+", key="{0}", secret=True, undo=NEVER),
    Line(r"(snmp-agent mib-view \S+ (?:include|exclude) \S+)", rank=74),
    Line(r"(snmp-agent group v3 \S+(?: (?:no)?authentication| privacy)?)(?: .+)?", key="{0}",
         rank=75),
    Line(r"(snmp-agent usm-user v3 \S+ \S+)(?: .+)?", key="{0}", secret=True, rank=76),
    Line(r"(snmp-agent target-host trap-paramsname \S+)(?: .+)?", key="{0}", rank=76),
    Line(r"(snmp-agent target-host trap-hostname \S+)(?: .+)?", key="{0}", rank=77),
    Line(r"(ip route-static \S+ \S+ \S+)(?: .+)?", key="{0}", rank=90),
    Line(r"(ipv6 route-static \S+ \d+ \S+)(?: .+)?", key="{0}", rank=90),
)  # fmt: skip

PROFILES = (
    Line(r'dba-profile add profile-id (?P<id>\d+) profile-name ".+?" (?P<rate>type\d .+)',
         key="dba-profile profile-id {id}", undo="dba-profile delete profile-id {id}",
         changes=("dba-profile modify profile-id {id} {rate}",), rigid=True, rank=8),
    Line(r'traffic table ip index (?P<id>\d+) name ".+?" (?P<rate>cir .+)',
         key="traffic table ip index {id}", undo="undo traffic table ip index {id}",
         changes=("traffic table ip modify index {id} {rate}",), rigid=True, rank=8),
    Line(r"(fec-upstream|tr069-management|ring check) enable", key="{0}", undo="{0} disable"),
    Line(r"(fec-upstream|tr069-management|ring check) disable", key="{0}", default=True),
    Line(r"(omcc encrypt|ont-port|tr069-management ip-index) .+", key="{0}", undo=NEVER,
         views="line srv"),
    Line(r"mapping-mode vlan", key="mapping-mode", default=True),
    Line(r"(mapping-mode) .+", key="{0}", undo="mapping-mode vlan", rank=5),
    Line(r"(tcont 0) dba-profile-id \d+", key="{0}", undo=NEVER),
    Line(r"(tcont \d+) dba-profile-id \d+", key="{0}", rank=10),
    Line(r"gem add (\d+) .+", key="gem {0}", undo="gem delete {0}", rigid=True, rank=20),
    Line(r"(gem mapping (\d+) \d+) .+", key="{0}", on="gem {1}", needs="mapping-mode", rigid=True,
         rank=30),
    Line(r"(port q-in-q (?:eth \d+|iphost)) enable", key="{0}", undo="{0} disable", views="srv"),
)  # fmt: skip

BOARDS = (
    Line(r"port (\d+) ont-auto-find enable", key="port {0} ont-auto-find",
         undo="port {0} ont-auto-find disable"),
    Line(r"port (\d+) ont-auto-find disable", key="port {0} ont-auto-find", default=True),
    Line(r"(port \d+ ont-password-renew) .+", key="{0}", undo=NEVER),
    Line(rf"ont add {ONT} sn-auth (?P<sn>\S+) omci ont-lineprofile-id (?P<lineprofile>\d+)"
         r" ont-srvprofile-id (?P<srvprofile>\d+)(?: desc (?P<desc>.+))?", key="ont {port} {ont}",
         undo="ont delete {port} {ont}", exclusive="ont {sn}", rigid=True, rank=40,
         changes=(f"{MODIFY}sn {{sn}}", f"{MODIFY}ont-lineprofile-id {{lineprofile}}",
                  f"{MODIFY}ont-srvprofile-id {{srvprofile}}", f"{MODIFY}desc {{desc}}")),
    Line(rf"ont add {ONT} .+", key="ont {port} {ont}", undo="ont delete {port} {ont}", rigid=True,
         rank=40),
    Line(rf"ont port native-vlan {ONT} eth (?P<eth>\d+) .+",
         key="ont port native-vlan {port} {ont} eth {eth}", of="ont {port} {ont}"),
    Line(rf"ont port attribute {ONT} eth (?P<eth>\d+) operational-state off",
         key="ont port attribute {port} {ont} eth {eth} operational-state", of="ont {port} {ont}",
         undo="ont port attribute {port} {ont} eth {eth} operational-state on"),
    Line(rf"ont port attribute {ONT} eth (?P<eth>\d+) operational-state on",
         key="ont port attribute {port} {ont} eth {eth} operational-state", default=True),
    Line(rf"ont ipconfig {ONT} ip-index (?P<index>\d+) .+",
         key="ont ipconfig {port} {ont} ip-index {index}", of="ont {port} {ont}"),
    Line(rf"ont deactivate {ONT}", key="ont deactivate {port} {ont}", of="ont {port} {ont}",
         undo="ont activate {port} {ont}"),
    Line(rf"ont [a-z0-9-]+(?: [a-z0-9-]*[a-z][a-z0-9-]*)? {ONT} .+", of="ont {port} {ont}"),
    Line(r"native-vlan (\d+) vlan 1", key="native-vlan {0}", default=True),
    Line(r"(native-vlan \d+) vlan \d+", key="{0}", undo="{0} vlan 1"),
    Line(r"((?:auto-neg|speed|jumbo-frame|duplex) \d+) .+", key="{0}", undo=NEVER, views="board"),
)  # fmt: skip

SERVICES = (
    Line(
        r"link-aggregation add-member (?P<slot>\d+/\d+)/(?P<port>\d+) (?P<member>\d+/\d+ \d+)",
        undo="link-aggregation delete-member {slot}/{port} {member}",
        on="link-aggregation {slot} {port}",
        rank=31,
    ),
    Line(
        r"link-aggregation (?P<slot>\d+/\d+) (?P<port>\d+) .+",
        key="link-aggregation {slot} {port}",
        undo="undo link-aggregation {slot}/{port}",
        rigid=True,
        rank=30,
    ),
    Line(r"(vlan (?:desc|name|attrib) (\d+)) .+", key="{0}", views="top", of="vlan {1} smart",
         rank=12),
    Line(r"(port desc \S+) description .+", key="{0}", views="top", rank=41),
    Line(r"(service-port desc (\d+)) description .+", key="{0}", of="service-port {1}", rank=51),
    Line(r"(service-port (?P<n>\d+)) vlan (?P<vlan>\d+) (?:gpon|xg-pon) (?P<board>\d+/\d+)/"
         r"(?P<port>\d+) ont (?P<ont>\d+) gemport (?P<gem>\d+)(?: multi-service)?"
         r"(?: user-vlan (?P<user>\d+))?(?: .+)?", key="service-port {n}", rigid=True, rank=50,
         exclusive="flow {board}/{port} {ont} {gem} {user}",
         on="interface gpon {board} / ont {port} {ont}"),
    Line(r"(service-port \d+) vlan .+", key="{0}", rigid=True, rank=50),
    Line(r"(description|alias) .+", key="{0}", views="svi"),
    Line(r"ip address (\S+) \S+ sub", exclusive="{0}", rank=52),
    Line(r"(ip address) (\S+) \S+", key="{0}", exclusive="{1}"),
    Line(r"ipv6 enable", rank=8),
    Line(r"ipv6 address (\S+)(?: .+)?", exclusive="{0}", of="ipv6 enable"),
    Line(r"(mtu) \d+", key="{0}"),
    Line(r"(rule \d+) .+", key="{0}", views="acl"),
)  # fmt: skip

PLATFORM = Platform(
    name="huawei_smartax",
    title="Huawei SmartAX MA5600T and MA5800",
    roles=("olt", "onu"),
    netmiko_type="huawei_smartax",
    negation="undo",
    leave="quit",
    separator=r"\s*#",
    noise=r"\[[^\]]*\]|<[^>]*>|commit|quit|return|!.*",
    raw=(),
    signs=r"\[(?:global|bbs|vlan|pre|device|platform|emu)-config\]|\[MA5\w+.*\]|\[gpon\]"
    r"|ont-(?:line|srv)profile [ge]pon .*|dba-profile add .*|ont add \d+ \d+ .*"
    r"|service-port \d+ vlan .*|vlan \d+(?: to \d+)? smart",
    views=VIEWS,
    ids=LISTS,
    lines=(*SYSTEM, *PROFILES, *BOARDS, *SERVICES),
    management=ManagementSigns(
        svi=r"interface Vlanif(?P<vlan>\d+)",
        access=r"aaa|ssh .*|terminal user .*|sysman .*|rsa .*|stelnet .*",
        address=r"ip address .+|ipv6 address .+",
        port_fixed=r"native-vlan .+",
        down=r"shutdown",
        default_route=r"ip route-static 0\.0\.0\.0 (?:0|0\.0\.0\.0) .+|ipv6 route-static :: 0 .+",
    ),
    port="0/9/{n}",
    svi="Vlanif{n}",
    enter_config="config",
    exit_config="return",
    # Without these the box asks for optional words after every line and for y/n.
    paging_off=("scroll 512", "undo smart", "undo interactive"),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    save="save",
    saved=r"(?i)saved (?:successfully|completely)",
    prompt=r"{name}(?:\([^)\r\n]*\))?[>#]\s*\Z",
    rename=r"sysname (?P<name>\S+)",
    errors=r"(?m)^\s*(?:% ?(?:Unknown|Incomplete|Parameter|Too many|Ambiguous|Wrong)|Failure:).*$",
    questions=(
        (r"\{ ?<cr>[^}]*\}:\s*\Z", ""),
        (r"(?i)\(y/n\)\s*(?:\[\w\])?:?\s*\Z", "y"),
    ),
    enable="enable",
    begins=r"\[MA5\w+.*\]",
    ends=r"return",
    flat=BOARD,
)
