import pytest
from brute_force import best_values
from cities import START, app, dep, inventory, tight

from educloud.migration.assess import assess
from educloud.migration.greedy import first_plan
from educloud.migration.plan import dump_plan
from educloud.migration.planning import plan_migration
from educloud.migration.problem import state_problem
from educloud.migration.schedule import Limits, objective_values, schedule


def strategies(city):
    found = assess(city, START).apps
    return {name: app.strategy.value for name, app in found.items() if app.strategy}


@pytest.mark.parametrize("block", range(6))
def test_every_objective_equals_brute_force_and_is_proven(block):
    for seed in range(20 * block, 20 * block + 20):
        city = tight(seed)
        stages = plan_migration(city, "", Limits()).objective.stages
        assert [s.value for s in stages] == pytest.approx(best_values(city, strategies(city)))
        assert [s.bound for s in stages] == pytest.approx([s.value for s in stages])


@pytest.mark.parametrize("seed", range(1000, 1012))
def test_four_applications_equal_brute_force(seed):
    city = tight(seed, count=4)
    stages = plan_migration(city, "", Limits()).objective.stages
    assert [s.value for s in stages] == pytest.approx(best_values(city, strategies(city)))


def test_instances_are_tight_enough_to_leave_something_out():
    plans = [plan_migration(tight(seed), "", Limits()) for seed in range(30)]
    assert {bool(plan.unplanned) for plan in plans} == {True, False}


@pytest.mark.parametrize("workers", [1, 2])
def test_same_inputs_and_limits_give_the_same_bytes(workers):
    limits = Limits(seed=3, workers=workers, work=2.0)
    one, other = (dump_plan(plan_migration(tight(5, count=9), "", limits)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("seed", range(2000, 2010))
def test_a_starved_search_still_gives_a_valid_plan_no_worse_than_the_first(seed):
    """Little work means an open bound, never a broken plan: plan_migration checks itself."""
    city = tight(seed, count=10)
    plan = plan_migration(city, "", Limits(work=0.001))
    problem = state_problem(city, assess(city, START))
    first = objective_values(problem, first_plan(problem))
    stages = {stage.name: stage for stage in plan.objective.stages}
    assert stages["unplanned"].value <= first["unplanned"]
    assert all(s.bound is None or s.bound <= s.value for s in stages.values())


def test_every_application_in_scope_stands_exactly_once():
    for seed in range(20):
        city = tight(seed, count=8)
        plan = plan_migration(city, "", Limits())
        named = [e.app_id for e in plan.apps] + [u.app_id for u in plan.unplanned]
        assert sorted(named) == sorted(strategies(city))


def test_progress_tells_value_and_bound_of_each_stage():
    city = tight(5, count=8)
    said = []
    schedule(state_problem(city, assess(city, START)), Limits(), lambda *one: said.append(one))
    assert {name for name, _, _ in said} >= {"unplanned", "late_weeks", "room_weeks_open"}
    assert all(bound <= value + 1e-6 for _, value, bound in said)


def test_of_equal_plans_the_sooner_one_on_the_nearer_node_is_taken():
    city = inventory(apps=[app("A1", room_id=None), app("A2", room_id=None)], rooms=[])
    plan = plan_migration(city, "", Limits())
    assert {(e.week, e.node_id) for e in plan.apps} == {("2027-W10", "city")}


def test_dependencies_in_a_circle_cut_over_in_one_week():
    city = inventory(
        apps=[app("A1"), app("A2"), app("A3")],
        deps=[dep("A1", "A2", "before"), dep("A2", "A3", "before"), dep("A3", "A1", "before")],
        pins=[{"app_id": "A2", "week": "2027-W12"}],
    )
    plan = plan_migration(city, "", Limits())
    assert {e.week for e in plan.apps} == {"2027-W12"}


def test_a_full_link_is_filled_in_the_weeks_before():
    # 1 Mbit/s carries 13.23 GB a week.
    city = inventory(
        links=[{"link_id": "L", "division_code": "410000", "mbps": 1}],
        apps=[app("A1", data_gb=13.23), app("A2", data_gb=13.23)],
    )
    plan = plan_migration(city, "", Limits())
    load = {}
    for entry in plan.apps:
        for part in entry.transfer:
            load[part.week] = load.get(part.week, 0) + part.gb
    assert not plan.unplanned
    assert load == {"2027-W10": 13.23, "2027-W11": 13.23}
