"""Who talked to whom in a network, written to a log group or a bucket.

``log_group`` or ``bucket`` is a name, the other is ""; ``role`` is the ARN under which a log group
is written to ("" with a bucket); ``traffic`` is all, accept or reject; ``interval`` is how many
seconds one line sums up (60 or 600).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import (
    find_in_ec2,
    listed_in_ec2,
    specification,
    tag_in_ec2,
    unpair,
)
from educloud.cloud.provider.kind import Kind, Mark, Properties, people_tags
from educloud.errors import CloudError


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[wanted["vpc"]],
        TrafficType=wanted["traffic"].upper(),
        MaxAggregationInterval=wanted["interval"],
        **_destination(api, wanted),
        TagSpecifications=specification(mark, "vpc-flow-log"),
    )
    for refused in made.get("Unsuccessful", []):
        raise CloudError(f"flow log refused: {refused['Error'].get('Message', '')}", wanted["vpc"])
    return str(made["FlowLogIds"][0])


def _destination(api: Api, wanted: Properties) -> dict[str, str]:
    if wanted["bucket"]:
        arn = f"arn:{api.partition}:s3:::{wanted['bucket']}"
        return {"LogDestinationType": "s3", "LogDestination": arn}
    return {
        "LogDestinationType": "cloud-watch-logs",
        "LogGroupName": wanted["log_group"],
        "DeliverLogsPermissionArn": wanted["role"],
    }


def _bucket(log: Mapping[str, Any]) -> str:
    to_bucket = log.get("LogDestinationType") == "s3"
    return str(log["LogDestination"]).rpartition(":")[2] if to_bucket else ""


def _read(api: Api, identity: str) -> Properties | None:
    found = api.ec2.describe_flow_logs(FlowLogIds=[identity])["FlowLogs"]
    return next((_properties(one) for one in found), None)


def _properties(log: Mapping[str, Any]) -> Properties:
    return {
        "vpc": log["ResourceId"],
        "traffic": log["TrafficType"].lower(),
        "interval": log["MaxAggregationInterval"],
        "log_group": log.get("LogGroupName") or "",
        "bucket": _bucket(log),
        "role": log.get("DeliverLogsPermissionArn") or "",
        "tags": people_tags(unpair(log.get("Tags"))),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    left = api.ec2.delete_flow_logs(FlowLogIds=[identity]).get("Unsuccessful", [])
    for refused in left:
        if "NotFound" not in refused["Error"].get("Code", ""):
            raise CloudError(f"flow log stays: {refused['Error'].get('Message', '')}", identity)


FLOW_LOG = Kind(
    name="FlowLog",
    fixed=frozenset({"vpc", "traffic", "interval", "log_group", "bucket", "role"}),
    find=find_in_ec2("describe_flow_logs", "FlowLogs", "FlowLogId", "Filter"),
    create=_create,
    read=_read,
    delete=_delete,
    tag=tag_in_ec2,
    listed=listed_in_ec2("describe_flow_logs", "FlowLogs", "FlowLogId", "Filter"),
    delete_first=True,  # a network has one to a destination
    gone=frozenset({"InvalidFlowLogId.NotFound"}),
)
