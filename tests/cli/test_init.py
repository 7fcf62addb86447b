"""``educloud init`` and ``educloud inventory profile`` with the real command."""

import csv
import json
import shutil
from collections import Counter

import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.cloud.spec.load import load_stacks
from educloud.inventory import profiles
from educloud.inventory.load import load_inventory
from educloud.inventory.models import TABLES, OrgKind, Tier
from educloud.project import open_project

NAMES = ("henan", "tianjin", "shaanxi")
ROOTS = {"henan": "3fff:410::/32", "tianjin": "3fff:120::/32", "shaanxi": "3fff:610::/32"}


@pytest.fixture(params=NAMES)
def bare(request, tmp_path, educloud):
    """A project without the sample, made by the program as a user starts it."""
    made = educloud("init", str(tmp_path / "p"), "--profile", request.param, "--no-sample")
    assert made.returncode == 0, made.stderr
    return open_project(tmp_path / "p")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", [[], ["--no-sample"]], ids=["sample", "bare"])
def test_a_new_project_of_every_profile_validates_and_plans(name, option, tmp_path, educloud):
    folder = str(tmp_path / "new")
    assert educloud("init", folder, "--profile", name, *option).returncode == 0
    checked = educloud("-C", folder, "inventory", "validate", "--json")
    assert checked.returncode == 0, checked.stdout
    assert json.loads(checked.stdout)["valid"] is True
    planned = educloud("-C", folder, "ipv6", "plan", "--json")
    assert planned.returncode == 0, planned.stderr
    rows = json.loads(planned.stdout)
    assert {"kind": "province", "prefix": ROOTS[name]}.items() <= rows[0].items()
    assert educloud("-C", folder, "ipv6", "plan", "--check").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_nothing_in_a_bare_project_is_synthetic_or_guessed(bare):
    for path in bare.inventory.iterdir():
        assert "合成" not in path.read_text(encoding="utf-8")
    inventory = load_inventory(bare)
    for row in (*inventory.orgs.values(), *inventory.nodes.values()):
        assert row.model_extra["synthetic"] == "no"
        assert row.model_extra["source"]
    for node in inventory.nodes.values():
        assert (node.mlps_level, node.arch, node.provider) == (None, None, None)
    for rows in (inventory.sites, inventory.apps, inventory.devices, inventory.capacity):
        assert not rows
    assert inventory.calendar.blackouts


