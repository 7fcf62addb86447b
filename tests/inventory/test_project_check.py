"""What validation finds beyond rows and references: one finding for each cause, where it stands."""

import csv

import pytest

from educloud.inventory.addresses.register import address_plan, save_register
from educloud.inventory.load import load_inventory, read_inventory
from educloud.inventory.project_check import project_findings

TOP = "410000"


def rows_of(project, table):
    with (project.inventory / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def change(project, table, changes):
    """Change cells: ``changes`` maps the first cell of a row to its new cells by column."""
    rows = rows_of(project, table)
    columns = list(dict.fromkeys([*rows[0], *(name for new in changes.values() for name in new)]))
    key = columns[0]
    for row in rows:
        row.update(changes.get(row[key], {}))
    with (project.inventory / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def found(project):
    reading = read_inventory(project)
    return [*reading.findings(), *project_findings(project, reading, reading.inventory())]


def told(project):
    return [(one.table, one.column, one.value) for one in found(project)]


def recorded(project):
    plan = address_plan(project, load_inventory(project))
    save_register(project, plan)
    return plan


@pytest.mark.parametrize("parent", ["888888", "410611"])
def test_a_broken_way_up_is_one_finding_not_one_for_each_site_below(project, parent):
    change(project, "divisions", {"410600": {"parent": parent}})
    assert told(project) == [("divisions", "parent", parent)]


def test_a_site_of_another_province_is_found_with_its_division(project):
    other = "code,name_zh,name_pinyin,level,parent\n120000,天津市,Tianjin,province,\n"
    with (project.inventory / "divisions.csv").open("a", encoding="utf-8") as file:
        columns = rows_of(project, "divisions")[0]
        cells = dict(zip(*(line.split(",") for line in other.splitlines()), strict=True))
        file.write(",".join(cells.get(name, "") for name in columns) + "\n")
    change(project, "sites", {"HB-SITE-004": {"division_code": "120000"}})
    assert ("sites", "division_code", "120000") in told(project)


@pytest.mark.parametrize(
    ("table", "column", "first", "second"),
    [
        ("orgs", "tenant_parent", "HB-ORG-019", "HB-ORG-020"),
        ("nodes", "parent", "main-410000", "city-410600"),
        ("apps", "replaced_by", "HB-APP-001", "HB-APP-002"),
    ],
)
def test_a_circle_is_found_once_and_keeps_nothing_from_working(
    project, table, column, first, second
):
    change(project, table, {first: {column: second}, second: {column: first}})
    assert len(found(project)) == 1
    assert {(one.table, one.column) for one in found(project)} == {(table, column)}
    load_inventory(project)


def test_two_sites_with_one_prefix_are_found_in_the_table_that_says_so(project):
    (project.inventory / "ipv6.csv").unlink(missing_ok=True)
    own = str(address_plan(project, load_inventory(project)).prefix("site", "HB-SITE-004"))
    change(
        project,
        "sites",
        {"HB-SITE-004": {"ipv6_prefix": own}, "HB-SITE-005": {"ipv6_prefix": own}},
    )
    (finding,) = found(project)
    assert (finding.table, finding.column, finding.value) == ("sites", "ipv6_prefix", own)
    assert "overlaps site" in finding.reason


def test_a_register_changed_by_hand_is_found_in_the_register(project):
    plan = recorded(project)
    path = project.inventory / "ipv6.csv"
    one, other = (str(plan.prefix("site", name)) for name in ("HB-SITE-004", "HB-SITE-005"))
    text = path.read_text(encoding="utf-8").replace(f"HB-SITE-005,{other}", f"HB-SITE-005,{one}")
    path.write_text(text, encoding="utf-8")
    (finding,) = found(project)
    assert (finding.table, finding.column, finding.value) == ("ipv6", "prefix", one)
    assert path.read_text(encoding="utf-8").splitlines()[finding.row - 1].endswith(one)


def test_people_may_keep_notes_beside_the_register(project):
    recorded(project)
    path = project.inventory / "ipv6.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    noted = [f"{line},{'已公告' if ',HB-SITE-004,' in line else ''}" for line in lines]
    path.write_text("\n".join([f"{head},备注", *noted]) + "\n", encoding="utf-8")
    extra = dict(rows_of(project, "sites")[0], site_id="HB-SITE-900", name="新校（合成）")
    with (project.inventory / "sites.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(extra), lineterminator="\n").writerow(extra)
    recorded(project)
    kept = {row["id"]: row for row in rows_of(project, "ipv6")}
    assert kept["HB-SITE-004"]["备注"] == "已公告"
    assert kept["HB-SITE-900"]["备注"] == ""
    assert found(project) == []
