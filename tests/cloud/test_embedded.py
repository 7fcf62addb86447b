"""The embedded cloud remembers what it was told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cloud_parts import Served, entries

from educloud.cloud.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.errors import LabError
from educloud.lab import cloud


def clients(url: str) -> tuple[Any, Any, Any]:
    endpoint = CloudEndpoint(url, "cn-north-1", embedded=True)
    return client(endpoint, "ec2"), client(endpoint, "s3"), client(endpoint, "route53")


def tell(url: str, number: int) -> None:
    ec2, s3, route53 = clients(url)
    vpc = ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock=f"10.{number}.0.0/24")
    ec2.create_transit_gateway(Description="hub")
    s3.create_bucket(
        Bucket=f"bucket-{number}",
        CreateBucketConfiguration={"LocationConstraint": "cn-north-1"},
    )
    s3.put_object(Bucket=f"bucket-{number}", Key="学校/名册 一.txt", Body="鹤壁".encode() * 999)
    zone = route53.create_hosted_zone(Name="a.example", CallerReference=str(number))["HostedZone"]
    record = {
        "Name": "www.a.example",
        "Type": "AAAA",
        "TTL": 60,
        "ResourceRecords": [{"Value": "2001:db8::1"}],
    }
    route53.change_resource_record_sets(
        HostedZoneId=zone["Id"],
        ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]},
    )


def all_of(url: str) -> dict[str, Any]:
    ec2, s3, route53 = clients(url)
    buckets = [one["Name"] for one in s3.list_buckets()["Buckets"]]
    zones = [one["Id"] for one in route53.list_hosted_zones()["HostedZones"]]
    return {
        "vpcs": ec2.describe_vpcs()["Vpcs"],
        "subnets": ec2.describe_subnets()["Subnets"],
        "groups": ec2.describe_security_groups()["SecurityGroups"],
        "hubs": [
            one["TransitGatewayId"] for one in ec2.describe_transit_gateways()["TransitGateways"]
        ],
        "objects": {
            (bucket, one["Key"]): s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()
            for bucket in buckets
            for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        },
        "records": {
            zone: route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
            for zone in zones
        },
    }


def test_everything_is_the_same_after_sigkill(
    tmp_path: Path, serve_cloud: Callable[[Path], Served]
) -> None:
    journal = tmp_path / "journal.jsonl"
    url, process = serve_cloud(journal)
    clients(url)[0].describe_vpcs()  # a read comes first and makes moto build the region
    tell(url, 1)
    before = all_of(url)
    process.kill()
    process.wait()
    with journal.open("ab") as file:
        file.write(b'{"seed": 1, "environ"')  # the kill hit the middle of a line

    url, process = serve_cloud(journal)
    assert all_of(url) == before
    assert len(before["objects"]) == 1
    assert len(before["vpcs"]) == 2

    tell(url, 2)  # it goes on from there, and remembers that too
    before = all_of(url)
    process.kill()
    process.wait()
    url, _ = serve_cloud(journal)
    assert all_of(url) == before


def test_reads_leave_no_trace(tmp_path: Path, serve_cloud: Callable[[Path], Served]) -> None:
    journal = tmp_path / "journal.jsonl"
    url, _ = serve_cloud(journal)
    tell(url, 1)
    written = len(entries(journal))
    all_of(url)
    assert len(entries(journal)) == written


def test_the_blocks_it_hands_out_are_documentation_space(
    tmp_path: Path, serve_cloud: Callable[[Path], Served]
) -> None:
    url, _ = serve_cloud(tmp_path / "journal.jsonl")
    ec2 = clients(url)[0]
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    assert vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].startswith("3fff:e")


def test_a_journal_has_one_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloud, "CLAIM_SECONDS", 0.0)
    holder = cloud.Journal(tmp_path / "journal.jsonl")
    with pytest.raises(LabError, match="another embedded cloud writes this journal"):
        cloud.Journal(tmp_path / "journal.jsonl")
    assert list(holder.entries()) == []


def test_a_damaged_journal_is_named(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"not json\n{}\n")
    with pytest.raises(LabError, match="line 1 is not a journal entry"):
        list(cloud.Journal(path).entries())


@pytest.mark.parametrize(
    ("method", "target", "body", "expected"),
    [
        ("GET", "", b"", False),
        ("POST", "", b"Action=DescribeVpcs", False),
        ("POST", "", b"Action=CreateVpc", True),
        ("POST", "Service.ListThings", b"{}", False),
        ("POST", "Service.PutThing", b"{}", True),
        ("PUT", "", b"", True),
        ("DELETE", "", b"", True),
    ],
)
def test_what_counts_as_a_change(method: str, target: str, body: bytes, *, expected: bool) -> None:
    environ = {"REQUEST_METHOD": method}
    if target:
        environ["HTTP_X_AMZ_TARGET"] = target
    elif method == "POST":
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded; charset=utf-8"
    assert cloud.changes_something(environ, body) is expected
