"""A generated province holds, is marked, looks like one, and comes out the same every time."""

import csv
import ipaddress
import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from educloud.cli.init import make_bare_project
from educloud.errors import ProjectError
from educloud.inventory.generate.counts import ASSUMED, site_counts
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.names import chinese
from educloud.inventory.generate.network import PON, SWITCHES
from educloud.inventory.generate.province import Order, province_tables
from educloud.inventory.generate.write import real_rows, refuse_real_rows, write_province
from educloud.inventory.load import read_inventory
from educloud.inventory.models import TABLES, DependencyKind, Division, OrgKind, SiteKind
from educloud.inventory.profile import load_profile
from educloud.inventory.project_check import project_findings
from educloud.inventory.tables import read_table
from educloud.project import Project, open_project
from educloud.reports.compliance import indicators as report

PROFILES = ("henan", "shaanxi", "tianjin")
SCALE = 0.005
PRIVATE = ipaddress.IPv4Network("10.0.0.0/8")  # RFC 1918
DOCUMENTATION = ipaddress.IPv6Network("3fff::/20")  # RFC 9637
PLATFORMS = tuple(vendor.platform for vendor in SWITCHES)


def order(project: Project, scale: float = SCALE, seed: int = 1, platforms=PLATFORMS) -> Order:
    divisions = read_table(project.inventory / "divisions.csv", Division).records
    profile = load_profile(project.settings.profile)
    return Order(profile, divisions, platforms, scale, seed)


def fill(project: Project, scale: float = SCALE, seed: int = 1) -> dict[str, int]:
    tables = province_tables(order(project, scale, seed))
    return dict(write_province(project.inventory, tables, {}, lambda _table, _rows: None))


def bare(folder: Path, profile: str) -> Project:
    make_bare_project(folder, profile)
    return open_project(folder)


@pytest.fixture(scope="module", params=PROFILES)
def province(request, tmp_path_factory):
    project = bare(tmp_path_factory.mktemp("generated") / request.param, request.param)
    fill(project)
    return project


@pytest.fixture(scope="module")
def tables(province):
    return read_inventory(province).inventory()


@pytest.fixture
def henan(tmp_path):
    return bare(tmp_path / "henan", "henan")


def rows(project: Project, table: str) -> list[dict[str, str]]:
    with (project.inventory / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in project.inventory.glob("*.csv")}


def test_every_row_holds(province):
    reading = read_inventory(province)
    assert reading.findings() == []
    assert project_findings(province, reading, reading.inventory()) == []


def test_every_row_is_marked_synthetic_and_names_say_so(province):
    for table in TABLES.keys() - {"divisions"}:
        marks = {row["synthetic"] for row in rows(province, table)}
        assert marks == {"yes"}, table
    for table in ("orgs", "sites", "rooms", "apps", "nodes"):
        assert all(row["name"].endswith("（合成）") for row in rows(province, table)), table


def test_domains_and_addresses_belong_to_nobody(tables):
    domains = {app.domain for app in tables.apps.values() if app.domain}
    assert all(domain == "无" or domain.endswith(".example") for domain in domains)
    for device in tables.devices.values():
        address = device.mgmt_address
        assert address in (PRIVATE if address.version == 4 else DOCUMENTATION)
    assert not any(one.credential for one in tables.devices.values())


def test_names_are_unique(province):
    for table in ("sites", "rooms"):
        counts = Counter(row["name"] for row in rows(province, table))
        assert [name for name, count in counts.items() if count > 1] == [], table


def test_kinds_are_as_many_as_published(province, tables):
    expected = site_counts(load_profile(province.settings.profile))
    found = Counter(site.kind for site in tables.sites.values())
    campuses = ASSUMED[province.settings.profile].campuses * SCALE
    for kind, count in expected.items():
        more = campuses + 1 if kind is SiteKind.PRIMARY else 0
        assert max(1, round(count * SCALE)) <= found[kind] <= max(1, round(count * SCALE)) + more
    assert found[SiteKind.BUREAU] >= len(tables.divisions)


def test_totals_follow_the_scale(province, tables):
    assumed = ASSUMED[province.settings.profile]
    assert len(tables.apps) == pytest.approx(assumed.apps * SCALE, rel=0.1, abs=25)
    assert len(tables.rooms) == max(1, round(assumed.rooms * SCALE))
    least = len(tables.sites) + 3 * sum(
        site.kind is SiteKind.BUREAU for site in tables.sites.values()
    )
    assert len(tables.devices) == max(round(assumed.devices * SCALE), least)


def test_henan_has_56000_sites_at_full_scale(henan):
    made = list(province_tables(order(henan, scale=1.0))["sites"]())
    assert len(made) == 56_000
    kinds = Counter(site["kind"] for site in made)
    assert kinds["kindergarten"] == 22_600
    assert kinds["teaching_point"] == 8_900
    assert kinds["university"] == 178
    assert len({site["name"] for site in made}) == 56_000
    counties = Counter(site["division_code"] for site in made)
    zhengzhou = sum(n for code, n in counties.items() if code.startswith("4101"))
    hebi = sum(n for code, n in counties.items() if code.startswith("4106"))
    assert 6 < zhengzhou / hebi < 10  # their populations stand 8 to 1


