"""Reading and writing one table."""

import datetime as dt
import ipaddress
import types
import typing
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, ValidationError

from educloud.errors import ProjectError
from educloud.inventory.columns import RowReader
from educloud.inventory.models import TABLES, App, Capacity, Device, Node, Record, Site
from educloud.inventory.tables import dump_table, read_table, table_text

HEADER = "site_id,name,kind,division_code,org_id"
PLAIN = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("\n\r\t\",;'学校"))
TEXTS = st.text(PLAIN, min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = TEXTS.filter(lambda text: ";" not in text)


WEEKS = st.dates().map(lambda day: "{:04}-W{:02}".format(*day.isocalendar()))


def values_of(annotation: object, limits: tuple[object, ...] = ()) -> st.SearchStrategy:
    """Give what a column of this type may hold."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        inner, *metadata = typing.get_args(annotation)
        if any(isinstance(one, AfterValidator) for one in metadata):
            return WEEKS
        return values_of(inner, (*limits, *metadata))
    if origin in {typing.Union, types.UnionType}:
        members = [one for one in typing.get_args(annotation) if one is not type(None)]
        return st.one_of([values_of(one, limits) for one in members])
    if origin is typing.Literal:
        return st.sampled_from(typing.get_args(annotation))
    if origin is tuple:
        return st.lists(WORDS, min_size=1, max_size=3).map(tuple)
    return plain_values(annotation, bounds(limits))


def bounds(limits: tuple[object, ...]) -> dict[str, typing.Any]:
    found: dict[str, typing.Any] = {}
    for limit in limits:
        for part in [limit, *getattr(limit, "metadata", ())]:
            for name in ("ge", "le", "pattern"):
                value = getattr(part, name, None)
                if value is not None:
                    found[name] = value
    return found


def plain_values(kind: object, limit: dict[str, typing.Any]) -> st.SearchStrategy:
    low, high = limit.get("ge"), limit.get("le")
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if kind is str:
        if limit.get("pattern") in {None, r"^\S+$"}:
            return TEXTS if not limit else st.from_regex(r"\A[A-Za-z0-9_学-]{1,12}\Z")
        return st.from_regex(
            limit["pattern"].replace("$", r"\Z"), alphabet="0123456789Wgenricspal-"
        )
    return {
        int: st.integers(low, high),
        float: st.floats(low, high, allow_nan=False, allow_infinity=False),
        bool: st.booleans(),
        dt.date: st.dates(),
        ipaddress.IPv4Address: st.ip_addresses(v=4),
        ipaddress.IPv6Address: st.ip_addresses(v=6),
        ipaddress.IPv4Network: st.tuples(st.ip_addresses(v=4), st.integers(0, 32)).map(
            lambda pair: ipaddress.IPv4Network(pair, strict=False)
        ),
        ipaddress.IPv6Network: st.tuples(st.ip_addresses(v=6), st.integers(0, 128)).map(
            lambda pair: ipaddress.IPv6Network(pair, strict=False)
        ),
    }[kind]


def records_of(kind: type[Record]) -> st.SearchStrategy[Record]:
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = {
        name: values_of(hints[name]) if info.is_required() else st.none() | values_of(hints[name])
        for name, info in kind.model_fields.items()
    }
    extras = st.dictionaries(
        st.sampled_from(["synthetic", "备注", "a,b", 'quo"te']),
        st.text(PLAIN, min_size=1, max_size=12).filter(str.strip),
        max_size=3,
    )
    return st.builds(
        lambda known, extra: kind.model_validate({**known, **extra}),
        st.fixed_dictionaries(fields),
        extras,
    )


@pytest.mark.parametrize("name", TABLES)
def test_reading_gives_back_what_was_written(name, tmp_path_factory):
    """load(dump(x)) == x, unknown columns included."""
    path = tmp_path_factory.mktemp("law") / f"{name}.csv"

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(records_of(TABLES[name]), max_size=4))
    def law(records):
        dump_table(path, records, TABLES[name])
        table = read_table(path, TABLES[name])
        assert table.findings == []
        assert table.records == records

    law()


@pytest.mark.parametrize("name", TABLES)
def test_a_row_read_by_columns_is_the_row_as_pydantic_reads_it(name):
    """The fast way differs in nothing: same record, or the same faults."""
    kind = TABLES[name]
    cells = st.sampled_from(
        ["", " ", "7", " 7 ", "-1", "0.5", "1e400", "nan", "是", "no", "x", "x y", "a; b;", "学校",
         "410102", "2026-11-24", "20261124", "2026-W05", "10.0.0.1", "010.0.0.1", "10.1", "fe80::1",
         "3fff::/56", "primary", "core", "own_room", "together", "main", "gpon", "purchased"]
    )  # fmt: skip
    header = [*kind.model_fields, "备注", "synthetic"]

    @settings(max_examples=150, deadline=None)
    @given(st.lists(st.tuples(*[cells] * len(header)), min_size=1, max_size=3))
    def law(rows):
        reader = RowReader(kind, header)
        for row in rows:
            values = {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}
            slow = outcome(lambda values=values: kind.model_validate(values))
            fast = reader.read_all([row])
            assert outcome(lambda row=row: reader.read(row)) == slow
            assert fast == (None if isinstance(slow, list) else [slow[0]])
            assert fast is None or fast[0].model_extra == slow[1]

    law()


def test_the_columns_a_file_had_stay_in_their_order_also_where_all_are_empty(tmp_path):
    text = HEADER + ",备注,uplink_mbps,甲方\nS1,浚县一中,senior,410621,O1,,,\n"
    table = read_table(write(tmp_path, text), Site)
    assert table_text(table.records, Site, table.header) == text
    longer = Site.model_validate({**table.records[0].model_dump(exclude_none=True), "classes": 9})
    written = table_text([longer], Site, table.header)
    assert written.splitlines()[0] == HEADER + ",备注,uplink_mbps,甲方,classes"


def test_rows_that_agree_share_their_values():
    reader = RowReader(Site, [*HEADER.split(","), "synthetic"])
    rows = [[f"S{n}", "浚县一中", "senior", "410621", "O1", "yes"] for n in (1, 2)]
    one, two = reader.read_all(rows)
    assert [one, two] == [reader.read(row) for row in rows]
    assert one.name == two.name
    assert one.division_code is two.division_code
    assert one.model_extra is two.model_extra


def outcome(read: typing.Callable[[], Record]) -> object:
    try:
        record = read()
    except ValidationError as error:
        return [(fault["loc"], fault["type"], fault["input"]) for fault in error.errors()]
    return record, record.model_extra


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "sites") -> Path:
    path = folder / f"{name}.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_table_may_come_in_the_encodings_spreadsheets_write(tmp_path, encoding):
    path = write(tmp_path, f"{HEADER},备注\r\nS1,浚县第一中学,senior,410621,O1,河湾\r\n", encoding)
    (site,) = read_table(path, Site).records
    assert (site.name, site.model_extra) == ("浚县第一中学", {"备注": "河湾"})


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path):
    """Empty lines and cells of several lines do not shift them."""
    path = write(
        tmp_path, f'{HEADER}\n"S1","two\nlines",senior,410621,O1\n\nS3,x,castle,410621,O1\n'
    )
    (finding,) = read_table(path, Site).findings
    assert (finding.row, finding.column, finding.value) == (4, "kind", "castle")
    assert "not one of 'kindergarten'" in finding.reason


@pytest.mark.parametrize(
    ("table", "column", "value", "reason"),
    [
        ("sites", "students", "many", "not a whole number"),
        ("sites", "students", "-3", "less than 0"),
        ("sites", "uplink_mbps", "fast", "not a number"),
        ("sites", "uplink_mbps", "nan", "not a finite number"),
        ("sites", "network_ready_on", "1798761600", "not a date (YYYY-MM-DD)"),
        ("sites", "network_ready_on", "2027-02-30", "not a date (YYYY-MM-DD)"),
        ("sites", "ipv6_prefix", "3fff:410::1/56", "not an IPv6 prefix"),
        ("sites", "ipv6_prefix", "10.0.0.0/8", "not an IPv6 prefix"),
        ("sites", "division_code", "4106", r"not of the form ^\d{6}$"),
        ("devices", "mgmt_address", "switch-1", "not an IP address"),
        ("devices", "mgmt_port", "70000", "more than 65535"),
        ("apps", "cii", "perhaps", "neither yes nor no"),
    ],
)
def test_a_wrong_cell_is_one_finding_with_its_reason(tmp_path, table, column, value, reason):
    right = {
        "sites": {
            "site_id": "S1",
            "name": "x",
            "kind": "senior",
            "division_code": "410621",
            "org_id": "O",
        },
        "devices": {
            "device_id": "D1",
            "hostname": "h",
            "site_id": "S1",
            "platform": "huawei_vrp",
            "role": "core",
            "mgmt_address": "::1",
        },
        "apps": {"app_id": "A", "name": "n", "owner_org": "O", "division_code": "410621"},
    }[table] | {column: value}
    text = ",".join(right) + "\n" + ",".join(right.values()) + "\n"
    read = read_table(write(tmp_path, text, name=table), TABLES[table])
    (finding,) = read.findings
    assert (finding.table, finding.row, finding.column, finding.value) == (table, 2, column, value)
    assert finding.reason == reason
    assert read.records == []


def test_an_empty_cell_is_unknown_never_zero_or_no(tmp_path):
    path = write(
        tmp_path,
        "app_id,name,owner_org,division_code,vcpu,ipv6,arch\nA,n,O,410621,, ,\n",
        name="apps",
    )
    (app,) = read_table(path, App).records
    assert (app.vcpu, app.ipv6, app.arch) == (None, None, None)


def test_a_missing_required_column_is_named_once(tmp_path):
    table = read_table(write(tmp_path, "site_id,name,kind,org_id\nS1,x,senior,O\n"), Site)
    assert [str(one) for one in table.findings] == [
        "inventory/sites.csv, row 1, column division_code: the required column is missing"
    ]


def test_a_missing_required_value_is_no_empty_text(tmp_path):
    (finding,) = read_table(write(tmp_path, f"{HEADER}\nS1,,senior,410621,O1\n"), Site).findings
    assert (finding.column, finding.value, finding.reason) == (
        "name",
        None,
        "a required value is missing",
    )


def test_a_column_standing_twice_is_refused(tmp_path):
    (finding,) = read_table(
        write(tmp_path, f"{HEADER},name\nS1,x,senior,410621,O1,y\n"), Site
    ).findings
    assert (finding.row, finding.column) == (1, "name")


@pytest.mark.parametrize("row", ["S1,x,senior,410621,O1,stray", "S1,x,senior,410621,O1,,stray"])
def test_a_value_without_a_column_is_not_lost_silently(tmp_path, row):
    (finding,) = read_table(write(tmp_path, f"{HEADER},\n{row}\n"), Site).findings
    assert (finding.row, finding.value) == (2, "stray")


@pytest.mark.parametrize(
    "content",
    [
        b"site_id\0,name\n",
        bytes(range(128, 256)) * 3,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xfea",
    ],
)
def test_a_file_that_is_no_text_is_one_sentence(tmp_path, content):
    path = tmp_path / "sites.csv"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"sites\.csv: holds NUL or undecodable bytes"):
        read_table(path, Site)


def test_an_unclosed_quote_names_its_row(tmp_path):
    path = write(tmp_path, f'{HEADER}\nS1,x,senior,410621,O1\nS2,"x,senior\n')
    with pytest.raises(ProjectError, match="row 3 is not CSV"):
        read_table(path, Site)


def test_an_empty_file_lacks_its_columns_and_a_missing_one_is_empty(tmp_path):
    assert read_table(tmp_path / "pins.csv", TABLES["pins"]).findings == []
    (finding,) = read_table(write(tmp_path, "", name="pins"), TABLES["pins"]).findings
    assert finding.reason == "the header row is missing"


def test_lists_truths_and_whole_numbers_are_written_for_people(tmp_path):
    path = tmp_path / "nodes.csv"
    dump_table(
        path,
        [Node(node_id="n", name="x", tier="city", division_code="410600", arch=("a", "b"))],
        Node,
    )
    assert path.read_text().splitlines()[1] == "n,x,city,410600,a;b"
    path = tmp_path / "capacity.csv"
    row = Capacity(node_id="n", from_date="2027-01-04", vcpu=80, ram_gb=0.5)
    dump_table(path, [row], Capacity)
    assert path.read_text().splitlines() == ["node_id,from_date,vcpu,ram_gb", "n,2027-01-04,80,0.5"]


def test_a_port_of_a_device_is_kept(tmp_path):
    text = (
        "device_id,hostname,site_id,platform,role,mgmt_address,mgmt_port\n"
        "007,h,S1,huawei_vrp,core,127.0.0.1,22001\n"
    )
    (device,) = read_table(write(tmp_path, text, name="devices"), Device).records
    assert (device.device_id, device.mgmt_port) == ("007", 22001)


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [("是", True), ("有", True), ("Y", True), ("否", False), ("无", False), ("no", False)],
)
def test_yes_and_no_are_understood_in_both_languages(tmp_path, cell, meaning):
    text = f"app_id,name,owner_org,division_code,ipv6\nA,n,O,410621,{cell}\n"
    (app,) = read_table(write(tmp_path, text, name="apps"), App).records
    assert app.ipv6 is meaning


def test_a_list_of_nothing_is_unknown(tmp_path):
    text = "node_id,name,tier,division_code,arch\nn,x,city,410600,;\n"
    (node,) = read_table(write(tmp_path, text, name="nodes"), Node).records
    assert node.arch is None
