"""The cloud commands: what they print, where, and how they end."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from educloud.cli import root
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import open_cloud
from educloud.project import Project


@pytest.fixture(autouse=True)
def no_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own cloud is never touched by a test."""
    monkeypatch.delenv("EDUCLOUD_CLOUD_ENDPOINT", raising=False)


def run(project: Project, *words: str) -> Result:
    return CliRunner().invoke(root, ["-C", str(project.folder), "cloud", *words])


NETWORK = """
name: 测试专网
ipv4: [10.0.0.0/8]
worlds:
  teaching: {text: 教学}
  exam: {text: 考试}
"""


def only_network(project: Project) -> None:
    for path in project.stacks.glob("*.yaml"):
        path.unlink()
    (project.stacks / "network.yaml").write_text(NETWORK, encoding="utf-8")


def test_a_stack_from_preview_to_destroy(project: Project) -> None:
    """One story, because every run of the engine takes a second."""
    only_network(project)
    assert "never brought up" in run(project, "history", "network").stderr
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

    path = project.stacks / "network.yaml"
    more = NETWORK.replace("  exam: {text: 考试}", "  video: {text: 视频}").replace("测试", "新")
    path.write_text(f"{more}tags: {{owner: bureau}}\n", encoding="utf-8")
    shown = run(project, "preview", "network")
    assert shown.exit_code == 2
    lines = shown.stdout.splitlines()
    assert "  create TransitRouteTable world-video" in lines
    assert "  delete TransitRouteTable world-exam" in lines
    assert "      tags.owner: (none) -> bureau" in lines  # below the resource it is of
    assert run(project, "up", "network", "--yes").exit_code == 0
    assert run(project, "drift", "--all").exit_code == 0
    assert run(project, "orphans").exit_code == 0

    runs = json.loads(run(project, "history", "network", "--json").stdout)
    assert [(one["kind"], one["result"]) for one in runs] == [("up", "succeeded")] * 3
    assert (runs[0]["changes"]["create"], runs[0]["changes"]["delete"]) == (1, 1)
    gone = json.loads(run(project, "destroy", "--all", "--yes", "--json").stdout)
    assert gone[0]["deleted"] == did["created"]


def test_what_stands_already_is_imported(project: Project) -> None:
    only_network(project)
    assert run(project, "up", "network", "--yes").exit_code == 0
    hub = json.loads(run(project, "outputs", "network", "--json").stdout)["network"]
    assert run(project, "import", "network", "hub", hub["transit_gateway"]).exit_code == 1
    with open_cloud(project) as endpoint:
        made = client(endpoint, "ec2").create_transit_gateway_route_table(
            TransitGatewayId=hub["transit_gateway"]
        )["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]
        path = project.stacks / "network.yaml"
        path.write_text(NETWORK + "  office: {text: 办公}\n", encoding="utf-8")
        refused = run(project, "import", "network", "world-office", "tgw-rtb-0000")
        assert refused.exit_code == 1
        assert "there is no TransitRouteTable tgw-rtb-0000" in refused.stderr
        unknown = run(project, "import", "network", "world-sport", made)
        assert unknown.exit_code == 1
        assert "the stack declares no resource 'world-sport'" in unknown.stderr
        taken = run(project, "import", "network", "world-office", made, "--json")
        assert taken.exit_code in {0, 2}, taken.stderr
        assert json.loads(taken.stdout)["identity"] == made
        up = run(project, "up", "network", "--yes")
        assert up.exit_code == 0
        worlds = json.loads(run(project, "outputs", "network", "--json").stdout)["network"][
            "worlds"
        ]
        assert worlds["office"] == made
        assert run(project, "orphans").exit_code == 0


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
    "name",
    [
        "preview",
        "up",
        "refresh",
        "drift",
        "outputs",
        "destroy",
        "engine",
        "import",
        "orphans",
        "history",
        "new",
        "schema",
        "policies",
        "graph",
        "cost",
        "size",
        "drill",
    ],
)
def test_every_command_shows_an_example(name: str) -> None:
    shown = CliRunner().invoke(root, ["cloud", name, "--help"])
    assert "Example:" in shown.stdout
