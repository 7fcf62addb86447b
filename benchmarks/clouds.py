"""Clouds to measure against: each an embedded one of its own, as far away as asked."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from educloud.cloud.declared import Ref, resolved
from educloud.cloud.ec2.family import EC2
from educloud.cloud.endpoint import ENDPOINT_VARIABLE, CloudEndpoint
from educloud.cloud.provider import verbs
from educloud.cloud.spec.load import load_stacks
from educloud.lab.cloud import REGION
from educloud.project import Project, open_project

FAR_MS = 200  # what a call to a real cloud takes longer
SHIPPED = Path(__file__).resolve().parents[1]
KEYS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_REGION": REGION}


@contextlib.contextmanager
def cloud(delay_ms: int = 0) -> Iterator[str]:
    """Give the address of an empty embedded cloud; every call takes ``delay_ms`` longer."""
    with (
        tempfile.TemporaryDirectory(prefix="educloud-bench-") as folder,
        contextlib.ExitStack() as s,
    ):
        journal = str(Path(folder) / "journal.jsonl")
        url = s.enter_context(_program("educloud.lab.cloud", "--port", "0", "--journal", journal))
        if delay_ms:
            seconds = str(delay_ms / 1000)
            far = ("--to", url, "--port", "0", "--delay", seconds)
            url = s.enter_context(_program("educloud.lab.faults", *far))
        yield url


@contextlib.contextmanager
def _program(module: str, *arguments: str) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process.stdout.readline().strip() if process.stdout else ""
        finally:
            process.terminate()


@contextlib.contextmanager
def project_of(names: Sequence[str], more: Mapping[str, Mapping[str, object]]) -> Iterator[Project]:
    """Give a project with some of the shipped stacks; ``more`` is laid over them, by name.

    They are on their own: no private network, no peers.
    """
    with tempfile.TemporaryDirectory(prefix="educloud-bench-") as place:
        folder = Path(place)
        shutil.copy(SHIPPED / "educloud.yaml", folder)
        shutil.copytree(SHIPPED / "inventory", folder / "inventory")
        (folder / "stacks").mkdir()
        for name in names:
            said = yaml.safe_load((SHIPPED / "stacks" / f"{name}.yaml").read_text("utf-8"))
            alone = {"attach": None, "disaster_recovery": None, "mlps_level": 2}
            text = yaml.safe_dump({**said, **alone, **more.get(name, {})}, allow_unicode=True)
            (folder / "stacks" / f"{name}.yaml").write_text(text, encoding="utf-8")
        _lower_levels(folder / "inventory" / "nodes.csv")
        yield open_project(folder)


def _lower_levels(path: Path) -> None:
    """Let the table agree with nodes of level 2: those need no peer."""
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    place = head.split(",").index("mlps_level")
    cells = [row.split(",") for row in rows]
    lowered = [",".join([*row[:place], "2", *row[place + 1 :]]) for row in cells]
    path.write_text("\n".join([head, *lowered, ""]), encoding="utf-8")


@contextlib.contextmanager
def endpoint_at(url: str) -> Iterator[None]:
    """Let everything use the cloud at an address while the context lasts."""
    before = {key: os.environ.get(key) for key in (ENDPOINT_VARIABLE, *KEYS)}
    os.environ.update({ENDPOINT_VARIABLE: url, **KEYS})
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value


def call_one_by_one(project: Project, name: str, url: str) -> int:
    """Make a stack's resources by the same calls, one after the other; give how many.

    What a script with boto3 does: no engine, no threads.
    """
    declared = EC2.declare(load_stacks(project), name)[name]
    api, kinds = EC2.api(CloudEndpoint(url, REGION, embedded=True)), EC2.kinds()
    made: dict[str, tuple[str, Mapping[str, object]]] = {}

    def known(ref: Ref) -> object:
        identity, state = made[ref.resource]
        value = identity if ref.output == "id" else state[ref.output]
        return ref.then(value) if ref.then else value

    for one in declared.resources:
        urn = f"urn:pulumi:{name}::educloud::educloud:index:{one.kind}::{one.name}"
        wanted = resolved(one.wanted, known)
        made[one.name] = verbs.create(api, kinds[one.kind], wanted, urn, one.name)
    return len(made)
