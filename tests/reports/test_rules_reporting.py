"""Rules R: every rule satisfied, failed and unknown; the counters, filings and spreads."""

import datetime as dt

import pytest
from provinces import (
    DAY,
    RULES,
    app,
    indicator,
    site,
    situation,
    standing,
    verdicts,
    with_threshold,
)

from educloud.reports.compliance.evaluate import Status
from educloud.reports.compliance.indicators import INDICATORS
from educloud.reports.compliance.rules import reporting
from educloud.reports.compliance.rules.reporting_schools import spreads

EQUIPPED = {
    "wired_coverage": 1,
    "wifi_coverage": 1,
    "uplink_mbps": 1000,
    "segments": "wired;iot;video",
    "video_days": 90,
    "ops_provider": "运维商（合成）",
}
CITY = "410600"


def report(name, value, day, code="410000"):
    return indicator(name, value, as_of=day, division_code=code)


def filed(day, code="410600", kind="city_bureau"):
    cells = {"org_id": "B", "name": "教育局（合成）", "kind": kind, "division_code": code}
    return {"orgs": [cells | {"rules_filed_on": day}]}


def schools(*per_pupil):
    return {
        "sites": [
            site(f"S{n}", students=100, uplink_mbps=None if mbps is None else mbps * 100)
            for n, mbps in enumerate(per_pupil)
        ]
    }


CASES = [
    ("R01", {"sites": [site(basic_pass="yes")]}, "S1", True),
    ("R01", {"sites": [site(basic_pass="no", **EQUIPPED)]}, "S1", False),
    ("R01", {"sites": [site(**EQUIPPED)]}, "S1", True),
    ("R01", {"sites": [site(**EQUIPPED | {"wifi_coverage": None})]}, "S1", None),
    (
        "R01",
        {"sites": [site(**EQUIPPED | {"wifi_coverage": 0.5, "segments": "wired;5g;iot;video"})]},
        "S1",
        True,
    ),
    ("R01", {"sites": [site(**EQUIPPED | {"segments": "wired;wifi;iot"})]}, "S1", False),
    ("R01", {"sites": [site(uplink_mbps=50)]}, "S1", False),
    ("R01", {"sites": [site(video_days=30)]}, "S1", False),
    ("R01", {"sites": [site()]}, "S1", None),
    ("R02", {"sites": [site(stars=3, stars_year=2025)]}, "S1", True),
    ("R02", {"sites": [site(stars=3, stars_year=2023)]}, "S1", False),
    ("R02", {"sites": [site(stars=3)]}, "S1", None),
    (
        "R03",
        {"indicators": [report("model_schools_year", 18, dt.date(2024, 12, 1))]},
        "2024年",
        True,
    ),
    (
        "R03",
        {"indicators": [report("model_schools_year", 17, dt.date(2024, 12, 1))]},
        "2024年",
        False,
    ),
    ("R03", {}, "2024年", None),
    ("R04", filed(dt.date(2022, 7, 30)), "鹤壁市", True),
    ("R04", filed(DAY + dt.timedelta(1)), "鹤壁市", False),
    ("R04", filed(None), "鹤壁市", None),
    ("R04", filed(dt.date(2022, 7, 30), "410181", "county_bureau"), "巩义市", True),
    (
        "R05",
        {"indicators": [report("x", 1, day, CITY) for day in (DAY, dt.date(2026, 6, 1))]},
        "鹤壁市",
        True,
    ),
    ("R05", {"indicators": [report("x", 1, DAY, "410611")]}, "鹤壁市", False),
    ("R05", {"indicators": [report("x", 1, DAY)]}, "鹤壁市", None),
    ("R06", schools(1, 1, 1, 1.1), "淇滨区", True),
    ("R06", schools(1, 1, 1, 20), "淇滨区", False),
    ("R06", schools(1, 1), "淇滨区", None),
    ("R06", schools(1, 1, 1, None, None, None, None), "淇滨区", None),
    ("R07", {"indicators": [report("henan_districts", 10, DAY)]}, "省级智慧教育示范区（县）", True),
    ("R07", {"indicators": [report("henan_districts", 9, DAY)]}, "省级智慧教育示范区（县）", False),
    ("R07", {}, "省级智慧教育示范区（县）", None),
    ("R08", {"indicators": [report("shaanxi_features", 5, DAY)]}, "省级特色应用", True),
    ("R08", {"indicators": [report("shaanxi_features", 4, DAY)]}, "省级特色应用", False),
    ("R08", {"indicators": [report("shaanxi_features", 5, DAY, CITY)]}, "省级特色应用", None),
    (
        "R09",
        {"indicators": [report("x", 1, day, CITY) for day in (DAY, dt.date(2025, 11, 1))]},
        "鹤壁市",
        True,
    ),
    (
        "R09",
        {"indicators": [report("x", 1, DAY, CITY), report("y", 1, dt.date(2025, 11, 1), CITY)]},
        "鹤壁市",
        False,
    ),
    ("R09", {}, "鹤壁市", None),
    (
        "R10",
        {"indicators": [report("tianjin_elderly_hours", 2e4, DAY)]},
        "老年教育网上课程资源",
        True,
    ),
    (
        "R10",
        {"indicators": [report("tianjin_elderly_hours", 1e4, DAY)]},
        "老年教育网上课程资源",
        False,
    ),
    ("R10", {}, "老年教育网上课程资源", None),
]


