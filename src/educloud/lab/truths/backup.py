"""Backup: selections, changed plans, and recovery points, none of which moto has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

_NEW_PATHS = (
    "{0}/backup-jobs$",
    "{0}/backup-jobs/(?P<job>[^/]+)$",
    "{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/$",
    "{0}/backup-vaults/(?P<name>[^/]+)/recovery-points/(?P<point>[^/]+)$",
)


def corrections() -> Iterable[Correction]:
    """Give what is corrected of backup plans and vaults."""
    from moto.backup import urls  # noqa: PLC0415  takes a second to import
    from moto.backup.models import BackupBackend  # noqa: PLC0415  as above
    from moto.backup.responses import BackupResponse  # noqa: PLC0415  as above

    yield urls, "url_paths", _more_paths
    for name, answer in _ANSWERS.items():
        yield BackupResponse, name, _answering(answer)
    yield BackupBackend, "delete_backup_plan", _deleted
    yield BackupBackend, "delete_backup_vault", _refused_when_full


def _more_paths(paths: dict[str, Any]) -> dict[str, Any]:
    """Correct the addresses: moto does not listen where jobs and recovery points are."""
    return {**paths, **dict.fromkeys(_NEW_PATHS, next(iter(paths.values())))}


def _answering(answer: Callable[..., Any]) -> Callable[[Any], Callable[[Any], str]]:
    """Correct the calls: moto does not know this one."""

    def put(_: Any) -> Callable[[Any], str]:
        def call(response: Any) -> str:
            given = json.loads(response.body) if response.body else {}
            return json.dumps(answer(response.backup_backend, response.uri_match or {}, given))

        return call

    return put


def _deleted(delete: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the name of a deleted plan: moto keeps it taken; and a plan with selections stays."""
    from moto.backup.exceptions import InvalidRequestException  # noqa: PLC0415  as above

    def delete_truly(backend: Any, backup_plan_id: str) -> Any:
        if _selections(backend, backup_plan_id):
            raise InvalidRequestException("Related backup plan selections must be deleted first")
        answer = delete(backend, backup_plan_id)
        backend.plans.pop(backup_plan_id)
        return answer

    return delete_truly


def _refused_when_full(delete: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of a vault: moto removes one that holds recovery points."""
    from moto.backup.exceptions import InvalidRequestException  # noqa: PLC0415  as above

    def delete_truly(backend: Any, backup_vault_name: str) -> None:
        if _points(backend, backup_vault_name):
            raise InvalidRequestException("Backup vault cannot be deleted: it is not empty")
        delete(backend, backup_vault_name)

    return delete_truly


def _selections(backend: Any, plan: str) -> dict[str, dict[str, Any]]:
    about = backend.get_backup_plan(plan, None)
    selections: dict[str, dict[str, Any]] = about.__dict__.setdefault("educloud_selections", {})
    return selections


def _points(backend: Any, vault: str) -> dict[str, dict[str, Any]]:
    about = backend.describe_backup_vault(vault)
    points: dict[str, dict[str, Any]] = about.__dict__.setdefault("educloud_points", {})
    return points


def _missing(what: str) -> Exception:
    from moto.backup.exceptions import ResourceNotFoundException  # noqa: PLC0415  as above

    error: Exception = ResourceNotFoundException(f"{what} does not exist")
    return error


def _of(found: dict[str, dict[str, Any]], key: str) -> dict[str, Any]:
    if key not in found:
        raise _missing(key)
    return found[key]


def _identity() -> str:
    from moto.moto_api._internal import mock_random  # noqa: PLC0415  as above

    return str(mock_random.uuid4())


def _now() -> float:
    from moto.core.utils import unix_time  # noqa: PLC0415  as above

    return float(unix_time())


def _update_plan(backend: Any, path: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    from moto.backup.models import Plan  # noqa: PLC0415  as above

    plan = backend.get_backup_plan(path["backupPlanId"], None)
    new = Plan(given["BackupPlan"], plan.creator_request_id, backend)  # it fills in the defaults
    plan.backup_plan, plan.version_id = new.backup_plan, new.version_id
    return dict(plan.to_dict())


def _select(backend: Any, path: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    plan, identity = path["backupPlanId"], _identity()
    made = {
        "BackupPlanId": plan,
        "SelectionId": identity,
        "CreationDate": _now(),
        "CreatorRequestId": given.get("CreatorRequestId"),
        "BackupSelection": given["BackupSelection"],
    }
    _selections(backend, plan)[identity] = made
    return {key: made[key] for key in ("BackupPlanId", "SelectionId", "CreationDate")}


def _selection(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    return _of(_selections(backend, path["backupPlanId"]), path["selectionId"])


def _every_selection(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    found = _selections(backend, path["backupPlanId"]).values()
    short = [
        {
            **{key: value for key, value in one.items() if key != "BackupSelection"},
            "SelectionName": one["BackupSelection"]["SelectionName"],
            "IamRoleArn": one["BackupSelection"]["IamRoleArn"],
        }
        for one in found
    ]
    return {"BackupSelectionsList": short}


def _unselect(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    found = _selections(backend, path["backupPlanId"])
    _of(found, path["selectionId"])
    found.pop(path["selectionId"])
    return {}


def _back_up(backend: Any, _: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    vault = backend.describe_backup_vault(given["BackupVaultName"])
    job, made = _identity(), _now()
    arn = f"{vault.backup_vault_arn.rpartition(':backup-vault:')[0]}:recovery-point:{_identity()}"
    _points(backend, vault.backup_vault_name)[arn] = {
        "RecoveryPointArn": arn,
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "ResourceArn": given["ResourceArn"],
        "IamRoleArn": given["IamRoleArn"],
        "Status": "COMPLETED",
        "CreationDate": made,
        "CompletionDate": made,
    }
    vault.num_of_recovery_points += 1
    backend.__dict__.setdefault("educloud_jobs", {})[job] = {
        "BackupJobId": job,
        "BackupVaultName": vault.backup_vault_name,
        "RecoveryPointArn": arn,
        "ResourceArn": given["ResourceArn"],
        "State": "COMPLETED",
        "PercentDone": "100.0",
        "CreationDate": made,
        "CompletionDate": made,
    }
    return {"BackupJobId": job, "RecoveryPointArn": arn, "CreationDate": made}


def _job(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    return _of(backend.__dict__.get("educloud_jobs", {}), path["backupJobId"])


def _every_point(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    return {"RecoveryPoints": list(_points(backend, path["backupVaultName"]).values())}


def _delete_point(backend: Any, path: dict[str, str], _: dict[str, Any]) -> dict[str, Any]:
    found = _points(backend, path["backupVaultName"])
    _of(found, path["recoveryPointArn"])
    found.pop(path["recoveryPointArn"])
    backend.describe_backup_vault(path["backupVaultName"]).num_of_recovery_points -= 1
    return {}


_ANSWERS: dict[str, Callable[..., dict[str, Any]]] = {
    "update_backup_plan": _update_plan,
    "create_backup_selection": _select,
    "get_backup_selection": _selection,
    "list_backup_selections": _every_selection,
    "delete_backup_selection": _unselect,
    "start_backup_job": _back_up,
    "describe_backup_job": _job,
    "list_recovery_points_by_backup_vault": _every_point,
    "delete_recovery_point": _delete_point,
}
