"""Stack files: what they may say, and what their words become."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
import yaml
from cloud_parts import NETWORK, NODE, write_project
from hypothesis import given, settings
from hypothesis import strategies as some

from educloud.cloud.program import nth_subnet, rules_of
from educloud.cloud.spec import NetworkStack, NodeStack, Zone, load_stacks
from educloud.errors import CloudError, EduCloudError, ProjectError
from educloud.project import Project, open_project, shipped


def node(**changes: object) -> NodeStack:
    return NodeStack.model_validate({**yaml.safe_load(NODE), **changes})


def test_the_shipped_stacks_are_sound_and_ordered() -> None:
    stacks = load_stacks(open_project(shipped("stacks").parent))
    assert stacks.order()[0] == "network"
    assert {"main-410000", "city-410600"} <= set(stacks.nodes)
    assert stacks.order(("city-410600", "network")) == ("network", "city-410600")


@pytest.mark.parametrize(
    ("find", "put", "error", "said"),
    [
        ("tier: city", "tier: city\ncolour: red", ProjectError, "unknown key 'colour'"),
        ("node_id: city-999900", "node_id: city-1", CloudError, "name the file after it"),
        ("world: teaching", "world: moon", CloudError, "no world 'moon'"),
        ("from: dmz", "from: nowhere", ProjectError, "'from: nowhere' is no zone"),
        ("slot: 1", "slot: 0", ProjectError, "two zones have the same slot"),
        ("10.99.0.0/16", "10.99.0.0/20", ProjectError, "smaller than a /16"),
        ("10.99.0.0/16", "10.99.0.1/16", ProjectError, "ipv4_block"),
        ("port: 443", "port: 70000", ProjectError, "port"),
    ],
)
def test_a_wrong_word_is_named(
    tmp_path: Path, find: str, put: str, error: type[EduCloudError], said: str
) -> None:
    assert find in NODE
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE.replace(find, put, 1))
    with pytest.raises(error, match=said) as caught:
        load_stacks(project)
    assert "city-999900.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ('division: "410600"', 'division: "999999"', "division 999999 does not exist"),
        ("tier: city", "tier: university", "tier is university, but city in nodes.csv"),
        ("mlps_level: 3", "mlps_level: 2", "mlps_level is 2, but 3 in nodes.csv"),
        ("city-410600", "city-000000", "node city-000000 is not in the inventory"),
    ],
)
def test_a_stack_agrees_with_the_inventory(
    project: Project, find: str, put: str, said: str
) -> None:
    path = project.stacks / "city-410600.yaml"
    text = path.read_text("utf-8")
    assert find in text
    path.unlink()
    name = put if put.startswith("city-") else "city-410600"
    (project.stacks / f"{name}.yaml").write_text(text.replace(find, put, 1), "utf-8")
    with pytest.raises(CloudError, match=said):
        load_stacks(project)


def test_overlapping_blocks_are_refused(tmp_path: Path) -> None:
    other = NODE.replace("city-999900", "city-999901").replace("test-", "other-")
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE, city_999901=other)
    with pytest.raises(CloudError, match=r"10\.99\.0\.0/16 overlaps 10\.99\.0\.0/16 of city-99990"):
        load_stacks(project)


def test_a_name_without_a_file_is_refused(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE)
    with pytest.raises(CloudError, match=r"no stack file for 'city-1'.*the stacks are: network"):
        load_stacks(project).order(("city-1",))


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
    sixes = [ipaddress.IPv6Network(nth_subnet("3fff:e00::/56", number)) for _, number, _ in made]
    assert len({*sixes}) == len(sixes)
    assert all(one.subnet_of(ipaddress.IPv6Network("3fff:e00::/56")) for one in sixes)


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


@given(
    source=some.sampled_from(["internet", "private-network", "dmz"]), port=some.integers(1, 65535)
)
@settings(max_examples=40, deadline=None)
def test_every_rule_has_its_ipv6_twin(source: str, port: int) -> None:
    zones = {"dmz": {"slot": 0}, "app": {"slot": 1, "allow": [{"from": source, "port": port}]}}
    stack = node(zones=zones, attach=None)
    network = NetworkStack.model_validate(yaml.safe_load(NETWORK))
    rules = rules_of(stack, network, stack.zones["app"], "3fff:e00::/56")
    versions = [":" in rule["source"] for rule in rules]
    assert versions.count(True) == versions.count(False) > 0
    assert {rule["port"] for rule in rules} == {port}
    only_v4 = rules_of(stack, network, stack.zones["app"], "")
    assert only_v4 == [rule for rule in rules if ":" not in rule["source"]]
