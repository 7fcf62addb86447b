"""A YAML file of a project is refused when the parser would drop a part of it unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from educloud.errors import ProjectError
from educloud.project import shipped, yaml_document


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "b:\n  - a: 1\n    b: 2\n    a: 3\n"])
def test_a_key_that_stands_twice_is_named_with_its_lines(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"'a' stands twice, in lines \d and \d"):
        yaml_document(file)


def test_anchors_merges_and_rings_are_no_repetition(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: &c [*c]\n", encoding="utf-8")
    found = yaml_document(file)
    assert found["b"] == {"x": 2}
    assert found["c"][0] is found["c"]


def test_no_shipped_stack_file_repeats_a_key() -> None:
    assert all(yaml_document(file) for file in shipped("stacks").glob("*.yaml"))
