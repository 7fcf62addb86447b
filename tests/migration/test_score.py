import datetime as dt

import pytest
from cities import app, inventory, room
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.migration.score import assess_rooms

DAY = dt.date(2027, 1, 1)


def one(apps=(), **cells):
    city = inventory(rooms=[room("R1", **cells)], apps=list(apps))
    return assess_rooms(city, DAY)[0]


def value(name, apps=(), **cells):
    return next(score.value for score in one(apps, **cells).scores if score.name == name)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"racks": 10, "racks_used": 3}, 0.5),
        ({"racks": 10, "racks_used": 9}, 0.0),
        ({"cpu_util_avg": 0.15}, 0.5),
        ({"pue": 1.85}, 0.5),
        ({"pue": 2.5}, 1.0),
        ({"mains_feeds": 1}, 1.0),
        ({"ups_kva": 0, "mains_feeds": 2}, 1.0),
        ({"ups_kva": 5, "mains_feeds": 2}, 0.0),
        ({"mains_feeds": 2}, None),
        ({"pue": 1.5, "mains_feeds": 1}, 0.5),
        ({}, None),
    ],
)
def test_low_is_the_mean_of_what_is_known(cells, expected):
    assert value("低", **cells) == (expected if expected is None else pytest.approx(expected))


def test_a_room_below_its_applications_level_counts_as_low():
    assert value("低", [app("A1", mlps_level=3)], mlps_room=2) == 1.0
    assert value("低", [app("A1", mlps_level=2)], mlps_room=2) == 0.0
    # Another application of unknown level leaves it open.
    assert value("低", [app("A1", mlps_level=2), app("A2")], mlps_room=2) is None


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"racks": 3}, 1.0),
        ({"racks": 10}, 0.8),
        ({"racks": 100}, 0.5),
        ({"racks": 800}, 0.2),
        ({"racks": 801}, 0.0),
        ({"racks": 50, "area_m2": 19}, 1.0),
        ({"area_m2": 19}, 1.0),
        ({"area_m2": 20}, None),
    ],
)
def test_small_goes_by_racks_and_area(cells, expected):
    assert value("小", **cells) == expected


def test_scattered_counts_rooms_of_one_owner_in_one_county():
    rooms = [room(f"R{n}", staff_fulltime=0) for n in range(4)] + [room("X", org_id="XUN")]
    scores = {found.room_id: found for found in assess_rooms(inventory(rooms=rooms, apps=[]), DAY)}
    assert scores["R0"].scores[2].value == 1.0
    assert scores["X"].scores[2].value == pytest.approx(0.25 / 0.75)


def test_old_is_the_worst_of_age_servers_and_systems_out_of_support():
    assert value("旧", built_year=2022) == 0.5
    assert value("旧", server_age_avg=2) == 0.25
    apps = [app("A1", os="CentOS 7"), app("A2", os="Ubuntu 24.04"), app("A3", os="?")]
    assert value("旧", apps, built_year=2027) == 0.5
    assert value("旧") is None


def test_the_verdict_counts_hits():
    small = {"racks": 1}
    assert one(racks=900, staff_fulltime=2).verdict == "keep"
    assert one(**small, staff_fulltime=2).verdict == "retrofit"
    assert one(**small, staff_fulltime=2, built_year=2000).verdict == "merge"
    assert one(**small, staff_fulltime=2, built_year=2000, mains_feeds=1).verdict == "close"


def test_what_is_unknown_is_named_with_its_share():
    found = one(racks=4, racks_used=1)
    low = found.scores[0]
    assert "PUE" in low.unknown
    assert 0 < found.coverage < 1


unknown = st.none()


@settings(max_examples=60, deadline=None)
@given(
    st.fixed_dictionaries({
        "racks": unknown | st.integers(0, 1000),
        "racks_used": unknown | st.integers(0, 1000),
        "area_m2": unknown | st.floats(0, 500),
        "built_year": unknown | st.integers(1950, 2030),
        "pue": unknown | st.floats(1, 5),
        "cpu_util_avg": unknown | st.floats(0, 1),
        "server_age_avg": unknown | st.floats(0, 40),
        "staff_fulltime": unknown | st.integers(0, 9),
        "mains_feeds": unknown | st.integers(0, 3),
        "ups_kva": unknown | st.floats(0, 100),
        "mlps_room": unknown | st.integers(1, 5),
    })
)  # fmt: skip
def test_scores_lie_between_0_and_1_or_are_unknown(cells):
    for score in one([app("A1", mlps_level=3)], **cells).scores:
        assert score.value is None or 0 <= score.value <= 1
        assert score.hit is (score.value is not None and score.value >= 0.6)
