"""What a resource type declares: a handful of calls, and which properties are fixed at creation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

URN_TAG = "educloud:urn"
SHAPE_TAG = "educloud:shape"

# States of what the API still lists although it is gone, or going.
ENDING = frozenset({"deleting", "deleted", "failed", "rejected"})

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a create repeatable: the resource's URN, and a digest of its fixed properties.

    The digest tells a replacement from what it replaces, which has the same URN.
    """

    urn: str
    shape: str
    name: str

    def tags(self) -> dict[str, str]:
        """Give the tags that carry the mark."""
        return {"Name": self.name, URN_TAG: self.urn, SHAPE_TAG: self.shape}

    def filters(self) -> list[dict[str, Any]]:
        """Give the filters that find what carries the mark."""
        return [
            {"Name": f"tag:{URN_TAG}", "Values": [self.urn]},
            {"Name": f"tag:{SHAPE_TAG}", "Values": [self.shape]},
        ]

    def specification(self, resource_type: str) -> list[dict[str, Any]]:
        """Give the tags in the form EC2's create calls take them."""
        return [{"ResourceType": resource_type, "Tags": pairs(self.tags())}]

    def is_on(self, tags: Iterable[Mapping[str, str]]) -> bool:
        """Tell whether a described resource carries this mark."""
        found = unpair(tags)
        return (found.get(URN_TAG), found.get(SHAPE_TAG)) == (self.urn, self.shape)


class Api:
    """boto3 clients for one endpoint, made when first used; safe in threads."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def _client(self, service: str) -> Any:
        with self._lock:  # making clients is not thread-safe in boto3, using them is
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    @property
    def ec2(self) -> Any:
        """Networks."""
        return self._client("ec2")

    @property
    def s3(self) -> Any:
        """Buckets."""
        return self._client("s3")

    @property
    def route53(self) -> Any:
        """Names."""
        return self._client("route53")

    @property
    def region(self) -> str:
        """The region requests are signed for."""
        return str(self.ec2.meta.region_name)


def _nothing_to_settle(api: Api, identity: str, wanted: Properties) -> None:
    del api, identity, wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One resource type of the provider.

    ``find`` looks for what an interrupted create left behind, ``create`` makes it with its fixed
    properties, ``settle`` brings every other property to the wanted value and may be repeated at
    any time, ``read`` gives the live properties (None when it is gone), ``delete`` removes it and
    does not mind when it is gone.
    """

    name: str
    fixed: frozenset[str]
    find: Callable[[Api, Mark, Properties], str | None]
    create: Callable[[Api, Mark, Properties], str]
    read: Callable[[Api, str], Properties | None]
    delete: Callable[[Api, str, Properties], None]
    settle: Callable[[Api, str, Properties], None] = _nothing_to_settle
    outputs: tuple[str, ...] = ()  # what only the cloud knows
    delete_first: bool = False  # two of it cannot stand side by side
    gone: frozenset[str] = field(default_factory=frozenset)  # error codes that mean "not there"


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Give tags as the list of pairs the APIs take."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def unpair(tags: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Give an API's list of pairs as a dictionary."""
    return {tag["Key"]: tag["Value"] for tag in tags}


def first(found: Iterable[Mapping[str, Any]], key: str) -> str | None:
    """Give ``key`` of the first of what was found; None when nothing was."""
    return next((str(one[key]) for one in found), None)


def alive(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give what stands, of what an API lists that also lists the gone for a while."""
    return [one for one in found if one.get("State") not in ENDING]


def marked(found: Iterable[Mapping[str, Any]], mark: Mark) -> list[Mapping[str, Any]]:
    """Give what carries the mark; for APIs that do not filter by tag everywhere."""
    return [one for one in found if mark.is_on(one.get("Tags", []))]


def find_in_ec2(call: str, listed: str, key: str) -> Callable[[Api, Mark, Properties], str | None]:
    """Give a ``Kind.find`` for what an EC2 describe call filters by tag.

    ``listed`` is where the answer has the resources, ``key`` where a resource has its id.
    """

    def find(api: Api, mark: Mark, wanted: Properties) -> str | None:
        del wanted
        return first(getattr(api.ec2, call)(Filters=mark.filters())[listed], key)

    return find


def delete_in_ec2(call: str, parameter: str) -> Callable[[Api, str, Properties], None]:
    """Give a ``Kind.delete`` for what one EC2 call removes by its id."""

    def delete(api: Api, identity: str, state: Properties) -> None:
        del state
        getattr(api.ec2, call)(**{parameter: identity})

    return delete
