"""The tags of the EC2 family: forms in which its services take, give and list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.provider.kind import SHAPE_TAG, URN_TAG, Listed, Mark, Properties

# States of what the API still lists although it is gone, or going.
ENDING = frozenset({
    "deleting", "deleted", "failed", "rejected", "terminated", "shutting-down",
})  # fmt: skip


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Give tags as the list of pairs most APIs take."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def unpair(tags: Iterable[Mapping[str, str]] | None) -> dict[str, str]:
    """Give an API's list of pairs as a dictionary."""
    return {tag["Key"]: tag["Value"] for tag in tags or ()}


def specification(mark: Mark, resource_type: str) -> list[dict[str, Any]]:
    """Give a mark's tags in the form EC2's create calls take them."""
    return [{"ResourceType": resource_type, "Tags": pairs(mark.tags)}]


def filters(mark: Mark) -> list[dict[str, Any]]:
    """Give the filters by which EC2's describe calls find what carries the mark."""
    return [
        {"Name": f"tag:{URN_TAG}", "Values": [mark.urn]},
        {"Name": f"tag:{SHAPE_TAG}", "Values": [mark.shape]},
    ]


def alive(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give what stands, of what an API lists that also lists the gone for a while."""
    return [one for one in found if _state(one) not in ENDING]


def _state(one: Mapping[str, Any]) -> Any:
    state = one.get("State")
    return state.get("Name", state.get("Code")) if isinstance(state, Mapping) else state


def tag_in_ec2(api: Api, identity: str, put: Mapping[str, str], drop: Sequence[str]) -> None:
    """Write and remove tags of anything EC2 knows by an id: a ``Kind.tag``."""
    if put:
        api.ec2.create_tags(Resources=[identity], Tags=pairs(put))
    if drop:
        api.ec2.delete_tags(Resources=[identity], Tags=[{"Key": key} for key in drop])


def find_in_ec2(
    call: str, listed: str, key: str, filtered_by: str = "Filters"
) -> Callable[[Api, Mark, Properties], str | None]:
    """Give a ``Kind.find`` for what an EC2 describe call filters by tag.

    ``listed`` is where the answer has the resources, ``key`` where a resource has its id,
    ``filtered_by`` where the call takes filters.
    """

    def find(api: Api, mark: Mark, wanted: Properties) -> str | None:
        del wanted
        found = alive(getattr(api.ec2, call)(**{filtered_by: filters(mark)})[listed])
        # Not every implementation filters everything by tag.
        ours = (one for one in found if mark.is_on(unpair(one.get("Tags"))))
        return next((str(one[key]) for one in ours), None)

    return find


def listed_in_ec2(
    call: str, listed: str, key: str, filtered_by: str = "Filters"
) -> Callable[[Api], Iterator[Listed]]:
    """Give a ``Kind.listed`` for what an EC2 describe call filters by tag; as ``find_in_ec2``."""

    def every(api: Api) -> Iterator[Listed]:
        ours = {filtered_by: [{"Name": "tag-key", "Values": [URN_TAG]}]}
        for page in _pages(api, call, ours):
            for one in alive(page[listed]):
                tags = unpair(one.get("Tags"))
                if URN_TAG in tags:
                    yield Listed(str(one[key]), tags)

    return every


def _pages(api: Api, call: str, asked: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    if api.ec2.can_paginate(call):
        pages: Iterable[Mapping[str, Any]] = api.ec2.get_paginator(call).paginate(**asked)
        return pages
    return [getattr(api.ec2, call)(**asked)]  # a call that gives all at once


def delete_in_ec2(call: str, parameter: str) -> Callable[[Api, str, Properties], None]:
    """Give a ``Kind.delete`` for what one EC2 call removes by its id."""

    def delete(api: Api, identity: str, state: Properties) -> None:
        del state
        getattr(api.ec2, call)(**{parameter: identity})

    return delete
