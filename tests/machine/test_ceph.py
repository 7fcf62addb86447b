"""Buckets, the engine's state and a drill on a real S3 implementation that is not AWS's: Ceph's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ceph import PLAIN

from educloud.cloud.declared import Declared, DeclaredStack
from educloud.cloud.drill.record import Target
from educloud.cloud.drill.run import Scene, drill
from educloud.cloud.drill.servers import Servers
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.engine import run
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import files_of
from educloud.cloud.orphans import Orphan, find_orphans
from educloud.cloud.spec.load import Stacks
from educloud.errors import CloudError
from educloud.inventory.profile import load_profile
from educloud.lab.faults import Faults, serve_behind
from educloud.project import Project, open_project, shipped

pytestmark = [pytest.mark.lab, pytest.mark.usefixtures("gateway")]
STACK = "city-999900"
ENGINE_BUCKET = "edu-state"


def project_in(folder: Path, more: str = "") -> Project:
    (folder / "stacks").mkdir(parents=True)
    settings = shipped("educloud.yaml").read_text("utf-8") + more
    (folder / "educloud.yaml").write_text(settings, "utf-8")
    return open_project(folder)


def buckets(*names: str, **over: Any) -> DeclaredStack:
    made = (Declared("Bucket", name, {**PLAIN, "name": name, **over}) for name in names)
    return DeclaredStack(STACK, tuple(made), {"buckets": list(names)})


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with open_session(project_in(tmp_path / "p"), Stacks(None, {}), with_data=True) as found:
        yield found


def brought_up(session: Session, declared: DeclaredStack) -> Any:
    session._declared[STACK] = declared
    return run.bring_up(session, STACK)


def test_the_life_of_a_bucket(session: Session) -> None:
    s3 = client(session.endpoint, "s3")
    first = buckets("edu-life", keep_days=90, noncurrent_days=30, tls_only=True)
    assert brought_up(session, first).created == 1
    assert brought_up(session, first).changed == 0

    off = {"Status": "Suspended"}
    s3.put_bucket_versioning(Bucket="edu-life", VersioningConfiguration=off)
    s3.delete_bucket_lifecycle(Bucket="edu-life")
    (drifted,) = run.drift(session, STACK).changes
    assert set(drifted.properties) == {"versioned", "keep_days", "noncurrent_days"}
    run.refresh(session, STACK)
    assert brought_up(session, first).updated == 1
    assert run.drift(session, STACK).changed == 0

    other = buckets("edu-life", keep_days=180, tags={"owner": "other"})
    assert brought_up(session, other).updated == 1
    assert brought_up(session, other).changed == 0
    s3.put_object(Bucket="edu-life", Key="名册", Body=b"x")
    assert brought_up(session, buckets("edu-life-2")).deleted == 1  # asked for with its data
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == ["edu-life-2"]
    assert run.destroy(session, STACK).deleted == 1
    assert s3.list_buckets()["Buckets"] == []


def test_encryption_that_it_cannot_do_is_one_sentence(session: Session) -> None:
    """Without a key service this gateway has no default encryption."""
    with pytest.raises(CloudError, match="this cloud cannot do encryption of buckets"):
        brought_up(session, buckets("edu-sealed", encryption="aws:kms"))
    assert brought_up(session, buckets("edu-sealed")).changed == 1
    run.destroy(session, STACK)


def test_what_is_in_no_state_is_found(session: Session) -> None:
    brought_up(session, buckets("edu-kept", "edu-lost"))
    kept = replace(session, stacks=Stacks(None, {STACK: None}))  # type: ignore[dict-item]
    assert find_orphans(kept, ["Bucket"]) == ()
    assert find_orphans(session, ["Bucket"]) == tuple(
        Orphan("Bucket", name, STACK, name) for name in ("edu-kept", "edu-lost")
    )
    # It has no such service, and says so.
    assert find_orphans(session, ["Vpc", "Alarm"]) == ()
    run.destroy(session, STACK)


def test_the_state_of_the_engine_is_kept_in_it(tmp_path: Path, gateway: str) -> None:
    with open_session(project_in(tmp_path / "first"), Stacks(None, {})) as session:
        s3 = client(session.endpoint, "s3")
        s3.create_bucket(Bucket=ENGINE_BUCKET)
    where = f"backend: s3://{ENGINE_BUCKET}?endpoint={gateway}&region=cn-north-1\n"
    project = project_in(tmp_path / "p", where)
    files = files_of(project, STACK)

    # Killed in the middle: its lock is in the bucket, and is released by the next run.
    words = [sys.executable, str(Path(__file__)), str(project.folder)]
    with subprocess.Popen(words, env=dict(os.environ)) as process:
        until = time.monotonic() + 60
        while not (list(files.backend.paths(files.locks)) and list(files.resources())):
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
    assert list(files.backend.paths(files.locks))
    with open_session(project, Stacks(None, {}), with_data=True) as session:
        done = brought_up(session, many())
        assert done.created + done.same + done.updated == len(many().resources)
        assert list(files.backend.paths(files.locks)) == []
        assert brought_up(session, many()).changed == 0
        assert files.outputs()["buckets"][0] == "edu-many-00"
        assert run.destroy(session, STACK).deleted == len(many().resources)
        assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [ENGINE_BUCKET]


def test_objects_come_back_at_a_peer(session: Session) -> None:
    brought_up(session, buckets("edu-backup", "edu-peer", "edu-apps"))
    s3 = client(session.endpoint, "s3")
    objects = {f"apps/A/名册-{n}": os.urandom(n * 100_000) for n in range(8)}
    for key, body in objects.items():
        s3.put_object(Bucket="edu-backup", Key=key, Body=body)
    levels = load_profile("henan").disaster_levels
    scene = Scene(
        STACK, "city-999901", "edu-backup", "edu-peer", "edu-apps", (), Target(24, 24), levels
    )
    nowhere = Servers(STACK, "city-999901", None, None, "")
    done = drill(session.project, scene, s3, nowhere, lambda _: None)
    assert done.passed, done.missed
    assert done.parts[0].size == sum(map(len, objects.values()))
    assert s3.list_objects_v2(Bucket="edu-peer").get("Contents", []) == []
    run.destroy(session, STACK)


def many() -> DeclaredStack:
    return buckets(*(f"edu-many-{n:02}" for n in range(12)))


def main(folder: str) -> None:
    """Bring ``many`` up slowly, as a process that can be killed."""
    far: list[str] = []
    serve_behind(os.environ[ENDPOINT_VARIABLE], 0, Faults(delay=0.3), far.append)
    os.environ[ENDPOINT_VARIABLE] = far[0]
    with open_session(open_project(Path(folder)), Stacks(None, {})) as session:
        brought_up(session, many())


if __name__ == "__main__":
    main(sys.argv[1])
