import json

import pytest
from cities import inventory, tight
from hypothesis import given, settings
from hypothesis import strategies as st

from educloud.errors import PlanError
from educloud.migration.plan import dump_plan, read_plan, waves, write_plan
from educloud.migration.planning import plan_migration
from educloud.migration.schedule import Limits


@pytest.mark.parametrize("seed", range(5))
def test_reading_what_was_written_gives_the_plan(tmp_path, seed):
    plan = plan_migration(tight(seed, count=6), "sha", Limits(seed=seed))
    write_plan(tmp_path / "plan.json", plan)
    assert read_plan(tmp_path / "plan.json") == plan


def test_the_file_has_the_keys_of_the_format():
    plan = plan_migration(inventory(), "sha", Limits(seed=7))
    document = json.loads(dump_plan(plan))
    assert document["format"] == "educloud.plan/1"
    assert document["seed"] == 7
    assert document["inputs_sha256"] == "sha"
    assert set(document["apps"][0]) == {
        "app_id", "strategy", "group", "week", "cutover", "node_id", "transfer",
    }  # fmt: skip
    assert [stage["name"] for stage in document["objective"]["stages"]] == [
        "unplanned", "late_weeks", "room_weeks_open", "soft_weeks_apart",
    ]  # fmt: skip
    assert sum(part["gb"] for part in document["apps"][0]["transfer"]) == 10.0


def test_other_tools_may_add_keys(tmp_path):
    plan = plan_migration(inventory(), "sha", Limits())
    document = json.loads(dump_plan(plan))
    document["colour"] = "red"
    document["apps"][0]["note"] = "x"
    (tmp_path / "p").write_text(json.dumps(document), encoding="utf-8")
    assert read_plan(tmp_path / "p") == plan


NONSENSE = {
    "not JSON": ("{", "JSON"),
    "no plan": ("[]", "file"),
    "another format": ('{"format": "plan/9"}', "format"),
    "binary": ("\x00\x01", "JSON"),
    "deep": ("[" * 100_000, "JSON"),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_a_file_that_is_no_plan_gets_one_sentence(tmp_path, name):
    text, word = NONSENSE[name]
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.json")
    assert word in str(caught.value)
    assert "plan.json" in str(caught.value)
    assert "\n" not in str(caught.value)


EDITS = {
    "apps.0.cutover": lambda d: d["apps"][0].update(cutover="2027-13-45"),
    "apps.0.transfer.0.gb": lambda d: d["apps"][0]["transfer"][0].update(gb="much"),
    "weeks": lambda d: d.update(weeks=-3),
    "start": lambda d: d.update(start="9999-12-01"),
    "kpi.late_weeks": lambda d: d["kpi"].update(late_weeks=float("nan")),
    "apps.0.app_id": lambda d: d["apps"][0].pop("app_id"),
    "rooms": lambda d: d.update(rooms=None),
}


@pytest.mark.parametrize("key", EDITS)
def test_an_edit_into_nonsense_names_the_key(tmp_path, key):
    document = json.loads(dump_plan(plan_migration(inventory(), "", Limits())))
    EDITS[key](document)
    (tmp_path / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(PlanError, match=key.replace(".", r"\.")):
        read_plan(tmp_path / "plan.json")


def test_a_missing_file_and_an_impossible_place_are_named(tmp_path):
    with pytest.raises(PlanError, match="gone"):
        read_plan(tmp_path / "gone")
    (tmp_path / "file").touch()
    with pytest.raises(PlanError, match="file"):
        write_plan(tmp_path / "file" / "plan.json", plan_migration(inventory(), "", Limits()))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_waves_hold_every_cutover_once_in_the_order_of_weeks(seed):
    plan = plan_migration(tight(seed, count=6), "", Limits())
    found = waves(plan)
    assert [wave.week for wave in found] == sorted({wave.week for wave in found})
    assert sorted(app for wave in found for app in wave.apps) == sorted(
        entry.app_id for entry in plan.apps if entry.cutover
    )
