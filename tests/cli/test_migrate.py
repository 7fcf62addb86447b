"""``educloud migrate assess``, ``plan`` and ``check`` at the door."""

import csv
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from educloud.cli import root


def run(project, *arguments):
    return CliRunner().invoke(root, ["-C", str(project.folder), "migrate", *arguments])


def keep_apps(project, wanted):
    """Cut the shipped city down to a few applications, with what hangs on them."""
    for table, columns in (("apps", 1), ("pins", 1), ("deps", 2)):
        path = project.inventory / f"{table}.csv"
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        kept = [row for row in rows if set(row.split(",")[:columns]) <= wanted]
        path.write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")


@pytest.fixture
def small(project):
    keep_apps(project, {f"HB-APP-{number:03d}" for number in (1, 2, 3, 11, 20)})
    return project


def edit(project, table, old, new):
    path = project.inventory / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_assess_shows_rooms_strategies_zombies_and_unknowns(project):
    result = run(project, "assess", "--as-of", "2026-12-07")
    assert result.exit_code == 0
    for word in (
        "低",
        "小",
        "散",
        "旧",
        "关停",
        "rehost",
        "僵尸系统 7 个",
        "HB-APP-020",
        "apps.mlps_level",
    ):
        assert word in result.stdout


def test_assess_as_json_is_one_document_with_reasons(project):
    result = run(project, "assess", "--as-of", "2026-12-07", "--json")
    document = json.loads(result.stdout)
    assert document["as_of"] == "2026-12-07"
    assert len(document["apps"]) == 80
    assert len(document["rooms"]) == 12
    assert all(app["reason"] for app in document["apps"])
    assert sum(document["strategies"].values()) == sum(app["in_scope"] for app in document["apps"])


def test_a_plan_is_drawn_written_and_found_valid(small, tmp_path):
    out = tmp_path / "plan.json"
    planned = run(small, "plan", "--out", str(out))
    assert planned.exit_code == 2
    assert "HB-APP-011 [no_node_with_mlps]" in planned.stdout
    assert "合计" in planned.stdout
    assert "放假调休通知尚未公布" in planned.stderr
    assert "room_weeks_open" in planned.stderr
    checked = run(small, "check", str(out), "--json")
    assert checked.exit_code == 0
    document = json.loads(checked.stdout)
    assert (document["valid"], document["violations"]) == (True, [])
    assert document["kpi"]["unplanned"] == 1


def test_the_whole_city_is_planned_within_a_small_work_limit(project, tmp_path):
    out = tmp_path / "plan.json"
    result = run(project, "plan", "--out", str(out), "--work-limit", "3", "--json")
    assert result.exit_code == 2
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert json.loads(result.stdout)["kpi"] == plan["kpi"]
    assert [item["app_id"] for item in plan["unplanned"]] == ["HB-APP-011"]
    assert plan["objective"]["gap"] is not None


def test_a_plan_without_leftovers_exits_with_0(small, tmp_path):
    keep_apps(small, {"HB-APP-001", "HB-APP-002"})
    assert run(small, "plan", "--out", str(tmp_path / "p")).exit_code == 0


def test_a_spoilt_plan_is_reported_with_rule_and_exit_2(small, tmp_path):
    out = tmp_path / "plan.json"
    run(small, "plan", "--out", str(out))
    plan = json.loads(out.read_text(encoding="utf-8"))
    plan["apps"][0]["node_id"] = "nowhere"
    out.write_text(json.dumps(plan), encoding="utf-8")
    result = run(small, "check", str(out), "--json")
    assert result.exit_code == 2
    assert 6 in {violation["rule"] for violation in json.loads(result.stdout)["violations"]}
    assert "规则6" in run(small, "check", str(out)).stdout


def test_a_plan_of_other_inputs_is_pointed_out(small, tmp_path):
    out = tmp_path / "plan.json"
    run(small, "plan", "--out", str(out))
    edit(small, "planner.yaml", "quarantine_days: 14", "quarantine_days: 21")
    result = run(small, "check", str(out))
    assert result.exit_code == 2
    assert "另一份台账" in result.stderr


def set_cells(project, table, column, value):
    """Put one value into a whole column."""
    path = project.inventory / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {column: value} for row in rows)


# what is broken -> (how, words of the sentence)
BAD = {
    "negative size": (
        lambda p: set_cells(p, "apps", "data_gb", "-5"),
        "apps.csv, row 2, column data_gb",
    ),
    "unknown owner": (lambda p: set_cells(p, "apps", "owner_org", "NOBODY"), "NOBODY"),
    "start in midweek": (
        lambda p: edit(p, "planner.yaml", "start: 2026-12-07", "start: 2026-12-09"),
        "Monday",
    ),
    "unknown key": (lambda p: edit(p, "planner.yaml", "weeks:", "wekes:"), "wekes"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_sentence_and_nothing_is_written(small, tmp_path, name):
    break_it, words = BAD[name]
    break_it(small)
    result = run(small, "plan", "--out", str(tmp_path / "plan.json"))
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "plan.json").exists()


def test_a_self_dependency_is_refused_by_name(small, tmp_path):
    path = small.inventory / "deps.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("HB-APP-001,HB-APP-001,before\n")
    result = run(small, "plan", "--out", str(tmp_path / "plan.json"))
    assert result.exit_code == 1
    assert "HB-APP-001" in result.stderr
    assert not (tmp_path / "plan.json").exists()


def test_a_team_without_hours_leaves_its_work_unplanned(small, tmp_path):
    set_cells(small, "teams", "hours_per_week", "0")
    result = run(small, "plan", "--out", str(tmp_path / "p"), "--json")
    assert result.exit_code == 2
    assert "team_capacity" in {item["reason"] for item in json.loads(result.stdout)["unplanned"]}
    assert "每周0小时" in result.stderr


@pytest.mark.parametrize("text", ["", "{}", "no json", '{"format": "educloud.plan/1"}'])
def test_a_file_that_is_no_plan_gets_one_sentence(project, tmp_path, text):
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    result = run(project, "check", str(tmp_path / "plan.json"))
    assert result.exit_code == 1
    assert "plan.json" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_missing_plan_and_a_wrong_date_are_named(project, tmp_path):
    assert "gone.json" in run(project, "check", str(tmp_path / "gone.json")).stderr
    result = run(project, "assess", "--as-of", "yesterday")
    assert result.exit_code != 0
    assert "yesterday" in result.stderr


@pytest.mark.parametrize("command", ["assess", "plan", "check", "run", "rollback", "status"])
def test_every_command_explains_itself_with_an_example(command):
    result = CliRunner().invoke(root, ["migrate", command, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.output


def test_help_needs_none_of_the_heavy_packages():
    code = (
        "import sys; from click.testing import CliRunner; from educloud.cli import root;"
        "print(CliRunner().invoke(root, ['migrate', '--help']).output);"
        "sys.exit(bool({'ortools', 'holidays', 'rich', 'ansible_runner'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0
    assert "rollback" in result.stdout
