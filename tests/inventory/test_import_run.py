"""One import from file to tables: all of it or nothing, and twice is once."""

import csv
import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_format import FORMAT

from educloud.errors import ProjectError
from educloud.inventory.formats import formats
from educloud.inventory.importing.choose import Request
from educloud.inventory.importing.files.sheets import read_sheets
from educloud.inventory.importing.masks import mask
from educloud.inventory.importing.rejects import ADDED
from educloud.inventory.importing.run import prepare_import
from educloud.inventory.importing.writing import only_import, write_import
from educloud.inventory.load import check_inventory
from educloud.project import Project

HERE = Path(__file__).parent
DIVISIONS = HERE.parents[1] / "inventory" / "divisions.csv"
TINY = {"tiny": FORMAT}
HEADER = "name,owner_name,division_code,vcpu,contact,remark\n"


def request(path, out, kind="apps", **more):
    return Request(path, kind, out, DIVISIONS, **{"formats": TINY, **more})


def run(path, out, kind="apps", **more):
    result = prepare_import(request(path, out, kind, **more))
    write_import(result)
    return result


def file(tmp_path, text, name="台账.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def snapshot(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


def rejects_of(out):
    (found,) = (out / "rejected").iterdir()
    return found


GOOD = HEADER + "教务系统,合成中学,410600,4,,\n图书系统,合成中学,410600,,,\n"
MIXED = GOOD + "食堂系统,合成小学,410600,很多,,\n"


def test_rows_and_the_organisations_they_name_arrive(tmp_path):
    out = tmp_path / "out"
    result = run(file(tmp_path, GOOD), out)
    assert (result.format, result.accepted, result.rejections) == ("tiny", 2, [])
    assert {name: counts.added for name, counts in result.tables.items()} == {"orgs": 1, "apps": 2}
    header, *rows = rows_of(out / "apps.csv")
    assert header == ["app_id", "name", "owner_org", "division_code", "vcpu"]
    assert [row[1] for row in rows] == ["教务系统", "图书系统"]
    assert not (out / "rejected").exists()


def test_twice_is_once_and_touches_no_file(tmp_path):
    out, path = tmp_path / "out", file(tmp_path, MIXED)
    run(path, out)
    before = snapshot(out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    result = run(path, out)
    assert snapshot(out) == before
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times
    assert result.documents == {}
    assert result.accepted == 2
    assert result.tables["apps"].unchanged == 2


cell = st.sampled_from(["", "4", "8", "很多", "合成, 值", '"引"', "=1", "同上"])
line = st.tuples(
    st.sampled_from(["教务系统", "教务 系统", "图书系统", ""]),
    st.sampled_from(["合成中学", "合成小学"]),
    st.sampled_from(["410600", "410611", "999999"]),
    cell,
    cell,
    cell,
)


@given(st.lists(line, min_size=1, max_size=6), st.lists(line, min_size=1, max_size=6))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_importing_twice_equals_importing_once(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("twice")
    out = folder / "out"
    for name, lines in (("first.csv", first), ("second.csv", second)):
        with (folder / name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([HEADER.strip().split(","), *lines])
        run(folder / name, out)
        once = snapshot(out)
        result = run(folder / name, out)
        assert snapshot(out) == once
        assert result.documents == {}
    assert all(name.endswith(".csv") for name in snapshot(out))


def test_rejected_rows_are_corrected_and_imported_again(tmp_path):
    out, path = tmp_path / "out", file(tmp_path, MIXED)
    result = run(path, out)
    rejects = rejects_of(out)
    assert result.rejects_file == rejects
    assert rejects.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    header, row = rows_of(rejects)
    assert header == [*HEADER.strip().split(","), *ADDED]
    assert row[:8] == ["食堂系统", "合成小学", "410600", "很多", "", "", "4", "not a number"]
    text = rejects.read_text(encoding="utf-8-sig").replace("很多", "2")
    rejects.write_bytes(text.encode("gbk"))  # as Excel saves it
    result = run(rejects, out)
    assert (result.accepted, result.rejections) == (1, [])
    assert not rejects.exists()
    assert [row[1] for row in rows_of(out / "apps.csv")[1:]] == ["教务系统", "图书系统", "食堂系统"]


def test_rejected_rows_keep_the_number_of_their_own_file(tmp_path):
    out = tmp_path / "out"
    run(file(tmp_path, MIXED + "门禁系统,合成小学,410600,不少,,\n"), out)
    rejects = rejects_of(out)
    assert [row[6] for row in rows_of(rejects)[1:]] == ["4", "5"]
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("很多", "2"), encoding="utf-8")
    assert [one.row for one in run(rejects, out).rejections] == [3]
    assert [row[6] for row in rows_of(rejects)[1:]] == ["5"]


def test_corrections_not_yet_imported_outlive_an_import_of_the_first_file(tmp_path):
    out, path = tmp_path / "out", file(tmp_path, MIXED)
    run(path, out)
    rejects = rejects_of(out)
    corrected = rejects.read_text(encoding="utf-8").replace("很多", "2")
    rejects.write_text(corrected, encoding="utf-8")
    result = run(path, out)
    kept = rejects.with_suffix(".bak-1.csv")
    assert kept.read_text(encoding="utf-8") == corrected
    assert rows_of(rejects)[1][3] == "很多"
    assert any(kept.name in one for one in result.warnings)
    assert run(path, out).set_aside is None
    assert run(kept, out).accepted == 1
    rejects.write_text(corrected.replace("410600,2", "410600,3"), encoding="utf-8")
    kept.write_text("", encoding="utf-8")
    assert run(file(tmp_path, GOOD), out).set_aside == (rejects, rejects.with_suffix(".bak-2.csv"))
    assert not rejects.exists()


def test_a_rejects_file_nobody_touched_is_written_over(tmp_path):
    out = tmp_path / "out"
    run(file(tmp_path, MIXED), out)
    result = run(file(tmp_path, MIXED + "门禁系统,合成小学,410600,不少,,\n"), out)
    assert (len(result.rejections), result.set_aside) == (2, None)
    rejects = rejects_of(out)
    rejects.write_bytes(rejects.read_text(encoding="utf-8-sig").encode("gbk"))  # saved, as it was
    assert run(file(tmp_path, GOOD), out).set_aside is None
    assert list((out / "rejected").iterdir()) == []


def test_a_corrected_file_keeps_what_is_still_wrong(tmp_path):
    out = tmp_path / "out"
    run(file(tmp_path, MIXED + "门禁系统,合成小学,410600,不少,,\n"), out)
    rejects = rejects_of(out)
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("很多", "2"), encoding="utf-8")
    result = run(rejects, out)
    assert result.accepted == 1
    assert [row[0] for row in rows_of(rejects)[1:]] == ["门禁系统"]
    assert list((out / "rejected").iterdir()) == [rejects]


def test_files_of_one_name_from_two_folders_have_their_own_rejects(tmp_path):
    out = tmp_path / "out"
    for county in ("浚县", "淇县"):
        (tmp_path / county).mkdir()
        run(file(tmp_path / county, MIXED), out)
    rejects = sorted((out / "rejected").iterdir())
    assert len(rejects) == 2
    run(file(tmp_path / "浚县", GOOD), out)
    (left,) = (out / "rejected").iterdir()
    assert left in rejects
    assert left.name.startswith("台账-")


def test_the_rejects_file_goes_when_the_source_is_mended(tmp_path):
    out = tmp_path / "out"
    run(file(tmp_path, MIXED), out)
    run(file(tmp_path, GOOD + "食堂系统,合成小学,410600,2,,\n"), out)
    assert list((out / "rejected").iterdir()) == []


def test_rejected_rows_bring_along_what_stands_above_them(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "owner_name", "division_code", "vcpu", "remark"])
    sheet.append(["a", "合成中学", 410600, 1, "=cmd|x"])
    sheet.append(["b", None, 410600, "x", "-2+3"])
    sheet.append(["c", "合成中学", 410600, "y", "同上"])
    sheet["E2"].data_type = "s"
    sheet.merge_cells("B2:B3")
    book.save(path := tmp_path / "台账.xlsx")
    out = tmp_path / "out"
    sheets = read_sheets(path)
    assert sheets[0].rows[2][1] is None
    run(path, out)
    _, first, second = rows_of(rejects_of(out))
    assert first[:5] == ["b", "合成中学", "410600", "x", "\t-2+3"]
    assert second[:5] == ["c", "合成中学", "410600", "y", "\t-2+3"]


def test_formulas_are_changes_and_those_without_value_rejections(tmp_path):
    path = file(
        tmp_path, 'name,owner_name,division_code,vcpu\n甲,合成,="410600",4\n乙,合成,410600,=A1\n'
    )
    result = run(path, tmp_path / "out")
    assert [(one.row, one.column, one.before, one.after, one.rule) for one in result.changes] == [
        (2, "division_code", '="410600"', "410600", "formula")
    ]
    assert [(one.row, one.column) for one in result.rejections] == [(3, "vcpu")]
    assert result.accepted == 1


def test_a_formula_in_the_rejects_is_rejected_until_it_is_a_value(tmp_path):
    out = tmp_path / "out"
    run(file(tmp_path, "name,owner_name,division_code,vcpu\n甲,合成,410600,=A1+1\n"), out)
    rejects = rejects_of(out)
    before = rejects.read_bytes()
    assert rows_of(rejects)[1][3].endswith("=A1+1")
    assert not rows_of(rejects)[1][3].startswith("=")  # a spreadsheet would compute it anew
    assert [one.column for one in run(rejects, out).rejections] == ["vcpu"]
    text = before.decode("utf-8-sig")
    without_code = "\r\n".join(line.rpartition(",")[0] for line in text.splitlines())
    rejects.write_text(without_code, encoding="utf-8")
    assert [one.column for one in run(rejects, out).rejections] == ["vcpu"]
    cell = rows_of(rejects)[1][3]
    rejects.write_text(text.replace(cell, "4").replace('"4"', "4"), encoding="utf-8")
    assert run(rejects, out).rejections == []


def sheets_file(tmp_path):
    book = openpyxl.Workbook()
    for name, rows in {
        "甲县": [["a", "合成一中", 410602, 1], ["b", "合成一中", 410602, "x"]],
        "乙县": [["a", "合成二中", 410603, 1], ["a", "合成二中", 410603, 2]],
    }.items():
        sheet = book.create_sheet(name)
        for row in [["name", "owner_name", "division_code", "vcpu"], *rows]:
            sheet.append(row)
    book.active.append(["填表说明"])
    hidden = book.create_sheet("字典")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(path := tmp_path / "分县.xlsx")
    return path


def test_every_sheet_of_the_format_is_read_and_the_others_are_named(tmp_path):
    path, out = sheets_file(tmp_path), tmp_path / "out"
    result = run(path, out)
    assert result.sheets == ("甲县", "乙县")
    assert [(one.sheet, one.row) for one in result.rejections] == [("甲县", 3), ("乙县", 3)]
    assert any("'Sheet' is of no known format" in one for one in result.warnings)
    assert any("'字典' is hidden" in one for one in result.warnings)
    assert "has vcpu 1 in 乙县, row 2, which was taken" in result.rejections[1].reason
    assert rows_of(rejects_of(out))[1][4] == "甲县 3"
    before = snapshot(out)
    assert run(path, out).documents == {}
    assert snapshot(out) == before


def test_one_sheet_by_name(tmp_path):
    result = run(sheets_file(tmp_path), tmp_path / "out", sheet="乙县")
    assert (result.sheets, result.accepted) == (("乙县",), 1)


def test_an_unknown_header_is_shown_with_what_was_tried(tmp_path):
    path = file(tmp_path, "合成台账\n甲列,乙列,13800000000\n1,2,3\n")
    with pytest.raises(ProjectError) as caught:
        run(path, tmp_path / "out")
    sentence = str(caught.value)
    assert "tried: tiny" in sentence
    assert "甲列、乙列、138********" in sentence
    assert "--map" in caught.value.mend
    assert not (tmp_path / "out").exists()


def test_a_strange_encoding_is_told_with_the_unknown_header(tmp_path):
    path = tmp_path / "big5.csv"
    text = "系統名稱,主管單位,行政區劃代碼,備註\n教務系統（合成）,鄭州市教育局,410100,無\n"
    path.write_bytes(text.encode("big5"))
    with pytest.raises(ProjectError, match="may not be GB18030"):
        run(path, tmp_path / "out")


def test_formats_and_kinds_are_checked(tmp_path):
    path = file(tmp_path, GOOD)
    with pytest.raises(ProjectError, match=r"no format 'excel'.*tiny"):
        run(path, tmp_path / "out", format_name="excel")
    with pytest.raises(ProjectError, match="choose one of: apps, orgs"):
        run(path, tmp_path / "out", kind="links")


def test_shipped_formats_are_found():
    assert {"cmf", "konveyor", "mgn", "azure"} <= set(formats())


def test_a_table_with_wrong_rows_is_not_written_to(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "apps.csv").write_text(
        "app_id,name,owner_org,division_code\nA1,甲,O1,\n", encoding="utf-8"
    )
    before = snapshot(out)
    with pytest.raises(ProjectError, match=r"row 2.*not written to"):
        run(file(tmp_path, GOOD), out)
    assert snapshot(out) == before


def test_wrong_rows_of_a_table_that_is_only_pointed_to_do_not_matter(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    orgs = "org_id,name,kind,division_code\nO1,甲,school,410600\nO2,乙,castle,410600\n"
    (out / "orgs.csv").write_text(orgs, encoding="utf-8")
    text = "name,owner_org,division_code\na,O1,410600\nb,O2,410600\n"
    result = run(file(tmp_path, text), out)
    assert (result.accepted, [one.value for one in result.rejections]) == (1, ["O2"])
    assert (out / "orgs.csv").read_text(encoding="utf-8") == orgs


def test_into_a_project_that_is_still_valid_after(tmp_path, project):
    apps = project.inventory / "apps.csv"
    before = rows_of(apps)
    path = file(
        tmp_path, "name,owner_org,division_code,os\n教务系统（合成）,HB-ORG-019,410611,openEuler\n"
    )
    result = run(path, project.inventory)
    assert result.accepted == 1
    assert check_inventory(Project(project.folder)) == []
    after = rows_of(apps)
    assert after[: len(before)] == before


CRASH = """
import os, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from test_import_run import *
result = prepare_import(request(Path({path!r}), Path({out!r})))
count = 0
replace = Path.replace
def crashing(self, target):
    global count
    if count == {after}:
        os._exit(9)
    count += 1
    return replace(self, target)
Path.replace = crashing
write_import(result)
os._exit(0)
"""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_crash_between_two_files_is_healed_by_repeating(tmp_path, after):
    path = file(tmp_path, MIXED)
    clean, out = tmp_path / "clean", tmp_path / "out"
    run(path, clean)
    script = CRASH.format(here=str(HERE), path=str(path), out=str(out), after=after)
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == 9
    assert any(one.endswith(".importing") for one in snapshot(out))
    whole = snapshot(clean)
    for name, content in snapshot(out).items():
        assert name.startswith(".") or content == whole[name]  # no half file
    run(path, out)
    assert snapshot(out) == whole


def test_two_imports_at_once_do_not_meet(tmp_path):
    with (
        only_import(tmp_path / "out"),
        pytest.raises(ProjectError, match="another import"),
        only_import(tmp_path / "out"),
    ):
        pass
    with only_import(tmp_path / "new" / "one"), only_import(tmp_path / "new" / "other"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    path, out = file(tmp_path, MIXED), tmp_path / "out"
    result = prepare_import(request(path, out))

    def full(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProjectError, match=r"No space left.*nothing was written"):
        write_import(result)
    assert snapshot(out) == {}


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    path = file(tmp_path, GOOD)
    with pytest.raises(ProjectError, match=r"cannot be written: Not a directory.*--out"):
        run(path, path / "out")


@pytest.mark.parametrize(
    ("option", "pair", "words"),
    [
        ("mapping", ("name1", "name"), "no header 'name1'; did you mean name"),
        ("mapping", ("没有此列", "remark"), "there are name、owner_name"),
        ("mapping", ("remark", "remrak"), "apps has no column 'remrak'; did you mean remark"),
        ("defaults", ("vcpus", "4"), "apps has no column 'vcpus'; did you mean vcpu"),
        ("defaults", ("importance", "非常"), "--set importance=非常: not one of the known words"),
        ("defaults", ("vcpu", "很多"), "--set vcpu=很多: "),
        ("defaults", ("vcpu", "若干"), "says nothing"),
        ("defaults", ("vcpu", "-4"), "--set vcpu=-4: "),
        ("defaults", ("hosting", "某处"), "write one of "),
        ("defaults", ("strategy", "burn"), "--set strategy=burn: "),
    ],
)
def test_an_option_that_says_nothing_is_one_sentence(tmp_path, option, pair, words):
    path, out = file(tmp_path, GOOD), tmp_path / "out"
    with pytest.raises(ProjectError) as caught:
        run(path, out, **{option: dict([pair])})
    assert words in str(caught.value)
    assert not out.exists()


def test_a_value_set_for_all_rows_is_read_as_a_cell(tmp_path):
    given = {"importance": "重要", "mlps_level": "二级", "hosting": "政务云", "remark": "合成"}
    run(file(tmp_path, GOOD.replace(",remark", "")), tmp_path / "out", defaults=given)
    header, row, _ = rows_of(tmp_path / "out" / "apps.csv")
    told = dict(zip(header, row, strict=True))
    assert [told[column] for column in given] == ["high", "2", "gov_cloud", "合成"]


def test_a_file_of_another_kind_is_told(tmp_path):
    orgs = file(tmp_path, "name,kind,division_code\n合成中学,school,410600\n")
    with pytest.raises(ProjectError, match="it looks like orgs of the format tiny: --kind orgs"):
        run(orgs, tmp_path / "out")


def test_the_header_shown_is_no_row_of_data(tmp_path):
    path = file(tmp_path, "合成台账,,\n甲列,乙列,丙列\n1,乙,丙\n甲,乙,丙\n")
    with pytest.raises(ProjectError, match="seems to be: 甲列、乙列、丙列; name"):
        run(path, tmp_path / "out")


def test_a_named_format_that_the_file_is_not_of_says_what_it_needs(tmp_path):
    path = file(tmp_path, "系统名称,主管单位\n教务系统,合成中学\n")
    with pytest.raises(ProjectError, match=r"azure needs Server name.*--kind apps --format ledger"):
        run(path, tmp_path / "out", formats=formats(), format_name="azure")


def test_dependencies_of_a_ledger_come_with_its_systems(tmp_path):
    path = file(tmp_path, "系统,依赖\n甲,乙\n")
    with pytest.raises(ProjectError, match=r"依赖系统.*--kind apps"):
        run(path, tmp_path / "out", "deps", formats=formats())


def test_a_header_without_rows_is_told(tmp_path):
    result = run(file(tmp_path, HEADER), tmp_path / "out")
    assert (result.accepted, result.rejections) == (0, [])
    assert "there is no row of data below the header" in result.warnings


def test_progress_is_told_by_rows(tmp_path):
    told = []
    run(file(tmp_path, GOOD), tmp_path / "out", progress=lambda *one: told.append(one))
    assert ("整理各行", 3, 3) in told


# Personal data


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("张某 13800000000", "张某 138********"),
        ("１３８００００００００", "１３８********"),
        ("+86 138-0000-0000", "+86 138********"),
        ("13800000000.0", "138********.0"),
        ("0371-60000000转12", "0371-********"),
        ("(010)60000000", "(010)-********"),
        ("联系电话：6600000", "联系电话：********"),
        ("座机 6600-0000", "座机 ********"),
        ("电话费 66000000 元", "电话费 66000000 元"),
        ("学生 6600000", "学生 6600000"),
        ("410105190001010000", "410105************"),
        ("41010519000101000X等", "410105************等"),
        ("4.10105190001010e+17", "*" * 18),
        ("wang@example.edu.cn", "***@example.edu.cn"),
        ("无个人信息 410105", "无个人信息 410105"),
        ("41060099001-00001", "41060099001-00001"),
        ("13010099001-00001", "13010099001-00001"),
        ("豫ICP备05000000号-1", "豫ICP备05000000号-1"),
        ("豫公网安备41010502000123号", "豫公网安备41010502000123号"),
        ("APP-138000000001", "APP-138000000001"),
        ("4110000001", "4110000001"),
        ("192.168.100.100", "192.168.100.100"),
        ("2027-06-01 10:00", "2027-06-01 10:00"),
    ],
)
def test_personal_data_is_masked_and_other_numbers_are_not(text, masked):
    assert mask(text) == masked


def test_the_column_decides_about_bare_numbers():
    assert mask("13010099001", "mlps_filing") == "13010099001"
    assert mask("13010099001", "等保备案号") == "13010099001"
    assert mask("13010099001", "remark") == "130********"
    assert mask("张某,60000000", "联系人") == "张＊＊"


def test_names_of_people_are_masked_where_two_rows_differ(tmp_path):
    text = HEADER + "乙,合成中学,410600,,张三丰,\n乙,合成中学,410600,,赵六七,\n"
    (told,) = run(file(tmp_path, text), tmp_path / "out").rejections
    assert "contact 张＊＊ in row 2" in told.reason
    assert told.value == "赵＊＊"


def test_nothing_reported_holds_personal_data_and_the_tables_do(tmp_path):
    text = HEADER + "甲,合成中学,410600,13800000000x,13800000000,a@example.org\n" + (
        "乙,合成中学,410600,4,13800000001,身份证410105190001010000\n"
        "乙,合成中学,410600,4,13800000002,身份证410105190001010000\n"
    )  # fmt: skip
    out = tmp_path / "out"
    result = run(file(tmp_path, text), out)
    told = repr((result.rejections, result.warnings, result.changes, result.candidates))
    assert "138000" not in told
    assert "190001" not in told
    assert "a@" not in told
    assert "contact 1＊＊ in row 3, which was taken" in told
    assert "13800000001" in (out / "apps.csv").read_text(encoding="utf-8")
    assert "13800000000" in (rejects_of(out)).read_text(encoding="utf-8")
    result = run(file(tmp_path, text.replace("13800000001", "13800000003")), out)
    assert any(one.column == "contact" and one.rule == "updated" for one in result.changes)
    assert "138000" not in repr(result.changes)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    path = file(tmp_path, GOOD)
    path.chmod(0)
    if os.geteuid() != 0:  # root reads everything
        with pytest.raises(ProjectError, match="not readable"):
            run(path, tmp_path / "out")


def test_the_same_as_above_in_a_refused_row_is_the_cell_right_above(tmp_path):
    text = (
        "系统名称,主管单位,行政区划代码,等保级别,运行时间\n"
        "甲（合成）,郑州市教育局,410100,二级,24小时\n"
        "乙（合成）,郑州市教育局,410100,二级,\n"
        "丙（合成）,郑州市教育局,410100,九级,同上\n"
    )
    source, out = file(tmp_path, text), tmp_path / "out"
    result = prepare_import(request(source, out, formats=formats()))
    write_import(result)
    (line,) = result.rejects_file.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert "九级" in line
    assert "同上" not in line
    assert "24小时" not in line
