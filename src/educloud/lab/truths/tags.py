"""Tags of EC2's resources: moto looks through all tags of the account for those of one resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def corrections() -> Iterator[tuple[Any, str, Callable[[Any], Any]]]:
    """Give what is to be put right: (owner, attribute, wrapper)."""
    from moto.ec2.models.core import TaggedEC2Resource  # noqa: PLC0415  takes a second to import

    yield TaggedEC2Resource, "get_tags", _own_tags


def _own_tags(get_tags: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct the time it takes: moto's grows with the square of the number of resources."""
    del get_tags

    def own_tags(resource: Any) -> list[dict[str, str]]:
        from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix  # noqa: PLC0415  as above

        kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(resource.id), "")
        return [
            {"resource_id": resource.id, "key": key, "value": value, "resource_type": kind}
            for key, value in (resource.ec2_backend.tags.get(resource.id) or {}).items()
        ]

    return own_tags
