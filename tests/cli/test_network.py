"""The doors of the network: exit codes, JSON, one sentence for what is wrong."""

from __future__ import annotations

import json
import socket

import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.inventory.models import Role
from educloud.lab.switches.factory import school_config
from educloud.lab.switches.server import USER
from educloud.lab.switches.start import farm_password, plain_farm, run_farm
from educloud.project import shipped


def call(*words, env=None):
    result = CliRunner().invoke(root, [str(word) for word in words], env=env)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def files(tmp_path):
    running = school_config("hp_comware", "SW1", Role.ACCESS, 1)
    (tmp_path / "running.cfg").write_text(running, encoding="utf-8")
    (tmp_path / "wanted.cfg").write_bytes(
        running.replace("description uplink", "description uplink 县中心").encode("gb18030")
    )
    (tmp_path / "cut.cfg").write_text(running.replace(".100.3 ", ".100.9 "), encoding="utf-8")
    (tmp_path / "junk.cfg").write_bytes(bytes(range(256)))
    return tmp_path


def diff(files, wanted, *more, platform="hp_comware"):
    return call(
        "network",
        "diff",
        "--platform",
        platform,
        "--running",
        files / "running.cfg",
        "--intended",
        files / wanted,
        *more,
    )


def test_diff_prints_commands_and_exits_2_only_when_there_are_any(files):
    result = diff(files, "wanted.cfg")
    assert (result.exit_code, result.stdout.splitlines()) == (
        2, ["interface GigabitEthernet1/0/24", "description uplink 县中心", "quit"],
    )  # fmt: skip
    assert diff(files, "running.cfg").exit_code == 0
    document = json.loads(diff(files, "wanted.cfg", "--json").stdout)
    assert document["undo"][1] == "description uplink"


@pytest.mark.parametrize(
    ("wanted", "platform", "says"),
    [
        ("cut.cfg", "hp_comware", "management path"),
        ("junk.cfg", "hp_comware", "junk.cfg"),
        ("wanted.cfg", "huawei_vrp", "belongs to hp_comware"),
        ("wanted.cfg", "cisco", "no platform"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_1(files, wanted, platform, says):
    result = diff(files, wanted, platform=platform)
    assert result.exit_code == 1
    assert says in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_permission_lets_the_management_path_change(files):
    assert diff(files, "cut.cfg", "--allow-management-change").exit_code == 2


def test_render_is_the_same_every_time_and_knows_its_devices():
    project = shipped("inventory").parent
    first = call("-C", project, "network", "render", "HB-DEV-002", "HB-DEV-010", "HB-DEV-017")
    assert first.exit_code == 0
    assert (
        first.stdout
        == call("-C", project, "network", "render", "HB-DEV-002", "HB-DEV-010", "HB-DEV-017").stdout
    )
    assert "undo ipv6 nd ra halt" in first.stdout
    unknown = call("-C", project, "network", "render", "NOBODY")
    assert (unknown.exit_code, "NOBODY" in unknown.stderr) == (1, True)


def test_push_of_one_device_outside_any_project(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        devices = plain_farm("hp_comware", 1, probe.getsockname()[1])
    with run_farm(devices, tmp_path):
        text = (tmp_path / "hp_comware-1" / "state.json").read_text(encoding="utf-8")
        wanted = tmp_path / "wanted.cfg"
        wanted.write_text(json.loads(text)["running"].replace("sysname SW1", "sysname SW9"))
        env = {"SW": farm_password(tmp_path)}
        words = (
            "network",
            "push",
            "--platform",
            "hp_comware",
            "--host",
            "127.0.0.1",
            "--port",
            devices[0].port,
            "--username",
            USER,
            "--password-env",
            "SW",
            "--known-hosts",
            tmp_path / "known",
            "--intended",
            wanted,
        )
        dry = call(*words, "--dry-run", env=env)
        assert (dry.exit_code, dry.stdout) == (2, "sysname SW9\n")
        assert json.loads(call(*words, "--json", env=env).stdout)[0]["status"] == "changed"
        assert call(*words, "--dry-run", env=env).exit_code == 0
        wrong = call(*words, env={"SW": "wrong"})
        assert (wrong.exit_code, "refused the login" in wrong.stderr) == (1, True)
