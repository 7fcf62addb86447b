"""The private network on the real engine: a stack for each hub, and what may be done to which."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from cloud_parts import NETWORK, NODE, write_project

from educloud.cli import root
from educloud.cloud import stacks
from educloud.cloud.engine import run
from educloud.cloud.engine.session import open_session
from educloud.cloud.engine.state import network_stacks
from educloud.cloud.orphans import find_orphans
from educloud.errors import CloudError
from educloud.project import Project

HUBS = """
hubs:
  h410600: {division: "410600", parent: province, asn: 64513}
  h410621: {division: "410621", parent: h410600, asn: 64514}
attachments:
  county: {kind: county, division: "410621", hub: h410621, world: exam, router: 198.51.100.1,
    asn: 64600, ipv4: [10.130.0.0/18], ipv6: ["3fff:6500::/44"]}
"""
LAST = '  h410621: {division: "410621", parent: h410600, asn: 64514}\n'
PARTS = ("network", "network-h410600", "network-h410621")
CITY = "city-999900"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    node = NODE.replace("zone: data}", "zone: data, hub: h410600}")
    made = write_project(tmp_path / "p", network=NETWORK + HUBS, city_999900=node)
    made.inventory.mkdir()
    (made.inventory / "divisions.csv").write_text("code,name_zh,name_pinyin,level,parent\n")
    return made


def test_a_network_of_hubs_lives_and_leaves_nothing(project: Project) -> None:
    """One story, because every run of the engine takes seconds."""
    with open_session(project) as session:
        order = session.stacks.order(("network", CITY))
        assert set(order) == {*PARTS, CITY}
        made = stacks.side_by_side(session, order, run.bring_up)
        assert [one.created for one in made] == [
            len(session.declared(name).resources) for name in order
        ]
        again = stacks.side_by_side(session, order, run.bring_up)
        assert [one.changed for one in again] == [0, 0, 0, 0]
    assert network_stacks(project) == PARTS
    in_status(project, sum(one.created for one in made if one.stack in PARTS))
    what_is_needed_stays(project)
    a_hub_that_stands_stays_in_the_file(project)
    stacks.destroy_stacks(project, with_data=True)
    with open_session(project) as session:
        assert find_orphans(session) == ()


def in_status(project: Project, resources: int) -> None:
    """The file has one line, with the resources of all its stacks."""
    shown = CliRunner().invoke(root, ["-C", str(project.folder), "status", "--json"])
    nodes = {one["node_id"]: one for one in json.loads(shown.stdout)["nodes"]}
    assert set(nodes) == {"network", CITY}
    assert nodes["network"]["resources"] == resources
    assert nodes["network"]["updated_at"]


def what_is_needed_stays(project: Project) -> None:
    for names, user in (
        (("network", "network-h410600", CITY), "network-h410621"),
        (("network",), CITY),
    ):
        with pytest.raises(CloudError, match=f"still needed by {user}"):
            stacks.destroy_stacks(project, names)


def a_hub_that_stands_stays_in_the_file(project: Project) -> None:
    path = project.stacks / "network.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(LAST, "").replace("hub: h410621", "hub: h410600"), "utf-8")
    for names in (("network",), ("network-h410600",)):
        with pytest.raises(CloudError, match="network-h410621 stands, but its hub is gone"):
            stacks.preview_stacks(project, names)
    path.write_text(text, "utf-8")
