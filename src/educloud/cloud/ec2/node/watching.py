"""Alarms: processors of machines and databases that are busy for long."""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.keys import NEWS
from educloud.cloud.ec2.node.machines import machine_names
from educloud.cloud.ec2.node.node import Node

_PERIOD_S = 300  # seconds
_PERIODS, _BAD = 3, 3


def declare_alarms(node: Node) -> None:
    """Declare an alarm for every machine and database, when the file asks for them."""
    if node.stack.alarms is None:
        return
    for pool in node.stack.pools:
        for machine in machine_names(node, pool):
            _declare(node, machine, "AWS/EC2", {"InstanceId": Ref(machine)})
    for name in node.stack.databases:
        database = f"database-{name}"
        _declare(node, database, "AWS/RDS", {"DBInstanceIdentifier": Ref(database)})


def _declare(node: Node, watched: str, namespace: str, dimensions: dict[str, Any]) -> None:
    bound = node.stack.alarms.cpu_p95_percent if node.stack.alarms else 100
    node.declare(
        "Alarm",
        f"alarm-{watched}",
        name=node.called(watched, "cpu"),
        text=f"processors of {watched} above {bound} percent (95th percentile)",
        namespace=namespace,
        metric="CPUUtilization",
        dimensions=dimensions,
        statistic="p95",
        comparison=">",
        threshold=float(bound),
        period_s=_PERIOD_S,
        periods=_PERIODS,
        bad_periods=_BAD,
        missing="breaching",  # what does not report does not run
        actions=[Ref(NEWS)],
        ok_actions=[Ref(NEWS)],
        tags=node.tags(),
    )
