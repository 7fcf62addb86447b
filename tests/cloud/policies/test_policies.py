"""Every rule finds what offends, and leaves what is mended alone: through files and resources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from policies_sound import (
    NODE,
    SOUND,
    Edit,
    Files,
    allow,
    both,
    files,
    found_in,
    network,
    node,
    part,
    project_of,
    told,
    without,
)

from educloud.cloud.family import family
from educloud.cloud.policies.evaluate import findings
from educloud.cloud.policies.rules import all_rules
from educloud.cloud.spec.load import load_stacks
from educloud.cloud.spec.network import NETWORK
from educloud.errors import PlanError
from educloud.inventory.profile import load_profile
from educloud.project import Project


@dataclass(frozen=True)
class Case:
    rule: str
    resource: str
    offends: Edit
    mended: Edit
    severity: str = "deny"


CASES = (
    Case("any-any", "zone-dmz",
         allow("dmz", **{"from": "internet", "port": "any", "protocol": "any"}),
         allow("dmz", **{"from": "internet", "port": 80})),
    Case("any-any", "zone-app", allow("app", **{"from": "internet", "port": 1, "to_port": 65535}),
         allow("app", **{"from": "internet", "port": 8443})),
    Case("any-any", "zone-app",
         both(allow("app", **{"from": "0.0.0.0/1", "port": "any"}),
              allow("app", **{"from": "2000::/3", "port": "any"})),
         both(allow("app", **{"from": "203.0.113.0/24", "port": 443}),
              allow("app", **{"from": "2001:db8::/48", "port": 443}))),
    Case("admin-port-open", "zone-mgmt", allow("mgmt", **{"from": "internet", "port": 22}),
         allow("mgmt", **{"from": "private-network", "port": 23})),
    Case("admin-port-open", "zone-mgmt", allow("mgmt", **{"from": "::/0", "port": 3389}),
         allow("mgmt", **{"from": "3fff::/20", "port": 3389})),
    Case("admin-port-open", "zone-app",
         allow("app", **{"from": "internet", "port": 27000, "to_port": 27020}),
         allow("app", **{"from": "internet", "port": 27000, "to_port": 27010})),
    Case("every-port-open", "zone-app", allow("app", **{"from": "dmz", "port": "any"}),
         allow("app", **{"from": "dmz", "port": 8000, "to_port": 8010}), severity="warn"),
    Case("ipv4-without-ipv6", "zone-dmz", allow("dmz", **{"from": "0.0.0.0/0", "port": 80}),
         both(allow("dmz", **{"from": "0.0.0.0/0", "port": 80}),
              allow("dmz", **{"from": "::/0", "port": 80}))),
    Case("ipv4-without-ipv6", "zone-app",
         allow("app", **{"from": "203.0.113.0/24", "port": 8443}),
         both(allow("app", **{"from": "203.0.113.0/24", "port": 8443}),
              allow("app", **{"from": "2001:db8::/48", "port": 8443}))),
    Case("database-public", "data-a", part("zones", "data", reach="public"),
         part("zones", "data", reach="private")),
    Case("database-public", "dmz-a", allow("dmz", **{"from": "app", "port": 1521}),
         allow("data", **{"from": "app", "port": 1521})),
    Case("database-outbound", "data-b", part("zones", "data", reach="outbound"),
         part("zones", "data", reach="private"), severity="warn"),
    Case("platforms-apart", "platforms.two", part("platforms", "two", pool="one"),
         part("platforms", "two", pool="two")),
    Case("closed-world", "worlds.exam", network("worlds", "exam", internet=True),
         network("worlds", "exam", internet=False)),
    Case("store-encrypted", "test-410600-apps", part("buckets", 0, encrypted=False),
         part("buckets", 0, encrypted=True)),
    Case("store-encrypted", "pool-web", part("pools", "web", encrypted=False),
         part("pools", "web", encrypted=True)),
    Case("store-encrypted", "volume-web-1", part("pools", "web", encrypted=False),
         part("pools", "web", encrypted=True)),
    Case("store-encrypted", "database-main", part("databases", "main", encrypted=False),
         part("databases", "main", encrypted=True)),
    Case("store-encrypted", "share-files", part("shares", "files", encrypted=False),
         part("shares", "files", encrypted=True)),
    Case("store-saved", "volume-web-1", without("backup"), node(backup={"at": "03:00"})),
    Case("store-saved", "share-files", without("backup"), node(backup={})),
    Case("store-saved", "database-main",
         both(without("backup"), part("databases", "main", backup_days=0)),
         part("databases", "main", backup_days=0)),
    Case("backup-kept", "backup", part("backup", keep_days=6), part("backup", keep_days=7)),
    Case("log-kept", "log-flows", part("logs", retention_days=90),
         part("logs", retention_days=180)),
    Case("flows-logged", "logs", part("logs", flows=False), part("logs", flows=True)),
    Case("flows-logged", "logs", without("logs"), node(logs={})),
    Case("recovery-declared", "disaster_recovery", without("disaster_recovery"),
         node(disaster_recovery={"peer": "city-410500"})),
    Case("recovery-elsewhere", "disaster_recovery",
         lambda made: made["city-410500"].update(division="410602"),
         lambda made: made["city-410500"].update(division="410502")),
    Case("recovery-level", "disaster_recovery",
         lambda made: made["city-410500"].update(mlps_level=2),
         lambda made: made["city-410500"].update(mlps_level=3)),
    Case("platform-level", "platforms.one", part("platforms", "one", level=4),
         part("platforms", "one", level=3)),
    Case("region-allowed", "region", node(region="ap-southeast-1"), node(region="cn-north-1")),
    Case("two-zones", "availability_zones", node(availability_zones=["a"]),
         node(availability_zones=["a", "b", "c"])),
    Case("two-databases", "database-main", part("databases", "main", two_zones=False),
         part("databases", "main", two_zones=True)),
    Case("two-machines", "pools.web", part("pools", "web", count=1),
         part("pools", "web", count=3), severity="warn"),
    Case("two-exits", "exits", lambda made: made["network"]["exits"].pop("west"),
         both(lambda made: made["network"]["exits"].pop("west"),
              network("worlds", "teaching", internet=False))),
    Case("exits-apart", "exits.west", network("exits", "west", division="410200"),
         network("exits", "west", division="410400")),
    Case("exits-apart", "exits.west", network("exits", "west", carrier="telecom"),
         network("exits", "west", carrier="mobile")),
    Case("exits-apart", "exits.west", network("exits", "west", risk_group="duct-2"),
         network("exits", "west", risk_group="duct-9")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.resource}")
def test_a_rule_finds_what_offends_and_not_what_is_mended(case: Case, tmp_path: Path):
    offends = told(found_in(tmp_path / "offends", files(case.offends)))
    mended = told(found_in(tmp_path / "mended", files(case.mended)))
    assert (case.severity, case.rule, case.resource) in offends
    assert not {one for one in mended if one[1] == case.rule}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.resource}")
def test_a_finding_names_a_resource_or_a_part_of_the_file(case: Case, tmp_path: Path):
    project = project_of(tmp_path, files(case.offends))
    stacks, used = load_stacks(project), family()
    declared = {name: used.declare_node(one, stacks.network) for name, one in stacks.nodes.items()}
    assert stacks.network
    declared |= used.declare_network(stacks.network, stacks.nodes)
    for one in findings(project, stacks):
        names = {made.name for made in declared[one.stack].resources}
        spec = stacks.network if one.stack == NETWORK else stacks.nodes[one.stack]
        assert one.resource in names or hasattr(spec, one.resource.split(".")[0])


def test_nothing_is_said_against_a_sound_province(tmp_path: Path):
    assert found_in(tmp_path, SOUND) == ()


def test_every_rule_is_put_to_the_test():
    elsewhere = {"app-level", "store-closed", "store-over-tls", "leave-anywhere"}
    assert {case.rule for case in CASES} | elsewhere == {rule.id for rule in all_rules()}


def test_every_rule_names_clauses_of_the_profile():
    for name in ("henan", "tianjin", "shaanxi"):
        known = {one.clause for one in load_profile(name).mlps_clauses}
        for rule in all_rules():
            assert set(rule.clauses) <= known, rule.id


def test_a_finding_names_clause_resource_and_fix(tmp_path: Path):
    (one,) = found_in(tmp_path, files(without("disaster_recovery")))
    assert (one.clause, one.clause_level2) == ("8.1.4.9", "7.1.4.8")
    assert "8.1.4.9" in str(one)
    assert one.stack in str(one)
    assert one.fix in str(one)


def test_what_level_3_forbids_is_a_warning_at_level_2(tmp_path: Path):
    def level_2(made: Files) -> None:
        for name in (NODE, "city-410500"):
            made[name]["mlps_level"] = 2
            made[name]["platforms"] = {}

    found = found_in(tmp_path, files(level_2, node(availability_zones=["a"])))
    assert told(found) == {("warn", "two-zones", "availability_zones")}


APPS = """app_id,name,owner_org,division_code,mlps_level
A-1,考试系统（合成）,ORG-1,410600,4
A-2,图书借阅（合成）,ORG-1,410600,2
A-3,未定级系统（合成）,ORG-1,410600,
A-4,学籍（合成）,ORG-1,410600,3
"""


def _with_apps(folder: Path) -> Project:
    project = project_of(folder, SOUND)
    (project.inventory / "apps.csv").write_text(APPS, "utf-8")
    return project


def test_an_app_pinned_to_a_node_below_its_level_is_found(tmp_path: Path):
    project = _with_apps(tmp_path)
    rows = [f"{app},{NODE}" for app in ("A-1", "A-2", "A-3", "A-4")]
    pins = project.inventory / "pins.csv"
    pins.write_text("\n".join(["app_id,node_id", *rows]), "utf-8")
    found = findings(project, load_stacks(project))
    assert told(found) == {("deny", "app-level", "A-1")}
    pins.write_text("\n".join(["app_id,node_id", *rows[1:]]), "utf-8")
    assert findings(project, load_stacks(project)) == ()


def test_an_app_that_a_plan_puts_there_is_found(tmp_path: Path):
    project, plan = _with_apps(tmp_path), tmp_path / "plan.json"
    apps = [
        {"app_id": "A-1", "strategy": "rehost", "node_id": NODE},
        {"app_id": "A-2", "strategy": "retire", "node_id": None},
    ]
    plan.write_text(
        json.dumps({"format": "educloud.plan/1", "start": "2026-12-07", "weeks": 9, "apps": apps}),
        "utf-8",
    )
    found = findings(project, load_stacks(project), plan=plan)
    assert told(found) == {("deny", "app-level", "A-1")}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"apps": 1}', '{"apps": [{}, 2]}', "null"])
def test_what_is_no_plan_is_one_sentence(tmp_path: Path, text: str):
    plan = tmp_path / "plan.json"
    plan.write_text(text, "utf-8")
    with pytest.raises(PlanError, match=f"^{plan}: .*; write it with"):
        found_in(tmp_path / "project", SOUND, plan)
