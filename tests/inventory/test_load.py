"""The inventory as a whole: what must hold between rows, and how a fault is told."""

import csv
import pickle

import pytest

from educloud.errors import InventoryError, ProjectError
from educloud.inventory.load import check_inventory, inventory_digest, load_inventory
from educloud.inventory.models import TABLES


def change(project, table, row_id, **cells):
    """Change cells of a row (``copy=True``: of a copy added at the end); give its row number."""
    path = project.inventory / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    key = TABLES[table].key[0]
    row = next(row for row in rows if row[key] == row_id)
    if cells.pop("copy", False):
        row = dict(row)
        rows.append(row)
    row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return 2 + next(place for place, one in enumerate(rows) if one is row)


def told(project):
    return [(one.table, one.row, one.column, one.value) for one in check_inventory(project)]


def test_the_shipped_inventory_holds(project):
    assert check_inventory(project) == []


def test_two_sites_with_one_id_are_found(project):
    row = change(project, "sites", "HB-SITE-004", copy=True)
    assert told(project) == [("sites", row, "site_id", "HB-SITE-004")]
    assert "already stands in row 5" in check_inventory(project)[0].reason


def test_a_division_that_does_not_exist_is_found(project):
    row = change(project, "sites", "HB-SITE-004", division_code="999999")
    assert told(project) == [("sites", row, "division_code", "999999")]


@pytest.mark.parametrize(
    ("table", "row_id", "column"),
    [
        ("sites", "HB-SITE-004", "org_id"),
        ("rooms", "HB-ROOM-02", "site_id"),
        ("devices", "HB-DEV-002", "site_id"),
        ("devices", "HB-DEV-002", "uplink_device"),
        ("apps", "HB-APP-001", "owner_org"),
        ("apps", "HB-APP-001", "room_id"),
        ("apps", "HB-APP-001", "replaced_by"),
        ("deps", "HB-APP-001", "depends_on"),
        ("capacity", "main-410000", "node_id"),
        ("pins", "HB-APP-007", "node_id"),
        ("links", "HB-LINK-CITY", "division_code"),
        ("teams", "HB-TEAM-CITY", "division_code"),
    ],
)
def test_every_reference_is_followed(project, table, row_id, column):
    nowhere = "000000" if column == "division_code" else "NOWHERE"
    row = change(project, table, row_id, **{column: nowhere})
    assert told(project) == [(table, row, column, nowhere)]


def test_a_rejected_row_is_reported_once_not_by_those_that_point_to_it(project):
    row = change(project, "sites", "HB-SITE-001", kind="castle")
    assert told(project) == [("sites", row, "kind", "castle")]


def test_a_table_without_its_columns_is_reported_once_not_by_those_that_point_to_it(project):
    path = project.inventory / "rooms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("org_id", "org"), encoding="utf-8")
    assert told(project) == [("rooms", 1, "org_id", None)]


def test_one_management_address_and_port_belongs_to_one_device(project):
    row = change(project, "devices", "HB-DEV-003", mgmt_port="22001")
    assert told(project) == [("devices", row, "mgmt_address", "127.0.0.1, 22001")]


def test_an_unset_port_is_port_22(project):
    change(project, "devices", "HB-DEV-030", mgmt_address="2001:db8::1", mgmt_port="22")
    row = change(project, "devices", "HB-DEV-031", mgmt_address="2001:db8:0::1", mgmt_port="")
    assert told(project) == [("devices", row, "mgmt_address", "2001:db8::1, 22")]


def test_a_loop_of_uplinks_is_found_once(project):
    row = change(project, "devices", "HB-DEV-001", uplink_device="HB-DEV-004")
    assert told(project) == [("devices", row, "uplink_device", "HB-DEV-004")]


def test_a_device_that_is_its_own_uplink_is_found(project):
    row = change(project, "devices", "HB-DEV-040", uplink_device="HB-DEV-040")
    assert told(project) == [("devices", row, "uplink_device", "HB-DEV-040")]


def test_a_division_under_itself_is_found_and_ends(project):
    change(project, "divisions", "410600", parent="410611")
    assert [one.column for one in check_inventory(project)] == ["parent"]


def test_rings_of_dependencies_are_legal(project):
    edges = {(one.app_id, one.depends_on) for one in load_inventory(project).deps}
    assert {
        ("HB-APP-003", "HB-APP-004"),
        ("HB-APP-004", "HB-APP-005"),
        ("HB-APP-005", "HB-APP-003"),
    } <= edges


