"""Objects come back as they were, or the drill says which did not; nothing stays at the peer."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cloud_parts import wait_for
from drill_parts import NODE, NOWHERE, PEER, Buckets, app, scene

from educloud.cloud.drill import objects
from educloud.cloud.drill.objects import Manifest, Place
from educloud.cloud.drill.record import Part, read_records
from educloud.cloud.drill.run import drill, judged
from educloud.cloud.drill.under_way import Begun, alone
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.errors import CloudError
from educloud.project import Project

LONG = "很长的名字/" * 60  # more bytes than a key has, with the prefix before it


@pytest.fixture
def place(buckets: Buckets) -> Place:
    return Place(buckets.peer, f"{objects.DRILLS}{NODE}/abc/")


def quiet(_: str) -> None:
    return None


def test_all_objects_come_back_and_nothing_stays(small: Project, buckets: Buckets):
    several = {f"apps/A/{n}": bytes([n]) * n * 1000 for n in range(20)}
    buckets.put(**several, **{LONG: b"long", "empty": b"", "big": os.urandom(20_000_000)})
    done = drill(small, scene(buckets), buckets.s3, NOWHERE, quiet)
    assert done.passed, done.missed
    (part,) = done.parts
    assert (part.count, part.compared) == (23, "sha256")
    assert part.size == 20_000_000 + 4 + sum(map(len, several.values()))
    assert buckets.versions_at_peer() == ["own"]
    assert done.rpo_hours is not None
    assert done.rpo_hours < 0.1
    # Hours, and less than seconds since the backup: all that the table can judge.
    assert done.level == 5


def test_only_what_belongs_to_an_application(small: Project, buckets: Buckets):
    buckets.put(**{"apps/A/x": b"a", "apps/AB/x": b"b", "other": b"c"})
    done = drill(small, scene(buckets, app("A")), buckets.s3, NOWHERE, quiet)
    assert done.parts[0].count == 1
    assert done.apps == ("A",)


def test_what_other_drills_restored_is_no_backup(small: Project, buckets: Buckets):
    buckets.put(**{"x": b"a", f"{objects.DRILLS}city-1/abc/x": b"a"})
    assert drill(small, scene(buckets), buckets.s3, NOWHERE, quiet).parts[0].count == 1


def test_an_empty_backup_proves_nothing(small: Project, buckets: Buckets):
    done = drill(small, scene(buckets), buckets.s3, NOWHERE, quiet)
    assert not done.passed
    assert done.missed == ("no object was restored: the backup is empty",)


def test_altered_and_missing_at_the_peer_are_found(tmp_path: Path, buckets: Buckets, place: Place):
    buckets.put(a=b"one", b=b"two", c=b"three", d=b"four")
    manifest = Manifest(tmp_path / "manifest")
    assert objects.restore(buckets.s3, buckets.backup, place, manifest) == []
    assert objects.compare(buckets.s3, place, manifest) == []
    buckets.s3.put_object(Bucket=place.bucket, Key=place.key_of("b"), Body=b"TWO")
    buckets.s3.delete_object(Bucket=place.bucket, Key=place.key_of("c"))
    found = {one.what: one.reason for one in objects.compare(buckets.s3, place, manifest)}
    assert found.keys() == {"b", "c"}
    assert "differs" in found["b"]
    assert "missing" in found["c"]


def test_a_backup_that_rotted_is_found(small: Project, buckets: Buckets, serve_rot):
    """The endpoint gives other bytes than were stored: the recorded checksum does not match."""
    buckets.put(good=b"as it was", rotten=b"as it was")
    done = drill(small, scene(buckets), serve_rot("rotten"), NOWHERE, quiet)
    assert not done.passed
    assert [one["what"] for one in done.parts[0].faults] == ["rotten"]
    assert buckets.versions_at_peer() == ["own"]


@pytest.fixture
def serve_rot(endpoint):
    """A client that reaches the cloud past a disk that loses bits of one object."""

    def make(key: str):
        s3 = client(endpoint, "s3")

        def spoil(parsed, context, **_):
            if context.get("rots"):
                parsed["Body"] = _Rotten(parsed["Body"])

        def note(params, context, **_):
            context["rots"] = params["Key"] == key and "ChecksumMode" in params

        s3.meta.events.register("provide-client-params.s3.GetObject", note)
        s3.meta.events.register("after-call.s3.GetObject", spoil)
        return s3

    return make


class _Rotten:
    def __init__(self, body) -> None:
        self._body = body

    def read(self, amount=None):
        return self._body.read(amount).replace(b"was", b"wAs")


def test_a_key_gone_since_it_was_listed_is_a_fault(tmp_path: Path, buckets: Buckets, place: Place):
    found = objects._copy(buckets.s3, buckets.backup, place, "gone")
    assert "NoSuchKey" in found.reason
    assert buckets.versions_at_peer() == ["own"]


def test_removing_touches_no_other_key(buckets: Buckets, place: Place):
    near = [place.prefix.rstrip("/"), f"{place.prefix[:-1]}d/x", f"x/{place.prefix}"]
    for key in (*near, f"{place.prefix}a", f"{place.prefix}a", f"{place.prefix}b"):
        buckets.s3.put_object(Bucket=place.bucket, Key=key, Body=b"x")
    buckets.s3.delete_object(Bucket=place.bucket, Key=f"{place.prefix}b")
    buckets.s3.create_multipart_upload(Bucket=place.bucket, Key=f"{place.prefix}half")
    for _ in range(2):
        objects.remove(buckets.s3, place)
        assert sorted(buckets.versions_at_peer()) == sorted([*near, "own"])
        assert not buckets.s3.list_multipart_uploads(Bucket=place.bucket).get("Uploads")


def test_a_cut_manifest_goes_on(tmp_path: Path, buckets: Buckets, place: Place):
    buckets.put(a=b"one", b=b"two")
    manifest = Manifest(tmp_path / "manifest")
    objects.restore(buckets.s3, buckets.backup, place, manifest)
    whole = manifest.path.read_bytes()
    manifest.path.write_bytes(whole[:-9])  # as a kill leaves it
    assert [one.key for one in manifest] == ["a"]
    objects.restore(buckets.s3, buckets.backup, place, manifest)
    assert manifest.path.read_bytes() == whole


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from drill_parts import NOWHERE, Buckets, scene
from educloud.cloud.drill.run import drill
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.project import Project
s3 = client(CloudEndpoint({url!r}, "cn-north-1", embedded=True), "s3")
buckets = Buckets(s3, {backup!r}, {apps!r}, {peer!r})
drill(Project(Path({folder!r})), scene(buckets), s3, NOWHERE, print)
"""


