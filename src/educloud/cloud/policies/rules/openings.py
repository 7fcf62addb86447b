"""What lets traffic in and out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from educloud.cloud.policies.facts import Opening
from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation

ACCESS = "8.1.3.2"
ADMIN_SOURCE = "8.1.4.4"


def _any_any(situation: Situation) -> Iterator[Offence]:
    for one in situation.facts.openings:
        if one.everybody and one.every_port:
            yield Offence(one.resource, f"lets {one.source} in on any port")


def _admin_ports(situation: Situation) -> Iterator[Offence]:
    ports = situation.around.profile.service_ports
    for one in situation.facts.openings:
        if not one.everybody or one.every_port:
            continue
        for service in ports:
            if one.first <= service.port <= one.last:
                what = f"lets {one.source} in on port {service.port} ({service.name})"
                yield Offence(one.resource, what)


def _every_port(situation: Situation) -> Iterator[Offence]:
    for one in situation.facts.openings:
        if one.every_port and not one.everybody:
            yield Offence(one.resource, f"lets {one.source} in on any port")


def _leave_anywhere(situation: Situation) -> Iterator[Offence]:
    for one in situation.facts.leavings:
        if one.everybody and one.every_port:
            yield Offence(one.resource, f"lets everything out to {one.source}")


def _without_twin(situation: Situation) -> Iterator[Offence]:
    """Find ports that are open over one family only; what is not known yet counts as both."""
    if not situation.facts.dual_stack:
        return
    families: dict[tuple[str, str, int, int, bool], set[int]] = defaultdict(set)
    shown: dict[tuple[str, str, int, int, bool], Opening] = {}
    for one in situation.facts.openings:
        key = one.resource, one.protocol, one.first, one.last, one.everybody
        families[key].add(one.family)
        if one.family == 4:  # noqa: PLR2004  IPv4
            shown.setdefault(key, one)
    for key, found in families.items():
        if found == {4}:
            one = shown[key]
            yield Offence(one.resource, f"{one.source}, {one.ports}: IPv4 without its IPv6 twin")


RULES = (
    Rule(
        id="any-any",
        clauses=(ACCESS,),
        title="不得对任意来源开放全部端口",
        fix="name the ports, and who may come",
        find=_any_any,
    ),
    Rule(
        id="admin-port-open",
        clauses=(ACCESS, ADMIN_SOURCE),
        title="管理与数据库端口不得对公网开放",
        fix="let it in from the mgmt zone or the private network only",
        find=_admin_ports,
    ),
    Rule(
        id="every-port-open",
        clauses=(ACCESS,),
        title="规则应最小化到端口",
        fix="name the ports that are needed",
        find=_every_port,
        denies_from=4,
    ),
    Rule(
        id="leave-anywhere",
        clauses=("8.1.3.1",),
        title="外联应受控，不得放行全部外出流量",
        fix="name the destinations, or the ports",
        find=_leave_anywhere,
        denies_from=3,
    ),
    Rule(
        id="ipv4-without-ipv6",
        clauses=(ADMIN_SOURCE,),
        title="双栈节点的规则应同时含 IPv4 与 IPv6",
        fix="add the rule for the IPv6 block too",
        find=_without_twin,
    ),
)
