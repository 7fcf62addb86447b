"""One device of a project: whatever goes wrong with it is its own result."""

from __future__ import annotations

import json
import shutil
from itertools import pairwise

import pytest

from educloud.errors import DeviceError
from educloud.network import rollout
from educloud.network.credentials import read_credential
from educloud.network.push import Status
from educloud.network.rollout import devices_in_order, read_inputs, record_path, roll_out_device
from educloud.project import open_project, shipped


@pytest.fixture
def project(tmp_path):
    """A copy of the shipped project: state and templates may be written to."""
    for name in ("inventory", "templates"):
        shutil.copytree(shipped(name), tmp_path / name)
    shutil.copy(shipped("educloud.yaml"), tmp_path)
    return open_project(tmp_path)


def test_an_error_nobody_expected_is_a_result_of_one_line(project, monkeypatch):
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


def test_a_wave_never_holds_two_devices_of_one_uplink_path(project):
    inventory, _ = read_inputs(project)
    waves = devices_in_order(inventory)
    assert len(waves[0]) == 1
    done = {name: number for number, wave in enumerate(waves) for name in wave}
    for name in done:
        path = [name]
        while (above := inventory.devices[path[-1]].uplink_device) in done:
            path.append(above)
        assert all(done[below] < done[above] for below, above in pairwise(path))


def test_a_credential_comes_from_environment_or_a_private_file(project, monkeypatch):
    monkeypatch.delenv("EDUCLOUD_CREDENTIAL_LAB", raising=False)
    with pytest.raises(DeviceError, match="EDUCLOUD_CREDENTIAL_LAB"):
        read_credential(project, "lab")
    secret = project.state / "secrets" / "lab"
    secret.parent.mkdir()
    secret.write_text("user:pass:word\n")
    secret.chmod(0o644)
    with pytest.raises(DeviceError, match="chmod 600"):
        read_credential(project, "lab")
    secret.chmod(0o600)
    assert read_credential(project, "lab") == ("user", "pass:word")
    monkeypatch.setenv("EDUCLOUD_CREDENTIAL_LAB", "other:word")
    assert read_credential(project, "lab") == ("other", "word")
