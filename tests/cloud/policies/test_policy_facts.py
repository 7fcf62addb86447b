"""Facts are read off the resources: an error of the declarations is found, too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policies_sound import (
    NODE,
    SOUND,
    project_of,
    told,
)

from educloud.cloud.declared import DeclaredStack
from educloud.cloud.family import family
from educloud.cloud.policies.evaluate import judge
from educloud.cloud.policies.facts import Facts, Opening
from educloud.cloud.policies.rules import all_rules
from educloud.cloud.policies.situation import Situation, Surroundings, surroundings
from educloud.cloud.spec.load import load_stacks
from educloud.cloud.spec.node import NodeStack
from educloud.inventory.profile import load_profile


def judged(folder: Path, change: Callable[[DeclaredStack], DeclaredStack]):
    """The node's findings when its resources are not what its file says."""
    project = project_of(folder, SOUND)
    stacks = load_stacks(project)
    declared = change(family().declare_node(stacks.nodes[NODE], stacks.network))
    around = surroundings(project, stacks)
    facts = family().facts(declared)
    situation = Situation(stack=NODE, spec=stacks.nodes[NODE], facts=facts, around=around)
    return told(judge((situation,)))


def changed(name: str, **over: Any) -> Callable[[DeclaredStack], DeclaredStack]:
    def change(stack: DeclaredStack) -> DeclaredStack:
        assert set(over) <= set(stack[name].wanted)
        made = tuple(
            replace(one, wanted={**one.wanted, **over}) if one.name == name else one
            for one in stack.resources
        )
        return replace(stack, resources=made)

    return change


def rule_of(peer: str, protocol: str = "any", first: int = 0, last: int = 0) -> dict[str, Any]:
    return {"protocol": protocol, "from": first, "to": last, "peer": peer, "text": ""}


PUBLIC = {"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "s3:GetObject"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (changed("test-410600-apps", closed=False), ("deny", "store-closed", "test-410600-apps")),
        (
            changed("test-410600-apps", statements=[PUBLIC]),
            ("deny", "store-closed", "test-410600-apps"),
        ),
        (
            changed("test-410600-apps", tls_only=False),
            ("deny", "store-over-tls", "test-410600-apps"),
        ),
        (changed("database-main", public=True), ("deny", "store-closed", "database-main")),
        (
            changed("zone-app", egress=[rule_of("0.0.0.0/0"), rule_of("::/0")]),
            ("deny", "leave-anywhere", "zone-app"),
        ),
        (changed("zone-data", ingress=[rule_of("::/0")]), ("deny", "any-any", "zone-data")),
        (
            changed("zone-data", ingress=[rule_of("::/0", "tcp", 5432, 5432)]),
            ("deny", "admin-port-open", "zone-data"),
        ),
        (changed("flows", traffic="reject"), ("deny", "flows-logged", "logs")),
        (changed("pool-web", disk={}), ("deny", "store-encrypted", "pool-web")),
        (
            changed("machine-web-1", template="", image="ami-1"),
            ("deny", "store-encrypted", "machine-web-1"),
        ),
        (changed("backup-selection", with_tags={}), ("deny", "store-saved", "volume-web-2")),
    ],
)
def test_an_error_of_the_declarations_is_found(tmp_path: Path, change, expected):
    assert judged(tmp_path / "sound", lambda stack: stack) == set()
    assert expected in judged(tmp_path / "wrong", change)


def test_every_network_of_a_stack_is_logged(tmp_path: Path):
    """One exit's log does not speak for the other."""
    project = project_of(tmp_path, SOUND)
    stacks, used = load_stacks(project), family()
    assert stacks.network
    declared = used.declare_network(stacks.network, stacks.nodes)["network"]
    assert used.facts(declared).flows_logged
    logs = [one for one in declared.resources if one.kind == "FlowLog"]
    fewer = tuple(one for one in declared.resources if one is not logs[0])
    assert len(logs) == len(stacks.network.exits)
    assert used.facts(replace(declared, resources=fewer)).flows_logged is False


def test_a_route_that_was_never_in_the_file_is_found(tmp_path: Path):
    def change(stack: DeclaredStack) -> DeclaredStack:
        route = next(one for one in stack.resources if one.kind == "Route" and "dmz" in one.name)
        table = next(
            one.wanted["table"] for one in stack.resources
            if one.kind == "Route" and one.name.startswith("data")
        )  # fmt: skip
        stray = replace(route, name="stray", wanted={**route.wanted, "table": table})
        return replace(stack, resources=(*stack.resources, stray))

    assert ("deny", "database-public", "data-a") in judged(tmp_path, change)


_NODE = NodeStack.model_validate(SOUND[NODE])
AROUND = Surroundings(
    stacks=None,
    profile=load_profile("henan"),
    as_of=dt.date(2026, 11, 1),  # type: ignore[arg-type]
)
blocks = st.one_of(
    st.builds(lambda n, p: f"{(n >> (32 - p) << (32 - p)) >> 24}.0.0.0/{p}",
              st.integers(0, 2**32 - 1), st.integers(0, 7)),
    st.just("::/0"), st.just("2000::/3"), st.just("10.0.0.0/8"), st.just("self"),
)  # fmt: skip


@given(blocks, st.integers(0, 65535), st.integers(0, 65535))
def test_an_admin_port_is_open_to_everybody_exactly_when_somebody_could_reach_it(
    source: str, one: int, other: int
):
    first, last = sorted((one, other))
    opening = Opening("group", "tcp", first, last, source, 0)
    facts = Facts(openings=(opening,))
    situation = Situation(stack="s", spec=_NODE, facts=facts, around=AROUND)
    rules = {rule.id: rule for rule in all_rules()}
    hit = any(list(rules[name].find(situation)) for name in ("admin-port-open", "any-any"))
    ports = {service.port for service in AROUND.profile.service_ports}
    reachable = source not in {"10.0.0.0/8", "self"} and any(
        first <= port <= last for port in ports
    )
    assert hit == reachable
