"""Any file becomes sheets, or one clear sentence; what it is, its bytes say."""

import csv
import datetime as dt
import io
import os
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.errors import ProjectError
from educloud.inventory.importing.draft import Formula
from educloud.inventory.importing.files import package
from educloud.inventory.importing.files.delimited import _records
from educloud.inventory.importing.files.sheets import read_sheets

FILES = Path(__file__).with_name("files")  # rooms.xls by xlwt, encrypted.xlsx by msoffcrypto-tool
HEADER = "系统名称,主管单位,服务器数量\n"
MOMENT = dt.datetime(2020, 1, 2, 3, 4, 5)  # noqa: DTZ001  a spreadsheet knows no time zone
LINE = "教务系统（合成）,合成中学,2\n"


def written(tmp_path, content, name="台账.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def rows_of(path):
    (sheet,) = read_sheets(path)
    return [list(row) for row in sheet.rows]


def workbook(tmp_path, fill, name="台账.xlsx"):
    book = openpyxl.Workbook()
    fill(book)
    path = tmp_path / name
    book.save(path)
    return path


def repacked(path, change):
    """Write an XLSX again with the parts as ``change`` (name, bytes) makes them."""
    with zipfile.ZipFile(path) as old:
        parts = [(one.filename, old.read(one)) for one in old.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            new.writestr(name, change(name, content))
    return path


def told(path, only=None):
    with pytest.raises(ProjectError) as caught:
        read_sheets(path, only)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    assert caught.value.mend
    assert "\n" not in sentence
    return caught.value.what


# Text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_every_encoding_and_delimiter(tmp_path, encoding, delimiter):
    text = (HEADER + LINE * 3).replace(",", delimiter)
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    path = written(tmp_path, marks.get(encoding, b"") + text.encode(encoding))
    assert rows_of(path) == [
        ["系统名称", "主管单位", "服务器数量"],
        *[["教务系统（合成）", "合成中学", "2"]] * 3,
    ]


def test_delimiter_is_the_one_that_fits_most_lines(tmp_path):
    text = (
        '合成台账\n名称\t地址\n"甲, 乙, 丙"\t10.0.0.1;10.0.0.2\n'
        "丁,戊\t10.0.0.3;10.0.0.4\n注: a, b, c\n"
    )
    assert rows_of(written(tmp_path, text))[1:3] == [
        ["名称", "地址"],
        ["甲, 乙, 丙", "10.0.0.1;10.0.0.2"],
    ]
    decimals = "a;b\n" + "1,5;2,5\n" * 20
    assert rows_of(written(tmp_path, decimals))[1] == ["1,5", "2,5"]


def test_delimiter_that_excel_names_itself(tmp_path):
    assert rows_of(written(tmp_path, "sep=;\na,b;c\n")) == [[], ["a,b", "c"]]


def test_quoted_zeros_are_text_and_other_formulas_are_marked(tmp_path):
    (sheet,) = read_sheets(written(tmp_path, '代码,数量\n="00123",=SUM(A1:A2)\n'))
    assert sheet.rows[1] == ["00123", Formula("=SUM(A1:A2)")]
    assert sheet.formulas == {(1, 0): '="00123"', (1, 1): "=SUM(A1:A2)"}


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Cc", "Co"]))),
        min_size=1,
    )
)
@settings(max_examples=60, deadline=None)
def test_text_is_never_read_wrong(rows):
    # Whatever Excel would write as CSV is read back, cell by cell.
    target = io.StringIO()
    csv.writer(target).writerows([["x", "y", "z"], *([*row, "1", "2"] for row in rows)])
    text = target.getvalue()
    if "\t" not in text and ";" not in text:
        assert [row[-2:] for row in _records(text, "")][1:] == [["1", "2"]] * len(rows)


def test_mixed_encodings_name_the_line(tmp_path):
    content = (HEADER + LINE * 4).encode() + LINE.encode("gbk") + LINE.encode()
    what = told(written(tmp_path, content))
    assert "mixes encodings" in what
    assert "line 6 is GBK (1 such lines)" in what
    content = (HEADER + LINE * 4).encode("gbk") + LINE.encode() + LINE.encode("gbk")
    assert "line 6 is UTF-8 (1 such lines)" in told(written(tmp_path, content))


