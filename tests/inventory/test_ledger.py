"""Ledgers as people fill them, each with one defect, through the real command.

A case is a folder: ``input.yaml`` describes the file to import (its cells, merged cells, encoding)
and the options, ``known/`` the tables that are there before; ``expected/`` the tables after it and
``expected.json`` what is said. ``pytest --update`` writes the expected ones anew.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from educloud.cli import root
from educloud.inventory.formats.ledger import FORMAT
from educloud.inventory.importing.draft import Context, Formula, Sheet
from educloud.inventory.importing.ledger.hosting import read_hosting
from educloud.inventory.importing.ledger.layout import plain
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.models import Division, Org
from educloud.inventory.tables import read_table

CHECKOUT = Path(__file__).parents[2]
CASES = sorted((Path(__file__).parent / "golden" / "import").iterdir())
DIVISIONS = {
    one.code: one for one in read_table(CHECKOUT / "inventory" / "divisions.csv", Division).records
}
TOLD = ("format", "accepted", "rejected", "changes", "warnings", "candidates")


def written(case: Path, folder: Path) -> tuple[Path, dict]:
    """Make the file of a case; give it and its description."""
    told = yaml.safe_load((case / "input.yaml").read_text(encoding="utf-8"))
    path = folder / told["file"]
    if "csv" in told:
        path.write_bytes(told["csv"].encode(told.get("encoding", "utf-8")))
        return path, told
    book = openpyxl.Workbook()
    book.remove(book.active)
    for described in told["sheets"]:
        sheet = book.create_sheet(described["name"])
        for row in described["rows"]:
            sheet.append(row)
        for cells in described.get("merged", ()):
            sheet.merge_cells(cells)
    book.save(path)
    return path, told


def imported(path: Path, out: Path, told: dict) -> tuple[int, dict]:
    arguments = ["--kind", told["kind"], "--out", str(out), "--json", *told.get("options", ())]
    result = CliRunner().invoke(root, ["inventory", "import", str(path), *arguments])
    assert result.exit_code in {0, 2}, result.output
    return result.exit_code, json.loads(result.stdout)


def tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def run(request, tmp_path_factory):
    """One case imported twice."""
    case = request.param
    folder = tmp_path_factory.mktemp(case.name)
    out = folder / "inventory"
    if (case / "known").exists():
        shutil.copytree(case / "known", out)
    path, told = written(case, folder)
    code, said = imported(path, out, told)
    once = {item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()}
    _, again = imported(path, out, told)
    twice = {item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()}
    return case, out, (code, said), again, (once, twice)


def test_gives_exactly_the_expected_tables(run, request):
    case, out, (_, said), _, _ = run
    found, shown = tables(out), {key: said[key] for key in TOLD}
    if request.config.getoption("--update"):
        shutil.rmtree(case / "expected", ignore_errors=True)
        (case / "expected").mkdir()
        for name, text in found.items():
            (case / "expected" / name).write_text(text, encoding="utf-8")
        text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
        (case / "expected.json").write_text(text, encoding="utf-8")
    assert found == tables(case / "expected")
    assert shown == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_twice_is_once(run):
    _, _, (_, said), again, (once, twice) = run
    assert once == twice
    assert again["accepted"] == said["accepted"]
    assert all(not counts["added"] + counts["changed"] for counts in again["tables"].values())


def test_rejected_rows_are_counted_and_kept(run):
    _, out, (code, said), _, _ = run
    assert (code == 2) == bool(said["rejected"])
    assert bool(list((out / "rejected").glob("*.csv"))) == bool(said["rejected"])
    assert all(one["reason"] and one["hint"] for one in said["rejected"])


@pytest.mark.parametrize("kind", ["apps", "rooms", "sites", "devices", "orgs"])
def test_our_own_tables_come_back_unchanged(kind, tmp_path):
    out = tmp_path / "inventory"
    shutil.copytree(CHECKOUT / "inventory", out)
    before = tables(out)
    code, said = imported(CHECKOUT / "inventory" / f"{kind}.csv", out, {"kind": kind})
    assert (code, said["changes"]) == (0, [])
    assert said["accepted"] > 0
    assert tables(out) == before


HEADER = [
    "系统名称",
    "主管单位",
    "行政区划",
    "等保级别",
    "服务器数量",
    "最近更新",
    "备案号",
    "部署位置",
]
CELL = (
    st.none()
    | st.text(max_size=8)
    | st.integers(-10, 500_000)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.builds(Formula, st.text(max_size=4))
    | st.sampled_from(
        ["中原区教育局", "二级", "同上", "云", "41010099001-1", "合计", "郊区", "约200"]
    )
)


@given(st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=8))
def test_every_row_is_taken_refused_or_told(rows):
    sheet = Sheet("台账", [HEADER, *rows])
    extract = FORMAT.read(sheet, "apps", Context(Directory(DIVISIONS)))
    taken = [draft.row for draft in extract.drafts if draft.table == "apps"]
    refused = {rejection.row for rejection in extract.rejections}
    assert len(taken) == len(set(taken))
    assert refused.isdisjoint(taken)
    left_out = "".join(extract.warnings)
    for row in set(range(extract.header_row + 1, len(rows) + 2)) - set(taken) - refused:
        cells = rows[row - 2]
        assert not any(plain(cell) for cell in cells) or f"{row}" in left_out
    for draft in extract.drafts:
        assert all(draft.values.values())


@pytest.mark.parametrize(
    ("header", "kind", "sure"),
    [
        (["系统名称", "主管单位", "等保级别"], "apps", True),
        (["机房名称", "所属单位", "面积"], "rooms", True),
        (["机房名称", "所属单位", "面积"], "apps", False),
        (["姓名", "年龄"], "apps", False),
        (["app_id", "name", "owner_org", "division_code"], "apps", True),
    ],
)
def test_recognises_ledgers_of_the_kind_by_their_header(header, kind, sure):
    assert (FORMAT.recognise(Sheet("x", [header, ["a"] * len(header)]), kind) > 0.5) is sure


def test_numbers_of_rows_are_no_ids():
    rows = [
        ["编号", "系统名称", "主管单位"],
        [1, "甲", "中原区教育局"],
        [2.0, "乙", "中原区教育局"],
    ]
    context = Context(Directory(DIVISIONS))
    extract = FORMAT.read(Sheet("x", rows), "apps", context)
    apps = [draft for draft in extract.drafts if draft.table == "apps"]
    assert [draft.values.get("app_id") for draft in apps] == [None, None]
    assert "编号" in "".join(extract.warnings)
    rows[1][0] = "ZZ-1"
    extract = FORMAT.read(Sheet("x", rows), "apps", context)
    assert [d.values.get("app_id") for d in extract.drafts if d.table == "apps"] == ["ZZ-1", "2"]


@pytest.mark.parametrize(
    ("brand", "role", "model", "platform"),
    [
        ("华为", "接入", "S5735", "huawei_vrp"),
        ("华为", "核心", "CE6881", "huawei_vrpv8"),
        ("华为", "OLT", "MA5800", "huawei_smartax"),
        ("中兴", "OLT", "C300", "zte_zxan"),
        ("中兴", "汇聚", "5960", "zte_zxros"),
        ("huawei_vrp", "OLT", "MA5800", "huawei_vrp"),  # said, not guessed
        ("frr", "hub", "", "frr"),
    ],
)
def test_a_maker_s_devices_are_told_apart_by_role_and_model(brand, role, model, platform):
    rows = [["设备名称", "所属学校", "品牌", "角色", "管理地址", "型号"]]
    rows += [["SW-1", "HB-SITE-1", brand, role, "10.0.0.1", model]]
    (draft,) = FORMAT.read(Sheet("x", rows), "devices", Context(Directory(DIVISIONS))).drafts
    assert draft.values["platform"] == platform


def read(kind, *rows, directory=Directory(DIVISIONS)):  # noqa: B008  never changed
    return FORMAT.read(Sheet("x", [list(row) for row in rows]), kind, Context(directory))


DEVICE_HEADER = ("设备名称", "所属学校", "品牌型号", "角色", "管理IP", "端口")


@pytest.mark.parametrize(
    ("role", "model", "platform"),
    [
        ("核心", "华为S7703", "huawei_vrp"),
        ("核心", "HUAWEI CE6881", "huawei_vrpv8"),
        ("接入", "锐捷RG-S5750", "ruijie_os"),
        ("汇聚", "新华三 S6520", "hp_comware"),
        ("汇聚", "中兴5960", "zte_zxros"),
        ("OLT", "中兴C320", "zte_zxan"),
        ("核心", "华为USG6000", None),  # a firewall
        ("核心", "S7703", None),
    ],
)
def test_maker_and_model_in_one_cell_tell_the_platform(role, model, platform):
    extract = read("devices", DEVICE_HEADER, ("SW-1", "HB-SITE-1", model, role, "10.0.0.1"))
    assert extract.drafts[0].values.get("platform") == platform
    told = [one.rule for one in extract.changes if one.column == "platform"]
    assert told == (["platform_of_model"] if platform else [])
    assert any("no maker is said" in one for one in extract.warnings) is not bool(platform)


def test_a_port_after_the_management_address_is_the_management_port():
    row = ("SW-1", "HB-SITE-1", "华为S7703", "核心")
    for port in (None, "2022"):
        (draft,) = read("devices", DEVICE_HEADER, (*row, "10.20.1.8:2022", port)).drafts
        assert draft.values["mgmt_address"] == "10.20.1.8"
        assert draft.values["mgmt_port"] == "2022"
    extract = read("devices", DEVICE_HEADER, (*row, "10.20.1.8:2022", "22"))
    assert [one.column for one in extract.rejections] == ["mgmt_address"]


@pytest.mark.parametrize(
    ("header", "area", "told"),
    [
        ("面积（亩）", "666.666667", False),
        ("面积（公顷）", "10000", False),
        ("面积(平方公里)", "1000000", False),
        ("面积（万平方米）", "10000", False),
        ("面积（㎡）", "1", False),
        ("面积（必填）", "1", False),
        ("面积（坪）", "1", True),
    ],
)
def test_the_unit_of_a_header_is_used_or_its_strangeness_told(header, area, told):
    rows = (("机房名称", "主管单位", header), ("甲机房", "中原区教育局", 1))
    extract = read("rooms", *rows)
    assert [one.values["area_m2"] for one in extract.drafts if one.table == "rooms"] == [area]
    assert any(header in one for one in extract.warnings) is told


@pytest.mark.parametrize(
    ("kind", "header", "cell", "column", "text"),
    [
        ("sites", "接入带宽（M）", 100, "uplink_mbps", "100"),  # M of bandwidth, not of storage
        ("sites", "接入带宽（M）", "千兆", "uplink_mbps", "1000"),
        ("sites", "接入带宽（G）", 1, "uplink_mbps", "1000"),
        ("apps", "内存（M）", 1024, "ram_gb", "1"),
        ("apps", "存储（GB，含备份）", 100, "disk_gb", "100"),
        ("apps", "RTO（分）", 30, "rto_h", "0.5"),
        ("apps", "RTO（天）", 1, "rto_h", "24"),
        ("apps", "注册用户（万人）", 12, "users_reg", "120000"),
        ("rooms", "年用电量（千度）", 5, "annual_kwh", "5000"),
        ("rooms", "IT负载（瓦）", 3000, "it_kw", "3"),
        ("rooms", "UPS容量（K）", 30, "ups_kva", "30"),
        ("rooms", "电池年限（月）", 12, "battery_age", "1"),
    ],
)
def test_a_header_s_unit_is_that_of_its_own_column(kind, header, cell, column, text):
    name = {"sites": "学校名称", "apps": "系统名称", "rooms": "机房名称"}[kind]
    extract = read(kind, (name, "主管单位", header), ("中原区小学", "中原区教育局", cell))
    (draft,) = [one for one in extract.drafts if one.table == kind]
    assert draft.values[column] == text


def test_values_that_cannot_well_be_are_told_by_row_and_value():
    header = ("系统名称", "主管单位", "内存", "上线时间", "最近登录")
    far = ("甲", "中原区教育局", 4096, "2099", "2099-01-01")
    said = "\n".join(read("apps", header, far).warnings)
    assert "ram_gb, row 2 (4096)" in said
    assert "built_year, row 2 (2099)" in said
    assert "last_login, row 2 (2099-01-01)" in said
    near = ("甲", "中原区教育局", 64, "2020", "2020-01-01")
    assert not any("row 2 (" in one for one in read("apps", header, near).warnings)


@pytest.mark.parametrize(
    ("owner", "division", "told"),
    [
        ("郑州四中", "鼓楼区", True),
        ("郑州四中", "中原区", False),
        ("中原区教育局", "郑州市", False),
    ],
)
def test_an_owner_of_another_place_than_its_row_is_told(owner, division, told):
    rows = (("系统名称", "主管单位", "行政区划"), ("甲", owner, division))
    assert any("correct one of them" in one for one in read("apps", *rows).warnings) is told


@pytest.mark.parametrize(
    ("division", "kind"),
    [("410000", "province_bureau"), ("410100", "city_bureau"), ("410102", "county_bureau")],
)
def test_a_bureau_is_of_the_level_of_its_division(division, kind):
    rows = (("单位名称", "单位类别", "行政区划"), ("某某中心", "教育局", division))
    extract = read("orgs", *rows)
    assert [one.values["kind"] for one in extract.drafts] == [kind]
    assert [one.after for one in extract.changes if one.column == "kind"] == [kind]
    rows = (("系统名称", "主管单位", "单位类别", "行政区划"), ("甲", "某中心", "教育局", division))
    (new,) = [one for one in read("apps", *rows).drafts if one.table == "orgs"]
    assert new.values["kind"] == kind


@pytest.mark.parametrize("text", ["自建机房/政务云", "政务云、公有云"])
def test_two_places_of_running_are_no_cloud_in_the_school(text):
    assert read_hosting(text).bare_cloud is False
    assert read_hosting(text).hosting is None


def test_an_id_of_no_organisation_is_refused_once_there_are_some():
    rows = [["系统名称", "主管单位", "行政区划代码"], ["甲", "ORG-7", "410102"]]
    read = partial(FORMAT.read, Sheet("x", rows), "apps")
    (draft,) = read(Context(Directory(DIVISIONS))).drafts
    assert draft.values["owner_org"] == "ORG-7"
    org = Org(org_id="ORG-1", name="乙", kind="school", division_code="410102")
    (refused,) = read(Context(Directory(DIVISIONS, {"ORG-1": org}))).rejections
    assert (refused.column, refused.value) == ("owner_org", "ORG-7")
    assert "no organisation has this id" in refused.reason


@pytest.mark.parametrize(
    ("header", "text", "drafted"),
    [("room_id", "R-1", False), ("所在机房", "R-1", True), ("dc_id", "中心机房", True)],
)
def test_a_room_is_an_id_under_the_name_of_an_id_only(header, text, drafted):
    rows = [
        ["系统名称", "主管单位", "行政区划代码", header],
        ["甲", "中原区教育局", "410102", text],
    ]
    extract = FORMAT.read(Sheet("x", rows), "apps", Context(Directory(DIVISIONS)))
    (app,) = [draft for draft in extract.drafts if draft.table == "apps"]
    assert any(draft.table == "rooms" for draft in extract.drafts) is drafted
    assert app.values.get("room_id") == (None if drafted else text)


def test_an_organisation_under_an_id_of_its_own_comes_twice_beside_a_namesake(tmp_path):
    out = tmp_path / "out"
    apps, orgs = tmp_path / "apps.csv", tmp_path / "orgs.csv"
    apps.write_text("系统名称,主管单位,行政区划代码\n甲（合成）,中原区教育局,410102\n", "utf-8")
    orgs.write_text("单位编号,单位名称,行政区划\nO1,中原区教育局,410102\n", "utf-8")
    imported(apps, out, {"kind": "apps"})
    _, said = imported(orgs, out, {"kind": "orgs"})
    assert any("keep one of them" in one for one in said["warnings"])
    before = tables(out)
    code, said = imported(orgs, out, {"kind": "orgs"})
    assert (code, said["accepted"]) == (0, 1)
    assert tables(out) == before


def test_a_name_without_place_means_no_school_of_another_county():
    school = Org(org_id="O1", name="第一小学", kind="school", division_code="410102")
    placed = Org(org_id="O2", name="郑州大学", kind="university", division_code="410100")
    directory = Directory(DIVISIONS, {"O1": school, "O2": placed})
    rows = [["系统名称", "主管单位", "行政区划代码"], ["甲", "第一小学", "410103"]]
    rows += [
        ["乙", "第一小学", "410102"],
        ["丙", "郑州大学", "410611"],
        ["丁", "第一小学", "410100"],
    ]
    extract = FORMAT.read(Sheet("x", rows), "apps", Context(directory))
    owners = [one.values.get("owner_org") for one in extract.drafts if one.table == "apps"]
    assert owners == [None, "O1", "O2", "O1"]
    assert [one.key for one in extract.drafts if one.table == "orgs"] == [("410103", "第一小学")]


def test_another_row_of_the_file_may_say_where_an_organisation_is(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out"
    text = "系统名称,主管单位,行政区划代码\n甲（合成）,第一小学,\n乙（合成）,第一小学,410102\n"
    path.write_text(text, encoding="utf-8")
    code, said = imported(path, out, {"kind": "apps"})
    assert (code, said["accepted"]) == (0, 2)
    before = tables(out)
    assert imported(path, out, {"kind": "apps"})[1]["accepted"] == 2
    assert tables(out) == before


def test_a_system_that_names_itself_depends_on_nothing_also_the_second_time(tmp_path):
    path, out = tmp_path / "a.csv", tmp_path / "out"
    text = (
        "系统名称,主管单位,行政区划代码,依赖系统\n门户（合成）,中原区教育局,410102,门户（合成）\n"
    )
    path.write_text(text, encoding="utf-8")
    for _ in range(2):
        _, said = imported(path, out, {"kind": "apps"})
        assert any("left out as 依赖系统" in one for one in said["warnings"])
        assert not (out / "deps.csv").exists()


def test_a_city_s_bureau_is_not_that_of_a_county_in_it():
    county = Org(org_id="O1", name="中原区教育局", kind="county_bureau", division_code="410102")
    rows = [["系统名称", "主管单位", "行政区划代码"], ["甲", "郑州市教育局", "410102"]]
    rows += [["乙", "区教育局", "410102"], ["丙", "郑州市中原区教体局", "410102"]]
    extract = FORMAT.read(Sheet("x", rows), "apps", Context(Directory(DIVISIONS, {"O1": county})))
    owners = [one.values.get("owner_org") for one in extract.drafts if one.table == "apps"]
    assert owners == [None, "O1", "O1"]
    (new,) = [one for one in extract.drafts if one.table == "orgs"]
    assert new.key == ("410100", "郑州市教育局")


def test_a_device_s_site_id_is_taken_at_its_word_before_there_are_sites():
    rows = [["设备名称", "所属学校", "品牌", "角色", "管理地址"]]
    rows += [["SW-1", "HB-SITE-1", "华为", "接入", "10.0.0.1"]]
    rows += [["SW-2", "某小学", "华为", "接入", "10.0.0.2"]]
    extract = FORMAT.read(Sheet("x", rows), "devices", Context(Directory(DIVISIONS)))
    assert [draft.values["site_id"] for draft in extract.drafts] == ["HB-SITE-1"]
    assert [one.row for one in extract.rejections] == [3]


def test_a_corrected_file_of_rejects_is_imported(tmp_path):
    case = next(one for one in CASES if one.name == "titles_and_two_row_header")
    told = yaml.safe_load((case / "input.yaml").read_text(encoding="utf-8"))
    told["sheets"][0]["rows"][6][6] = "500-600"
    (tmp_path / "input.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    path, _ = written(tmp_path, tmp_path)
    out = tmp_path / "inventory"
    _, said = imported(path, out, told)
    assert [(one["row"], one["column"]) for one in said["rejected"]] == [(7, "users_reg")]
    rejects = Path(said["rejects_file"])
    text = rejects.read_text(encoding="utf-8-sig")
    rejects.write_text(text.replace("500-600", "550"), encoding="utf-8-sig")
    code, said = imported(rejects, out, {**told, "options": ["--set", "owner_org=中原区教育局"]})
    assert (code, said["accepted"]) == (0, 1)
    assert "系统乙" in (out / "apps.csv").read_text(encoding="utf-8")
    assert "行号" not in (out / "apps.csv").read_text(encoding="utf-8")
