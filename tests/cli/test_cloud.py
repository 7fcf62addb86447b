"""The cloud commands: what they print, where, and how they end."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from educloud.cli import root
from educloud.project import Project


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own cloud is never touched by a test."""
    monkeypatch.delenv("EDUCLOUD_CLOUD_ENDPOINT", raising=False)


def run(project: Project, *words: str) -> Result:
    return CliRunner().invoke(root, ["-C", str(project.folder), "cloud", *words])


def only_network(project: Project) -> None:
    for path in project.stacks.glob("*-*.yaml"):
        path.unlink()


def test_preview_up_and_up_again(project: Project) -> None:
    only_network(project)
    before = run(project, "preview", "--all", "--json")
    assert before.exit_code == 2
    (would,) = json.loads(before.stdout)
    up = run(project, "up", "network", "--yes", "--json")
    assert up.exit_code == 0
    (did,) = json.loads(up.stdout)
    assert did["created"] == would["created"] > 0
    again = run(project, "up", "--all")
    assert again.exit_code == 0
    assert f"nothing to change, {did['created']} resources stand" in again.stdout
    found = json.loads(run(project, "outputs", "--all", "--json").stdout)
    assert found["network"] == did["outputs"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["up", "city-000000"], "there is no stack file for 'city-000000'"),
        (["outputs", "city-000000"], "there is no stack file for 'city-000000'"),
        (["destroy", "city-000000"], "there is no stack file for 'city-000000'"),
    ],
)
def test_a_wrong_name_is_one_sentence(project: Project, words: list[str], said: str) -> None:
    result = run(project, *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_an_unreachable_endpoint_is_one_sentence(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", "http://127.0.0.1:9")
    result = run(project, "up", "--all", "--yes")
    assert result.exit_code == 1
    assert "http://127.0.0.1:9" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (project.folder / ".educloud" / "pulumi").exists()


def test_stacks_must_be_named_or_all_of_them(project: Project) -> None:
    for words in (["up"], ["up", "--all", "network"]):
        result = run(project, *words)
        assert result.exit_code == 1
        assert "name stacks, or give --all" in result.stderr


def test_the_engine_is_told(project: Project) -> None:
    result = run(project, "engine", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["version"] == "3.200.0"


@pytest.mark.parametrize(
    "name", ["preview", "up", "refresh", "drift", "outputs", "destroy", "engine"]
)
def test_every_command_shows_an_example(name: str) -> None:
    shown = CliRunner().invoke(root, ["cloud", name, "--help"])
    assert "Example:" in shown.stdout
