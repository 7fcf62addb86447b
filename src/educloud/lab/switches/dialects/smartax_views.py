"""The views of a SmartAX OLT: profiles, boards, interfaces."""

from __future__ import annotations

from educloud.lab.switches.grammar import Kind, Statement

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
