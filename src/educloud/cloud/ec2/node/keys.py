"""The node's key, with which its data are encrypted, and where its news go."""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.documents import document_of
from educloud.cloud.ec2.node.node import KEY, Node

NEWS = "news"
WAITING_DAYS = 30  # in which a deleted key, and all it has encrypted, can be called back
# What the log service does with a key. Source: Amazon CloudWatch Logs user guide, "Encrypt log data
# in CloudWatch Logs using AWS Key Management Service".
_BY_LOGS = ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


def declare_key(node: Node) -> dict[str, Any]:
    """Declare the topic that alarms go to, and the key of a node that has one; give the outputs."""
    news = node.declare(
        "Topic", NEWS, name=node.called(), key="", subscriptions=[], tags=node.tags()
    )
    if not node.has_key:
        return {"news": news}
    key = node.declare(
        "Key",
        KEY,
        alias=node.called(),
        rotated=True,
        policy=Ref(NEWS, then=lambda arn: key_policy(arn, node.id)),
        waiting_days=WAITING_DAYS,
        tags=node.tags(),
    )
    return {"news": news, "key": key}


def key_policy(arn: str, node: str) -> dict[str, Any]:
    """Give the policy of a node's key: the account's roles decide, and its logs may use it.

    Any ARN of the node's region says which partition, region and account it is in.
    """
    _, partition, _, region, account, _ = arn.split(":", 5)
    logs = f"arn:{partition}:logs:{region}:{account}:log-group:/educloud/{node}/*"
    return document_of(
        {
            "Sid": "Account",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{partition}:iam::{account}:root"},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            "Sid": "Logs",
            "Effect": "Allow",
            "Principal": {"Service": _log_service(partition, region)},
            "Action": _BY_LOGS,
            "Resource": "*",
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
        },
    )


def _log_service(partition: str, region: str) -> str:
    # Source: aws-cdk, region-info/lib/default.ts: a principal of region and partition.
    return f"logs.{region}.amazonaws.com{'.cn' if partition == 'aws-cn' else ''}"
