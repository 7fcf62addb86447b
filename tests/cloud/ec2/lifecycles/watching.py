"""Watching: logs, alarms, and who hears of them."""

from __future__ import annotations

from life import Life, Ref

LIVES = (
    Life(
        kind="LogGroup",
        name="log-group",
        wanted={
            "name": "/educloud/flow",
            "retention_days": 180,
            "key": Ref("key"),
            "tags": {"use": "audit"},
        },
        changed={"retention_days": 365, "key": "", "tags": {}},
        replaced={"name": "/educloud/flows"},
        by_hand=lambda api, identity: api.logs.put_retention_policy(
            logGroupName=identity, retentionInDays=7
        ),
        drifted=frozenset({"retention_days"}),
    ),
    Life(
        kind="LogGroup",
        name="log-group-for-ever",
        # Begins as another group's name ends: a prefix must not be taken for a name.
        wanted={"name": "/educloud", "retention_days": 0, "key": "", "tags": {}},
        changed={"retention_days": 180},
        replaced=None,
        by_hand=lambda api, identity: api.logs.put_retention_policy(
            logGroupName=identity, retentionInDays=7
        ),
        drifted=frozenset({"retention_days"}),
    ),
    Life(
        kind="Topic",
        name="topic",
        wanted={
            "name": "educloud-alarms",
            "key": "",
            "subscriptions": [{"protocol": "email", "endpoint": "duty@example.org"}],
            "tags": {"use": "duty"},
        },
        changed={
            "key": "alias/aws/sns",
            "subscriptions": [{"protocol": "email", "endpoint": "night@example.org"}],
            "tags": {},
        },
        replaced={"name": "educloud-alarm"},
        by_hand=lambda api, identity: api.sns.subscribe(
            TopicArn=identity, Protocol="email", Endpoint="other@example.org"
        ),
        drifted=frozenset({"subscriptions"}),
    ),
    Life(
        kind="Alarm",
        name="alarm",
        wanted={
            "name": "educloud-latency",
            "text": "95% of the answers take longer than 2 s",
            "namespace": "AWS/ApplicationELB",
            "metric": "TargetResponseTime",
            "dimensions": {"LoadBalancer": "app/lb/1"},
            "statistic": "p95",
            "comparison": ">",
            "threshold": 2,
            "period_s": 60,
            "periods": 5,
            "bad_periods": 3,
            "missing": "notBreaching",
            "actions": [Ref("topic")],
            "ok_actions": [],
            "tags": {"use": "duty"},
        },
        changed={"statistic": "Average", "threshold": 0.5, "periods": 3, "tags": {}},
        replaced={"name": "educloud-answers"},
        by_hand=lambda api, identity: api.cloudwatch.disable_alarm_actions(AlarmNames=[identity]),
        drifted=frozenset({"actions"}),
    ),
)
