"""Cells as people write them, and the laws of their cleaning."""

from __future__ import annotations

import datetime as dt
import math
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from educloud.inventory.importing.cleaning import values
from educloud.inventory.importing.cleaning.cells import NONE_WORDS, UNKNOWN_WORDS
from educloud.inventory.importing.draft import Formula

HOSTING = {"自建机房": "own_room", "托管": "hosted", "政务云": "gov_cloud"}
CLEANERS = {
    "text": values.text,
    "identifier": values.identifier,
    "code6": values.code6,
    "whole": values.whole,
    "amount": values.amount,
    "storage": partial(values.amount, unit="GB"),
    "area": partial(values.amount, unit="㎡"),
    "bandwidth": partial(values.amount, unit="Mbps"),
    "hours": partial(values.amount, unit="h"),
    "tally": values.tally,
    "share": values.share,
    "truth": values.truth,
    "level": values.level,
    "day": values.day,
    "last_day": values.last_day,
    "year": values.year,
    "names": values.names,
    "addresses": values.addresses,
    "ipv4": values.ipv4,
    "endpoint": values.endpoint,
    "domains": values.domains,
    "choice": partial(values.choice, words=HOSTING),
}

READ = [
    ("text", "教务\n（新版）", "教务（新版）"),
    ("level", "二级", "2"),
    ("level", "2级", "2"),
    ("level", "Ⅱ", "2"),
    ("level", "第二级", "2"),
    ("level", "S2A2G2", "2"),
    ("level", "S3A2G3", "3"),
    ("level", "等保二级", "2"),
    ("level", "三级(S3A3G3)", "3"),
    ("level", "等保2.0三级", "3"),
    ("level", 2.0, "2"),
    ("level", "未定级", ""),
    ("level", "贰级", "2"),
    ("truth", "是", "yes"),
    ("truth", "√", "yes"),
    ("truth", "有", "yes"),
    ("truth", "Ｙ", "yes"),
    ("truth", 1, "yes"),
    ("truth", 1.0, "yes"),
    ("truth", "支持", "yes"),
    ("truth", "已支持IPv6", "yes"),
    ("truth", "是（双栈）", "yes"),
    ("truth", "×", "no"),
    ("truth", "无", "no"),
    ("truth", 0, "no"),
    ("truth", "不支持", "no"),
    ("truth", "改造中", "no"),
    ("truth", "—", ""),
    ("year", "2016年", "2016"),
    ("year", "16", "2016"),
    ("year", 16, "2016"),
    ("year", "98", "1998"),
    ("year", "2016.9", "2016"),
    ("year", 2016.9, "2016"),
    ("year", 42614, "2016"),
    ("year", "42614.0", "2016"),
    ("year", dt.datetime.fromisoformat("2016-09-01"), "2016"),
    ("year", "约2016年", "2016"),
    ("year", "2016年9月投用", "2016"),
    ("day", "2016-9-1", "2016-09-01"),
    ("day", "2016.9.1", "2016-09-01"),
    ("day", "16/9/1", "2016-09-01"),
    ("day", "2016年9月1日", "2016-09-01"),
    ("day", "２０１６年９月１日", "2016-09-01"),
    ("day", "二〇一六年九月一日", "2016-09-01"),
    ("day", "2016年9月1日 12:30", "2016-09-01"),
    ("day", "2016-09-01T08:00:00", "2016-09-01"),
    ("day", "20160901", "2016-09-01"),
    ("day", 42614, "2016-09-01"),
    ("day", 42614.5, "2016-09-01"),
    ("day", dt.datetime.fromisoformat("2016-09-01T08:00"), "2016-09-01"),
    ("day", "2016.9", "2016-09-01"),
    ("day", "2016年9月", "2016-09-01"),
    ("day", "2016", "2016-01-01"),
    ("last_day", "2016年2月", "2016-02-29"),
    ("last_day", "2016年", "2016-12-31"),
    ("day", "13/9/2016", "2016-09-13"),
    ("day", "长期", ""),
    ("amount", "约200", "200"),
    ("amount", "300+", "300"),
    ("amount", "200余", "200"),
    ("amount", "200多人", "200"),
    ("amount", "≥200", "200"),
    ("amount", "若干", ""),
    ("amount", "—", ""),
    ("amount", "／", ""),
    ("amount", "1.2万", "12000"),
    ("amount", "12万人", "120000"),
    ("amount", "1,200", "1200"),
    ("amount", "１，２００", "1200"),
    ("amount", "叁台", "3"),
    ("amount", "2*4核", "8"),
    ("amount", "2颗×16核", "32"),
    ("storage", "16G*2条", "32"),
    ("storage", "4*600G", "2400"),
    ("tally", "2*4", "8"),
    ("whole", "12个班", "12"),
    ("whole", "3个教学班", "3"),
    ("area", "120㎡", "120"),
    ("area", "1亩", "666.666667"),
    ("area", "1.5公顷", "15000"),
    ("area", "0.01平方公里", "10000"),
    ("area", "2k㎡", "2000000"),
    ("bandwidth", "1千兆", "1000"),
    ("bandwidth", "千兆光纤", "1000"),
    ("ipv4", "192.168.1.10-12", "192.168.1.10;192.168.1.11;192.168.1.12"),
    ("ipv4", "10.0.0.255-10.0.1.1", "10.0.0.255;10.0.1.0;10.0.1.1"),
    ("ipv4", "10.1.1.3:8080", "10.1.1.3"),
    ("ipv4", "2001:db8::1；10.0.0.9", "10.0.0.9"),
    ("ipv4", "2001:db8::1", ""),
    ("endpoint", "10.20.1.8：2022", "10.20.1.8:2022"),
    ("endpoint", "10.20.1.8", "10.20.1.8"),
    ("endpoint", "https://10.20.1.8:8443/", "10.20.1.8"),
    ("endpoint", "10.20.1.8:22、10.20.1.9", "10.20.1.8;10.20.1.9"),
    ("endpoint", "ssh://10.20.1.8:2022", "10.20.1.8:2022"),
    ("area", "120 m²", "120"),
    ("area", "约120M2", "120"),
    ("bandwidth", "千兆", "1000"),
    ("bandwidth", "百兆", "100"),
    ("bandwidth", "万兆", "10000"),
    ("storage", "六十四", "64"),
    ("tally", "3.0", "3"),
    ("tally", "5（3虚2实）", "5"),
    ("tally", "5台，其中虚拟机3台", "5"),
    ("tally", "物理2台（其中1台备用）、虚拟3台", "5"),
    ("addresses", "10.0.0.1~5", "10.0.0.1-5"),
    ("amount", "三台", "3"),
    ("amount", "十二", "12"),
    ("amount", "一百二十", "120"),
    ("whole", "3台", "3"),
    ("whole", "2套", "2"),
    ("whole", 3.0, "3"),
    ("storage", "1.5TB", "1536"),
    ("storage", "2T", "2048"),
    ("storage", "500G", "500"),
    ("storage", "512MB", "0.5"),
    ("bandwidth", "1G", "1000"),
    ("bandwidth", "200兆", "200"),
    ("hours", "30分钟", "0.5"),
    ("hours", "2天", "48"),
    ("tally", "2台物理+3虚拟", "5"),
    ("tally", "物理2台、虚拟3台", "5"),
    ("tally", "物理机4台", "4"),
    ("share", "35%", "0.35"),
    ("share", "３５％", "0.35"),
    ("share", 0.35, "0.35"),
    ("share", 35, "0.35"),
    ("identifier", 41060199001.0, "41060199001"),
    ("identifier", "410102.0", "410102"),
    ("identifier", "'007", "007"),
    ("code6", 410102.0, "410102"),
    ("code6", "4.10102E+5", "410102"),
    ("code6", "４１０１０２", "410102"),
    ("code6", "4101", "410100"),
    ("code6", "410102001001", "410102"),
    ("text", "办公系统（ＯＡ）", "办公系统(OA)"),
    ("text", "学籍管理（合成）", "学籍管理（合成）"),
    ("text", "教务\n管理", "教务管理"),
    ("text", "#N/A", ""),
    ("names", "甲系统、乙系统，丙系统；丁\n戊/己", "甲系统;乙系统;丙系统;丁;戊;己"),
    ("names", "平台（含甲、乙）；丙", "平台（含甲、乙）;丙"),
    ("addresses", "10.1.1.1、10.1.1.2", "10.1.1.1;10.1.1.2"),
    ("addresses", "10.1.1.1/10.1.1.2", "10.1.1.1;10.1.1.2"),
    ("addresses", "http://10.1.1.1:8080/oa", "10.1.1.1"),
    ("addresses", "2001:DB8::1", "2001:db8::1"),
    ("domains", "http://OA.example.edu.cn:8080/login；b.example", "oa.example.edu.cn;b.example"),
    ("choice", "自建机房（三楼）", "own_room"),
    ("choice", "放在政务云", "gov_cloud"),
]

