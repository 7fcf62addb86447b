"""Stacks on the real engine: up, again, drift, change, destroy, killed, two at once."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from cloud_parts import NETWORK, NODE, marked, wait_for, write_project

from educloud.cloud import engine, stacks
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint, journal_of, open_cloud
from educloud.cloud.state import StackFiles, files_of, outputs
from educloud.errors import CloudError
from educloud.project import Project

NODE_ID = "city-999900"


def test_the_life_of_a_node(small: Project, endpoint: CloudEndpoint, tmp_path: Path) -> None:
    """One story, because every run of the engine takes seconds."""
    with pytest.raises(CloudError, match="the private network is not up yet"):
        engine.bring_up(small, NODE_ID, endpoint)
    would = engine.preview(small, NODE_ID, endpoint)
    assert would.created > 10
    assert would.outputs == {}

    told: list[str] = []
    network, node = stacks.run_stacks(small, "up", on_event=told.append)
    assert (network.created, node.created) == (3, would.created)
    assert f"{NODE_ID}: create Vpc network" in told
    assert pickle.loads(pickle.dumps(node)) == node  # noqa: S301  durable runs keep results so
    assert node.outputs["bucket"] == "test-999900-apps"
    assert node.outputs["zone_name"] == "test.example"
    assert outputs(small, NODE_ID) == node.outputs
    ec2, s3 = client(endpoint, "ec2"), client(endpoint, "s3")
    assert [one["VpcId"] for one in ec2.describe_vpcs()["Vpcs"]].count(node.outputs["network"]) == 1

    again = stacks.run_stacks(small, "up")
    assert [one.changed for one in again] == [0, 0]
    assert [one.same for one in again] == [3, node.created]

    group = node.outputs["security_groups"]["data"]
    world = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[world])
    s3.delete_bucket(Bucket="test-999900-apps")
    drifted = engine.drift(small, NODE_ID, endpoint)
    assert {(one.action, one.kind, one.properties) for one in drifted.changes} == {
        ("update", "SecurityGroup", ("rules",)),
        ("delete", "Bucket", ()),
    }
    engine.refresh(small, NODE_ID, endpoint)
    mended = engine.bring_up(small, NODE_ID, endpoint)
    assert (mended.created, mended.updated) == (1, 1)
    assert engine.drift(small, NODE_ID, endpoint).changed == 0

    path = small.stacks / f"{NODE_ID}.yaml"
    path.write_text(NODE.replace("port: 443", "port: 8443").replace("test.example", "new.example"))
    changed = engine.bring_up(small, NODE_ID, endpoint)
    assert (changed.updated, changed.replaced) == (1, 2)  # the rules; the zone and its record
    assert changed.outputs["network"] == node.outputs["network"]

    s3.put_object(Bucket="test-999900-apps", Key="名册", Body=b"x")
    with pytest.raises(CloudError, match=r"test-999900-apps \(1 objects\).*nothing was destroyed"):
        stacks.destroy_stacks(small)
    with pytest.raises(CloudError, match=f"still needed by {NODE_ID}"):
        stacks.destroy_stacks(small, ("network",))
    assert outputs(small, NODE_ID)
    _data_outlives_a_destroy_that_cannot_begin(small, tmp_path)
    assert s3.get_object(Bucket="test-999900-apps", Key="名册")["Body"].read() == b"x"
    gone = stacks.destroy_stacks(small, with_data=True)
    assert [one.deleted for one in gone] == [changed.same + 3, 3]
    assert outputs(small, NODE_ID) == {}
    assert marked(ec2.describe_vpcs()["Vpcs"]) == 0
    path.write_text(NODE)


def test_killed_in_the_middle_and_run_again(tmp_path: Path) -> None:
    """SIGKILL while the nodes are made; the next run completes, and nothing stands twice."""
    project = _two_nodes(tmp_path)
    journal = journal_of(project)
    command = [sys.executable, "-c", "from educloud.cli import main; main()"]
    command += ["-C", str(project.folder), "cloud", "up", "--all", "--yes"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    entries = random.randint(20, 75)  # noqa: S311  any moment in the middle will do
    wait_for(lambda: run.poll() is not None or _lines(journal) >= entries)
    run.kill()
    assert run.wait() == -9  # it was in the middle
    stacks.run_stacks(project, "up")
    assert [one.changed for one in stacks.run_stacks(project, "up")] == [0, 0, 0]
    with open_cloud(project) as endpoint:
        ec2, route53 = client(endpoint, "ec2"), client(endpoint, "route53")
        assert marked(ec2.describe_vpcs()["Vpcs"]) == 2
        assert marked(ec2.describe_subnets()["Subnets"]) == 4
        assert marked(ec2.describe_transit_gateways()["TransitGateways"]) == 1
        assert marked(ec2.describe_security_groups()["SecurityGroups"]) == 4
        attachments = ec2.describe_transit_gateway_vpc_attachments()
        assert len(attachments["TransitGatewayVpcAttachments"]) == 2
        assert len(route53.list_hosted_zones()["HostedZones"]) == 2
    folder = str(project.folder)
    wait_for(lambda: not [one for one in psutil.process_iter() if folder in _words(one)], 15)


def test_what_spoils_a_stack_is_one_sentence(tmp_path: Path) -> None:
    project = write_project(tmp_path / "p", network=NETWORK)
    with open_cloud(project) as endpoint:
        engine.bring_up(project, "network", endpoint)
        files = files_of(project, "network")
        whole = files.checkpoint.read_text("utf-8")

        passphrase = engine.passphrase_file(project)
        right = passphrase.read_text("utf-8")
        passphrase.write_text("wrong")
        with pytest.raises(CloudError, match="the passphrase does not open the stack"):
            engine.bring_up(project, "network", endpoint)
        passphrase.write_text(right)

        files.checkpoint.write_text(whole[: len(whole) // 2])
        with pytest.raises(CloudError, match="cut or damaged"):
            engine.bring_up(project, "network", endpoint)
        assert files.checkpoint.read_text("utf-8") == whole[: len(whole) // 2]
        files.checkpoint.write_text(whole)

        # A live engine holds a lock: named. One whose process is gone: released.
        with (
            _held(files, tmp_path) as holder,
            pytest.raises(CloudError, match=f"being changed by process {holder} of someone"),
        ):
            engine.bring_up(project, "network", endpoint)
        assert list(files.locks.glob("*.json"))
        assert engine.bring_up(project, "network", endpoint).changed == 0
        assert not list(files.locks.glob("*.json"))


@contextlib.contextmanager
def _held(files: StackFiles, folder: Path) -> Iterator[int]:
    """Let a process that looks like an engine hold the stack; its lock stays behind."""
    files.locks.mkdir(parents=True, exist_ok=True)
    impostor = folder / "pulumi"
    shutil.copy(shutil.which("sleep") or "", impostor)
    with subprocess.Popen([impostor, "60"]) as holder:
        note = {"pid": holder.pid, "username": "someone", "hostname": os.uname().nodename}
        (files.locks / "a-lock.json").write_text(json.dumps(note))
        yield holder.pid
        holder.kill()


def _data_outlives_a_destroy_that_cannot_begin(project: Project, folder: Path) -> None:
    with (
        _held(files_of(project, NODE_ID), folder),
        pytest.raises(CloudError, match="the stack is being changed by process"),
    ):
        stacks.destroy_stacks(project, with_data=True)
    passphrase = engine.passphrase_file(project)
    right = passphrase.read_text("utf-8")
    passphrase.write_text("wrong")
    with pytest.raises(CloudError, match="the passphrase does not open the stack"):
        stacks.destroy_stacks(project, with_data=True)
    passphrase.write_text(right)


def _two_nodes(folder: Path) -> Project:
    other = NODE.replace("999900", "999901").replace("10.99.", "10.98.")
    other = other.replace("test.example", "other.example")
    return write_project(folder / "p", network=NETWORK, city_999900=NODE, city_999901=other)


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
