"""The passphrase by which the engine keeps secret values of a project's stacks encrypted."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from educloud.errors import CloudError
from educloud.project import Project, write_atomically

FILE_VARIABLE = "EDUCLOUD_PASSPHRASE_FILE"


def passphrase_variables(project: Project) -> Mapping[str, str]:
    """Give the engine's variable that names the file with the passphrase.

    The file is the one that ``EDUCLOUD_PASSPHRASE_FILE`` names (for a state shared by several
    people), else the project's own, made when it is missing.
    """
    given = os.environ.get(FILE_VARIABLE)
    if given and not os.access(given, os.R_OK):
        raise CloudError("the passphrase file cannot be read", given, f"correct {FILE_VARIABLE}")
    if given:
        return {"PULUMI_CONFIG_PASSPHRASE_FILE": given}
    path = project.state / "secrets" / "passphrase"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, secrets.token_urlsafe(32))  # readable by its owner only
    return {"PULUMI_CONFIG_PASSPHRASE_FILE": str(path)}
