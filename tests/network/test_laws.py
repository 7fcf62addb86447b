"""Laws of a change on generated configurations, judged by the switches of the farm."""

from __future__ import annotations

import importlib
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from educloud.errors import GuardError
from educloud.lab.switches.dialects import DIALECTS
from educloud.network.facts import read_facts
from educloud.network.guard import management_path
from educloud.network.patch import plan_merge, plan_replace
from educloud.network.platform import load_platform, platform_names
from educloud.network.tree import dump, parse

from .typing_in import lifelines, switch, type_all, type_in

AT_ONCE = 5  # configurations of one draw; every ordered pair of them is tried: 20 pairs
DRAWS = 100  # so 2,000 pairs of each platform
# The same pairs each time: what holds here holds wherever these versions run.
quick = {"derandomize": True, "deadline": None, "suppress_health_check": list(HealthCheck)}


def drawn(platform: str) -> st.SearchStrategy[str]:
    return importlib.import_module(f".generated.{platform}", __package__).configurations


@pytest.mark.timeout(900)
@pytest.mark.parametrize("platform", platform_names())
@given(data=st.data())
@settings(max_examples=DRAWS, **quick)
def test_apply_leads_to_the_intended_and_undo_back(platform: str, data: st.DataObject) -> None:
    """A switch takes every line; then it says what is intended; then exactly what it said."""
    sheet = load_platform(platform)
    texts = [data.draw(drawn(platform)) for _ in range(AT_ONCE)]
    shown = [switch(platform, text).text() for text in texts]
    for one, other in permutations(range(AT_ONCE), 2):
        box = switch(platform, texts[one])
        change = plan_replace(sheet, shown[one], texts[other], allow_management_change=True)
        type_all(box, change.apply)
        assert box.text() == shown[other]
        assert not plan_replace(sheet, box.text(), texts[other], allow_management_change=True)
        type_all(box, change.undo)
        assert box.text() == shown[one]


@pytest.mark.parametrize("platform", platform_names())
@given(data=st.data())
@settings(max_examples=DRAWS, **quick)
def test_no_difference_no_change_and_exact_text(platform: str, data: st.DataObject) -> None:
    sheet, text = load_platform(platform), data.draw(drawn(platform))
    for said in (text, switch(platform, text).text()):
        assert not plan_replace(sheet, said, text).apply
        assert dump(parse(sheet, said)) == said
        assert read_facts(sheet, said).meaning() == read_facts(sheet, text).meaning() != frozenset()


@pytest.mark.parametrize("platform", platform_names())
@given(data=st.data())
@settings(max_examples=DRAWS, **quick)
def test_within_reach_at_every_step(platform: str, data: st.DataObject) -> None:
    """What the guard lets pass never takes away, not for one line, how the switch is reached."""
    sheet = load_platform(platform)
    one, other = data.draw(drawn(platform)), data.draw(drawn(platform))
    box = switch(platform, one)
    path = management_path(sheet, read_facts(sheet, box.text()))
    try:
        change = plan_replace(sheet, box.text(), other, management=path)
    except GuardError:
        return
    held = lifelines(box, path)
    for line in type_in(box, change.apply):
        assert held <= lifelines(box, path), line


@pytest.mark.parametrize("platform", platform_names())
@given(data=st.data())
@settings(max_examples=DRAWS, **quick)
def test_a_half_sent_change_is_finished_without_a_line_twice(
    platform: str, data: st.DataObject
) -> None:
    """Stopped anywhere, the next plan sends only what is missing; what was sent can be undone."""
    sheet = load_platform(platform)
    one, other = data.draw(drawn(platform)), data.draw(drawn(platform))
    box = switch(platform, one)
    before = box.text()
    change = plan_replace(sheet, before, other, allow_management_change=True)
    type_all(box, change.apply[: data.draw(st.integers(0, len(change.apply)))])
    half = box.text()

    undone = switch(platform, half)
    type_all(undone, plan_replace(sheet, half, before, allow_management_change=True).apply)
    assert undone.text() == before

    type_all(box, plan_replace(sheet, half, other, allow_management_change=True).apply)
    assert box.text() == switch(platform, other).text()


@pytest.mark.parametrize("platform", platform_names())
@given(data=st.data())
@settings(max_examples=DRAWS, **quick)
def test_merge_with_a_part_of_what_is_said_changes_nothing(
    platform: str, data: st.DataObject
) -> None:
    sheet, text = load_platform(platform), data.draw(drawn(platform))
    blocks = text.split("\n#\n") if "\n#\n" in text else text.split("\n!\n")
    head, *rest = blocks  # a part with the device's head and without its end is cut off
    part = data.draw(st.lists(st.sampled_from(rest or [head]), unique=True))
    mark = "#" if "\n#\n" in text else "!"
    merged = plan_merge(sheet, text, f"\n{mark}\n".join(part) + "\n")
    assert not merged.apply


def test_every_platform_has_a_switch_in_the_farm_and_configurations() -> None:
    modules = {path.stem for path in Path(__file__).with_name("generated").glob("*.py")}
    assert set(platform_names()) == set(DIALECTS)
    assert set(platform_names()) <= modules
