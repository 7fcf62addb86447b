"""A platform is four things; a missing one is found here."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from educloud.errors import ConfigError
from educloud.network.platform import load_platform, platform_names
from educloud.project import shipped

GOLDEN = Path(__file__).parent / "golden"
PACKAGE = Path(importlib.import_module("educloud.network.platforms").__path__[0])


def test_module_templates_golden_folder_and_entry_point_go_together():
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    templates = {path.name for path in shipped("templates").iterdir() if path.is_dir()}
    golden = {path.name for path in GOLDEN.iterdir() if path.is_dir()}
    assert set(platform_names()) == modules == templates == golden
    assert {load_platform(name).name for name in platform_names()} == modules


def test_unknown_platform_names_the_known_ones():
    with pytest.raises(ConfigError, match="huawei_vrp"):
        load_platform("cisco_ios")
