"""Laws of all rules C, G and R: to know less never makes a verdict better, worse or another."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from provinces import DAY, app, device, site, situation, verdicts

from educloud.reports.compliance.rules import cloud, reporting, security

TRUTH = st.sampled_from(["yes", "no"])
TEXT = st.sampled_from(["某单位（合成）", "无"])
DAYS = st.sampled_from([DAY, dt.date(2020, 1, 1), dt.date(2030, 1, 1)])
LEVEL = st.integers(1, 5)
APP = {
    "hosting": st.sampled_from(["own_room", "hosted", "gov_cloud"]),
    "replaced_by": st.just("A2"),
    "mlps_level": LEVEL,
    "mlps_filing": st.sampled_from(["41060099001", "豫ICP备12345678号", "无"]),
    "assessed_on": DAYS,
    "last_login": DAYS,
    "last_release": DAYS,
    "contract_end": DAYS,
    "users_reg": st.integers(0, 5000),
    "users_active": st.integers(0, 50),
    "cpu_p95": st.sampled_from([0.01, 0.5]),
    "open_high_findings_days": st.sampled_from([0, 200]),
    "exchange": st.sampled_from(["registered", "exempt", "none"]),
    "exchange_reason": TEXT,
    "shared_data": st.sampled_from(["shared", "not_shared"]),
    "share_reason": TEXT,
    "strategy_reason": TEXT,
    "exempt_approver": TEXT,
    "exempt_review_on": DAYS,
    "sso": TRUTH,
    "portal_integrated": TRUTH,
    "data_integrated": TRUTH,
    "stage": st.sampled_from(["清查", "搁置"]),
    "function": TEXT,
    "user_org": TEXT,
    "ops_org": TEXT,
    "log_days": st.integers(0, 400),
    "cii": TRUTH,
    "dr_tier": st.integers(1, 6),
    "crypto_assessed": TRUTH,
    "platform": st.sampled_from(["security", "other"]),
}
# A decision or its execution, not a fact: to take it back may change everything.
DECIDED = {
    "migrated_on": st.sampled_from([None, DAY, dt.date(2030, 1, 1)]),
    "owner_org": st.sampled_from(["P", "CITY", "QIBIN", "SCHOOL", "UNI"]),
    "app_class": st.sampled_from([None, "generic", "special"]),
    "strategy": st.sampled_from([None, "rehost", "retire", "merge", "exempt", "retain"]),
    "importance": st.sampled_from(["low", "critical"]),
}
SITE = {
    "wired_coverage": st.sampled_from([0.5, 1]),
    "wifi_coverage": st.sampled_from([0.5, 1]),
    "uplink_mbps": st.sampled_from([50, 1000]),
    "segments": st.sampled_from(["wired", "wired;5g;iot;video"]),
    "cameras": st.integers(0, 3),
    "video_days": st.sampled_from([30, 90]),
    "ops_provider": TEXT,
    "stars": st.integers(1, 5),
    "stars_year": st.sampled_from([2020, 2026]),
    "desktops": st.integers(0, 2),
}
DEVICE = {
    "features": st.sampled_from(["syslog;hardened", "ntp"]),
    "log_days": st.sampled_from([30, 200]),
    "drift_lines": st.integers(0, 2),
}
# By definition computed from what is known only: less knowledge changes the figure.
BY_WHAT_IS_KNOWN = {"C03", "C10"}
LAWFUL = [
    rule.id
    for rule in (*cloud.RULES, *security.RULES, *reporting.RULES)
    if rule.id not in BY_WHAT_IS_KNOWN
]


def drawn(columns):
    return st.fixed_dictionaries({}, optional=columns)


def province(cells, of_site, of_device):
    return situation(apps=[app(**cells)], sites=[site(**of_site)], devices=[device(**of_device)])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    facts=drawn(APP),
    decided=st.fixed_dictionaries(DECIDED),
    of_site=drawn(SITE),
    of_device=drawn(DEVICE),
    forgotten=st.sets(st.sampled_from([*APP, *SITE, *DEVICE])),
)
def test_what_is_forgotten_can_only_make_a_verdict_unknown(
    facts, decided, of_site, of_device, forgotten
):
    def kept(cells):
        return {column: cell for column, cell in cells.items() if column not in forgotten}

    more = province({**facts, **decided}, of_site, of_device)
    less = province({**kept(facts), **decided}, kept(of_site), kept(of_device))
    for rule in LAWFUL:
        before, after = verdicts(rule, more), verdicts(rule, less)
        for row in before.keys() & after.keys():
            assert after[row] in {None, before[row]}, (rule, row)
