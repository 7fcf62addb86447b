"""How far a device says what is wanted, section by section: which ones deviate, and in what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from educloud.network.compare import Shown, compared
from educloud.network.facts import Path, read_facts
from educloud.network.platform import Platform

NEGATION = re.compile(r"^(?:undo|no) ")


@dataclass(frozen=True, slots=True)
class Feature:
    """A section of what is wanted; ``starts`` are begins of its outermost lines and headers."""

    name: str
    name_zh: str
    starts: tuple[str, ...]


FEATURES = (
    Feature("access", "登录与账号", (
        "aaa", "local-user", "user", "line ", "ssh", "stelnet", "telnet", "enable ", "password",
        "banner", "header", "http", "ip http", "rsa", "crypto", "domain", "radius", "role")),
    Feature("snmp", "网管", ("snmp",)),
    Feature("time", "时钟", ("ntp", "clock", "sntp")),
    Feature("log", "日志审计", ("info-center", "logging", "log ", "syslog", "loghost")),
    Feature("vlans", "虚拟局域网", ("vlan", "switchvlan")),
    Feature("filters", "访问控制", (
        "acl", "ip access-list", "ipv6 access-list", "access-list", "traffic", "packet-filter",
        "time-range")),
    Feature("first hop", "首跳安全", (
        "nd ", "ipv6 nd", "savi", "dhcp snooping", "dhcpv6", "ipv6 dhcp", "ipv6 savi", "nfpp",
        "ipv6 snooping")),
    Feature("authentication", "接入认证", ("dot1x", "mac-auth", "authentication", "port-security")),
    Feature("routing", "路由", (
        "ospf", "isis", "bgp", "ip route", "ipv6 route", "router", "route-policy", "route-map",
        "ip prefix", "ipv6 prefix", "ip ip-prefix", "vrf", "ip vpn-instance", "ip vrf")),
    Feature("lldp", "链路发现", ("lldp",)),
    Feature("loops", "环路防护", ("stp", "spanning-tree", "loop", "rldp")),
    Feature("pon", "光接入", (
        "ont", "dba", "gpon", "interface gpon", "interface epon", "service-port", "pon", "tcont",
        "gemport")),
    Feature("interfaces", "接口", ("interface",)),
    Feature("other", "其他", ("",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a device stands to one section; ``missing`` is wanted, ``extra`` stands there besides."""

    feature: str
    name_zh: str
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the device says all that is wanted, and nothing else in this section."""
        return not (self.missing or self.extra)


def compliance(platform: Platform, running: str, intended: str) -> list[Verdict]:
    """Judge a device section by section; only sections that either of the two has are listed."""
    lines = compared(platform, running, intended)
    both = read_facts(platform, running, "running"), read_facts(platform, intended, "intended")
    present = {_feature(path, key).name for facts in both for path, key in facts.entries}
    found = []
    for feature in FEATURES:
        if feature.name not in present:
            continue
        own = [one for one in lines if _feature(one.path, one.text) is feature]
        missing = tuple(_told(one) for one in own if one.mark == "new")
        extra = tuple(_told(one) for one in own if one.mark == "gone")
        found.append(Verdict(feature.name, feature.name_zh, missing, extra))
    return found


def _feature(path: Path, text: str) -> Feature:
    outer = path[0] if path else text
    bare = NEGATION.sub("", outer)
    return next(one for one in FEATURES if bare.startswith(one.starts))


def _told(one: Shown) -> str:
    return " / ".join((*one.path, one.text))
