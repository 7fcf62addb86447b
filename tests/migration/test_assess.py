import datetime as dt

import pytest
from cities import START, ZOMBIE, app, inventory

from educloud.errors import PlanError
from educloud.inventory.models import App
from educloud.migration.assess import assess, zombie_signs

LONG_AGO = dt.date(2024, 1, 1)


def found(**cells):
    return assess(inventory(apps=[app("A1", **cells), app("A2")]), START).apps["A1"]


@pytest.mark.parametrize(
    ("cells", "in_scope"),
    [
        ({}, True),
        ({"app_class": "special"}, True),
        ({"owner_org": "CITY"}, True),
        ({"owner_org": "UNI", "app_class": "generic"}, True),
        ({"owner_org": "UNI", "app_class": "special"}, False),
        ({"owner_org": "UNI"}, False),
        ({"hosting": "gov_cloud"}, False),
        ({"hosting": "public_cloud"}, False),
        ({"hosting": "hosted"}, True),
        ({"hosting": None}, True),
    ],
)
def test_scope_follows_owner_class_and_hosting(cells, in_scope):
    assert found(**cells).in_scope is in_scope


@pytest.mark.parametrize(
    ("cells", "strategy"),
    [
        ({}, "rehost"),
        ({"os": "CentOS 7.9"}, "replatform"),
        ({"os": "windows  server 2012 R2"}, "replatform"),
        ({"os": "Windows Server 2022"}, "rehost"),
        ({"os": "HomeMade 1"}, "rehost"),
        ({"replaced_by": "A2"}, "merge"),
        ({"replaced_by": "GONE"}, "rehost"),
        (ZOMBIE, "retire"),
        ({"last_login": LONG_AGO}, "rehost"),
        ({"last_login": LONG_AGO, "replaced_by": "A2"}, "retire"),
        (ZOMBIE | {"strategy": "rehost", "strategy_reason": "校长要求"}, "rehost"),
        ({"strategy": "exempt"}, "exempt"),
    ],
)
def test_the_first_rule_that_holds_decides_and_people_come_first(cells, strategy):
    app_found = found(**cells)
    assert app_found.strategy == strategy
    assert app_found.reason


def test_the_reason_names_the_data_it_rests_on():
    assert found(os="CentOS 7").facts == ("os=CentOS 7",)
    assert found(strategy="retain", strategy_reason="加密狗").reason == "加密狗"
    assert len(found(**ZOMBIE).facts) == 2


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({}, 0),
        ({"users_active": 9}, 1),
        ({"users_active": 10}, 0),
        ({"users_active": 10, "users_reg": 1001}, 1),
        ({"users_active": 10, "users_reg": 1000}, 0),
        ({"last_login": START - dt.timedelta(days=180)}, 0),
        ({"last_login": START - dt.timedelta(days=181)}, 1),
        ({"cpu_p95": 0.05}, 0),
        ({"cpu_p95": 0.04}, 1),
        ({"last_release": LONG_AGO}, 0),
        ({"last_release": LONG_AGO, "contract_end": LONG_AGO}, 1),
        ({"last_release": LONG_AGO, "contract_end": START}, 0),
        ({"open_high_findings_days": 90}, 0),
        ({"open_high_findings_days": 91}, 1),
        ({"replaced_by": "A2"}, 1),
    ],
)
def test_a_sign_shows_only_beyond_its_threshold_and_never_from_an_empty_cell(cells, count):
    assert len(zombie_signs(App.model_validate(app("A1", **cells)), START)) == count


def test_an_unknown_owner_is_named():
    city = inventory(apps=[app("A1", owner_org="NOBODY")])
    with pytest.raises(PlanError, match=r"A1.*'NOBODY' is unknown"):
        assess(city, START)


def test_counts_zombies_and_gaps_cover_the_whole_inventory():
    city = inventory(
        apps=[app("A1"), app("A2", **ZOMBIE), app("A3", data_gb=None), app("U", owner_org="UNI")]
    )
    assessment = assess(city, START)
    assert assessment.strategies == {"rehost": 2, "retire": 1}
    assert [zombie.app_id for zombie in assessment.zombies] == ["A2"]
    gaps = {(gap.table, gap.column): gap.ids for gap in assessment.gaps}
    assert gaps["apps", "data_gb"] == ("A3",)
    assert gaps["apps", "app_class"] == ("U",)
