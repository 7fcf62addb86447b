"""The checker finds what is wrong with a plan, whichever way it was spoilt."""

import copy
import datetime as dt

import pytest
from cities import ZOMBIE, app, dep, inventory, room, tight

from educloud.migration.check import check_plan
from educloud.migration.plan import Plan
from educloud.migration.planning import plan_migration
from educloud.migration.schedule import Limits


def city():
    return inventory(
        apps=[
            app("A1", importance="high"),
            app("A2"),
            app("A3"),
            app("A4", data_gb=0, arch="x86_64"),
            app("DEAD", **ZOMBIE),
            app("INTO", replaced_by="A1", data_gb=None),
            app("STAY", strategy="retain", room_id="R2"),
            app("LEVEL5", mlps_level=5, room_id="R2"),
            app("XUN", owner_org="XUN", division_code="410621", room_id="R3"),
            app("UNI", owner_org="UNI", app_class="special", room_id="R2"),
            app("CLOUD", hosting="gov_cloud"),
        ],
        deps=[
            dep("A1", "A2", "together"),
            dep("A3", "A1", "before"),
            dep("A4", "XUN", "soft", weight=2),
        ],
        pins=[
            {"app_id": "A3", "not_before": dt.date(2027, 3, 15), "not_after": dt.date(2027, 3, 1)},
            {"app_id": "A4", "week": "2027-W11", "node_id": "city"},
        ],
        rooms=[room("R1", site_id="S"), room("R2"), room("R3", division_code="410621")],
        sites=[
            {
                "site_id": "S",
                "name": "S",
                "kind": "bureau",
                "division_code": "410611",
                "org_id": "QIBIN",
                "network_ready_on": dt.date(2027, 3, 12),
            }
        ],
        nodes=[
            {
                "node_id": "main",
                "name": "main",
                "tier": "main",
                "division_code": "410000",
                "mlps_level": 3,
                "arch": "x86_64",
            },
            {
                "node_id": "city",
                "name": "city",
                "tier": "city",
                "division_code": "410600",
                "mlps_level": 3,
                "arch": "x86_64",
            },
            {
                "node_id": "weak",
                "name": "weak",
                "tier": "city",
                "division_code": "410600",
                "mlps_level": 3,
                "arch": "aarch64",
            },
            {"node_id": "far", "name": "far", "tier": "city", "division_code": "410100"},
        ],
        capacity=[
            {"node_id": node, "from_date": dt.date(2026, 1, 1), "vcpu": 100}
            for node in ("main", "city", "far")
        ],
        calendar={
            "blackouts": [
                {"name": "考试", "from": dt.date(2027, 3, 27), "to": dt.date(2027, 3, 27)},
            ]
        },
        policy={"max_cutovers_per_county_week": 6, "copy_weeks": 2},
    )


@pytest.fixture(scope="module")
def good():
    return plan_migration(city(), "sha", Limits()).model_dump(mode="json")


def entry(plan, app_id):
    return next(item for item in plan["apps"] if item["app_id"] == app_id)


def move(plan, app_id, day):
    week = dt.date.fromisoformat(day).isocalendar()
    entry(plan, app_id).update(cutover=day, week=f"{week[0]}-W{week[1]:02d}")


def copy_in(plan, app_id, *parts):
    entry(plan, app_id)["transfer"] = [{"week": week, "gb": gb} for week, gb in parts]


def drop(plan, app_id):
    plan["apps"].remove(entry(plan, app_id))


def unplan(plan, app_id):
    drop(plan, app_id)
    plan["unplanned"].append({"app_id": app_id, "reason": "node_capacity", "detail": ""})


def closing(plan, room_id="R1"):
    return next(item for item in plan["rooms"] if item["room_id"] == room_id)


def stage(plan, number):
    return plan["objective"]["stages"][number]


