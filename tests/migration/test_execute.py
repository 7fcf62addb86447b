"""Moves on real parts: PostgreSQL at both ends, S3 and Route 53 of the embedded cloud, Ansible."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest

from educloud import supervise
from educloud.errors import MoveError, PlanError
from educloud.inventory.load import load_inventory
from educloud.lab.databases import Databases, start_databases
from educloud.migration.execute import (
    begin_move,
    carry_out,
    check_faults,
    check_week,
    run_phase,
    undo_move,
    unmet,
)
from educloud.migration.moves import Destination, Move, MoveRecord, PhaseResult, plan_moves
from educloud.migration.playbook_environment import playbook_environment
from educloud.migration.probe import ProbeResult, probe_app
from educloud.migration.records import finish_record, read_record, read_records
from educloud.migration.run_playbook import outcome
from educloud.migration.strategies import load_strategy, phases_of
from educloud.project import Project

ROOM, NODE, WEEK = "HB-ROOM-01", "city-410600", "2027-W05"
ATTENDANCE, LIBRARY = "HB-APP-001", "HB-APP-002"
SECRET = "not-to-be-seen-anywhere"
PLAN = {
    "apps": [
        {"app_id": app, "strategy": "rehost", "week": WEEK, "node_id": NODE}
        for app in (ATTENDANCE, LIBRARY)
    ]
}


@dataclass(frozen=True)
class Lab:
    """A running room, node and cloud."""

    project: Project
    databases: Databases
    environment: dict[str, str]
    destination: Destination

    def move(self, app_id: str) -> Move:
        moves = plan_moves(PLAN, load_inventory(self.project), WEEK)
        return next(move for move in moves if move.app_id == app_id)

    def step(self, move: Move, faults: Sequence[str] = ()) -> Callable[[str], PhaseResult]:
        return lambda phase: run_phase(
            self.project, move, phase, self.destination,
            environment=self.environment, faults=faults,
        )  # fmt: skip

    def carry_out(self, move: Move, faults: Sequence[str] = ()) -> MoveRecord:
        step = self.step(move, faults)
        return begin_move(self.project, move, self.destination) or carry_out(
            self.project, move, step
        )

    def probe(self, move: Move) -> ProbeResult:
        return probe_app(move, self.destination, environment=self.environment)

    def port(self, host: str) -> int:
        return next(server.port for server in self.databases.servers if server.host == host)

    def rows(self, host: str, query: str, database: str = "app_attendance") -> list[Any]:
        with self.databases.connect(host, database) as connection:
            return connection.execute(query).fetchall()

    def databases_at(self, host: str) -> set[str]:
        found = self.rows(host, "SELECT datname FROM pg_database", "postgres")
        return {name for (name,) in found} - {"postgres", "template0", "template1"}

    def client(self, service: str) -> Any:
        return _client(service, self.environment)

    def objects(self, app_id: str) -> list[str]:
        page = self.client("s3").list_object_versions(Bucket="files", Prefix=f"apps/{app_id}/")
        return [
            entry["Key"] for entry in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        ]


def _client(service: str, environment: dict[str, str]) -> Any:
    return boto3.client(
        service, endpoint_url=environment["EDUCLOUD_CLOUD_ENDPOINT"], region_name="cn-north-1",
        aws_access_key_id="lab", aws_secret_access_key=SECRET,
    )  # fmt: skip


@pytest.fixture
def lab(project: Project) -> Iterator[Lab]:
    use_free_ports(project)
    with contextlib.ExitStack() as stack:
        databases = stack.enter_context(start_databases(project))
        url = stack.enter_context(_cloud(project.state / "cloud"))
        environment = {
            **databases.environment,
            "EDUCLOUD_CLOUD_ENDPOINT": url, "AWS_DEFAULT_REGION": "cn-north-1",
            "AWS_ACCESS_KEY_ID": "lab", "AWS_SECRET_ACCESS_KEY": SECRET,
        }  # fmt: skip
        s3, zone = _client("s3", environment), _client("route53", environment)
        s3.create_bucket(
            Bucket="files", CreateBucketConfiguration={"LocationConstraint": "cn-north-1"}
        )
        s3.put_bucket_versioning(Bucket="files", VersioningConfiguration={"Status": "Enabled"})
        made = zone.create_hosted_zone(Name="hebi.edu.example", CallerReference="1")
        zone_id = made["HostedZone"]["Id"].rsplit("/", 1)[-1]
        yield Lab(
            project, databases, environment, Destination("files", zone_id, "hebi.edu.example.")
        )


def use_free_ports(project: Project) -> None:
    path = project.inventory / "hosts.yml"
    text = path.read_text(encoding="utf-8")
    with socket.socket() as one, socket.socket() as two:
        for taken, free in (("22101", one), ("22102", two)):
            free.bind(("127.0.0.1", 0))
            text = text.replace(taken, str(free.getsockname()[1]))
    path.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _cloud(folder: Path) -> Iterator[str]:
    folder.mkdir(parents=True)
    note = folder / "note.json"
    process = supervise.start(
        [sys.executable, "-m", "educloud.lab.cloud", "--port", "0",
         "--journal", str(folder / "journal"), "--note", str(note)],
        log=folder / "log",
    )  # fmt: skip
    try:
        wait_for(note.exists)
        yield json.loads(note.read_text(encoding="utf-8"))["url"]
    finally:
        supervise.end(process)


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def write(lab: Lab, host: str, note: str) -> None:
    with lab.databases.connect(host, "app_attendance", user="app_attendance") as app:
        app.execute("INSERT INTO access_log (note) VALUES (%s)", [note])


def around_the_switch(lab: Lab) -> psycopg.Connection[Any]:
    """A stubborn application: it turns its session's read-only default off."""
    app = lab.databases.connect(ROOM, "app_attendance", user="app_attendance")
    app.execute("SET default_transaction_read_only = off")
    return app


