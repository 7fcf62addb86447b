"""What carries our tag in the cloud and is in no state."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from educloud.cloud.engine.session import Session
from educloud.cloud.engine.state import files_of
from educloud.cloud.provider.faults import is_lacking, said
from educloud.cloud.provider.kind import URN_TAG, Kind, Listed
from educloud.cloud.provider.verbs import repeated

CALLS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Orphan:
    """A resource nobody keeps: what it is, and as what of which stack it was made."""

    kind: str
    identity: str
    stack: str
    name: str


def find_orphans(session: Session, of: Collection[str] | None = None) -> tuple[Orphan, ...]:
    """Give what carries our tag and stands in no stack's state, sorted.

    ``of`` names the resource types to look for (default: all that can be listed), for a cloud that
    has only some of the services, or an account that may list only some.

    While a stack is being changed, what is being made shows here too. Stacks of other projects in
    the same account that have our file names are told apart by nothing: use an account a project.
    """
    known = {
        (str(one["type"]).rpartition(":")[2], str(one["id"]))
        for name in session.stacks.names
        for one in files_of(session.project, name).resources()
        if one.get("id")
    }
    every = session.family.kinds().values()
    kinds = [kind for kind in every if kind.listed and (of is None or kind.name in of)]
    with ThreadPoolExecutor(CALLS_AT_ONCE) as threads:
        lists = threads.map(lambda kind: _ours(session, kind), kinds)
        found = [
            orphan
            for kind, listed in zip(kinds, lists, strict=True)
            for one in listed
            if (kind.name, one.identity) not in known
            for orphan in _orphan(kind, one)
        ]
    return tuple(sorted(found, key=lambda one: (one.stack, one.kind, one.identity)))


def _ours(session: Session, kind: Kind) -> list[Listed]:
    listed = kind.listed
    if listed is None:
        return []
    api = session.family.api(session.endpoint)
    try:
        return repeated(kind, lambda: list(listed(api)))
    except Exception as error:
        if is_lacking(error):  # a cloud of buckets alone, say: nothing of this type is there
            return []
        raise said(error, "list", kind.name) from error


def _orphan(kind: Kind, one: Listed) -> Iterator[Orphan]:
    parts = one.tags.get(URN_TAG, "").split("::")  # urn:pulumi:STACK::PROJECT::TYPE::NAME
    if len(parts) == 4:  # noqa: PLR2004  as above
        yield Orphan(kind.name, one.identity, parts[0].rpartition(":")[2], parts[3])
