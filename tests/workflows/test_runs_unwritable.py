"""A database of runs that can no longer be written is told in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy

from educloud.errors import ProjectError
from educloud.project import open_project, shipped
from educloud.workflows.runtime import _launched


def test_a_full_disk_in_the_middle_of_a_run_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "educloud.yaml").write_text(shipped("educloud.yaml").read_text("utf-8"), "utf-8")
    project = open_project(tmp_path)
    (tmp_path / ".educloud").mkdir(exist_ok=True)
    with (
        pytest.raises(ProjectError, match=r"runs\.sqlite: the database of runs .* full; mend that"),
        _launched(project, "k"),
    ):
        write_more_than_there_is_room_for()


def write_more_than_there_is_room_for() -> None:
    with sqlalchemy.create_engine("sqlite://").begin() as small:
        small.exec_driver_sql("PRAGMA max_page_count = 2")
        small.exec_driver_sql("CREATE TABLE t (x)")
        small.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")