def grants(lab: Lab, host: str, database: str) -> list[Any]:
    query = (
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' ORDER BY 1, 2, 3"
    )
    return lab.rows(host, query, database)


# --- whole moves ---------------------------------------------------------------------------------


def test_a_move_loses_nothing_and_cannot_be_undone_over_newer_data(lab: Lab) -> None:
    move = lab.move(ATTENDANCE)
    step = lab.step(move)
    before = grants(lab, ROOM, "app_attendance")
    assert step("copy").ok
    assert lab.probe(move).points_to == f"127.0.0.1:{lab.port(ROOM)}"
    # What is written and uploaded between copy and read-only must arrive.
    write(lab, ROOM, "迟到的写入")
    late = lab.project.state / "lab/files" / ROOM / "app_attendance/通知/迟到.bin"
    late.write_bytes(b"late")
    assert step("freeze").changed
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        write(lab, ROOM, "too late")
    with (
        around_the_switch(lab) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("INSERT INTO access_log (note) VALUES ('no')")
    verified = step("verify")
    assert verified.ok
    assert verified.facts["rows"] > 50_000
    assert verified.facts["files"] == 61
    assert step("switch").ok
    probe = lab.probe(move)
    assert probe.points_to == f"127.0.0.1:{lab.port(NODE)}"
    assert not probe.serves  # not open yet
    assert step("open").ok
    assert lab.probe(move).serves
    assert grants(lab, NODE, "app_attendance") == before
    assert lab.rows(NODE, "SELECT count(*) FROM access_log WHERE note = '迟到的写入'") == [(1,)]
    finish_record(lab.project, move, "moved")

    write(lab, NODE, "written at the node")
    record = undo_move(lab.project, move, step, "asked for")
    assert record.state == "moved"
    assert "newer data" in record.reason
    assert "access_log" in record.reason
    assert lab.probe(move).serves
    assert read_record(lab.project, ATTENDANCE).state == "moved"
    assert_no_secret(lab)


def test_a_damaged_copy_is_taken_back_and_the_room_serves_on(lab: Lab) -> None:
    move = lab.move(LIBRARY)
    before = grants(lab, ROOM, "app_library")
    record = lab.carry_out(move, faults=[f"verify:{LIBRARY}"])
    assert record.state == "rolled_back"
    assert "checksums differ" in record.reason
    assert [phase.phase for phase in record.phases] == ["copy", "freeze", "verify", "rollback"]
    probe = lab.probe(move)
    assert probe.serves, probe.reason
    assert probe.points_to == f"127.0.0.1:{lab.port(ROOM)}"
    assert grants(lab, ROOM, "app_library") == before
    assert lab.rows(ROOM, "SELECT to_regnamespace('educloud')", "app_library") == [(None,)]
    assert lab.databases_at(NODE) == set()
    assert lab.objects(LIBRARY) == []
    roles = lab.rows(NODE, "SELECT rolname FROM pg_roles WHERE rolname LIKE 'app%'", "postgres")
    assert roles == []


def assert_no_secret(lab: Lab) -> None:
    lines = lab.databases.passfile.read_text(encoding="utf-8").splitlines()
    secrets = {line.rsplit(":", 1)[1].encode() for line in lines} | {SECRET.encode()}
    for path in (lab.project.state / "moves").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path


COUNT = "SELECT count(*), count(DISTINCT t::text) FROM TABLE AS t"

# --- killed in the middle ------------------------------------------------------------------------

DRIVER = """
import json, sys
from pathlib import Path
from educloud.migration.execute import begin_move, carry_out, run_phase, undo_move
from educloud.migration.moves import Destination, Move
from educloud.project import Project
asked = json.loads(Path(sys.argv[1]).read_text())
project, move = Project(Path(asked["project"])), Move(**asked["move"])
destination = Destination(*asked["destination"])
def step(phase):
    return run_phase(project, move, phase, destination, environment=asked["environment"])
if asked["back"]:
    undo_move(project, move, step, "asked for")
else:
    begin_move(project, move, destination) or carry_out(project, move, step)
"""


def driver_request(lab: Lab, move: Move, folder: Path, *, back: bool) -> Path:
    request = folder / "driver.json"
    request.touch(mode=0o600)
    asked = {
        "project": str(lab.project.folder), "environment": lab.environment, "back": back,
        "move": {name: getattr(move, name) for name in Move.__slots__},
        "destination": [getattr(lab.destination, name) for name in Destination.__slots__],
    }  # fmt: skip
    request.write_text(json.dumps(asked), encoding="utf-8")
    return request


def test_a_way_back_killed_before_the_files_were_compared_loses_none(
    lab: Lab, tmp_path: Path
) -> None:
    move = lab.move(LIBRARY)
    assert lab.carry_out(move).state == "moved"
    newer = f"apps/{LIBRARY}/files/only-at-the-node"
    lab.client("s3").put_object(Bucket="files", Key=newer, Body=b"newer")
    comment = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = 'app_library'"
    )

    def closing() -> bool:
        return lab.rows(NODE, comment, "postgres") == [(f"educloud: closing {LIBRARY}",)]

    request = driver_request(lab, move, tmp_path, back=True)
    with subprocess.Popen([sys.executable, "-c", DRIVER, str(request)]) as driver:
        wait_for(closing)
        os.kill(driver.pid, signal.SIGKILL)

    record = undo_move(lab.project, move, lab.step(move), "asked for")
    assert (record.state, record.serves_from) == ("moved", NODE)
    assert "only-at-the-node" in record.reason
    assert newer in lab.objects(LIBRARY)
    assert lab.rows(NODE, comment, "postgres") == [(f"educloud: serves {LIBRARY}",)]
    lab.client("s3").delete_object(Bucket="files", Key=newer)
    assert undo_move(lab.project, move, lab.step(move), "asked for").state == "rolled_back"
    assert lab.databases_at(NODE) == set()


