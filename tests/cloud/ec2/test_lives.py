"""Every resource type on the engine: create, read, drift, update, replace, delete."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from life import Life, all_lives

from educloud.cloud.declared import Declared, DeclaredStack
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.engine import run
from educloud.cloud.engine.changes import StackResult
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import files_of
from educloud.cloud.spec.load import Stacks
from educloud.project import Project

KINDS = load_kinds()
LIVES = all_lives()
STACK = "lives"


@pytest.fixture(scope="module")
def session(small: Project) -> Iterator[Session]:
    with open_session(small, Stacks(None, {}), with_data=True) as found:
        yield found


def run_with(
    session: Session, act: Callable[..., StackResult], resources: tuple[Declared, ...]
) -> StackResult:
    outputs = {"first": "1"}
    session._declared[STACK] = DeclaredStack(STACK, resources, outputs)
    return act(session, STACK)


def state(session: Session) -> Mapping[str, Mapping[str, Any]]:
    found = files_of(session.project, STACK).resources()
    return {str(one["urn"]).rpartition("::")[2]: one for one in found}


def declared(over: Callable[[Life], Mapping[str, Any] | None]) -> tuple[Declared, ...]:
    return tuple(life.declared(over(life)) for life in LIVES)


def test_every_type_lives_on_the_engine(session: Session, api: Api) -> None:
    # create, and nothing to do afterwards
    first = run_with(session, run.bring_up, declared(lambda _: None))
    assert first.created == len(LIVES)
    again = run_with(session, run.bring_up, declared(lambda _: None))
    assert (again.changed, again.same) == (0, len(LIVES)), again.changes

    # drift: exactly what was changed by hand shows, and `up` puts it back
    assert run.drift(session, STACK).changed == 0
    standing = state(session)
    touched = [life for life in reversed(LIVES) if life.by_hand]  # what hangs on others first
    for life in touched:
        assert life.by_hand is not None
        life.by_hand(api, str(standing[life.name]["id"]))
    drifted = {one.name: set(one.properties) for one in run.drift(session, STACK).changes}
    for life in touched:
        assert life.drifted <= drifted.get(life.name, set()), life.name
    run.refresh(session, STACK)
    run_with(session, run.bring_up, declared(lambda _: None))
    assert run.drift(session, STACK).changed == 0

    # update in place: same ids
    ids = {name: one["id"] for name, one in state(session).items()}
    changed = [life for life in LIVES if life.changed is not None]
    updated = run_with(session, run.bring_up, declared(lambda life: life.changed))
    assert {one.name for one in updated.changes if one.action == "update"} >= {
        life.name for life in changed
    }
    assert updated.replaced == 0, [one for one in updated.changes if one.action == "replace"]
    assert {name: one["id"] for name, one in state(session).items()} == ids

    # replace: other ids for what is replaced
    for life in LIVES:
        if life.replaced is None:
            continue
        over = {**(life.changed or {}), **life.replaced}
        result = run_with(
            session,
            run.preview,
            declared(lambda one, life=life, over=over: over if one is life else one.changed),
        )
        assert life.name in {one.name for one in result.changes if one.action == "replace"}
    everything = declared(lambda life: {**(life.changed or {}), **(life.replaced or {})})
    run_with(session, run.bring_up, everything)
    assert run_with(session, run.bring_up, everything).changed == 0
    now = {name: one["id"] for name, one in state(session).items()}
    for life in LIVES:
        if life.replaced is not None and "name" not in KINDS[life.kind].fixed:
            assert now[life.name] != ids[life.name], life.name

    # delete: nothing with our mark is left
    assert run.destroy(session, STACK).deleted == len(LIVES)
    for kind in KINDS.values():
        left = [one for one in (kind.listed(api) if kind.listed else ()) if ours(one.tags)]
        assert not left, kind.name


def ours(tags: Mapping[str, str]) -> bool:
    return any(f":{STACK}::" in value for value in tags.values())