@pytest.mark.parametrize(
    ("file", "text", "entry"),
    [
        (
            "calendar",
            "blackouts: [{name: x, from: 2027-02-02, to: 2027-02-01}]",
            "entry 1, column to",
        ),
        (
            "calendar",
            "blackouts: [{name: x, from: 2027-02-01, to: 2027-02-01, divisions: ['999999']}]",
            "entry 1, column divisions: does not stand in divisions.csv (found '999999')",
        ),
        ("planner", "start: 2026-12-08", "column start: is not a Monday (found '2026-12-08')"),
        ("planner", "pilot_division: '999999'", "column pilot_division"),
        ("planner", "weeks: -1", "column weeks: less than 1 (found '-1')"),
        ("planner", "cutover_weekdays: [9]", "column cutover_weekdays: more than 6 (found '9')"),
        ("planner", "- 1", "column : not keys with values"),
        ("calendar", "blackout: []", "column blackout: unknown key"),
        ("calendar", "blackouts: [{name: x, from: 2027-02-01}]", "column to: a required value"),
        (
            "calendar",
            "blackouts: [{name: x, from: soon, to: 2027-02-01}]",
            "column from: not a date (YYYY-MM-DD) (found 'soon')",
        ),
    ],
)
def test_calendar_and_policy_are_checked_too(project, file, text, entry):
    (project.inventory / f"{file}.yaml").write_text(text)
    (finding,) = check_inventory(project)
    assert f"inventory/{file}.yaml, entry 1" in str(finding)
    assert entry in str(finding)


def test_an_unknown_key_of_a_yaml_file_is_one_sentence(project):
    (project.inventory / "planner.yaml").write_text("start: 2026-12-07\nwekks: 3\n")
    with pytest.raises(ProjectError, match=r"planner\.yaml, entry 1, column wekks: unknown key"):
        load_inventory(project)


def test_the_error_is_one_sentence_and_survives_pickling(project):
    row = change(project, "sites", "HB-SITE-004", kind="castle")
    change(project, "sites", "HB-SITE-005", students="many")
    with pytest.raises(InventoryError) as caught:
        load_inventory(project)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own bytes
    for error in (caught.value, again):
        assert f"inventory/sites.csv, row {row}, column kind" in str(error)
        assert "(and 1 more)" in str(error)
        assert "\n" not in str(error)
        assert len(error.findings) == 2
        assert error.exit_code == 1


def test_tables_that_are_not_there_are_empty(project):
    for name in ("pins", "devices", "deps"):
        (project.inventory / f"{name}.csv").unlink()
    for name in ("calendar", "planner"):
        (project.inventory / f"{name}.yaml").unlink()
    inventory = load_inventory(project)
    assert (inventory.pins, inventory.devices, inventory.deps) == ({}, {}, ())
    assert inventory.calendar.blackouts == ()
    assert inventory.policy.weeks == 60


def test_an_empty_file_is_one_finding(project):
    (project.inventory / "sites.csv").write_text("", encoding="utf-8")
    assert told(project) == [("sites", 1, "", None)]


def test_a_missing_table_is_told_once_for_each_column_that_points_there(project):
    (project.inventory / "teams.csv").unlink()
    assert check_inventory(project) == []  # nothing points to it
    (project.inventory / "rooms.csv").unlink()
    (finding,) = check_inventory(project)
    assert (finding.table, finding.column) == ("apps", "room_id")
    assert "rooms.csv is missing or empty" in finding.reason


@pytest.mark.parametrize("week", ["2027-W00", "2027-W53", "2027-W60"])
def test_a_week_that_its_year_does_not_have_is_found(project, week):
    (project.inventory / "pins.csv").write_text(f"app_id,week\nHB-APP-007,{week}\n")
    assert told(project) == [("pins", 2, "week", week)]


def test_the_digest_changes_with_every_file_the_planner_reads(project):
    seen = {inventory_digest(project)}
    assert seen == {inventory_digest(project)}
    for name in [*(f"{table}.csv" for table in TABLES), "calendar.yaml", "planner.yaml"]:
        with (project.inventory / name).open("a") as file:
            file.write("\n")
        seen.add(inventory_digest(project))
    assert len(seen) == len(TABLES) + 3


def test_a_division_lies_under_its_parents_not_under_its_digits(project):
    inventory = load_inventory(project)
    assert inventory.lineage("410611") == ("410611", "410600", "410000")
    assert inventory.lies_under("419001", "410000")
    assert not inventory.lies_under("410600", "410611")
