from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.migration.group import connected_sets, strongly_connected

names = st.sampled_from("abcdefgh")
links = st.lists(st.tuples(names, names), max_size=14)


@given(links)
@settings(max_examples=80, deadline=None)
def test_linked_things_share_a_set_and_sets_share_nothing(pairs):
    sets = connected_sets(pairs)
    home = {name: number for number, members in enumerate(sets) for name in members}
    assert len(home) == sum(len(members) for members in sets)
    assert all(home[one] == home[other] for one, other in pairs)


@given(links, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_sets_do_not_depend_on_order_or_direction(pairs, dice):
    turned = [dice.choice([(one, other), (other, one)]) for one, other in pairs]
    dice.shuffle(turned)
    assert connected_sets(turned) == connected_sets(pairs)


def test_sets_are_no_larger_than_their_links_make_them():
    assert connected_sets([("b", "a"), ("c", "c"), ("b", "d")]) == (("a", "b", "d"), ("c",))


@given(links)
@settings(max_examples=80, deadline=None)
def test_circles_come_in_working_order(pairs):
    circles = strongly_connected("abcdefgh", pairs)
    place = {name: number for number, circle in enumerate(circles) for name in circle}
    assert sorted(place) == list("abcdefgh")
    assert all(place[first] <= place[later] for first, later in pairs)


@given(links)
@settings(max_examples=80, deadline=None)
def test_members_of_a_circle_reach_each_other(pairs):
    reach = {name: {name} for name in "abcdefgh"}
    for _ in reach:
        for first, later in pairs:
            reach[first] |= reach[later]
    for circle in strongly_connected("abcdefgh", pairs):
        assert all(set(circle) <= reach[name] for name in circle)


def test_a_chain_of_thousands_is_no_recursion():
    chain = [(f"{n:05d}", f"{n + 1:05d}") for n in range(5000)]
    assert len(strongly_connected([f"{n:05d}" for n in range(5001)], chain)) == 5001
