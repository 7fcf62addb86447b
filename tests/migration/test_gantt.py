import datetime as dt

import pytest
from cities import START, app, inventory, room
from hypothesis import given
from hypothesis import strategies as st

from educloud.migration.gantt import display_width, fit, gantt_lines
from educloud.migration.planning import plan_migration
from educloud.migration.schedule import Limits


def city(**tables):
    return inventory(
        apps=[
            app("A1"),
            app("A2"),
            app("STAY", room_id="R2", strategy="retain"),
            app("MOVE", room_id="R2"),
            app("LOOSE", room_id=None),
        ],
        rooms=[room("R1", name="淇滨区第一高级中学的一个名字很长的机房"), room("R2", name="二号")],
        calendar={
            "blackouts": [
                {"name": "全停", "from": START, "to": START + dt.timedelta(days=6)},
                {
                    "name": "招考",
                    "from": START + dt.timedelta(days=7),
                    "to": START + dt.timedelta(days=13),
                    "categories": ["招考"],
                },
            ]
        },
        policy={"weeks": 60},
        **tables,
    )


def chart(width=110):
    return gantt_lines(plan_migration(city(), "", Limits(work=5)), city(), width)


def cells(line):
    """The columns after the label, whose characters may take two columns each."""
    used = 0
    for position, sign in enumerate(line):
        if used >= 25:
            return line[position:]
        used += display_width(sign)
    return ""


def test_rooms_show_cutovers_the_wait_and_the_closing():
    first, second, loose = (
        next(x for x in chart() if name in x) for name in ("淇滨", "二号", "未知")
    )
    # One week of blackout, then two cutovers, a week's wait, closed in the second week after.
    assert cells(first).startswith(".2X ")
    assert first.endswith("2027-03-27 保留")
    assert second.endswith("不关闭")
    assert cells(loose).startswith(".1.")


def test_the_calendar_marks_blackouts_and_holidays():
    calendar = next(line for line in chart() if line.startswith("日历"))
    assert cells(calendar)[:3] == "#~ "
    # 2027-05-01 and -02 are a weekend: the whole of it is Labour Day.
    labour = (dt.date(2027, 5, 1) - START).days // 7
    assert cells(calendar)[labour] == "o"


def test_totals_count_every_cutover():
    total = next(line for line in chart() if line.startswith("合计"))
    assert cells(total).startswith(".4")


@pytest.mark.parametrize("width", [60, 80, 110, 200])
def test_no_line_of_the_chart_is_wider_than_asked(width):
    lines = [line for line in chart(width) if "图例" not in line and not line.startswith("   ")]
    assert max(display_width(line) for line in lines) <= width


def test_a_narrow_chart_loses_no_cutover():
    total = next(line for line in chart(60) if line.startswith("合计"))
    assert sum(int(sign) for sign in cells(total) if sign.isdigit()) == 4


@given(st.text(alphabet="ab机房（）1", max_size=40), st.integers(1, 30))
def test_a_label_takes_exactly_its_columns(text, width):
    assert display_width(fit(text, width)) == width
