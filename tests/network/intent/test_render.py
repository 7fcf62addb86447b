"""From the shipped inventory to the lines wanted on a device; what a broken template says."""

from __future__ import annotations

import shutil

import pytest

from educloud.errors import ConfigError, GuardError
from educloud.lab.switches.start import inventory_farm
from educloud.network.facts import read_facts
from educloud.network.guard import check_guard, management_path
from educloud.network.intent import plan_intent
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform
from educloud.network.render import render, render_device
from educloud.network.rollout import read_inputs
from educloud.project import open_project, shipped
from network.typing_in import switch, type_all

from .small import province

NAMES = ("HB-DEV-001", "HB-DEV-002", "HB-DEV-003", "HB-DEV-004")


@pytest.fixture
def project(tmp_path):
    """A copy of the shipped project: state and templates may be written to."""
    for name in ("inventory", "templates"):
        shutil.copytree(shipped(name), tmp_path / name)
    shutil.copy(shipped("educloud.yaml"), tmp_path)
    return open_project(tmp_path)


def test_every_device_of_the_project_renders_to_facts_that_differ_from_themselves_in_nothing(
    project,
):
    inventory, plan = read_inputs(project)
    for name, device in inventory.devices.items():
        text = render_device(project, inventory, plan, name)
        kind = load_platform(device.platform)
        assert text == render_device(project, inventory, plan, name)
        assert len(read_facts(kind, text).entries) > 20
        assert not plan_replace(kind, text, text)


def test_a_role_renders_on_every_platform_that_has_it(project):
    inventory, plan = read_inputs(project)
    for platform in ("huawei_vrp", "hp_comware", "ruijie_os", "huawei_vrpv8", "zte_zxros"):
        kind = load_platform(platform)
        for name in NAMES:
            intent = plan_intent(inventory, plan, inventory.devices[name])
            text = render(kind, intent, project.templates)
            assert intent.hostname in text
            assert "3fff:410:14" in text.lower()


@pytest.mark.parametrize("platform", ["huawei_smartax", "zte_zxan"])
def test_an_olt_names_its_onus_and_no_other(project, platform):
    intent = province().intent("OLT-1")
    text = render(load_platform(platform), intent, project.templates)
    shown = [n for n in ("1A2B3C4D", "00000003") if n in text.upper()]
    assert shown == ["1A2B3C4D", "00000003"]
    assert "SW-ONU-2" not in text


def test_an_onu_has_no_text_and_its_olt_is_named(project):
    made = province()
    inventory, plan = made.planned()
    with pytest.raises(ConfigError, match="name OLT-1"):
        render_device(project, inventory, plan, "ONU-1")


def test_an_undefined_name_in_a_template_is_named_with_file_and_line(project):
    inventory, plan = read_inputs(project)
    render_device(project, inventory, plan, "HB-DEV-002")
    template = project.templates / "huawei_vrp" / "base.j2"
    template.write_text("#\nsysname {{ device.hostnam }}\n")
    with pytest.raises(ConfigError, match=r"base\.j2:2.*hostnam"):
        render_device(project, inventory, plan, "HB-DEV-002")
    template.write_text("{% if %}\n")
    intent = plan_intent(inventory, plan, inventory.devices["HB-DEV-002"])
    with pytest.raises(ConfigError, match=r"base\.j2:1"):
        render(load_platform("huawei_vrp"), intent, project.templates)


def test_a_mistake_in_a_template_that_is_no_template_error_is_named_too(project):
    inventory, plan = read_inputs(project)
    template = project.templates / "huawei_vrp" / "base.j2"
    template.write_text("#\n#\n{{ 1 + device.hostname }}\n")
    with pytest.raises(ConfigError, match=r"base\.j2:3"):
        render_device(project, inventory, plan, "HB-DEV-002")
    template.write_text("{{ 1 // 0 }}\n")
    with pytest.raises(ConfigError, match=r"base\.j2:1"):
        render_device(project, inventory, plan, "HB-DEV-002")


def test_a_template_of_other_bytes_than_utf_8_is_refused(project):
    inventory, plan = read_inputs(project)
    (project.templates / "huawei_vrp" / "base.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        render_device(project, inventory, plan, "HB-DEV-002")


def test_an_old_switch_of_the_farm_takes_every_role_and_gives_it_back(project):
    """The farm judges by the vendor's manual: each line is accepted, and undone without a trace."""
    inventory, plan = read_inputs(project)
    first = {}
    for declared in inventory_farm(inventory):
        device = inventory.devices[declared.device_id]
        first.setdefault((device.platform, device.role), declared)
    assert len(first) >= 10
    for declared in first.values():
        kind = load_platform(declared.platform)
        text = render_device(project, inventory, plan, declared.device_id)
        box = switch(declared.platform, declared.config)
        before = box.text()
        change = plan_merge(kind, before, text, allow_management_change=True)
        assert change
        type_all(box, change.apply)
        assert not plan_merge(kind, box.text(), text, allow_management_change=True)
        type_all(box, change.undo)
        # A port that the panel drawn for the farm did not show stays as an empty block.
        assert read_facts(kind, box.text()).meaning() >= read_facts(kind, before).meaning()
        assert not plan_replace(kind, box.text(), before, allow_management_change=True)


def test_a_roll_out_touches_nothing_of_the_management_path_but_who_may_log_in(project):
    inventory, plan = read_inputs(project)
    for declared in inventory_farm(inventory):
        kind = load_platform(declared.platform)
        text = render_device(project, inventory, plan, declared.device_id)
        change = plan_merge(kind, declared.config, text, allow_management_change=True)
        path = management_path(kind, read_facts(kind, declared.config))
        with pytest.raises(GuardError) as guard:
            check_guard(kind, path, change.way)
        assert "access to the device" in guard.value.what
        for held in (change.way.removed, change.way.dropped):
            assert not [place for place in held if {*place[0]} & (path.interfaces | path.uplinks)]
