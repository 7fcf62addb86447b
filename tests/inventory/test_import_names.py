"""Divisions and organisations by the way people name them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educloud.inventory.importing.naming.bodies import name_key
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.importing.naming.places import RENAMED, Nowhere
from educloud.inventory.models import Division, Org, OrgKind, Room
from educloud.inventory.tables import read_table

CHECKOUT = Path(__file__).parents[2]
HENAN = CHECKOUT / "inventory" / "divisions.csv"
PROFILES = CHECKOUT / "src" / "educloud" / "inventory" / "profiles"
DIVISIONS = {one.code: one for one in read_table(HENAN, Division).records}


def org(org_id, name, kind, code, **more):
    return Org(org_id=org_id, name=name, kind=OrgKind(kind), division_code=code, **more)


ORGS = {
    one.org_id: one
    for one in (
        org("O-1", "郑州市教育局（合成）", "city_bureau", "410100"),
        org("O-2", "中原区教育局（合成）", "county_bureau", "410102"),
        org("O-3", "中原区实验小学（合成）", "school", "410102", identifier="4100000001"),
        org("O-4", "实验中学（合成）", "school", "410102"),
        org("O-5", "实验中学（合成）", "school", "410103"),
    )
}
ROOM = Room(room_id="R-1", name="中心机房", org_id="O-1", division_code="410100")
KNOWN = Directory(DIVISIONS, ORGS, {"R-1": ROOM})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("410102", "410102"),
        ("郑州", "410100"),
        ("郑州市", "410100"),
        ("管城回族区", "410104"),
        ("管城区", "410104"),
        ("河南省郑州市中原区", "410102"),
        ("郑州市/中原区", "410102"),
        ("郑州市 中原区", "410102"),
        ("安阳", "410500"),
        ("安阳县", "410522"),
        ("济源", "419001"),
        ("偃师市", "410307"),
        ("孟津县", "410308"),
        ("长垣县", "410783"),
        ("开封县", "410212"),
        ("淮阳县", "411603"),
        ("许昌县", "411003"),
        ("新乡市新华区", "410703"),
        ("新华区", "410402"),
        ("洛阳市郊区", "410311"),
        ("410381", "410307"),
        ("410728", "410783"),
        ("郑州高新区", "410100"),
        ("郑州航空港经济综合实验区", "410100"),
        ("410173", "410100"),
        ("郑州市中原区林山寨街道", "410102"),
    ],
)
def test_a_division_by_any_of_its_names(text, code):
    assert KNOWN.places.find(text).code == code


AREA = org("O-9", "某某新区教育卫体局（合成）", "county_bureau", "410000")


@pytest.mark.parametrize("text", ["某某新区", "河南省某某新区"])
def test_an_area_without_a_code_lies_where_its_bureau_does(text):
    place = Directory(DIVISIONS, {"O-9": AREA}).places.find(text)
    assert (place.code, place.rule) == ("410000", "reporting_unit")
    assert Directory(DIVISIONS, {"O-9": AREA}).bodies.find("某某新区第一小学").division == "410000"


def test_an_area_nobody_knows_is_named_in_the_hint():
    with pytest.raises(Nowhere) as nowhere:
        KNOWN.places.find("某某新区")
    assert "某某新区教育局" in nowhere.value.hint


def test_a_bureau_of_a_common_zone_is_no_such_area():
    zone = org("O-9", "高新区教育局（合成）", "county_bureau", "410100")
    with pytest.raises(Nowhere):
        Directory(DIVISIONS, {"O-9": zone}).places.find("高新区")


@pytest.mark.parametrize("text", ["祁县", "北京市", "999999", "开封市郊区", "", "高新区", "县"])
def test_no_division_is_guessed(text):
    with pytest.raises(Nowhere):
        KNOWN.places.find(text)


def test_namesakes_are_listed_or_decided_by_the_city_around():
    with pytest.raises(Nowhere, match=r"410711.*410611.*410311"):
        KNOWN.places.find("郊区")
    assert KNOWN.places.find("郊区", ["410703"]).code == "410711"
    assert KNOWN.places.find("高新区", ["410102"]).code == "410100"


def test_renamed_divisions_point_to_divisions_there_are():
    every = dict(DIVISIONS)
    for table in sorted(PROFILES.glob("*/divisions.csv")):
        every |= {one.code: one for one in read_table(table, Division).records}
    with RENAMED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert row["code"] in every
        assert row["old_code"] == row["code"] or row["old_code"] not in every
    pairs = [(row["old_name"], row["code"]) for row in rows]
    assert len(pairs) == len(set(pairs))


@given(st.sampled_from(sorted(DIVISIONS)))
def test_every_division_is_found_by_its_code_and_by_its_path(code):
    assert KNOWN.places.find(code).code == code
    assert KNOWN.places.find(KNOWN.places.path(code)).code == code


@given(st.text(max_size=12) | st.text("郑州市中原区县省郊高新开发 /（）", max_size=12))
def test_any_text_finds_a_division_there_is_or_says_why_not(text):
    try:
        found = KNOWN.places.find(text, ["410102"])
    except Nowhere as nowhere:
        reason, hint = nowhere.args
        assert reason
        assert hint
    else:
        assert found.code in DIVISIONS


@pytest.mark.parametrize(
    ("text", "near", "org_id"),
    [
        ("O-2", (), "O-2"),
        ("4100000001", (), "O-3"),
        ("郑州市教育局", (), "O-1"),
        ("郑州教体局", (), "O-1"),
        ("市教育局", ("410102",), "O-1"),
        ("中原区教育体育局", (), "O-2"),
        ("郑州市中原区教育局", (), "O-2"),
        ("区教育局", ("410102",), "O-2"),
        ("中原区实验小学", (), "O-3"),
        ("河南省郑州市中原区实验小学", (), "O-3"),
        ("实验小学", ("410102",), "O-3"),
        ("实验中学", ("410103",), "O-5"),
    ],
)
def test_an_organisation_by_id_and_by_the_ways_of_its_name(text, near, org_id):
    assert KNOWN.bodies.find(text, near).org_id == org_id


@pytest.mark.parametrize(
    ("text", "near", "code", "kind"),
    [
        ("洛阳市教育局", (), "410300", "city_bureau"),
        ("新密市教体局", (), "410183", "county_bureau"),
        ("河南省教育厅", (), "410000", "province_bureau"),
        ("河南省教育考试院", (), "410000", "provincial_body"),
        ("河南省电化教育馆", (), "410000", "provincial_body"),
        ("郑州市第十一中学", (), "410100", "school"),
        ("郑州市第十一中学", ("410103",), "410103", "school"),
        ("金水区文化路第一小学", (), "410105", "school"),
        ("郑州大学附属小学", (), "410100", "school"),
        ("开封大学", (), "410200", "university"),
        ("中原工学院", ("410100",), "410100", "university"),
        ("太康路小学", ("410103",), "410103", "school"),
        ("偃师市第一高级中学", (), "410307", "school"),
        ("某某公司", ("410100",), "410100", ""),
    ],
)
def test_a_new_organisation_is_what_its_name_says(text, near, code, kind):
    body = KNOWN.bodies.find(text, near)
    assert (body.org_id, body.division, body.kind) == ("", code, kind)


@pytest.mark.parametrize(("text", "near"), [("实验中学", ()), ("第一小学", ()), ("中原工学院", ())])
def test_an_organisation_that_may_be_several_or_lies_nowhere(text, near):
    with pytest.raises(Nowhere) as nowhere:
        KNOWN.bodies.find(text, near)
    assert nowhere.value.hint


def test_rooms_by_id_or_by_name_within_their_owner():
    assert KNOWN.room("R-1", "O-2") == "R-1"
    assert KNOWN.room("中心 机房", "O-1") == "R-1"
    assert not KNOWN.room("中心机房", "O-2")


def test_names_are_compared_without_width_blanks_and_marks():
    assert name_key("办公系统（ＯＡ）") == name_key("办公 系统(OA)")
    assert name_key("教育局（合成）") == name_key("教育体育局")
    assert name_key("系统一") != name_key("系统二")
