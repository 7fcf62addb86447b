"""``educloud inventory``, ``educloud ipv6`` and ``educloud init`` at the door."""

import json

import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.cli.init import init, make_project
from educloud.errors import ProjectError
from educloud.inventory.load import check_inventory
from educloud.project import open_project


def run(project, *arguments):
    return CliRunner().invoke(root, ["-C", str(project.folder), *arguments])


def replace(project, table, old, new):
    path = project.inventory / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_validate_counts_rows_and_names_unknowns(project):
    result = run(project, "inventory", "validate")
    assert result.exit_code == 0
    assert "sites 40" in result.stdout
    assert "unknown: apps.mlps_level in" in result.stdout


def test_validate_as_json_is_one_document(project):
    result = run(project, "inventory", "validate", "--json")
    document = json.loads(result.stdout)
    assert (document["valid"], document["findings"]) == (True, [])
    assert document["tables"]["devices"] == 120
    gap = next(gap for gap in document["gaps"] if gap["column"] == "effort_h")
    assert (gap["table"], gap["count"], gap["effect"]) == ("apps", 1, "counts as default_effort_h")


def test_findings_are_listed_with_exit_2(project):
    replace(project, "sites", ",410611,", ",999999,")
    result = run(project, "inventory", "validate", "--json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["findings"]
    assert set(finding) == {"table", "row", "column", "value", "reason"}
    assert (finding["table"], finding["column"], finding["value"]) == (
        "sites",
        "division_code",
        "999999",
    )
    result = run(project, "inventory", "validate")
    assert result.exit_code == 2
    assert "inventory/sites.csv, row" in result.stdout


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda p: replace(p, "sites", ",410611,", ",999999,"), "column division_code"),
        (lambda p: replace(p, "sites", "HB-SITE-003,", "HB-SITE-002,"), "already stands in row 3"),
        (lambda p: replace(p, "rooms", "name,", "nam,"), "the required column is missing"),
        (
            lambda p: replace(p, "teams", "HB-TEAM-CITY,410600,", "HB-TEAM-CITY,410600,x"),
            "column hours_per_week: not a number",
        ),
        (lambda p: (p.inventory / "apps.csv").write_bytes(b"\0\1\2"), "apps.csv: holds NUL"),
        (
            lambda p: (p.inventory / "calendar.yaml").write_text("blackout: []"),
            "column blackout: unknown key",
        ),
        (
            lambda p: (p.inventory / "planner.yaml").write_text("weeks: [1\n"),
            "not readable as YAML",
        ),
        (
            lambda p: (p.inventory / "ipv6.csv").write_text("kind,id\n"),
            "ipv6.csv, row 1, column prefix",
        ),
        (lambda p: (p.folder / "educloud.yaml").unlink(), "no educloud.yaml here"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(project, break_it, told):
    break_it(project)
    before = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    result = run(project, "ipv6", "plan")
    assert result.exit_code == 1
    assert told in result.stderr
    assert result.stderr.startswith("educloud: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""
    assert before == {
        path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()
    }


def test_an_unreadable_file_is_exit_1_of_validate_too(project):
    (project.inventory / "apps.csv").write_bytes(b"\x89PNG\0\0")
    result = run(project, "inventory", "validate", "--json")
    assert (result.exit_code, result.stdout) == (1, "")


def test_the_plan_is_a_tree_with_one_city_opened(project):
    result = run(project, "ipv6", "plan")
    assert result.exit_code == 0
    assert "3fff:410::/32  河南省 410000" in result.stdout
    assert "淇滨区 410611: 10 sites" in result.stdout
    assert "teaching, first VLAN" in result.stdout
    assert len(result.stdout.splitlines()) < 40
    other = run(project, "ipv6", "plan", "--division", "410100")
    assert "中原区 410102: 0 sites" in other.stdout
    assert "淇滨区" not in other.stdout


def test_the_plan_as_json_is_a_list_of_kind_id_prefix(project):
    rows = json.loads(run(project, "ipv6", "plan", "--json").stdout)
    assert all(set(row) == {"kind", "id", "prefix"} for row in rows)
    assert {"kind": "province", "id": "410000", "prefix": "3fff:410::/32"} in rows
    part = json.loads(run(project, "ipv6", "plan", "--json", "--division", "410611").stdout)
    assert {row["kind"] for row in part} == {"county", "site"}
    assert len(part) == 12


def test_check_writes_nothing_and_tells_what_is_unrecorded(project):
    register = project.inventory / "ipv6.csv"
    assert run(project, "ipv6", "plan", "--check").exit_code == 0
    with (project.inventory / "sites.csv").open("a", encoding="utf-8") as file:
        file.write("NEW-1,x,primary,410611,HB-ORG-004\n")
    before = register.read_bytes()
    checked = run(project, "ipv6", "plan", "--check")
    assert (checked.exit_code, register.read_bytes()) == (2, before)
    assert "1 prefixes are not in the register yet" in checked.stderr
    assert run(project, "ipv6", "plan").exit_code == 0
    assert set(before.splitlines()) < set(register.read_bytes().splitlines())
    assert run(project, "ipv6", "plan", "--check").exit_code == 0


def test_a_site_that_moved_to_another_county_keeps_its_prefix_and_is_a_fault(project):
    text = (project.inventory / "sites.csv").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("HB-SITE-019,"))
    replace(project, "sites", line, line.replace("410611", "410621"))
    result = run(project, "ipv6", "plan", "--json")
    assert result.exit_code == 2
    assert "lies in county 410611, not in its own county 410621" in result.stderr


def test_an_unknown_division_is_one_sentence(project):
    result = run(project, "ipv6", "plan", "--division", "999999", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no division '999999'" in result.stderr


def test_init_makes_a_project_that_holds(tmp_path):
    result = CliRunner().invoke(init, [str(tmp_path / "new"), "--profile", "henan"])
    assert result.exit_code == 0
    project = open_project(tmp_path / "new")
    assert check_inventory(project) == []
    assert project.stacks.is_dir()
    assert not (project.inventory / "README.md").exists()
    assert run(project, "ipv6", "plan", "--check").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_init_takes_an_empty_folder_and_refuses_a_used_one(tmp_path):
    make_project(tmp_path, "henan")
    kept = sorted(tmp_path.rglob("*"))
    with pytest.raises(ProjectError, match="is not empty"):
        make_project(tmp_path, "henan")
    assert sorted(tmp_path.rglob("*")) == kept


def test_init_names_the_profiles_there_are(tmp_path):
    with pytest.raises(ProjectError, match="no profile 'atlantis'; choose one of: henan"):
        make_project(tmp_path / "new", "atlantis")
    assert not (tmp_path / "new").exists()


def test_init_under_a_file_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ProjectError, match="cannot be written"):
        make_project(tmp_path / "file" / "new", "henan")


@pytest.mark.parametrize("command", [["inventory", "validate"], ["ipv6", "plan"]])
def test_every_command_shows_an_example(command):
    result = CliRunner().invoke(root, [*command, "--help"])
    assert "Example:" in result.stdout


def test_faults_are_told_beside_the_tree_they_do_not_stop_it(project):
    """Whatever people wrote into the register, the rest of the plan is shown."""
    register = project.inventory / "ipv6.csv"
    lines = register.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("pool,", "city,410100,"))]
    kept += ["city,410100,3fff:410:fc00::/38", "site,HB-SITE-002,3fff:410:1410:f000::/60"]
    kept = [line for line in kept if line != "site,HB-SITE-002,3fff:410:1410::/56"]
    register.write_text("\n".join(kept) + "\n", encoding="utf-8")
    result = run(project, "ipv6", "plan", "--check")
    assert result.exit_code == 2
    assert "鹤壁市 410600" in result.stdout
    assert "pool 410000: no free place in province 410000" in result.stderr
    assert "smaller than the /56 a site needs" in result.stderr
