"""The node's backup: what carries the tag is saved each night, and copied to the peer's vault."""

from __future__ import annotations

from typing import Any

from educloud.cloud.declared import Ref
from educloud.cloud.ec2.node.node import Node
from educloud.cloud.spec.parts import Backup

VAULT = "backup-vault"
PLAN = "backup"
ROLE = "role-backup"
TIME_ZONE = "Asia/Shanghai"
# The provider's own policies for its backup service.
_POLICIES = [
    f"aws:service-role/AWSBackupServiceRolePolicyFor{what}" for what in ("Backup", "Restores")
]


def declare_backup(node: Node) -> dict[str, Any]:
    """Declare vault, plan and what it saves, when the file asks for it; give the outputs.

    A node that is a peer of others needs a vault too: it has one as soon as it has a backup.
    """
    backup = node.stack.backup
    if backup is None:
        return {}
    vault = node.declare(
        "BackupVault",
        VAULT,
        name=vault_of(node.id),
        key=node.key(),
        tags=node.tags(),
    )
    node.declare(
        "BackupPlan", PLAN, name=node.called(), rules=[_rule(node, backup)], tags=node.tags()
    )
    node.declare(
        "Role",
        ROLE,
        name=node.called("backup"),
        service="backup",
        policies=_POLICIES,
        inline={},
        tags=node.tags(),
    )
    node.declare(
        "BackupSelection",
        "backup-selection",
        plan=Ref(PLAN),
        name=node.called(),
        role=Ref(ROLE, "arn"),
        resources=[],
        with_tags=node.saved(),
    )
    return {"vault": vault}


def vault_of(node: str) -> str:
    """Give the name of a node's vault; peers know it by that, without waiting for each other."""
    return f"educloud-{node}"


def _rule(node: Node, backup: Backup) -> dict[str, Any]:
    recovery = node.stack.disaster_recovery
    hour, minute = backup.at.split(":")
    return {
        "name": "nightly",
        "vault": Ref(VAULT),
        "schedule": f"cron({int(minute)} {int(hour)} * * ? *)",
        "time_zone": TIME_ZONE,
        "keep_days": backup.keep_days,
        "copy_to": _vault_beside(recovery.peer) if recovery else "",
        "copy_keep_days": backup.keep_days if recovery else 0,
    }


def _vault_beside(peer: str) -> Ref:
    """Give the ARN of the peer's vault: the same as ours but for the name."""
    return Ref(VAULT, "arn", then=lambda arn: f"{arn.rpartition(':')[0]}:{vault_of(peer)}")
