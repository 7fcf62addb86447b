"""The program as a whole: speed of help, version, completion, examples, errors."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from educloud.cli import COMMANDS, Root, root

EDUCLOUD = str(Path(sys.executable).with_name("educloud"))
HEAVY = (
    "pulumi",
    "boto3",
    "netmiko",
    "ortools",
    "ansible_runner",
    "dbos",
    "moto",
    "asyncssh",
    "rich",
    "jinja2",
    "pydantic",
    "psycopg",
    "yaml",
)


def run(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [EDUCLOUD, *arguments], capture_output=True, text=True, cwd=cwd, check=False
    )


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> list[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        found.append(((*path, name), command))
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
    return found


def test_help_imports_nothing_heavy() -> None:
    """`educloud --help` is fast because it loads no part that it does not show."""
    code = (
        "import sys; from educloud.cli import root\n"
        "try: root(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


def test_help_lists_every_command_with_its_purpose() -> None:
    shown = run("--help").stdout

    assert all(name in shown and text in shown for name, (_, text) in COMMANDS.items())


@pytest.mark.parametrize(
    ("path", "command"),
    commands(root),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_every_command_has_help_with_an_example(
    path: tuple[str, ...], command: click.Command
) -> None:
    text = command.help or ""

    assert text.strip(), path
    assert "Example:" in text, path
    assert "educloud" in text.split("Example:")[1], path


def test_version() -> None:
    assert run("--version").stdout.startswith("educloud, version ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    assert "_EDUCLOUD_COMPLETE" in run("completion", shell).stdout


def test_a_folder_that_is_no_project_is_one_sentence(tmp_path: Path) -> None:
    done = run("-C", str(tmp_path), "inventory", "validate")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "educloud init" in done.stderr


def test_an_unknown_key_in_the_project_file_is_named(project, tmp_path: Path) -> None:
    path = project.folder / "educloud.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "colour: blue\n", encoding="utf-8")

    done = run("-C", str(project.folder), "ipv6", "plan")

    assert done.returncode == 1
    assert "unknown key 'colour'" in done.stderr
    assert str(path) in done.stderr


def test_doctor_gives_one_json_document() -> None:
    checks = json.loads(run("doctor", "--json").stdout)

    assert {"python", "pulumi engine", "packages"} <= {check["name"] for check in checks}


def test_an_unknown_command_is_no_traceback() -> None:
    done = run("nonsense")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_groups_are_loaded_when_asked_for() -> None:
    assert isinstance(root, Root)
    assert root.get_command(click.Context(root), "no-such") is None


def test_a_mistyped_option_is_an_error_and_not_something_to_look_at() -> None:
    done = run("network", "diff", "--platform", "huawei_vrp", "--running", "/nonexistent")

    assert done.returncode == 1
    assert "/nonexistent" in done.stderr


def test_a_file_that_may_not_be_read_is_one_sentence(project, tmp_path: Path) -> None:
    (project.folder / "educloud.yaml").unlink()
    (project.folder / "educloud.yaml").mkdir()

    done = run("-C", str(project.folder), "status")

    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_plan_that_is_none_is_named(project, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text('{"a": 1}', encoding="utf-8")

    done = run("-C", str(project.folder), "report", "progress", "--plan", str(plan))

    assert done.returncode == 1
    assert str(plan) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_one_sentence(
    project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDUCLOUD_DATABASE_URL", "postgresql://me:hidden@127.0.0.1:9/runs")

    done = run("-C", str(project.folder), "network", "rollout")

    assert done.returncode == 1
    assert "EDUCLOUD_DATABASE_URL" in done.stderr
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr
