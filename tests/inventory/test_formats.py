"""Foreign planner formats: golden files, laws, and that none is taken for another."""

import csv
import gzip
import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import moto
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from educloud.inventory.formats import azure, cmf, formats, konveyor, mgn, netbox
from educloud.inventory.importing.draft import Context, Extract, Sheet
from educloud.inventory.importing.files.sheets import read_sheets
from educloud.inventory.importing.merging.merge import merge
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.importing.planners import ec2
from educloud.inventory.models import App, Division, Org, Room, Site

GOLDEN = Path(__file__).parent / "golden" / "formats"
CASES = sorted(path.parent for path in GOLDEN.glob("*/*/input.*"))
FOREIGN = {one.FORMAT.name: one.FORMAT for one in (azure, cmf, konveyor, mgn, netbox)}
CITY = "410600"


def kind_of(case: Path) -> str:
    name = case.parent.name
    return "devices" if name == "netbox" else "deps" if case.name == "dependencies" else "apps"


def known(**more) -> Context:
    divisions = [
        Division(code="410000", name_zh="河南省", name_pinyin="Henan", level="province"),
        Division(code=CITY, name_zh="鹤壁市", name_pinyin="Hebi", level="city", parent="410000"),
    ]
    names = {
        "HB-ORG-001": "市教育局",
        "HB-ORG-019": "淇滨区第一高级中学（合成）",
        "HB-ORG-020": "同名学校（合成）",
        "HB-ORG-021": "同名学校（合成）",
    }
    orgs = {
        org_id: Org(org_id=org_id, name=name, kind="school", division_code=CITY)
        for org_id, name in names.items()
    }
    room = Room(room_id="HB-ROOM-02", name="中心机房", org_id="HB-ORG-001", division_code=CITY)
    sites = {
        site_id: Site(
            site_id=site_id,
            name=orgs[org_id].name,
            kind="bureau",
            division_code=CITY,
            org_id=org_id,
        )
        for site_id, org_id in (("HB-SITE-001", "HB-ORG-001"), ("HB-SITE-019", "HB-ORG-019"))
    }
    apps = {
        app_id: App(app_id=app_id, name=name, owner_org="HB-ORG-001", division_code=CITY, **extra)
        for app_id, name, extra in (
            ("HB-APP-900", "已有系统（合成）", {}),
            ("HB-APP-901", "前台（合成）", {"server_names": "app-01;app-02"}),
            ("HB-APP-902", "数据库（合成）", {"server_names": "DB-01"}),
        )
    }
    directory = Directory({one.code: one for one in divisions}, orgs, {room.room_id: room})
    return Context(directory, sites=sites, apps=apps, **more)


def extracted(case: Path, context: Context | None = None) -> Extract:
    (sheet,) = read_sheets(next(case.glob("input.*")))
    return FOREIGN[case.parent.name].read(sheet, kind_of(case), context or known())


def as_csv(extract: Extract) -> str:
    """Drafts as they stand, for people to compare: the table, the row, the keys, then values."""
    columns = dict.fromkeys(column for draft in extract.drafts for column in draft.values)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["#table", "#row", "#key", "#refs", *columns])
    for draft in extract.drafts:
        refs = "|".join(f"{column}={'/'.join(key)}" for column, key in draft.refs.items())
        values = [draft.values.get(column, "") for column in columns]
        writer.writerow([draft.table, draft.row, "/".join(draft.key), refs, *values])
    return out.getvalue()


