"""A node's stack file by itself: what it may say, and where its addresses are."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from cloud_parts import NETWORK, NODE, write_project
from hypothesis import given, settings
from hypothesis import strategies as some

from educloud.cloud.spec.load import load_stacks
from educloud.cloud.spec.node import NodeStack
from educloud.cloud.spec.parts import Zone
from educloud.errors import CloudError, EduCloudError, ProjectError


def node(**changes: object) -> NodeStack:
    return NodeStack.model_validate({**yaml.safe_load(NODE), **changes})


@pytest.mark.parametrize(
    ("find", "put", "error", "said"),
    [
        ("tier: city", "tier: city\ncolour: red", ProjectError, "unknown key 'colour'"),
        ("tier: city", "tier: moon", ProjectError, "tier: "),
        ("node_id: city-999900", "node_id: city-1", CloudError, "name the file after it"),
        ("from: dmz", "from: nowhere", ProjectError, "there is no 'nowhere' in this node"),
        ("zone: data}", "zone: cellar}", ProjectError, "attach.zone: there is no 'cellar'"),
        ("slot: 1", "slot: 0", ProjectError, "two zones have the same slot"),
        ("slot: 1", "slot: 64", ProjectError, "zones.data.slot"),
        ("zones: [a]", "zones: [a, a]", ProjectError, "an availability zone stands twice"),
        ("10.99.0.0/16", "10.99.0.0/20", ProjectError, "10.99.0.0/20 is not a /16"),
        ("10.99.0.0/16", "10.64.0.0/12", ProjectError, "10.64.0.0/12 is not a /16"),
        ("10.99.0.0/16", "10.99.0.1/16", ProjectError, "ipv4_block"),
        ("tier: city", "tier: city\nipv6_block: 3fff::/48", ProjectError, "is not a /56"),
        (
            "tier: city",
            "tier: city\ndual_stack: false\nipv6_block: 3fff::/56",
            ProjectError,
            "dual_stack is false",
        ),
        ("port: 443", "port: 70000", ProjectError, "port"),
        ("port: 443", "port: 443, to_port: 80", ProjectError, "to_port 80 does not follow"),
        ("port: 443", "port: 443, protocol: any", ProjectError, "goes with port 'any'"),
        (
            "purpose: apps}",
            "purpose: apps}\n  - {name: test-999900-apps, purpose: backup}",
            ProjectError,
            "two buckets have the same name",
        ),
        ('values: ["2001:db8::1"]', "balancer: web", ProjectError, "there is no 'web'"),
        ('values: ["2001:db8::1"]', "ttl: 60", ProjectError, "give values, or the balancer"),
        ("attach:", "logs: {retention_days: 0}\nattach:", ProjectError, "logs.retention_days"),
        ("attach:", "backup: {at: '25:00'}\nattach:", ProjectError, "backup.at"),
        (
            "attach:",
            "platforms: {p: {name: x, owner: o, pool: none}}\nattach:",
            ProjectError,
            "platforms.p.pool: there is no 'none'",
        ),
    ],
)
def test_a_wrong_word_is_named(
    tmp_path: Path, find: str, put: str, error: type[EduCloudError], said: str
) -> None:
    assert find in NODE
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE.replace(find, put, 1))
    with pytest.raises(error) as caught:
        load_stacks(project)
    assert said in str(caught.value)
    assert "city-999900.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(
    slots=some.lists(some.integers(0, 63), min_size=2, max_size=6, unique=True),
    places=some.lists(some.sampled_from("abcd"), min_size=1, max_size=4, unique=True),
)
def test_subnets_never_overlap_and_lie_in_the_block(slots: list[int], places: list[str]) -> None:
    stack = node(
        zones={f"z{slot}": {"slot": slot} for slot in slots},
        availability_zones=places,
        attach=None,
    )
    made = [one for zone in stack.zones.values() for one in stack.subnets(zone)]
    blocks = [block for _, _, block in made]
    assert all(block.subnet_of(stack.ipv4_block) for block in blocks)
    assert len({*blocks}) == len(blocks) == len(slots) * len(places)
    numbers = [number for _, number, _ in made]  # each a /64 of the node's /56
    assert len({*numbers}) == len(numbers)
    assert all(0 <= number < 256 for number in numbers)


@settings(max_examples=40, deadline=None)
@given(slot=some.integers(0, 63))
def test_adding_a_zone_moves_no_subnet(slot: int) -> None:
    before = node(attach=None)
    taken = {zone.slot for zone in before.zones.values()}
    if slot in taken:
        return
    zones = {name: zone.model_dump(by_alias=True) for name, zone in before.zones.items()}
    after = node(attach=None, zones={"added": Zone(slot=slot).model_dump(by_alias=True), **zones})
    for name, zone in before.zones.items():
        assert list(before.subnets(zone)) == list(after.subnets(after.zones[name]))
