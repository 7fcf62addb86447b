import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.errors import PlanError
from educloud.migration.copying import Copy, spread
from educloud.migration.ledger import copy_weeks

WEEKS = 5
copies = st.lists(
    st.builds(
        Copy,
        app_id=st.uuids().map(str),
        pool=st.just("p"),
        week=st.integers(0, WEEKS - 1),
        amount=st.integers(0, 30),
    ),
    max_size=6,
)


def due(some):
    return [sum(copy.amount for copy in some if copy.week == week) for week in range(WEEKS)]


@given(copies, st.integers(1, 40), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_copies_are_whole_in_their_window_and_within_the_link_or_refused(some, limit, window):
    feasible = copy_weeks(due(some), limit, window) is not None
    if not feasible:
        with pytest.raises(PlanError):
            spread(some, {"p": limit}, window)
        return
    parts = spread(some, {"p": limit}, window)
    load = [0] * WEEKS
    for copy in some:
        assert sum(amount for _, amount in parts[copy.app_id]) == copy.amount
        for week, amount in parts[copy.app_id]:
            assert max(0, copy.week - window) <= week <= copy.week
            load[week] += amount
    assert max(load) <= limit


@given(copies, st.integers(1, 40), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_feasibility_is_halls_condition(some, limit, window):
    spans = [(first, last) for first in range(WEEKS) for last in range(first, WEEKS)]
    enough = all(
        sum(c.amount for c in some if first <= max(0, c.week - window) and c.week <= last)
        <= limit * (last - first + 1)
        for first, last in spans
    )
    assert (copy_weeks(due(some), limit, window) is not None) is enough


def test_data_is_copied_as_late_as_it_can_be():
    parts = spread([Copy("a", "p", 3, 15), Copy("b", "p", 2, 4)], {"p": 10}, 4)
    assert parts == {"a": [(2, 5), (3, 10)], "b": [(2, 4)]}
