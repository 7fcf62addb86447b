"""Rules N: for each one a row that satisfies it, one that fails it, one that nobody can judge."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_province import AS_OF, situation

from educloud.reports.compliance.evaluate import Status, evaluate
from educloud.reports.compliance.rules import all_rules
from educloud.reports.compliance.rules.network import RULES

BY_ID = {rule.id: rule for rule in RULES}
LONG_AGO, LATE = "2023-06-01", "2026-06-01"
BACKBONE = {"division_code": "410100"}
COUNTY = {"tier": "county", "division_code": "410102", "upper_division": "410100"}
LINKED = {"private_link": "up", "uplink_tier": "county"}
GOOD_V6 = {"ipv6_prefix": "3fff:410:1::/56", "ipv6_route": "yes"}
V6_DEVICE = {"features": "ipv6;lldp"}
OPTICAL = {"optical": "eth_optical", "wifi_coverage": 1}
TOWN, VILLAGE, POINT = {"urban_class": "121"}, {"urban_class": "220"}, {"kind": "teaching_point"}
FAST = {"uplink_mbps": 1000, "class_mbps": 100}
WELL = {"features": "telemetry;LLDP;ntp", "backup_on": "2026-11-20"}
BASIC = {
    "private_link": "up",
    "wired_coverage": 1,
    "wifi_coverage": 1,
    "uplink_mbps": 100,
    "segments": "wired;wifi;iot;video",
}
SCHOOL = {"uplink_mbps": 100, "rooms_in_use": 100, "multimedia_rooms": 99}
VOCATIONAL = {"kind": "secondary_vocational"}
UNIVERSITY = {"kind": "university", "org_id": "UNIVERSITY"}
PARTY = {"kind": "party_school"}
NAMED = {"sso": "yes"}
RING = [
    {"division_code": "410100", "srlg": "a"},
    {"division_code": "410200", "srlg": "b"},
    {**COUNTY, "srlg": "c"},
    {**COUNTY, "upper_division": "410200", "srlg": "d"},
    {**COUNTY, "division_code": "410202", "upper_division": "410200", "srlg": "e"},
    {**COUNTY, "division_code": "410202", "srlg": "f"},
]


def sites(*cells):
    return {"sites": list(cells)}


def devices(*cells):
    return {"sites": [{}], "devices": list(cells)}


def circuits(*cells):
    return {"circuits": list(cells)}


def universities(count):
    return [{**UNIVERSITY, "private_link": "up"}] * count


def shared(ring, risk):
    """Give the ring with all its lines in one risk group; "" makes it unknown."""
    return [{**line, "srlg": risk} for line in ring]


# Rule -> (all rows satisfy, some row fails, no row fails and some row is unknown).
CASES = {
    "N01": (
        {**sites(LINKED), **circuits(BACKBONE, COUNTY)},
        {**sites(LINKED), **circuits(BACKBONE)},
        sites(LINKED),
    ),
    "N02": (
        sites({"private_link": "up"}, {"kind": "kindergarten", "private_link": "up"}),
        sites({"kind": "bureau", "private_link": "down"}),
        sites({"kind": "university"}),
    ),
    "N03": (
        {"apps": [{**NAMED, "domain": "a.zone.example"}, {**NAMED, "domain": "B.zone.example."}]},
        {"apps": [{**NAMED, "domain": "a.zone.example"}, {**NAMED, "domain": "A.zone.example"}]},
        {"apps": [{**NAMED}]},
    ),
    "N04": (
        circuits(
            {"tier": "exit", "loss": 0.01, "rtt_ms": 20},
            *[{"tier": "peering", "loss": 0, "rtt_ms": 3}] * 2,
        ),
        circuits({"tier": "exit"}, {"tier": "peering"}),
        circuits({"tier": "exit", "loss": 0, "rtt_ms": 2}),
    ),
    "N05": (
        circuits(
            {"underlay": "cernet", "owner_level": "province"},
            {**COUNTY, "underlay": "carrier:甲", "owner_level": "city"},
        ),
        circuits({**COUNTY, "underlay": "egov", "owner_level": "county"}),
        circuits({**COUNTY, "owner_level": "city"}),
    ),
    "N06": (
        {**sites(GOOD_V6), "devices": [V6_DEVICE], "apps": [{"aaaa": "yes", "ipv6": "yes"}]},
        {"apps": [{"aaaa": "yes", "ipv6": "no"}]},
        {"apps": [{"aaaa": "yes"}]},
    ),
    "N07": (
        {**sites(GOOD_V6), "devices": [V6_DEVICE]},
        {**sites({**GOOD_V6, "ipv6_route": "no"}), "devices": [V6_DEVICE]},
        sites(GOOD_V6),
    ),
    "N08": (
        sites({**TOWN, **OPTICAL}, {**TOWN, **OPTICAL, "optical": "pon"}),
        sites({**TOWN, **OPTICAL, "wifi_coverage": 0.9}),
        sites({**TOWN, "wifi_coverage": 1}),
    ),
    "N09": (
        sites({**VILLAGE, **OPTICAL}, {**POINT, **OPTICAL}),
        sites({**POINT, "optical": "none"}),
        sites({**VILLAGE, "optical": "pon"}),
    ),
    "N10": (sites(FAST), sites({**FAST, "class_mbps": 50}), sites({"class_mbps": 100})),
    "N11": (sites({"optical": "eth_optical"}), sites({"optical": "none"}), sites({})),
    "N12": (
        devices(WELL),
        devices({**WELL, "backup_on": "2026-11-16"}),
        devices({**WELL, "backup_on": None}),
    ),
    "N13": (
        sites({"segments": "wired;WiFi;iot"}),
        sites({"segments": "wired;wifi"}),
        sites({}),
    ),
    "N14": (
        sites({"uplink_tier": "city"}, {**UNIVERSITY, "uplink_tier": "province"}),
        sites({"uplink_tier": "province"}),
        sites({}),
    ),
    "N15": (
        sites({**OPTICAL, "kind": "kindergarten"}),
        sites({**VOCATIONAL, "optical": "none"}),
        sites(UNIVERSITY),
    ),
    "N16": (
        sites(BASIC),
        sites({**BASIC, "segments": "wired;wifi;iot"}),
        sites({**BASIC, "uplink_mbps": None}),
    ),
    "N17": (devices({"features": "controller"}), devices({"features": "ntp"}), devices({})),
    "N18": (
        sites({**UNIVERSITY, "segments": "iot", "mec": "yes"}),
        sites({**UNIVERSITY, "segments": "iot", "mec": "no"}),
        sites({**UNIVERSITY, "segments": "iot"}),
    ),
    "N19": (
        sites(SCHOOL),
        sites({**SCHOOL, "multimedia_rooms": 98}),
        sites({**SCHOOL, "uplink_mbps": None}),
    ),
    "N20": (
        sites(
            {**TOWN, "classes": 10, "uplink_mbps": 100},
            {**VILLAGE, "classes": 10, "uplink_mbps": 50, "able": "yes"},
            {**POINT, "uplink_mbps": 4},
        ),
        sites({**TOWN, "classes": 10, "uplink_mbps": 99}),
        sites({**VILLAGE, "classes": 10, "uplink_mbps": 49}),
    ),
    "N21": (
        sites({**TOWN, "able": "yes", "wifi_coverage": 1}),
        sites({**TOWN, "able": "yes", "wifi_coverage": 0.5}),
        sites({**TOWN, "wifi_coverage": 0.5}),
    ),
    "N22": (sites(SCHOOL), sites({**SCHOOL, "multimedia_rooms": 79}), sites({"uplink_mbps": 10})),
    "N23": (
        sites({**POINT, "able": "yes", "uplink_mbps": 4}, {**POINT, "private_link": "up"}),
        sites({**POINT, "able": "yes", "uplink_mbps": 0, "private_link": "none"}),
        sites({**POINT, "able": "yes", "private_link": "none"}),
    ),
    "N24": (
        {**circuits(*[{**line, "km": 500} for line in RING[:2]], {"km": 1500}, *RING[2:])}
        | sites(*universities(44)),
        circuits({"km": 2000}),
        circuits(*RING),
    ),
    "N25": (circuits({"km": 2300}, {}), circuits({"km": 2299}), circuits({"km": 2299}, {})),
    "N26": (circuits(*RING), circuits(*shared(RING, "duct")), circuits(*shared(RING, None))),
    "N27": (circuits({"util_p95": 0.7}), circuits({"util_p95": 0.71}), circuits({})),
    "N28": (
        sites({**GOOD_V6, "private_link": "up"}),
        sites({**GOOD_V6, **UNIVERSITY, "private_link": "down"}),
        sites({**GOOD_V6, **VOCATIONAL}),
    ),
    "N29": (
        sites({**UNIVERSITY, "roaming": "yes"}),
        sites({**UNIVERSITY, "roaming": "no"}),
        sites(UNIVERSITY),
    ),
    "N30": (
        sites({"open_ssids": 0, "access_auth": "802.1x;MAB"}, {"wifi_coverage": 0}),
        sites({"open_ssids": 1}),
        sites({"open_ssids": 0}),
    ),
    "N31": (
        sites({"access_auth": "802.1X;MAB;exempt:iot"}),
        sites({"access_auth": "portal;none"}),
        sites({}),
    ),
    "N32": (
        sites({**SCHOOL, "multimedia_rooms": 100, "interactive_rooms": 100}),
        sites({**SCHOOL, "multimedia_rooms": 99}),
        sites({**SCHOOL, "multimedia_rooms": 100}),
    ),
    "N33": (
        sites({**UNIVERSITY, "exit_p95": 0.7}),
        sites({**UNIVERSITY, "exit_p95": 0.8}),
        sites(UNIVERSITY),
    ),
    "N34": (
        sites({**VOCATIONAL, "segments": "vocational;wired"}),
        sites({**VOCATIONAL, "segments": "wired"}),
        sites(VOCATIONAL),
    ),
    "N35": (
        sites({**PARTY, "private_link": "down"}),
        sites({**PARTY, "private_link": "none"}),
        sites(PARTY),
    ),
    "N36": (
        devices({"features": "hardened"}),
        devices({"features": "hardened", "drift_lines": 3}),
        devices({}),
    ),
    "N37": (
        sites({"segments": "5G;wired", "private_link": "up"}),
        sites({"segments": "wired", "private_link": "up"}),
        sites({"private_link": "up"}),
    ),
    "N38": (
        sites({**SCHOOL, "multimedia_rooms": 100}),
        sites(SCHOOL),
        sites({"multimedia_rooms": 20}),
    ),
}
# The floors of these are of a size that no small province has.
FLOORS = {"backbone_districts": 2}


def stand(rule_id, profile="henan", as_of=AS_OF, prefixes=(), **tables):
    where = situation(profile, as_of, prefixes, **tables)
    thresholds = dict(where.profile.thresholds)
    for name, value in FLOORS.items():
        thresholds[name] = thresholds[name].model_copy(update={"value": value})
    facts = {"thresholds": thresholds, "dns_zones": ("zone.example",)}
    own = type(where)(
        where.inventory, where.profile.model_copy(update=facts), as_of, where.measured
    )
    (standing,) = evaluate([BY_ID[rule_id]], own)
    return standing


def counted(standing):
    return (standing.count.satisfied, standing.count.failed, standing.count.unknown)


def test_the_rules_stand_in_order_and_each_says_all_it_must():
    assert [rule.id for rule in RULES] == [f"N{number:02}" for number in range(1, 39)]
    assert CASES.keys() == BY_ID.keys()
    assert [rule for rule in all_rules() if rule.id.startswith("N")] == list(RULES)
    for rule in RULES:
        assert rule.quote
        assert not set(rule.quote) & set("「」")
        assert rule.item
        assert rule.entity
        assert rule.basis
        assert rule.document in {"S0", "S1", "S2", "S4"}
        assert rule.use
        assert set(rule.use) <= set("PBVR")


@pytest.mark.parametrize("rule_id", CASES)
def test_a_satisfied_row_is_satisfied(rule_id):
    standing = stand(rule_id, **CASES[rule_id][0])
    assert standing.count.satisfied > 0
    assert standing.count.satisfied == standing.count.total


@pytest.mark.parametrize("rule_id", CASES)
def test_a_failing_row_fails(rule_id):
    assert stand(rule_id, **CASES[rule_id][1]).count.failed > 0


@pytest.mark.parametrize("rule_id", CASES)
def test_an_unknown_row_neither_satisfies_nor_fails(rule_id):
    standing = stand(rule_id, **CASES[rule_id][2])
    assert standing.count.unknown > 0
    assert standing.count.failed == 0
    assert standing.status is Status.UNKNOWN


@pytest.mark.parametrize("profile", ["henan", "tianjin", "shaanxi"])
def test_an_empty_inventory_satisfies_nothing_and_fails_nothing(profile):
    for standing in evaluate(RULES, situation(profile)):
        assert (standing.count.satisfied, standing.count.failed) == (0, 0), standing.rule.id
        assert standing.status is Status.UNKNOWN
        assert all(isinstance(text, str) for text in standing.figures.values())


@pytest.mark.parametrize(
    ("pon", "verdict"),
    [
        ({"pon_type": "gpon", "pon_split": 16}, (1, 0, 0)),
        ({"pon_type": "gpon", "pon_split": 32}, (0, 1, 0)),
        ({"pon_type": "xgs_pon", "pon_split": 64}, (1, 0, 0)),
        ({"pon_type": "gpon"}, (0, 0, 1)),
        ({"pon_type": "gpon", "pon_split": 32, "class_mbps": 100}, (1, 0, 0)),
        ({"pon_type": "gpon", "pon_split": 16, "class_mbps": 50}, (0, 1, 0)),
    ],
)
def test_a_passive_network_to_class_is_computed_unless_it_was_measured(pon, verdict):
    site = {"optical": "pon", "uplink_mbps": 1000, **pon}
    assert counted(stand("N10", **sites(site))) == verdict


def test_a_published_design_of_50_mbps_a_classroom_fails():
    design = {"optical": "pon", "pon_type": "gpon", "class_mbps": 50, "uplink_mbps": 1000}
    assert counted(stand("N10", **sites(design))) == (0, 1, 0)


def test_the_stricter_of_two_documents_decides_and_both_are_shown():
    big = {**TOWN, **FAST, "classes": 101}
    standing = stand("N10", **sites(big, {**big, "classes": 100}, {**FAST, "uplink_mbps": 100}))
    assert counted(standing) == (1, 2, 0)
    assert standing.figures["上联（取严）"] == "满足 1、不满足 2、未知 0"
    assert standing.figures["上联按S2（1000M）"] == "满足 2、不满足 1、未知 0"
    assert standing.figures["上联按评估标准V2.0（100M）"] == "满足 3、不满足 0、未知 0"
    assert standing.figures["上联按S1班均"] == "满足 1、不满足 1、未知 1"
    assert standing.figures["班级带宽"] == "满足 3、不满足 0、未知 0"


def test_upstream_is_shown_but_does_not_decide():
    site = {"optical": "pon", "pon_type": "gpon", "pon_split": 16, "uplink_mbps": 1000}
    standing = stand("N10", **sites(site))
    assert standing.figures["PON推算下行（未实测的）"] == "满足 1、不满足 0、未知 0"
    assert standing.figures["PON推算上行（未实测的）"] == "满足 0、不满足 1、未知 0"


def test_a_school_of_unknown_place_is_counted_once_and_as_unknown():
    unplaced, odd = {**OPTICAL}, {**OPTICAL, "urban_class": "333"}
    rows = [unplaced, odd, {**TOWN, **OPTICAL}, {**VILLAGE, **OPTICAL}]
    rows += [{**POINT, **OPTICAL}, {**POINT, **TOWN, **OPTICAL}]
    town, rest = stand("N08", sites=rows), stand("N09", sites=rows)
    assert counted(town) == (1, 0, 2)
    assert counted(rest) == (3, 0, 0)
    assert town.unsure == ("sites-0", "sites-1")
    assert town.figures["不能归类而计为未知的学校"] == "2"
    assert town.figures["121 镇中心区"] == "满足 1、不满足 0、未知 0"


@pytest.mark.parametrize(
    ("optical_on", "wifi_on", "status"),
    [
        (LONG_AGO, LONG_AGO, Status.MET),
        (LONG_AGO, LATE, Status.MET_LATE),
        (LONG_AGO, None, Status.MET_LATE),
    ],
)
def test_town_schools_were_due_by_the_end_of_2024(optical_on, wifi_on, status):
    site = {**TOWN, **OPTICAL, "optical_on": optical_on, "wifi_on": wifi_on}
    standing = stand("N08", **sites(site))
    assert (standing.due, standing.status) == (dt.date(2024, 12, 31), status)


def test_what_begins_after_the_day_of_the_report_does_not_hold_yet():
    site = {**TOWN, **OPTICAL, "optical_on": LATE, "wifi_on": LONG_AGO}
    before = stand("N08", as_of=dt.date(2025, 1, 1), **sites(site))
    on_the_due_day = stand("N08", as_of=dt.date(2024, 12, 31), **sites(site))
    assert (before.status, on_the_due_day.status) == (Status.OVERDUE, Status.ON_TRACK)
    assert stand("N08", **sites(site)).count.satisfied == 1
    later = {**GOOD_V6, "ipv6_on": LATE}
    tables = {**sites(later), "devices": [V6_DEVICE]}
    assert counted(stand("N07", as_of=dt.date(2026, 1, 1), **tables)) == (0, 1, 0)
    assert stand("N07", **tables).status is Status.MET_LATE


@pytest.mark.parametrize(
    ("devices", "verdict"),
    [
        ([V6_DEVICE, {"role": "access", "features": "lldp"}], (1, 0, 0)),
        ([V6_DEVICE, {"role": "aggregation", "features": "lldp"}], (0, 1, 0)),
        ([V6_DEVICE, {"role": "hub"}], (0, 0, 1)),
        ([{"role": "backbone", "features": "lldp"}, {"role": "hub"}], (0, 1, 0)),
        ([{"role": "access"}], (1, 0, 0)),
        ([], (0, 0, 1)),
    ],
)
def test_every_device_that_routes_must_speak_ipv6(devices, verdict):
    assert counted(stand("N07", **sites(GOOD_V6), devices=devices)) == verdict


def test_a_register_of_prefixes_that_leaves_a_site_out_says_it_has_none():
    tables = {"sites": [{"ipv6_route": "yes"}], "devices": [V6_DEVICE]}
    assert counted(stand("N07", **tables)) == (0, 0, 1)
    assert counted(stand("N07", prefixes=["sites-0"], **tables)) == (1, 0, 0)
    assert counted(stand("N07", prefixes=["elsewhere"], **tables)) == (0, 1, 0)


@pytest.mark.parametrize(
    ("site", "verdict"),
    [
        ({"private_link": "none"}, (0, 1, 0)),
        ({"private_link": "down", "uplink_tier": "city"}, (1, 0, 0)),
        ({"private_link": "up", "uplink_tier": "county"}, (0, 1, 0)),
        ({"private_link": "up", "uplink_tier": "province"}, (1, 0, 0)),
        ({"private_link": "up"}, (0, 0, 1)),
        ({"private_link": "up", "division_code": "410202"}, (0, 1, 0)),
        ({}, (0, 0, 1)),
    ],
)
def test_a_site_has_a_way_up_as_far_as_its_hub_has_one(site, verdict):
    assert counted(stand("N01", **sites(site), circuits=[BACKBONE])) == verdict


def test_uplinks_of_devices_show_the_way_where_no_lines_are_registered():
    chain = [
        {"role": "backbone", "site_id": "elsewhere"},
        {"role": "hub", "site_id": "elsewhere", "uplink_device": "devices-0"},
        {"uplink_device": "devices-1"},
        {"site_id": "sites-1", "uplink_device": "devices-4"},
        {"site_id": "sites-1", "uplink_device": "devices-3"},
    ]
    rows = [{"private_link": "up"}, {"private_link": "up"}]
    assert counted(stand("N01", sites=rows, devices=chain)) == (1, 0, 1)


def test_only_those_directly_under_the_province_connect_to_it_directly():
    direct = {"uplink_tier": "province"}
    rows = [{**direct, "org_id": org} for org in ("SCHOOL", "OWN-SCHOOL", "UNIVERSITY", "CITY")]
    standing = stand("N14", sites=[*rows, {**direct, "kind": "bureau", "org_id": "CITY"}])
    assert counted(standing) == (2, 2, 0)
    assert standing.failing == ("sites-0", "sites-3")


def test_an_exemption_needs_a_reason():
    slow = {**VILLAGE, "classes": 10, "uplink_mbps": 1}
    rows = [
        {**slow, "able": "no", "exempt_reason": "撤并（合成）"},
        {**slow, "able": "no"},
        {**slow, "able": "yes"},
        {**slow},
        {**TOWN, "classes": 10, "uplink_mbps": 1, "able": "no", "exempt_reason": "撤并（合成）"},
    ]
    standing = stand("N20", sites=rows)
    assert counted(standing) == (0, 3, 1)
    assert standing.figures["不具备条件且说明理由（不计）"] == "1"


@pytest.mark.parametrize(
    ("mbps", "able", "verdict"),
    [(100, None, (1, 0, 0)), (50, None, (0, 0, 1)), (49, "yes", (0, 1, 0)), (49, None, (0, 0, 1))],
)
def test_a_school_of_unknown_place_is_judged_where_both_floors_agree(mbps, able, verdict):
    site = {"classes": 10, "uplink_mbps": mbps, "able": able}
    assert counted(stand("N20", **sites(site))) == verdict


def test_wireless_binds_all_schools_in_the_east_and_able_towns_elsewhere():
    rows = [{**VILLAGE, "wifi_coverage": 0.5}, {**TOWN, "wifi_coverage": 0.5, "able": "no"}]
    assert counted(stand("N21", "tianjin", sites=rows)) == (0, 2, 0)
    assert counted(stand("N21", "henan", sites=rows)) == (0, 0, 0)


def test_a_passive_network_is_a_hint_and_no_failure():
    standing = stand("N11", **sites({"optical": "pon"}, {"optical": "eth_optical"}))
    assert counted(standing) == (1, 0, 0)
    assert standing.figures["PON（提示，不计不合格）"] == "1"


def test_names_outside_the_zones_are_shown():
    apps = [{**NAMED, "domain": "x.elsewhere.example"}, {**NAMED, "domain": "evilzone.example"}]
    figures = [{"name": "orphan_dns_records", "value": 2}]
    standing = stand("N03", apps=apps, indicators=figures)
    assert counted(standing) == (0, 3, 0)
    assert standing.figures["域外应用（non-zone）"].startswith("2 个")
    assert standing.figures["孤立解析记录"] == "2"


def test_each_exit_needs_two_peerings():
    exits = [{"tier": "exit", "loss": 0, "rtt_ms": 1}] * 2
    peerings = [{"tier": "peering", "loss": 0, "rtt_ms": 1}]
    assert counted(stand("N04", circuits=exits + peerings * 3)) == (5, 1, 0)
    assert counted(stand("N04", circuits=exits + peerings * 4)) == (7, 0, 0)


def test_the_gap_to_2300_kilometres_is_shown():
    standing = stand("N25", "tianjin", **circuits({"km": 2000}, {"km": 50.5}))
    assert standing.figures["差额（公里）"] == "249.5"
    assert (standing.status, standing.binding) == (Status.OVERDUE, True)


def test_two_paths_share_neither_a_node_nor_a_risk():
    lone = circuits(BACKBONE, {**BACKBONE}, {**COUNTY, "srlg": "a"}, {**COUNTY, "srlg": "b"})
    assert stand("N26", **lone).count.satisfied == 0
    bureau = {"kind": "bureau", "org_id": "CITY", "disjoint_paths": 2}
    stated = stand("N26", **lone, sites=[bureau])
    assert counted(stated) == (1, 1, 0)


def test_the_load_of_a_hub_is_its_children_over_its_uplink():
    county = {**COUNTY, "mbps": 10_000}
    standing = stand(
        "N27", circuits=[BACKBONE | {"mbps": 100_000}, county], sites=[{"uplink_mbps": 1000}] * 357
    )
    assert standing.figures["超售比最高"] == "410102 36:1"


@pytest.mark.parametrize("document", ["S0", "S4"])
def test_documents_of_another_province_are_judged_but_do_not_bind(document):
    for profile, own in (("henan", "S0"), ("tianjin", "S4")):
        standings = [
            one for one in evaluate(RULES, situation(profile)) if one.rule.document == document
        ]
        assert standings
        assert all(one.binding is (document == own) for one in standings)


# What may be unknown of a site, and what it may be. Left out are the few cells whose absence is
# itself read: a measured speed stands before a computed one, a missing reason is no reason.
CELLS = {
    "kind": ["primary", "teaching_point", "university", "secondary_vocational", "party_school"],
    "urban_class": ["111", "220"],
    "uplink_mbps": [0, 4, 50, 100, 1000],
    "able": ["yes", "no"],
    "private_link": ["up", "down", "none"],
    "uplink_tier": ["county", "province"],
    "disjoint_paths": [1, 2],
    "ipv6_route": ["yes", "no"],
    "optical": ["eth_optical", "pon", "none"],
    "pon_type": ["gpon", "xgs_pon"],
    "pon_split": [8, 32, 64],
    "wired_coverage": [0.5, 1],
    "wifi_coverage": [0.5, 1],
    "segments": ["wired;wifi;iot", "wired;wifi;iot;video;5g", "vocational"],
    "access_auth": ["802.1X;MAB", "none", "portal"],
    "open_ssids": [0, 2],
    "roaming": ["yes", "no"],
    "exit_p95": [0.5, 0.9],
    "mec": ["yes", "no"],
    "rooms_in_use": [10],
    "multimedia_rooms": [8, 10],
    "interactive_rooms": [8, 10],
}
NEEDED = {"kind"}


def site_rules(where):
    return [
        rule for rule in RULES if list(rule.rows(where)) == list(where.inventory.sites.values())
    ]


@settings(deadline=None, max_examples=150)
@given(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()}),
    st.sets(st.sampled_from(sorted(CELLS.keys() - NEEDED))),
)
def test_forgetting_a_fact_never_turns_a_verdict_round(cells, forgotten):
    lines = {"circuits": [BACKBONE, COUNTY], "devices": [V6_DEVICE]}
    told = situation(sites=[{**cells, "classes": 10}], **lines)
    veiled_cells = {name: None if name in forgotten else cell for name, cell in cells.items()}
    veiled = situation(sites=[{**veiled_cells, "classes": 10}], **lines)
    (site,), (shadow,) = told.inventory.sites.values(), veiled.inventory.sites.values()
    for rule in site_rules(told):
        if rule in site_rules(veiled):
            assert rule.holds(shadow, veiled) in {None, rule.holds(site, told)}, rule.id


def test_no_domain_in_words_fails_and_is_no_name_that_repeats():
    apps = [{"domain": "无", "sso": "yes"}, {"domain": "无"}, {}]
    standing = stand("N03", apps=apps)
    assert counted(standing) == (0, 2, 1)
    assert standing.figures["重复域名"] == "0"
    assert standing.figures["域外应用（non-zone）"] == "0 个"
