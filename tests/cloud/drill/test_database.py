"""A real PostgreSQL database comes back at a real peer, and what differs is found."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from cloud_parts import wait_for
from drill_parts import NODE, NOWHERE, PEER, Buckets, app, databases_of, scene

from educloud.cloud.drill import database
from educloud.cloud.drill.database import drop_scratch, dump_rows, restore_dump, restore_live
from educloud.cloud.drill.record import read_records
from educloud.cloud.drill.run import drill
from educloud.cloud.drill.servers import Servers, from_hosts, from_variable
from educloud.errors import CloudError, EnvironmentMissing
from educloud.project import Project

SCRATCH = "educloud_drill_test"
CONTENT = """
CREATE SCHEMA "odd.schema";
CREATE TABLE pupils (id serial PRIMARY KEY, name text, born timestamptz, marks float8, photo bytea);
INSERT INTO pupils (name, born, marks, photo)
SELECT '学生' || n, timestamptz '2010-01-01' + n * interval '1 hour', n / 7.0,
    decode(md5(n::text), 'hex')
FROM generate_series(1, 5000) AS n;
CREATE TABLE "odd.schema"."a ""quoted"" name" (t text);
INSERT INTO "odd.schema"."a ""quoted"" name"
VALUES ('\\.'), (E'two\\nlines'), (NULL), ('COPY x FROM stdin;');
CREATE TABLE nothing (id int);
CREATE MATERIALIZED VIEW many AS SELECT count(*) FROM pupils;
SELECT lo_from_bytea(0, 'a large object');
CREATE ROLE only_at_the_node;
GRANT SELECT ON pupils TO only_at_the_node;
ALTER TABLE nothing OWNER TO only_at_the_node;
"""


@pytest.fixture(scope="session")
def filled(postgres: Servers) -> Servers:
    """The node's server with a database of odd names and values (合成)."""
    with psycopg.connect(**postgres.of_node, dbname="postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE school")
    with psycopg.connect(**postgres.node("school")) as connection:
        connection.execute(CONTENT)
    return postgres


@pytest.fixture
def clean_peer(filled: Servers):
    before = databases_of(filled)
    yield filled
    drop_scratch(filled.peer(), SCRATCH)
    assert databases_of(filled) == before


def dump_of(servers: Servers, *options: str) -> bytes:
    environment = {**os.environ, "PGPASSFILE": servers.of_node["passfile"]}
    program = [str(Path(servers.programs.split(os.pathsep)[0]) / "pg_dump"), "-Fc", *options,
               "-h", "127.0.0.1", "-p", servers.of_node["port"], "-U", servers.of_node["user"],
               "school"]  # fmt: skip
    return subprocess.run(program, env=environment, check=True, capture_output=True).stdout


def at_peer(servers: Servers, statement: str) -> None:
    with psycopg.connect(**servers.peer(), dbname=SCRATCH, autocommit=True) as connection:
        connection.execute(statement)


def test_a_live_database_comes_back(clean_peer: Servers):
    found = restore_live(clean_peer.node("school"), clean_peer.peer(), SCRATCH, clean_peer.programs)
    assert (found.faults, found.checksums) == ((), True)
    assert found.rows == 5000 + 4 + 0 + 1  # the materialised view's too


@pytest.mark.parametrize(
    ("spoil", "what", "reason"),
    [
        ("UPDATE pupils SET marks = 0 WHERE id = 7", "public.pupils", "checksums differ"),
        ("DELETE FROM pupils WHERE id = 7", "public.pupils", "4999 at the peer"),
        ("DROP TABLE nothing", "public.nothing", "only at the node"),
        ("CREATE TABLE more (id int)", "public.more", "only at the peer"),
        ("SELECT setval('pupils_id_seq', 9)", "public.pupils_id_seq", "9 at the peer"),
        ("SELECT lo_unlink(oid) FROM pg_largeobject_metadata", "large objects", "0 at the peer"),
    ],
)
def test_what_differs_is_found(clean_peer: Servers, spoil, what, reason):
    restore_live(clean_peer.node("school"), clean_peer.peer(), SCRATCH, clean_peer.programs)
    with psycopg.connect(**clean_peer.node("school")) as source:
        expected = database._fingerprint(source)
    assert database._compare(expected, clean_peer.peer(), SCRATCH).faults == ()
    at_peer(clean_peer, spoil)
    (fault,) = database._compare(expected, clean_peer.peer(), SCRATCH).faults
    assert fault.what == what
    assert reason in fault.reason