def test_nul_and_broken_bytes_name_the_line(tmp_path):
    assert "line 3 holds a NUL" in told(written(tmp_path, (HEADER + LINE).encode() + b"a,\0,c\n"))
    assert "line 2 is neither" in told(written(tmp_path, HEADER.encode("gbk") + b"\xff\xff,1,2\n"))
    assert "holds a NUL" in told(written(tmp_path, "a,b\n\0,c\n".encode("utf-16")))
    assert "is not utf-16" in told(written(tmp_path, HEADER.encode("utf-16") + b"\x00"))


def test_text_of_another_country_is_doubted(tmp_path):
    text = "系統名稱,主管單位\n" + "學籍管理與課程資源電腦軟體平臺,教育處資訊組網路機構\n" * 20
    (sheet,) = read_sheets(written(tmp_path, text.encode("big5")))
    assert sheet.notes
    assert "may not be GB18030" in sheet.notes[0]


def test_an_open_quote_names_the_row(tmp_path):
    assert "row 2 is not CSV" in told(written(tmp_path, 'a,b\n"c,d\ne,f\n'))


# What is no spreadsheet


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "PNG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\x1f\x8b\x08" + bytes(50), "gzip"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "RAR"),
        (bytes(range(256)) * 8, "binary"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b'{"count": 1}', "no list of records"),
        (b"[1, 2", "is not JSON"),
        (b"<html><body><p>404</p></body></html>", "without a table"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
    ],
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv"])
def test_what_is_no_spreadsheet_is_named(tmp_path, content, what, name):
    assert what in told(written(tmp_path, content, name))


def test_a_header_may_begin_like_a_picture(tmp_path):
    assert rows_of(written(tmp_path, "BM编号,名称\n1,2\n"))[0] == ["BM编号", "名称"]


