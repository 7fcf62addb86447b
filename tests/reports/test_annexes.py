"""The lists of the report: rooms, zombies, 双非, urban classes, PON."""

import datetime as dt
from dataclasses import replace

import pytest
from provinces import DAY, app, room, site, situation

from educloud.inventory.models import App
from educloud.migration.double_non import double_non
from educloud.reports.compliance.annexes import annexes

FIBRE = {"optical": "eth_optical", "wifi_coverage": 1}


def sheet(where, title):
    return next(one for one in annexes(where).sheets() if one.title == title)


def test_a_room_shows_its_inputs_thresholds_and_unknowns():
    where = situation(rooms=[room(racks=2, racks_used=1, built_year=2000, staff_fulltime=0)])
    (line,) = annexes(where).rooms
    assert line.assessment.verdict == "merge"
    (row,) = sheet(where, "低小散旧机房").rows
    named = dict(zip(sheet(where, "低小散旧机房").columns, row, strict=True))
    assert named["结论"] == "归并"
    assert named["区划"] == "淇滨区"
    assert "PUE" in named["未知项"]
    assert named["已知项占比"] == pytest.approx(0.5)
    facts = sheet(where, "机房评分明细")
    found = dict(zip(facts.columns, facts.rows[0], strict=True))
    assert found["低：机柜使用率（低于60%）"] == "0.5，计0.17"
    assert found["低：PUE（高于1.5）"] == "未知"


def test_zombies_and_suspects_stand_apart_with_their_signs():
    apps = [
        app("dead", users_active=0, last_login=dt.date(2020, 1, 1)),
        app("suspect", users_active=0),
        app("alive", users_active=500, users_reg=500),
        app("shut", users_active=0, cpu_p95=0, strategy="retire", migrated_on=DAY),
    ]
    lists = annexes(situation(apps=apps))
    assert [line.app.app_id for line in lists.zombies] == ["dead"]
    assert [line.app.app_id for line in lists.suspects] == ["suspect"]
    assert "CPU长期低于5%" in lists.suspects[0].signs.unknown
    (row,) = sheet(situation(apps=apps), "僵尸系统").rows
    assert row[4] == "超过180天无人登录、月活少于10人或不足注册的1%"


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        ({}, None),
        ({"ipv4": "无", "domain": "无"}, True),
        ({"ipv4": "无"}, None),
        ({"domain": "无"}, None),
        ({"hosting": "own_room", "ipv4": "10.1.2.3"}, False),
        ({"ipv4": "10.1.2.3", "domain": "无"}, None),  # whose house it is, is unknown
        ({"domain": "xx.hebi.edu.cn"}, False),
        ({"domain": "EDU.CN."}, False),
        ({"domain": "a.hner.cn", "hosting": "public_cloud"}, False),
        ({"domain": "xedu.cn", "hosting": "public_cloud"}, True),
        ({"domain": "xiaoyuan.example", "hosting": "hosted", "ipv4": "192.0.2.1"}, True),
        ({"domain": "xiaoyuan.example", "hosting": "own_room"}, None),
        ({"domain": "xiaoyuan.example", "hosting": "gov_cloud", "ipv4": "192.0.2.1"}, False),
    ],
)
def test_double_non_is_neither_own_address_nor_own_domain(cells, verdict):
    assert double_non(App.model_validate(app(**cells)), ("hner.cn",)) is verdict


def test_double_non_applications_are_listed_and_the_unknown_counted():
    apps = [app("A1", ipv4="无", domain="无", undertaking="yes"), app("A2")]
    where = situation(apps=apps)
    lists = annexes(where)
    assert [line.app.app_id for line in lists.double_non] == ["A1"]
    assert lists.double_non_unknown == 1
    assert sheet(where, "双非系统").rows[0][-1] == "已签"
    assert "另有1个应用无法判断" in sheet(where, "双非系统").note


def test_urban_classes_have_their_own_due_days():
    sites = [
        site("S1", urban_class="111", **FIBRE),
        site("S2", urban_class="111", optical="none"),
        site("S3", urban_class="220", optical="pon"),
        site("S4", urban_class="121", kind="teaching_point", **FIBRE),
        site("S5", **FIBRE),
        site("S6", urban_class="111", kind="kindergarten"),
    ]
    lines = {line.name: line for line in annexes(situation(sites=sites)).urban}
    assert lines.keys() == {"主城区", "村庄", "教学点", "城乡分类未知"}
    town = lines["主城区"]
    assert (town.rule, town.due) == ("N08", dt.date(2024, 12, 31))
    assert (town.done, town.open, town.unknown) == (1, 1, 0)
    assert (lines["村庄"].due, lines["村庄"].unknown) == (dt.date(2025, 12, 31), 1)
    assert lines["教学点"].rule == "N09"
    assert lines["城乡分类未知"].due is None


def test_pon_schools_show_what_a_classroom_gets():
    pon = {"optical": "pon"}
    sites = [
        site("wide", **pon, pon_type="gpon", pon_split=32),
        site("half", **pon, pon_type="gpon", pon_split=16),
        site("good", **pon, pon_type="xgs_pon", pon_split=64),
        site("unknown", **pon, pon_type="gpon"),
        site("fibre", **FIBRE),
    ]
    lines = {line.site.site_id: line for line in annexes(situation(sites=sites)).pon}
    assert {name: line.down for name, line in lines.items()} == {
        "wide": False,
        "half": True,
        "good": True,
        "unknown": None,
    }
    assert lines["half"].up is False
    assert lines["wide"].down_mbps == pytest.approx(71.875)
    assert sheet(situation(sites=sites), "PON到班带宽").rows[0][4] == "1:32"


def test_a_division_s_report_lists_only_what_lies_in_it():
    where = situation(
        rooms=[room("R1"), room("R2", division_code="410621")],
        apps=[app("A1", users_active=0), app("A2", users_active=0, division_code="410100")],
        sites=[site("S1", optical="pon"), site("S2", optical="pon", division_code="410621")],
    )
    city = annexes(replace(where, division="410600"))
    assert [line.room.room_id for line in city.rooms] == ["R1", "R2"]
    assert [line.app.app_id for line in city.suspects] == ["A1"]
    assert city.double_non_unknown == 1
    county = annexes(replace(where, division="410621"))
    assert [line.room.room_id for line in county.rooms] == ["R2"]
    assert [line.site.site_id for line in county.pon] == ["S2"]
    assert sum(line.unknown for line in county.urban) == 1


def test_every_sheet_has_a_cell_for_every_column():
    where = situation(
        as_of=DAY,
        rooms=[room()],
        apps=[app("A1", ipv4="无", domain="无", users_active=0, last_login=dt.date(2020, 1, 1))],
        sites=[site(optical="pon")],
    )
    sheets = annexes(where).sheets()
    assert len({one.title for one in sheets}) == len(sheets)
    for one in sheets:
        for row in one.rows:
            assert len(row) == len(one.columns)
            assert None not in row  # what is unknown says so