def test_writes_during_the_drill_are_not_taken_for_differences(clean_peer: Servers, monkeypatch):
    """Dump and comparison see one instant: a row written between them belongs to neither."""
    before = database._check

    def write_then_check(*arguments):
        before(*arguments)
        with psycopg.connect(**clean_peer.node("school")) as writer:
            writer.execute("INSERT INTO nothing VALUES (1)")

    monkeypatch.setattr(database, "_check", write_then_check)
    found = restore_live(clean_peer.node("school"), clean_peer.peer(), SCRATCH, clean_peer.programs)
    with psycopg.connect(**clean_peer.node("school")) as writer:
        writer.execute("DELETE FROM nothing")
    assert found.faults == ()


def test_a_dump_comes_back_and_its_rows_are_counted(clean_peer: Servers):
    dump = io.BytesIO(dump_of(clean_peer))
    with open_file(dump.getvalue()) as file:
        assert dump_rows(file, clean_peer.programs) == {
            "public.pupils": 5000,
            'odd.schema.a "quoted" name': 4,
            "public.nothing": 0,
        }
        found = restore_dump(file, clean_peer.peer(), SCRATCH, clean_peer.programs)
    assert (found.faults, found.rows, found.checksums) == ((), 5004, False)


def test_a_dump_of_inserts_is_no_proof(clean_peer: Servers):
    with open_file(dump_of(clean_peer, "--inserts")) as file:
        found = restore_dump(file, clean_peer.peer(), SCRATCH, clean_peer.programs)
    assert {one.what for one in found.faults} == {"public.pupils", 'odd.schema.a "quoted" name'}


@pytest.mark.parametrize("cut", [0, 3, 4000])
def test_a_cut_dump_is_refused_in_a_sentence(clean_peer: Servers, cut):
    with open_file(dump_of(clean_peer)[:cut]) as file, pytest.raises(CloudError, match="restored"):
        restore_dump(file, clean_peer.peer(), SCRATCH, clean_peer.programs)


def open_file(content: bytes):
    file = tempfile.TemporaryFile()  # noqa: SIM115  its caller closes it
    file.write(content)
    file.flush()
    return file


def test_missing_programs_and_servers_are_said(clean_peer: Servers):
    with pytest.raises(EnvironmentMissing, match="pg_dump"):
        restore_live(clean_peer.node("school"), clean_peer.peer(), SCRATCH, "/nowhere")
    with pytest.raises(CloudError, match="school2"):
        restore_live(clean_peer.node("school2"), clean_peer.peer(), SCRATCH, clean_peer.programs)
    with pytest.raises(CloudError, match=r"127\.0\.0\.1:1"):
        drop_scratch({**clean_peer.peer(), "port": "1"}, SCRATCH)


SCHOOL = app("A", db_name="school", rto_h=4, rpo_h=8)


def test_a_drill_from_the_newest_dump(tmp_path: Path, buckets: Buckets, clean_peer: Servers):
    buckets.put(**{"apps/A/database/1.dump": b"an old one", "apps/A/files/x": b"file"})
    time.sleep(1.1)  # objects are dated by the second
    buckets.put(**{"apps/A/database/0.dump": dump_of(clean_peer)})
    done = drill(Project(tmp_path), scene(buckets, SCHOOL), buckets.s3, clean_peer, print)
    assert done.passed, done.missed
    files, base = done.parts
    assert (files.count, base.count, base.source) == (3, 5004, "apps/A/database/0.dump")
    assert done.rpo_hours is not None
    assert buckets.versions_at_peer() == ["own"]
    text = next((tmp_path / ".educloud" / "drills" / NODE).glob("*.json")).read_text("utf-8")
    assert password_of(clean_peer) not in text


def password_of(servers: Servers) -> str:
    return Path(servers.peer()["passfile"]).read_text("utf-8").splitlines()[0].rsplit(":", 1)[1]