# what was done to the plan -> (rule that must be reported, how)
MUTATIONS = {
    "a partner on another day": (1, lambda p: move(p, "A1", "2027-03-21")),
    "a partner on another node": (1, lambda p: entry(p, "A1").update(node_id="main")),
    "a partner left behind": (1, lambda p: unplan(p, "A2")),
    "before what it depends on": (1, lambda p: [move(p, n, "2027-03-28") for n in ("A1", "A2")]),
    "on a full node": (2, lambda p: entry(p, "XUN").update(node_id="weak")),
    "too little copied": (3, lambda p: copy_in(p, "XUN", ("2027-W10", 9.0))),
    "nothing copied": (3, lambda p: copy_in(p, "XUN")),
    "a negative copy": (3, lambda p: copy_in(p, "XUN", ("2027-W10", 11.0), ("2027-W10", -1.0))),
    "copied after the cutover": (3, lambda p: copy_in(p, "XUN", ("2027-W13", 10.0))),
    "copied in no week": (3, lambda p: copy_in(p, "XUN", ("soon", 10.0))),
    "a retired one copies": (3, lambda p: copy_in(p, "DEAD", ("2027-W10", 1.0))),
    "on a Monday": (5, lambda p: move(p, "XUN", "2027-03-15")),
    "in a blackout": (5, lambda p: move(p, "A3", "2027-03-27")),
    "on a holiday": (5, lambda p: move(p, "XUN", "2027-04-05")),
    "after the plan": (5, lambda p: move(p, "XUN", "2027-05-08")),
    "before the plan": (5, lambda p: move(p, "XUN", "2027-03-06")),
    "week and day disagree": (5, lambda p: entry(p, "XUN").update(week="2027-W13")),
    "another horizon": (5, lambda p: p.update(weeks=9)),
    "a node that is none": (6, lambda p: entry(p, "XUN").update(node_id="nowhere")),
    "no node at all": (6, lambda p: entry(p, "XUN").update(node_id=None)),
    "a node of another architecture": (6, lambda p: entry(p, "A4").update(node_id="weak")),
    "a node of another city": (6, lambda p: entry(p, "XUN").update(node_id="far")),
    "outside its pinned week": (7, lambda p: move(p, "A4", "2027-03-27")),
    "off its pinned node": (7, lambda p: entry(p, "A4").update(node_id="main")),
    "before its pinned day": (7, lambda p: move(p, "A3", "2027-03-13")),
    "a room closes too early": (8, lambda p: closing(p).update(closes_on="2027-03-22")),
    "a room closes with something in it": (
        8,
        lambda p: p["rooms"].append(closing(p) | {"room_id": "R2"}),
    ),
    "a room closes that is none": (8, lambda p: closing(p).update(room_id="R9")),
    "a room closes twice": (8, lambda p: p["rooms"].append(dict(closing(p)))),
    "another last cutover": (8, lambda p: closing(p).update(last_cutover="2027-03-14")),
    "one is missing": (9, lambda p: drop(p, "XUN")),
    "one stands twice": (9, lambda p: p["apps"].append(dict(entry(p, "XUN")))),
    "planned and unplanned": (
        9,
        lambda p: p["unplanned"].append({"app_id": "XUN", "reason": "x"}),
    ),
    "one that is not known": (9, lambda p: p["unplanned"].append({"app_id": "ZZ", "reason": "x"})),
    "one out of scope": (9, lambda p: p["unplanned"].append({"app_id": "UNI", "reason": "x"})),
    "one already in a cloud": (9, lambda p: p["apps"].append(entry(p, "A4") | {"app_id": "CLOUD"})),
    "retired without signs": (9, lambda p: entry(p, "XUN").update(strategy="retire")),
    "merged into nothing": (9, lambda p: entry(p, "A4").update(strategy="merge", node_id=None)),
    "retained by nobody": (
        9,
        lambda p: entry(p, "A4").update(strategy="exempt", week=None, cutover=None, node_id=None),
    ),
    "moved although retained": (9, lambda p: entry(p, "STAY").update(strategy="rehost")),
    "a strategy of no kind": (9, lambda p: entry(p, "XUN").update(strategy="teleport")),
    "a retained one with a date": (
        9,
        lambda p: entry(p, "STAY").update(week="2027-W10", cutover="2027-03-13"),
    ),
    "a retired one on a node": (9, lambda p: entry(p, "DEAD").update(node_id="main")),
    "no cutover": (9, lambda p: entry(p, "XUN").update(week=None, cutover=None)),
    "kpi.unplanned": (9, lambda p: p["kpi"].update(unplanned=0)),
    "kpi.late_weeks": (9, lambda p: p["kpi"].update(late_weeks=0)),
    "kpi.room_weeks_open": (9, lambda p: p["kpi"].update(room_weeks_open=1.0)),
    "kpi.finish": (9, lambda p: p["kpi"].update(finish=None)),
    "a stage's value": (9, lambda p: stage(p, 0).update(value=1)),
    "a bound above its value": (9, lambda p: stage(p, 2).update(bound=99.0)),
    "a flattering gap": (9, lambda p: p["objective"].update(gap=0.5)),
    "a stage left out": (9, lambda p: p["objective"]["stages"].pop()),
}


def test_the_plan_before_it_is_spoilt_is_valid(good):
    verdict = check_plan(Plan.model_validate(good), city())
    assert verdict.violations == ()
    assert verdict.kpi == {**good["kpi"]}
    assert good["kpi"]["late_weeks"] > 0


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_spoilt_plan_is_rejected_by_the_right_rule(good, name):
    rule, spoil = MUTATIONS[name]
    plan = copy.deepcopy(good)
    spoil(plan)
    verdict = check_plan(Plan.model_validate(plan), city())
    assert rule in {violation.rule for violation in verdict.violations}


# A valid plan checked against an inventory that grants less: (rule, tables).
TIGHTER = {
    "capacity": (2, {"capacity": []}),
    "links": (3, {"links": [{"link_id": "L", "division_code": "410000", "mbps": 0.1}]}),
    "no link": (3, {"links": []}),
    "teams": (4, {"teams": [{"team_id": "T", "division_code": "410000", "hours_per_week": 1}]}),
    "no team": (4, {"teams": []}),
    "county": (7, {"policy": {"max_cutovers_per_county_week": 1}}),
    "week": (7, {"policy": {"max_apps_per_week": 1}}),
    "pilot": (7, {"policy": {"pilot_division": "410621"}}),
    "holding time": (8, {"policy": {"quarantine_days": 30}}),
}


@pytest.mark.parametrize("name", TIGHTER)
def test_a_plan_that_takes_more_than_there_is_is_rejected(name):
    apps = [app("A1"), app("A2"), app("XUN", owner_org="XUN", division_code="410621")]
    plan = plan_migration(inventory(apps=apps), "", Limits())
    assert check_plan(plan, inventory(apps=apps)).valid
    rule, tables = TIGHTER[name]
    verdict = check_plan(plan, inventory(apps=apps, **tables))
    assert rule in {violation.rule for violation in verdict.violations}


@pytest.mark.parametrize("seed", range(100, 110))
def test_shifting_any_cutover_by_a_day_never_passes_unnoticed(seed):
    """A Friday or Monday is no cutover day, and rooms and figures depend on the day."""
    plan = plan_migration(tight(seed), "", Limits())
    for number, item in enumerate(plan.apps):
        if item.cutover:
            moved = item.model_copy(update={"cutover": item.cutover + dt.timedelta(days=2)})
            apps = [*plan.apps[:number], moved, *plan.apps[number + 1 :]]
            assert not check_plan(plan.model_copy(update={"apps": tuple(apps)}), tight(seed)).valid