def test_a_move_killed_while_copying_and_freezing_ends_with_each_row_once(
    lab: Lab, tmp_path: Path
) -> None:
    move = lab.move(ATTENDANCE)
    request = driver_request(lab, move, tmp_path, back=False)

    def frozen() -> bool:
        query = "SELECT to_regclass('educloud.withdrawn') IS NOT NULL"
        return lab.rows(ROOM, query) == [(True,)]

    for moment in (lambda: "app_attendance__draft" in lab.databases_at(NODE), frozen):
        with subprocess.Popen([sys.executable, "-c", DRIVER, str(request)]) as driver:
            wait_for(moment)
            os.kill(driver.pid, signal.SIGKILL)
        assert read_record(lab.project, ATTENDANCE).state == "running"

    assert lab.carry_out(move).state == "moved"
    for table in ("students", "attendance", "leave_requests", "access_log", "classes"):
        count = COUNT.replace("TABLE", table)
        assert lab.rows(NODE, count) == lab.rows(ROOM, count)
        ((rows, distinct),) = lab.rows(NODE, count)
        assert rows == distinct > 0
    assert lab.databases_at(NODE) == {"app_attendance"}
    assert lab.probe(move).serves
    # Once moved, the wave finds nothing to do.
    assert begin_move(lab.project, move, lab.destination).state == "moved"


