"""Rules C: every rule satisfied, failed and unknown; exits, zombies and rooms as they are read."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provinces import (
    DAY,
    RULES,
    app,
    device,
    indicator,
    node,
    room,
    site,
    situation,
    standing,
    verdicts,
)

from educloud.reports.compliance.evaluate import Status
from educloud.reports.compliance.rules import cloud
from educloud.reports.compliance.rules.cloud_services import video_storage_tb
from educloud.reports.compliance.situation import Measured

MAIN = node("main", "main", "410000")
CLOUD = {"hosting": "gov_cloud"}
OWN = {"hosting": "own_room"}
GENERIC = {"owner_org": "UNI", "app_class": "generic"}
ALIVE = {
    "last_login": DAY,
    "users_active": 500,
    "users_reg": 1000,
    "cpu_p95": 0.3,
    "last_release": DAY,
    "open_high_findings_days": 0,
}
FULL = {
    "category": "校务",
    "app_class": "generic",
    "hosting": "own_room",
    "mlps_level": 2,
    "vcpu": 2,
    "ram_gb": 4,
    "disk_gb": 50,
    "data_gb": 5,
    "ops_org": "信息中心（合成）",
}
TINY = {"racks": 1, "area_m2": 10, "staff_fulltime": 0, "built_year": 2000}
GOOD = {
    "racks": 900,
    "racks_used": 800,
    "cpu_util_avg": 0.5,
    "pue": 1.2,
    "mains_feeds": 2,
    "ups_kva": 40,
    "staff_fulltime": 4,
    "built_year": 2025,
    "server_age_avg": 1,
}
EXEMPT = {
    **OWN,
    "strategy": "exempt",
    "strategy_reason": "专线专用",
    "exempt_approver": "省教育厅（合成）",
    "exempt_review_on": dt.date(2027, 6, 1),
}
SCHOOL_APP = {"owner_org": "SCHOOL", "app_class": "generic", **OWN}
EXIT = {"circuit_id": "X", "tier": "exit", "division_code": "410000"}
UNI_APP = app("U", owner_org="UNI", data_integrated="yes")


def dep(one, other):
    return {"app_id": one, "depends_on": other, "kind": "soft"}


# rule, what the tables hold, the row looked at, the verdict
CASES = [
    ("C01", {"nodes": [MAIN]}, "省级主节点", True),
    ("C01", {"nodes": [MAIN, node("other", "main", "410000")]}, "省级主节点", False),
    ("C01", {"nodes": []}, "省级主节点", None),
    (
        "C01",
        {"nodes": [MAIN, node("c", "city", "410600", parent="main")]},
        "鹤壁市分节点",
        True,
    ),
    ("C01", {"nodes": [MAIN, node("c", "city", "410600", parent="c")]}, "鹤壁市分节点", False),
    ("C01", {"nodes": [MAIN]}, "鹤壁市分节点", False),
    ("C01", {"nodes": [MAIN, node("c", "city", "410600")]}, "鹤壁市分节点", None),
    ("C01", {"nodes": [MAIN, node("c", "city", "410611", parent="main")]}, "淇滨区分节点", False),
    ("C01", {"nodes": [MAIN]}, "高校分节点", None),
    ("C01", {"nodes": [MAIN, node("u", "university", "410600", parent="main")]}, "u", True),
    ("C02", {"nodes": [node("n", "city", "410600", provider="carrier_cloud")]}, "n", True),
    (
        "C02",
        {"nodes": [node("n", "city", "410600", provider="self_built", self_built_reason="无")]},
        "n",
        False,
    ),
    ("C02", {"nodes": [node("n", "city", "410600", provider="self_built")]}, "n", None),
    ("C02", {"nodes": [node("n", "city", "410600")]}, "n", None),
    ("C03", {"rooms": [room(**GOOD)]}, "R1", True),
    ("C03", {"rooms": [room(**TINY, mains_feeds=1)]}, "R1", False),
    ("C03", {"rooms": [room(racks=900)]}, "R1", None),
    ("C04", {"apps": [app(**CLOUD)]}, "A1", True),
    ("C04", {"apps": [app(hosting="hosted")]}, "A1", False),
    ("C04", {"apps": [app()]}, "A1", None),
    ("C04", {"apps": [app(**OWN, migrated_on=DAY)]}, "A1", True),
    ("C04", {"apps": [app(**OWN, migrated_on=DAY + dt.timedelta(1))]}, "A1", False),
    ("C05", {"apps": [app(**GENERIC, **CLOUD)]}, "A1", True),
    ("C05", {"apps": [app(**GENERIC, **OWN)]}, "A1", False),
    ("C05", {"apps": [app(owner_org="UNI", **OWN)]}, "A1", None),
    ("C05", {"apps": [app(owner_org="UNI", **CLOUD)]}, "A1", None),
    ("C06", {"apps": [app(owner_org="UNI", **CLOUD)]}, "A1", None),
    ("C06", {"apps": [app(**EXEMPT)]}, "A1", True),
    ("C06", {"apps": [app(**EXEMPT | {"exempt_review_on": dt.date(2026, 1, 1)})]}, "A1", False),
    ("C06", {"apps": [app(**EXEMPT | {"exempt_approver": None})]}, "A1", None),
    ("C06", {"apps": [app(**OWN, strategy="retain")]}, "A1", False),
    ("C07", {"nodes": [node("u", "university", "410600", services="cross_industry")]}, "u", True),
    ("C07", {"nodes": [node("u", "university", "410600", services="compute")]}, "u", False),
    ("C07", {"nodes": [node("u", "university", "410600")]}, "u", None),
    (
        "C08",
        {"nodes": [node("c", "city", "410600", model="hybrid", services="compute;storage;dr")]},
        "c",
        True,
    ),
    (
        "C08",
        {"nodes": [node("c", "city", "410600", services="compute;storage")]},
        "c",
        False,
    ),
    ("C08", {"nodes": [node("c", "city", "410600", services="compute;storage;dr")]}, "c", None),
    ("C09", {"apps": [app(**SCHOOL_APP, strategy="merge")]}, "A1", True),
    ("C09", {"apps": [app(**SCHOOL_APP, strategy="rehost", strategy_reason="无")]}, "A1", False),
    ("C09", {"apps": [app(**SCHOOL_APP)]}, "A1", None),
    ("C10", {"apps": [app(**FULL)]}, "淇滨区", True),
    ("C10", {"apps": [app(**FULL | {"vcpu": None})]}, "淇滨区", False),
    ("C11", {"sites": [site()]}, "S1", True),
    (
        "C11",
        {
            "sites": [site()],
            "orgs": [
                {"org_id": one, "name": one, "kind": "school", "division_code": "410611"}
                | {"tenant_parent": other}
                for one, other in (("SCHOOL", "X"), ("X", "SCHOOL"))
            ],
        },
        "S1",
        False,
    ),
    ("C11", {"sites": [site(org_id="gone")]}, "S1", None),
    ("C12", {"nodes": [MAIN | {"services": "业务中台;data_platform"}]}, "数据中台", True),
    ("C12", {"nodes": [MAIN | {"services": "业务中台;data_platform"}]}, "大数据仓", False),
    ("C12", {"nodes": [MAIN]}, "数据中台", None),
    ("C13", {"apps": [app(exchange="exempt", exchange_reason="单机系统")]}, "A1", True),
    ("C13", {"apps": [app(exchange="none")]}, "A1", False),
    ("C13", {"apps": [app(exchange="exempt")]}, "A1", None),
    (
        "C14",
        {"apps": [app("P1", owner_org="P", function="学籍"), app(function="食堂")]},
        "A1",
        True,
    ),
    (
        "C14",
        {"apps": [app("P1", owner_org="P", function="学籍"), app(function="学籍")]},
        "A1",
        False,
    ),
    ("C14", {"apps": [app(function="学籍")]}, "A1", None),
    ("C15", {"sites": [site(ops_provider="运维商（合成）")]}, "S1", True),
    ("C15", {"sites": [site(ops_provider="无")]}, "S1", False),
    ("C15", {"sites": [site(kind="kindergarten")]}, "S1", None),
    ("C16", {"apps": [app(shared_data="not_shared", share_reason="涉及个人信息")]}, "A1", True),
    ("C16", {"apps": [app(shared_data="not_shared", share_reason="无")]}, "A1", False),
    ("C16", {"apps": [app(shared_data="not_shared")]}, "A1", None),
    ("C17", {"sites": [site(desktops=40)]}, "S1", True),
    ("C17", {"sites": [site(desktops=0)]}, "S1", False),
    ("C17", {"sites": [site()]}, "S1", None),
    (
        "C18",
        {"apps": [app(platform="security", mlps_level=3, **CLOUD)]},
        "教育安全平台",
        True,
    ),
    ("C18", {"apps": [app(platform="教育安全信息化平台", **OWN)]}, "教育安全平台", False),
    ("C18", {"apps": [app(platform="security", **CLOUD)]}, "教育安全平台", None),
    ("C18", {"apps": []}, "终身教育平台", None),
    ("C19", {"circuits": [EXIT | {"mbps": 2_000_000}]}, "在线学习出口带宽", True),
    ("C19", {"circuits": [EXIT | {"mbps": 100_000}]}, "在线学习出口带宽", False),
    ("C19", {"circuits": [EXIT | {"mbps": 1_000_000}]}, "在线学习出口带宽", None),
    ("C19", {"circuits": [EXIT]}, "在线学习出口带宽", None),
    (
        "C20",
        {"indicators": [indicator("cloud_upgraded", 1)]},
        "教育公共服务云平台已升级（1是，0否）",
        True,
    ),
    (
        "C20",
        {"indicators": [indicator("cloud_upgraded", 0)]},
        "教育公共服务云平台已升级（1是，0否）",
        False,
    ),
    (
        "C20",
        {"indicators": [indicator("cloud_upgraded", 1, as_of=DAY + dt.timedelta(1))]},
        "教育公共服务云平台已升级（1是，0否）",
        None,
    ),
    (
        "C21",
        {
            "apps": [app("K"), app("C", owner_org="CITY"), app("S", owner_org="SCHOOL")],
            "deps": [dep("K", "C"), dep("S", "K")],
        },
        "淇滨区",
        True,
    ),
    ("C21", {"apps": [app("K", data_integrated="no")]}, "淇滨区", False),
    ("C21", {"apps": [app("K")]}, "淇滨区", None),
    ("C22", {"sites": [site(kind="kindergarten", cameras=8)]}, "S1", True),
    ("C22", {"sites": [site(kind="kindergarten", cameras=0)]}, "S1", False),
    ("C22", {"sites": [site(kind="kindergarten")]}, "S1", None),
    ("C23", {"sites": [site(segments="wired;video")]}, "S1", True),
    ("C23", {"sites": [site(segments="wired;wifi")]}, "S1", False),
    ("C23", {"sites": [site(cameras=8)]}, "S1", None),
    ("C24", {"apps": [app(sso="yes")]}, "A1", True),
    ("C24", {"apps": [app(sso="no")]}, "A1", False),
    ("C24", {"apps": [app()]}, "A1", None),
    ("C25", {"apps": [app(function="排课", user_org="SCHOOL")]}, "A1", True),
    (
        "C25",
        {"apps": [app(one, function="排课", user_org="SCHOOL") for one in ("A1", "A2")]},
        "A1",
        False,
    ),
    ("C25", {"apps": [app(function="排课")]}, "A1", None),
    ("C26", {"apps": [app(stage="编目")]}, "A1", True),
    ("C26", {"apps": [app(stage="搁置")]}, "A1", False),
    ("C26", {"apps": [app()]}, "A1", None),
    ("C27", {"apps": [app(**ALIVE)]}, "A1", True),
    ("C27", {"apps": [app(**ALIVE | {"users_active": 0, "cpu_p95": 0.01})]}, "A1", False),
    ("C27", {"apps": [app(**ALIVE | {"users_active": 0, "cpu_p95": None})]}, "A1", None),
    ("C27", {"apps": [app()]}, "A1", None),
    ("C28", {"apps": [app(exchange="registered")]}, "A1", True),
    ("C28", {"apps": [app(exchange="exempt", exchange_reason="单机系统")]}, "A1", False),
    ("C28", {"apps": [app()]}, "A1", None),
    (
        "C29",
        {"apps": [app("P1", owner_org="P"), UNI_APP], "deps": [dep("U", "P1")]},
        "省—高校",
        True,
    ),
    ("C29", {"apps": [app("U", owner_org="UNI", data_integrated="no")]}, "省—高校", False),
    ("C29", {"apps": [UNI_APP]}, "省—高校", None),
    ("C30", {"apps": [app(portal_integrated="yes", data_integrated="yes")]}, "A1", True),
    ("C30", {"apps": [app(portal_integrated="no")]}, "A1", False),
    ("C30", {"apps": [app(portal_integrated="yes")]}, "A1", None),
    (
        "C31",
        {"indicators": [indicator("national_resources", 1)]},
        "已接入国家数字教育资源云服务体系（1是，0否）",
        True,
    ),
    (
        "C31",
        {"indicators": [indicator("national_resources", 0)]},
        "已接入国家数字教育资源云服务体系（1是，0否）",
        False,
    ),
    ("C31", {}, "已接入国家数字教育资源云服务体系（1是，0否）", None),
]
# An inventory's own completeness is never unknown: an empty cell is what it counts.
NEVER_UNKNOWN = {"C10"}


@pytest.mark.parametrize(("rule", "tables", "row", "verdict"), CASES)
def test_a_row_is_judged(rule, tables, row, verdict):
    assert verdicts(rule, situation(**tables))[row] is verdict


def test_every_rule_is_seen_satisfied_failed_and_unknown():
    seen = {rule: {verdict for one, _, _, verdict in CASES if one == rule} for rule in RULES}
    for rule in cloud.RULES:
        wanted = {True, False} if rule.id in NEVER_UNKNOWN else {True, False, None}
        assert seen[rule.id] == wanted, rule.id


def test_the_rules_stand_in_order_and_quote_their_document():
    assert [rule.id for rule in cloud.RULES] == [f"C{n:02}" for n in range(1, 32)]
    for rule in cloud.RULES:
        assert rule.quote
        assert "「" not in rule.quote
        assert set(rule.use) <= set("PBVR")
        assert rule.item
        assert rule.basis.endswith("。")


def test_who_is_in_scope_of_the_move():
    apps = [
        app("city", owner_org="CITY", app_class="special"),
        app("school", owner_org="SCHOOL"),
        app("generic", **GENERIC),
        app("special", owner_org="UNI", app_class="special"),
        app("bureau", owner_org="P", app_class="generic"),
    ]
    where = situation(apps=apps)
    assert verdicts("C04", where).keys() == {"city", "school"}
    assert verdicts("C05", where).keys() == {"generic", "bureau"}
    assert verdicts("C06", where).keys() == {"city", "school", "generic", "bureau"}


def test_an_exemption_is_a_legal_exit_but_no_move():
    where = situation(apps=[app(**EXEMPT)])
    assert verdicts("C04", where) == {"A1": False}
    assert standing("C06", where).figures["退出方式"] == "豁免 1"


def test_what_this_tool_moved_counts_from_that_day():
    moved = Measured(moved={"A1": dt.date(2025, 11, 1)})
    where = situation(apps=[app(**OWN)], measured=moved)
    assert standing("C04", where).status is Status.MET
    late = Measured(moved={"A1": dt.date(2026, 2, 1)})
    assert standing("C04", situation(apps=[app(**OWN)], measured=late)).status is Status.MET_LATE
    assert standing("C04", situation(apps=[app(**OWN)])).status is Status.OVERDUE
    early = situation(dt.date(2025, 6, 1), apps=[app(**OWN)])
    assert standing("C04", early).status is Status.ON_TRACK


def test_all_of_henan_s_eighteen_city_nodes_are_asked_for():
    found = verdicts("C01", situation(nodes=[MAIN]))
    assert sum(name.endswith("分节点") and name != "高校分节点" for name in found) == 18
    assert found["济源市分节点"] is False


def test_a_retired_zombie_is_gone():
    dead = ALIVE | {"users_active": 0, "cpu_p95": 0.01}
    open_ = situation(apps=[app(**dead, strategy="retire")])
    gone = situation(apps=[app(**dead, strategy="retire", migrated_on=DAY)])
    assert verdicts("C27", open_) == {"A1": False}
    assert verdicts("C27", gone) == {"A1": True}
    assert standing("C27", open_).figures["僵尸系统"] == "1"


def test_a_duplicate_that_is_to_be_merged_clears_the_other():
    twins = [app("A1", function="排课", user_org="U"), app("A2", function="排课", user_org="U")]
    twins[1]["strategy"] = "merge"
    assert verdicts("C25", situation(apps=twins)) == {"A1": True, "A2": True}
    # The same function for other users is no duplicate.
    others = [app("A1", function="排课", user_org="U"), app("A2", function="排课", user_org="V")]
    assert verdicts("C25", situation(apps=others)) == {"A1": True, "A2": True}


def test_the_funnel_counts_what_reached_each_stage():
    apps = [app("A1", stage="清查"), app("A2", stage="接入"), app("A3")]
    figures = standing("C26", situation(apps=apps)).figures
    assert figures["全省（市）漏斗"] == "清查 2→编目 1→清理 1→整合 1→接入 1→共享 0→协同 0"
    assert figures["鹤壁市漏斗"] == figures["全省（市）漏斗"]


def test_video_storage_is_in_terabytes():
    # 10 cameras of 4 Mbit/s for 90 days: 10 x 4 x 86400 x 90 / 8e6.
    assert video_storage_tb(10, 4, 90) == pytest.approx(38.88)


def test_the_need_of_online_learners_is_shown_as_a_range():
    figures = standing("C19", situation()).figures
    assert figures["峰值并发人数"].startswith("200,000 至 600,000")
    assert figures["所需带宽"].startswith("400,000 至 1,200,000 Mbps")


def test_completeness_names_the_emptiest_column():
    where = situation(apps=[app(**FULL), app("A2", **FULL | {"vcpu": None})], devices=[device()])
    figures = standing("C10", where).figures
    assert figures["apps 填写率"] == "17/18（94.4%）"
    assert figures["apps 缺得最多"] == "vcpu 缺1"
    assert figures["devices 填写率"] == "0/2（0.0%）"


def test_an_empty_province_satisfies_nothing():
    where = situation()
    for rule in cloud.RULES:
        assert standing(rule.id, where).count.satisfied == 0, rule.id


@given(
    st.fixed_dictionaries(
        {
            "hosting": st.sampled_from([None, "own_room", "hosted", "gov_cloud", "public_cloud"]),
            "app_class": st.sampled_from([None, "generic", "special"]),
            "owner_org": st.sampled_from(["CITY", "QIBIN", "SCHOOL", "UNI", "P"]),
            "strategy": st.sampled_from([None, "rehost", "retire", "retain", "exempt"]),
            "exempt_review_on": st.sampled_from([None, DAY, dt.date(2020, 1, 1)]),
        }
    )
)
def test_whatever_moved_has_left_legally(cells):
    where = situation(apps=[app(**cells)])
    moved = {**verdicts("C04", where), **verdicts("C05", where)}
    exits = verdicts("C06", where)
    assert moved.keys() == exits.keys()
    if moved.get("A1"):
        assert exits["A1"] is True
