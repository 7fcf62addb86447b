"""The views of a ZXAN OLT: PON ports, ONUs, virtual ports, profiles, uplinks."""

from __future__ import annotations

from educloud.lab.switches.grammar import Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
PLACE = r"(\d+/\d+/\d+)"
RATE = r"type 1 fixed \d+|type 2 assured \d+|type 3 assured \d+ maximum \d+|type 4 maximum \d+"
ANY_ONU = r"interface gpon[-_]onu[-_]\S+ / "


def value(key: str, word: str = r"\S+") -> Statement:
    """Give a line of a key and a value, taken away by ``no`` and the key."""
    return Statement(rf"{key} {word}", slot=rf"{key} .+", undo=key)


def switched(key: str, on: str, off: str) -> tuple[Statement, Statement]:
    """Give a line with two words: the default is not shown and takes the other away."""
    return (
        Statement(f"{key} {on}", undo=r"(?!)"),
        Statement(f"{key} {off}", slot=f"{key} {on}", stored=False),
    )


TEXTS = (value("name"), value("description", ".+"))
UP = (Statement("no shutdown"), Statement("shutdown", slot="no shutdown", stored=False))
OLT = (
    Statement(
        r"onu (\d+) type (\S+) sn ([A-Z]{4}[0-9A-F]{8})",
        slot=r"onu {1} .+",
        rigid=True,
        undo=r"onu \d+",
        requires=(r"pon / onu-type {2}(?: .+)?",),
        clash=r"interface gpon[-_]olt[-_]\S+ / onu \d+ type \S+ sn {3}",
        takes=r"(?:interface|pon-onu-mng) gpon[-_]onu[-_]{v2}:{1}|interface vport-{v2}\.{1}:\d+",
    ),
    *UP,
)
ONU = (
    *TEXTS,
    Statement("sn-bind enable sn", undo=r"(?!)"),
    Statement("sn-bind disable", slot="sn-bind enable sn", stored=False),
    *switched("fec", "enable", "disable"),
    Statement(
        r"tcont (\d+) (?:name \S+ )?profile (\S+)",
        slot=r"tcont {1} .+",
        undo=r"tcont \d+",
        requires=(r"gpon / profile tcont {2} .+",),
        held=r"interface gpon[-_]onu[-_]{v2}:{v3} / gemport \d+ (?:name \S+ )?tcont {1}",
    ),
    Statement(
        r"gemport (\d+) (?:name \S+ )?tcont (\d+)",
        slot=r"gemport {1} (?:name \S+ )?tcont .+",
        rigid=True,
        undo=r"gemport \d+",
        requires=(r"interface gpon[-_]onu[-_]{v2}:{v3} / tcont {2} .+",),
        drops=r"service-port \d+ vport {1} .+|switchport mode \S+ vport {1}"
        r"|gemport {1} traffic-limit .+",
        takes=r"interface vport-{v2}\.{v3}:{1}",
    ),
    Statement(
        r"gemport (\d+) traffic-limit downstream (\S+)",
        slot=r"gemport {1} traffic-limit .+",
        undo=r"gemport \d+ traffic-limit",
        requires=(
            r"interface gpon[-_]onu[-_]{v2}:{v3} / gemport {1} (?:name \S+ )?tcont .+",
            r"gpon / profile traffic {2} .+",
        ),
    ),
    Statement(
        r"switchport mode hybrid vport (\d+)",
        undo=r"(?!)",
        requires=(r"interface gpon[-_]onu[-_]{v2}:{v3} / gemport {1} (?:name \S+ )?tcont .+",),
    ),
    Statement(
        r"service-port (\d+) vport (\d+) user-vlan \d+ vlan (\d+)",
        slot=r"service-port {1} .+",
        rigid=True,
        undo=r"service-port \d+",
        requires=(
            r"interface gpon[-_]onu[-_]{v2}:{v3} / gemport {2} (?:name \S+ )?tcont .+",
            r"vlan {3}",
        ),
    ),
)
VPORT = (
    Statement(
        r"service-port (\d+) user-vlan \d+ vlan (\d+)",
        slot=r"service-port {1} .+",
        rigid=True,
        undo=r"service-port \d+",
        requires=(r"vlan {2}",),
    ),
    Statement(
        r"qos traffic-shaping (\S+)",
        slot=r"qos traffic-shaping \S+",
        undo="qos traffic-shaping",
        requires=(r"traffic-profile {1} .+",),
    ),
    value("security max-mac-learn", r"\d+"),
)
REMOTE = (
    Statement(
        r"service (\S+)(?: type \S+)? gemport \d+(?: cos \d)? vlan \d+",
        slot=r"service {1} .+",
        rigid=True,
        undo=r"service \S+",
    ),
    Statement(
        r"vlan port (eth_0/\d) mode (?:tag vlan \d+|transparent)",
        slot=r"vlan port {1} mode .+",
        undo=r"vlan port \S+ mode",
    ),
    Statement(r"interface (eth eth_0/\d|wifi wifi_0/\d) state lock", undo=r"(?!)"),
    Statement(
        r"interface (eth eth_0/\d|wifi wifi_0/\d) state unlock",
        slot=r"interface {1} state lock",
        stored=False,
    ),
    Statement(
        r"dhcp-ip ethuni (\S+) from-(?:internet|onu)",
        slot=r"dhcp-ip ethuni {1} .+",
        undo=r"dhcp-ip ethuni \S+",
    ),
)
LAYER3 = (
    TEXTS[1],
    Statement(
        rf"ip address ({V4}) {V4}",
        slot=rf"ip address {V4} {V4}",
        undo=rf"ip address(?: {V4} {V4})?",
        unique="1",
    ),
    Statement("ipv6 enable"),
    Statement(rf"ipv6 address ({V6})", unique="1"),
)
TYPES = (
    Statement(
        r"onu-type (\S+) gpon(?: description \S+)?(?: speed-mode (?:gpon|xg-pon|xgs-pon))?",
        slot=r"onu-type {1} gpon(?: (?!max).+)?",
        undo=r"onu-type \S+",
        held=r"interface gpon[-_]olt[-_]\S+ / onu \d+ type {1} .+",
        along=r"onu-type(?:-if)? {1} .+",
    ),
    Statement(
        r"onu-type (\S+) gpon max-tcont .+", slot=r"onu-type {1} gpon max-tcont .+", undo=r"(?!)"
    ),
    Statement(r"onu-type-if (\S+) \S+", requires=(r"pon / onu-type {1} gpon(?: .+)?",)),
)
PROFILES = (
    Statement(
        rf"profile tcont (\S+) (?:{RATE})",
        slot=r"profile tcont {1} .+",
        undo=r"profile tcont \S+",
        held=ANY_ONU + r"tcont \d+ (?:name \S+ )?profile {1}",
    ),
    Statement(
        r"profile traffic (\S+) sir \d+ pir \d+",
        slot=r"profile traffic {1} .+",
        undo=r"profile traffic \S+",
        held=ANY_ONU + r"gemport \d+ traffic-limit downstream {1}",
    ),
)
EXISTS = r"interface gpon[-_]olt[-_]{2} / onu {3} .+"
KINDS = {
    "pon": Kind("pon", "pon", hides=True, statements=TYPES),
    "gpon": Kind("gpon", "gpon", hides=True, statements=PROFILES),
    "vlan": Kind(
        r"vlan (\d+)",
        "vlan",
        undo=r"vlan \d+",
        bars_top="interface vlan{1}",
        bound=r"service-port .+ vlan {1}",
        statements=(TEXTS[0],),
    ),
    "olt": Kind(rf"interface (gpon-olt_|gpon_olt-){PLACE}", "if", hides=True, statements=OLT),
    "onu": Kind(
        rf"interface (gpon-onu_|gpon_onu-){PLACE}:(\d+)",
        "if",
        hides=True,
        requires=EXISTS,
        statements=ONU,
    ),
    "vport": Kind(
        rf"interface vport-{PLACE}\.(\d+):(\d+)",
        "if",
        hides=True,
        requires=r"interface gpon_onu-{1}:{2} / gemport {3} (?:name \S+ )?tcont .+",
        statements=VPORT,
    ),
    "mng": Kind(
        rf"pon-onu-mng (gpon-onu_|gpon_onu-){PLACE}:(\d+)",
        "gpon-onu-mng",
        hides=True,
        requires=EXISTS,
        statements=REMOTE,
    ),
    "port": Kind(
        r"interface ((?:xgei|gei)[-_]\d+/\d+/\d+)",
        "if",
        hides=True,
        statements=(
            TEXTS[1],
            *UP,
            Statement(r"switchport mode (?:trunk|hybrid)", slot="switchport mode .+", undo=r"(?!)"),
            value("switchport default vlan", r"\d+"),
        ),
        lists=(
            VlanList(
                add=rf"switchport vlan {IDS} tag",
                remove=rf"switchport vlan {IDS}",
                shown="switchport vlan {0} tag",
                group="switchport vlan",
            ),
            VlanList(
                add=rf"switchport vlan {IDS} untag",
                remove=rf"switchport vlan {IDS}",
                shown="switchport vlan {0} untag",
                group="switchport vlan",
                needs="switchport mode hybrid",
            ),
        ),
    ),
    "svi": Kind(
        r"interface vlan ?(\d+)",
        "if",
        undo=r"interface vlan ?\d+",
        needs_top=r"vlan {1}",
        statements=LAYER3,
    ),
    "mgmt": Kind("interface mgmt_eth", "if", hides=True, statements=LAYER3),
    "users": Kind(
        "system-user",
        "system-user",
        hides=True,
        statements=(Statement(r"global-user-aging day \d+", undo=r"(?!)"),),
    ),
    "user": Kind(
        r"user-name (\S+)",
        "system-user-username",
        inside="users",
        undo=r"user-name \S+",
        ends="$",
        statements=(
            value("bind authentication-template", r"\d+"),
            value("bind authorization-template", r"\d+"),
            Statement(r"password encrypted \S+", slot="password .+", undo=r"(?!)"),
        ),
    ),
}
