"""The whole hierarchy of each province on the embedded cloud: up, again, drift, orphans, down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(sys.executable).with_name("educloud")
STACKS = {"henan": 38, "tianjin": 34, "shaanxi": 22}
# What a profile's nodes and hubs are: a main node and its cities', each city with a hub.
NODES = {"henan": 19, "tianjin": 17, "shaanxi": 11}


def educloud(folder: Path, *words: str, status: int = 0) -> Any:
    command = [PROGRAM, "-C", folder, "cloud", *words, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=900)
    assert done.returncode == status, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.lab
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("profile", ["henan", "tianjin", "shaanxi"])
def test_a_whole_province_comes_up_once(profile: str, tmp_path: Path) -> None:
    folder = tmp_path / profile
    subprocess.run([PROGRAM, "init", folder, "--profile", profile], check=True)
    first = educloud(folder, "up", "--all", "--yes")
    names = [one["stack"] for one in first]
    assert len([name for name in names if not name.startswith("network")]) == NODES[profile]
    assert len(names) == STACKS[profile]
    again = educloud(folder, "up", "--all", "--yes")
    for before, after in zip(first, again, strict=True):
        assert before["created"] == after["same"] > 0, after["stack"]
        assert not after["changes"], after["stack"]
    assert not any(one["changes"] for one in educloud(folder, "drift", "--all"))
    assert educloud(folder, "orphans") == []
    gone = educloud(folder, "destroy", "--all", "--yes-delete-data")
    assert sum(one["deleted"] for one in gone) == sum(one["created"] for one in first)
    assert educloud(folder, "orphans") == []