@pytest.mark.parametrize("lines", [0, 5, 60])
def test_a_killed_drill_goes_on_and_leaves_nothing(tmp_path, buckets, endpoint, lines):
    buckets.put(**{f"{n:03}": os.urandom(20_000) for n in range(120)})
    project = Project(tmp_path)
    program = KILLED.format(
        tests=str(Path(__file__).parent), url=endpoint.url, folder=str(tmp_path),
        backup=buckets.backup, apps=buckets.apps, peer=buckets.peer,
    )  # fmt: skip
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    folder = tmp_path / ".educloud" / "drills" / NODE
    manifest = folder / "running.jsonl"
    wait_for(lambda: manifest.exists() and manifest.read_bytes().count(b"\n") >= lines)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert (folder / "running.json").exists()
    assert list(read_records(project, NODE)) == []
    restored = manifest.read_bytes()
    done = drill(project, scene(buckets), buckets.s3, NOWHERE, quiet)
    assert (done.passed, done.resumed, done.parts[0].count) == (True, True, 120)
    assert len(restored.splitlines()) < 120
    assert buckets.versions_at_peer() == ["own"]
    assert sorted(path.suffix for path in folder.iterdir()) == ["", ".json"]


def test_a_drill_of_something_else_cleans_up_after_the_killed_one(small, buckets, place):
    buckets.put(a=b"one")
    folder = small.state / "drills" / NODE
    folder.mkdir(parents=True, exist_ok=True)
    begun = {"id": "abc", "node": NODE, "peer": PEER, "peer_backup": buckets.peer,
             "apps": ["A"], "scratches": [], "started": "2026-11-25T00:00:00+00:00"}  # fmt: skip
    (folder / "running.json").write_text(json.dumps(begun), "utf-8")
    (folder / "running.jsonl").write_text('{"key": "z"', "utf-8")
    buckets.s3.put_object(Bucket=place.bucket, Key=f"{place.prefix}left", Body=b"x")
    done = drill(small, scene(buckets), buckets.s3, NOWHERE, quiet)
    assert (done.resumed, done.passed) == (False, True)
    assert buckets.versions_at_peer() == ["own"]


