"""Rules G: every rule satisfied, failed and unknown."""

import datetime as dt

import pytest
from provinces import DAY, RULES, app, device, node, site, situation, standing, verdicts

from educloud.reports.compliance.rules import security

FILED = {"mlps_level": 3, "mlps_filing": "41060099001-00002", "assessed_on": DAY}
PIN = {"app_id": "A1", "node_id": "n"}
OFFICER = {"security_head": "张三（合成）", "contact": "000-0000"}


def org(**cells):
    return {"org_id": "O", "name": "O", "kind": "school", "division_code": "410611"} | cells


def placed(level):
    return {
        "apps": [app(**FILED)],
        "pins": [PIN],
        "nodes": [node("n", "city", "410600", mlps_level=level)],
    }


CASES = [
    ("G01", {"apps": [app(mlps_level=2, mlps_filing="41060099001")]}, "A1", True),
    ("G01", {"apps": [app(mlps_level=2, mlps_filing="无")]}, "A1", False),
    ("G01", {"apps": [app(mlps_level=2)]}, "A1", None),
    ("G01", {"apps": [app(mlps_filing="41060099001")]}, "A1", None),
    ("G02", {"apps": [app(mlps_level=1)]}, "A1", True),
    ("G02", {"apps": [app(**FILED)]}, "A1", True),
    ("G02", {"apps": [app(mlps_level=2, mlps_filing="41060099001")]}, "A1", True),
    ("G02", {"apps": [app(mlps_level=2, mlps_filing="豫ICP备12345678号")]}, "A1", False),
    ("G02", {"apps": [app(mlps_level=2, mlps_filing="410600990012")]}, "A1", False),
    ("G02", {"apps": [app(**FILED | {"assessed_on": DAY - dt.timedelta(365)})]}, "A1", True),
    ("G02", {"apps": [app(**FILED | {"assessed_on": DAY - dt.timedelta(366)})]}, "A1", False),
    ("G02", {"apps": [app(**FILED | {"assessed_on": None})]}, "A1", None),
    ("G02", {"apps": [app(mlps_level=2)]}, "A1", None),
    ("G02", {"apps": [app(mlps_filing="41060099001")]}, "A1", None),
    ("G02", placed(3), "A1", True),
    ("G02", placed(2), "A1", False),
    ("G02", placed(None), "A1", None),
    ("G03", {"apps": [app(log_days=180)]}, "A1", True),
    ("G03", {"apps": [app(log_days=179)]}, "A1", False),
    ("G03", {"apps": [app()]}, "A1", None),
    ("G03", {"devices": [device(log_days=200, features="syslog;ntp")]}, "D1", True),
    ("G03", {"devices": [device(log_days=200, features="ntp")]}, "D1", False),
    ("G03", {"devices": [device(features="syslog")]}, "D1", None),
    ("G03", {"devices": [device(log_days=200)]}, "D1", None),
    ("G03", {"devices": [device(log_days=10)]}, "D1", False),
    ("G04", {"apps": [app(ops_org="O", user_org="U")]}, "A1", True),
    ("G04", {"apps": [app(ops_org="无")]}, "A1", False),
    ("G04", {"apps": [app(ops_org="O")]}, "A1", None),
    ("G05", {"orgs": [org(**OFFICER)]}, "O", True),
    ("G05", {"orgs": [org(security_head="无")]}, "O", False),
    ("G05", {"orgs": [org(security_head="张三（合成）")]}, "O", None),
    ("G06", {"apps": [app(cii="yes", mlps_level=3, dr_tier=4)]}, "A1", True),
    ("G06", {"apps": [app(cii="yes", mlps_level=2)]}, "A1", False),
    ("G06", {"apps": [app(cii="no", importance="critical", mlps_level=2)]}, "A1", False),
    ("G06", {"apps": [app(cii="yes", mlps_level=3)]}, "A1", None),
    ("G06", {"apps": [app(mlps_level=2)]}, "A1", None),
    ("G06", {"apps": [app(mlps_level=3, dr_tier=5)]}, "A1", True),
    ("G07", {"orgs": [org(drill_on=DAY)]}, "O", True),
    ("G07", {"orgs": [org(drill_on=dt.date(2025, 1, 1))]}, "O", False),
    ("G07", {"orgs": [org()]}, "O", None),
    ("G07", {"orgs": [org(drill_on=DAY + dt.timedelta(1))]}, "O", None),
    ("G08", {"apps": [app(mlps_level=3, crypto_assessed="yes")]}, "A1", True),
    ("G08", {"apps": [app(mlps_level=3, crypto_assessed="no")]}, "A1", False),
    ("G08", {"apps": [app(crypto_assessed="no")]}, "A1", None),
    ("G09", {"devices": [device(features="hardened", drift_lines=0)]}, "D1", True),
    ("G09", {"devices": [device(features="hardened", drift_lines=2)]}, "D1", False),
    ("G09", {"devices": [device(features="ntp")]}, "D1", False),
    ("G09", {"devices": [device(features="hardened")]}, "D1", None),
]


@pytest.mark.parametrize(("rule", "tables", "row", "verdict"), CASES)
def test_a_row_is_judged(rule, tables, row, verdict):
    assert verdicts(rule, situation(**tables))[row] is verdict


def test_every_rule_is_seen_satisfied_failed_and_unknown():
    seen = {rule: {verdict for one, _, _, verdict in CASES if one == rule} for rule in RULES}
    for rule in security.RULES:
        assert seen[rule.id] == {True, False, None}, rule.id


def test_the_rules_stand_in_order_and_quote_their_document():
    assert [rule.id for rule in security.RULES] == [f"G{n:02}" for n in range(1, 10)]
    for rule in security.RULES:
        assert rule.quote
        assert rule.basis.endswith("。")


def test_whom_the_rules_leave_out():
    apps = [
        app("one", mlps_level=1, cii="no"),
        app("two", mlps_level=2, cii="no"),
        app("unknown"),
    ]
    devices = [device("core"), device("access", role="access")]
    where = situation(apps=apps, devices=devices)
    assert verdicts("G01", where).keys() == {"two", "unknown"}
    assert verdicts("G06", where).keys() == {"unknown"}
    assert verdicts("G08", where).keys() == {"unknown"}
    assert verdicts("G09", where).keys() == {"core"}


def test_filings_of_the_wrong_kind_are_counted():
    apps = [
        app("A1", mlps_level=2, mlps_filing="41060099001"),
        app("A2", mlps_level=3, mlps_filing="豫公网安备41010502000000号"),
    ]
    where = situation(apps=apps)
    assert standing("G02", where).figures == {"备案号": "2", "其中不是等保备案号": "1"}
    assert standing("G01", where).figures["三级已备案"] == "1（天津基数 37）"


def test_double_non_applications_are_counted_with_their_undertakings():
    stranger = {"hosting": "public_cloud", "domain": "xiaoyuan.example"}
    apps = [
        app("A1", **stranger, undertaking="yes"),
        app("A2", **stranger),
        app("A3", hosting="own_room", ipv4="10.1.2.3"),
        app("A4"),
    ]
    figures = standing("G04", situation(apps=apps)).figures
    assert figures == {"双非系统": "2", "双非中已签承诺书": "1", "是否双非未知": "1"}


def test_a_device_counts_where_its_site_stands():
    tables = {"sites": [site()], "devices": [device()], "apps": [app(division_code="410621")]}
    found = standing("G03", situation(**tables))
    assert found.divisions.keys() == {"410611", "410621"}
