"""Every resource type through find, create, settle, read and delete, without the engine."""

from __future__ import annotations

from typing import Any

import pytest
from life import Life, all_lives

from educloud.cloud.declared import Ref, resolved
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.cloud.provider.kind import URN_TAG, in_order

KINDS = load_kinds()
LIVES = all_lives()


@pytest.fixture(scope="module")
def api(endpoint: CloudEndpoint) -> Api:
    return Api(lambda service: client(endpoint, service, repeats=1))


def urn(life: Life) -> str:
    return f"urn:pulumi:kinds::educloud::educloud:index:{life.kind}::{life.name}"


class Standing:
    """What stands, by the names of the lives."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.ids: dict[str, str] = {}
        self.states: dict[str, Any] = {}

    def known(self, ref: Ref) -> Any:
        value = (
            self.ids[ref.resource] if ref.output == "id" else self.states[ref.resource][ref.output]
        )
        return ref.then(value) if ref.then else value

    def create(self, life: Life) -> tuple[str, Any]:
        wanted = resolved(life.wanted, self.known)
        return verbs.create(self.api, KINDS[life.kind], wanted, urn(life), life.name)


def test_every_type_has_a_life() -> None:
    assert {life.kind for life in LIVES} == set(KINDS)


def test_every_type_can_be_repeated_changed_and_removed(api: Api) -> None:
    there = Standing(api)
    for life in LIVES:
        kind = KINDS[life.kind]
        identity, state = there.create(life)
        # Once more, as after a kill between the call and its record: it is the same one.
        assert there.create(life) == (identity, state), life.name
        wanted = in_order(kind, resolved(life.wanted, there.known))
        assert {key: state[key] for key in wanted} == wanted, life.name
        assert set(state) == {*wanted, *kind.outputs}, life.name
        assert kind.fixed | kind.unordered <= set(wanted), life.name
        if kind.listed:
            ours = {one.identity: one.tags for one in kind.listed(api)}
            assert ours[identity][URN_TAG] == urn(life), life.name
        there.ids[life.name], there.states[life.name] = identity, state
    for life in LIVES:
        if life.changed is not None:
            assert not set(life.changed) & KINDS[life.kind].fixed, life.name
            wanted = resolved({**life.wanted, **life.changed}, there.known)
            state = verbs.update(api, KINDS[life.kind], there.ids[life.name], wanted)
            wanted = in_order(KINDS[life.kind], wanted)
            assert {key: state[key] for key in wanted} == wanted, life.name
    for life in reversed(LIVES):
        kind, identity = KINDS[life.kind], there.ids[life.name]
        # Twice, as after a kill: gone is gone.
        verbs.delete_with_data(api, kind, identity, there.states[life.name])
        verbs.delete_with_data(api, kind, identity, there.states[life.name])
        assert verbs.read(api, kind, identity) is None, life.name
        if kind.listed:
            assert identity not in {one.identity for one in kind.listed(api)}, life.name


def test_a_replacement_is_not_taken_for_what_it_replaces(api: Api) -> None:
    kind, urn = KINDS["Vpc"], "urn:pulumi:kinds::educloud::educloud:index:Vpc::replaced"
    wanted = {"ipv4_block": "10.8.0.0/16", "dns": True, "tags": {}}
    old, state = verbs.create(api, kind, wanted, urn, "replaced")
    other = {**wanted, "ipv4_block": "10.9.0.0/16"}
    new, _ = verbs.create(api, kind, other, urn, "replaced")
    assert old != new
    assert verbs.create(api, kind, wanted, urn, "replaced") == (old, state)
    for identity in (old, new):
        verbs.delete(api, kind, identity, {})
