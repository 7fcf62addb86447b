"""The shipped inventory is what the README of the folder says."""

import runpy
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from educloud.inventory.load import load_inventory
from educloud.inventory.models import TABLES, Hosting, Tier

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def henan(project):
    return load_inventory(project)


def test_all_divisions_and_the_node_hierarchy_are_there(henan):
    assert len(henan.divisions) == 175
    cities = {code for code, one in henan.divisions.items() if one.parent == "410000"}
    nodes = Counter(node.tier for node in henan.nodes.values())
    assert nodes == {Tier.MAIN: 1, Tier.CITY: 18}
    assert {node.division_code for node in henan.nodes.values()} == {"410000", *cities}


def test_one_city_is_filled_and_all_of_it_is_marked_synthetic(henan):
    sizes = len(henan.sites), len(henan.rooms), len(henan.devices), len(henan.apps)
    assert sizes == (40, 12, 120, 80)
    for rows in (henan.sites, henan.rooms, henan.devices, henan.apps, henan.links, henan.teams):
        assert {row.model_extra["synthetic"] for row in rows.values()} == {"yes"}
    named = [*henan.sites.values(), *henan.rooms.values(), *henan.apps.values()]
    assert all(row.name.endswith("（合成）") for row in named)
    counties = {code for code, one in henan.divisions.items() if one.parent == "410600"}
    assert {site.division_code for site in henan.sites.values()} == {"410600", *counties}


def test_24_devices_of_three_platforms_are_in_reach_and_form_a_tree(henan):
    reach = [one for one in henan.devices.values() if one.credential]
    assert Counter(one.platform for one in reach) == {
        "huawei_vrp": 8, "hp_comware": 8, "ruijie_os": 8,
    }  # fmt: skip
    assert [(str(one.mgmt_address), one.mgmt_port) for one in reach] == [
        ("127.0.0.1", port) for port in range(22001, 22025)
    ]
    ids = {one.device_id for one in reach}
    roots = [one for one in reach if one.uplink_device is None]
    assert [one.role for one in roots] == ["hub"]
    assert all(one.uplink_device in ids for one in reach if one not in roots)
    assert len({one.site_id for one in reach}) == 9
    others = [one for one in henan.devices.values() if not one.credential]
    assert all(str(one.mgmt_address).startswith("2001:db8:") for one in others)


def test_two_applications_of_one_room_are_prepared_for_a_real_move(henan):
    in_room = [app for app in henan.apps.values() if app.room_id == "HB-ROOM-01"]
    assert [app.app_id for app in in_room] == ["HB-APP-001", "HB-APP-002"]
    for app in in_room:
        assert (app.db, app.strategy, app.mlps_level) == ("PostgreSQL", "rehost", 2)
        assert {"db_name", "files_path"} <= set(app.model_extra)
        assert app.domain.endswith(".example")
    site = henan.sites[henan.rooms["HB-ROOM-01"].site_id]
    assert site.network_ready_on < henan.policy.start


def test_every_application_has_a_link_and_a_team(henan):
    for table in (henan.links, henan.teams):
        codes = {row.division_code for row in table.values()}
        assert all(codes & set(henan.lineage(app.division_code)) for app in henan.apps.values())


def test_exactly_one_application_fits_no_node(henan):
    level = max(node.mlps_level for node in henan.nodes.values())
    owned = [app for app in henan.apps.values() if app.hosting is Hosting.OWN_ROOM]
    assert [app.app_id for app in owned if (app.mlps_level or 0) > level] == ["HB-APP-011"]


def test_the_script_writes_the_shipped_tables_again(tmp_path, monkeypatch):
    for name in ("scripts", "inventory"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    shipped_tables = [name for name in TABLES if (CHECKOUT / f"inventory/{name}.csv").exists()]
    for name in set(shipped_tables) - {"divisions"}:
        (tmp_path / "inventory" / f"{name}.csv").unlink()
    monkeypatch.syspath_prepend(str(tmp_path / "scripts"))
    runpy.run_path(str(tmp_path / "scripts/make_henan.py"), run_name="__main__")
    for name in ("henan_apps", "henan_places"):
        sys.modules.pop(name)
    for name in shipped_tables:
        shipped, made = (base / "inventory" / f"{name}.csv" for base in (CHECKOUT, tmp_path))
        assert made.read_bytes() == shipped.read_bytes()
