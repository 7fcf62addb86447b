"""Ledgers as people fill them, each with one defect, through the real command.

A case is a folder: ``input.yaml`` describes the file to import (its cells, merged cells, encoding)
and the options, ``known/`` the tables that are there before; ``expected/`` the tables after it and
``expected.json`` what is said. ``pytest --update`` writes the expected ones anew.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from educloud.cli import root
from educloud.inventory.formats.ledger import FORMAT
from educloud.inventory.importing.draft import Context, Formula, Sheet
from educloud.inventory.importing.ledger.layout import plain
from educloud.inventory.importing.naming.names import Directory
from educloud.inventory.models import Division
from educloud.inventory.tables import read_table

CHECKOUT = Path(__file__).parents[2]
CASES = sorted((Path(__file__).parent / "golden" / "import").iterdir())
DIVISIONS = {
    one.code: one for one in read_table(CHECKOUT / "inventory" / "divisions.csv", Division).records
}
TOLD = ("format", "accepted", "rejected", "changes", "warnings", "candidates")


def written(case: Path, folder: Path) -> tuple[Path, dict]:
    """Make the file of a case; give it and its description."""
    told = yaml.safe_load((case / "input.yaml").read_text(encoding="utf-8"))
    path = folder / told["file"]
    if "csv" in told:
        path.write_bytes(told["csv"].encode(told.get("encoding", "utf-8")))
        return path, told
    book = openpyxl.Workbook()
    book.remove(book.active)
    for described in told["sheets"]:
        sheet = book.create_sheet(described["name"])
        for row in described["rows"]:
            sheet.append(row)
        for cells in described.get("merged", ()):
            sheet.merge_cells(cells)
    book.save(path)
    return path, told


def imported(path: Path, out: Path, told: dict) -> tuple[int, dict]:
    arguments = ["--kind", told["kind"], "--out", str(out), "--json", *told.get("options", ())]
    result = CliRunner().invoke(root, ["inventory", "import", str(path), *arguments])
    assert result.exit_code in {0, 2}, result.output
    return result.exit_code, json.loads(result.stdout)


def tables(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def run(request, tmp_path_factory):
    """One case imported twice."""
    case = request.param
    folder = tmp_path_factory.mktemp(case.name)
    out = folder / "inventory"
    if (case / "known").exists():
        shutil.copytree(case / "known", out)
    path, told = written(case, folder)
    code, said = imported(path, out, told)
    once = {item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()}
    _, again = imported(path, out, told)
    twice = {item.name: item.read_bytes() for item in out.rglob("*") if item.is_file()}
    return case, out, (code, said), again, (once, twice)


def test_gives_exactly_the_expected_tables(run, request):
    case, out, (_, said), _, _ = run
    found, shown = tables(out), {key: said[key] for key in TOLD}
    if request.config.getoption("--update"):
        shutil.rmtree(case / "expected", ignore_errors=True)
        (case / "expected").mkdir()
        for name, text in found.items():
            (case / "expected" / name).write_text(text, encoding="utf-8")
        text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
        (case / "expected.json").write_text(text, encoding="utf-8")
    assert found == tables(case / "expected")
    assert shown == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_twice_is_once(run):
    _, _, (_, said), again, (once, twice) = run
    assert once == twice
    assert again["accepted"] == said["accepted"]
    assert all(not counts["added"] + counts["changed"] for counts in again["tables"].values())


def test_rejected_rows_are_counted_and_kept(run):
    _, out, (code, said), _, _ = run
    assert (code == 2) == bool(said["rejected"])
    assert bool(list((out / "rejected").glob("*.csv"))) == bool(said["rejected"])
    assert all(one["reason"] and one["hint"] for one in said["rejected"])


@pytest.mark.parametrize("kind", ["apps", "rooms", "sites", "devices", "orgs"])
def test_our_own_tables_come_back_unchanged(kind, tmp_path):
    out = tmp_path / "inventory"
    shutil.copytree(CHECKOUT / "inventory", out)
    before = tables(out)
    code, said = imported(CHECKOUT / "inventory" / f"{kind}.csv", out, {"kind": kind})
    assert (code, said["changes"]) == (0, [])
    assert said["accepted"] > 0
    assert tables(out) == before


HEADER = [
    "系统名称",
    "主管单位",
    "行政区划",
    "等保级别",
    "服务器数量",
    "最近更新",
    "备案号",
    "部署位置",
]
CELL = (
    st.none()
    | st.text(max_size=8)
    | st.integers(-10, 500_000)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.builds(Formula, st.text(max_size=4))
    | st.sampled_from(
        ["中原区教育局", "二级", "同上", "云", "41010099001-1", "合计", "郊区", "约200"]
    )
)


@given(st.lists(st.lists(CELL, min_size=8, max_size=8), max_size=8))
def test_every_row_is_taken_refused_or_told(rows):
    sheet = Sheet("台账", [HEADER, *rows])
    extract = FORMAT.read(sheet, "apps", Context(Directory(DIVISIONS)))
    taken = [draft.row for draft in extract.drafts if draft.table == "apps"]
    refused = {rejection.row for rejection in extract.rejections}
    assert len(taken) == len(set(taken))
    assert refused.isdisjoint(taken)
    left_out = "".join(extract.warnings)
    for row in set(range(extract.header_row + 1, len(rows) + 2)) - set(taken) - refused:
        cells = rows[row - 2]
        assert not any(plain(cell) for cell in cells) or f"{row}" in left_out
    for draft in extract.drafts:
        assert all(draft.values.values())


@pytest.mark.parametrize(
    ("header", "kind", "sure"),
    [
        (["系统名称", "主管单位", "等保级别"], "apps", True),
        (["机房名称", "所属单位", "面积"], "rooms", True),
        (["机房名称", "所属单位", "面积"], "apps", False),
        (["姓名", "年龄"], "apps", False),
        (["app_id", "name", "owner_org", "division_code"], "apps", True),
    ],
)
def test_recognises_ledgers_of_the_kind_by_their_header(header, kind, sure):
    assert (FORMAT.recognise(Sheet("x", [header, ["a"] * len(header)]), kind) > 0.5) is sure


def test_numbers_of_rows_are_no_ids():
    rows = [
        ["编号", "系统名称", "主管单位"],
        [1, "甲", "中原区教育局"],
        [2.0, "乙", "中原区教育局"],
    ]
    context = Context(Directory(DIVISIONS))
    extract = FORMAT.read(Sheet("x", rows), "apps", context)
    apps = [draft for draft in extract.drafts if draft.table == "apps"]
    assert [draft.values.get("app_id") for draft in apps] == [None, None]
    assert "编号" in "".join(extract.warnings)
    rows[1][0] = "ZZ-1"
    extract = FORMAT.read(Sheet("x", rows), "apps", context)
    assert [d.values.get("app_id") for d in extract.drafts if d.table == "apps"] == ["ZZ-1", "2"]


def test_a_corrected_file_of_rejects_is_imported(tmp_path):
    case = next(one for one in CASES if one.name == "titles_and_two_row_header")
    told = yaml.safe_load((case / "input.yaml").read_text(encoding="utf-8"))
    told["sheets"][0]["rows"][6][6] = "500-600"
    (tmp_path / "input.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    path, _ = written(tmp_path, tmp_path)
    out = tmp_path / "inventory"
    _, said = imported(path, out, told)
    assert [(one["row"], one["column"]) for one in said["rejected"]] == [(7, "users_reg")]
    rejects = Path(said["rejects_file"])
    text = rejects.read_text(encoding="utf-8-sig")
    rejects.write_text(text.replace("500-600", "550"), encoding="utf-8-sig")
    code, said = imported(rejects, out, {**told, "options": ["--set", "owner_org=中原区教育局"]})
    assert (code, said["accepted"]) == (0, 1)
    assert "系统乙" in (out / "apps.csv").read_text(encoding="utf-8")
    assert "行号" not in (out / "apps.csv").read_text(encoding="utf-8")
