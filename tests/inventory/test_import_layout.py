"""Where the header of a sheet stands, and which of its rows are data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from educloud.inventory.importing.draft import Sheet
from educloud.inventory.importing.ledger.data_rows import data_rows
from educloud.inventory.importing.ledger.layout import find_layout, plain
from educloud.inventory.importing.ledger.lines import known_header

KNOWN = known_header("apps")


def laid(rows, merged=(), names=(1,), amounts=()):
    """Give the layout of a sheet, and its data as (row, cells)."""
    sheet = Sheet("台账", rows, tuple(merged))
    layout = find_layout(sheet, KNOWN)
    assert layout is not None
    found = data_rows(sheet, layout, frozenset(names), frozenset(amounts))
    return layout, [(row.number, row.cells) for row in found]


HEADER = ["序号", "系统名称", "主管单位", "服务器数量", "备注"]


def test_a_header_below_titles_keeps_the_rows_of_the_spreadsheet():
    layout, data = laid(
        [
            ["某市台账"],
            ["填报单位：郑州市教育局", None, "日期：2026.9"],
            HEADER,
            [1, "甲", "乙", 2, None],
        ]
    )
    assert (layout.last_row, layout.columns) == (2, HEADER)
    assert layout.reporting_unit == "郑州市教育局"
    assert data == [(4, [1, "甲", "乙", 2, None])]


def test_two_rows_of_header_with_merged_groups():
    layout, data = laid(
        [
            ["序号", "系统名称", "服务器数量", None, "等级保护", None],
            [None, None, "物理", "虚拟", "级别", "备案号"],
            [1, "甲", 1, 2, "二级", None],
        ],
        merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)],
    )
    assert layout.columns[2:] == [
        "服务器数量/物理",
        "服务器数量/虚拟",
        "等级保护/级别",
        "等级保护/备案号",
    ]
    assert [row for row, _ in data] == [3]


def test_two_rows_of_header_without_merged_cells_as_csv_has_them():
    layout, _ = laid(
        [["系统名称", "服务器数量", "", "备注"], ["", "物理", "虚拟", ""], ["甲", "1", "2", ""]],
        names=(0,),
    )
    assert layout.columns == ["系统名称", "服务器数量/物理", "服务器数量/虚拟", "备注"]


def test_a_first_row_of_data_is_no_second_row_of_header():
    layout, data = laid([["系统名称", "主管单位", "备注"], ["甲", "乙", "丙"]], names=(0,))
    assert layout.last_row == 0
    assert len(data) == 1


def test_merged_cells_fill_down_and_amounts_count_once():
    layout, data = laid(
        [HEADER, [1, "甲", "某局", 6, None], [2, "乙", None, None, None]],
        merged=[(1, 2, 2, 2), (1, 3, 2, 3)],
        amounts=(3,),
    )
    assert data[1] == (3, [2, "乙", "某局", None, None])
    assert [(one.row, one.rule) for one in layout.changes] == [(3, "merged"), (3, "merged_amount")]


def test_ditto_takes_what_stands_above():
    layout, data = laid(
        [
            HEADER,
            [1, "甲", "某局", 6, None],
            [2, "乙", "同上", "〃", None],
            [3, "丙", "〃", 1, None],
        ]
    )
    assert [cells[2] for _, cells in data] == ["某局"] * 3
    assert data[1][1][3] == 6
    assert {one.rule for one in layout.changes} == {"ditto"}


def test_ditto_takes_no_value_from_further_up():
    layout, data = laid(
        [HEADER, [1, "甲", "某局", 6, "x"], [2, "乙", None, 1, "y"], [3, "丙", "同上"]]
    )
    assert data[2][1][2] is None
    assert [(one.row, one.rule) for one in layout.changes] == [(4, "ditto_of_nothing")]


def test_a_total_of_counted_words_is_no_data_also_in_merged_cells():
    rows = [HEADER, [1, "甲", "某局", 2, "x"], ["合计", "共1个系统", None, 2, None]]
    for merged in ((), [(1, 2, 2, 2)]):
        layout, data = laid(rows, merged)
        assert [row for row, _ in data] == [2]
        assert layout.left_out == {"total": [3]}
    _, data = laid([HEADER, ["合计", "共10个系统", None, 2, "含停用"]])
    assert data == []
    _, data = laid([HEADER, ["总计", "3家单位", "小计", "12人", "—"]])
    assert data == []
    _, data = laid(
        [HEADER, [1, "共10个系统", "某局", 2, None], ["合计", "共享交换系统", "某局", 2]]
    )
    assert len(data) == 2


def test_what_is_no_data_is_left_out_and_told():
    layout, data = laid(
        [
            HEADER,
            ["一、市直学校", None, None, None, None],
            [1, "甲", "某局", 6, None],
            ["小计", None, None, 6, None],
            [None] * 5,
            HEADER,
            [2, "乙", "某局", 1, None],
            [None, "合 计", None, 7, None],
            ["填表人：", None, "审核人：", None, None],
            ["填表说明：每个系统一行", None, None, None, None],
        ]
    )
    assert [row for row, _ in data] == [3, 7]
    assert layout.left_out == {
        "section": [2],
        "total": [4, 8],
        "header again": [6],
        "signature": [9],
        "note": [10],
    }


def test_instructions_and_examples_of_a_form_are_no_data():
    layout, data = laid(
        [
            HEADER,
            [None, "必填", "必填，与公章一致", "选填", "如2016"],
            ["例", "某管理系统", "某学校", 2, None],
            ["示例：", "某管理系统", "某学校", 2, None],
            [1, "例会系统", "某局", 6, "必填"],
            ["一", "示例", "某局", 6, None],
        ]
    )
    assert [row for row, _ in data] == [5, 6]
    assert layout.left_out == {"instructions": [2], "example": [3, 4]}


def test_a_system_called_like_a_total_stays():
    _, data = laid(
        [
            HEADER,
            [1, "合计", "某局", 2, None],
            [2, "合计管理系统", "某局", 2, None],
            [3, "总计", None, None, "在用"],
        ]
    )
    assert len(data) == 3


def test_a_row_that_has_only_its_name_is_data():
    _, data = laid([HEADER, [None, "甲系统", None, None, None]])
    assert len(data) == 1


def test_no_header_is_no_layout():
    assert find_layout(Sheet("空", []), KNOWN) is None
    assert find_layout(Sheet("别的", [["甲", "乙"], ["1", "2"]]), KNOWN) is None


CELL = st.none() | st.text(max_size=6) | st.integers() | st.sampled_from([*HEADER, "合计", "同上"])


@given(st.lists(st.lists(CELL, max_size=7), max_size=12))
def test_every_row_that_is_not_empty_is_data_or_told(rows):
    layout, data = laid([HEADER, *rows])
    told = [row for found in layout.left_out.values() for row in found]
    first = layout.last_row + 2
    width = len(layout.columns)
    filled = [
        number
        for number, cells in enumerate([HEADER, *rows], start=1)
        if number >= first and any(plain(cell) for cell in cells[:width])
    ]
    assert sorted([row for row, _ in data] + told) == filled
    assert all(len(cells) == len(layout.columns) for _, cells in data)
