"""Huawei SmartAX MA5800: a configuration in sections, profiles that count from ``commit`` on.

Which lines an OLT refuses, and while what stands, after the MA5800 command reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from educloud.lab.switches.grammar import Dialect, Kind, Statement

V4 = r"\d+\.\d+\.\d+\.\d+"
V6 = r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(?:/\d+)?"
NUMBERS = r"\d+(?: to \d+)?"
TEXT = r'".*"'
RATE = r"type1 fix \d+|type2 assure \d+|type3 assure \d+ max \d+|type4 max \d+"
SN = r'"[0-9A-F]{16}"'
ONT_OWN = r"ont (?:port \S+|ipconfig|deactivate) {1} {2}(?: .+)?"
ONE_ONT = (r"ont add {1} {2} .+",)

PROFILE_NAME = r'profile-id (\d+)(?: profile-name ".+")?'
LINE_PROFILE = (
    Statement(r"fec-upstream enable"),
    Statement(r"fec-upstream disable", slot=r"fec-upstream .+", stored=False),
    Statement(r"omcc encrypt (?:on|off)", slot=r"omcc encrypt \S+"),
    Statement(r"tr069-management enable"),
    Statement(r"tr069-management disable", slot=r"tr069-management .+", stored=False),
    Statement(r"mapping-mode vlan", slot=r"mapping-mode .+", stored=False, bars=r"gem mapping .+"),
    Statement(
        r"mapping-mode (?:priority|port|vlan-priority)",
        slot=r"mapping-mode .+",
        bars=r"gem mapping .+",
    ),
    Statement(
        r"tcont (\d+) dba-profile-id (\d+)",
        slot=r"tcont {1} .+",
        undo=r"tcont [1-9]\d*",
        requires=(r"dba-profile add profile-id {2} .+",),
        held=r"ont-lineprofile gpon profile-id {v1} / gem add \d+ eth tcont {1}(?: .+)?",
    ),
    Statement(
        r"gem add (\d+) eth tcont (\d+)(?: encrypt (?:on|off))?",
        slot=r"gem add {1} .+",
        rigid=True,
        undo=r"(?!)",
        requires=(r"ont-lineprofile gpon profile-id {v1} / tcont {2} .+",),
        cancel=r"gem delete {1}",
        held=r"ont-lineprofile gpon profile-id {v1} / gem mapping {1} .+",
    ),
    Statement(
        r"gem mapping (\d+) (\d+) (?:vlan \d+|priority \d)",
        slot=r"gem mapping {1} {2} .+",
        rigid=True,
        undo=r"gem mapping \d+ \d+",
        requires=(r"ont-lineprofile gpon profile-id {v1} / gem add {1} .+",),
    ),
)
SERVICE_PROFILE = (
    Statement(
        r"ont-port (?:pots \d+ )?eth (?:\d+|adaptive \d+)", slot=r"ont-port .+", undo=r"(?!)"
    ),
    Statement(r"ring check enable"),
    Statement(r"ring check disable", slot=r"ring check .+", stored=False),
    Statement(
        r"port vlan (eth \d+|iphost) (?:transparent|translation \d+ user-vlan \d+)",
        slot=r"port vlan {1} .+",
        undo=r"(?!)",
    ),
    Statement(r"port q-in-q (eth \d+) enable", undo=r"(?!)"),
    Statement(r"port q-in-q (eth \d+) disable", slot=r"port q-in-q {1} .+", stored=False),
)
BOARD = (
    Statement(r"port (\d+) ont-auto-find enable", undo=r"(?!)"),
    Statement(r"port (\d+) ont-auto-find disable", slot=r"port {1} ont-auto-find .+", stored=False),
    Statement(
        rf"ont add (\d+) (\d+) sn-auth ({SN}) omci ont-lineprofile-id (\d+) ont-srvprofile-id (\d+)"
        rf" desc {TEXT}",
        slot=r"ont add {1} {2} .+",
        rigid=True,
        undo=r"(?!)",
        requires=(r"ont-lineprofile gpon profile-id {4}", r"ont-srvprofile gpon profile-id {5}"),
        clash=r"interface gpon \S+ / ont add \d+ \d+ sn-auth {3} .+",
        cancel=r"ont delete {1} {2}",
        held=r"service-port \d+ vlan \d+ gpon {v1}/{1} ont {2} .+",
        drops=ONT_OWN,
    ),
    Statement(
        rf"ont modify (\d+) (\d+) sn ({SN})",
        rewrites=(r"(ont add {1} {2} sn-auth )\S+( .+)", r"\1{3}\2"),
        clash=r"interface gpon \S+ / ont add \d+ \d+ sn-auth {3} .+",
    ),
    Statement(
        r"ont modify (\d+) (\d+) ont-lineprofile-id (\d+)",
        rewrites=(r"(ont add {1} {2} .+ ont-lineprofile-id )\d+( .+)", r"\g<1>{3}\2"),
        requires=(r"ont-lineprofile gpon profile-id {3}",),
    ),
    Statement(
        r"ont modify (\d+) (\d+) ont-srvprofile-id (\d+)",
        rewrites=(r"(ont add {1} {2} .+ ont-srvprofile-id )\d+( .+)", r"\g<1>{3}\2"),
        requires=(r"ont-srvprofile gpon profile-id {3}",),
    ),
    Statement(
        rf"ont modify (\d+) (\d+) desc ({TEXT})",
        rewrites=(r"(ont add {1} {2} .+ desc ).+", r"\g<1>{3}"),
    ),
    Statement(
        r"ont port native-vlan (\d+) (\d+) (eth \d+) vlan (\d+) priority \d",
        slot=r"ont port native-vlan {1} {2} {3} .+",
        undo=r"ont port native-vlan \d+ \d+ eth \d+",
        requires=(r"interface gpon {v1} / ont add {1} {2} .+",),
    ),
    Statement(
        r"ont port attribute (\d+) (\d+) (eth \d+) operational-state off",
        undo=r"(?!)",
        requires=(r"interface gpon {v1} / ont add {1} {2} .+",),
    ),
    Statement(
        r"ont port attribute (\d+) (\d+) (eth \d+) operational-state on",
        slot=r"ont port attribute {1} {2} {3} .+",
        stored=False,
    ),
    Statement(
        rf"ont ipconfig (\d+) (\d+) (ip-index \d+) (?:dhcp|static ip-address {V4} mask {V4}"
        rf" gateway {V4}) vlan \d+ priority \d",
        slot=r"ont ipconfig {1} {2} {3} .+",
        undo=r"ont ipconfig \d+ \d+ ip-index \d+",
        requires=(r"interface gpon {v1} / ont add {1} {2} .+",),
    ),
    Statement(
        r"ont deactivate (\d+) (\d+)",
        undo=r"(?!)",
        cancel=r"ont activate {1} {2}",
        requires=(r"interface gpon {v1} / ont add {1} {2} .+",),
    ),
)
UPLINK = (
    Statement(r"native-vlan (\d+) vlan 1", slot=r"native-vlan {1} .+", stored=False),
    Statement(
        r"native-vlan (\d+) vlan (\d+)",
        slot=r"native-vlan {1} .+",
        undo=r"(?!)",
        requires=(r"port vlan {2} {v1} {1}",),
    ),
    Statement(r"auto-neg (\d+) (?:enable|disable)", slot=r"auto-neg {1} .+", undo=r"(?!)"),
    Statement(r"jumbo-frame (\d+) (?:enable|disable)", slot=r"jumbo-frame {1} .+", undo=r"(?!)"),
)
LAYER3 = (
    Statement(r"description .+", slot=r"description .+", undo=r"description"),
    Statement(
        rf"ip address ({V4}) {V4}",
        slot=rf"ip address {V4} {V4}",
        undo=rf"ip address(?: {V4} {V4})?",
        unique="1",
    ),
    Statement(rf"ip address ({V4}) {V4} sub", unique="1"),
    Statement(r"ipv6 enable", drops=r"ipv6 .*"),
    Statement(rf"ipv6 address ({V6})", unique="1", needs=r"ipv6 enable"),
)
KINDS = {
    "srv": Kind(
        rf"ont-srvprofile gpon {PROFILE_NAME}",
        "gpon-srvprofile-{1}",
        undo=r"ont-srvprofile gpon profile-id \d+",
        key="ont-srvprofile gpon profile-id {1}",
        bound=r"ont add .+ ont-srvprofile-id {1} .+",
        commit="commit",
        statements=SERVICE_PROFILE,
    ),
    "line": Kind(
        rf"ont-lineprofile gpon {PROFILE_NAME}",
        "gpon-lineprofile-{1}",
        undo=r"ont-lineprofile gpon profile-id \d+",
        key="ont-lineprofile gpon profile-id {1}",
        bound=r"ont add .+ ont-lineprofile-id {1} .+",
        commit="commit",
        statements=LINE_PROFILE,
    ),
    "gpon": Kind(r"interface gpon (\d+/\d+)", "if-gpon-{1}", statements=BOARD),
    "mpu": Kind(r"interface mpu (\d+/\d+)", "if-mpu-{1}", statements=UPLINK),
    "svi": Kind(
        r"interface Vlanif(\d+)",
        "if-vlanif{1}",
        undo=r"interface Vlanif\d+",
        needs_top=r"vlan {1} smart",
        statements=LAYER3,
    ),
    "meth": Kind(r"interface MEth0", "if-meth0", statements=LAYER3),
    "aaa": Kind(
        r"aaa",
        "aaa",
        statements=(
            Statement(r"(?:authentication|authorization|accounting)-scheme \S+"),
            Statement(r"domain \S+"),
        ),
    ),
}
ROOT = Kind(
    "",
    "",
    statements=(
        Statement(r"sysname (\S+)", slot=r"sysname \S+", undo=r"sysname"),
        Statement(r"timezone GMT[+-] \d\d:\d\d", slot=r"timezone .+", undo=r"(?!)"),
        Statement(
            rf"dba-profile add profile-id (\d+) profile-name {TEXT} (?:{RATE})",
            slot=r"dba-profile add profile-id {1} .+",
            rigid=True,
            undo=r"(?!)",
            cancel=r"dba-profile delete profile-id {1}",
            held=r"ont-lineprofile gpon profile-id \d+ / tcont \d+ dba-profile-id {1}",
        ),
        Statement(
            rf"dba-profile modify profile-id (\d+) ({RATE})",
            rewrites=(r"(dba-profile add profile-id {1} profile-name \".+?\" ).+", r"\g<1>{2}"),
        ),
        Statement(
            rf"traffic table ip index (\d+) name {TEXT} cir .+",
            slot=r"traffic table ip index {1} .+",
            rigid=True,
            undo=r"traffic table ip index \d+",
            held=r"service-port .+ traffic-table index {1}(?: .+)?",
        ),
        Statement(
            r"traffic table ip modify index (\d+) (cir .+)",
            rewrites=(r"(traffic table ip index {1} name \".+?\" ).+", r"\g<1>{2}"),
        ),
        Statement(r"terminal user name buildrun_new_password (\S+) .+", undo=r"(?!)"),
        Statement(r"sysman service (\S+) disable", undo=r"(?!)"),
        Statement(r"sysman service (\S+) enable", slot=r"sysman service {1} .+", stored=False),
        Statement(r"sysman firewall (\S+) enable", undo=r"(?!)"),
        Statement(r"sysman firewall (\S+) disable", slot=r"sysman firewall {1} .+", stored=False),
        Statement(rf"sysman ip-access (?:telnet|ssh|snmp) {V4} {V4}"),
        Statement(
            rf"vlan ({NUMBERS}) smart",
            undo=rf"vlan ({NUMBERS})",
            each=1,
            held=r"port vlan {1} .+|service-port \d+ vlan {1} .+|interface Vlanif{1}",
            drops=r"vlan (?:desc|name) {1} .+",
        ),
        Statement(
            rf"vlan (desc) (\d+) description {TEXT}",
            slot=r"vlan desc {2} .+",
            undo=r"vlan desc \d+",
            requires=(r"vlan {2} smart",),
        ),
        Statement(
            rf"port vlan ({NUMBERS}) (\d+/\d+) (\d+)",
            each=1,
            requires=(r"vlan {1} smart",),
            held=r"interface mpu {2} / native-vlan {3} vlan {1}",
        ),
        Statement(
            r"link-aggregation (\d+/\d+) (\d+) ingress workmode lacp-static",
            slot=r"link-aggregation {1} {2} .+",
            rigid=True,
            undo=r"(?!)",
            cancel=r"undo link-aggregation {1}/{2}",
            held=r"link-aggregation add-member {1}/{2} .+",
        ),
        Statement(
            r"link-aggregation add-member (\d+/\d+)/(\d+) (\d+/\d+ \d+)",
            undo=r"(?!)",
            cancel=r"link-aggregation delete-member {1}/{2} {3}",
            requires=(r"link-aggregation {1} {2} .+",),
        ),
        Statement(
            rf"port desc (\S+) description {TEXT}", slot=r"port desc {1} .+", undo=r"port desc \S+"
        ),
        Statement(
            r"service-port (\d+) vlan (\d+) gpon (\d+/\d+)/(\d+) ont (\d+) gemport (\d+)"
            r" multi-service user-vlan (\d+) tag-transform (?:translate|transparent)"
            r"(?: inbound traffic-table index (\d+) outbound traffic-table index (\d+))?",
            slot=r"service-port {1} vlan .+",
            rigid=True,
            undo=r"service-port \d+",
            requires=(
                r"vlan {2} smart",
                r"interface gpon {3} / ont add {4} {5} .+",
                r"traffic table ip index {8} .+",
                r"traffic table ip index {9} .+",
            ),
            clash=r"service-port \d+ vlan \d+ gpon {3}/{4} ont {5} gemport {6} .+ user-vlan {7} .+",
            drops=r"service-port desc {1} .+",
        ),
        Statement(
            rf"service-port desc (\d+) description {TEXT}",
            slot=r"service-port desc {1} .+",
            undo=r"service-port desc \d+",
            requires=(r"service-port {1} vlan .+",),
        ),
        Statement(rf"ip route-static {V4} (?:{V4}|\d+) {V4}"),
        Statement(rf"ipv6 route-static {V6} \d+ {V6}"),
        Statement(r"snmp-agent sys-info (contact|location) .+", slot=r"snmp-agent sys-info {1} .+",
                  undo=r"snmp-agent sys-info (?:contact|location)"),
        Statement(r"snmp-agent sys-info version .+", slot=r"snmp-agent sys-info version .+",
                  undo=r"(?!)"),
        Statement(r'snmp-agent mib-view "\S+" include \S+'),
        Statement(r"snmp-agent community (?:read|write) .+", undo=r"(?!)"),
        Statement(rf"snmp-agent group v3 ({TEXT}|\S+) privacy(?: .+)?",
                  slot=r"snmp-agent group v3 {1} .+", undo=r"snmp-agent group v3 \S+ privacy",
                  held=r"snmp-agent usm-user v3 \S+ {1} .+"),
        Statement(r"snmp-agent usm-user v3 (\S+) (\S+) authentication-mode .+",
                  slot=r"snmp-agent usm-user v3 {1} .+", undo=r"snmp-agent usm-user v3 \S+ \S+",
                  requires=(r"snmp-agent group v3 {2} .+",)),
        Statement(rf"snmp-agent target-host trap-hostname (\S+) address {V4} .+",
                  slot=r"snmp-agent target-host trap-hostname {1} .+",
                  undo=r"snmp-agent target-host trap-hostname \S+"),
        Statement(r"snmp-agent target-host trap-paramsname (\S+) .+",
                  slot=r"snmp-agent target-host trap-paramsname {1} .+",
                  undo=r"snmp-agent target-host trap-paramsname \S+"),
        Statement(r"snmp-agent trap enable standard"),
        Statement(r"ssh user (\S+) authentication-type \S+", slot=r"ssh user {1} .+",
                  undo=r"ssh user \S+"),
        Statement(r"ssh server .+", undo=r"(?!)"),
        Statement(rf"ntp-service unicast-server {V4}"),
        Statement(rf"ntp-service ipv6 unicast-server {V6}"),
        Statement(rf"loghost add ({V4}) \S+", slot=r"loghost add {1} .+", rigid=True, undo=r"(?!)",
                  cancel=r"loghost delete ip {1}", held=r"loghost activate ip {1}"),
        Statement(rf"loghost activate ip ({V4})", undo=r"(?!)", cancel=r"loghost deactivate ip {1}",
                  requires=(r"loghost add {1} .+",)),
    ),
)  # fmt: skip

# What a section begins with, its name, the name of the view in it; headers of boards and
# profiles are indented with their lines, those of interfaces are not.
SECTIONS = (
    (r"timezone .+", "", ""),
    (r"sysname .+|dba-.+|traffic .+|ont-\w+profile .+|terminal .+|loghost .+", "global-config",
     "global-config"),
    (r"sysman .+|port desc .+", "public-config", "public-config"),
    (r"vlan .+|port vlan .+", "vlan-config", "vlan-config"),
    (r"interface mpu (\S+)", "mpu", "mpu-{1}"),
    (r"interface gpon (\S+)", "gpon", "gpon-{1}"),
    (r"service-port .+|link-aggregation .+", "bbs-config", "bbs-config"),
    (r"snmp-agent .+", "snmp", "snmp"),
    (r"aaa", "aaa", "aaa"),
    (r"interface (\S+)", "Interface", "{1}"),
    (r"ip(?:v6)? route-static .+", "route-static", "route-static"),
    (r".+", "post-system", "post-system"),
)  # fmt: skip
TIGHT = {"", "aaa", "Interface", "route-static"}


def plain(text: str) -> str:
    """Give a shown text without sections, each view at the margin and its lines below it."""
    return "\n".join(_plain_lines(text))


def _plain_lines(text: str) -> Iterator[str]:
    inside = False
    for line in text.splitlines():
        bare = " ".join(line.split())
        if re.fullmatch(r"\[.*\]|<.*>|return", bare) or (bare == "#" and line[0] == " "):
            continue
        if bare in {"#", "commit", "quit"}:
            inside = False
            yield "#"
        elif any(re.fullmatch(kind.header, bare) for kind in KINDS.values()):
            inside = True
            yield bare
        else:
            yield f" {bare}" if inside else bare


def shape(texts: tuple[str, ...]) -> str:
    """Give views and top lines as ``display current-configuration`` shows them."""
    lines = ["[MA5800V100R022: 5011]"]
    section = place = ""
    for text in texts:
        first = text.split("\n", 1)[0]
        name, tag = _section(first)
        if (name, tag) != (section, place) or not place:
            lines += ["#"]
            lines += [f"[{name}]"] if name and name != section else []
            lines += [f"  <{tag}>"] if tag else []
        section, place = name, tag
        lines += _body(text.split("\n"), name)
    return "\n".join([*lines, "#", "return", ""])


def _section(first: str) -> tuple[str, str]:
    for pattern, name, tag in SECTIONS:
        match = re.fullmatch(pattern, first)
        if match:
            return name, tag.replace("{1}", match[1] if match.groups() else "")
    raise AssertionError(first)


def _body(lines: list[str], section: str) -> Iterator[str]:
    if lines[0].startswith("interface gpon"):
        yield from (f" {line.strip()}" for line in lines)
    elif lines[0].startswith("interface mpu") or section in TIGHT:
        yield from lines
    else:
        yield from (f" {line}" for line in lines)
    if lines[0].startswith(("ont-line", "ont-srv")):
        yield from ("  commit", "  quit")


DIALECT = Dialect(
    platform="huawei_smartax",
    negation="undo",
    leave="quit",
    root=ROOT,
    kinds=KINDS,
    order=(
        r"timezone .*",
        r"sysname .*|terminal .*|dba-.*|traffic .*|loghost .*",
        r"ont-srvprofile .*",
        r"ont-lineprofile .*",
        r"sysman .*|port desc .*",
        r"vlan .*|port vlan .*",
        r"interface mpu .*",
        r"interface gpon .*",
        r"service-port .*|link-aggregation .*",
        r"snmp-agent.*",
        r"aaa",
        r"interface Vlanif.*",
        r"interface MEth.*",
        r"ip(?:v6)? route.*",
    ),
    layout="hash",
    indent_top=False,
    batch=False,
    vlan_joint=" to ",
    vlan_comma=" ",
    header=(),
    footer="return",
    banner=r"(?!)(?P<delim>)",
    login="\r\n  Huawei Integrated Access Software (MA5800).\r\n",
    user_prompt="{name}>",
    enabled_prompt="{name}#",
    config_prompt="{name}(config{view})#",
    enter_config="config",
    leave_config=("return",),
    show_running="display current-configuration",
    show_startup="display saved-configuration",
    show_version="display version",
    version="  VERSION : MA5800V100R022C10\n  PATCH   : SPC200\n  PRODUCT : MA5800-X7",
    quiet=("undo smart", "undo interactive", "infoswitch cli OFF", "scroll 512"),
    paging_off="scroll 512",
    save="save",
    save_question="",
    saved="  It will take several minutes to save configuration file, please wait...\n"
    "  Configuration file had been saved successfully",
    unknown="  % Unknown command, the error locates at '^'",
    incomplete="  % Incomplete command, the error locates at '^'",
    excess="  % Too many parameters, the error locates at '^'",
    refused="  Failure: {reason}",
    hostname=r"sysname (\S+)",
    question="  Are you sure to proceed? (y/n)[n]:",
    plain=plain,
    shape=shape,
)
