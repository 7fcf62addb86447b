"""Reading from the embedded cloud leaves no trace in what it brings back after a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cloud_parts import Served

from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint


def ec2_of(url: str) -> Any:
    return client(CloudEndpoint(url, "cn-north-1", embedded=True), "ec2")


def machines(ec2: Any) -> list[Any]:
    found = ec2.describe_instances()["Reservations"]
    return [
        (one["InstanceId"], one["PrivateIpAddress"]) for row in found for one in row["Instances"]
    ]


@pytest.mark.parametrize("reads", [0, 1, 2])
def test_reads_between_changes_do_not_count(
    serve_cloud: Callable[[Path], Served], tmp_path: Path, reads: int
) -> None:
    url, process = serve_cloud(tmp_path / "journal")
    ec2 = ec2_of(url)
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    for _ in range(reads):
        ec2.describe_vpcs()
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)
    before = machines(ec2)
    process.kill()
    process.wait()
    again, _ = serve_cloud(tmp_path / "journal")
    assert machines(ec2_of(again)) == before