def as_json(extract: Extract) -> str:
    told = asdict(extract)
    del told["drafts"]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def rows(*lines: str) -> Sheet:
    return Sheet("s", [line.split(",") for line in lines])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_file_gives_exactly_the_expected_rows(case: Path, pytestconfig: pytest.Config) -> None:
    extract = extracted(case)
    if pytestconfig.getoption("--update"):
        (case / "expected.csv").write_text(as_csv(extract), encoding="utf-8")
        (case / "expected.json").write_text(as_json(extract), encoding="utf-8")
    assert as_csv(extract) == (case / "expected.csv").read_text(encoding="utf-8")
    assert as_json(extract) == (case / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_each_file_is_recognised_as_its_own_format_only(case: Path) -> None:
    (sheet,) = read_sheets(next(case.glob("input.*")))
    sure = {
        name: max(one.recognise(sheet, kind) for kind in one.kinds)
        for name, one in formats().items()
    }
    own = sure.pop(case.parent.name)
    assert own > 0.9
    assert max(sure.values()) < own - 0.3, sure


@pytest.mark.parametrize("kind", ["apps", "deps", "devices", "rooms", "sites"])
def test_a_chinese_ledger_and_our_own_tables_are_of_no_foreign_format(kind: str) -> None:
    ledger = rows(
        "某市教育系统信息系统台账（合成）,,,",
        "序号,系统名称,主管单位,等保级别,服务器数量,操作系统,IP地址",
        "1,教务系统（合成）,市教育局,二级,2,CentOS 7,192.0.2.1",
    )
    own = rows("app_id,name,owner_org,division_code,os", "A,教务（合成）,HB-ORG-001,410600,CentOS")
    devices = rows("device_id,hostname,site_id,platform,role,mgmt_address", "D,h,s,frr,core,::1")
    for one in FOREIGN.values():
        for sheet in (ledger, own, devices, Sheet("empty", [])):
            assert one.recognise(sheet, kind) == 0


def test_a_title_above_the_header_does_no_harm() -> None:
    (sheet,) = read_sheets(GOLDEN / "cmf" / "older" / "input.csv")
    titled = Sheet(sheet.name, [["迁移接收表（合成）"], [], *sheet.rows])
    context = known(defaults={"owner_org": "HB-ORG-001"})
    plain, below = (cmf.FORMAT.read(one, "apps", context) for one in (sheet, titled))
    assert below.header_row == 3
    assert [draft.values for draft in below.drafts] == [draft.values for draft in plain.drafts]
    assert [draft.row for draft in below.drafts] == [draft.row + 2 for draft in plain.drafts]


def test_defaults_name_the_owner_where_the_format_knows_none() -> None:
    case = GOLDEN / "cmf" / "older"
    nobody = extracted(case)
    org, *apps = nobody.drafts
    assert (org.table, org.values["name"]) == ("orgs", "待认领单位")
    assert {draft.values["owner_org"] for draft in apps} == {org.values["org_id"]}
    assert {draft.values["division_code"] for draft in apps} == {"410000"}
    assert any("--set owner_org=" in warning for warning in nobody.warnings)
    taken = extracted(case, known(defaults={"owner_org": "HB-ORG-019", "hosting": "own_room"}))
    assert not taken.rejections
    assert {draft.values["owner_org"] for draft in taken.drafts} == {"HB-ORG-019"}
    assert {draft.values["division_code"] for draft in taken.drafts} == {CITY}
    assert {draft.values["hosting"] for draft in taken.drafts} == {"own_room"}


def test_a_default_never_replaces_what_a_row_says() -> None:
    taken = extracted(GOLDEN / "mgn" / "import", known(defaults={"owner_org": "HB-ORG-001"}))
    owners = {draft.values["name"]: draft.values["owner_org"] for draft in taken.drafts}
    assert owners["成绩（合成）"] == "HB-ORG-019"


def test_mapped_columns_win_and_numbers_are_summed() -> None:
    sheet = rows(
        "app_name,server_name,server_os_family,r_type,wave_name,cores,单位,等保",
        "OA,s1,linux,Rehost,1,4,市教育局,三级",
        "OA,s2,linux,Rehost,1,8,市教育局,三级",
    )
    mapping = {"cores": "vcpu", "单位": "owner_org", "等保": "mlps_level"}
    (draft,) = cmf.FORMAT.read(sheet, "apps", known(mapping=mapping)).drafts
    assert draft.values["vcpu"] == "12"
    assert draft.values["mlps_level"] == "3"
    assert draft.key == ("HB-ORG-001", "OA")


def test_one_bad_server_refuses_its_application_whole_and_no_other() -> None:
    extract = extracted(GOLDEN / "azure" / "dirty")
    assert {row.row for row in extract.rejections if row.value == "甲（合成）"} == {3}
    names = [draft.values["name"] for draft in extract.drafts if draft.table == "apps"]
    assert names == ["e1", "f1"]


def test_the_kind_of_a_dependency_can_be_chosen() -> None:
    for case, usual in (
        (GOLDEN / "konveyor/template", "before"),
        (GOLDEN / "azure/dependencies", "soft"),
    ):
        kinds = [
            {
                draft.values["kind"]
                for draft in extracted(case, context).drafts
                if draft.table == "deps"
            }
            for context in (known(), known(defaults={"kind": "together"}))
        ]
        assert kinds == [{usual}, {"together"}]


def test_sizes_of_instance_types_are_those_that_ec2_answers() -> None:
    source = Path(moto.__file__).parent / "ec2" / "resources" / "instance_types.json.gz"
    answers = json.loads(gzip.decompress(source.read_bytes()))
    known_here = {name: ec2.size(name) for name in answers if ec2.size(name)}
    assert len(known_here) > 500
    for name, size in known_here.items():
        memory = answers[name]["MemoryInfo"]["SizeInMiB"] / 1024
        assert size == (answers[name]["VCpuInfo"]["DefaultVCpus"], memory), name


def test_an_unknown_instance_type_leaves_the_size_unknown() -> None:
    sheet = rows(
        "app_name,server_name,server_os_family,r_type,wave_name,instanceType,owner",
        "OA,s1,linux,Rehost,1,m5.large,市教育局",
        "OA,s2,linux,Rehost,1,quantum.large,市教育局",
    )
    extract = cmf.FORMAT.read(sheet, "apps", known())
    assert "vcpu" not in extract.drafts[0].values
    assert any("vcpu" in warning and "OA" in warning for warning in extract.warnings)


WORDS = st.text(st.sampled_from("ab 系统,;\"'=\n　①%"), max_size=6)
CELLS = st.one_of(st.none(), WORDS, st.integers(-5, 5000), st.floats(0, 1e6), st.booleans())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_any_cells_give_drafts_or_rejections_and_no_crash(case: Path) -> None:
    (sheet,) = read_sheets(next(case.glob("input.*")))
    header, one, context = list(sheet.rows[0]), FOREIGN[case.parent.name], known()

    @given(st.lists(st.lists(CELLS, max_size=len(header)), max_size=4))
    def holds(body) -> None:
        extract = one.read(Sheet("s", [header, *body]), kind_of(case), context)
        assert {row.row for row in extract.rejections} <= set(range(2, len(body) + 2))
        assert all(text for draft in extract.drafts for text in draft.values.values())
        again = one.read(Sheet("s", [header, *body]), kind_of(case), context)
        assert again == extract

    holds()


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if kind_of(case) != "deps"],
    ids=lambda case: f"{case.parent.name}-{case.name}",
)
def test_rows_said_twice_say_nothing_new(case: Path) -> None:
    (sheet,) = read_sheets(next(case.glob("input.*")))
    doubled = Sheet(sheet.name, [*sheet.rows, *sheet.rows[1:]])
    one, kind = FOREIGN[case.parent.name], kind_of(case)
    once, twice = (one.read(it, kind, known()) for it in (sheet, doubled))
    keys = [
        {(d.table, d.key, *sorted(d.values.items()), *sorted(d.refs.items())) for d in it.drafts}
        for it in (once, twice)
    ]
    assert keys[0] == keys[1]


