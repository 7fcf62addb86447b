"""Unknown cells are listed with what the planner does about them."""

from educloud.inventory.gaps import find_gaps
from educloud.inventory.load import load_inventory


def gaps(project):
    return {(gap.table, gap.column): gap for gap in find_gaps(load_inventory(project))}


def empty(project, table, row_id, column):
    path = project.inventory / f"{table}.csv"
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index(column)
    for number, line in enumerate(lines):
        cells = line.split(",")
        if cells[0] == row_id:
            cells[place] = ""
            lines[number] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n")


def test_each_gap_names_its_rows_and_its_effect(project):
    found = gaps(project)
    assert found["apps", "data_gb"].ids == ("HB-APP-029",)
    assert found["apps", "data_gb"].effect == "counts as 0"
    assert found["apps", "importance"].effect == "counts as medium"
    assert found["apps", "mlps_level"].effect == "sets no condition"
    assert found["apps", "app_class"].ids == ("HB-APP-075",)


def test_emptying_a_cell_makes_a_gap_and_only_that_one(project):
    before = gaps(project)
    empty(project, "capacity", "city-410100", "ram_gb")
    after = gaps(project)
    assert after.pop(("capacity", "ram_gb")).ids == ("city-410100",)
    assert after == before


def test_an_unknown_class_matters_only_where_it_decides(project):
    empty(project, "apps", "HB-APP-001", "app_class")
    assert gaps(project)["apps", "app_class"].ids == ("HB-APP-075",)


def test_a_node_without_a_capacity_row_takes_nothing(project):
    path = project.inventory / "capacity.csv"
    path.write_text(
        "".join(
            line for line in path.read_text().splitlines(keepends=True) if "city-410100" not in line
        )
    )
    assert gaps(project)["capacity", "node_id"].ids == ("city-410100",)
