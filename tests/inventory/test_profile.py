"""Profiles are data: complete, sourced, and refused in one sentence when they are wrong."""

import datetime as dt
import re
import shutil
from collections import Counter

import pytest
import yaml
from holidays import China
from pydantic import BaseModel

from educloud.errors import ProjectError
from educloud.inventory import profiles
from educloud.inventory.addresses.scheme import SERVICES, sound_scheme
from educloud.inventory.models import TABLES, Calendar, Division, Tier
from educloud.inventory.profile import PARTS, load_profile
from educloud.inventory.profile_facts import TOPICS, fact_lines
from educloud.inventory.profile_models import Fact
from educloud.inventory.start import starting_inventory
from educloud.inventory.tables import read_table
from educloud.project import read_yaml

NAMES = ("henan", "shaanxi", "tianjin")
CALENDARS = [profiles.FOLDER / name / "calendar.yaml" for name in ("shaanxi", "tianjin")]
PERIODS = (
    *("高考", "高考成绩、志愿与录取", "中考", "学业水平合格性考试", "研究生", "高考报名"),
    *("自学考试", "成人高考", "四、六级", "教师资格", "秋季开学", "春季开学", "入学报名"),
    *("学籍", "期末考试周", "两会", "国庆", "攻防演练"),
)
CITY_LEVELS = {"prefecture"}
COUNTY_LEVELS = {"district", "county_city", "county", "direct_county_city"}