NOT_READ = [
    ("level", "等保2.0"),  # the standard, no level
    ("level", "十三级"),
    ("level", "13级"),
    ("level", "九级"),
    ("level", "二级/三级"),
    ("level", 7),
    ("truth", "部分"),
    ("truth", 2),
    ("year", "2015-2018"),
    ("year", "1016"),
    ("year", "2021/13/45"),
    ("year", "2021-02-30"),
    ("year", "2021.13"),
    ("year", "20211345"),
    ("day", "9/1/2016"),
    ("day", "2016-02-30"),
    ("day", "2016年13月"),
    ("day", 12),
    ("amount", "100-200"),
    ("amount", "100至200人"),
    ("amount", -1),
    ("amount", math.nan),
    ("amount", math.inf),
    ("amount", "很多"),
    ("amount", True),
    ("amount", Formula("A1+B1")),
    ("storage", "300台"),
    ("storage", "2核*4G"),
    ("tally", "2*4+3"),
    ("ipv4", "10.0.0.9-3"),
    ("ipv4", "10.0.0.1-10.9.0.1"),
    ("whole", "2.5"),
    ("share", "120%"),
    ("identifier", "4.10601E+10"),
    ("identifier", 4.1e17),
    ("code6", "41010"),
    ("code6", "郑州"),
    ("addresses", "10.1.1.300"),
    ("domains", "内网访问"),
    ("choice", "自建机房或托管"),
]