def test_a_drill_of_the_live_database_proves_no_age(tmp_path, buckets, clean_peer):
    buckets.put(**{"apps/A/files/x": b"file"})
    done = drill(Project(tmp_path), scene(buckets, SCHOOL), buckets.s3, clean_peer, print)
    _, base = done.parts
    assert (base.compared, base.faults) == ("rows and checksums", ())
    assert done.missed == (
        "database school: the backup has no dump of it, so its RPO is not proven",
    )
    assert done.rpo_hours is None


def test_a_failed_restore_leaves_no_database(tmp_path: Path, buckets: Buckets, clean_peer: Servers):
    buckets.put(**{"apps/A/database/0.dump": dump_of(clean_peer)[:4000]})
    project = Project(tmp_path)
    with pytest.raises(CloudError, match="nothing is left at the peer"):
        drill(project, scene(buckets, SCHOOL), buckets.s3, clean_peer, print)
    assert [one["passed"] for one in read_records(project, NODE)] == [False]
    assert buckets.versions_at_peer() == ["own"]


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from drill_parts import NOWHERE, Buckets, scene
from educloud.cloud.drill.run import drill
from educloud.cloud.drill.servers import Servers
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.inventory.models import App
from educloud.project import Project
s3 = client(CloudEndpoint({url!r}, "cn-north-1", embedded=True), "s3")
buckets = Buckets(s3, {backup!r}, {apps!r}, {peer!r})
app = App(app_id="A", name="A", owner_org="X", division_code="410600", db_name="school")
servers = Servers(*{servers!r})
drill(Project(Path({folder!r})), scene(buckets, app), s3, servers, print)
"""


@pytest.mark.parametrize("asked", ["the same", "something else"])
def test_a_drill_killed_over_a_database_leaves_none(
    tmp_path: Path, buckets: Buckets, clean_peer: Servers, endpoint, asked
):
    buckets.put(**{"apps/A/database/0.dump": dump_of(clean_peer)})
    before, project = databases_of(clean_peer), Project(tmp_path)
    servers = (NODE, PEER, clean_peer.of_node, clean_peer.of_peer, clean_peer.programs)
    program = KILLED.format(
        tests=str(Path(__file__).parent), url=endpoint.url, folder=str(tmp_path), servers=servers,
        backup=buckets.backup, apps=buckets.apps, peer=buckets.peer,
    )  # fmt: skip
    running = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL)
    wait_for(lambda: databases_of(clean_peer) != before)
    running.kill()
    running.wait()
    assert databases_of(clean_peer) != before
    apps = (SCHOOL,) if asked == "the same" else ()
    if not apps:  # the server it must be dropped from is not known
        with pytest.raises(CloudError, match="still at the peer"):
            drill(project, scene(buckets), buckets.s3, NOWHERE, print)
    done = drill(project, scene(buckets, *apps), buckets.s3, clean_peer, print)
    assert (done.passed, done.resumed) == (True, bool(apps))
    assert databases_of(clean_peer) == before
    assert buckets.versions_at_peer() == ["own"]


def test_a_url_in_a_variable_never_shows_its_password(monkeypatch, clean_peer: Servers):
    password = password_of(clean_peer)
    port = clean_peer.of_node["port"]
    monkeypatch.setenv("NODE_URL", f"postgresql://educloud:{password}@127.0.0.1:{port}/school")
    source = from_variable("NODE_URL")
    assert restore_live(source, clean_peer.peer(), SCRATCH, clean_peer.programs).faults == ()
    monkeypatch.setenv("NODE_URL", f"postgresql://x:{password}@[/")
    with pytest.raises(CloudError) as told:
        from_variable("NODE_URL")
    assert password not in str(told.value)
    with pytest.raises(CloudError, match="NO_URL"):
        from_variable("NO_URL")


def test_hosts_name_the_servers(project: Project):
    assert from_hosts(project, "city-410600", "/pgpass") == {
        "host": "127.0.0.1", "port": "22102", "user": "educloud", "passfile": "/pgpass",
    }  # fmt: skip
    assert from_hosts(project, PEER, None) is None
