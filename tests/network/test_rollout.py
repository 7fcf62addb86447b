"""One device of a project: whatever goes wrong with it is its own result."""

from __future__ import annotations

import json
import shutil

from educloud.network import rollout
from educloud.network.push import Status
from educloud.network.rollout import record_path, roll_out_device
from educloud.project import open_project, shipped


def test_an_error_nobody_expected_is_a_result_of_one_line(tmp_path, monkeypatch):
    for name in ("inventory", "templates"):
        shutil.copytree(shipped(name), tmp_path / name)
    shutil.copy(shipped("educloud.yaml"), tmp_path)
    project = open_project(tmp_path)
    monkeypatch.setenv("EDUCLOUD_CREDENTIAL_LAB", "user:word")

    def broken(*_args: object) -> str:
        raise RuntimeError("disk\non fire")

    monkeypatch.setattr(rollout, "render_device", broken)
    result = roll_out_device(project, "HB-DEV-002")
    assert result.status is Status.FAILED
    assert "RuntimeError: disk" in result.reason
    assert "\n" not in result.reason
    record = json.loads(record_path(project, "HB-DEV-002").read_text(encoding="utf-8"))
    assert record["reason"] == result.reason
