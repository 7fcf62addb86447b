"""Who logs in: a credential's name in the inventory, its value outside of it."""

from __future__ import annotations

import os
import re

from educloud.errors import DeviceError
from educloud.inventory.models import Device
from educloud.network.session import Target
from educloud.project import Project

SSH_PORT = 22


def target_of(project: Project, device: Device) -> Target:
    """Give where the device is and its login; DeviceError when the credential is not there.

    The credential ``lab`` is ``user:password`` in ``EDUCLOUD_CREDENTIAL_LAB``, else in
    ``.educloud/secrets/lab`` of the project, readable by its owner only.
    """
    if not device.credential:
        raise DeviceError(
            "has no credential, so nobody can log in",
            device.device_id,
            "name one in the column credential of devices.csv",
        )
    user, password = read_credential(project, device.credential)
    return Target(
        device.device_id,
        device.platform,
        str(device.mgmt_address),
        device.mgmt_port or SSH_PORT,
        user,
        password,
    )


def read_credential(project: Project, name: str) -> tuple[str, str]:
    """Give user and password of a credential."""
    variable = "EDUCLOUD_CREDENTIAL_" + re.sub(r"\W", "_", name).upper()
    path = project.state / "secrets" / name
    mend = f"set {variable} to user:password, or write that into {path} (mode 600)"
    text = os.environ.get(variable)
    if text is None:
        if not re.fullmatch(r"[\w.-]+", name) or not path.is_file():
            raise DeviceError(f"the credential {name!r} is not known", "", mend)
        if path.stat().st_mode & 0o077:
            raise DeviceError(
                "others can read this credential", str(path), f"run: chmod 600 {path}"
            )
        text = path.read_text(encoding="utf-8")
    user, colon, password = text.strip().partition(":")
    if not (user and colon and password):
        raise DeviceError(f"the credential {name!r} is not user:password", "", mend)
    return user, password
