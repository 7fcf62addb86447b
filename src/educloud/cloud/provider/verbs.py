"""Create, read, update and delete of a resource, made of the calls its ``Kind`` declares.

One rule makes an interrupted run safe to repeat: a create first looks for what an earlier create of
the same resource has left behind, and then brings every property to the wanted value, as an update
does. The same rule makes a call safe to repeat whose answer was lost: the client never repeats a
call by itself; here a whole verb is repeated, and looks again first.
"""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from educloud.cloud.provider.faults import (
    TRIES,
    is_busy,
    is_gone,
    is_transient,
    pause_before,
)
from educloud.cloud.provider.kind import (
    TAGS,
    Kind,
    Mark,
    Properties,
    in_order,
    people_tags,
    shape_of,
)
from educloud.errors import CloudError

BUSY_SECONDS = 120.0  # what hangs on a resource goes away by itself within minutes, or never
READY_SECONDS = 1800.0  # a database takes a quarter of an hour where machines are real
POLL_SECONDS = (0.2, 10.0)  # first and longest pause between two looks
Got = TypeVar("Got")


def create(api: Any, kind: Kind, wanted: Properties, urn: str, name: str) -> tuple[str, Properties]:
    """Make a resource unless it is there already; give its id and what then stands."""
    wanted = in_order(kind, wanted)
    mark = Mark(urn, shape_of(kind, wanted), name, wanted.get(TAGS) or {})
    identity = repeated(
        kind, lambda: kind.find(api, mark, wanted) or kind.create(api, mark, wanted)
    )
    # Calls may not know yet what was made a moment ago ("eventual consistency" in EC2's and IAM's
    # documentation): that it is not there means "not yet".
    new = dataclasses.replace(kind, gone=frozenset(), busy=kind.busy | kind.gone)
    _await_ready(api, new, identity)
    return identity, update(api, new, identity, wanted)


def update(api: Any, kind: Kind, identity: str, wanted: Properties) -> Properties:
    """Bring a resource to the wanted values and give what then stands."""
    wanted = in_order(kind, wanted)
    repeated(kind, lambda: kind.settle(api, identity, wanted))
    _await_ready(api, kind, identity)
    state = read(api, kind, identity)
    if state is None:
        raise CloudError(f"{kind.name} {identity} vanished while it was set up")
    return _with_tags(api, kind, identity, state, wanted)


def read(api: Any, kind: Kind, identity: str) -> Properties | None:
    """Give what stands; None when the resource is gone."""
    found = repeated(kind, lambda: _unless_gone(kind, lambda: kind.read(api, identity)))
    return None if found is None else in_order(kind, found)


def delete(api: Any, kind: Kind, identity: str, state: Properties) -> None:
    """Remove a resource and wait until it is gone; one that is gone is well.

    CloudError, and nothing removed, when it holds data.
    """
    holds = held(api, kind, identity)
    if holds:
        raise CloudError(
            f"{kind.name} {identity} holds data: {holds}",
            mend="add --yes-delete-data to delete it with what it holds",
        )
    _remove(api, kind, identity, state)


def delete_with_data(api: Any, kind: Kind, identity: str, state: Properties) -> None:
    """Remove a resource and what it holds, and wait until it is gone."""
    empty = kind.empty
    if empty is not None:
        repeated(kind, lambda: _unless_gone(kind, lambda: empty(api, identity)))
    _remove(api, kind, identity, state)


def held(api: Any, kind: Kind, identity: str) -> str:
    """Say what data a resource holds; empty when none, or when it is gone."""
    look = kind.held
    if look is None:
        return ""
    return repeated(kind, lambda: _unless_gone(kind, lambda: look(api, identity))) or ""


def _unless_gone(kind: Kind, act: Callable[[], Got]) -> Got | None:
    try:
        return act()
    except Exception as error:
        if is_gone(error, kind):
            return None
        raise


def _remove(api: Any, kind: Kind, identity: str, state: Properties) -> None:
    repeated(kind, lambda: _unless_gone(kind, lambda: kind.delete(api, identity, state)))
    _until(lambda: read(api, kind, identity) is None, f"{kind.name} {identity} does not go away")


def adopt(api: Any, kind: Kind, identity: str, wanted: Properties, urn: str) -> None:
    """Put our mark on a resource that somebody else made."""
    if kind.tag is None:
        return
    tag, mark = kind.tag, Mark(urn, shape_of(kind, wanted), "")
    repeated(kind, lambda: tag(api, identity, mark.own, ()))


def repeated(kind: Kind, act: Callable[[], Got]) -> Got:
    """Do something that may be done again, as often as the cloud's passing troubles ask for."""
    until = time.monotonic() + BUSY_SECONDS
    tried = 0
    while True:
        tried += 1
        try:
            return act()
        except Exception as error:
            busy = is_busy(error, kind) and time.monotonic() < until
            if not (busy or (is_transient(error) and tried < TRIES)):
                raise
            time.sleep(random.uniform(0, pause_before(tried)))  # noqa: S311  spreads callers


def _with_tags(
    api: Any, kind: Kind, identity: str, state: Properties, wanted: Properties
) -> Properties:
    tag = kind.tag
    if tag is None or TAGS not in wanted:
        return state
    present, asked = people_tags(state.get(TAGS) or {}), people_tags(wanted[TAGS])
    put = {key: value for key, value in asked.items() if present.get(key) != value}
    drop = [key for key in present if key not in asked]
    if put or drop:
        repeated(kind, lambda: tag(api, identity, put, drop))
    return {**state, TAGS: asked}


def _await_ready(api: Any, kind: Kind, identity: str) -> None:
    ready = kind.ready
    if ready is not None:
        _until(
            lambda: repeated(kind, lambda: ready(api, identity)),
            f"{kind.name} {identity} does not become ready",
        )


def _until(condition: Callable[[], bool], complaint: str) -> None:
    pause, longest = POLL_SECONDS
    until = time.monotonic() + READY_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise CloudError(complaint, mend="look at it in the cloud's console")
        time.sleep(pause)
        pause = min(pause * 1.5, longest)
