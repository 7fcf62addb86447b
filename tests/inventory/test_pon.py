"""What a PON leaves for a classroom: published designs, and the laws of the division."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educloud.inventory.pon import Direction, committed_mbps, room_mbps, widest_split
from educloud.inventory.profile import load_profile

PROFILE = load_profile("henan")
TO_CLASS = 100
DOWN, UP = Direction.DOWN, Direction.UP


@pytest.mark.parametrize(
    ("pon_type", "split", "direction", "mbps"),
    [
        ("gpon", 16, DOWN, 143.75),
        ("gpon", 32, DOWN, 71.875),
        ("gpon", 8, UP, 137.5),
        ("gpon", 16, UP, 68.75),
        ("xgs_pon", 64, DOWN, 132.8125),
        ("xgs_pon", 64, UP, 132.8125),
        ("xg_pon", 64, DOWN, 132.8125),
    ],
)
def test_a_room_has_its_share_of_the_payload(pon_type, split, direction, mbps):
    assert room_mbps(PROFILE, pon_type, split, direction) == pytest.approx(mbps)


@pytest.mark.parametrize(
    ("pon_type", "direction", "split"),
    [("gpon", DOWN, 16), ("gpon", UP, 8), ("xgs_pon", DOWN, 64), ("xgs_pon", UP, 64)],
)
def test_the_widest_split_that_gives_100_mbps_to_class(pon_type, direction, split):
    assert widest_split(PROFILE, pon_type, TO_CLASS, direction) == split


@pytest.mark.parametrize(
    ("pon_type", "split", "direction"),
    [(None, 16, DOWN), ("gpon", None, DOWN), ("xg_pon", 16, UP), ("25gs_pon", 16, DOWN)],
)
def test_what_is_not_known_stays_unknown(pon_type, split, direction):
    assert room_mbps(PROFILE, pon_type, split, direction) is None


def test_no_split_gives_more_than_the_port_has():
    assert widest_split(PROFILE, "gpon", 2301, DOWN) is None
    assert widest_split(PROFILE, "xg_pon", TO_CLASS, UP) is None


def test_a_port_is_split_among_rooms():
    with pytest.raises(ValueError, match="split 0 ways"):
        committed_mbps(2300, 0)


@given(st.floats(1, 100_000), st.integers(1, 256), st.floats(0.1, 1), st.integers(1, 256))
def test_the_shares_are_the_port_and_more_rooms_have_less(payload, split, efficiency, more):
    room = committed_mbps(payload, split, efficiency)
    assert room * split == pytest.approx(payload * efficiency)
    assert committed_mbps(payload, split + more, efficiency) < room