def test_a_row_of_an_application_moves_no_other_application() -> None:
    (sheet,) = read_sheets(GOLDEN / "cmf" / "intake" / "input.csv")
    fewer = Sheet(sheet.name, [line for line in sheet.rows if "OA（合成）" not in line])
    full, rest = (cmf.FORMAT.read(it, "apps", known()) for it in (sheet, fewer))
    kept = {draft.key: draft.values for draft in full.drafts}
    assert {draft.key: draft.values for draft in rest.drafts}.items() <= kept.items()


def test_the_xlsx_intake_form_gives_what_the_csv_gives(tmp_path: Path) -> None:
    (sheet,) = read_sheets(GOLDEN / "cmf" / "intake" / "input.csv")
    book = openpyxl.Workbook()
    book.active.title = "mf_intake"  # as the product's own template calls it
    for line in sheet.rows:
        book.active.append([cell or None for cell in line])
    book.save(tmp_path / "cmf-intake-form-req.xlsx")
    (other,) = read_sheets(tmp_path / "cmf-intake-form-req.xlsx")
    assert cmf.FORMAT.recognise(other, "apps") > 0.9
    assert as_csv(cmf.FORMAT.read(other, "apps", known())) == as_csv(
        extracted(GOLDEN / "cmf" / "intake")
    )


