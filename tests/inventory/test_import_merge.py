"""Drafts meet tables: one thing one row, known values survive, nothing points to nothing."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.inventory.importing.draft import Change, Draft
from educloud.inventory.importing.merging.identity import stable_id
from educloud.inventory.importing.merging.merge import Counts, merge
from educloud.inventory.importing.similar import candidates, core, org_candidates
from educloud.inventory.models import App, Division, Org, Room, Site
from educloud.inventory.rules import loops
from educloud.inventory.tables import Table

DIVISION = Division(
    code="410600", name_zh="鹤壁市", name_pinyin="Hebi", level="prefecture", parent=None
)
ORG = Org(org_id="O1", name="合成中学", kind="school", division_code="410600")
APP = App(
    app_id="A1",
    name="教务系统",
    owner_org="O1",
    division_code="410600",
    vcpu=4,
    strategy="retain",
    自有列="留",
)


def known(*apps, **more):
    return {"divisions": [DIVISION], "orgs": [ORG], "apps": list(apps), **more}


def draft(row=2, name="教务系统", *, key=True, **values):
    values = {"name": name, "owner_org": "O1", "division_code": "410600", **values}
    return Draft("apps", row, values, ("O1", name) if key else ())


def test_a_new_row_gets_an_id_of_its_key_and_stands_last():
    merged = merge(known(APP), [draft(name="图书系统"), draft(3, "食堂系统", vcpu="2")])
    ids = [app.app_id for app in merged.tables["apps"]]
    assert ids == [
        "A1",
        stable_id("apps", ("O1", "图书系统")),
        stable_id("apps", ("O1", "食堂系统")),
    ]
    assert all(re.fullmatch(r"APP-[0-9a-f]{12}", one) for one in ids[1:])
    assert merged.counts["apps"] == Counts(added=2)


def test_an_id_does_not_depend_on_blanks_width_and_case():
    assert stable_id("apps", ("O1", "OA 系统Ｖ２")) == stable_id("apps", ("o1", "oa系统v2"))
    assert stable_id("apps", ("O1", "a")) != stable_id("apps", ("O1a", ""))
    assert stable_id("apps", ("O1", "a")) != stable_id("rooms", ("O1", "a"))


def test_a_known_row_keeps_id_place_and_what_the_file_does_not_say():
    other = APP.model_copy(update={"app_id": "A2", "name": "图书系统"})
    merged = merge(known(APP, other), [draft(name="教务 系统", vcpu="8", os="openEuler")])
    first, second = merged.tables["apps"]
    assert (first.app_id, first.vcpu, first.os) == ("A1", 8, "openEuler")
    assert (first.strategy, first.model_extra) == ("retain", {"自有列": "留"})
    assert second is other
    assert merged.counts["apps"] == Counts(changed=1)
    assert Change(2, "vcpu", "4", "8", "updated") in merged.changes
    assert Change(2, "os", "", "openEuler", "filled") in merged.changes


def test_what_says_the_same_in_other_words_changes_nothing():
    merged = merge(known(APP), [draft(vcpu="4.0")])
    assert merged.tables["apps"] == [APP]
    assert merged.counts["apps"] == Counts(unchanged=1)
    assert merged.changes == []


def test_the_same_key_twice_a_later_row_that_says_otherwise_is_rejected():
    rows = [draft(5, vcpu="4"), draft(7, db="MySQL"), draft(9, vcpu="8", os="Linux"),
            draft(11, vcpu="4", db="PG")]  # fmt: skip
    merged = merge(known(), rows)
    (app,) = merged.tables["apps"]
    assert (app.vcpu, app.db, app.os) == (4, "MySQL", None)
    assert [(one.row, one.column, one.value, one.reason) for one in merged.rejections] == [
        (9, "vcpu", "8", "the same system (教务系统) has vcpu 4 in row 5, which was taken"),
        (11, "db", "PG", "the same system (教务系统) has db MySQL in row 7, which was taken"),
    ]
    assert merged.warnings == []
    again = merge(known(*merged.tables["apps"]), rows)
    assert again.tables["apps"] == merged.tables["apps"]
    assert again.rejections == merged.rejections
    (corrected,) = merge(known(app), [draft(2, vcpu="8", os="Linux")]).tables["apps"]
    assert (corrected.vcpu, corrected.db, corrected.os) == (8, "MySQL", "Linux")


def test_what_is_said_of_the_row_only_may_differ_and_is_told():
    for column in ("校区", "user_org", "remark"):
        merged = merge(known(), [draft(5, **{column: "甲"}), draft(9, **{column: "乙"})])
        assert merged.rejections == []
        assert merged.warnings == [
            f"the same system (教务系统) stands in row 5 and row 9: {column} 甲 / 乙;"
            " the first was taken"
        ]


def device(row, hostname, address, *, port="", uplink="", site="S1", **values):
    values = {"hostname": hostname, "mgmt_address": address, "site_id": site, **values}
    values |= {"platform": "frr", "role": "core", "mgmt_port": port, "uplink_device": uplink}
    held = {column: text for column, text in values.items() if text}
    return Draft("devices", row, held, () if "device_id" in held else (site, hostname))


def devices(*drafts, before=()):
    site = Site(site_id="S1", name="合成中学", kind="senior", division_code="410600", org_id="O1")
    other = site.model_copy(update={"site_id": "S2"})
    return merge(known(sites=[site, other], devices=list(before)), drafts, "devices")


def with_id(number, hostname, uplink="", row=2, *, site="S1", address=""):
    address = address or f"192.0.2.{number}"
    return device(row, hostname, address, uplink=uplink, site=site, device_id=f"D{number}")


def test_an_uplink_may_be_named_as_a_device_of_the_table_is():
    before = devices(with_id(1, "K1")).tables["devices"]
    merged = devices(device(2, "K2", "192.0.2.9", uplink="k1"), before=before)
    assert merged.rejections == []
    assert merged.tables["devices"][1].uplink_device == "D1"


def test_of_several_devices_of_one_name_the_one_of_the_site_is_meant():
    before = devices(with_id(1, "K"), with_id(2, "K", site="S2")).tables["devices"]
    merged = devices(device(2, "N", "192.0.2.9", uplink="K", site="S2"), before=before)
    assert merged.tables["devices"][2].uplink_device == "D2"


def test_an_uplink_that_was_refused_is_named_as_the_file_names_it():
    bad = device(2, "K1", "no address")
    below = device(3, "K2", "192.0.2.2")
    below.refs = {"uplink_device": ("S1", "K1")}
    rejections = devices(bad, below).rejections
    assert [(one.row, one.column, one.value) for one in rejections] == [
        (2, "mgmt_address", "no address"),
        (3, "uplink_device", "K1"),
    ]
    assert "DEV-" not in repr(rejections)
    assert rejections[1].hint == "correct uplink_device, or import the row of 'K1' with this one"


def test_two_devices_on_one_address_keep_the_older_one():
    before = devices(with_id(1, "K1")).tables["devices"]
    rows = [
        device(2, "A", "192.0.2.1"),
        device(3, "B", "192.0.2.1", port="22"),
        device(4, "C", "192.0.2.1", port="2022"),
        device(5, "D", "192.0.2.1", port="2022"),
    ]
    merged = devices(*rows, before=before)
    assert [(one.row, one.column, one.value) for one in merged.rejections] == [
        (2, "mgmt_address", "192.0.2.1"),
        (3, "mgmt_address", "192.0.2.1"),
        (5, "mgmt_address", "192.0.2.1"),
    ]
    assert merged.rejections[0].reason == "K1 is managed by this address, port 22, too"
    assert merged.tables["devices"][0] == before[0]
    assert [one.hostname for one in merged.tables["devices"]] == ["K1", "C"]


def test_two_devices_may_swap_their_addresses():
    before = devices(with_id(1, "A"), with_id(2, "B")).tables["devices"]
    rows = with_id(1, "A", address="192.0.2.2"), with_id(2, "B", address="192.0.2.1")
    merged = devices(*rows, before=before)
    assert (merged.rejections, merged.counts["devices"]) == ([], Counts(changed=2))


def test_no_device_stands_above_itself():
    before = devices(with_id(1, "A"), with_id(2, "B", "D1")).tables["devices"]
    merged = devices(
        with_id(1, "A", "D2", row=2), with_id(3, "C", "D3", row=3), with_id(4, "D", "D3", row=4),
        with_id(5, "E", "D2", row=5), before=before,
    )  # fmt: skip
    assert [(one.row, one.value) for one in merged.rejections] == [(2, "B"), (3, "C"), (4, "D3")]
    assert [one.device_id for one in merged.tables["devices"]] == ["D1", "D2", "D5"]
    assert merged.tables["devices"][:2] == before


device_rows = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 4), st.integers(0, 5)), min_size=1, max_size=6
)


@given(device_rows, device_rows)
@settings(max_examples=300, deadline=None)
def test_whatever_devices_a_file_lists_the_table_stays_right(first, second):
    before = []
    for pairs in (first, second):
        rows = [
            lambda row=row, one=one: with_id(
                one[0],
                f"H{one[0]}",
                (one[2] and f"D{one[2]}") or "",
                row,
                address=f"192.0.2.{one[1]}",
            )
            for row, one in enumerate(pairs, start=2)
        ]
        once = devices(*(row() for row in rows), before=before)
        now = once.tables["devices"]
        table = Table("devices", now, list(range(2, len(now) + 2)))
        assert len({one.mgmt_address for one in now}) == len(now)
        assert list(loops(table, "uplink_device")) == []
        ids = {one.device_id for one in now}
        assert {one.uplink_device for one in now} <= ids | {None}
        assert {one.device_id for one in before} <= ids
        twice = devices(*(row() for row in rows), before=now)
        assert twice.tables["devices"] == now
        assert (twice.rejections, twice.changes) == (once.rejections, [])
        before = now


def test_identical_rows_are_silently_one_unless_servers_may_count_twice():
    assert merge(known(), [draft(5), draft(9)]).warnings == []
    (warning,) = merge(known(), [draft(5, servers="2"), draft(9, servers="2")]).warnings
    assert "its servers count once (2)" in warning


def test_a_row_the_table_cannot_hold_is_rejected_and_the_old_one_stays():
    merged = merge(known(APP), [draft(7, vcpu="many"), draft(8, "图书系统")])
    (rejection,) = merged.rejections
    assert (rejection.row, rejection.column, rejection.value) == (7, "vcpu", "many")
    assert rejection.reason == "not a number"
    assert rejection.hint
    assert merged.tables["apps"][0] is APP
    assert len(merged.tables["apps"]) == 2


def test_all_rows_of_a_rejected_thing_are_rejected():
    merged = merge(known(), [draft(5, vcpu="many"), draft(9, os="Linux")])
    assert [one.row for one in merged.rejections] == [5, 9]
    assert merged.tables["apps"] == []


def test_a_missing_required_value_is_rejected():
    one = draft(4)
    del one.values["division_code"]
    (rejection,) = merge(known(), [one]).rejections
    assert (rejection.column, rejection.value) == ("division_code", None)


def test_a_reference_to_nothing_is_rejected_with_a_hint():
    rooms = [Room(room_id="R1", name="机房", org_id="O1", division_code="410600")]
    merged = merge(known(APP, rooms=rooms), [draft(6, room_id="R9"), draft(7, "b", room_id="R1")])
    (rejection,) = merged.rejections
    assert (rejection.row, rejection.column, rejection.value) == (6, "room_id", "R9")
    assert "rooms" in rejection.hint
    assert [app.name for app in merged.tables["apps"]] == ["教务系统", "b"]


def test_a_reference_to_a_rejected_row_falls_with_it():
    def app(row, name, **values):
        one = draft(row, name, key=False, **values)
        one.values["app_id"] = name
        return one

    merged = merge(
        known(), [app(2, "a", vcpu="x"), app(3, "b", replaced_by="a"), app(4, "c", replaced_by="b")]
    )
    assert [(one.row, one.column) for one in merged.rejections] == [
        (2, "vcpu"),
        (3, "replaced_by"),
        (4, "replaced_by"),
    ]
    assert merged.tables["apps"] == []


def test_references_into_an_empty_table_are_taken_with_a_warning():
    merged = merge({"divisions": [DIVISION]}, [draft()])
    assert len(merged.tables["apps"]) == 1
    assert merged.warnings == [
        "owner_org of apps was not checked, because orgs.csv has no rows yet"
    ]


def test_references_by_natural_key_into_the_same_file_and_the_known_rows():
    org = {"name": "新校", "kind": "school", "division_code": "410600"}
    drafts = [
        Draft("apps", 2, {"name": "a", "division_code": "410600"}, ("410600", "新校", "a"),
              {"owner_org": ("410600", "新校")}),
        Draft("orgs", 2, org, ("410600", "新校")),
        Draft("apps", 3, {"name": "b", "division_code": "410600"}, ("410600", "合成中学", "b"),
              {"owner_org": ("410600", "合成中学")}),
        Draft("apps", 4, {"name": "c", "division_code": "410600"}, ("410600", "无", "c"),
              {"owner_org": ("410600", "无")}),
    ]  # fmt: skip
    merged = merge(known(), drafts)
    new = stable_id("orgs", ("410600", "新校"))
    assert [org.org_id for org in merged.tables["orgs"]] == ["O1", new]
    assert [(app.name, app.owner_org) for app in merged.tables["apps"]] == [("a", new), ("b", "O1")]
    assert [(one.row, one.value) for one in merged.rejections] == [(4, "410600 / 无")]


def test_dependencies_are_known_by_all_their_key_columns():
    other = APP.model_copy(update={"app_id": "A2"})
    rows = [
        Draft("deps", row, {"app_id": "A1", "depends_on": "A2", "kind": kind})
        for row, kind in ((2, "soft"), (3, "before"), (4, "soft"))
    ]
    merged = merge(known(APP, other), [*rows, Draft("deps", 5, {"app_id": "A1", "kind": "soft"})])
    assert merged.counts["deps"] == Counts(added=2)
    assert [(one.row, one.column) for one in merged.rejections] == [(5, "depends_on")]


names = st.sampled_from(["教务系统", "教务 系统", "图书", "食堂", "OA"])
cells = st.dictionaries(
    st.sampled_from(["vcpu", "os", "servers", "自有列"]),
    st.sampled_from(["1", "2", "bad"]),
    max_size=4,
)
drafts_of = st.lists(st.tuples(names, cells), min_size=1, max_size=8)


@given(drafts_of, drafts_of)
@settings(max_examples=200, deadline=None)
def test_the_same_drafts_again_change_nothing(before, rows):
    def drafts(pairs):
        return [draft(row, name, **more) for row, (name, more) in enumerate(pairs, start=2)]

    table = merge(known(), drafts(before)).tables.get("apps", [])
    once = merge(known(*table), drafts(rows))
    twice = merge(known(*once.tables.get("apps", table)), drafts(rows))
    assert twice.tables.get("apps") == once.tables.get("apps")
    assert twice.rejections == once.rejections
    assert twice.changes == []
    assert all(counts.added == counts.changed == 0 for counts in twice.counts.values())
    ids = [app.app_id for app in once.tables.get("apps", [])]
    assert len(ids) == len(set(ids))
    assert ids[: len(table)] == [app.app_id for app in table]


# Systems that may be one


def system(app_id, name, owner="O1", division="410600", **more):
    return App(app_id=app_id, name=name, owner_org=owner, division_code=division, **more)


@pytest.mark.parametrize(
    "name",
    [
        "教务系统",
        "教务 平台",
        "教务管理系统V2.0",
        "（合成）教务系统v３",
        "合成中学教务系统2.1版",
        "教务信息系统",
    ],
)
def test_the_core_of_a_name(name):
    assert core(name, "合成中学") == "教务"


def test_a_name_of_filling_words_only_keeps_something():
    assert core("系统") == "系统"
    assert core("2.0") == "2.0"


def test_near_duplicates_of_one_owner_are_listed_with_score_and_reason():
    found = candidates(
        [
            system("A1", "学生综合素质评价系统"),
            system("A2", "学生综合素质评价平台 V2.0"),
            system("A3", "学生综合素养评价系统"),
            system("A4", "食堂"),
        ],
        {},
    )
    assert [one.ids for one in found] == [("A1", "A2"), ("A1", "A3")]
    assert found[0].score == 1.0
    assert 0.8 <= found[1].score < 1.0
    assert all("同一单位" in one.why for one in found)


def test_one_system_under_many_owners_is_one_group():
    apps = [
        system(f"A{n}", "省综合评价平台", f"O{n}", f"4106{n:02}", domain="pj.example.org")
        for n in range(7)
    ] + [system(f"B{n}", "教务系统", f"O{n}", vendor=f"合成厂商{n}") for n in range(7)]
    (one,) = candidates(apps, {})
    assert (one.ids, one.score) == (tuple(f"A{n}" for n in range(7)), 1.0)
    assert "7 个单位" in one.why


def test_domains_and_addresses():
    found = candidates(
        [
            system("A1", "甲", domain="http://www.a.example.org/"),
            system("A2", "乙", "O2", "410611", domain="b.example.org;a.example.org"),
            system("A3", "考勤签退", "O3", "410611", ipv4="8.8.8.8"),
            system("A4", "考勤签到", "O4", "410622", ipv4="8.8.8.8"),
            system("A5", "选课", "O5", "410623", ipv4="192.168.1.1"),
            system("A6", "选课", "O6", "410622", ipv4="192.168.1.1"),
            system("A7", "其他", "O4", "410622", ipv4="8.8.8.8"),
        ],
        {},
    )
    assert [one.ids for one in found] == [("A1", "A2"), ("A3", "A4")]
    assert "8.8.8.8" in found[1].why


def test_a_county_and_a_school_list_the_same_system():
    found = candidates([system("A1", "智慧教育云", "O1"), system("A2", "智慧教育云平台", "O2")], {})
    assert [(one.ids, one.score) for one in found] == [(("A1", "A2"), 0.8)]


def test_organisations_of_one_city_with_names_written_short_are_listed():
    names = {"O1": "郑州市第四中学", "O2": "郑州四中", "O3": "郑州第四高级中学", "O4": "郑州一中",
             "O5": "郑州市第一中学", "O6": "郑州四中"}  # fmt: skip
    orgs = [ORG.model_copy(update={"org_id": one, "name": name}) for one, name in names.items()]
    orgs[-1] = orgs[-1].model_copy(update={"division_code": "410105"})
    found = org_candidates(orgs)
    assert [one.ids for one in found] == [("O1", "O2"), ("O4", "O5")]
    assert "郑州市第四中学、郑州四中" in found[0].why


def test_what_nobody_claimed_is_listed_beside_what_an_owner_has_under_its_name():
    mine, other = system("A1", "办公OA"), system("A2", "考勤")
    found = candidates([mine, other, system("A3", "办公OA系统", "UNCLAIMED", "410000")], {})
    assert [(one.ids, one.score, one.why) for one in found] == [
        (("A1", "A3"), 0.9, "待认领单位有同名系统")
    ]


def test_a_numbered_series_is_no_duplicate():
    assert candidates([system(f"A{n}", f"第{n}考场监控") for n in range(20)], {}) == []


def test_sixty_thousand_systems_take_seconds():
    apps = [
        system(
            f"A{n}",
            f"合成第{n % 977}号教学楼{n % 89}层{'甲乙丙丁'[n % 4]}区",
            f"O{n % 3}",
            f"4106{n % 9:02}",
        )
        for n in range(60_000)
    ]
    began = time.process_time()
    candidates(apps, {})
    assert time.process_time() - began < 10


def test_a_new_id_with_the_name_of_an_older_row_is_told():
    values = {"org_id": "O9", "name": "合成 中学", "kind": "school", "division_code": "410600"}
    merged = merge(known(), [Draft("orgs", 2, values)])
    assert [org.org_id for org in merged.tables["orgs"]] == ["O1", "O9"]
    assert any("O9 and O1; keep one of them" in one for one in merged.warnings)
    again = merge(known(orgs=merged.tables["orgs"]), [Draft("orgs", 2, values)])
    assert again.warnings == []


@pytest.mark.parametrize("name", ["教务管理平台V2.0", "教务信息管理系统", "教务平台"])
def test_what_does_not_tell_systems_apart_is_no_part_of_their_name(name):
    assert core(name) == core("教务系统")
