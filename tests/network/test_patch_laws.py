"""Laws of a change, judged by the switches of the farm, which read every vendor on their own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from educloud.lab.switches.config import Configuration
from educloud.lab.switches.dialects import DIALECTS
from educloud.network.facts import read_facts
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform
from educloud.network.tree import dump, parse

from .configurations import WRITERS, switch

PLATFORMS = sorted(WRITERS)
laws = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def typed(config: Configuration, lines) -> None:
    """Type lines as a person does: views, quit, and all must be accepted."""
    view = ""
    for line in lines:
        if line in {"quit", "exit"}:
            view = ""
        elif "\n" not in line and config.find_kind(line):
            view = config.open_view(line)
        else:
            config.set_line(view, line)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(switch(), switch())
@laws
def test_apply_leads_to_the_intended_and_undo_back(platform, one, other):
    """A switch takes every line; then it says what is intended; then exactly what it said."""
    kind, write = load_platform(platform), WRITERS[platform]
    box = Configuration(DIALECTS[platform], write(one))
    before, intended = box.text(), Configuration(DIALECTS[platform], write(other)).text()

    change = plan_replace(kind, before, write(other), allow_management_change=True)
    typed(box, change.apply)
    assert box.text() == intended
    assert not plan_replace(kind, box.text(), write(other), allow_management_change=True)

    typed(box, change.undo)
    assert box.text() == before


@pytest.mark.parametrize("platform", PLATFORMS)
@given(switch())
@laws
def test_no_difference_no_change_and_exact_text(platform, one):
    kind, text = load_platform(platform), WRITERS[platform](one)
    assert not plan_replace(kind, text, text).apply
    assert dump(parse(kind, text)) == text
    assert read_facts(kind, text).meaning()


@pytest.mark.parametrize("platform", PLATFORMS)
@given(switch(), switch())
@laws
def test_merge_takes_nothing_away(platform, one, other):
    """After a merge the switch still has every line whose place the other did not claim."""
    kind, write = load_platform(platform), WRITERS[platform]
    # Link types are the one thing that cannot be merged: their old lines are invalid.
    other = {**other, "ports": one["ports"], "bound": one["bound"] and bool(other["rules"])}
    # And one address cannot stand on two interfaces: the other's are of other networks.
    for svi in other["svis"].values():
        svi["v4"] = svi["v4"] and svi["v4"].replace("10.0.", "10.1.")
        svi["v6"] = svi["v6"].replace("db8:0:", "db8:1:")
    held = read_facts(kind, write(one))
    change = plan_merge(kind, write(one), write(other), allow_management_change=True)
    box = Configuration(DIALECTS[platform], write(one))
    typed(box, change.apply)
    after = read_facts(kind, box.text())
    assert set(held.entries) <= set(after.entries)
    assert not plan_merge(kind, box.text(), write(other), allow_management_change=True)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(switch(), st.data())
@laws
def test_a_half_sent_change_is_finished_without_a_line_twice(platform, one, data):
    """Stopped anywhere, the next plan sends only what is missing; what was sent can be undone."""
    kind, write = load_platform(platform), WRITERS[platform]
    other = data.draw(switch())
    box = Configuration(DIALECTS[platform], write(one))
    before = box.text()
    change = plan_replace(kind, before, write(other), allow_management_change=True)
    typed(box, change.apply[: data.draw(st.integers(0, len(change.apply)))])
    half = box.text()

    back = plan_replace(kind, half, before, allow_management_change=True)
    undone = Configuration(DIALECTS[platform], half)
    typed(undone, back.apply)
    assert undone.text() == before

    rest = plan_replace(kind, half, write(other), allow_management_change=True)
    typed(box, rest.apply)
    assert box.text() == Configuration(DIALECTS[platform], write(other)).text()