def test_a_source_with_our_own_ids_keeps_them() -> None:
    sheet = rows(
        "Record Type 1,Application Name,Business Service,Dependency,Dependency Direction,编号",
        "1,门户,市教育局,,,A-1",
        "1,库,市教育局,,,A-2",
        "2,门户,,库,southbound,",
    )
    drafts = konveyor.FORMAT.read(sheet, "apps", known(mapping={"编号": "app_id"})).drafts
    assert [draft.values.get("app_id") for draft in drafts] == ["A-1", "A-2", "A-1"]
    assert drafts[-1].values["depends_on"] == "A-2"
    assert not any(draft.key or draft.refs for draft in drafts)


def test_twice_is_once_in_the_tables_too() -> None:
    context = known()
    before = {
        "divisions": list(context.directory.divisions.values()),
        "orgs": list(context.directory.orgs.values()),
        "rooms": list(context.directory.rooms.values()),
        "sites": list(context.sites.values()),
        "apps": list(context.apps.values()),
    }
    for case in CASES:
        first = merge(before, extracted(case).drafts)
        second = merge(before | first.tables, extracted(case).drafts)
        assert not first.rejections, case
        assert second.tables == first.tables, case
        assert not second.changes, case


def test_a_name_of_several_organisations_is_told_apart_by_the_division_or_refused() -> None:
    context = known(mapping={"单位": "owner_org", "区划": "division_code"})
    orgs = dict(context.directory.orgs)
    orgs["HB-ORG-021"] = orgs["HB-ORG-021"].model_copy(update={"division_code": "410000"})
    context = replace(context, directory=replace(context.directory, orgs=orgs))
    sheet = rows(
        "app_name,server_name,server_os_family,r_type,wave_name,单位,区划",
        "OA,s1,linux,Rehost,1,同名学校,410000",
        "OB,s2,linux,Rehost,1,同名学校,",
        "OC,s3,linux,Rehost,1,没有的学校,",
    )
    extract = cmf.FORMAT.read(sheet, "apps", replace(context, defaults={"owner_org": "HB-ORG-001"}))
    assert [draft.values["owner_org"] for draft in extract.drafts] == ["HB-ORG-021"]
    assert [(one.row, one.value) for one in extract.rejections] == [
        (3, "同名学校"),
        (4, "没有的学校"),
    ]


def test_one_server_of_an_application_that_cannot_be_read_leaves_no_partial_sum() -> None:
    header = "app_name,server_name,server_os_family,r_type,wave_name,单位,核数"
    good = ["OA,s1,linux,Rehost,1,HB-ORG-001,4", "OA,s3,linux,Rehost,1,HB-ORG-019,4"]
    context = known(mapping={"单位": "owner_org", "核数": "vcpu"})
    sheet = rows(header, *good, "OA,s2,linux,Rehost,1,HB-ORG-001,四核八线程左右")
    extract = cmf.FORMAT.read(sheet, "apps", context)
    assert not extract.drafts
    assert [one.row for one in extract.rejections] == [2, 3, 4]
    assert len(cmf.FORMAT.read(rows(header, *good), "apps", context).drafts) == 2