def test_places_that_are_no_files(tmp_path):
    assert "no such file" in told(tmp_path / "none.xlsx")
    assert "folder" in told(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "regular" in told(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("part", "what"), [("word/document.xml", "Word"), ("content.xml", "OpenDocument"), ("x", "zip")]
)
def test_other_zip_files(tmp_path, part, what):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<a/>")
    assert what in told(path)


def test_other_ole_files(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert "OLE" in told(written(tmp_path, content, "a.xls"))
    word = content + "WordDocument".encode("utf-16-le")
    assert "Word document" in told(written(tmp_path, word, "a.xls"))


def test_an_encrypted_workbook():
    assert "password" in told(FILES / "encrypted.xlsx")


# Workbooks


def test_cells_keep_their_types_and_merged_ranges(tmp_path):
    def fill(book):
        sheet = book.active
        sheet.title = "台账"
        sheet["A1"] = "合成台账"
        sheet.merge_cells("A1:D1")
        sheet.append(["名称", "日期", "时间", "有"])
        sheet.append(["甲", dt.date(2016, 9, 1), dt.time(8, 30), True])
        sheet.append([410102.0, 1.5, MOMENT, False])

    (sheet,) = read_sheets(workbook(tmp_path, fill))
    assert (sheet.name, sheet.merged) == ("台账", ((0, 0, 0, 3),))
    assert [list(row) for row in sheet.rows] == [
        ["合成台账", None, None, None],
        ["名称", "日期", "时间", "有"],
        ["甲", dt.date(2016, 9, 1), dt.time(8, 30), True],
        [410102.0, 1.5, MOMENT, False],
    ]


def test_leading_blank_rows_keep_their_numbers(tmp_path):
    def fill(book):
        book.active["C4"] = "x"

    assert rows_of(workbook(tmp_path, fill)) == [[None] * 3] * 3 + [[None, None, "x"]]


def saved_formulas(name, content):
    """Give the sheet the values that Excel would have saved."""
    return content.replace(
        b"<f>B1*2</f><v></v>", b"<f>B1*2</f><v>14</v>"
    ).replace(b"<f>B1*2</f><v />", b"<f>B1*2</f><v>14</v>").replace(
        b'<c r="B4"><f>IF(A1,1,"")</f><v></v>', b'<c r="B4" t="str"><f>IF(A1,1,"")</f><v></v>'
    ).replace(
        b'<c r="B4"><f>IF(A1,1,"")</f><v />', b'<c r="B4" t="str"><f>IF(A1,1,"")</f><v></v>'
    )  # fmt: skip


def test_formulas_are_told_from_values_and_never_become_blank(tmp_path):
    def fill(book):
        sheet = book.active
        sheet["B1"] = 7
        sheet["B2"] = "=B1*2"  # with a saved value, see below
        sheet["B3"] = "=B1*3"  # without
        sheet["B4"] = '=IF(A1,1,"")'  # whose saved value is an empty text
        sheet["F9"] = "=B1*4"  # without, outside of all values

    path = repacked(workbook(tmp_path, fill), saved_formulas)
    (sheet,) = read_sheets(path)
    rows = sheet.rows
    assert (rows[1][1], rows[2][1], rows[3][1]) == (14, Formula("=B1*3"), None)
    assert rows[8][5] == Formula("=B1*4")
    assert sheet.formulas == {
        (1, 1): "=B1*2",
        (2, 1): "=B1*3",
        (3, 1): '=IF(A1,1,"")',
        (8, 5): "=B1*4",
    }


def test_error_cells_say_what_they_are(tmp_path):
    def fill(book):
        book.active["A1"] = "#N/A"
        book.active["A1"].data_type = "e"
        book.active["B1"] = 1

    assert rows_of(workbook(tmp_path, fill)) == [["#N/A", 1]]


def test_names_of_cells_may_be_left_out_and_prefixed(tmp_path):
    def fill(book):
        book.active.append([1, 2, "=A1"])
        book.active.append([3, "=B1", 4])

    def change(name, content):
        if "sheet1" not in name:
            return content
        for cell in ("A1", "B1", "C1", "A2", "B2", "C2"):
            content = content.replace(f' r="{cell}"'.encode(), b"")
        return content

    (sheet,) = read_sheets(repacked(workbook(tmp_path, fill), change))
    assert sheet.formulas == {(0, 2): "=A1", (1, 1): "=B1"}
    assert [list(row) for row in sheet.rows] == [[1, 2, Formula("=A1")], [3, Formula("=B1"), 4]]


def test_sheets_by_name_and_hidden_ones(tmp_path):
    def fill(book):
        book.active.title = "汇总"
        book.active["A1"] = "a"
        hidden = book.create_sheet("字典")
        hidden["A1"] = "b"
        hidden.sheet_state = "hidden"
        book.create_sheet("空")

    path = workbook(tmp_path, fill)
    assert [(one.name, one.hidden, len(one.rows)) for one in read_sheets(path)] == [
        ("汇总", False, 1),
        ("字典", True, 0),
        ("空", False, 0),
    ]
    assert read_sheets(path, "字典")[0].rows == [["b"]]
    assert "no sheet '无'" in told(path, "无")


def test_xls_with_dates_merged_cells_and_formulas():
    sheet, hidden = read_sheets(FILES / "rooms.xls")
    assert (sheet.name, hidden.hidden) == ("机房台账（合成）", True)
    assert sheet.rows[2][:3] == ["甲机房（合成）", 18.5, dt.date(2016, 9, 1)]
    assert set(sheet.merged) == {(0, 0, 0, 3), (3, 0, 4, 0)}
    assert sheet.formulas == {(2, 3): "=…"}
    assert "D3" in sheet.notes[0]  # it has no saved value


def test_a_cell_far_away_allocates_nothing(tmp_path):
    def fill(book):
        book.active["A1"] = "名称"
        book.create_sheet("远")["XFD1048576"] = "x"

    path = workbook(tmp_path, fill)
    assert "sheet '远' reaches to cell XFD1048576" in told(path)
    assert read_sheets(path, "Sheet")[0].rows == [["名称"]]


def test_cells_that_only_look_nice_do_not_count(tmp_path):
    # A format for whole columns leaves cells without values down to the last row.
    def fill(book):
        book.active["A1"] = "名称"
        book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)

    assert rows_of(workbook(tmp_path, fill)) == [["名称"]]


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path):
    def fill(book):
        book.active["A1"] = "名称"

    path = repacked(
        workbook(tmp_path, fill),
        lambda _, content: content.replace(b'ref="A1"', b'ref="A1:XFD1048576"'),
    )
    assert rows_of(path) == [["名称"]]


