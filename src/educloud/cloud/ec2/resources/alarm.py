"""Says when a metric leaves its bounds: ``statistic`` "Average", "Sum" … or a percentile "p95".

``metric`` of ``namespace`` and ``dimensions`` is compared (">", ">=", "<", "<=") with ``threshold``
over ``periods`` of ``period_s`` seconds, ``bad_periods`` of which must be beyond it. ``missing``
says what a gap counts as: "missing", "ignore", "breaching", "notBreaching". ``actions`` are ARNs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags
from educloud.errors import CloudError

_COMPARISONS = {
    ">": "GreaterThanThreshold",
    ">=": "GreaterThanOrEqualToThreshold",
    "<": "LessThanThreshold",
    "<=": "LessThanOrEqualToThreshold",
}
_GONE = frozenset({"ResourceNotFound", "ResourceNotFoundException"})
_PLAIN = frozenset({"SampleCount", "Average", "Sum", "Minimum", "Maximum"})
_SIGNS = {word: sign for sign, word in _COMPARISONS.items()}


def _alarm(api: Api, name: str) -> Mapping[str, Any] | None:
    found: list[Mapping[str, Any]] = api.cloudwatch.describe_alarms(
        AlarmNames=[name], AlarmTypes=["MetricAlarm"]
    )["MetricAlarms"]
    return found[0] if found else None


def _tags(api: Api, alarm: Mapping[str, Any]) -> dict[str, str]:
    arn = alarm["AlarmArn"]
    return unpair(api.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"])


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    alarm = _alarm(api, wanted["name"])
    return wanted["name"] if alarm and mark.is_on(_tags(api, alarm)) else None


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    name = str(wanted["name"])
    if _alarm(api, name):  # the call would overwrite it
        raise CloudError("an alarm of this name is there and is not ours", name, "rename one")
    api.cloudwatch.put_metric_alarm(**_in_words_of_the_api(wanted), Tags=pairs(mark.tags))
    return name


def _in_words_of_the_api(wanted: Properties) -> dict[str, Any]:
    statistic = wanted["statistic"]
    return {
        "AlarmName": wanted["name"],
        "AlarmDescription": wanted["text"],
        "Namespace": wanted["namespace"],
        "MetricName": wanted["metric"],
        "Dimensions": [
            {"Name": name, "Value": value} for name, value in sorted(wanted["dimensions"].items())
        ],
        ("Statistic" if statistic in _PLAIN else "ExtendedStatistic"): statistic,
        "ComparisonOperator": _COMPARISONS[wanted["comparison"]],
        "Threshold": wanted["threshold"],
        "Period": wanted["period_s"],
        "EvaluationPeriods": wanted["periods"],
        "DatapointsToAlarm": wanted["bad_periods"],
        "TreatMissingData": wanted["missing"],
        "ActionsEnabled": True,
        "AlarmActions": wanted["actions"],
        "OKActions": wanted["ok_actions"],
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    now = _read(api, identity)
    if now and any(now[key] != value for key, value in wanted.items() if key != "tags"):
        api.cloudwatch.put_metric_alarm(**_in_words_of_the_api(wanted))


def _read(api: Api, identity: str) -> Properties | None:
    alarm = _alarm(api, identity)
    if alarm is None:
        return None
    heard = alarm.get("ActionsEnabled", True)  # somebody may have silenced it
    return {
        "name": identity,
        "text": alarm.get("AlarmDescription") or "",
        "namespace": alarm["Namespace"],
        "metric": alarm["MetricName"],
        "dimensions": {one["Name"]: one["Value"] for one in alarm.get("Dimensions", [])},
        "statistic": alarm.get("Statistic") or alarm.get("ExtendedStatistic") or "",
        "comparison": _SIGNS.get(alarm["ComparisonOperator"], alarm["ComparisonOperator"]),
        "threshold": alarm["Threshold"],
        "period_s": alarm["Period"],
        "periods": alarm["EvaluationPeriods"],
        "bad_periods": alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"],
        "missing": alarm.get("TreatMissingData") or "missing",
        "actions": list(alarm.get("AlarmActions") or []) if heard else [],
        "ok_actions": list(alarm.get("OKActions") or []) if heard else [],
        "arn": alarm["AlarmArn"],
        "tags": people_tags(_tags(api, alarm)),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.cloudwatch.delete_alarms(AlarmNames=[identity])


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    arn = (_alarm(api, identity) or {}).get("AlarmArn")
    if arn and put:
        api.cloudwatch.tag_resource(ResourceARN=arn, Tags=pairs(put))
    if arn and drop:
        api.cloudwatch.untag_resource(ResourceARN=arn, TagKeys=list(drop))


def _listed(api: Api) -> Iterator[Listed]:
    for page in api.cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmTypes=["MetricAlarm"]
    ):
        for alarm in page["MetricAlarms"]:
            tags = unless(_GONE, _tags, api, alarm) or {}
            if URN_TAG in tags:
                yield Listed(alarm["AlarmName"], tags)


ALARM = Kind(
    name="Alarm",
    fixed=frozenset({"name"}),
    outputs=("arn",),
    unordered=frozenset({"actions", "ok_actions"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
)