def test_every_division_has_its_bureau_hub_and_way_up(tables):
    bureaus = {site.division_code for site in tables.sites.values() if site.kind == "bureau"}
    assert bureaus == set(tables.divisions)
    heads = {
        tables.sites[one.site_id].division_code
        for one in tables.devices.values()
        if one.role in {"hub", "backbone"}
    }
    assert heads == set(tables.divisions)
    tops = [one for one in tables.devices.values() if one.uplink_device is None]
    assert [one.role for one in tops] == ["backbone"]


def test_devices_hang_on_their_own_site_or_on_their_countys_hub(tables):
    for device in tables.devices.values():
        if device.uplink_device is None or device.role in {"backbone", "hub"}:
            continue
        above = tables.devices[device.uplink_device]
        here = tables.sites[device.site_id]
        there = tables.sites[above.site_id]
        assert here == there or (above.role in {"hub", "backbone"} and there.kind == "bureau")


def test_hubs_and_cycles_of_every_kind_are_there(tables):
    users = Counter(dep.depends_on for dep in tables.deps if dep.kind is DependencyKind.BEFORE)
    hub, count = users.most_common(1)[0]
    assert tables.apps[hub].name.removesuffix("（合成）").endswith(("统一身份认证", "数据交换平台"))
    assert count >= 3
    for kind in DependencyKind:
        edges = {(dep.app_id, dep.depends_on) for dep in tables.deps if dep.kind is kind}
        assert _cyclic(edges), kind


def _cyclic(edges: set[tuple[str, str]]) -> bool:
    while edges:
        targets = {target for _, target in edges}
        left = {edge for edge in edges if edge[0] in targets}
        if left == edges:
            return True
        edges = left
    return False


def test_hundreds_depend_on_a_hub_and_share_a_product_at_a_tenth_of_henan(henan):
    made = province_tables(order(henan, scale=0.1))
    users = Counter(row["depends_on"] for row in made["deps"]())
    assert users.most_common(1)[0][1] > 100
    products = Counter(
        row["vendor"] for row in made["apps"]() if row["function"] == "校务：校园安防"
    )
    assert len(products - Counter([None])) <= 2  # one vendor, or nobody wrote it down
    assert products.most_common(1)[0][1] > 100


def test_applications_are_of_every_sort(henan):
    apps = list(province_tables(order(henan, scale=0.1))["apps"]())
    for column, values in {
        "hosting": {"own_room", "hosted", "gov_cloud", "public_cloud", None},
        "mlps_level": {1, 2, 3, 4, None},
        "strategy": {"retain", "exempt", "replatform", None},
        "app_class": {"generic", "special", None},
        "arch": {"x86_64", "aarch64", None},
    }.items():
        assert {row.get(column) for row in apps} == values, column
    assert 0 < sum(row["mlps_level"] == 4 for row in apps) < len(apps) / 100
    assert any(row.get("replaced_by") for row in apps)
    assert any(row["domain"] == row["ipv4"] == "无" for row in apps)
    assert any((row["os"] or "").startswith("CentOS 6") for row in apps)


@pytest.mark.parametrize(
    ("table", "column", "low", "high"),
    [
        ("sites", "uplink_mbps", 0.05, 0.3),
        ("sites", "optical", 0.05, 0.3),
        ("sites", "segments", 0.05, 0.3),
        ("apps", "mlps_level", 0.05, 0.3),
        ("apps", "data_gb", 0.05, 0.3),
        ("rooms", "racks_used", 0.05, 0.3),
        ("devices", "features", 0.05, 0.3),
    ],
)
def test_cells_are_unknown_at_realistic_rates(henan, table, column, low, high):
    cells = [row.get(column) for row in province_tables(order(henan, scale=0.02))[table]()]
    assert low <= cells.count(None) / len(cells) <= high


def test_most_targets_are_met_but_not_all(henan):
    sites = list(province_tables(order(henan, scale=0.02))["sites"]())
    for column, met in {
        "uplink_mbps": lambda value: value >= 1000,
        "private_link": lambda value: value == "up",
        "ipv6_route": lambda value: value == "yes",
        "wifi_coverage": lambda value: value == 1,
    }.items():
        known = [site[column] for site in sites if site[column] is not None]
        assert 0.6 < sum(map(met, known)) / len(known) < 1, column


def test_the_same_order_gives_the_same_bytes_and_another_seed_other_ones(tmp_path):
    one, same, other = (bare(tmp_path / name, "henan") for name in ("one", "same", "other"))
    fill(one)
    fill(same)
    fill(other, seed=2)
    assert texts(one) == texts(same)
    before, after = texts(one), texts(other)
    for table in ("sites", "devices", "apps", "deps", "rooms", "circuits"):
        assert before[f"{table}.csv"] != after[f"{table}.csv"], table


def test_filling_again_changes_nothing(henan):
    fill(henan)
    before = texts(henan)
    refuse_real_rows(henan.inventory)
    fill(henan)
    assert texts(henan) == before
    assert not list(henan.inventory.glob(".generated-*"))


