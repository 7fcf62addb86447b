"""What the tests of the cloud share: a small project and a few looks at the cloud."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from educloud.project import Project, open_project, shipped

NETWORK = """
name: 测试专网
ipv4: [10.0.0.0/8]
ipv6: ["3fff::/20"]
worlds:
  teaching: {text: 教学}
  exam: {text: 考试}
"""
NODE = """
node_id: city-999900
name: 测试分节点
tier: city
division: "410600"
ipv4_block: 10.99.0.0/16
availability_zones: [a]
zones:
  dmz: {slot: 0, reach: public, allow: [{from: internet, port: 443}]}
  data: {slot: 1, allow: [{from: dmz, port: 5432, text: PostgreSQL}]}
buckets:
  - {name: test-999900-apps, purpose: apps}
dns: {name: test.example, records: [{name: portal, type: AAAA, values: ["2001:db8::1"]}]}
attach: {world: teaching, zone: data}
"""

Served = tuple[str, subprocess.Popen[bytes]]


def write_project(folder: Path, **stacks: str) -> Project:
    (folder / "stacks").mkdir(parents=True)
    (folder / "educloud.yaml").write_text(shipped("educloud.yaml").read_text("utf-8"), "utf-8")
    for name, text in stacks.items():
        (folder / "stacks" / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return open_project(folder)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


def marked(resources: list[dict[str, Any]]) -> int:
    """How many carry our mark."""
    return sum(
        any(tag["Key"] == "educloud:urn" for tag in one.get("Tags", [])) for one in resources
    )


def entries(journal: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.read_text("utf-8").splitlines()]
