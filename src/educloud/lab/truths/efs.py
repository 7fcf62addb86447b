"""EFS: backup policies and changes of throughput, which moto does not know."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

_JSON = {"Content-Type": "application/json"}


def corrections() -> Iterable[Correction]:
    """Give what is corrected of file systems."""
    from moto.efs.responses import EFSResponse  # noqa: PLC0415  takes a second to import

    yield EFSResponse, "put_backup_policy", _backup_policy
    yield EFSResponse, "update_file_system", _update


def _backup_policy(_: Any) -> Callable[[Any], Any]:
    """Correct the backup policy: moto can set one only while it makes the file system."""

    def put(response: Any) -> Any:
        policy = response._get_param("BackupPolicy")  # noqa: SLF001  moto's own way to ask
        _system(response)._backup = policy["Status"] == "ENABLED"  # noqa: SLF001  as above
        return json.dumps({"BackupPolicy": policy}), _JSON

    return put


def _update(_: Any) -> Callable[[Any], Any]:
    """Correct the throughput: moto knows no change of it."""

    def update(response: Any) -> Any:
        system = _system(response)
        mode = response._get_param("ThroughputMode")  # noqa: SLF001  as above
        system.throughput_mode = mode or system.throughput_mode
        return json.dumps(system.info_json()), {"status": 202, **_JSON}

    return update


def _system(response: Any) -> Any:
    identity = response._get_param("FileSystemId")  # noqa: SLF001  as above
    return response.efs_backend.describe_file_systems(file_system_id=identity)[1][0]