def test_empty_tables_have_the_headers_to_fill_in(bare):
    for name, kind in TABLES.items():
        with (bare.inventory / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        required = {column for column, info in kind.model_fields.items() if info.is_required()}
        assert required <= set(header)
    with (bare.inventory / "apps.csv").open(encoding="utf-8") as file:
        assert file.read() == ",".join(TABLES["apps"].model_fields) + "\n"


def test_the_nodes_and_authorities_are_those_of_the_profile(bare):
    inventory = load_inventory(bare)
    name, province = bare.settings.profile, bare.settings.province
    tiers = Counter(node.tier for node in inventory.nodes.values())
    assert tiers == {Tier.MAIN: 1, Tier.CITY: {"henan": 18, "tianjin": 16, "shaanxi": 10}[name]}
    main = f"main-{province}"
    assert {node.parent for node in inventory.nodes.values()} == {None, main}
    kinds = Counter(org.kind for org in inventory.orgs.values())
    assert (
        kinds
        == {
            "henan": {
                OrgKind.PROVINCE_BUREAU: 1,
                OrgKind.CITY_BUREAU: 18,
                OrgKind.COUNTY_BUREAU: 10,
            },
            "tianjin": {OrgKind.PROVINCE_BUREAU: 1, OrgKind.COUNTY_BUREAU: 16},
            "shaanxi": {
                OrgKind.PROVINCE_BUREAU: 1,
                OrgKind.CITY_BUREAU: 10,
                OrgKind.COUNTY_BUREAU: 5,
            },
        }[name]
    )
    top = next(org for org in inventory.orgs.values() if org.kind is OrgKind.PROVINCE_BUREAU)
    assert {org.report_to for org in inventory.orgs.values()} == {None, top.org_id}


def test_the_sample_and_the_bare_henan_agree_where_both_have_rows(tmp_path, educloud):
    for folder, option in (("sample", []), ("bare", ["--no-sample"])):
        educloud("init", str(tmp_path / folder), *option)
    sample, bare = (load_inventory(open_project(tmp_path / name)) for name in ("sample", "bare"))
    assert sample.divisions == bare.divisions
    assert sample.calendar == bare.calendar
    sample_nodes, bare_nodes = (
        [(one.node_id, one.name, one.tier, one.division_code) for one in tables.nodes.values()]
        for tables in (sample, bare)
    )
    assert sample_nodes == bare_nodes
    assert (len(sample.sites), len(bare.sites)) == (40, 0)
    shared = sample.orgs.keys() & bare.orgs.keys()
    assert [sample.orgs[one].name for one in shared] == ["河南省教育厅"]


@pytest.mark.parametrize(
    "command", [["status"], ["report", "progress", "--out", "{page}"], ["migrate", "assess"]]
)
def test_commands_that_read_work_on_an_empty_project(bare, educloud, command, tmp_path):
    arguments = [word.format(page=tmp_path / "page.html") for word in command]
    done = educloud("-C", str(bare.folder), *arguments)
    assert done.returncode in {0, 2}, done.stderr
    assert "Traceback" not in done.stderr


def test_a_bare_project_has_a_stack_file_for_every_node_and_the_network(bare):
    stacks = load_stacks(bare)
    assert stacks.network is not None
    assert set(stacks.nodes) == set(load_inventory(bare).nodes)


def test_cloud_has_nothing_to_do_without_stack_files(tmp_path, educloud):
    folder = tmp_path / "new"
    assert educloud("init", str(folder), "--profile", "tianjin").returncode == 0
    for path in (folder / "stacks").iterdir():
        path.unlink()
    done = educloud("-C", str(folder), "cloud", "preview", "--all")
    assert (done.returncode, done.stdout) == (0, "")
    named = educloud("-C", str(folder), "cloud", "preview", "main-120000")
    assert named.returncode == 1
    assert "there is no stack file for 'main-120000'" in named.stderr


def test_an_unknown_profile_is_one_sentence_and_makes_nothing(tmp_path, educloud):
    done = educloud("init", str(tmp_path / "new"), "--profile", "atlantis")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "no profile 'atlantis'; choose one of: henan, shaanxi, tianjin" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_used_folder_stays_as_it_is(tmp_path, educloud):
    (tmp_path / "kept").write_text("x", encoding="utf-8")
    done = educloud("init", str(tmp_path), "--profile", "tianjin")
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("shaanxi/profile.yaml", "teirs: []\n", "unknown key 'teirs'"),
        ("shaanxi/counts.yaml", "{", "not readable as YAML"),
        ("shaanxi/divisions.csv", "x\n", "the required column is missing"),
        ("shaanxi/calendar.yaml", None, "has no calendar.yaml"),
    ],
)
def test_a_wrong_profile_file_is_one_sentence_and_nothing_is_made(
    tmp_path, monkeypatch, file, text, told
):
    folder = tmp_path / "profiles"
    shutil.copytree(profiles.FOLDER, folder)
    monkeypatch.setattr(profiles, "FOLDER", folder)
    path = folder / file
    if text is None:
        path.unlink()
    else:
        kept = path.read_text(encoding="utf-8") if file.endswith("profile.yaml") else ""
        path.write_text(kept + text, encoding="utf-8")
    done = CliRunner().invoke(root, ["init", str(tmp_path / "new"), "--profile", "shaanxi"])
    assert done.exit_code == 1
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "new").exists()


def test_the_help_names_every_profile(educloud):
    shown = educloud("init", "--help").stdout
    assert all(name in shown for name in NAMES)
    assert "Example:" in shown


def test_profile_lists_facts_with_source_and_mark(educloud):
    shown = educloud("inventory", "profile", "tianjin")
    assert shown.returncode == 0
    assert "网络骨干光缆（目标）: 2300 公里（目标 2025） 〔已读原文: S4" in shown.stdout
    document = json.loads(educloud("inventory", "profile", "tianjin", "--json").stdout)
    assert document["profile"] == "tianjin"
    assert {tuple(fact) for fact in document["facts"]} == {
        ("topic", "name", "text", "source", "mark")
    }


def test_profile_without_a_name_is_that_of_the_project(bare, educloud):
    document = json.loads(educloud("-C", str(bare.folder), "inventory", "profile", "--json").stdout)
    assert document["profile"] == bare.settings.profile
