"""Who may do what: keys, roles, policies, secrets."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

from educloud.cloud.ec2.documents import document_of


def reading(bucket: str) -> dict[str, Any]:
    return document_of(
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [f"arn:aws-cn:s3:::{bucket}", f"arn:aws-cn:s3:::{bucket}/*"],
        }
    )


def key_for(*accounts: str) -> dict[str, Any]:
    roots = [f"arn:aws-cn:iam::{account}:root" for account in accounts]
    return document_of(
        {"Effect": "Allow", "Principal": {"AWS": roots}, "Action": "kms:*", "Resource": "*"}
    )


def new_version_by_hand(api: Any, identity: str) -> None:
    api.iam.create_policy_version(
        PolicyArn=identity,
        PolicyDocument='{"Version": "2012-10-17", "Statement":'
        ' {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
        SetAsDefault=True,
    )


def role_by_hand(api: Any, identity: str) -> None:
    arn = "arn:aws-cn:iam::aws:policy/AdministratorAccess"
    api.iam.attach_role_policy(RoleName=identity, PolicyArn=arn)
    api.iam.delete_role_policy(RoleName=identity, PolicyName="logs")
    api.iam.update_assume_role_policy(
        RoleName=identity,
        PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",'
        ' "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}',
    )


def key_by_hand(api: Any, identity: str) -> None:
    api.kms.disable_key_rotation(KeyId=identity)
    api.kms.create_alias(AliasName="alias/lives-somebody", TargetKeyId=identity)
    api.kms.put_key_policy(
        KeyId=identity,
        PolicyName="default",
        Policy='{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",'
        ' "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}]}',
    )


LIVES = (
    Life(
        kind="Key",
        name="key",
        wanted={
            "alias": "lives/data",
            "rotated": True,
            "policy": {},
            "waiting_days": 30,
            "tags": {"owner": "a"},
        },
        changed={
            "alias": "lives/all",
            "rotated": False,
            "policy": key_for("123456789012", "210987654321"),
            "waiting_days": 7,
            "tags": {"owner": "b"},
        },
        replaced=None,
        by_hand=key_by_hand,
        drifted=frozenset({"rotated", "alias", "policy"}),
    ),
    Life(
        kind="Policy",
        name="policy",
        wanted={"name": "lives-reading", "document": reading("a"), "tags": {"owner": "a"}},
        changed={"document": reading("b"), "tags": {}},
        replaced={"name": "lives-reading-b"},
        by_hand=new_version_by_hand,
        drifted=frozenset({"document"}),
    ),
    Life(
        kind="Role",
        name="role",
        wanted={
            "name": "lives-machines",
            "service": "ec2",
            "policies": ["aws:AmazonSSMManagedInstanceCore"],
            "inline": {"logs": reading("logs")},
            "tags": {"owner": "a"},
        },
        changed={
            "service": "backup",
            "policies": [Ref("policy")],
            "inline": {"logs": reading("other"), "more": reading("more")},
            "tags": {"owner": "b"},
        },
        replaced={"name": "lives-machines-b"},
        by_hand=role_by_hand,
        drifted=frozenset({"service", "policies", "inline"}),
    ),
    Life(
        kind="Role",
        name="role-b",
        wanted={
            "name": "lives-others",
            "service": "vpc-flow-logs",
            "policies": [],
            "inline": {},
            "tags": {},
        },
        changed=None,
        replaced=None,
    ),
    Life(
        kind="InstanceProfile",
        name="profile",
        wanted={"name": "lives-profile", "role": Ref("role"), "tags": {"owner": "a"}},
        changed={"role": Ref("role-b"), "tags": {"owner": "b"}},
        replaced={"name": "lives-profile-b"},
        by_hand=lambda api, identity: api.iam.remove_role_from_instance_profile(
            InstanceProfileName=identity, RoleName="lives-machines"
        ),
        drifted=frozenset({"role"}),
    ),
    Life(
        kind="Secret",
        name="secret",
        wanted={
            "name": "lives/portal",
            "key": Ref("key"),
            "length": 32,
            "waiting_days": 0,
            "tags": {"owner": "a"},
        },
        changed={"key": "", "length": 48, "waiting_days": 7, "tags": {"owner": "b"}},
        replaced={"name": "lives/portal-b"},
        by_hand=lambda api, identity: api.secretsmanager.untag_resource(
            SecretId=identity, TagKeys=["owner"]
        ),
        drifted=frozenset({"tags"}),
    ),
)
