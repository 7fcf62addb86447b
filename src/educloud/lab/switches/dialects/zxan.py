"""ZTE ZXAN OLTs, C3xx and C6xx: an ONU's interfaces come and go with the ONU.

What an OLT refuses, and what goes with what, after the C300 and C600 command references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from educloud.lab.switches.config import natural
from educloud.lab.switches.grammar import Dialect, Kind, Statement, VlanList

IDS = r"(?P<ids>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)"
V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
PLACE = r"(\d+/\d+/\d+)"
RATE = r"type 1 fixed \d+|type 2 assured \d+|type 3 assured \d+ maximum \d+|type 4 maximum \d+"
ANY_ONU = r"interface gpon[-_]onu[-_]\S+ / "


def value(key: str, word: str = r"\S+") -> Statement:
    """A line of a key and a value: a new value takes its place, ``no`` and the key take it away."""
    return Statement(rf"{key} {word}", slot=rf"{key} .+", undo=key)


def switched(key: str, on: str, off: str) -> tuple[Statement, Statement]:
    """A line with two words: one is shown, the other is the default and takes it away."""
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
ROOT = Kind(
    "",
    "",
    statements=(
        value("hostname"),
        Statement(r"clock timezone \S+ -?\d+", slot="clock timezone .+", undo="clock timezone"),
        Statement(r"add-card rackno \d+ shelfno \d+ slotno \d+ \S+", undo=r"(?!)"),
        Statement(
            r"traffic-profile (\S+) cir .+",
            slot=r"traffic-profile {1} .+",
            undo=r"traffic-profile \S+",
            held=r"interface vport-\S+ / qos traffic-shaping {1}",
        ),
        Statement("ntp enable"),
        Statement(
            rf"ntp server ({V4}|{V6})(?: priority \d)?",
            slot=r"ntp server {1}(?: .+)?",
            undo=rf"ntp server (?:{V4}|{V6})",
        ),
        Statement(rf"syslog-server host ({V4}|{V6})"),
        value("snmp-server location", ".+"),
        value("snmp-server contact", ".+"),
        Statement(r"snmp-server community encrypted \S+ .+", undo=r"(?!)"),
        Statement(r"snmp-server host \S+ .+"),
        Statement(r"snmp-server (?:enable|version) .+"),
        Statement(r"snmp-server view (\S+ \S+) (?:included|excluded)",
                  slot=r"snmp-server view {1} \S+", undo=r"snmp-server view \S+ \S+"),
        Statement(r"snmp-server group (\S+ v3 priv)(?: .+)?",
                  slot=r"snmp-server group {1}(?: .+)?", undo=r"snmp-server group \S+ v3 priv"),
        Statement(r"snmp-server user (\S+ \S+) v3 .+", slot=r"snmp-server user {1} v3 .+",
                  undo=r"snmp-server user \S+ \S+ v3"),
        Statement("ssh server enable"),
        Statement(rf"ip route (?:vrf mng )?{V4} {V4} {V4}"),
        Statement(rf"ipv6 route {V6} {V6}"),
    ),
    lists=(VlanList(add=rf"vlan list {IDS}", remove=rf"vlan list {IDS}", shown=""),),
)  # fmt: skip

# Sections of a C6xx: what stands in them, and which lines of it where it stands in several.
SECTIONS = (
    ("system-config", r"hostname .*|banner .*", r".*"),
    ("if-intf", r"interface .*", r"description .*|ip .*|ipv6 .*"),
    ("clock-mgr", r"clock .*", r".*"),
    ("system-user", r"system-user", r".*"),
    ("ntp", r"ntp .*", r".*"),
    ("ssh", r"ssh .*", r".*"),
    ("xpon", r"pon", r".*"),
    ("xpon", r"interface gpon_olt.*", r"onu .*"),
    ("xpon", r"interface gpon_onu.*", r".*"),
    ("xpon", r"gpon|pon-onu-mng .*", r".*"),
    ("alarm", r"syslog.*", r".*"),
    ("snmp", r"snmp.*", r".*"),
    ("static", r"ip(?:v6)? route .*", r".*"),
    ("MSAN", r"add-card .*|traffic-profile .*|interface .*|vlan .*", r".*"),
)


def plain(text: str) -> str:
    """Give a shown text of either family with ``!`` between blocks and no end marks."""
    return "\n".join(_plain_lines(text))


def _plain_lines(text: str) -> Iterator[str]:
    delim = ""  # of an open banner
    for line in text.splitlines():
        bare = line.strip()
        banner = re.match(r"banner \S+ (\S)(.*)", bare)
        if delim or banner:
            yield line
            rest = line if delim else banner[2] if banner else ""
            delim = delim or (banner[1] if banner else "")
            delim = "" if delim in rest else delim
        elif bare.startswith("!") or line.startswith("$"):
            yield "!"
        elif re.fullmatch(r"vlan [\d,-]*[,-][\d,-]*", bare):
            yield f"vlan list {bare.removeprefix('vlan ')}"
        elif bare not in {"$", "vlan database", "end", ""}:
            yield line.rstrip()


def shape(texts: tuple[str, ...]) -> str:
    """Give a configuration as its family shows it: a C3xx has ``gpon-olt_``."""
    if any("gpon-olt_" in text for text in texts):
        return "\n!\n".join(("Building configuration...", *texts, "end", ""))
    lines = ["!<mim>", "!configuration saved at 08:00:00 Mon Jan 5 2026 by write zdb", "!</mim>"]
    rest = [text.split("\n") for text in texts]
    opened = ""
    for section, header, body in SECTIONS:
        shown = list(_section(rest, header, body))
        if section != opened and shown:
            lines += [f"!</{opened}>"] if opened else []
            lines += [f"!<{section}>"]
            opened = section
        lines += shown
    return "\n".join([*lines, f"!</{opened}>", ""])


def _section(rest: list[list[str]], header: str, body: str) -> Iterator[str]:
    """Take the lines of a section out of the blocks."""
    numbers = [n for n, block in enumerate(rest) if block and re.fullmatch(header, block[0])]
    vlans = [rest[n][0].split()[1] for n in numbers if re.fullmatch(r"vlan \d+", rest[n][0])]
    if vlans:
        yield f"vlan list {','.join(sorted(vlans, key=natural))}"
    for number in numbers:
        first, *inner = rest[number]
        mine = [line for line in inner if re.fullmatch(body, line.strip())]
        if first.startswith(("interface", "vlan", "pon", "gpon", "system-user")):
            yield from (first, *mine, "$")
            rest[number] = [first, *(line for line in inner if line not in mine)]
        else:
            yield from rest[number]
            rest[number] = []
        if len(rest[number]) == 1 and header != "interface .*":
            rest[number] = []


DIALECT = Dialect(
    platform="zte_zxan",
    negation="no",
    leave="exit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"hostname .*",
        r"banner .*",
        r"clock .*",
        r"system-user",
        r"ntp .*",
        r"ssh .*",
        r"add-card .*",
        r"pon",
        r"gpon",
        r"traffic-profile .*",
        r"vlan \d+",
        r"interface .*gei.*",
        r"interface gpon.olt.*",
        r"interface gpon.onu.*",
        r"interface vport.*",
        r"pon-onu-mng .*",
        r"interface mgmt_eth",
        r"interface vlan.*",
        r"syslog.*",
        r"snmp-server .*",
        r"ip route .*",
        r"ipv6 route .*",
    ),
    layout="bang",
    indent_top=False,
    batch=False,
    vlan_joint="-",
    vlan_comma=",",
    header=(),
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
    version="ZXAN C620 software, Version: V1.2.2\nZTE ZXA10 C620",
    quiet=("terminal width 256", "terminal width 511"),
    paging_off="terminal length 0",
    save="write",
    save_question="",
    saved="Building configuration...\n[OK]",
    unknown="%Error 140303: Invalid input detected at '^' marker.",
    incomplete="%Error 140302: Incomplete command.",
    excess="%Error 140303: Invalid input detected at '^' marker.",
    refused="%Error 20000: {reason}",
    hostname=r"hostname (\S+)",
    question="Continue? [yes/no]:",
    step="  ",
    plain=plain,
    shape=shape,
)
