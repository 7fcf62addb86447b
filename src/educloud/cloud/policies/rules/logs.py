"""Logs: there are some, and they are kept half a year."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation

AUDIT = "8.1.3.5、8.1.5.4"


def _short_kept(situation: Situation) -> Iterator[Offence]:
    least = int(situation.around.profile.threshold("log_days"))
    for log in situation.facts.logs:
        if log.days is not None and log.days < least:
            yield Offence(log.resource, f"logs are kept {log.days} days, not {least}")


def _no_flows(situation: Situation) -> Iterator[Offence]:
    if situation.facts.flows_logged is False:
        yield Offence("logs", "connections are not logged")


RULES = (
    Rule(
        id="log-kept",
        clauses=(AUDIT,),
        title="日志保存不少于6个月",
        fix="set logs.retention_days: 180 or more",
        find=_short_kept,
    ),
    Rule(
        id="flows-logged",
        clauses=(AUDIT,),
        title="应记录网络连接日志",
        fix="declare 'logs' with flows: true",
        find=_no_flows,
    ),
)
