"""Machines, balancers and watchers: what one life of a type does not lead through."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.resources.alarm import ALARM
from educloud.cloud.ec2.resources.instance import INSTANCE
from educloud.cloud.ec2.resources.launch_template import LAUNCH_TEMPLATE
from educloud.cloud.ec2.resources.listener import LISTENER
from educloud.cloud.ec2.resources.load_balancer import LOAD_BALANCER
from educloud.cloud.ec2.resources.log_group import LOG_GROUP
from educloud.cloud.ec2.resources.target_group import TARGET_GROUP
from educloud.cloud.ec2.resources.topic import TOPIC
from educloud.cloud.ec2.resources.volume import VOLUME
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.cloud.provider.kind import Kind, in_order
from educloud.errors import CloudError

Ids = Mapping[str, str]
DISK = {"gb": 40, "type": "gp3", "encrypted": True, "key": ""}
CHECK = {
    "protocol": "HTTP", "port": "traffic-port", "path": "/healthz", "codes": "200",
    "interval_s": 10, "timeout_s": 5, "healthy_after": 3, "unhealthy_after": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def api(endpoint: CloudEndpoint) -> Api:
    return Api(lambda service: client(endpoint, service, repeats=1))


@pytest.fixture(scope="module")
def ids(api: Api) -> Ids:
    """A network with a subnet in two zones, and two groups."""
    made = api.ec2.create_vpc(CidrBlock="10.77.0.0/16", AmazonProvidedIpv6CidrBlock=True)
    vpc = made["Vpc"]["VpcId"]
    block = api.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"][0]
    found = {"vpc": vpc}
    for number, zone in enumerate("ab"):
        found[f"subnet-{zone}"] = api.ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=f"10.77.{number}.0/24",
            Ipv6CidrBlock=block["Ipv6CidrBlock"].replace("00::/56", f"0{number}::/64"),
            AvailabilityZone=f"{api.region}{zone}",
        )["Subnet"]["SubnetId"]
    for name in ("group-a", "group-b"):
        group = api.ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)
        found[name] = group["GroupId"]
    return found


def machine(ids: Ids, **over: Any) -> dict[str, Any]:
    return {
        "template": "", "version": "", "image": "ami-0123456789abcdef0", "disk": DISK,
        "user_data": "", "type": "m5.large", "subnet": ids["subnet-a"], "groups": [],
        "profile": "", "ipv6_addresses": 1, "metadata_v2": True,
        "termination_protection": False, "tags": {}, **over,
    }  # fmt: skip


def volume(**over: Any) -> dict[str, Any]:
    return {
        "size_gb": 10, "type": "gp3", "encrypted": True, "key": "", "availability_zone": "a",
        "instance": "", "device": "", "tags": {}, **over,
    }  # fmt: skip


def made(api: Api, kind: Kind, name: str, wanted: dict[str, Any]) -> str:
    identity, state = verbs.create(api, kind, wanted, f"urn:test:{name}", name)
    assert stands(api, kind, identity, wanted) == state
    return identity


def stands(api: Api, kind: Kind, identity: str, wanted: dict[str, Any]) -> Mapping[str, Any]:
    """What stands, which is what was wanted."""
    there = verbs.read(api, kind, identity)
    assert there is not None
    assert {key: there[key] for key in wanted} == in_order(kind, wanted)
    return there


@pytest.fixture
def profiles(api: Api) -> Iterator[tuple[str, str]]:
    names = ("machines-a", "machines-b")
    for name in names:
        api.iam.create_instance_profile(InstanceProfileName=name)
    yield names
    for name in names:
        api.iam.delete_instance_profile(InstanceProfileName=name)


def test_a_machine_changes_in_place(api: Api, ids: Ids, profiles: tuple[str, str]) -> None:
    groups, (one, other) = [ids["group-b"], ids["group-a"]], profiles
    wanted = machine(ids, groups=groups, profile=one)
    identity = made(api, INSTANCE, "changing", wanted)
    changes: tuple[dict[str, Any], ...] = (
        {"groups": []},
        {"groups": groups[:1], "profile": other},
        {"profile": "", "ipv6_addresses": 0},
        {"profile": one, "ipv6_addresses": 3, "type": "m5.xlarge"},
    )
    for change in changes:
        wanted = {**wanted, **change}
        verbs.update(api, INSTANCE, identity, wanted)
        stands(api, INSTANCE, identity, wanted)
    state = api.ec2.describe_instances(InstanceIds=[identity])["Reservations"][0]["Instances"][0]
    assert state["State"]["Name"] == "running"
    verbs.delete(api, INSTANCE, identity, wanted)


@pytest.mark.parametrize("killed_after", ["stop", "change"])
def test_a_change_of_type_that_was_cut_off_goes_on(api: Api, ids: Ids, killed_after: str) -> None:
    identity = made(api, INSTANCE, f"cut-{killed_after}", machine(ids))
    api.ec2.stop_instances(InstanceIds=[identity])
    if killed_after == "change":
        api.ec2.modify_instance_attribute(InstanceId=identity, InstanceType={"Value": "m5.xlarge"})
    wanted = machine(ids, type="m5.xlarge")
    verbs.update(api, INSTANCE, identity, wanted)
    stands(api, INSTANCE, identity, wanted)
    found = api.ec2.describe_instances(InstanceIds=[identity])["Reservations"][0]["Instances"][0]
    assert found["State"]["Name"] == "running"
    verbs.delete(api, INSTANCE, identity, wanted)


def test_a_machine_of_a_template_shows_what_differs_from_it(api: Api, ids: Ids) -> None:
    template = {
        "image": "ami-0123456789abcdef0", "type": "", "groups": [], "disk": DISK,
        "user_data": "#!/bin/sh\n", "profile": "", "metadata_v2": True, "tags": {},
    }  # fmt: skip
    of = made(api, LAUNCH_TEMPLATE, "of", template)
    verbs.update(api, LAUNCH_TEMPLATE, of, {**template, "user_data": "#!/bin/sh\ntrue\n"})
    wanted = machine(ids, template=of, version="2", image="", disk={})
    identity = made(api, INSTANCE, "from-template", wanted)
    disks = api.ec2.describe_volumes(
        Filters=[{"Name": "attachment.instance-id", "Values": [identity]}]
    )["Volumes"]
    assert [(disk["Size"], disk["Encrypted"]) for disk in disks] == [(40, True)]
    api.ec2.modify_volume(VolumeId=disks[0]["VolumeId"], Size=50)
    stands(api, INSTANCE, identity, {**wanted, "disk": {**DISK, "gb": 50}})
    verbs.delete(api, INSTANCE, identity, wanted)
    verbs.delete(api, LAUNCH_TEMPLATE, of, template)


def test_a_machine_outlives_its_template(api: Api, ids: Ids) -> None:
    image = "ami-0123456789abcdef0"
    template = {
        "image": image, "type": "", "groups": [], "disk": DISK,
        "user_data": "", "profile": "", "metadata_v2": True, "tags": {},
    }  # fmt: skip
    of = made(api, LAUNCH_TEMPLATE, "mortal", template)
    wanted = machine(ids, template=of, version="1", image="", disk={}, user_data="")
    identity = made(api, INSTANCE, "from-mortal", wanted)
    api.ec2.delete_launch_template(LaunchTemplateId=of)
    stands(api, INSTANCE, identity, {**wanted, "image": image, "disk": DISK})
    verbs.delete(api, INSTANCE, identity, wanted)


def test_a_volume_moves_to_another_machine(api: Api, ids: Ids) -> None:
    here, there = (made(api, INSTANCE, f"at-{name}", machine(ids)) for name in ("a", "b"))
    identity = made(api, VOLUME, "moving", volume(instance=here, device="/dev/sdf"))
    wanted = volume(instance=there, device="/dev/sdg")
    verbs.update(api, VOLUME, identity, wanted)
    stands(api, VOLUME, identity, wanted)
    # With its machine goes the root disk, not the volume.
    verbs.delete(api, INSTANCE, there, machine(ids))
    stands(api, VOLUME, identity, volume())
    verbs.delete_with_data(api, VOLUME, identity, volume())
    verbs.delete(api, INSTANCE, here, machine(ids))


def test_a_volume_does_not_shrink(api: Api) -> None:
    identity = made(api, VOLUME, "shrinking", volume(size_gb=20))
    with pytest.raises(CloudError, match="20 GB cannot shrink to 10 GB"):
        verbs.update(api, VOLUME, identity, volume())
    stands(api, VOLUME, identity, volume(size_gb=20))
    with pytest.raises(CloudError, match="holds data: volume of 20 GB"):
        verbs.delete(api, VOLUME, identity, volume())
    verbs.delete_with_data(api, VOLUME, identity, volume())


def test_an_application_balancer_ends_tls(api: Api, ids: Ids) -> None:
    asked = api.acm.request_certificate(DomainName="portal.example.org")
    balancer = {
        "type": "application", "scheme": "internal", "address_type": "dualstack",
        "subnets": [ids["subnet-b"], ids["subnet-a"]], "groups": [ids["group-b"], ids["group-a"]],
        "deletion_protection": True, "log_bucket": "logs", "log_prefix": "lb", "tags": {},
    }  # fmt: skip
    group = {
        "vpc": ids["vpc"], "protocol": "HTTP", "port": 80, "target_type": "ip",
        "address_type": "ipv6", "health": CHECK, "tags": {},
        "targets": [{"id": "3fff::9", "port": 80}, {"id": "3fff::1", "port": 8080}],
    }  # fmt: skip
    front = made(api, LOAD_BALANCER, "front", balancer)
    behind = made(api, TARGET_GROUP, "behind", group)
    listener = {
        "balancer": front, "port": 443, "protocol": "HTTPS", "target_group": behind,
        "certificate": asked["CertificateArn"], "tags": {},
        "tls_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    }  # fmt: skip
    door = made(api, LISTENER, "door", listener)
    verbs.update(api, LOAD_BALANCER, front, {**balancer, "groups": [ids["group-a"]]})
    verbs.delete(api, LISTENER, door, listener)
    verbs.delete(api, TARGET_GROUP, behind, group)
    verbs.delete(api, LOAD_BALANCER, front, balancer)  # also a protected one


def test_a_replacement_stands_beside_what_it_replaces(api: Api, ids: Ids) -> None:
    balancer = {
        "type": "network", "scheme": "internal", "address_type": "ipv4",
        "subnets": [ids["subnet-a"]], "groups": [], "deletion_protection": False,
        "log_bucket": "", "log_prefix": "", "tags": {},
    }  # fmt: skip
    old = made(api, LOAD_BALANCER, "stage", balancer)
    new = made(api, LOAD_BALANCER, "stage", {**balancer, "scheme": "internet-facing"})
    assert old != new
    for one in (old, new):
        verbs.delete(api, LOAD_BALANCER, one, balancer)


def test_logs_are_data(api: Api) -> None:
    wanted = {"name": "audit", "retention_days": 180, "key": "", "tags": {}}
    identity = made(api, LOG_GROUP, "audit", wanted)
    api.logs.create_log_stream(logGroupName="audit", logStreamName="one")
    event = {"timestamp": int(time.time() * 1000), "message": "登录"}
    api.logs.put_log_events(logGroupName="audit", logStreamName="one", logEvents=[event])
    with pytest.raises(CloudError, match=r"holds data: \d+ bytes of logs"):
        verbs.delete(api, LOG_GROUP, identity, wanted)
    verbs.delete_with_data(api, LOG_GROUP, identity, wanted)


ALARMING = {
    "name": "theirs", "text": "", "namespace": "n", "metric": "m", "dimensions": {},
    "statistic": "p99", "comparison": ">=", "threshold": 1, "period_s": 60, "periods": 1,
    "bad_periods": 1, "missing": "missing", "actions": [], "ok_actions": [], "tags": {},
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (LOG_GROUP, {"name": "theirs", "retention_days": 1, "key": "", "tags": {}}),
        (TOPIC, {"name": "theirs", "key": "", "subscriptions": [], "tags": {}}),
        (ALARM, ALARMING),
    ],
    ids=lambda value: value.name if isinstance(value, Kind) else "",
)
def test_somebody_else_s_is_not_taken_over(api: Api, kind: Kind, wanted: dict[str, Any]) -> None:
    identity = made(api, kind, "theirs", wanted)
    with pytest.raises(Exception, match=r"already exists|is there and is not ours"):
        verbs.create(api, kind, {**wanted, "tags": {"a": "b"}}, "urn:test:ours", "ours")
    stands(api, kind, identity, wanted)
    verbs.delete(api, kind, identity, wanted)


def test_what_goes_while_all_are_listed_is_left_out(api: Api) -> None:
    wanted = {"key": "", "subscriptions": [], "tags": {}}
    names = ("first", "second", "third")
    every = {made(api, TOPIC, name, {**wanted, "name": name}) for name in names}
    assert TOPIC.listed
    going = iter(TOPIC.listed(api))
    first = next(one.identity for one in going if one.identity in every)
    for identity in every - {first}:
        verbs.delete(api, TOPIC, identity, wanted)
    assert not every & {one.identity for one in going}
    verbs.delete(api, TOPIC, first, wanted)
