"""What the tests of faults and kills share: a stack, the proxy, and what must hold afterwards."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cloud_parts import NODE, write_project

from educloud.cloud.declared import Declared, DeclaredStack
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.engine.changes import StackResult
from educloud.cloud.engine.session import Session
from educloud.cloud.provider.kind import URN_TAG
from educloud.cloud.spec.load import Stacks, load_stacks
from educloud.errors import EduCloudError
from educloud.lab.faults import CALLS, LOSE, Faults
from educloud.project import Project

sys.path.append(str(Path(__file__).parents[1] / "ec2"))

from life import all_lives

STACK = "city-999900"
REGION = "cn-north-1"
SMALL = """
node_id: city-9999NN
name: 测试分节点(合成)
tier: city
division: "410600"
ipv4_block: 10.NN.0.0/16
availability_zones: [a, b]
zones:
  dmz: {slot: 0, reach: public, allow: [{from: internet, port: 443}]}
  data: {slot: 1, allow: [{from: dmz, port: 5432, text: PostgreSQL}]}
buckets: [{name: test-9999NN-apps, purpose: apps}]
dns:
  name: test-9999NN.example
  records: [{name: portal, type: AAAA, values: ["2001:db8::1"]}]
logs: {retention_days: 180}
exceptions:
  - rule: recovery-declared
    resource: disaster_recovery
    reason: 测试节点,没有对等节点
    until: 2099-12-31
"""
# The clients' keys for a cloud that is named to them; the embedded one takes any.
KEYS = {"AWS_ACCESS_KEY_ID": "embedded", "AWS_SECRET_ACCESS_KEY": "embedded"}


def one_of_each(*over: str) -> DeclaredStack:
    """A stack with every resource type there is; ``changed``, ``replaced``: as its life goes on."""
    made = (
        life.declared(
            {key: value for name in over for key, value in (getattr(life, name) or {}).items()}
        )
        for life in all_lives()
    )
    return DeclaredStack(STACK, tuple(made), {"made": "all"})


def small_node(number: int) -> str:
    """The stack file of a node of 25 resources that no other number's meets."""
    return SMALL.replace("9999NN", f"9999{number:02}").replace("10.NN.", f"10.{100 + number}.")


def put_in_place(session: Session, declared: DeclaredStack) -> None:
    """Let a session take this for what its stack file says."""
    session._declared[declared.name] = declared


def project_in(folder: Path) -> tuple[Project, Stacks]:
    project = write_project(folder, **{STACK.replace("-", "_"): NODE.partition("attach:")[0]})
    return project, load_stacks(project)


@contextlib.contextmanager
def cloud_on(journal: Path, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with _said(
        [sys.executable, "-m", "educloud.lab.cloud", "--port", str(port), "--journal", str(journal)]
    ) as found:
        yield found


@contextlib.contextmanager
def proxy_to(url: str, faults: Faults) -> Iterator[str]:
    words = [sys.executable, "-m", "educloud.lab.faults", "--to", url]
    for name, value in dataclasses.asdict(faults).items():
        words += [f"--{name.replace('_', '-')}", str(value)]
    with _said(words) as (found, _):
        yield found


@contextlib.contextmanager
def _said(words: list[str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a program that says its URL; it ends with the context."""
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().decode().strip(), process
        finally:
            process.kill()


def calls(proxy: str) -> Mapping[str, Any]:
    with urllib.request.urlopen(proxy + CALLS) as answer:  # noqa: S310  our own
        told: Mapping[str, Any] = json.load(answer)
    return told


def lose_network(proxy: str, seconds: float) -> None:
    asked = urllib.request.Request(f"{proxy}{LOSE}?seconds={seconds}", method="POST")  # noqa: S310
    with urllib.request.urlopen(asked):  # noqa: S310  our own
        pass


@cache
def api_at(url: str) -> Api:
    endpoint = CloudEndpoint(url, REGION, embedded=True)
    return Api(lambda service: client(endpoint, service))


def standing(url: str, stack: str = STACK) -> Counter[str]:
    """How often each resource of a stack stands in a cloud, by the mark it carries."""
    api = api_at(url)
    return Counter(
        f"{kind.name} {one.tags[URN_TAG].rpartition('::')[2]}"
        for kind in load_kinds().values()
        if kind.listed
        for one in kind.listed(api)
        if f":{stack}::" in one.tags[URN_TAG]
    )


def listable(resources: tuple[Declared, ...]) -> Counter[str]:
    """What ``standing`` must give when all of these stand once."""
    kinds = load_kinds()
    return Counter(f"{one.kind} {one.name}" for one in resources if kinds[one.kind].listed)


def until_done(
    session: Session, act: Callable[[Session, str], StackResult], most: int = 5
) -> StackResult:
    """Run as people would: again when it failed, some times."""
    for _ in range(most - 1):
        try:
            return act(session, STACK)
        except EduCloudError as error:
            sys.stderr.write(f"{error}\n")
    return act(session, STACK)


def direct(session: Session, url: str) -> Session:
    """The same session with a way to the cloud that nothing disturbs."""
    return dataclasses.replace(session, endpoint=CloudEndpoint(url, REGION, embedded=True))
