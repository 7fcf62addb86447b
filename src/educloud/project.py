"""The project folder: where its files are and what ``educloud.yaml`` says."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import secrets
import zoneinfo
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from educloud.errors import ProjectError

Model = TypeVar("Model", bound=BaseModel)

FOLDERS = ("inventory", "stacks", "templates", "playbooks")
# The C library's reader takes a tenth of the time, and is not everywhere.
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Settings(BaseModel):
    """What ``educloud.yaml`` declares."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str
    province: str
    time_zone: str = "Asia/Shanghai"
    ipv6_root: ipaddress.IPv6Network
    ipv6_scheme: str = "default"  # a scheme of the profile, or the path of a YAML file
    backend: str | None = None  # where stacks are kept; None: in the project's state

    @field_validator("time_zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        if value not in zoneinfo.available_timezones():
            raise ValueError("is no time zone such as Asia/Shanghai")
        return value

    @field_validator("province", mode="before")
    @classmethod
    def _code_is_text(cls, value: Any) -> Any:
        # YAML reads 410000 as a number; codes are text everywhere.
        return str(value) if isinstance(value, int) else value


@dataclass(frozen=True)
class Project:
    """One project folder. Nothing is read before it is asked for."""

    folder: Path

    @property
    def inventory(self) -> Path:
        """Folder of the tables, the calendar and the planner policy."""
        return self.folder / "inventory"

    @property
    def stacks(self) -> Path:
        """Folder of the stack files, one per cloud node."""
        return self.folder / "stacks"

    @property
    def templates(self) -> Path:
        """Folder of the configuration templates, one folder per platform."""
        return self.folder / "templates"

    @property
    def playbooks(self) -> Path:
        """Folder of the playbooks, one per migration strategy."""
        return self.folder / "playbooks"

    @property
    def state(self) -> Path:
        """Folder of what runs leave behind: never part of the inventory, never in git."""
        folder = self.folder / ".educloud"
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @cached_property
    def identity(self) -> str:
        """A name of this project's state, made once: runs of other projects are not its own."""
        path = self.state / "identity"
        if not path.is_file():
            write_atomically(path, secrets.token_hex(6))
        return path.read_text(encoding="utf-8").strip()

    @cached_property
    def settings(self) -> Settings:
        """The checked content of ``educloud.yaml``."""
        return read_yaml(self.folder / "educloud.yaml", Settings)

    @property
    def database_url(self) -> str:
        """Where durable runs are recorded: ``EDUCLOUD_DATABASE_URL``, else SQLite in the state."""
        return os.environ.get(
            "EDUCLOUD_DATABASE_URL", f"sqlite:///{(self.state / 'runs.sqlite').resolve()}"
        )


def open_project(folder: Path | None = None) -> Project:
    """Give the project at ``folder`` (default: the current one); ProjectError when it is none."""
    folder = (folder or Path.cwd()).resolve()
    if not (folder / "educloud.yaml").is_file():
        raise ProjectError(
            "no educloud.yaml here" if folder.is_dir() else "there is no such folder",
            str(folder),
            "give a project folder with -C, or make one with 'educloud init'",
        )
    project = Project(folder)
    _ = project.settings
    return project


def shipped(name: str) -> Path:
    """Find a shipped file or folder: in the wheel's assets, else in the checkout."""
    package = Path(__file__).resolve().parent
    for place in (package / "_assets" / name, package.parents[1] / name):
        if place.exists():
            return place
    raise ProjectError(f"{name!r} is missing from the installation", str(package), "install again")


def read_yaml(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into ``model``; an error names file, key and reason."""
    try:
        return model.model_validate(yaml_document(path))
    except ValidationError as error:
        raise ProjectError(first_fault(error), str(path), "correct the file") from error


def yaml_document(path: Path) -> Any:
    """Give what a YAML file holds, nothing as an empty mapping; ProjectError when unreadable."""
    try:
        raw = _document(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProjectError("the file is missing", str(path), "restore it") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ProjectError(f"not readable as YAML: {reason}", str(path), "correct it") from error
    return {} if raw is None else raw


def _document(text: str) -> Any:
    loader = _SAFE(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        _refuse_twice(root)
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _refuse_twice(root: yaml.Node) -> None:
    """Raise for a key that stands twice in one mapping: the parser would drop the first unsaid."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
            continue
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if isinstance(key, yaml.ScalarNode) and key.value in lines:
                message = f"key {key.value!r} stands twice, in lines {lines[key.value]} and {line}"
                raise yaml.YAMLError(message)
            lines[str(key.value)] = line
            waiting.append(value)


def first_fault(error: ValidationError) -> str:
    """Put the first fault of a pydantic error into words: key, reason, value."""
    fault = error.errors()[0]
    key = ".".join(str(part) for part in fault["loc"]) or "file"
    if fault["type"] == "extra_forbidden":
        return f"unknown key {key!r}"
    if fault["type"] == "missing":
        return f"{key}: {fault['msg']}"  # what was found is all that stands around it
    if isinstance(fault["input"], dict) and not fault["loc"]:
        return f"{key}: {fault['msg'].removeprefix('Value error, ')}"
    return f"{key}: {fault['msg']} (found {fault['input']!r})"


def digest_of(*places: Path) -> str:
    """Name the content of files and folders in twelve hexadecimal digits."""
    seen = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                seen.update(str(path.relative_to(place.parent)).encode() + b"\0")
                seen.update(path.read_bytes() + b"\0")
    return seen.hexdigest()[:12]


def write_atomically(path: Path, text: str) -> None:
    """Write ``text`` for its owner only; a crash leaves the old file or the new one, never half."""
    _write(path, text.encode(), 0o600)


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file that is no text as ``write_atomically`` does."""
    _write(path, data, 0o600)


def write_document(path: Path, text: str) -> None:
    """Write ``text`` as ``write_atomically`` does, for all whom the umask lets read it."""
    _write(path, text.encode(), 0o666)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file that is no text as ``write_document`` does."""
    _write(path, data, 0o666)


def _write(path: Path, data: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
