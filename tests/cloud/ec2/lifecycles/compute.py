"""Machines: templates, instances and their volumes."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

IMAGE = "ami-0123456789abcdef0"
DISK = {"gb": 40, "type": "gp3", "encrypted": True, "key": ""}
ZONE = "a"
MACHINE = {
    "template": "",
    "version": "",
    "image": IMAGE,
    "disk": DISK,
    "user_data": "#!/bin/sh\nhostname 机器\n",
    "type": "m5.large",
    "subnet": Ref("subnet-a"),
    "groups": [Ref("group"), Ref("group-b")],
    "profile": Ref("profile"),
    "ipv6_addresses": 1,
    "metadata_v2": True,
    "termination_protection": False,
    "tags": {"zone": "app"},
}


def _older_default(api: Any, identity: str) -> None:
    data = {"ImageId": "ami-00000000000000000", "MetadataOptions": {"HttpTokens": "optional"}}
    made = api.ec2.create_launch_template_version(
        LaunchTemplateId=identity, LaunchTemplateData=data
    )
    number = str(made["LaunchTemplateVersion"]["VersionNumber"])
    api.ec2.modify_launch_template(LaunchTemplateId=identity, DefaultVersion=number)


def _loosened(api: Any, identity: str) -> None:
    ec2 = api.ec2
    ec2.modify_instance_metadata_options(InstanceId=identity, HttpTokens="optional")
    card = ec2.describe_instances(InstanceIds=[identity])["Reservations"][0]["Instances"][0]
    ec2.assign_ipv6_addresses(
        NetworkInterfaceId=card["NetworkInterfaces"][0]["NetworkInterfaceId"], Ipv6AddressCount=1
    )
    ec2.modify_instance_attribute(InstanceId=identity, DisableApiTermination={"Value": True})
    ec2.stop_instances(InstanceIds=[identity])
    ec2.modify_instance_attribute(InstanceId=identity, InstanceType={"Value": "m5.4xlarge"})


def _moved(api: Any, identity: str) -> None:
    api.ec2.detach_volume(VolumeId=identity)
    api.ec2.modify_volume(VolumeId=identity, VolumeType="io2", Iops=3000)


LIVES = (
    Life(
        kind="LaunchTemplate",
        name="template",
        wanted={
            "image": IMAGE,
            "type": "",
            "groups": [Ref("group")],
            "disk": DISK,
            "user_data": "#!/bin/sh\n",
            "profile": Ref("profile"),
            "metadata_v2": True,
            "tags": {"zone": "app"},
        },
        changed={"user_data": "#!/bin/sh\ntrue\n", "disk": {**DISK, "gb": 50}, "tags": {}},
        replaced=None,
        by_hand=_older_default,
        drifted=frozenset({"image", "groups", "disk", "user_data", "profile", "metadata_v2"}),
    ),
    Life(
        kind="Instance",
        name="machine",
        wanted=MACHINE,
        changed={
            "type": "m5.xlarge",
            "groups": [Ref("group-b")],
            "profile": "",
            "ipv6_addresses": 2,
            "termination_protection": True,
            "metadata_v2": False,
            "tags": {"zone": "data"},
        },
        replaced={"user_data": ""},
        by_hand=_loosened,
        drifted=frozenset({"type", "ipv6_addresses", "metadata_v2", "termination_protection"}),
    ),
    Life(
        kind="Instance",
        name="machine-of-template",
        wanted={
            **MACHINE,
            "template": Ref("template"),
            "version": "1",
            "image": "",
            "disk": {},
            "user_data": "",
        },
        changed={"type": "m5.2xlarge"},
        replaced={"subnet": Ref("subnet-b"), "ipv6_addresses": 0},
        by_hand=lambda api, identity: api.ec2.create_tags(
            Resources=[identity], Tags=[{"Key": "zone", "Value": "dmz"}]
        ),
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="Volume",
        name="volume",
        wanted={
            "size_gb": 100,
            "type": "gp3",
            "encrypted": True,
            "key": Ref("key"),
            "availability_zone": ZONE,
            "instance": Ref("machine"),
            "device": "/dev/sdf",
            "tags": {"app": "files"},
        },
        changed={"size_gb": 200, "device": "/dev/sdg", "tags": {"app": "video"}},
        replaced={"encrypted": False, "key": "", "instance": "", "device": ""},
        by_hand=_moved,
        drifted=frozenset({"type", "instance", "device"}),
    ),
    Life(
        kind="Volume",
        name="loose-volume",
        wanted={
            "size_gb": 10,
            "type": "gp3",
            "encrypted": True,
            "key": "",
            "availability_zone": ZONE,
            "instance": "",
            "device": "",
            "tags": {},
        },
        changed={"instance": Ref("machine"), "device": "/dev/sdh"},
        replaced=None,
        # (Grown by hand it would stay so: volumes never shrink.)
        by_hand=lambda api, identity: api.ec2.modify_volume(VolumeId=identity, VolumeType="gp2"),
        drifted=frozenset({"type"}),
    ),
)
