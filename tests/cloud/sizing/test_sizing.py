"""Sizing: who goes where, what that takes, what is declared, what is short."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sizing_parts import DAY, app, province, site, stack

from educloud.cloud.sizing.amounts import Amounts
from educloud.cloud.sizing.capacity import with_rows
from educloud.cloud.sizing.demand import (
    concurrent,
    node_demand,
    served_by,
    video_tb,
    weekly,
)
from educloud.cloud.sizing.judge import disagreement, enough_pools, judge
from educloud.cloud.sizing.placement import (
    Placed,
    PlanFile,
    place_by_plan,
    place_naturally,
    read_plan_file,
)
from educloud.cloud.sizing.supply import declared
from educloud.errors import PlanError
from educloud.inventory.models import Capacity, Circuit, Pin
from educloud.inventory.profile import load_profile

PROFILE = load_profile("henan")
CITY = "city-410100"
POOL = {"zone": "app", "count": 3, "vcpu": 16, "ram_gb": 64, "disk_gb": 100, "data_gb": 900}


def homes(*apps, **more):
    return {one.app.app_id: one.node_id for one in place_naturally(province(*apps, **more)).placed}


def demand_of(*apps, node=CITY, **more):
    inventory = province(*apps, **more)
    return node_demand(PROFILE, served_by(inventory, place_naturally(inventory))[node])


def test_applications_go_to_their_natural_node():
    placed = homes(
        app("P", "PROV", "410000", app_class="generic"),
        app("C", "CITY", "410100"),
        app("S"),
        app("U", "UNI", app_class="generic"),
        app("V", "POOR-UNI", "419001", app_class="generic"),
    )
    # 419001 lies under no city node: the main node serves it.
    assert placed == {"P": "main", "C": CITY, "S": CITY, "U": "university-UNI", "V": "main"}


def test_what_is_out_of_scope_or_stays_takes_nothing():
    placed = homes(
        app("SPECIAL", "UNI", app_class="special"),
        app("UNCLASSED", "PROV", "410000"),
        app("CLOUDED", hosting="gov_cloud"),
        app("RETIRED", strategy="retire"),
        app("MERGED", strategy="merge"),
        app("KEPT", strategy="retain"),
        app("MOVED", strategy="replatform"),
    )
    assert placed == {"MOVED": CITY}


def test_a_pin_binds_and_a_level_too_high_goes_up_or_nowhere():
    assert homes(app("A"), pins=(Pin(app_id="A", node_id="main"),)) == {"A": "main"}
    limited = place_naturally(
        province(
            app("A", mlps_level=4),
            app("B", arch="aarch64"),
            limits={
                "main": {"mlps_level": 3, "arch": "x86_64;aarch64"},
                CITY: {"mlps_level": 3, "arch": "x86_64"},
            },
        )
    )
    assert {one.app.app_id: one.node_id for one in limited.placed} == {"B": "main"}
    assert "level 4" in limited.nowhere["A"]


def plan(**entry) -> PlanFile:
    start = {"format": "educloud.plan/1", "start": "2026-12-07", "weeks": 60}
    return PlanFile.model_validate({**start, "apps": [entry]})


def test_a_plan_decides_and_lead_weeks_count():
    entry = {"strategy": "rehost", "cutover": "2027-02-20", "node_id": "main"}
    (placed,) = place_by_plan(province(app("A", vcpu=4)), plan(app_id="A", **entry)).placed
    # Saturday of the week of the 15th; the target is occupied a week before (planner.yaml).
    assert (placed.node_id, placed.since) == ("main", dt.date(2027, 2, 8))
    retired = place_by_plan(province(app("A")), plan(app_id="A", strategy="retire"))
    assert (retired.placed, retired.nowhere) == ((), {})
    assert place_by_plan(province(app("B")), plan(app_id="A", strategy="retire")).nowhere == {
        "B": "not planned"
    }


@pytest.mark.parametrize(("key", "value"), [("app_id", "NOBODY"), ("node_id", "nowhere")])
def test_a_plan_of_another_inventory_is_refused(key, value):
    entry = {"app_id": "A", "strategy": "rehost", "node_id": "main", key: value}
    with pytest.raises(PlanError, match=value):
        place_by_plan(province(app("A")), plan(**entry))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "educloud.plan/2"}', "[" * 100_000])
def test_what_is_no_plan_is_refused(tmp_path: Path, text):
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8")
    with pytest.raises(PlanError, match=r"plan\.json"):
        read_plan_file(path)
    with pytest.raises(PlanError, match="cannot be read"):
        read_plan_file(tmp_path / "none.json")


sizes = st.one_of(st.none(), st.integers(0, 64))
days = st.one_of(st.none(), st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)))


@given(st.lists(st.tuples(sizes, days)))
def test_weeks_never_fall_and_end_at_the_sum(drawn):
    placed = [Placed(app(str(n), vcpu=vcpu), CITY, day) for n, (vcpu, day) in enumerate(drawn)]
    steps = weekly(placed)
    cores = [amounts.vcpu for _, amounts in steps.by_week]
    assert cores == sorted(cores)
    assert steps.peak.vcpu == sum(vcpu or 0 for vcpu, _ in drawn)
    assert len({day for day, _ in steps.by_week}) == len(steps.by_week)


def test_unknown_sizes_are_listed_not_taken_for_nothing():
    demand = demand_of(app("A", vcpu=4), app("B", vcpu=2, ram_gb=8, disk_gb=50, arch="x86_64"))
    unknown = {one.what: one.ids for one in demand.unknown}
    assert (unknown["apps.ram_gb"], unknown["apps.disk_gb"]) == (("A",), ("A",))
    assert "apps.vcpu" not in unknown
    assert demand.by_arch == {"any": Amounts(4), "x86_64": Amounts(2, 8, 50)}
    notes = judge(demand, None, (), 0.25).notes
    assert any("apps.ram_gb is unknown of 1" in note for note in notes)


def test_desktops_video_and_learners_of_a_nodes_sites():
    sites = (
        site("S1", students=1000, cameras=10, desktops=100),
        site("S2", students=None, cameras=None, video_days=30),
        site("S3", "CITY", "410100", cameras=2, video_days=180),
        site("S4", "PROV", "410000", students=7, cameras=1),  # the main node's
    )
    demand = demand_of(sites=sites)
    # 100 seats of 2 cores, 4 GB, 50 GB; 10 cameras for 90 days and 2 for 180, at 4 Mbps.
    assert demand.desktop_amounts == Amounts(200, 400, 5000)
    assert demand.video.storage_tb == pytest.approx((10 * 90 + 2 * 180) * 4 * 86400 / 8e6)
    assert demand.video.days == 180
    assert demand.learners.concurrent == (100, 300)
    assert demand.learners.needed_mbps == (200, 600)
    assert {one.what: one.ids for one in demand.unknown}["sites.cameras"] == ("S2",)


def test_nothing_known_of_any_site_stays_unknown():
    demand = demand_of(sites=(site("S1"),))
    assert (demand.desktops, demand.video.cameras, demand.learners.learners) == (None, None, None)


def test_two_million_learners_and_a_citys_kindergartens():
    assert (concurrent(2_000_000, 0.1), concurrent(2_000_000, 0.3)) == (200_000, 600_000)
    assert concurrent(7, 0.1) == 1
    assert video_tb(1, 4, 90) == pytest.approx(3.888)


@pytest.mark.parametrize(
    ("mbps", "short", "doubt"),
    [(None, False, True), (250, True, False), (300, False, True), (900, False, False)],
)
def test_exits_carry_the_learners_or_not(mbps, short, doubt):
    exit_line = Circuit(circuit_id="E", tier="exit", division_code="410102", mbps=mbps)
    verdict = judge(
        demand_of(sites=(site("S1", students=1000),), exits=(exit_line,)), None, (), 0.25
    )
    assert ("exit_mbps" in {one.what for one in verdict.short}) is short
    assert any("exits" in note for note in verdict.notes) is doubt


def test_a_pool_counts_with_one_machine_less():
    supply = declared(stack(pools={"app": POOL, "one": {**POOL, "count": 1}}), 1)
    assert supply.usable == Amounts(32, 128, 2000)
    assert supply.whole == Amounts(64, 256, 4000)
    assert declared(stack(), 1).usable == Amounts()


def test_what_a_platform_has_is_not_counted():
    supply = declared(
        stack(
            pools={"app": POOL, "hub": POOL},
            databases={"hub": {"zone": "app"}},
            platforms={"hub": {"name": "数据中台", "owner": "X", "pool": "hub",
                               "database": "hub"}},
        ),
        1,
    )  # fmt: skip
    assert list(supply.pools) == ["app"]
    assert supply.database_gb is None


def test_head_room_and_the_quarter_kept_free():
    rows = [Capacity(node_id=CITY, from_date=DAY)]
    supply = declared(stack(pools={"app": POOL}), 1)  # 32 cores
    enough = judge(demand_of(app("A", vcpu=24)), supply, rows, 0.25)
    assert (enough.short, enough.head_room["vcpu"], enough.pools) == ((), 25.0, {})
    short = judge(demand_of(app("A", vcpu=25)), supply, rows, 0.25)
    assert [one.what for one in short.short] == ["vcpu"]
    assert short.pools == {"app": 4}


def test_an_architecture_has_pools_of_its_own():
    rows = [Capacity(node_id=CITY, from_date=DAY)]
    supply = declared(stack(pools={"app": POOL}), 1)
    verdict = judge(demand_of(app("A", vcpu=2, arch="aarch64")), supply, rows, 0.25)
    assert [one.what for one in verdict.short] == ["vcpu (aarch64)"]
    assert verdict.pools == {"app": 3, "app-aarch64": 2}


def test_video_needs_a_bucket_that_keeps_it_long_enough():
    demand = demand_of(sites=(site("S1", cameras=1),))
    for buckets, what in (
        ((), ["video_tb"]),
        (({"name": "video-bucket", "purpose": "video", "keep_days": 30},), ["video_days"]),
        (({"name": "video-bucket", "purpose": "video", "keep_days": 90},), []),
        (({"name": "video-bucket", "purpose": "video"},), []),
    ):
        verdict = judge(demand, declared(stack(buckets=buckets), 1), (), 0.25)
        assert [one.what for one in verdict.short] == what


def test_declared_databases_are_compared_only_where_there_are_any():
    demand = demand_of(app("A", db="PostgreSQL", db_gb=90))
    row = [Capacity(node_id=CITY, from_date=DAY)]
    base = {"zone": "app", "storage_gb": 100}
    short = judge(demand, declared(stack(databases={"base": base}), 1), row, 0.25)
    assert [one.what for one in short.short] == ["database_gb"]
    assert judge(demand, declared(stack(), 1), row, 0.25).short == ()


def test_capacity_rows_are_compared_week_by_week():
    rows = [
        Capacity(node_id=CITY, from_date=dt.date(2027, 1, 1), vcpu=10),
        Capacity(node_id=CITY, from_date=dt.date(2027, 3, 1), vcpu=20),
    ]
    inventory = province(app("A", vcpu=8), app("B", vcpu=8))

    def verdict(*since):
        placed = [
            Placed(one, CITY, day) for one, day in zip(inventory.apps.values(), since, strict=True)
        ]
        served = served_by(inventory, type(place_naturally(inventory))(tuple(placed), {}))
        return [
            one.what for one in judge(node_demand(PROFILE, served[CITY]), None, rows, 0.25).short
        ]

    assert verdict(dt.date(2027, 1, 4), dt.date(2027, 3, 1)) == []
    assert verdict(dt.date(2027, 1, 4), dt.date(2027, 2, 22)) == ["capacity.vcpu"]
    assert verdict(dt.date(2026, 12, 28), dt.date(2027, 3, 1)) == ["capacity.vcpu"]


def test_a_table_that_says_otherwise_is_told():
    supply = declared(stack(pools={"app": POOL}), 1)
    row = Capacity(node_id=CITY, from_date=DAY, vcpu=32, ram_gb=128, disk_gb=2000)
    assert disagreement(supply, row) == ""
    assert disagreement(declared(stack(), 1), row) == ""
    assert "vcpu 31" in disagreement(supply, row.model_copy(update={"vcpu": 31.0}))
    assert "disk_gb unknown" in disagreement(supply, row.model_copy(update={"disk_gb": None}))
    assert "no row" in disagreement(supply, None)


def test_many_small_machines_call_for_larger_ones():
    verdict = judge(demand_of(app("A", vcpu=1000)), declared(stack(pools={"app": POOL}), 1),
                    [Capacity(node_id=CITY, from_date=DAY)], 0.25)  # fmt: skip
    assert verdict.pools == {"app": 85}
    assert any("16 vCPU" in note and note.endswith("85 would do") for note in verdict.notes)


counts = st.integers(1, 40)


@given(
    st.lists(
        st.tuples(st.sampled_from(["x86_64", "aarch64", None]), counts, counts, counts), max_size=6
    ),
    st.lists(st.tuples(st.sampled_from(["x86_64", "aarch64"]), counts, counts), max_size=3),
    st.sampled_from([0.0, 0.25, 0.5]),
)
def test_the_pools_proposed_do(apps, pools, reserve):
    asked = demand_of(
        *(
            app(str(n), arch=arch, vcpu=vcpu, ram_gb=4 * ram, disk_gb=100 * disk)
            for n, (arch, vcpu, ram, disk) in enumerate(apps)
        )
    )
    parts = {
        f"p{n}": {**POOL, "arch": arch, "count": count, "vcpu": vcpu}
        for n, (arch, count, vcpu) in enumerate(pools)
    }
    before = declared(stack(pools=parts), 1)
    proposed = enough_pools(asked, before, reserve)
    new = {"app-x86-64": "x86_64", "app-aarch64": "aarch64"}
    shape = {**POOL, "vcpu": 16, "ram_gb": 64, "disk_gb": 2000, "data_gb": 0}
    made = {
        name: {**parts.get(name, {**shape, "arch": new.get(name)}), "count": count}
        for name, count in proposed.items()
    }
    after = judge(asked, declared(stack(pools=made), 1), [Capacity(node_id=CITY, from_date=DAY)],
                  reserve)  # fmt: skip
    assert after.short == ()
    assert all(proposed[name] >= part["count"] for name, part in parts.items())


row_days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9))
tables = st.lists(
    st.builds(Capacity, node_id=st.sampled_from("AB"), from_date=row_days, vcpu=st.just(1.0)),
    unique_by=lambda row: (row.node_id, row.from_date),
)


@given(tables, row_days)
def test_writing_rows_keeps_all_others_and_may_be_repeated(rows, day):
    amounts = {"A": Amounts(5, 6, 7), "C": Amounts(1, 2, 3)}
    after = with_rows(rows, amounts, day)
    others = [row for row in rows if (row.node_id, row.from_date) != ("A", day)]
    assert [row for row in after if row in others] == others
    mine = {row.node_id: row for row in after if row.from_date == day and row.node_id in amounts}
    assert (mine["A"].vcpu, mine["C"].disk_gb) == (5, 3)
    assert len(after) == len(others) + 2
    assert with_rows(after, amounts, day) == after


def sized(educloud, project, *arguments):
    done = educloud("-C", str(project.folder), "cloud", "size", *arguments, "--json")
    return done.returncode, json.loads(done.stdout), done.stderr


STACK = """
node_id: {node}
tier: {tier}
division: "{division}"
mlps_level: 3
ipv4_block: 10.{number}.0.0/16
availability_zones: [a]
zones: {{app: {{slot: 0}}}}
"""
POOLS = """
pools: {app: {zone: app, count: 40, vcpu: 16, ram_gb: 64, disk_gb: 100, data_gb: 1900}}
"""


@pytest.fixture
def declared_project(project):
    """The shipped tables, with a city node of one pool and a main node of none."""
    shutil.rmtree(project.stacks)
    project.stacks.mkdir()
    city = STACK.format(node="city-410600", tier="city", division="410600", number=66) + POOLS
    main = STACK.format(node="main-410000", tier="main", division="410000", number=64)
    (project.stacks / "city-410600.yaml").write_text(city, "utf-8")
    (project.stacks / "main-410000.yaml").write_text(main, "utf-8")
    return project


def test_the_command_reports_and_writes(educloud, declared_project):
    project = declared_project
    table = project.inventory / "capacity.csv"
    before = table.read_text("utf-8").splitlines()
    asked = ("city-410600", "main-410000", "--as-of", "2026-11-25", "--write")
    code, document, told = sized(educloud, project, *asked)
    assert code == 2  # the main node has no pools
    city, main = document["nodes"]
    assert city["declared"]["usable"] == {"vcpu": 624, "ram_gb": 2496, "disk_gb": 78000}
    assert main["declared"]["pools"] == {}
    assert "main-410000: its stack file declares no pool" in told
    after = table.read_text("utf-8").splitlines()
    new = [line for line in after if line not in before]
    assert new == ["city-410600,2026-11-25,624,2496,78000,"]
    assert [line for line in after if line not in new] == before
    sized(educloud, project, *asked)
    assert table.read_text("utf-8").splitlines() == after


def test_a_wrong_table_is_not_written(educloud, declared_project):
    table = declared_project.inventory / "capacity.csv"
    text = table.read_text("utf-8") + "city-410600,2026-02-30,1,1,1,\n"
    table.write_text(text, "utf-8")
    done = educloud("-C", str(declared_project.folder), "cloud", "size", "--all", "--write")
    assert done.returncode == 1
    assert "inventory/capacity.csv, row 23, column from_date" in done.stderr
    assert table.read_text("utf-8") == text


def test_every_node_by_a_plan(educloud, declared_project, tmp_path):
    plan_file = tmp_path / "plan.json"
    entry = {"app_id": "HB-APP-001", "strategy": "rehost", "cutover": "2027-01-16",
             "node_id": "city-410600"}  # fmt: skip
    document = {"format": "educloud.plan/1", "start": "2026-12-07", "weeks": 60, "apps": [entry]}
    plan_file.write_text(json.dumps(document), "utf-8")
    code, said, _ = sized(educloud, declared_project, "--all", "--plan", str(plan_file))
    assert (code, said["placed_by"]) == (0, "plan plan.json")
    demands = {one["node_id"]: one["demand"] for one in said["nodes"]}
    assert len(demands) == 19
    assert demands["city-410600"]["weeks"] == [
        {"from": "2027-01-04", "vcpu": 2, "ram_gb": 4, "disk_gb": 100}
    ]
    assert demands["main-410000"]["apps"] == 0


def test_a_wrong_name_or_no_name_is_said_in_a_sentence(educloud, project):
    done = educloud("-C", str(project.folder), "cloud", "size", "city-000000")
    assert done.returncode == 1
    assert "there is no node 'city-000000'" in done.stderr
    assert "Traceback" not in done.stderr
    assert educloud("-C", str(project.folder), "cloud", "size").returncode == 1
