"""Changes as reviewed files: what stands, what is wanted, the commands there and back.

A case is a folder with ``running.cfg``, ``intended.cfg``, ``source.txt`` (where the case comes
from; a line ``management change allowed`` gives that permission) and either ``apply.cfg`` with
``undo.cfg`` and, if there are any, ``warnings.txt``, or ``refused.txt`` with the reason.
``pytest --update`` writes the latter anew, to be read as a diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from educloud.errors import ConfigError, GuardError
from educloud.network.patch import Change, plan_replace
from educloud.network.platform import load_platform, platform_names

from .typing_in import switch, type_all

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path for path in GOLDEN.glob("*/*") if path.is_dir())
WANTED = {"huawei_smartax": 15, "zte_zxan": 15}
SWITCHES = 40


def read(case: Path, name: str) -> str:
    return (case / name).read_text(encoding="utf-8")


def planned(case: Path) -> Change:
    allowed = "management change allowed" in read(case, "source.txt")
    return plan_replace(
        load_platform(case.parent.name),
        read(case, "running.cfg"),
        read(case, "intended.cfg"),
        allow_management_change=allowed,
    )


def outcome(case: Path) -> dict[str, str]:
    """Give the files that a case's plan leads to."""
    try:
        change = planned(case)
    except (ConfigError, GuardError) as error:
        return {"refused.txt": f"{error}\n"}
    files = {"apply.cfg": change.apply, "undo.cfg": change.undo, "warnings.txt": change.warnings}
    return {
        name: "".join(f"{line}\n" for line in lines)
        for name, lines in files.items()
        if lines or name != "warnings.txt"
    }


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}-{c.name}")
def test_golden_change(case: Path, request: pytest.FixtureRequest) -> None:
    found = outcome(case)
    results = ("apply.cfg", "undo.cfg", "warnings.txt", "refused.txt")
    if request.config.getoption("update"):
        for name in results:
            (case / name).unlink(missing_ok=True)
        for name, text in found.items():
            (case / name).write_text(text, encoding="utf-8")
    assert found == {name: read(case, name) for name in results if (case / name).exists()}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.parent.name}-{c.name}")
def test_a_switch_takes_it(case: Path) -> None:
    """A switch of the farm takes every line of the case, there and back."""
    if (case / "refused.txt").exists():
        return
    platform = case.parent.name
    box = switch(platform, read(case, "running.cfg"))
    before, wanted = box.text(), switch(platform, read(case, "intended.cfg")).text()
    change = planned(case)
    stays = any("stays" in warning or "left as it is" in warning for warning in change.warnings)
    type_all(box, change.apply)
    assert stays or box.text() == wanted
    type_all(box, change.undo)
    assert stays or box.text() == before


def test_there_are_enough_and_each_names_its_source() -> None:
    counts = dict.fromkeys(platform_names(), 0)
    for case in CASES:
        counts[case.parent.name] += 1
        assert read(case, "source.txt").strip(), case
    assert all(counts[name] >= WANTED.get(name, SWITCHES) for name in counts), counts
