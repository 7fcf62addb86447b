"""The demo touches no folder that is not its own."""

import os
from pathlib import Path

import pytest

from educloud.demo.run import claim, only_local, prepare
from educloud.errors import ProjectError
from educloud.project import Project


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_users_project_is_never_taken_for_a_demo(project: Project, tmp_path: Path) -> None:
    before = content(project.folder)

    with pytest.raises(ProjectError, match="no demo's"):
        claim(None, project.folder)

    assert content(project.folder) == before


def test_the_demo_does_not_work_on_its_own_source(project: Project) -> None:
    with pytest.raises(ProjectError, match="works on a copy"):
        claim(project, project.folder)


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(ProjectError, match="another --out"):
        claim(None, tmp_path / "file" / "demo")


def test_the_register_of_addresses_survives_a_refresh(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    claim(project, folder)
    prepare(project, folder)
    register = folder / "inventory" / "ipv6.csv"
    register.write_text(register.read_text() + "site,NEW,3fff:410:ff00::/56\n")
    (folder / "inventory").rename(folder / ".inventory.old")  # killed between the two renames

    prepare(project, folder)
    prepare(project, folder)

    assert "NEW" in register.read_text()


def test_the_environments_cloud_and_credentials_are_hidden(monkeypatch) -> None:
    for name in ("AWS_PROFILE", "EDUCLOUD_CLOUD_ENDPOINT", "EDUCLOUD_CREDENTIAL_LAB"):
        monkeypatch.setenv(name, "real")

    with only_local():
        assert not {"AWS_PROFILE", "EDUCLOUD_CLOUD_ENDPOINT"} & set(os.environ)
        assert "EDUCLOUD_CREDENTIAL_LAB" not in os.environ

    assert os.environ["AWS_PROFILE"] == "real"