@pytest.mark.parametrize(("rule", "tables", "row", "verdict"), CASES)
def test_a_row_is_judged(rule, tables, row, verdict):
    assert verdicts(rule, situation(**tables))[row] is verdict


def test_every_rule_is_seen_satisfied_failed_and_unknown():
    seen = {rule: {verdict for one, _, _, verdict in CASES if one == rule} for rule in RULES}
    for rule in reporting.RULES:
        assert seen[rule.id] == {True, False, None}, rule.id


def test_the_rules_stand_in_order_and_quote_their_document():
    assert [rule.id for rule in reporting.RULES] == [f"R{n:02}" for n in range(1, 11)]
    for rule in reporting.RULES:
        assert rule.quote
        assert rule.basis.endswith("。")


@pytest.mark.parametrize(("profile", "units"), [("henan", 28), ("shaanxi", 15), ("tianjin", 16)])
def test_every_reporting_unit_files_its_rules(profile, units):
    found = verdicts("R04", situation(profile=profile))
    assert len(found) == units
    assert set(found.values()) == {None}


def test_a_unit_without_a_division_is_found_by_name():
    bureau = {"org_id": "X", "name": "西咸新区教育卫体局", "kind": "county_bureau"}
    where = situation(
        profile="shaanxi",
        orgs=[bureau | {"division_code": "610100", "rules_filed_on": dt.date(2022, 1, 1)}],
    )
    assert verdicts("R04", where)["西咸新区"] is True


def test_filed_late_is_met_late():
    where = situation(**filed(dt.date(2022, 9, 1)))
    unit = where.profile.reporting_units[5]
    assert unit.name == "鹤壁市"
    alone = where.profile.model_copy(update={"reporting_units": (unit,)})
    late = type(where)(where.inventory, alone, where.as_of)
    assert standing("R04", late).status is Status.MET_LATE
    timely = situation(**filed(dt.date(2022, 8, 1)))
    assert standing("R04", type(where)(timely.inventory, alone, DAY)).status is Status.MET


def test_the_newest_report_counts_and_dates_the_goal():
    rows = [
        report("shaanxi_features", 6, dt.date(2022, 12, 1)),
        report("shaanxi_features", 4, dt.date(2023, 12, 1)),
        report("shaanxi_features", 7, dt.date(2024, 12, 1)),
        report("shaanxi_features", 1, DAY + dt.timedelta(1)),
    ]
    where = situation(indicators=rows)
    row = next(one for one in RULES["R08"].rows(where) if one.id == "省级特色应用")
    assert row.reached == 7
    assert row.since == dt.date(2024, 12, 1)
    assert standing("R08", where).figures["省级特色应用"] == "7/5项"


def test_every_figure_that_people_report_serves_a_rule():
    assert len({figure.name for figure in INDICATORS}) == len(INDICATORS)
    for figure in INDICATORS:
        assert figure.rule in RULES, figure.name


def test_a_spread_is_the_variation_of_uplink_per_pupil():
    (one,) = spreads(situation(**schools(1, 2, 3)))
    assert (one.schools, one.known) == (3, 3)
    assert one.variation == pytest.approx(0.408248, rel=1e-5)  # pstdev / mean
    assert one.ratio == pytest.approx(1.2 / 2.8)
    figures = standing("R06", situation(**schools(1, 2, 3))).figures
    assert figures["差异最大"] == "淇滨区 0.41"


def test_thresholds_come_from_the_profile():
    where = situation(**schools(1, 2, 3))
    assert verdicts("R06", with_threshold(where, "balance_cv", 0.3)) == {"淇滨区": False}


def test_cities_are_ranked_by_what_left_their_rooms():
    apps = [
        app("A1", hosting="gov_cloud"),
        app("A2", hosting="own_room", division_code="410100"),
        app("A3", division_code="410100"),
    ]
    figures = standing("R09", situation(apps=apps)).figures
    assert figures["上云比例横向排名"] == "1.鹤壁市 100.0%、2.郑州市 0.0%"


def test_stars_from_four_up_may_become_benchmarks():
    sites = [site(f"S{n}", stars=n, stars_year=2026) for n in range(1, 6)]
    figures = standing("R02", situation(sites=sites)).figures
    assert figures["省级标杆校候选（四星及以上）"] == "2"
