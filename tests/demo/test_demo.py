"""The demo, killed in each of its long stages and started again, and then run once more."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import psutil
import pytest

from educloud.cloud.endpoint import open_cloud
from educloud.cloud.family import family
from educloud.cloud.spec.load import load_stacks
from educloud.demo.provisioning import NODES
from educloud.lab.databases import start_databases
from educloud.project import FOLDERS, Project

CHECKOUT = Path(__file__).resolve().parents[2]
EDUCLOUD = str(Path(sys.executable).with_name("educloud"))
LIMIT = 200.0
# What must not lead the demo astray: proxies, somebody's cloud, a bare locale.
MISLEADING = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "EDUCLOUD_CLOUD_ENDPOINT": "http://127.0.0.1:9",
    "AWS_PROFILE": "nobody",
    "PULUMI_BACKEND_URL": "http://127.0.0.1:9",
    "LC_ALL": "C",
    "TZ": "Pacific/Chatham",
}
ROWS = {"HB-APP-001": "app_attendance", "HB-APP-002": "app_library"}


@dataclass
class Demo:
    """A demo in a folder of its own, on ports of its own."""

    folder: Path
    runs: list[str] = field(default_factory=list)

    @property
    def project(self) -> Project:
        return Project(self.folder)

    def start(self) -> subprocess.Popen[str]:
        self.runs.append("")
        return subprocess.Popen(
            [EDUCLOUD, "-C", str(self.folder.parent / "source"), "demo", "--out", str(self.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder.parent,
            env={**os.environ, **MISLEADING},
            start_new_session=True,
        )

    def until(self, process: subprocess.Popen[str], wanted: str, extra: float = 0.0) -> None:
        """Read the progress until a line matches, and ``extra`` seconds on."""
        assert process.stderr
        limit = time.monotonic() + LIMIT
        for line in process.stderr:
            self.runs[-1] += line
            if re.search(wanted, line):
                time.sleep(extra)
                return
            assert time.monotonic() < limit
        pytest.fail(f"ended before {wanted!r}:\n{self.runs[-1]}")

    def stop(self, wanted: str, how: signal.Signals, extra: float = 0.0) -> int:
        """Start the demo, end it with a signal once its progress shows ``wanted``."""
        process = self.start()
        self.until(process, wanted, extra)
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal's Ctrl-C does
        else:
            os.kill(process.pid, how)
        _, rest = process.communicate(timeout=30)
        self.runs[-1] += rest
        assert "Traceback" not in self.runs[-1]
        return process.returncode

    def finish(self) -> str:
        process = self.start()
        out, err = process.communicate(timeout=LIMIT)
        self.runs[-1] += err
        assert process.returncode == 0, err
        assert "Traceback" not in err
        return out

    def leftovers(self) -> list[list[str]]:
        """Give the command lines of programs that still work for this demo."""
        found = []
        for process in psutil.process_iter(["cmdline", "cwd"]):
            line = process.info["cmdline"] or []
            if process.pid != os.getpid() and any(str(self.folder) in part for part in line):
                found.append(line)
        return found

    def wait_for_no_leftovers(self) -> None:
        limit = time.monotonic() + 15
        while self.leftovers() and time.monotonic() < limit:
            time.sleep(0.2)
        assert self.leftovers() == []


def _free_ports(count: int) -> Iterator[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    yield from [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    source = tmp_path / "source"
    source.mkdir()
    shutil.copy(CHECKOUT / "educloud.yaml", source)
    for name in FOLDERS:
        shutil.copytree(CHECKOUT / name, source / name)
    ports = list(_free_ports(26))
    devices = source / "inventory" / "devices.csv"
    text = devices.read_text(encoding="utf-8")
    for number, port in enumerate(ports[:24]):
        text = text.replace(f",{22001 + number},", f",{port},")
    devices.write_text(text, encoding="utf-8")
    hosts = source / "inventory" / "hosts.yml"
    text = hosts.read_text(encoding="utf-8")
    text = text.replace("22101", str(ports[24])).replace("22102", str(ports[25]))
    hosts.write_text(text, encoding="utf-8")
    return Demo(tmp_path / "demo")


def resources_of(project: Project, names: tuple[str, ...]) -> int:
    """How many resources stacks declare."""
    declared = family().declare_all(load_stacks(project), names)
    return sum(len(stack.resources) for stack in declared)


def assert_nothing_exists_twice_in_the_cloud(project: Project) -> None:
    with open_cloud(project) as cloud:
        keys = {"endpoint_url": cloud.url, "region_name": cloud.region}
        keys |= {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
        ec2 = boto3.client("ec2", **keys)
        made = Counter()
        for kind, listing in (
            ("vpc", ec2.describe_vpcs()["Vpcs"]),
            ("subnet", ec2.describe_subnets()["Subnets"]),
            ("group", ec2.describe_security_groups()["SecurityGroups"]),
            ("table", ec2.describe_route_tables()["RouteTables"]),
            ("gateway", ec2.describe_internet_gateways()["InternetGateways"]),
            ("hub", ec2.describe_transit_gateways()["TransitGateways"]),
            ("place", ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]),
        ):
            for one in listing:
                tags = {tag["Key"]: tag["Value"] for tag in one.get("Tags", [])}
                if urn := tags.get("educloud:urn"):
                    made[kind, urn] += 1
        zones = boto3.client("route53", **keys).list_hosted_zones()["HostedZones"]
    assert made, "nothing carries our tag"
    assert sum(kind == "vpc" for kind, _ in made) == 4  # two nodes, two exits
    assert [key for key, count in made.items() if count > 1] == []
    assert max(Counter(zone["Name"] for zone in zones).values()) == 1


def assert_no_line_was_pushed_twice(project: Project) -> None:
    logs = sorted((project.state / "switches").glob("*/commands.jsonl"))
    assert len(logs) == 24
    for log in logs:
        if "HB-DEV-010" in str(log):
            continue  # its change was undone
        entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        accepted = Counter((e["view"], e["line"]) for e in entries if e["verdict"] == "accepted")
        assert accepted, log
        assert [line for line, count in accepted.items() if count > 1] == [], log


def assert_no_row_was_copied_twice(project: Project) -> None:
    with start_databases(project) as databases:
        database = ROWS["HB-APP-001"]
        counts = []
        for host in ("HB-ROOM-01", "city-410600"):
            with databases.connect(host, database) as connection:
                tables = connection.execute(
                    "SELECT table_name FROM information_schema.tables "
                    "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
                ).fetchall()
                counts.append(
                    {
                        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
                        for (name,) in tables
                    }
                )
        assert counts[0] == counts[1]
        assert sum(counts[0].values()) > 50_000
        with databases.connect("city-410600", "postgres") as connection:
            names = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        assert ROWS["HB-APP-002"] not in names, "the rolled-back copy was left at the node"


def marks(project: Project) -> dict[str, int]:
    """Give the lengths of all that would grow if something were done again."""
    journal = project.state / "cloud" / "journal.jsonl"
    logs = (project.state / "switches").glob("*/commands.jsonl")
    return {str(path): path.stat().st_size for path in (journal, *logs)}


@pytest.mark.timeout(600)
def test_killed_in_c_d_and_e_it_goes_on_and_does_nothing_twice(demo: Demo) -> None:
    """SIGKILL and Ctrl-C in the cloud, the switches and the migration; then once more."""
    device = r"HB-DEV-0\d\d: (changed|unchanged)"
    assert demo.stop("main-410000: create Vpc", signal.SIGINT) == 130
    assert demo.stop("city-410600: create Subnet", signal.SIGKILL) == -signal.SIGKILL
    assert demo.stop(device, signal.SIGKILL, 0.2) == -signal.SIGKILL
    assert demo.stop(device, signal.SIGINT) == 130
    demo.wait_for_no_leftovers()
    assert demo.stop("plan: ", signal.SIGINT) == 130
    assert demo.stop("HB-APP-001 .*: freeze", signal.SIGKILL, 0.8) == -signal.SIGKILL
    assert demo.stop("HB-APP-001 .*: verify", signal.SIGINT, 0.5) == 130
    story = demo.finish()

    demo.wait_for_no_leftovers()
    assert "an interrupted run goes on" in "".join(demo.runs)
    stands = resources_of(demo.project, NODES)
    assert f"nothing to change, {stands} resources stand as declared" in story
    assert "HB-APP-001 学生考勤（合成）: moved" in story
    assert "HB-APP-002 图书借阅（合成）: rolled_back" in story
    assert "checksums differ" in story
    assert "failed" not in story
    assert_nothing_exists_twice_in_the_cloud(demo.project)
    assert_no_line_was_pushed_twice(demo.project)
    assert_no_row_was_copied_twice(demo.project)

    before = marks(demo.project)
    again = demo.finish()

    assert again.count("not repeated") == 5  # the report is written anew
    assert marks(demo.project) == before
    demo.wait_for_no_leftovers()


def test_the_demos_results_hold(demo: Demo) -> None:
    """Its printed commands work by hand afterwards, and its files say what the story says."""
    story = demo.finish()
    folder = str(demo.folder)

    def by_hand(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [EDUCLOUD, "-C", folder, *arguments], capture_output=True, text=True, check=False
        )

    assert re.search(r"ruijie_os +changed: 8", story)
    assert re.search(r"hp_comware +undone: 1", story)
    checked = by_hand("migrate", "check", f"{folder}/plan.json", "--json")
    assert json.loads(checked.stdout)["valid"] is True
    status = json.loads(by_hand("status", "--json").stdout)
    assert {app["app_id"]: app["state"] for app in status["apps"]} == {
        "HB-APP-001": "moved",
        "HB-APP-002": "rolled_back",
    }
    assert sum(device["status"] == "changed" for device in status["devices"]) == 23
    up = json.loads(by_hand("cloud", "up", "city-410600", "--json").stdout)
    assert [(one["created"], one["updated"], one["deleted"]) for one in up] == [(0, 0, 0)]
    page = (demo.folder / "report.html").read_text(encoding="utf-8")
    assert "学生考勤（合成）" in page
    assert not re.search(r"(src|href)=|url\(|https?://", page), "the page loads something"
    demo.wait_for_no_leftovers()
