"""Have the Pulumi engine: find it, else download it, else build it from its Go module.

The version is pinned. What was downloaded or built is kept in the user's cache, outside any
project, so that it is done once per machine and user.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from educloud.errors import EnvironmentMissing

ENGINE_VERSION = "3.200.0"
DOWNLOADS = "https://get.pulumi.com/install.sh"
PROBE_SECONDS = 4.0
DOWNLOAD_SECONDS = 600.0
BUILD_SECONDS = 1800.0
MEND = "put Go (1.23 or newer) on PATH, or a 'pulumi' of that version, then try again"

OnProgress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class EngineProgram:
    """A Pulumi engine of the pinned version and where it came from."""

    path: Path
    source: str  # "PATH", "cache", "download" or "build"


def find_engine() -> EngineProgram | None:
    """Give the engine that is there already; None when there is none of the pinned version."""
    on_path = shutil.which("pulumi")
    if on_path and version_of(Path(on_path)) == ENGINE_VERSION:
        return EngineProgram(Path(on_path), "PATH")
    cached = cache_folder() / "pulumi"
    # What stands in the cache was put there whole, under the name of its version.
    return EngineProgram(cached, "cache") if os.access(cached, os.X_OK) else None


def require_engine() -> EngineProgram:
    """Give the engine; EnvironmentMissing when it is not installed yet."""
    found = find_engine()
    if found is None:
        raise EnvironmentMissing(
            f"the Pulumi engine {ENGINE_VERSION} is not installed",
            mend="run 'educloud cloud engine --install' (or 'make setup')",
        )
    return found


def install_engine(on_progress: OnProgress = lambda _: None) -> EngineProgram:
    """Give the engine, downloading or building it when there is none.

    Minutes when it is built. Safe to run twice at once: the second waits and takes the first's.
    """
    found = find_engine()
    if found:
        return found
    with _alone():
        found = find_engine()
        if found:
            return found
        if _can_download():
            on_progress(f"downloading the Pulumi engine {ENGINE_VERSION}")
            with contextlib.suppress(EnvironmentMissing):
                return EngineProgram(_download(), "download")
        on_progress(
            f"building the Pulumi engine {ENGINE_VERSION} from its Go module (some minutes)"
        )
        return EngineProgram(_build(), "build")


def cache_folder() -> Path:
    """Say where an installed engine is kept."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "educloud" / "engine" / ENGINE_VERSION


def version_of(program: Path) -> str:
    """Give the version a ``pulumi`` program says it is; empty when it says nothing."""
    try:
        said = subprocess.run(
            [program, "version"],
            env={**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"},
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip().removeprefix("v")


def _can_download() -> bool:
    try:
        with urllib.request.urlopen(DOWNLOADS, timeout=PROBE_SECONDS):
            return True
    except (OSError, ValueError):
        return False


def _download() -> Path:
    """Download the released program: the SDK's own installer, in a child that can be ended."""
    with tempfile.TemporaryDirectory(prefix="educloud-engine-") as folder:
        code = (
            "import sys, semver, pulumi.automation as sdk; "
            "sdk.PulumiCommand.install(sys.argv[1], semver.VersionInfo.parse(sys.argv[2]))"
        )
        _run([sys.executable, "-c", code, folder, ENGINE_VERSION], DOWNLOAD_SECONDS, "download")
        return _keep(Path(folder) / "bin" / "pulumi")


def _build() -> Path:
    go = shutil.which("go")
    if go is None:
        raise EnvironmentMissing(
            f"the Pulumi engine {ENGINE_VERSION} cannot be downloaded here, "
            "and there is no Go to build it",
            mend=MEND,
        )
    with tempfile.TemporaryDirectory(prefix="educloud-engine-") as name:
        folder = Path(name)
        shutil.copytree(Path(__file__).parent / "engine_build", folder / "module")
        flag = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v{ENGINE_VERSION}"
        _run(
            [go, "build", "-tags", "osusergo,grpcnotrace", "-trimpath", "-ldflags", f"-s -w {flag}",
             "-o", str(folder / "pulumi"), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
            BUILD_SECONDS,
            "Go build",
            cwd=folder / "module",
        )  # fmt: skip
        return _keep(folder / "pulumi")


def _run(command: list[str], seconds: float, what: str, cwd: Path | None = None) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, "CGO_ENABLED": "0", "PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentMissing(
            f"the {what} of the Pulumi engine took more than {seconds:.0f} s", mend=MEND
        ) from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip() or "it said nothing").splitlines()[-1]
        raise EnvironmentMissing(f"the {what} of the Pulumi engine failed: {said}", mend=MEND)


def _keep(program: Path) -> Path:
    """Put a program into the cache, whole or not at all."""
    folder = cache_folder()
    handle, name = tempfile.mkstemp(dir=folder, prefix=".pulumi.")
    os.close(handle)
    try:
        shutil.copyfile(program, name)
        Path(name).chmod(0o755)
        if version_of(Path(name)) != ENGINE_VERSION:
            raise EnvironmentMissing(
                f"what was installed is not the Pulumi engine {ENGINE_VERSION}"
            )
        Path(name).replace(folder / "pulumi")
    finally:
        Path(name).unlink(missing_ok=True)
    return folder / "pulumi"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Build the engine where it cannot be downloaded: `make setup` does this beside the rest."""
    try:
        if not _can_download():
            install_engine()
    except EnvironmentMissing:
        return 1  # said when the engine is asked for in earnest
    return 0


if __name__ == "__main__":
    sys.exit(main())
