"""Where alarms go, and who hears of them: ``subscriptions``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from educloud.cloud.ec2.answers import unless
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.tags import pairs, unpair
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed, Mark, Properties, people_tags

_GONE = frozenset({"NotFound", "ResourceNotFound"})


def _tags(api: Api, identity: str) -> dict[str, str]:
    return unpair(api.sns.list_tags_for_resource(ResourceArn=identity)["Tags"])


def _every(api: Api) -> Iterator[str]:
    for page in api.sns.get_paginator("list_topics").paginate():
        yield from (one["TopicArn"] for one in page["Topics"])


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    named = (arn for arn in _every(api) if _name(arn) == wanted["name"])
    return next((arn for arn in named if mark.is_on(_tags(api, arn))), None)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    # Refused when the name is there with other tags.
    made = api.sns.create_topic(Name=wanted["name"], Tags=pairs(mark.tags))
    return str(made["TopicArn"])


def _name(arn: str) -> str:
    return arn.rpartition(":")[2]


def _key(api: Api, identity: str) -> str:
    return str(
        api.sns.get_topic_attributes(TopicArn=identity)["Attributes"].get("KmsMasterKeyId", "")
    )


def _subscriptions(api: Api, identity: str) -> dict[tuple[str, str], str]:
    pages = api.sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=identity)
    return {
        (one["Protocol"], one["Endpoint"]): one["SubscriptionArn"]
        for page in pages
        for one in page["Subscriptions"]
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    if _key(api, identity) != wanted["key"]:
        api.sns.set_topic_attributes(
            TopicArn=identity, AttributeName="KmsMasterKeyId", AttributeValue=wanted["key"]
        )
    there = _subscriptions(api, identity)
    asked = [(one["protocol"], one["endpoint"]) for one in wanted["subscriptions"]]
    for protocol, endpoint in (one for one in asked if one not in there):
        api.sns.subscribe(TopicArn=identity, Protocol=protocol, Endpoint=endpoint)
    for one, arn in there.items():
        # One that nobody has confirmed yet has no ARN, cannot be removed, and ends by itself.
        if one not in asked and arn.startswith("arn:"):
            api.sns.unsubscribe(SubscriptionArn=arn)


def _read(api: Api, identity: str) -> Properties | None:
    return {
        "name": _name(identity),
        "key": _key(api, identity),
        "subscriptions": [
            {"protocol": protocol, "endpoint": endpoint}
            for protocol, endpoint in sorted(_subscriptions(api, identity))
        ],
        "tags": people_tags(_tags(api, identity)),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.sns.delete_topic(TopicArn=identity)


def _tag(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    if put:
        api.sns.tag_resource(ResourceArn=identity, Tags=pairs(put))
    if drop:
        api.sns.untag_resource(ResourceArn=identity, TagKeys=list(drop))


def _listed(api: Api) -> Iterator[Listed]:
    for arn in _every(api):
        tags = unless(_GONE, _tags, api, arn) or {}
        if URN_TAG in tags:
            yield Listed(arn, tags)


TOPIC = Kind(
    name="Topic",
    fixed=frozenset({"name"}),
    unordered=frozenset({"subscriptions"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=_tag,
    listed=_listed,
    gone=_GONE,
    busy=frozenset({"ConcurrentAccess"}),
)
