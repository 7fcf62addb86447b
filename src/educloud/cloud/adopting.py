"""Take a resource that somebody else made into a stack: ``educloud cloud import``."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from educloud.cloud.declared import Declared, Ref, resolved
from educloud.cloud.engine import run
from educloud.cloud.engine.inline import token
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import PROJECT_NAME, files_of
from educloud.cloud.provider import verbs
from educloud.cloud.provider.faults import said
from educloud.cloud.provider.kind import URN_TAG, Kind, in_order
from educloud.cloud.spec.load import load_stacks
from educloud.errors import CloudError
from educloud.project import Project

NEAREST = 5  # names offered in place of one that is not declared


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was taken over, and the properties the next ``up`` will change on it."""

    stack: str
    resource: str
    kind: str
    identity: str
    differs: tuple[str, ...]


def adopt_resource(project: Project, stack: str, resource: str, identity: str) -> Adopted:
    """Take ``identity`` over as the declared ``resource`` of a stack.

    CloudError when it is not declared, is in the state already, is not there, belongs to another
    stack, or differs in what cannot be changed in place. May be repeated after it was cut short.
    """
    stacks = load_stacks(project)
    stacks.order((stack,))
    with open_session(project, stacks) as session:
        one, kind = _declared(session, stack, resource)
        live = _live(session, kind, one, identity)
        urn = f"urn:pulumi:{stack}::{PROJECT_NAME}::{token(kind.name)}::{resource}"
        owner = _owner(session, kind, identity)
        if owner not in {"", urn}:
            raise CloudError(
                f"{kind.name} {identity} belongs to {owner}", mend="destroy it there first"
            )
        standing = _standing(session, stack, urn)
        if standing and (standing != identity or owner == urn):
            raise CloudError(
                f"{resource} is in the state already ({standing})",
                stack,
                "nothing is to be imported",
            )
        wanted = _wanted(session, stack, kind, one)
        differs = tuple(key for key, value in wanted.items() if live.get(key) != value)
        _check_fixed(kind, one, identity, live, {key: wanted[key] for key in differs})
        inputs = {key: value for key, value in live.items() if key not in kind.outputs}
        if not standing:
            run.adopt(session, stack, resource, identity, inputs)
        # The mark comes last: until then nothing of it has changed.
        verbs.adopt(session.family.api(session.endpoint), kind, identity, inputs, urn)
        return Adopted(stack, resource, kind.name, identity, differs)


def _declared(session: Session, stack: str, resource: str) -> tuple[Declared, Kind]:
    where = f"stacks/{session.stacks.file(stack)}.yaml"
    try:
        one = session.declared(stack)[resource]
    except KeyError:
        names = [one.name for one in session.declared(stack).resources]
        near = ", ".join(get_close_matches(resource, names, NEAREST, cutoff=0)) or "nothing"
        raise CloudError(
            f"the stack declares no resource {resource!r}",
            where,
            f"the nearest names are {near}; 'educloud cloud graph {stack}' shows all",
        ) from None
    return one, session.family.kinds()[one.kind]


def _live(session: Session, kind: Kind, one: Declared, identity: str) -> Mapping[str, Any]:
    try:
        live = verbs.read(session.family.api(session.endpoint), kind, identity)
    except Exception as error:
        raise said(error, "read", f"{kind.name} {one.name}") from error
    if live is None:
        raise CloudError(f"there is no {kind.name} {identity}", session.endpoint.url)
    return live


def _owner(session: Session, kind: Kind, identity: str) -> str:
    """Give the URN of the mark that is on it; empty when there is none."""
    if kind.listed is None:
        return ""
    listed = kind.listed(session.family.api(session.endpoint))
    return next((x.tags.get(URN_TAG, "") for x in listed if x.identity == identity), "")


def _standing(session: Session, stack: str, urn: str) -> str:
    """Give the id under which the state knows a resource; empty when it does not."""
    known = files_of(session.project, stack).resources()
    return next((str(one.get("id", "")) for one in known if one["urn"] == urn), "")


def _check_fixed(
    kind: Kind,
    one: Declared,
    identity: str,
    live: Mapping[str, Any],
    differing: Mapping[str, Any],
) -> None:
    for key, value in differing.items():
        if key in kind.fixed:
            raise CloudError(
                f"{kind.name} {identity} has {key} {live.get(key)!r}, {one.name} is declared with "
                f"{value!r}, and it cannot be changed in place",
                mend="make the stack file say what is there, or import another one",
            )


def _wanted(session: Session, stack: str, kind: Kind, one: Declared) -> Mapping[str, Any]:
    """Give the declared properties that are known by now: those of what stands already too."""
    standing = {
        str(other["urn"]).rpartition("::")[2]: {**other.get("outputs", {}), "id": other.get("id")}
        for other in files_of(session.project, stack).resources()
    }

    def known(ref: Ref) -> Any:
        value = None if ref.stack else standing.get(ref.resource, {}).get(ref.output)
        if value is None:
            raise LookupError(ref)
        return value if ref.then is None else ref.then(value)

    found = {}
    for key, value in one.wanted.items():
        with contextlib.suppress(LookupError):  # known only when it stands
            found[key] = resolved(value, known)
    return in_order(kind, found)