def test_a_failed_drill_is_recorded_and_leaves_nothing(tmp_path: Path, buckets: Buckets):
    """The database's server is unknown: by then objects were restored."""
    project = Project(tmp_path)
    buckets.put(**{"apps/A/x": b"a"})
    with pytest.raises(CloudError, match=r"hosts\.yml.*nothing is left at the peer"):
        drill(project, scene(buckets, app("A", db_name="a")), buckets.s3, NOWHERE, quiet)
    (record,) = read_records(project, NODE)
    assert (record["passed"], record["rto_hours"]) == (False, None)
    assert "PostgreSQL" in record["failure"]
    assert buckets.versions_at_peer() == ["own"]


def test_a_cloud_that_is_gone_is_said_and_the_drill_goes_on(tmp_path: Path, serve_cloud):
    """What was restored cannot be removed then: the next drill finds it by its note."""
    project, journal = Project(tmp_path), tmp_path / "journal"

    def reach(url: str) -> Buckets:
        s3 = client(CloudEndpoint(url, "cn-north-1", embedded=True), "s3", repeats=1)
        return Buckets(s3, "node-backup", "node-apps", "peer-backup")

    url, process = serve_cloud(journal)
    buckets = reach(url)
    for name in (buckets.backup, buckets.apps, buckets.peer):
        buckets.s3.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "cn-north-1"}
        )
    buckets.put(**{f"{n}": b"x" for n in range(5)})

    def end_the_cloud(line: str) -> None:
        if line == "comparing the objects":
            process.kill()
            process.wait()

    with pytest.raises(CloudError, match=r"still at the peer.*drill again"):
        drill(project, scene(buckets), buckets.s3, NOWHERE, end_the_cloud)
    assert list(read_records(project, NODE)) == []
    again = reach(serve_cloud(journal)[0])
    assert len(again.versions_at_peer()) == 5
    done = drill(project, scene(again), again.s3, NOWHERE, quiet)
    assert (done.passed, done.resumed) == (True, True)
    assert again.versions_at_peer() == []


def test_two_drills_of_a_node_at_once_are_refused(small: Project, buckets: Buckets):
    with alone(small, NODE), pytest.raises(CloudError, match="drilled already"):
        drill(small, scene(buckets), buckets.s3, NOWHERE, quiet)


def test_every_drill_has_a_record_of_its_own(tmp_path: Path, buckets: Buckets):
    project = Project(tmp_path)
    buckets.put(a=b"one")
    for _ in range(3):
        drill(project, scene(buckets), buckets.s3, NOWHERE, quiet)
    records = list(read_records(project, NODE))
    assert len({one["started"] for one in records}) == 3
    assert all(one["passed"] and one["format"] == "educloud.drill/1" for one in records)


START = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("took", "age", "missed", "level"),
    [
        (1, 1, [], 4),
        (5, 1, ["RTO"], 4),
        (1, 13, ["RPO"], 4),
        (1, 0.25, [], 5),
        (50, 30, ["RTO", "RPO"], 2),
        (1, 200, ["RPO"], None),
        (1, None, ["database a: the backup has no dump of it"], None),
    ],
)
def test_time_and_age_are_compared(took, age, missed, level):
    ago = lambda hours: (START - dt.timedelta(hours=hours)).isoformat()  # noqa: E731
    saved = None if age is None else ago(age)
    parts = [Part("database a", "x", "rows", 7, None, saved, 1, ()),
             *[Part("objects", "y", "sha256", 1, 1, ago(0), 1, ())]]  # fmt: skip
    where = scene(Buckets(None, "backup", "apps", "peer"), rto=4, rpo=12)
    begun = Begun("abc", NODE, PEER, "peer", (), (), START.isoformat())
    done = judged(where, begun, parts, START + dt.timedelta(hours=took),
                  written=START - dt.timedelta(hours=0.5))  # fmt: skip
    assert [re.split(r" \d|,| was", line)[0] for line in done.missed] == missed
    assert (done.level, done.rto_hours, done.rpo_hours) == (level, took, age)
    assert done.rpo_after_write == (None if age is None else max(0, age - 0.5))