@pytest.mark.parametrize(("cleaner", "cell", "expected"), READ)
def test_reads_what_people_write(cleaner, cell, expected):
    assert CLEANERS[cleaner](cell).text == expected


@pytest.mark.parametrize(("cleaner", "cell"), NOT_READ)
def test_refuses_with_reason_and_hint(cleaner, cell):
    with pytest.raises(values.Unreadable) as refusal:
        CLEANERS[cleaner](cell)
    reason, hint = refusal.value.args
    assert reason
    assert hint


@pytest.mark.parametrize(
    ("cleaner", "cell", "rule"),
    [
        ("amount", "约200", "estimate"),
        ("amount", "200人左右", "estimate"),
        ("amount", "1,200", "thousands"),
        ("amount", "１２", "full_width"),
        ("amount", " 12 ", ""),
        ("amount", 12.0, ""),
        ("amount", "若干", "unknown_word"),
        ("text", "无", "none_word"),
        ("text", "#REF!", "excel_error"),
        ("identifier", "410102.0", "float_code"),
        ("identifier", 410102.0, ""),
        ("day", 42614, "excel_date"),
        ("day", dt.date(2016, 9, 1), ""),
        ("day", "2016.1", "ambiguous_month"),
        ("day", "2016", "year_only"),
        ("year", "16", "two_digit_year"),
        ("tally", "2+3", "sum"),
        ("amount", "2*4", "product"),
        ("ipv4", "10.0.0.1-3", "address_range"),
        ("ipv4", "10.0.0.1:80", "port_left_out"),
        ("ipv4", "::1、10.0.0.1", "ipv6_left_out"),
        ("ipv4", "10.0.0.1、10.0.0.2", "separator"),
        ("endpoint", "10.0.0.1:22", ""),
    ],
)
def test_names_the_rule_that_changed_it(cleaner, cell, rule):
    assert CLEANERS[cleaner](cell).rule == rule


def test_a_share_below_one_per_cent_is_doubtful_under_a_header_in_per_cent():
    assert values.share(0.35, "%") == values.Value("0.0035", "below_one_percent")
    assert values.share("0.35%", "%").rule == "percent"
    assert values.share("35", "%") == values.Value("0.35", "percent")


def test_a_header_s_unit_counts_for_bare_numbers_only():
    assert values.amount("2", "TB").text == "2048"
    assert values.amount("500G", "TB").text == "500"
    assert values.amount("1.2", "万").text == "12000"
    assert values.amount("3", "万元").text == "30000"
    assert values.amount("30", "分钟").text == "0.5"
    assert values.share("1", "%").text == "0.01"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [("mb", "MB"), ("tb", "TB"), ("GB", "GB"), ("kVA", "kVA"), ("kva", "kVA"), ("万元", "万元")],
)
def test_a_hint_names_the_unit_of_the_column_s_own_header(unit, shown):
    for cell in ("32G内存", "约莫"):
        with pytest.raises(values.Unreadable) as refusal:
            values.amount(cell, unit)
        assert refusal.value.hint.startswith(f"write the number in {shown}")


def test_a_choice_s_hint_gives_one_word_for_each_value():
    words = {"核心": "critical", "关键": "critical", "重要": "high", "否": ""}
    with pytest.raises(values.Unreadable) as refusal:
        values.choice("别的", words)
    assert refusal.value.hint == "write one of 核心、重要"


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.text()
    | st.text(
        "0123456789０１２.,，-~+/%级二三ⅡIVSAG年月日万台套TGBM约余+（）()是否有无xX、；;: e\n"
    )
    | st.from_regex(r"\A(约|≥)?\d{1,6}(\.\d{1,3})?(e\d)?(万|台|TB|G|%|\+|余|年|月|级)?\Z")
    | st.builds(Formula, st.text())
)


@pytest.mark.parametrize("name", CLEANERS)
@given(cell=CELLS)
@example(cell="'—")
@example(cell="（无）")
@example(cell="1e99")
def test_cleaning_twice_is_cleaning_once_and_nothing_else_is_raised(name, cell):
    clean = CLEANERS[name]
    try:
        once = clean(cell)
    except values.Unreadable:
        return
    twice = clean(once.text)
    assert twice.text == once.text
    assert once.text == once.text.strip()


@pytest.mark.parametrize("name", sorted(set(CLEANERS) - {"truth"}))
@pytest.mark.parametrize("word", [*sorted(UNKNOWN_WORDS | NONE_WORDS), "—", " － ", "#N/A"])
def test_words_for_unknown_are_the_empty_cell(name, word):
    value = CLEANERS[name](word)
    assert (value.text, bool(value.rule)) == ("", True)
