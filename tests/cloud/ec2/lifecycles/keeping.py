"""What keeps backups: vaults, plans, and what they are about."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

NIGHTLY = {
    "name": "nightly",
    "vault": "lives-vault",
    "schedule": "cron(0 2 * * ? *)",
    "time_zone": "Asia/Shanghai",
    "keep_days": 35,
    "copy_to": "",
    "copy_keep_days": 0,
}


def plan_by_hand(api: Any, identity: str) -> None:
    plan = api.backup.get_backup_plan(BackupPlanId=identity)["BackupPlan"]
    rule = {key: value for key, value in plan["Rules"][0].items() if key != "RuleId"}
    api.backup.update_backup_plan(
        BackupPlanId=identity,
        BackupPlan={
            "BackupPlanName": plan["BackupPlanName"],
            "Rules": [{**rule, "Lifecycle": {"DeleteAfterDays": 1}}],
        },
    )


def vault_by_hand(api: Any, identity: str) -> None:
    vault = api.backup.describe_backup_vault(BackupVaultName=identity)
    api.backup.untag_resource(ResourceArn=vault["BackupVaultArn"], TagKeyList=["owner"])


LIVES = (
    Life(
        kind="BackupVault",
        name="vault",
        wanted={"name": "lives-vault", "key": Ref("key"), "tags": {"owner": "a"}},
        changed={"tags": {"owner": "b"}},
        replaced={"name": "lives-vault-b"},
        by_hand=vault_by_hand,
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="BackupVault",
        name="vault-far",
        wanted={"name": "lives-far", "key": "", "tags": {}},
        changed=None,
        replaced={"key": Ref("key")},
    ),
    Life(
        kind="BackupPlan",
        name="plan",
        wanted={"name": "lives-plan", "rules": [NIGHTLY], "tags": {"owner": "a"}},
        changed={
            "name": "lives-plan-b",
            "rules": [
                {**NIGHTLY, "keep_days": 180},
                {
                    **NIGHTLY,
                    "name": "monthly",
                    "schedule": "cron(0 3 1 * ? *)",
                    "copy_to": Ref("vault-far", "arn"),
                    "copy_keep_days": 365,
                },
            ],
            "tags": {"owner": "b"},
        },
        replaced=None,
        by_hand=plan_by_hand,
        drifted=frozenset({"rules"}),
    ),
    Life(
        kind="BackupSelection",
        name="selection",
        wanted={
            "plan": Ref("plan"),
            "name": "lives-selection",
            "role": Ref("role", "arn"),
            "resources": [Ref("files", "arn")],
            "with_tags": {"backup": "nightly"},
        },
        changed=None,
        replaced={"with_tags": {"backup": "monthly"}},
    ),
)
