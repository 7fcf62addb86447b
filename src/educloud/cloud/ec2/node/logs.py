"""The node's logs: of connections, of machines; kept as long as the file says, at least."""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.documents import WRITES_LOGS, document_of
from educloud.cloud.ec2.node.node import Node

FLOWS = "flows"
MACHINES = "machines"
# The only numbers of days the service takes. Source: CloudWatch Logs API, PutRetentionPolicy.
_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
_ONE_LINE_S = 600  # seconds of a connection that one line sums up


def declare_logs(node: Node) -> None:
    """Declare the logs of machines and, when asked for, of connections."""
    if node.stack.logs is None:
        return
    declare_log(node, MACHINES)
    if node.stack.logs.flows:
        _declare_flows(node)


def declare_log(node: Node, name: str, *path: str) -> None:
    """Declare one log of the node, of the retention of all of them."""
    if node.stack.logs:
        node.declare(
            "LogGroup",
            f"log-{name}",
            name=log_name(node, *(path or (name,))),
            retention_days=kept_for(node.stack.logs.retention_days),
            key=node.key(),
            tags=node.tags(purpose="log"),
        )


def log_name(node: Node, *path: str) -> str:
    """Give the full name of a log of the node."""
    return "/".join(("", "educloud", node.id, *path))


def kept_for(days: int) -> int:
    """Give the shortest retention (days) of the service that is not below ``days``."""
    return next(one for one in _DAYS if one >= days)


def writing(node: Node, *path: str) -> dict[str, Any]:
    """Give the statement that lets its holder write one log of the node, and no other."""
    log = f"arn:*:logs:*:*:log-group:{log_name(node, *path)}"
    return {
        "Sid": "Logs",
        "Effect": "Allow",
        "Action": list(WRITES_LOGS),
        "Resource": [log, f"{log}:*"],
    }


def _declare_flows(node: Node) -> None:
    declare_log(node, FLOWS)
    node.declare(
        "Role",
        "role-flows",
        name=node.called(FLOWS),
        service="vpc-flow-logs",
        policies=[],
        inline={"logs": document_of(writing(node, FLOWS))},
        tags=node.tags(),
    )
    node.declare(
        "FlowLog",
        FLOWS,
        vpc=node.vpc,
        traffic="all",
        interval=_ONE_LINE_S,
        log_group=Ref(f"log-{FLOWS}"),
        bucket="",
        role=Ref("role-flows", "arn"),
        tags=node.tags(),
    )
