"""Disjoint paths: the pruned search says what trying all pairs of paths says."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_province import inventory

from educloud.reports.compliance.lines import Lines

CORE = "410000"
NODES = [CORE, "410100", "410102", "410200", "410202"]
LINES = st.lists(
    st.tuples(
        st.sampled_from(NODES), st.sampled_from(NODES), st.sampled_from(["a", "b", "a;c", "d", "e"])
    ).filter(lambda line: line[0] != line[1]),
    max_size=9,
)


def network(lines):
    rows = [
        {"tier": "county", "division_code": lower, "upper_division": upper, "srlg": risks}
        for lower, upper, risks in lines
    ]
    return Lines(inventory(circuits=rows), CORE)


def all_paths(lines, node, seen=()):
    if node == CORE:
        yield ()
        return
    for number, (one, other, _) in enumerate(lines):
        if node in (one, other):
            to = other if node == one else one
            if to not in seen:
                for rest in all_paths(lines, to, (*seen, node)):
                    yield ((number, to), *rest)


def disjoint(lines, first, second):
    def risks(path):
        return {risk for number, _ in path for risk in lines[number][2].split(";")}

    def between(path):
        return {to for _, to in path} - {CORE}

    return not (risks(first) & risks(second) or between(first) & between(second))


@settings(deadline=None, max_examples=200)
@given(LINES, st.sampled_from(NODES[1:]))
def test_two_paths_are_found_exactly_when_there_are_two(lines, start):
    found = network(lines).has_two_paths(start)
    pairs = combinations(all_paths(lines, start), 2)
    wanted = any(disjoint(lines, first, second) for first, second in pairs)
    assert found is (wanted if lines else None)


@settings(deadline=None, max_examples=100)
@given(LINES, st.sampled_from(NODES[1:]), st.sets(st.integers(0, 8)))
def test_not_knowing_risks_never_changes_a_verdict_only_withholds_it(lines, start, hidden):
    veiled = [
        (lower, upper, None if number in hidden else risks)
        for number, (lower, upper, risks) in enumerate(lines)
    ]
    told = network(lines).has_two_paths(start)
    if told is False:
        assert network(veiled).has_two_paths(start) is not True
    if told is True:
        assert network(veiled).has_two_paths(start) is not False


def test_a_dense_network_is_searched_in_bounded_time():
    cities = [f"41{number:02}00" for number in range(1, 19)]
    lines = [(one, other, f"{one}-{other}") for one, other in combinations(cities, 2)]
    lines += [(cities[0], CORE, "ring;up"), (cities[1], CORE, "up")]
    assert network(lines).has_two_paths(cities[5]) in {False, None}
    with_another = network([*lines, (cities[2], CORE, "other")])
    assert with_another.has_two_paths(cities[5]) is True


@pytest.mark.parametrize("node", NODES[1:])
def test_reached_is_what_has_a_path(node):
    lines = [("410100", CORE, "a"), ("410102", "410100", "b"), ("410202", "410200", "c")]
    assert (node in network(lines).reached) is any(True for _ in all_paths(lines, node))
