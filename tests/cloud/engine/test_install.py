"""Finding and getting the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from educloud.cloud.engine import install
from educloud.errors import EnvironmentMissing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an empty cache, nothing on PATH and no way to the outside."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(install, "DOWNLOADS", "http://127.0.0.1:9/install.sh")
    return tmp_path


def test_the_engine_of_this_machine_says_the_pinned_version() -> None:
    assert install.version_of(install.require_engine().path) == install.ENGINE_VERSION


def test_path_comes_before_the_cache_and_only_with_the_right_version(bare: Path) -> None:
    assert install.find_engine() is None
    cached = program(install.cache_folder() / "pulumi", "echo v3.200.0")
    program(bare / "bin" / "pulumi", "echo v3.1.0")
    assert install.find_engine() == install.EngineProgram(cached, "cache")
    other = program(bare / "bin" / "pulumi", "echo v3.200.0")
    assert install.find_engine() == install.EngineProgram(other, "PATH")


def test_no_download_and_no_go_is_one_sentence(bare: Path) -> None:
    with pytest.raises(EnvironmentMissing, match="there is no Go to build it; put Go"):
        install.install_engine()
    with pytest.raises(EnvironmentMissing, match="is not installed; run 'educloud cloud engine"):
        install.require_engine()
    assert not (install.cache_folder() / "pulumi").exists()


def test_a_go_that_fails_is_quoted_and_leaves_nothing(bare: Path) -> None:
    program(bare / "bin" / "go", "echo 'module not found' >&2; exit 1")
    with pytest.raises(
        EnvironmentMissing, match="Go build of the Pulumi engine failed: module not"
    ):
        install.install_engine()
    assert names(install.cache_folder()) == [".lock"]


def test_what_go_built_is_kept_once(bare: Path) -> None:
    """A stand-in for Go writes the program it was asked for; the module it gets is the shipped."""
    text = "test -f go.mod && test -f go.sum && test -f tools.go || exit 3\n"
    text += 'while [ "$1" != -o ]; do shift; done\n'
    text += 'printf "#!/bin/sh\\necho v3.200.0\\n" > "$2"; /bin/chmod 755 "$2"'
    program(bare / "bin" / "go", text)
    said: list[str] = []
    assert install.install_engine(said.append).source == "build"
    assert "building" in said[0]
    assert install.install_engine().source == "cache"
    assert names(install.cache_folder()) == [".lock", "pulumi"]


def test_a_build_of_another_version_is_not_kept(bare: Path) -> None:
    text = 'while [ "$1" != -o ]; do shift; done\n'
    text += 'printf "#!/bin/sh\\necho v9.9.9\\n" > "$2"; /bin/chmod 755 "$2"'
    program(bare / "bin" / "go", text)
    with pytest.raises(EnvironmentMissing, match=r"is not the Pulumi engine 3\.200\.0"):
        install.install_engine()
    assert names(install.cache_folder()) == [".lock"]
