"""``educloud inventory generate`` as a user meets it."""

import json

import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.cli.init import make_bare_project
from educloud.inventory.load import check_inventory
from educloud.project import open_project


def run(*arguments: object):
    return CliRunner().invoke(root, [str(argument) for argument in arguments])


def generate(*arguments: object):
    return run("inventory", "generate", "--scale", "0.003", *arguments)


def test_help_shows_an_example():
    assert "Example:" in run("inventory", "generate", "--help").stdout


@pytest.mark.parametrize("profile", ["henan", "shaanxi", "tianjin"])
def test_a_new_project_is_made_and_validates(tmp_path, profile):
    result = generate("--profile", profile, "--out", tmp_path / "new")
    assert (result.exit_code, result.stderr.count("synthetic")) == (0, 1), result.output
    assert open_project(tmp_path / "new").settings.profile == profile
    checked = run("-C", tmp_path / "new", "inventory", "validate", "--json")
    assert checked.exit_code == 0
    report = json.loads(checked.stdout)
    assert report["valid"]
    assert all(report["tables"].values())
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_json_is_one_document_with_the_counts(tmp_path):
    result = generate("--profile", "tianjin", "--out", tmp_path, "--json")
    document = json.loads(result.stdout)
    lines = (tmp_path / "inventory" / "sites.csv").read_text(encoding="utf-8").count("\n")
    assert document["tables"]["sites"] == lines - 1
    assert document["folder"] == str(tmp_path)


def test_the_same_command_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        assert generate("--seed", 7, "--out", tmp_path / name).exit_code == 0
    for path in (tmp_path / "one" / "inventory").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "inventory" / path.name).read_bytes()


def test_a_used_folder_is_refused_and_kept(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    result = generate("--out", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not empty; choose a new or an empty folder" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_current_empty_folder_can_become_the_project(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert generate("--out", ".").exit_code == 0
    assert open_project().settings.profile == "henan"  # the shell's folder is still this one


def test_a_wrong_scale_leaves_no_folder_behind(tmp_path):
    result = run("inventory", "generate", "--scale", "9", "--out", tmp_path / "new")
    assert result.exit_code == 1
    assert "scale 9 is out of range" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_profile_is_one_sentence(tmp_path):
    result = generate("--profile", "atlantis", "--out", tmp_path / "new")
    assert result.exit_code == 1
    assert "no profile 'atlantis'" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_sample_may_be_replaced(project):
    result = run("-C", project.folder, "inventory", "generate", "--scale", "0.003")
    assert result.exit_code == 0, result.output
    assert check_inventory(project) == []
    sites = (project.inventory / "sites.csv").read_text(encoding="utf-8")
    assert "HB-SITE-" not in sites
    assert "HA-SITE-" in sites


def test_a_real_row_keeps_the_project_as_it_is(project):
    path = project.inventory / "rooms.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace(",yes\n", ",no\n")
    path.write_text("".join(lines), encoding="utf-8")
    before = {one: one.read_bytes() for one in project.inventory.iterdir()}
    result = run("-C", project.folder, "inventory", "generate", "--scale", "0.003")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "rooms.csv: row 2 is not marked synthetic" in result.stderr
    assert {one: one.read_bytes() for one in project.inventory.iterdir()} == before


def test_a_bare_project_is_filled_and_keeps_its_real_rows(tmp_path):
    make_bare_project(tmp_path / "bare", "shaanxi")
    project = open_project(tmp_path / "bare")
    real = (project.inventory / "orgs.csv").read_text(encoding="utf-8").splitlines()[1]
    assert run("-C", project.folder, "inventory", "generate", "--scale", "0.003").exit_code == 0
    assert check_inventory(project) == []
    text = (project.inventory / "orgs.csv").read_text(encoding="utf-8")
    assert real.split(",")[1] in text
    assert real.split(",")[1] + "（合成）" not in text


def test_another_provinces_profile_is_refused(project):
    result = run("-C", project.folder, "inventory", "generate", "--profile", "tianjin")
    assert result.exit_code == 1
    assert "the project is of profile henan, not tianjin" in result.stderr
