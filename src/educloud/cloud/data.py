"""What holds data: looked at before anything is destroyed or replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from educloud.cloud.declared import DeclaredStack, refs
from educloud.cloud.engine.session import Session
from educloud.cloud.engine.state import files_of
from educloud.cloud.provider import verbs
from educloud.cloud.provider.kind import Kind, in_order
from educloud.errors import CloudError

MEND = "nothing was destroyed; add --yes-delete-data to delete it with them"


def check_nothing_holds_data(session: Session, names: Sequence[str]) -> None:
    """Refuse with a CloudError that names what of these stacks holds data."""
    found = [
        said
        for name in names
        for resource in files_of(session.project, name).resources()
        for said in _held(session, resource)
    ]
    _refuse(found, names)


def check_no_data_is_lost(session: Session, names: Sequence[str]) -> None:
    """Refuse with a CloudError when bringing these stacks up would remove what holds data."""
    kinds = session.family.kinds()
    found = [
        said
        for name in names
        for resource in files_of(session.project, name).resources()
        if _goes(session.declared(name), kinds, resource)
        for said in _held(session, resource)
    ]
    _refuse(found, names)


def _refuse(found: Sequence[str], names: Sequence[str]) -> None:
    if found:
        raise CloudError(f"these hold data: {', '.join(found)}", ", ".join(names), MEND)


def _held(session: Session, resource: Mapping[str, Any]) -> Iterator[str]:
    kind = session.family.kinds().get(_type(resource))
    if kind is None or kind.held is None or not resource.get("id"):
        return
    try:
        holds = verbs.held(session.family.api(session.endpoint), kind, str(resource["id"]))
    except Exception as error:
        raise CloudError(f"cannot see what it holds: {error}", str(resource["id"])) from error
    if holds:
        yield f"{resource['id']} ({holds})"


def _goes(declared: DeclaredStack, kinds: Mapping[str, Kind], resource: Mapping[str, Any]) -> bool:
    """Tell whether a resource of the state is no longer declared, or with other fixed values."""
    name, kind = str(resource["urn"]).rpartition("::")[2], kinds.get(_type(resource))
    if kind is None or kind.held is None:
        return False
    one = next((one for one in declared.resources if one.name == name), None)
    if one is None or one.kind != kind.name:
        return True
    wanted, stands = in_order(kind, one.wanted), resource.get("outputs", {})
    return any(
        not _is_later(wanted.get(key)) and wanted.get(key) != stands.get(key) for key in kind.fixed
    )


def _is_later(value: Any) -> bool:
    return any(True for _ in refs(value))


def _type(resource: Mapping[str, Any]) -> str:
    return str(resource["type"]).rpartition(":")[2]