# --- refusals ------------------------------------------------------------------------------------


def test_what_stands_at_the_node_already_is_never_touched(lab: Lab) -> None:
    move = lab.move(LIBRARY)
    with lab.databases.connect(NODE, "postgres") as node:
        node.execute("CREATE DATABASE app_library")
    no_bucket = replace(lab, destination=replace(lab.destination, bucket="no-such-bucket"))
    record = no_bucket.carry_out(move)
    assert record.state == "rolled_back", record.reason
    assert "was not made by educloud" in record.reason
    assert lab.databases_at(NODE) == {"app_library"}
    assert lab.probe(move).serves


def test_a_host_that_ansible_does_not_know_is_a_failed_phase(project: Project) -> None:
    move = Move("A1", "名称", "rehost", WEEK, ROOM, "no-such-node", "d", "f", "a.example")
    result = run_phase(project, move, "copy", Destination("b", "Z", "example"), environment={})
    assert not result.ok
    assert "no-such-node" in result.reason


def test_a_move_without_its_preconditions_is_refused_before_anything_happens(
    project: Project,
) -> None:
    destination = Destination("b", "Z1", "hebi.edu.example")
    move = plan_moves(PLAN, load_inventory(project), WEEK)[0]
    assert unmet(move, destination) == []
    elsewhere = Destination("b", "Z1", "other.example")
    record = begin_move(project, move, elsewhere)
    assert record.state == "refused"
    assert "does not lie in the node's zone other.example" in record.reason
    assert record.serves_from == ROOM


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"node_id": None}, "no cloud node"),
        ({"room_id": None}, "room_id"),
        ({"database": None, "files_path": None}, "no db_name and no files_path"),
        ({"domain": None}, "(unknown)"),
        ({"domain": "xhebi.edu.example"}, "xhebi.edu.example"),
        ({"strategy": "retire"}, "no playbook carries out strategy 'retire'"),
    ],
)
def test_each_precondition_says_what_is_missing(changes: dict[str, Any], words: str) -> None:
    whole = {
        "app_id": "A1", "name": "名称", "strategy": "rehost", "week": WEEK, "room_id": "R1",
        "node_id": "N1", "database": "d", "files_path": "f", "domain": "a.hebi.edu.example",
    }  # fmt: skip
    (sentence,) = unmet(Move(**(whole | changes)), Destination("b", "Z1", "hebi.edu.example."))
    assert words in sentence


# --- decisions -----------------------------------------------------------------------------------


