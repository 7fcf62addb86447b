"""Take a resource that somebody else made into a stack: ``educloud cloud import``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from educloud.cloud.declared import Declared, refs
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
    stack, or differs in what cannot be changed in place.
    """
    stacks = load_stacks(project)
    stacks.order((stack,))
    with open_session(project, stacks) as session:
        one, kind = _declared(session, stack, resource)
        live = _live(session, kind, one, identity)
        _check_fixed(kind, one, live, identity)
        inputs = {key: value for key, value in live.items() if key not in kind.outputs}
        urn = f"urn:pulumi:{stack}::{PROJECT_NAME}::{token(kind.name)}::{resource}"
        _check_free(session, kind, identity, urn)
        run.adopt(session, stack, resource, identity, inputs)
        # The mark comes last: until then nothing of it has changed.
        verbs.adopt(session.family.api(session.endpoint), kind, identity, inputs, urn)
        return Adopted(stack, resource, kind.name, identity, _differing(kind, one, inputs))


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
    standing = {
        str(one["urn"]).rpartition("::")[2] for one in files_of(session.project, stack).resources()
    }
    if resource in standing:
        raise CloudError(f"{resource} is in the state already", where, "nothing is to be imported")
    return one, session.family.kinds()[one.kind]


def _live(session: Session, kind: Kind, one: Declared, identity: str) -> Mapping[str, Any]:
    try:
        live = verbs.read(session.family.api(session.endpoint), kind, identity)
    except Exception as error:
        raise said(error, "read", f"{kind.name} {one.name}") from error
    if live is None:
        raise CloudError(f"there is no {kind.name} {identity}", session.endpoint.url)
    return live


def _check_free(session: Session, kind: Kind, identity: str, urn: str) -> None:
    """Refuse what another stack's mark is on."""
    if kind.listed is None:
        return
    listed = kind.listed(session.family.api(session.endpoint))
    owner = next((x.tags.get(URN_TAG, "") for x in listed if x.identity == identity), "")
    if owner not in {"", urn}:
        raise CloudError(
            f"{kind.name} {identity} belongs to {owner}", mend="destroy it there first"
        )


def _check_fixed(kind: Kind, one: Declared, live: Mapping[str, Any], identity: str) -> None:
    differing = [key for key in _differing(kind, one, live) if key in kind.fixed]
    if differing:
        key = differing[0]
        raise CloudError(
            f"{kind.name} {identity} has {key} {live.get(key)!r}, {one.name} is declared with "
            f"{one.wanted[key]!r}, and it cannot be changed in place",
            mend="make the stack file say what is there, or import another one",
        )


def _differing(kind: Kind, one: Declared, live: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the properties that differ, of those that are known before anything is made."""
    wanted = in_order(kind, one.wanted)
    return tuple(
        key
        for key, value in wanted.items()
        if not any(True for _ in refs(value)) and live.get(key) != value
    )
