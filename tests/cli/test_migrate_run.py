"""The doors of execution: what they print, how they end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from educloud.cli import root
from educloud.migration.moves import Move, PhaseResult
from educloud.migration.records import finish_record, note_phase
from educloud.project import Project


def call(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(root, ["-C", str(project.folder), "migrate", *arguments])


@pytest.fixture
def moved(project: Project) -> Project:
    for app_id, state in (("A1", "moved"), ("A2", "rolled_back")):
        move = Move(
            app_id, f"应用{app_id}", "rehost", "2027-W05", "R1", "N1", "d", "f", "x.example"
        )
        facts: dict[str, Any] = {"rows": 50_565, "database_sha256": "ab" * 32}
        note_phase(project, move, PhaseResult(app_id, "verify", ok=True, facts=facts, seconds=1.5))
        finish_record(project, move, state, "" if state == "moved" else "verify: rows differ")
    return project


def test_status_before_any_move_has_nothing_to_look_at(project: Project) -> None:
    result = call(project, "status", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert "no application" in call(project, "status").stderr


def test_status_says_where_each_application_serves(moved: Project) -> None:
    result = call(moved, "status")
    assert result.exit_code == 2
    assert "A1 应用A1  已迁移 moved" in result.stdout
    assert "A2 应用A2  已回退 rolled back: verify: rows differ" in result.stdout
    assert "rows 50565" in result.stdout
    assert "abab" not in result.stdout


def test_status_as_json_is_one_document(moved: Project) -> None:
    result = call(moved, "status", "--json")
    first, second = json.loads(result.stdout)
    assert (first["app_id"], first["serves_from"], first["week"]) == ("A1", "N1", "2027-W05")
    assert (second["state"], second["serves_from"]) == ("rolled_back", "R1")
    assert second["phases"][0]["facts"]["rows"] == 50_565


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--plan", "PLAN", "--week", "2027-W05", "--fault", "open:A1"], "no such fault"),
        (["run", "--plan", "PLAN", "--week", "2027-5"], "2027-W05"),
    ],
)
def test_bad_input_is_one_sentence(project: Project, arguments: list[str], words: str) -> None:
    plan = project.folder / "plan.json"
    plan.write_text("{}", encoding="utf-8")
    result = call(project, *(str(plan) if word == "PLAN" else word for word in arguments))
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["run", "rollback", "status"])
def test_help_has_an_example(project: Project, name: str) -> None:
    result = call(project, name, "--help")
    assert result.exit_code == 0
    assert f"educloud migrate {name}" in result.stdout