@pytest.fixture(params=NAMES)
def profile(request):
    return load_profile(request.param)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The shipped profiles where a test may spoil them."""
    copy = tmp_path / "profiles"
    shutil.copytree(profiles.FOLDER, copy)
    monkeypatch.setattr(profiles, "FOLDER", copy)
    return copy


@pytest.fixture
def divisions(profile, tmp_path):
    path = tmp_path / "divisions.csv"
    path.write_text(starting_inventory(profile)["divisions.csv"], encoding="utf-8")
    return {division.code: division for division in read_table(path, Division).records}


def facts_in(value):
    """Give every fact below ``value``, however deep."""
    if isinstance(value, Fact):
        yield value
    elif isinstance(value, BaseModel):
        for _, below in value:
            yield from facts_in(below)
    elif isinstance(value, dict):
        for below in value.values():
            yield from facts_in(below)
    elif isinstance(value, tuple):
        for below in value:
            yield from facts_in(below)


def test_the_profiles_are_found_by_listing():
    assert profiles.profile_names() == NAMES


def test_every_fact_has_a_source_and_a_mark_and_is_listed(profile):
    facts = list(facts_in(profile))
    assert len(facts) > 200
    assert all(fact.source.strip() for fact in facts)
    lines = list(fact_lines(profile))
    assert len(lines) == len(facts) + len(profile.documents)
    assert all(line.name and line.source for line in lines)
    assert {line.topic for line in lines} <= set(TOPICS.values())


@pytest.mark.parametrize(("name", "units"), [("henan", 28), ("tianjin", 16), ("shaanxi", 15)])
def test_the_reporting_units_are_those_of_the_documents(name, units):
    found = load_profile(name).reporting_units
    assert len(found) == units
    assert len({unit.name for unit in found}) == units
    assert [unit.name for unit in found if unit.division is None] == (
        ["西咸新区"] if name == "shaanxi" else []
    )


def test_units_are_not_the_parents_of_divisions(divisions, profile):
    """Ten counties of Henan and four of Shaanxi report directly and lie under a city."""
    units = {unit.division for unit in profile.reporting_units} - {None}
    assert units <= divisions.keys()
    skipping = [code for code in units if divisions[code].parent != profile.province]
    assert len(skipping) == {"henan": 10, "tianjin": 0, "shaanxi": 4}[profile.name]


@pytest.mark.parametrize(
    ("name", "counties", "cities"), [("henan", 157, 17), ("tianjin", 16, 0), ("shaanxi", 107, 10)]
)
def test_the_levels_are_those_of_the_divisions(name, counties, cities, tmp_path):
    profile = load_profile(name)
    path = tmp_path / "divisions.csv"
    path.write_text(starting_inventory(profile)["divisions.csv"], encoding="utf-8")
    levels = Counter(one.level for one in read_table(path, Division).records)
    assert sum(levels[level] for level in COUNTY_LEVELS) == counties
    assert sum(levels[level] for level in CITY_LEVELS) == cities
    assert levels["province"] == 1
    declared = {level for tier in profile.levels for level in tier.levels}
    assert set(levels) == declared
    assert ("city" in {tier.name for tier in profile.levels}) == (name != "tianjin")


@pytest.mark.parametrize(("name", "nodes"), [("henan", 18), ("tianjin", 16), ("shaanxi", 10)])
def test_the_city_nodes_are_the_divisions_right_under_the_province(name, nodes, tmp_path):
    profile = load_profile(name)
    path = tmp_path / "divisions.csv"
    path.write_text(starting_inventory(profile)["divisions.csv"], encoding="utf-8")
    below = {
        one.code for one in read_table(path, Division).records if one.parent == profile.province
    }
    tiers = {tier.tier: tier for tier in profile.node_tiers}
    assert set(tiers) == set(Tier)
    assert tiers[Tier.MAIN].divisions == (profile.province,)
    assert set(tiers[Tier.CITY].divisions) == below
    assert len(tiers[Tier.CITY].divisions) == nodes
    assert tiers[Tier.UNIVERSITY].divisions is None
    assert set(profile.population.weights) == below


def test_tianjin_has_its_five_platforms_and_no_other_province_has_any():
    keys = [platform.key for platform in load_profile("tianjin").platforms]
    assert keys == ["management", "resource", "lifelong", "security", "governance"]
    assert not load_profile("henan").platforms
    assert not load_profile("shaanxi").platforms


def test_henans_population_is_that_of_the_census():
    assert round(sum(load_profile("henan").population.weights.values()), 2) == 9936.55


def test_the_schemes_make_every_vlan_a_64(profile):
    lengths = {
        name: sound_scheme(scheme, name).root_length
        for name, scheme in profile.ipv6_schemes.items()
    }
    assert lengths == {"default": 32, "nibble28": 28}
    nibbles = profile.ipv6_schemes["nibble28"]
    assert {nibbles.city_length % 4, nibbles.county_length % 4, nibbles.site_length % 4} == {0}
    assert profile.ipv6_root.prefix.prefixlen == lengths["default"]


def test_the_vrfs_are_those_of_the_address_plan(profile):
    assert {vrf.name for vrf in profile.vrfs} == set(SERVICES)
    assert {vrf.name for vrf in profile.vrfs if vrf.internet is False} == {"exam", "video"}


def test_the_zones_are_explained(profile):
    assert [fact.zone for fact in profile.dns_facts] == list(profile.dns_zones)
    assert profile.dns_zones


def test_the_spring_festivals_are_those_of_the_holidays_package(profile):
    for festival in profile.spring_festivals:
        days = sorted(
            day for day, name in China(years=festival.day.year).items() if "Spring Festival" in name
        )
        # From 2025 on the eve is a holiday of its own name; the first of these is the day itself.
        assert festival.day == days[0]


@pytest.mark.parametrize(
    ("kind", "name", "right", "wrong"),
    [
        ("university", "henan", "4141010459", "4161010698"),
        ("university", "tianjin", "4112010056", "4141010459"),
        ("university", "shaanxi", "4161010698", "4112010056"),
        ("icp", "henan", "豫ICP备12345678号-1", "陕ICP备12345678号"),
        ("psb", "tianjin", "津公网安备 12010102000001号", "津ICP备12345678号"),
        ("mlps_filing", "shaanxi", "61010099001-00001", "陕ICP备12345678号"),
    ],
)
def test_identifiers_are_told_apart_by_their_form(kind, name, right, wrong):
    form = load_profile(name).identifiers[kind]
    assert re.fullmatch(form.pattern, right)
    assert not re.fullmatch(form.pattern, wrong)


def test_no_identifier_is_of_two_kinds(profile):
    forms = {kind: form for kind, form in profile.identifiers.items() if kind != "school"}
    for text in (
        "4141010459",
        "41060099001-00001",
        "豫ICP备12345678号",
        "豫公网安备41010102000001号",
    ):
        assert sum(bool(re.fullmatch(form.pattern, text)) for form in forms.values()) <= 1


def test_urban_is_what_begins_with_a_1(profile):
    assert len(profile.urban_classes) == 7
    assert all(one.urban == one.code.startswith("1") for one in profile.urban_classes)


def test_the_campus_standard_has_its_points_and_names_columns_of_sites():
    items = load_profile("henan").campus_standard
    assert [sum(item.points for item in part) for part in (items[:7], items[7:])] == [20, 2]
    columns = {column for item in items for column in item.columns}
    assert columns <= TABLES["sites"].model_fields.keys()


def test_disaster_levels_grow_stricter(profile):
    assert [one.level for one in profile.disaster_levels] == [1, 2, 3, 4, 5, 6]
    ends = [one.rpo_hours[1] for one in profile.disaster_levels]
    assert ends == sorted(ends, reverse=True)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.parent.name)
def test_the_calendar_covers_every_period_and_nothing_is_certain(path):
    blackouts = read_yaml(path, Calendar).blackouts
    assert all(one.source and one.provisional for one in blackouts)
    assert all(dt.date(2026, 11, 1) <= one.from_ <= one.to for one in blackouts)
    assert max(one.to for one in blackouts) >= dt.date(2028, 1, 21)
    names = " ".join(one.name for one in blackouts)
    assert [period for period in PERIODS if period not in names] == []
    exam = next(one for one in blackouts if one.name == "高考")
    assert (exam.from_, exam.to, exam.hard) == (dt.date(2027, 6, 1), dt.date(2027, 6, 10), True)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.parent.name)
def test_the_spring_term_follows_from_the_spring_festival(path):
    profile = load_profile(path.parent.name)
    festival = next(one.day for one in profile.spring_festivals if one.day.year == 2027)
    lantern = festival + dt.timedelta(days=14)
    monday = lantern + dt.timedelta(days=7 - lantern.weekday())
    start = next(one for one in read_yaml(path, Calendar).blackouts if one.name == "春季开学")
    five = dt.timedelta(days=5)
    assert (start.from_, start.to) == (monday - five, monday + five)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.parent.name)
def test_the_winter_break_stays_open_until_school_starts(path):
    """The best window there is: from 14 days before the Spring Festival nothing hard forbids it."""
    profile = load_profile(path.parent.name)
    first = dt.date(2027, 2, 6) - dt.timedelta(days=profile.winter_break.days_before)
    hard = [one for one in read_yaml(path, Calendar).blackouts if one.hard]
    start = next(one.from_ for one in hard if one.name == "春季开学")
    assert not [one for one in hard if one.from_ < start and one.to >= first]


@pytest.mark.parametrize(
    ("file", "spoil", "told"),
    [
        ("henan/profile.yaml", {"teirs": []}, "unknown key 'teirs'"),
        ("henan/counts.yaml", {"counts": [{"name": "学校", "value": 1}]}, "source: Field required"),
        (
            "henan/ipv6.yaml",
            {"ipv6_local": [{"name": "x", "text": "y", "source": "z", "mark": "sure"}]},
            "ipv6_local.0.mark",
        ),
        (
            "henan/network.yaml",
            {"speeds": {"school_mbps": {"value": "fast"}}},
            "speeds.school_mbps",
        ),
    ],
)
def test_a_wrong_key_or_value_is_told_with_its_file(folder, file, spoil, told):
    path = folder / file
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | spoil
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        load_profile("henan")
    message = str(caught.value)
    assert told in message
    assert str(path) in message
    assert len(message.splitlines()) == 1
    assert len(message) < 400


def test_a_file_that_is_no_yaml_is_told(folder):
    (folder / "tianjin" / "counts.yaml").write_text("counts: [1\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"counts\.yaml: not readable as YAML"):
        load_profile("tianjin")
    assert load_profile("shaanxi").name == "shaanxi"


def test_a_profile_is_laid_over_the_national_one_key_by_key(folder):
    path = folder / "tianjin" / "profile.yaml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    own = {"value": 500, "source": "a test"}
    content["thresholds"] = {**content.get("thresholds", {}), "class_mbps": own}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    changed, other = load_profile("tianjin"), load_profile("shaanxi")
    assert (changed.threshold("class_mbps"), other.threshold("class_mbps")) == (500, 100)
    assert changed.thresholds["class_mbps"].unit == "Mbps"
    assert changed.threshold("uplink_mbps") == other.threshold("uplink_mbps")


def test_every_yaml_of_a_profile_is_read_or_is_the_calendar():
    """A file that PARTS does not name would be silently left out."""
    for below in ("national", *NAMES):
        found = {path.name for path in (profiles.FOLDER / below).glob("*.yaml")}
        assert found <= {*PARTS, "calendar.yaml"}


def test_an_unknown_threshold_is_one_sentence(profile):
    with pytest.raises(ProjectError, match=f"profile {profile.name} has no threshold 'warp'"):
        profile.threshold("warp")
