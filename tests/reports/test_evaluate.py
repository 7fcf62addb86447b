"""The laws of a standing: counts add up, and unknown is never satisfied."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_province import AS_OF, situation

from educloud.reports.compliance.evaluate import EXAMPLES, Count, Status, evaluate, status_of
from educloud.reports.compliance.rule import Rule, Whole

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
COUNTS = st.builds(Count, st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
VERDICTS = st.sampled_from([True, False, None])
CODES = st.sampled_from(["410102", "410202", "410000"])


@dataclass(frozen=True)
class Row:
    id: str
    division_code: str
    verdict: bool | None
    day: dt.date | None = None


def rule(rows, document="S0", due=None, since=None):
    return Rule(
        "X01",
        "项",
        document,
        "引文",
        "R",
        "行",
        "口径",
        lambda _: rows,
        lambda row, _: row.verdict,
        due,
        since,
        lambda _: {"标签": "数"},
    )


@given(COUNTS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_a_status_is_what_the_counts_and_the_days_say(count, due, as_of, since):
    status = status_of(count, due, as_of, since)
    past = due is not None and as_of > due
    if count.failed:
        assert status is (Status.OVERDUE if past else Status.ON_TRACK)
    elif count.unknown or not count.total:
        assert status is Status.UNKNOWN
    else:
        in_time = not past or (since is not None and since <= due)
        assert status is (Status.MET if in_time else Status.MET_LATE)


@given(COUNTS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_an_unknown_row_never_helps(count, due, as_of, since):
    more = Count(count.satisfied, count.failed, count.unknown + 1)
    assert status_of(more, due, as_of, since) not in {Status.MET, Status.MET_LATE}


@given(COUNTS, DAYS, st.none() | DAYS)
def test_the_due_day_itself_is_in_time(count, due, since):
    on_the_day = status_of(count, due, due, since)
    assert on_the_day is not Status.OVERDUE
    assert on_the_day is status_of(count, None, due, since)


@given(st.lists(st.tuples(CODES, VERDICTS), max_size=60))
def test_every_row_is_counted_once_in_its_division(rows):
    made = [Row(f"R{place}", code, verdict) for place, (code, verdict) in enumerate(rows)]
    (standing,) = evaluate([rule(made)], situation())
    assert standing.count.total == len(rows)
    for part, verdict in (("satisfied", True), ("failed", False), ("unknown", None)):
        wanted = [row for row in made if row.verdict is verdict]
        assert getattr(standing.count, part) == len(wanted)
        assert sum(getattr(one, part) for one in standing.divisions.values()) == len(wanted)
        for code, count in standing.divisions.items():
            assert getattr(count, part) == sum(row.division_code == code for row in wanted)
    assert all(count.total for count in standing.divisions.values())
    failing = [row.id for row in made if row.verdict is False]
    unsure = [row.id for row in made if row.verdict is None]
    assert list(standing.failing) == failing[:EXAMPLES]
    assert list(standing.unsure) == unsure[:EXAMPLES]


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ([dt.date(2024, 1, 1), dt.date(2024, 12, 31)], Status.MET),
        ([dt.date(2024, 1, 1), dt.date(2025, 1, 1)], Status.MET_LATE),
        ([dt.date(2024, 1, 1), None], Status.MET_LATE),
    ],
)
def test_met_in_time_needs_the_day_of_every_row(days, status):
    rows = [Row(f"R{place}", "410102", verdict=True, day=day) for place, day in enumerate(days)]
    due = dt.date(2024, 12, 31)
    (standing,) = evaluate([rule(rows, due=due, since=lambda row, _: row.day)], situation())
    assert standing.status is status
    (undated,) = evaluate([rule(rows, due=due)], situation())
    assert undated.status is Status.MET_LATE


@pytest.mark.parametrize(("document", "binding"), [("S0", True), ("S1", True), ("S4", False)])
def test_a_document_of_another_province_does_not_bind_but_is_judged(document, binding):
    row = Whole("410000", "和", 3, 3)
    one = Rule(
        "X02", "项", document, "引文", "R", "省", "口径", lambda _: (row,), lambda r, _: r.holds
    )
    (standing,) = evaluate([one], situation())
    assert standing.binding is binding
    assert (standing.status, standing.count.total) == (Status.MET, 1)
    assert standing.figures == {}


def test_devices_count_where_their_site_is():
    def judged(devices):
        return Rule(
            "X03", "项", "S0", "引文", "V", "设备", "口径", lambda _: devices, lambda *_: True
        )

    where = situation(sites=[{"division_code": "410202"}], devices=[{}, {"site_id": "nowhere"}])
    devices = list(where.inventory.devices.values())
    mixed = [*devices, *where.inventory.sites.values()]
    alone, both = evaluate([judged(devices), judged(mixed)], where)
    assert {code: one.satisfied for code, one in alone.divisions.items()} == {
        "410202": 1,
        "410000": 1,
    }
    assert both.divisions["410202"].satisfied == 2


def test_order_is_kept_and_the_profile_may_move_a_due_day():
    where = situation()
    moved = where.profile.model_copy(update={"dues": {"X01": dt.date(2030, 1, 1)}})
    rows = [Row("R", "410102", verdict=False)]
    one = rule(rows, due=dt.date(2025, 12, 31))
    (standing,) = evaluate([one], where)
    assert (standing.status, standing.due) == (Status.OVERDUE, dt.date(2025, 12, 31))
    later = type(where)(where.inventory, moved, AS_OF, where.measured)
    (standing,) = evaluate([one], later)
    assert (standing.status, standing.due) == (Status.ON_TRACK, dt.date(2030, 1, 1))


@given(st.lists(st.tuples(CODES, VERDICTS), max_size=20))
def test_one_division_counts_only_what_lies_in_it(rows):
    made = [Row(f"R{place}", code, verdict) for place, (code, verdict) in enumerate(rows)]
    whole = situation()
    (all_of_it,) = evaluate([rule(made)], whole)
    city = type(whole)(whole.inventory, whole.profile, AS_OF, division="410100")
    (part,) = evaluate([rule(made)], city)
    assert dict(part.divisions) == {
        code: count for code, count in all_of_it.divisions.items() if code == "410102"
    }
    assert part.count.total == sum(row.division_code == "410102" for row in made)
