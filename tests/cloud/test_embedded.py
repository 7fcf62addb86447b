"""The embedded cloud remembers what it was told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cloud_parts import Served, entries

from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider.faults import is_transient
from educloud.errors import LabError
from educloud.lab import cloud
from educloud.lab.journal import Journal


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve one embedded cloud for the tests that leave nothing behind."""
    journal = tmp_path_factory.mktemp("embedded") / "journal.jsonl"
    command = [sys.executable, "-m", "educloud.lab.cloud", "--port", "0", "--journal", str(journal)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().decode().strip()
        process.kill()


def clients(url: str) -> tuple[Any, Any, Any]:
    endpoint = CloudEndpoint(url, "cn-north-1", embedded=True)
    return client(endpoint, "ec2"), client(endpoint, "s3"), client(endpoint, "route53")


def tell(url: str, number: int) -> None:
    ec2, s3, route53 = clients(url)
    vpc = ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock=f"10.{number}.0.0/24")
    hub = ec2.create_transit_gateway(Description="hub")["TransitGateway"]["TransitGatewayId"]
    ec2.associate_vpc_cidr_block(
        VpcId=vpc["VpcId"],
        Ipv6Pool="ipv6pool-ec2-0a1b2c3d4e5f60718",
        Ipv6CidrBlock=f"3fff:f00:0:{number}00::/56",
    )
    router = ec2.create_customer_gateway(Type="ipsec.1", BgpAsn=65000, IpAddress="192.0.2.1")
    ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=router["CustomerGateway"]["CustomerGatewayId"],
        TransitGatewayId=hub,
        Options={"StaticRoutesOnly": True},
    )
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
        "tunnels": ec2.describe_vpn_connections()["VpnConnections"],
        "attachments": [
            (one["TransitGatewayAttachmentId"], one["ResourceId"])
            for one in ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
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


def test_a_network_with_a_block_of_its_own_goes_on_working(
    endpoint: CloudEndpoint,
) -> None:
    ec2 = client(endpoint, "ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    with pytest.raises(ClientError, match="InvalidParameterValue"):  # a block is of a pool
        ec2.associate_vpc_cidr_block(VpcId=vpc, Ipv6CidrBlock="3fff:f00::/56")
    given = {"Ipv6Pool": "ipv6pool-ec2-0a1b2c3d4e5f60718", "Ipv6CidrBlock": "3fff:f00::/56"}
    made = ec2.associate_vpc_cidr_block(VpcId=vpc, **given)["Ipv6CidrBlockAssociation"]
    assert {key: made[key] for key in given} == given
    there = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
    assert [{key: one[key] for key in given} for one in there] == [given]
    ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24", Ipv6CidrBlock="3fff:f00::/64")
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]
    local = [one.get("DestinationIpv6CidrBlock") for one in table["Routes"]]
    assert "3fff:f00::/56" in local
    ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])
    left = ec2.describe_route_tables(RouteTableIds=[table["RouteTableId"]])["RouteTables"][0]
    assert all("DestinationIpv6CidrBlock" not in one for one in left["Routes"])


@pytest.mark.parametrize(
    ("service", "call", "given"),
    [
        ("ec2", "create_local_gateway_route_table", {"LocalGatewayId": "lgw-1"}),
        ("kms", "connect_custom_key_store", {"CustomKeyStoreId": "1"}),
        ("rds", "describe_certificates", {}),
    ],
)
def test_a_call_it_does_not_know_is_refused_for_good(
    endpoint: CloudEndpoint, service: str, call: str, given: dict[str, str]
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(client(endpoint, service, repeats=1), call)(**given)
    answer = refused.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 501
    assert answer["Error"]["Code"] == "NotImplemented"
    assert not is_transient(refused.value)


def test_an_attachment_is_in_the_tables_it_was_put_into(endpoint: CloudEndpoint) -> None:
    ec2 = client(endpoint, "ec2")
    closed = {"DefaultRouteTableAssociation": "disable"}
    hub, other = (ec2.create_transit_gateway(Options=closed)["TransitGateway"] for _ in range(2))
    tables = [
        ec2.create_transit_gateway_route_table(TransitGatewayId=one["TransitGatewayId"])[
            "TransitGatewayRouteTable"
        ]["TransitGatewayRouteTableId"]
        for one in (hub, other)
    ]
    link = ec2.create_transit_gateway_peering_attachment(
        TransitGatewayId=hub["TransitGatewayId"],
        PeerTransitGatewayId=other["TransitGatewayId"],
        PeerAccountId=hub["OwnerId"],
        PeerRegion="cn-north-1",
    )["TransitGatewayPeeringAttachment"]["TransitGatewayAttachmentId"]
    ec2.accept_transit_gateway_peering_attachment(TransitGatewayAttachmentId=link)

    def members() -> list[list[str]]:
        return [
            [
                one["TransitGatewayAttachmentId"]
                for one in ec2.get_transit_gateway_route_table_associations(
                    TransitGatewayRouteTableId=table
                )["Associations"]
            ]
            for table in tables
        ]

    assert members() == [[], []]
    for table in tables:  # a link is in a table of either side
        ec2.associate_transit_gateway_route_table(
            TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=link
        )
    assert members() == [[link], [link]]
    ec2.disassociate_transit_gateway_route_table(
        TransitGatewayRouteTableId=tables[0], TransitGatewayAttachmentId=link
    )
    assert members() == [[], [link]]
    ec2.delete_transit_gateway_peering_attachment(TransitGatewayAttachmentId=link)
    assert members() == [[], []]


def test_a_journal_has_one_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("educloud.lab.journal.CLAIM_SECONDS", 0.0)
    holder = Journal(tmp_path / "journal.jsonl")
    with pytest.raises(LabError, match="another embedded cloud writes this journal"):
        Journal(tmp_path / "journal.jsonl")
    assert list(holder.entries()) == []


def test_a_damaged_journal_is_named(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(b"not json\n{}\n")
    with pytest.raises(LabError, match="line 1 is not a journal entry"):
        list(Journal(path).entries())


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


def test_the_tags_of_a_bucket_go_with_it(endpoint: CloudEndpoint) -> None:
    s3 = client(endpoint, "s3")
    place = {"LocationConstraint": "cn-north-1"}
    s3.create_bucket(Bucket="again", CreateBucketConfiguration=place)
    s3.put_bucket_tagging(Bucket="again", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.delete_bucket(Bucket="again")
    s3.create_bucket(Bucket="again", CreateBucketConfiguration=place)
    with pytest.raises(ClientError, match="NoSuchTagSet"):
        s3.get_bucket_tagging(Bucket="again")
