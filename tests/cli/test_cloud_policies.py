"""``cloud policies`` as people and programs meet it."""

from __future__ import annotations

import json

import pytest
import yaml

from educloud.project import Project


def edited(project: Project, **over: object) -> str:
    """A sound node of the shipped project, with something laid over its file."""
    path = project.stacks / "city-410600.yaml"
    document = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**document, **over}, allow_unicode=True), "utf-8")
    return path.stem


def test_a_denied_stack_is_exit_2_with_clause_resource_and_fix(project: Project, educloud):
    name = edited(project, region="us-east-1")
    run = educloud("-C", str(project.folder), "cloud", "policies", name, "--json")
    found = {one["rule"]: one for one in json.loads(run.stdout)}
    assert run.returncode == 2
    assert found["region-allowed"]["severity"] == "deny"
    assert found["region-allowed"]["clause"] == "8.2.1.1、8.2.4.5"
    text = educloud("-C", str(project.folder), "cloud", "policies", name).stdout
    assert "拒绝 8.2.1.1、8.2.4.5 基础设施与数据应在境内 [region-allowed]" in text
    assert "region: us-east-1 is not among the regions" in text


def test_a_reason_lets_it_up_until_its_day(project: Project, educloud):
    exception = {
        "rule": "region-allowed", "resource": "region",
        "reason": "演练环境，不含数据（合成）", "until": "2027-01-31",
    }  # fmt: skip
    name = edited(project, region="us-east-1", exceptions=[exception])
    for day, severity in (("2027-01-31", "excepted"), ("2027-02-01", "deny")):
        run = educloud(
            "-C", str(project.folder), "cloud", "policies", name, "--as-of", day, "--json"
        )
        found = {one["rule"]: one["severity"] for one in json.loads(run.stdout)}
        assert found["region-allowed"] == severity


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name stacks, or give --all"),
        (("--all", "network"), "name stacks, or give --all"),
        (("nowhere",), "there is no stack file for 'nowhere'"),
        (("--all", "--plan", "no-such-plan.json"), "the plan cannot be read"),
    ],
)
def test_wrong_arguments_are_one_sentence(project: Project, educloud, arguments, said: str):
    run = educloud("-C", str(project.folder), "cloud", "policies", *arguments)
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert not run.stdout
