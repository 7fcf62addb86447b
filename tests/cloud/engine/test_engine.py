"""Stacks on the real engine: up, again, drift, change, destroy; data outlives a refusal."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from cloud_parts import NETWORK, NODE, marked, write_project

from educloud.cloud import stacks
from educloud.cloud.ec2.clients import client
from educloud.cloud.engine import run
from educloud.cloud.engine.backend import FolderBackend
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import files_of, outputs
from educloud.errors import CloudError
from educloud.project import Project

NODE_ID = "city-999900"
BUCKET = "test-999900-apps"
BOTH = ("network", NODE_ID)


def told_as(node: str) -> str:
    return NODE.replace("port: 443", "port: 8443").replace("test.example", node)


def test_the_life_of_a_node(tmp_path: Path) -> None:
    """One story, because every run of the engine takes seconds."""
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE)
    with open_session(project) as session:
        with pytest.raises(CloudError, match="the stack network is not up yet"):
            run.bring_up(session, NODE_ID)
        would = run.preview(session, NODE_ID)
        assert would.created == len(session.declared(NODE_ID).resources) > 10
        assert not files_of(project, NODE_ID).deployment().get("resources")

        told: list[str] = []
        network, node = stacks.side_by_side(session, BOTH, run.bring_up, told.append)
        assert (network.created, node.created) == (
            len(session.declared("network").resources),
            would.created,
        )
        assert f"{NODE_ID}: create Vpc network" in told
        assert told.index("network: done") < told.index(f"{NODE_ID}: create Vpc network")
        assert pickle.loads(pickle.dumps(node)) == node  # noqa: S301  durable runs keep results so
        assert node.outputs["bucket"] == BUCKET
        assert node.outputs["zone_name"] == "test.example"
        assert outputs(project, NODE_ID) == node.outputs

        again = stacks.side_by_side(session, BOTH, run.bring_up)
        assert [one.changed for one in again] == [0, 0]
        assert [one.same for one in again] == [network.created, node.created]
        what_was_done_by_hand_is_seen_and_put_right(session)
    (project.stacks / f"{NODE_ID}.yaml").write_text(told_as("new.example"))
    with open_session(project) as session:
        changed = run.bring_up(session, NODE_ID)
        assert {(one.action, one.kind) for one in changed.changes} == {
            ("update", "SecurityGroup"),
            ("update", "NetworkAcl"),
            ("replace", "Zone"),
            ("replace", "Record"),
        }
        assert changed.outputs["network"] == node.outputs["network"]
        data_outlives_what_is_refused(session)
    gone = stacks.destroy_stacks(project, with_data=True)
    assert [one.deleted for one in gone] == [network.created, node.created]
    assert outputs(project, NODE_ID) == {}
    with open_session(project) as session:
        assert marked(client(session.endpoint, "ec2").describe_vpcs()["Vpcs"]) == 0


def what_was_done_by_hand_is_seen_and_put_right(session: Session) -> None:
    ec2, s3 = client(session.endpoint, "ec2"), client(session.endpoint, "s3")
    group = outputs(session.project, NODE_ID)["security_groups"]["data"]
    world = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[world])
    s3.delete_bucket(Bucket=BUCKET)
    drifted = run.drift(session, NODE_ID)
    assert {(one.action, one.kind, one.properties) for one in drifted.changes} == {
        ("update", "SecurityGroup", ("ingress",)),
        ("delete", "Bucket", ()),
    }
    run.refresh(session, NODE_ID)
    mended = run.bring_up(session, NODE_ID)
    assert (mended.created, mended.updated) == (1, 1)
    assert run.drift(session, NODE_ID).changed == 0


def data_outlives_what_is_refused(session: Session) -> None:
    project, s3 = session.project, client(session.endpoint, "s3")
    s3.put_object(Bucket=BUCKET, Key="名册", Body=b"x")
    with pytest.raises(CloudError, match=rf"{BUCKET} \(1 object\).*nothing was destroyed"):
        stacks.destroy_stacks(project)
    with pytest.raises(CloudError, match=f"still needed by {NODE_ID}"):
        stacks.destroy_stacks(project, ("network",))
    lock = locked(project)
    with pytest.raises(CloudError, match="the stack is being changed by process 1"):
        stacks.destroy_stacks(project, with_data=True)
    lock.unlink()
    passphrase = project.state / "secrets" / "passphrase"
    right = passphrase.read_text("utf-8")
    passphrase.write_text("wrong")
    with pytest.raises(CloudError, match="the passphrase does not open the stack"):
        stacks.destroy_stacks(project, with_data=True)
    passphrase.write_text(right)
    assert outputs(project, NODE_ID)
    assert s3.get_object(Bucket=BUCKET, Key="名册")["Body"].read() == b"x"


def locked(project: Project) -> Path:
    """A lock as another person's engine leaves it in a folder that both use."""
    files = files_of(project, NODE_ID)
    assert isinstance(files.backend, FolderBackend)
    path = files.backend.path(f"{files.locks}/a-lock.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"pid": 1, "username": "someone", "hostname": "elsewhere"}))
    return path
