"""What a resource type declares: a handful of calls, and which properties are fixed at creation.

A family of APIs (``cloud.ec2``) has one module per type with one ``Kind`` in it. ``verbs`` makes
create, read, update and delete of these calls: repeats, waits, tags and errors are handled there,
once, for every type.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

URN_TAG = "educloud:urn"
SHAPE_TAG = "educloud:shape"
OUR_TAGS = "educloud:"  # how tags begin that are the tool's own
TAGS = "tags"  # the property of a taggable resource that holds people's tags

Properties = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """What makes a create repeatable: the resource's URN, and a digest of its fixed properties.

    The digest tells a replacement from what it replaces, which has the same URN. ``tags`` are what
    a create puts on the resource: the mark, and people's tags.
    """

    urn: str
    shape: str
    name: str
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def tags(self) -> dict[str, str]:
        """The tags that carry the mark, after people's own."""
        return {"Name": self.name, **self.others, **self.own}

    @property
    def own(self) -> dict[str, str]:
        """The tags that carry the mark."""
        return {URN_TAG: self.urn, SHAPE_TAG: self.shape}

    @property
    def key(self) -> str:
        """A digest of the mark (32 hexadecimal digits): an API's idempotency key."""
        return hashlib.sha256(f"{self.urn} {self.shape}".encode()).hexdigest()[:32]

    def is_on(self, tags: Mapping[str, str]) -> bool:
        """Tell whether a resource with these tags is the one meant."""
        return (tags.get(URN_TAG), tags.get(SHAPE_TAG)) == (self.urn, self.shape)


@dataclass(frozen=True, slots=True)
class Listed:
    """A resource as a list of the API shows it."""

    identity: str
    tags: Mapping[str, str]


def _nothing_to_settle(api: Any, identity: str, wanted: Properties) -> None:
    del api, identity, wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One resource type of the provider.

    ``api`` is the family's clients. Every function may be called again at any time, also when an
    earlier call was cut off after the cloud did its work, and none repeats a failed call itself.
    """

    name: str
    # Properties that cannot change in place: a new value means a new resource.
    fixed: frozenset[str] = frozenset()
    # Properties that only the cloud knows. All others of ``read`` are inputs.
    outputs: tuple[str, ...] = ()
    # Properties that are lists whose order means nothing: they may be given in any.
    unordered: frozenset[str] = frozenset()
    # The id of what an earlier create with this mark left behind; None: nothing.
    find: Callable[[Any, Mark, Properties], str | None]
    # Makes it with its fixed properties and ``mark.tags`` and gives its id; asked when ``find``
    # found nothing.
    create: Callable[[Any, Mark, Properties], str]
    # Brings every property that is not fixed to the wanted value (tags excepted).
    settle: Callable[[Any, str, Properties], None] = _nothing_to_settle
    # Every property as it is now, ``tags`` without ours included; None when it is gone.
    read: Callable[[Any, str], Properties | None]
    # Removes it.
    delete: Callable[[Any, str, Properties], None]
    # Writes and removes tags: (api, identity, put, drop). None: the API knows no tags for it.
    tag: Callable[[Any, str, Mapping[str, str], Sequence[str]], None] | None = None
    # All resources of this type that carry our mark, people's included; None: it cannot be listed
    # (a part of another resource, which goes with it).
    listed: Callable[[Any], Iterable[Listed]] | None = None
    # Whether what was made or changed is usable; asked until it is.
    ready: Callable[[Any, str], bool] | None = None
    # What data it holds, for people ("12 objects"); empty: none. None: this type holds no data.
    held: Callable[[Any, str], str] | None = None
    # Deletes that data, before ``delete``.
    empty: Callable[[Any, str], None] | None = None
    # Two of it cannot stand side by side, so a replaced one is deleted first.
    delete_first: bool = False
    # Error codes that mean "not there".
    gone: frozenset[str] = frozenset()
    # Error codes of settle and delete that mean "not yet": what it hangs on is still going away.
    busy: frozenset[str] = frozenset()


def shape_of(kind: Kind, wanted: Properties) -> str:
    """Give a short digest of the properties that are fixed at creation."""
    fixed = {key: wanted.get(key) for key in sorted(kind.fixed)}
    text = json.dumps(fixed, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_order(kind: Kind, properties: Properties) -> dict[str, Any]:
    """Give properties with the lists that have no order of their own in one order."""
    return {
        key: _ordered(value) if key in kind.unordered else value
        for key, value in properties.items()
    }


def _ordered(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return value  # not known yet
    return sorted(value, key=lambda one: json.dumps(one, sort_keys=True, default=str))


def people_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Give the tags that are people's: not the mark, not the cloud's own."""
    return {
        key: value
        for key, value in sorted(tags.items())
        if not key.startswith((OUR_TAGS, "aws:")) and key != "Name"
    }
