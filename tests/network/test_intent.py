"""From inventory and address plan to the lines wanted on a device, and the order of devices."""

from __future__ import annotations

import shutil
from itertools import pairwise

import pytest

from educloud.errors import ConfigError, DeviceError
from educloud.network.credentials import read_credential
from educloud.network.facts import read_facts
from educloud.network.intent import plan_intent
from educloud.network.platform import load_platform
from educloud.network.render import render, render_device
from educloud.network.rollout import devices_in_order, read_inputs
from educloud.project import open_project, shipped


@pytest.fixture
def project(tmp_path):
    """A copy of the shipped project: state and templates may be written to."""
    for name in ("inventory", "templates"):
        shutil.copytree(shipped(name), tmp_path / name)
    shutil.copy(shipped("educloud.yaml"), tmp_path)
    return open_project(tmp_path)


def test_every_reachable_device_renders_to_valid_facts(project):
    inventory, plan = read_inputs(project)
    for wave in devices_in_order(inventory):
        for name in wave:
            text = render_device(project, inventory, plan, name)
            kind = load_platform(inventory.devices[name].platform)
            assert text == render_device(project, inventory, plan, name)
            assert len(read_facts(kind, text).entries) > 5


def test_a_site_has_one_gateway_and_addresses_of_its_own_prefix(project):
    inventory, plan = read_inputs(project)
    device = inventory.devices["HB-DEV-002"]
    site = [d for d in inventory.devices.values() if d.site_id == device.site_id]
    intents = [plan_intent(inventory, plan, d) for d in site]
    assert [i.device_id for i in intents if i.gateway] == ["HB-DEV-002"]
    addresses = [v.address for i in intents for v in i.vlans if v.address]
    assert len({a.ip for a in addresses}) == len(addresses)
    assert all(a.ip in plan.prefix("site", device.site_id) for a in addresses)


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


def test_an_undefined_name_in_a_template_is_named_with_file_and_line(project):
    inventory, plan = read_inputs(project)
    template = project.templates / "huawei_vrp" / "system.j2"
    template.write_text("#\nsysname {{ device.hostnam }}\n")
    with pytest.raises(ConfigError, match=r"system\.j2:2.*hostnam"):
        render_device(project, inventory, plan, "HB-DEV-002")
    template.write_text("{% if %}\n")
    intent = plan_intent(inventory, plan, inventory.devices["HB-DEV-002"])
    with pytest.raises(ConfigError, match=r"system\.j2:1"):
        render(load_platform("huawei_vrp"), intent, project.templates)


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
