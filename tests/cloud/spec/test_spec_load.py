"""All stack files together, and against the inventory: one sentence, exit 1, for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from cloud_parts import NETWORK, NODE, write_project

from educloud.cli import root
from educloud.cloud.spec.load import load_stacks
from educloud.errors import CloudError, EduCloudError
from educloud.project import Project, open_project, shipped


def test_the_shipped_stacks_are_the_whole_hierarchy_in_order() -> None:
    stacks = load_stacks(open_project(shipped("stacks").parent))
    assert stacks.order()[0] == "network"
    assert len(stacks.nodes) == 19
    assert len(stacks.order(("network",))) == 19
    assert stacks.order(("city-410600", "network")) == (*stacks.hubs, "city-410600")
    few = ("city-410600", "network-h410600", "network")
    assert stacks.order(few) == ("network", "network-h410600", "city-410600")
    assert stacks.order(("network-h410600",)) == ("network-h410600",)
    assert stacks.needs("city-410600") == ("network-h410600",)
    assert stacks.needs("network-h410600") == stacks.needs("main-410000") == ("network",)


FAULTS = [
    (
        "city-410500",
        "ipv4_block: 10.69.0.0/16",
        "ipv4_block: 10.66.0.0/16",
        "10.66.0.0/16 overlaps 10.66.0.0/16 of city-410",
    ),
    ("city-410500", "10.69.0.0/16", "10.128.0.0/16", "overlaps 10.128.0.0/16 of city-410500"),
    ("network", "10.224.0.0/20", "10.69.16.0/20", "exits.first.ipv4_block 10.69.16.0/20 overlaps"),
    (
        "network",
        "3fff:410:fc0f:ff00::/56",
        "3fff:410:1000::/56",
        "overlaps",
    ),
    ("city-410500", "3fff:410:1000::/56", "3fff:410:1000:700::/56", "in inventory/ipv6.csv"),
    ("city-410500", "3fff:410:1000::/56", "::/0", "ipv6_block ::/0 is not a /56"),
    ("city-410500", "tags:", "after: [city-410500]\ntags:", "wait for each other"),
    ("city-410500", "tags:", "after: [city-1]\ntags:", "stands after 'city-1', which has no"),
    ("city-410500", "peer: city-410600", "peer: city-1", "there is no node 'city-1'"),
    ("city-410500", "peer: city-410600", "peer: city-410500", "a node is no peer of itself"),
    ("city-410500", "from: dmz", "from: cellar", "there is no 'cellar' in this node"),
    ("city-410500", "world: teaching", "world: moon", "no world 'moon'"),
    ("city-410500", "hub: h410500", "hub: h1", "no hub 'h1'"),
    ("city-410500", "edu-city-410500-video", "edu-city-410600-video", "is one of city-410500 too"),
    ("city-410500", "edu-city-410500-video", "edu-city-410500-apps", "two buckets have the same"),
    ("city-410500", "division: '410500'", "division: '999999'", "division 999999 does not exist"),
    ("city-410500", "division: '410500'", "division: '410600'", "410500 in nodes.csv"),
    ("city-410500", "tier: city", "tier: university", "tier is university, but city in nodes.csv"),
    ("city-410500", "mlps_level: 3", "mlps_level: 2", "mlps_level is 2, but 3 in nodes.csv"),
    ("city-410500", "node_id: city-410500", "node_id: city-1", "name the file after it"),
]


@pytest.mark.parametrize(("file", "find", "put", "said"), FAULTS)
def test_what_is_wrong_is_one_sentence_and_exit_1(
    project: Project, file: str, find: str, put: str, said: str
) -> None:
    change(project, file, find, put)
    with pytest.raises(EduCloudError) as caught:
        load_stacks(project)
    assert said in str(caught.value)
    assert "stacks/" in str(caught.value)
    done = CliRunner().invoke(root, ["-C", str(project.folder), "cloud", "outputs", "--all"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"educloud: {caught.value}"]


def test_a_ring_of_stacks_is_named(project: Project) -> None:
    change(project, "city-410500", "tags:", "after: [city-410600]\ntags:")
    assert load_stacks(project).order(("city-410500", "city-410600")) == (
        "city-410600", "city-410500",
    )  # fmt: skip
    change(project, "city-410600", "tags:", "after: [main-410000]\ntags:")
    change(project, "main-410000", "tags:", "after: [city-410500]\ntags:")
    with pytest.raises(CloudError, match="wait for each other") as caught:
        load_stacks(project)
    assert all(name in str(caught.value) for name in ("city-410500", "city-410600", "main-410000"))


def test_a_network_that_waits_for_a_node_attached_to_it_is_a_ring(project: Project) -> None:
    change(project, "network", "tags:", "after: [main-410000]\ntags:")
    with pytest.raises(CloudError, match="wait for each other"):
        load_stacks(project)


def test_nodes_need_the_network_they_are_attached_to(project: Project) -> None:
    (project.stacks / "network.yaml").unlink()
    with pytest.raises(CloudError, match="stands after 'network', which has no stack file"):
        load_stacks(project)


def test_a_file_for_a_node_nobody_knows_is_refused(project: Project) -> None:
    text = (project.stacks / "city-410600.yaml").read_text("utf-8")
    text = text.replace("city-410600", "city-000000").replace("10.66.", "10.126.")
    text = text.replace("3fff:410:1400:100::/56", "3fff:410:1400:900::/56")
    (project.stacks / "city-000000.yaml").write_text(text, "utf-8")
    with pytest.raises(CloudError, match="node city-000000 is not in the inventory"):
        load_stacks(project)


@pytest.mark.parametrize("text", ["{", "[1, 2]", "", "\xff", "node_id: city-410600\n"])
def test_a_broken_file_is_one_sentence(project: Project, text: str) -> None:
    (project.stacks / "city-410600.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(EduCloudError, match=r"city-410600\.yaml") as caught:
        load_stacks(project)
    assert "\n" not in str(caught.value)


def test_a_node_is_not_named_as_a_hub_s_stack_is(tmp_path: Path) -> None:
    node = NODE.replace("city-999900", "network-h1")
    project = write_project(tmp_path / "p", network=NETWORK, network_h1=node)
    with pytest.raises(CloudError, match="only a hub's stack is named so"):
        load_stacks(project)


def test_a_name_without_a_file_is_refused(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE)
    with pytest.raises(CloudError, match=r"no stack file for 'city-1'.*the stacks are: network"):
        load_stacks(project).order(("city-1",))


def change(project: Project, file: str, find: str, put: str) -> None:
    path = project.stacks / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert find in text
    path.write_text(text.replace(find, put, 1), "utf-8")
