import datetime as dt

import pytest
from cities import START, ZOMBIE, app, dep, inventory, room

from educloud.errors import PlanError
from educloud.migration.planning import plan_migration, warnings
from educloud.migration.schedule import Limits


def unplanned(city):
    plan = plan_migration(city, "", Limits())
    return {item.app_id: item for item in plan.unplanned}


def nodes(**cells):
    base = {"node_id": "city", "name": "n", "tier": "city", "division_code": "410600"}
    return {
        "nodes": [base | cells],
        "capacity": [{"node_id": "city", "from_date": dt.date(2026, 1, 1), "vcpu": 8}],
    }


# word of the contract -> (tables, a part of the detail)
CASES = {
    "no_node_with_mlps": ({"apps": [app("A1", mlps_level=4)], **nodes(mlps_level=3)}, "等保4级"),
    "no_node_with_arch": (
        {"apps": [app("A1", arch="aarch64")], **nodes(arch=("x86_64",))},
        "aarch64",
    ),
    "no_node": ({"apps": [app("A1")], **nodes(division_code="410100")}, "云节点"),
    "node_capacity": ({"apps": [app("A1", vcpu=9)], **nodes()}, "vcpu 9"),
    "link_too_thin": ({"apps": [app("A1")], "links": []}, "链路"),
    "team_capacity": (
        {
            "apps": [app("A1")],
            "teams": [{"team_id": "T", "division_code": "410000", "hours_per_week": 0}],
        },
        "每周0小时",
    ),
    "no_allowed_day": (
        {
            "apps": [app("A1")],
            "calendar": {"blackouts": [{"name": "B", "from": START, "to": dt.date(2027, 12, 31)}]},
        },
        "禁切期",
    ),
    "not_ready": (
        {
            "apps": [app("A1")],
            "rooms": [room("R1", site_id="S")],
            "sites": [
                {"site_id": "S", "name": "S", "kind": "primary", "division_code": "410611",
                 "org_id": "QIBIN", "network_ready_on": dt.date(2028, 1, 1)}
            ],
        },
        "2028-01-01",
    ),
    "pin_conflict": (
        {"apps": [app("A1")], "pins": [{"app_id": "A1", "week": "2028-W01"}]},
        "2028-W01",
    ),
    "county_week_limit": (
        {"apps": [app("A1")], "policy": {"max_cutovers_per_county_week": 0}},
        "410611",
    ),
}  # fmt: skip


@pytest.mark.parametrize("word", CASES)
def test_what_removes_every_possibility_is_the_reason(word):
    tables, detail = CASES[word]
    found = unplanned(inventory(**tables))
    assert found["A1"].reason == word
    assert detail in found["A1"].detail


def test_pins_that_contradict_a_circle_are_named():
    city = inventory(
        deps=[dep("A1", "A2", "before"), dep("A2", "A1", "before")],
        pins=[{"app_id": "A1", "week": "2027-W10"}, {"app_id": "A2", "week": "2027-W12"}],
    )
    (item,) = unplanned(city).values()
    assert item.reason == "pin_conflict"
    assert "A1" in item.detail
    assert "A2" in item.detail


def test_the_partner_of_what_stays_is_unplanned_for_that_reason():
    city = inventory(
        apps=[app("A1", strategy="retain"), app("A2")], deps=[dep("A1", "A2", "together")]
    )
    found = unplanned(city)
    assert found["A2"].reason == "partner_unplanned"
    assert "A1" in found["A2"].detail


def test_only_the_culprit_of_a_group_carries_its_own_reason():
    city = inventory(
        apps=[app("A1", mlps_level=5), app("A2")],
        deps=[dep("A2", "A1", "together")],
        **nodes(mlps_level=3),
    )
    found = unplanned(city)
    assert (found["A1"].reason, found["A2"].reason) == ("no_node_with_mlps", "partner_unplanned")


def test_what_does_not_fit_beside_the_others_says_what_is_full():
    city = inventory(
        apps=[app(f"A{n}", effort_h=8, importance="high") for n in range(4)]
        + [app("LAST", effort_h=8, importance="low")],
        teams=[{"team_id": "T", "division_code": "410000", "hours_per_week": 8}],
    )
    found = unplanned(city)
    assert list(found) == ["LAST"]
    assert found["LAST"].reason == "team_capacity"


def test_a_group_waits_for_the_retired_application_it_hangs_on():
    """A retired partner without a team keeps the group where it is."""
    city = inventory(
        apps=[app("A1", effort_h=1), app("A2", effort_h=99, **ZOMBIE)],
        teams=[{"team_id": "T", "division_code": "410000", "hours_per_week": 10}],
        deps=[dep("A1", "A2", "together")],
    )
    found = unplanned(city)
    assert (found["A2"].reason, found["A1"].reason) == ("team_capacity", "partner_unplanned")


def test_a_self_dependency_is_refused_by_name():
    city = inventory(deps=[dep("A1", "A1", "before")])
    with pytest.raises(PlanError, match="A1 depends on itself"):
        plan_migration(city, "", Limits())


def test_a_start_in_midweek_is_refused_with_the_right_monday():
    city = inventory(policy={"start": dt.date(2027, 3, 10)})
    with pytest.raises(PlanError, match="2027-03-08"):
        plan_migration(city, "", Limits())


def test_unknown_holidays_provisional_blackouts_and_idle_teams_are_warned_of():
    city = inventory(
        calendar={
            "blackouts": [
                {"name": "高考", "from": START, "to": START, "provisional": True},
                {"name": "过去", "from": dt.date(2026, 1, 1), "to": dt.date(2026, 1, 2),
                 "provisional": True},
            ]
        },
        teams=[{"team_id": "IDLE", "division_code": "410000", "hours_per_week": 0}],
    )  # fmt: skip
    text = "\n".join(warnings(city))
    assert "2027" in text
    assert "高考" in text
    assert "过去" not in text
    assert "IDLE" in text


def test_published_holidays_need_no_warning():
    city = inventory(policy={"start": dt.date(2026, 3, 2)})
    assert warnings(city) == []
