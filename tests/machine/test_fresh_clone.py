"""A fresh clone, an empty home, a user who is not root, the system's own Python."""

import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from educloud.cloud.engine.install import require_engine

pytestmark = [pytest.mark.lab, pytest.mark.timeout(900)]

RUNUSER = shutil.which("runuser") or "/usr/sbin/runuser"
CHECKOUT = Path(__file__).resolve().parents[2]
# What a machine may need to reach its package index; nothing else of the environment is passed on.
PASSED_ON = ("PIP_", "SSL_", "REQUESTS_", "HTTP_", "HTTPS_", "NO_PROXY", "http", "no_proxy")


@dataclass(frozen=True)
class Newcomer:
    """A user made for one test, with a clone in the home folder."""

    name: str
    home: Path

    @property
    def clone(self) -> Path:
        return self.home / "educloud"

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        passed = {k: v for k, v in os.environ.items() if k.startswith(PASSED_ON)}
        env = {"HOME": str(self.home), "PATH": f"{self.home}/bin:/usr/bin:/bin", **passed}
        return subprocess.run(
            [RUNUSER, "-u", self.name, "--", *command],
            cwd=self.clone,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def newcomer() -> Iterator[Newcomer]:
    name = f"educloud-{uuid.uuid4().hex[:8]}"
    subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", name], check=True)
    entry = pwd.getpwnam(name)
    one = Newcomer(name, Path(entry.pw_dir))
    try:
        subprocess.run(["git", "clone", "-q", str(CHECKOUT), str(one.clone)], check=True)
        # An engine on PATH is taken as it is: the build has its own place in `make setup`.
        (one.home / "bin").mkdir()
        shutil.copy(require_engine().path, one.home / "bin" / "pulumi")
        subprocess.run(["chown", "-R", f"{entry.pw_uid}:{entry.pw_gid}", str(one.home)], check=True)
        yield one
    finally:
        subprocess.run(["userdel", "--remove", name], check=False, capture_output=True)


def test_make_demo_is_the_first_command_a_newcomer_types(newcomer: Newcomer) -> None:
    done = newcomer.run("make", "demo")

    assert done.returncode == 0, done.stderr[-3000:]
    assert "HB-APP-001 学生考勤（合成）: moved" in done.stdout
    assert (newcomer.clone / "out" / "demo" / "report.html").is_file()
    doctor = newcomer.run(".venv/bin/educloud", "doctor")
    assert doctor.returncode == 0, doctor.stdout
