"""``educloud cloud drill`` on nodes that the engine brought up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cloud_parts import write_project

from educloud.cloud.drill.record import read_records
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import open_cloud
from educloud.project import Project

STACK = """
node_id: {node}
tier: city
division: "{division}"
mlps_level: 2
ipv4_block: 10.{number}.0.0/16
availability_zones: [a]
zones: {{app: {{slot: 0}}}}
logs: {{retention_days: 180}}
buckets:
  - {{name: {node}-backup, purpose: backup}}
  - {{name: {node}-apps, purpose: apps}}
disaster_recovery: {{peer: {peer}, rto_hours: 4, rpo_hours: 12}}
"""
NODE, PEER = "city-999800", "city-999700"


@pytest.fixture
def two_nodes(tmp_path: Path) -> Project:
    return write_project(
        tmp_path / "two",
        city_999800=STACK.format(node=NODE, peer=PEER, division="410600", number=66),
        city_999700=STACK.format(node=PEER, peer=NODE, division="410500", number=67),
    )


def test_a_node_is_drilled_into_its_peer(educloud, two_nodes: Project):
    def run(*arguments: str):
        return educloud("-C", str(two_nodes.folder), "cloud", *arguments)

    early = run("drill", NODE)
    assert (early.returncode, early.stdout) == (1, "")
    assert f"{NODE}: the node is not up" in early.stderr
    with open_cloud(two_nodes) as endpoint:
        brought = run("up", "--all", "--yes")
        assert brought.returncode == 0, brought.stderr
        s3 = client(endpoint, "s3")
        for number in range(5):
            s3.put_object(Bucket=f"{NODE}-backup", Key=f"nightly/{number}", Body=b"x" * number)
        s3.put_object(Bucket=f"{NODE}-apps", Key="written/later", Body=b"x")
        done = run("drill", NODE, "--json")
        assert done.returncode == 0, done.stderr
        said = json.loads(done.stdout)
        assert (said["passed"], said["parts"][0]["count"]) == (True, 5)
        assert said["target"] == {"rto_hours": 4, "rpo_hours": 12}
        assert said["rpo_after_write"] is not None
        assert s3.list_object_versions(Bucket=f"{PEER}-backup").get("Versions", []) == []
        empty = run("drill", PEER)
        assert empty.returncode == 2
        assert "the backup is empty" in empty.stdout
    assert [one["passed"] for one in read_records(two_nodes, NODE)] == [True]
    assert [one["passed"] for one in read_records(two_nodes, PEER)] == [False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["city-000000"], "there is no stack file for 'city-000000'"),
        ([NODE, "--app", "X"], "there is no application 'X'"),
    ],
)
def test_wrong_names_are_said_in_a_sentence(educloud, two_nodes: Project, arguments, told):
    done = educloud("-C", str(two_nodes.folder), "cloud", "drill", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_node_without_a_peer_is_told_what_to_declare(educloud, two_nodes: Project):
    path = two_nodes.stacks / f"{NODE}.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("disaster_recovery")], "utf-8")
    done = educloud("-C", str(two_nodes.folder), "cloud", "drill", NODE)
    assert (done.returncode, "declare disaster_recovery" in done.stderr) == (1, True)