# Bombs and damage


def bomb(path, megabytes, declared=None):
    """Write an XLSX whose sheet is mostly blanks, and lies about its size when told to."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * (1 << 20))
    if declared is not None:
        raw = bytearray(path.read_bytes())
        entry = raw.rindex(b"PK\x01\x02")
        struct.pack_into("<I", raw, entry + 24, declared)
        path.write_bytes(raw)
    return path


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    assert "bomb" in told(bomb(tmp_path / "a.xlsx", 200))


def test_a_bomb_that_lies_about_its_size(tmp_path):
    path = bomb(tmp_path / "a.xlsx", 200, declared=1000)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[-1].file_size == 1000
    assert "bomb" in told(path)


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(300 << 20)
    assert "larger than 256 MB" in told(path)


def test_entities_are_never_expanded(tmp_path):
    def fill(book):
        book.active["A1"] = "x"

    def change(name, content):
        if "sheet1" not in name:
            return content
        inside = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
        doctype = f'<!DOCTYPE w [<!ENTITY e0 "lol">{inside}]>'
        return doctype.encode() + content.replace(b"<v>", b"<v>&e11;")

    assert "damaged" in told(repacked(workbook(tmp_path, fill), change))


def test_a_doctype_is_found_across_pieces(tmp_path):
    def fill(book):
        book.active["A1"] = "x"

    def change(name, content):
        if "theme" not in name:
            return content
        return b" " * (package.CHUNK - 4) + b"<!DOCTYPE w []>" + content

    assert "damaged" in told(repacked(workbook(tmp_path, fill), change))


@pytest.mark.parametrize("source", ["xlsx", "xls"])
def test_damage_anywhere_is_one_sentence_or_harmless(tmp_path, source):
    def fill(book):
        for row in range(40):
            book.active.append([f"系统{row}", row, "=A1"])

    whole = workbook(tmp_path, fill) if source == "xlsx" else FILES / "rooms.xls"
    raw = whole.read_bytes()
    dice = random.Random(4)  # noqa: S311  the same damage in every run
    refused = 0
    for turn in range(120 if source == "xlsx" else 8):
        broken = bytearray(raw)
        if turn % 3 == 0:
            del broken[dice.randrange(64, len(raw)) :]
        else:
            for _ in range(1 + turn % 5):
                broken[dice.randrange(8, len(raw))] = dice.randrange(256)
        try:
            read_sheets(written(tmp_path, bytes(broken), f"{turn}.{source}"))
        except ProjectError:
            refused += 1
    assert refused > turn // 6


def test_a_damaged_size_in_an_xls_ends_no_process_of_ours(tmp_path):
    # With these bytes the reader asks for 32 GB and ends its process.
    broken = bytearray((FILES / "rooms.xls").read_bytes())
    for place, value in ((2999, 185), (2386, 49), (3606, 106), (3481, 106), (938, 30)):
        broken[place] = value
    assert "damaged" in told(written(tmp_path, bytes(broken), "a.xls"))


# Web pages and JSON


def test_a_web_page_named_xls(tmp_path):
    page = """<html><head><meta charset="gb2312"><style>td{color:red}</style></head><body>
    <table><tr><th colspan=2>合成台账</th></tr>
    <tr><td>名称</td><td>备注</td></tr>
    <tr><td rowspan=2>甲<br>系统</td><td>A&amp;B</td></tr>
    <tr><td>第二行</td></tr></table></body></html>"""
    (sheet,) = read_sheets(written(tmp_path, page.encode("gbk"), "导出.xls"))
    assert [list(row) for row in sheet.rows] == [
        ["合成台账", None],
        ["名称", "备注"],
        ["甲 系统", "A&B"],
        [None, "第二行"],
    ]
    assert sheet.merged == ((0, 0, 0, 1), (2, 0, 3, 0))


def test_json_of_records(tmp_path):
    text = (
        '{"results": [{"id": 1, "site": {"name": "甲"}, "tags": [{"slug": "a"}, "b"]}, {"id": 2}]}'
    )
    assert rows_of(written(tmp_path, text, "d.json")) == [
        ["id", "site.name", "tags"],
        [1, "甲", "a;b"],
        [2, None, None],
    ]