def test_an_owner_that_is_not_known_joins_no_other_owners_application() -> None:
    sheet = rows(
        "app_name,server_name,server_os_family,r_type,wave_name,单位",
        "OA,s1,linux,Rehost,1,HB-ORG-001",
        "OA,s2,linux,Rehost,1,没有的学校",
        "OA,s3,linux,Rehost,1,",
    )
    extract = cmf.FORMAT.read(sheet, "apps", known(mapping={"单位": "owner_org"}))
    assert [draft.values["servers"] for draft in extract.drafts] == ["2"]
    assert [one.row for one in extract.rejections] == [3]


CMF_HEADER = "app_name,server_name,server_os_family,r_type,wave_name,aws_accountid,aws_region"


def test_what_nobody_claimed_in_two_accounts_is_two_systems() -> None:
    sheet = rows(
        f"{CMF_HEADER},owner",
        "办公OA,s1,linux,Rehost,1,1,r,",
        "办公OA,s2,linux,Rehost,1,2,r,",
        "办公OA,s3,linux,Rehost,1,2,r,",
        "教务,s4,linux,Rehost,1,1,r,HB-ORG-001",
        "教务,s5,linux,Rehost,1,2,r,HB-ORG-001",
    )
    other = rows("mgn:account-id,mgn:region,mgn:app:name,mgn:server:id", "1,r,办公OA,s1")
    drafts = cmf.FORMAT.read(sheet, "apps", known()).drafts
    drafts += mgn.FORMAT.read(other, "apps", known()).drafts
    before = {"divisions": list(known().directory.divisions.values())}
    before["orgs"] = list(known().directory.orgs.values())
    merged = merge(before, drafts)
    apps = merged.tables["apps"]
    assert [(app.name, app.servers) for app in apps] == [
        ("办公OA", 1),
        ("办公OA", 2),
        ("教务", 2),
        ("办公OA", 1),
    ]
    assert len({app.app_id for app in apps}) == 4
    assert merge(before | merged.tables, drafts).tables == merged.tables


def test_columns_that_no_format_reads_are_named_if_they_hold_something() -> None:
    sheet = rows(f"{CMF_HEADER},private_ip,空列", "OA,s1,linux,Rehost,1,1,r,192.0.2.1,")
    warnings = cmf.FORMAT.read(sheet, "apps", known()).warnings
    assert any(one.startswith("columns that were not read: private_ip;") for one in warnings)
    mapped = cmf.FORMAT.read(sheet, "apps", known(mapping={"private_ip": "ipv4"}))
    assert mapped.drafts[-1].values["ipv4"] == "192.0.2.1"
    assert not any("not read" in one for one in mapped.warnings)
    header = "Name,Site,Role,Manufacturer,IP Address,Face,Position,Location"
    devices = rows(header, "K1,HB-SITE-001,core,Huawei,192.0.2.1/24,Front,12,Room")
    (warning,) = netbox.FORMAT.read(devices, "devices", known()).warnings
    assert warning.startswith("columns that were not read: Face、Position;")


def test_what_is_set_for_all_devices_of_netbox_is_taken() -> None:
    sheet = rows(
        "Name,Site,Role,Manufacturer,IP Address", "K1,HB-SITE-001,core,Huawei,192.0.2.1/24"
    )
    defaults = {"credential": "合成", "role": "access"}
    (draft,) = netbox.FORMAT.read(sheet, "devices", known(defaults=defaults)).drafts
    assert (draft.values["credential"], draft.values["role"]) == ("合成", "core")
