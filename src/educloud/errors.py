"""Every error a user can meet, as one tree; each says what, where and how to mend it.

EduCloudError
├── ProjectError        the project folder or one of its files
│   └── InventoryError  rows of the tables: all findings at once
├── EnvironmentMissing  a program, package or port of this machine
├── CloudError          the engine, a stack or the cloud's endpoint
│   └── PolicyError     stacks that policies keep from going up: all findings at once
├── ConfigError         the text of a switch configuration, its platform, its template
├── DeviceError         a switch: reaching it, its answers
│   ├── LineRefused     a device refused a line
│   └── GuardError      a change that would cut the management path
├── PlanError           planner inputs or a plan file
├── MoveError           executing a wave
└── LabError            the device farm, the embedded cloud, the lab's databases

Arguments go to ``super().__init__`` unchanged, so that errors survive pickling:
a durable run records them and a later process reads them back.
"""

from __future__ import annotations


class EduCloudError(Exception):
    """Root of all errors; ``str()`` gives one sentence for the user."""

    exit_code = 1

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f"; {self.mend}" if self.mend else ""
        return f"{place}{self.what}{cure}"


class ProjectError(EduCloudError):
    """The project folder, or a file in it, cannot be used."""


class InventoryError(ProjectError):
    """Rows of the tables are wrong; ``findings`` holds all of them, each a sentence by ``str``."""

    def __init__(self, findings: tuple[object, ...]) -> None:
        Exception.__init__(self, findings)
        self.findings = findings
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        self.what = f"{findings[0]}{more}"
        self.where = ""
        self.mend = "correct it; 'educloud inventory validate' lists every finding"


class EnvironmentMissing(EduCloudError):
    """A program, a package or a free port is missing on the machine."""


class CloudError(EduCloudError):
    """The engine, a stack or the cloud's endpoint failed."""


class PolicyError(CloudError):
    """Policies deny stacks; ``findings`` holds all denials, each a sentence by ``str``."""

    def __init__(self, findings: tuple[object, ...]) -> None:
        Exception.__init__(self, findings)
        self.findings = findings
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        self.what = f"{findings[0]}{more}"
        self.where = ""
        self.mend = "nothing was changed; 'educloud cloud policies' lists every finding"


class ConfigError(EduCloudError):
    """The text of a switch configuration cannot be read, rendered or compared."""


class DeviceError(EduCloudError):
    """A device could not be reached, read or changed."""


class LineRefused(DeviceError):
    """A device refused a line of configuration."""

    def __init__(self, device: str, line: str, reply: str) -> None:
        Exception.__init__(self, device, line, reply)
        self.device = device
        self.line = line
        self.reply = reply
        self.what = f"refused {line!r}: {reply}"
        self.where = device
        self.mend = "correct the template or the inventory, then roll out again"


class GuardError(DeviceError):
    """A change touches the path by which the device is managed."""


class PlanError(EduCloudError):
    """Planner inputs or a plan file cannot be used."""


class MoveError(EduCloudError):
    """A step of an application's move failed."""


class LabError(EduCloudError):
    """A part of the lab could not be started or answered wrongly."""