def test_a_real_row_is_named_and_nothing_is_lost(henan):
    fill(henan)
    path = henan.inventory / "apps.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6].removesuffix(",yes") + ","
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(ProjectError, match=r"apps\.csv: row 7 is not marked synthetic"):
        refuse_real_rows(henan.inventory)


def test_a_table_in_another_encoding_is_somebodys_own(henan):
    fill(henan)
    path = henan.inventory / "sites.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(ProjectError, match=r"sites\.csv: cannot be read as UTF-8 CSV"):
        refuse_real_rows(henan.inventory)


def test_real_organisations_and_nodes_stay_in_their_tables(henan):
    before = {table: rows(henan, table) for table in ("orgs", "nodes")}
    made = province_tables(order(henan))
    write_province(henan.inventory, made, real_rows(henan.inventory), lambda _table, _rows: None)
    for table, real in before.items():
        kept = [{k: v for k, v in row.items() if k in real[0]} for row in rows(henan, table)]
        assert kept[: len(real)] == real, table
        ids = [row[TABLES[table].key[0]] for row in kept]
        assert len(ids) == len(set(ids))
    assert read_inventory(henan).findings() == []


def test_nothing_changes_when_a_table_fails(henan):
    before = texts(henan)
    made = dict(province_tables(order(henan)))

    def broken():
        yield from itertools.islice(made["sites"](), 3)
        raise ProjectError("broken on purpose")

    with pytest.raises(ProjectError, match="broken on purpose"):
        write_province(henan.inventory, made | {"sites": broken}, {}, lambda _t, _r: None)
    assert texts(henan) == before
    assert not list(henan.inventory.glob(".generated-*"))


def test_a_folder_that_cannot_be_written_is_one_sentence(henan):
    (henan.folder / "file").write_text("x")
    made = province_tables(order(henan))
    with pytest.raises(ProjectError, match="cannot be written"):
        write_province(henan.folder / "file", made, {}, lambda _table, _rows: None)


@pytest.mark.parametrize("scale", [0, -1, 2.5, float("nan")])
def test_a_scale_out_of_range_is_one_sentence(henan, scale):
    with pytest.raises(ProjectError, match="is out of range"):
        province_tables(order(henan, scale=scale))


def test_without_templates_there_are_no_devices(henan):
    made = province_tables(order(henan, platforms=()))
    with pytest.raises(ProjectError, match="templates for none of the generator's platforms"):
        list(made["devices"]())


def test_optical_terminals_come_with_their_templates_only(henan):
    platform = PON[0].platform
    without = list(province_tables(order(henan))["devices"]())
    assert {row["role"] for row in without}.isdisjoint({"olt", "onu"})
    made = list(province_tables(order(henan, 0.05, platforms=(*PLATFORMS, platform)))["devices"]())
    roles = {row["device_id"]: row["role"] for row in made}
    onus = [row for row in made if row["role"] == "onu"]
    assert onus
    assert {roles[row["uplink_device"]] for row in onus} == {"olt"}
    assert {row["platform"] for row in onus} == {platform}


def test_rows_have_no_columns_that_the_tables_lack(henan):
    for table, stream in province_tables(order(henan)).items():
        columns = {name for row in stream() for name in row}
        assert columns <= {*TABLES[table].model_fields, "synthetic"}, table


def test_every_figure_the_report_reads_is_reported_in_some_province(tmp_path):
    named = set()
    for profile in PROFILES:
        made = province_tables(order(bare(tmp_path / profile, profile)))
        named |= {row["name"] for row in made["indicators"]()}
    assert named == {figure.name for figure in report.INDICATORS}


def test_small_teams_can_move_a_whole_ring(tables):
    least = min(team.hours_per_week for team in tables.teams.values())
    owner_of = {app.app_id: app.owner_org for app in tables.apps.values()}
    rings = Counter()
    for dep in tables.deps:
        if dep.kind is DependencyKind.TOGETHER:
            assert owner_of[dep.app_id] == owner_of[dep.depends_on]
            rings[owner_of[dep.app_id]] += tables.apps[dep.app_id].effort_h or 8
    assert max(rings.values()) <= 2 * least


def test_bureaus_report_upwards_to_the_province(tables):
    province = next(o for o in tables.orgs.values() if o.kind is OrgKind.PROVINCE_BUREAU)
    for org in tables.orgs.values():
        seen, current = set(), org
        while current.org_id != province.org_id:
            assert current.org_id not in seen
            seen.add(current.org_id)
            current = tables.orgs[current.report_to]


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")],
)
def test_numbers_of_schools_are_written_out(number, written):
    assert chinese(number) == written


@given(
    total=st.integers(0, 5000),
    weights=st.lists(st.floats(0.001, 1000), min_size=1, max_size=60),
    seed=st.integers(),
)
def test_apportioned_parts_make_the_total_and_are_near_their_due(total, weights, seed):
    parts = Draw("law", seed).apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / sum(weights)) <= 1 + 1e-6