def test_only_the_asked_week_moves_in_the_order_of_the_plan(project: Project) -> None:
    other = {"app_id": "HB-APP-003", "strategy": "rehost", "week": "2027-W06", "node_id": NODE}
    inventory = load_inventory(project)
    moves = plan_moves({"apps": [other, *reversed(PLAN["apps"])]}, inventory, WEEK)
    assert [move.app_id for move in moves] == [LIBRARY, ATTENDANCE]
    with (project.inventory / "apps.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["app_id"] == LIBRARY)
    assert (moves[0].database, moves[0].files_path, moves[0].domain, moves[0].room_id) == (
        row["db_name"], row["files_path"], row["domain"], row["room_id"],
    )  # fmt: skip


def test_a_plan_of_another_inventory_is_refused(project: Project) -> None:
    stranger = {"apps": [{"app_id": "NOBODY", "strategy": "rehost", "week": WEEK}]}
    with pytest.raises(PlanError, match="NOBODY"):
        plan_moves(stranger, load_inventory(project), WEEK)


def test_rehost_opens_only_what_was_verified() -> None:
    phases = phases_of("rehost")
    assert phases == ("copy", "freeze", "verify", "switch", "open")
    assert load_strategy("rehost").undo not in phases


@pytest.mark.parametrize("fault", ["verify", "verify:", "copy:A1", ""])
def test_a_fault_that_the_lab_cannot_make_is_refused(fault: str) -> None:
    with pytest.raises(MoveError, match="no such fault"):
        check_faults([fault])


def event(kind: str, task: str = "t", **res: Any) -> dict[str, Any]:
    return {"event": kind, "event_data": {"task": task, "res": res}}


def test_a_run_is_well_only_when_a_task_ran_and_none_failed() -> None:
    done = event("runner_on_ok", changed=True, educloud={"files": 3})
    failed = event("runner_on_failed", task="核对", msg="rows differ")
    assert outcome("successful", [done], "")["facts"] == {"files": 3}
    assert outcome("successful", [done], "")["changed"]
    assert not outcome("successful", [], "skipping: no hosts matched")["ok"]
    assert not outcome("successful", [event("runner_on_skipped")], "")["ok"]
    bad = outcome("failed", [done, failed], "")
    assert (bad["ok"], bad["failed_task"], bad["reason"]) == (False, "核对", "rows differ")
    # A failure that a rescue has mended is none.
    assert outcome("successful", [failed, done], "")["ok"]


def test_a_failed_way_back_leaves_the_move_stuck_and_says_both_reasons(project: Project) -> None:
    move = plan_moves(PLAN, load_inventory(project), WEEK)[0]

    def fail(phase: str) -> PhaseResult:
        return PhaseResult(move.app_id, phase, ok=False, reason=f"{phase} broke")

    record = carry_out(project, move, fail)
    assert record.state == "stuck"
    assert "copy broke" in record.reason
    assert "rollback broke" in record.reason


def test_a_move_to_a_node_that_is_not_up_is_refused_with_the_cure(project: Project) -> None:
    move = plan_moves(PLAN, load_inventory(project), WEEK)[0]
    record = begin_move(project, move, None)
    assert record.state == "refused"
    assert f"'educloud cloud up {NODE}'" in record.reason
    result = run_phase(project, move, "rollback", None, environment={})
    assert not result.ok
    assert NODE in result.reason


@pytest.mark.parametrize("week", ["2027-W53", "2027-W00", "2027-5", "2027-W54", ""])
def test_a_week_that_its_year_does_not_have_is_refused(week: str) -> None:
    check_week("2026-W53")
    with pytest.raises(PlanError, match="no ISO week"):
        check_week(week)


def test_playbooks_reach_a_cloud_elsewhere_by_the_proxy_and_this_machine_past_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    proxies = {"HTTPS_PROXY": "http://192.0.2.1:3128", "NO_PROXY": "192.0.2.9"}

    def given(url: str, **more: str) -> dict[str, str]:
        wide = {**proxies, "EDUCLOUD_CLOUD_ENDPOINT": url, **more}
        env = playbook_environment(project, project.state, wide)
        return {name: value for name, value in env.items() if "proxy" in name.lower()}

    assert given("https://cloud.example") == proxies
    assert given("http://127.0.0.1:5000") == {
        "NO_PROXY": "192.0.2.9,127.0.0.1", "no_proxy": "127.0.0.1",
    }  # fmt: skip
    # The environment is noted in clear: a password does not go into it.
    secret = {"HTTPS_PROXY": f"http://user:{SECRET}@192.0.2.1:3128"}
    assert SECRET not in str(given("https://cloud.example", **secret))


def test_records_come_back_as_written_and_survive_pickling(project: Project) -> None:
    move = plan_moves(PLAN, load_inventory(project), WEEK)[0]
    written = finish_record(project, move, "rolled_back", "核对失败")
    assert read_records(project) == [written]
    assert pickle.loads(pickle.dumps(written)) == written  # noqa: S301  our own bytes
    path = project.state / "moves" / move.app_id / "record.json"
    path.write_text('{"move": {', encoding="utf-8")
    with pytest.raises(MoveError, match="not readable"):
        read_records(project)


def test_a_missing_playbook_folder_is_a_failed_phase_with_a_reason(project: Project) -> None:
    shutil.rmtree(project.playbooks)
    move = plan_moves(PLAN, load_inventory(project), WEEK)[0]
    result = run_phase(project, move, "copy", Destination("b", "Z", "x"), environment={})
    assert not result.ok
    assert result.reason
