"""``educloud inventory import`` at the door."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.cli.import_rules import RULES

HEADER = (
    "Record Type 1,Application Name,Description,Comments,Business Service,Dependency,"
    "Dependency Direction\n"
)
GOOD = HEADER + "1,教务系统（合成）,教务,,,,\n1,图书系统（合成）,,,,,\n"
BAD = GOOD + "7,食堂系统（合成）,,电话13800000000,,,\n"
OWNER = ("--set", "owner_org=HB-ORG-019")


def file(tmp_path, text=GOOD, name="清单.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def run(project, *arguments):
    words = ["-C", str(project.folder), "inventory", "import", *map(str, arguments)]
    return CliRunner().invoke(root, words)


def test_json_is_one_document_of_the_agreed_keys(project, tmp_path):
    result = run(project, file(tmp_path, BAD), *OWNER, "--json")
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert (document["format"], document["accepted"]) == ("konveyor", 2)
    (rejected,) = document["rejected"]
    assert set(rejected) == {"row", "column", "value", "reason", "hint"}
    assert (rejected["row"], rejected["column"], rejected["value"]) == (4, "Record Type 1", "7")
    assert document["tables"]["apps"] == {"added": 2, "changed": 0, "unchanged": 0}
    assert Path(document["rejects_file"]).read_text(encoding="utf-8-sig").count("\n") == 2
    assert "13800000000" not in result.output


def test_the_same_file_twice_is_silent_about_new_rows(project, tmp_path):
    path = file(tmp_path)
    assert run(project, path, *OWNER).exit_code == 0
    before = (project.inventory / "apps.csv").read_bytes()
    result = run(project, path, *OWNER)
    assert result.exit_code == 0
    assert "新增 0 行 · 更新 0 行 · 未变 2 行" in result.stdout
    assert (project.inventory / "apps.csv").read_bytes() == before


def test_the_summary_for_people(project, tmp_path):
    result = run(project, file(tmp_path, BAD), *OWNER)
    assert result.exit_code == 2
    assert "格式 konveyor · 工作表 清单" in result.stdout
    assert "拒收 1 处" in result.stdout
    assert "no such record type" in " ".join(result.stdout.replace("│", " ").split())
    assert "接收 2 行 · 拒收 1 行" in result.stdout
    assert "改正后再导入该文件" in result.stdout


def test_every_rule_of_the_golden_files_has_a_title_for_people():
    golden = Path(__file__).parents[1] / "inventory" / "golden"
    text = "".join(path.read_text(encoding="utf-8") for path in golden.rglob("expected.json"))
    assert set(re.findall('"rule": "([^"]+)"', text)) <= set(RULES)


def test_a_dry_run_writes_nothing(project, tmp_path):
    before = {path: path.read_bytes() for path in project.inventory.rglob("*") if path.is_file()}
    result = run(project, file(tmp_path, BAD), *OWNER, "--dry-run")
    assert result.exit_code == 2
    assert "新增 2 行" in result.stdout
    assert "试运行" in result.stdout
    now = {path: path.read_bytes() for path in project.inventory.rglob("*") if path.is_file()}
    assert now == before


def test_without_a_project_out_names_the_folder(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path, out = file(tmp_path), tmp_path / "new" / "tables"
    out.mkdir(parents=True)
    shutil.copy(project.inventory / "orgs.csv", out)
    words = ["inventory", "import", str(path), *OWNER, "--out", str(out), "--json"]
    result = CliRunner().invoke(root, words)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["accepted"] == 2
    assert sorted(one.name for one in out.iterdir()) == ["apps.csv", "orgs.csv"]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"", "empty"),
        (b"PK\x03\x04broken", "damaged"),
        ("甲,乙\n1,2\n".encode(), "--map"),
        (b"a,b\n\0,1\n", "NUL"),
    ],
)
def test_a_bad_file_is_one_sentence_and_nothing_is_written(
    tmp_path, monkeypatch, educloud, content, what
):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "bad.xlsx"
    path.write_bytes(content)
    out = tmp_path / "out"
    result = educloud("inventory", "import", str(path), "--out", str(out), "--json")
    assert (result.returncode, result.stdout) == (1, "")
    assert what in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(path) in result.stderr
    assert not out.exists()


def test_pairs_are_checked(project, tmp_path):
    result = run(project, file(tmp_path), "--map", "名称")
    assert result.exit_code == 1
    assert "'名称' is not NAME=VALUE" in result.output


def test_a_header_and_a_value_may_hold_the_sign_between_them(project, tmp_path):
    text = "系统名称,主管单位,级别=等保\n珠算练习（合成）,鹤壁市教育局（合成）,二级\n"
    said = ["--map", "级别=等保=mlps_level", "--set", "function=a=b", "--json"]
    result = run(project, file(tmp_path, text), *said)
    assert result.exit_code == 0, result.output
    (row,) = [
        line
        for line in (project.inventory / "apps.csv").read_text(encoding="utf-8").splitlines()
        if "珠算练习（合成）" in line
    ]
    assert "a=b" in row
    assert ",2," in row


def test_the_progress_bar_is_for_a_terminal_only(project, tmp_path):
    program = str(Path(sys.executable).with_name("educloud"))
    command = [program, "-C", str(project.folder), "inventory", "import", str(file(tmp_path))]
    command += [*OWNER, "--json"]
    ours, theirs = pty.openpty()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "读取文件" in shown or "整理各行" in shown or "合并到台账" in shown
    assert json.loads(done.stdout)["accepted"] == 2
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stderr == b""


def test_map_names_columns_that_no_format_knows(project, tmp_path):
    path = file(tmp_path, "业务叫法,归谁管,核\n教务系统（合成）,HB-ORG-019,4\n")
    assert run(project, path).exit_code == 1
    named = ["--map", "业务叫法=name", "--map", "归谁管=owner_org", "--map", "核=vcpu"]
    result = run(project, path, *named, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["accepted"] == 1
    header, *_, row = (project.inventory / "apps.csv").read_text(encoding="utf-8").splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True))["vcpu"] == "4"


def test_people_read_the_headers_of_their_own_file(project, tmp_path):
    text = (
        "系统名称,主管单位,行政区划,等保级别,域名\n"
        "合成甲系统,HB-ORG-019,410611,２级,无\n"
        "合成乙系统,HB-ORG-019,410611,九级,\n"
    )
    told = run(project, file(tmp_path, text)).stdout
    assert "等保级别(mlps_level)" in told
    assert "第2行 域名(domain): 无 → (空)" in " ".join(told.split())
    assert "…" not in told  # no hint is cut
    assert all(title for title in RULES.values())


def test_a_row_of_a_sheet_is_named_as_people_say_it(project, tmp_path):
    book = openpyxl.Workbook()
    for name in ("郑州", "开封"):
        sheet = book.create_sheet(name)
        sheet.append(["系统名称", "主管单位", "行政区划", "等保级别"])
        sheet.append([f"合成{name}系统", "HB-ORG-019", "410611", "２级"])
        sheet.append([f"合成{name}乙系统", "HB-ORG-019", "410611", "九级"])
    del book["Sheet"]
    book.save(path := tmp_path / "分市.xlsx")
    told = run(project, path).stdout
    assert "郑州 第2行" in told
    assert "开封 第3行" in told
    assert "第郑州" not in told


def test_dependencies_take_what_is_said_of_their_applications(project, tmp_path):
    text = GOOD + "2,教务系统（合成）,,,,图书系统（合成）,southbound\n"
    said = ["--kind", "deps", "--set", "kind=together", "--map", "Comments=remark", "--json"]
    result = run(project, file(tmp_path, text), *OWNER, *said)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["tables"]["deps"]["added"] == 1
    *_, last = (project.inventory / "deps.csv").read_text(encoding="utf-8").splitlines()
    assert ",together,Konveyor" in last


def test_a_wrong_option_is_one_sentence(project, tmp_path):
    result = run(project, file(tmp_path), *OWNER, "--set", "importance=非常")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--set importance=非常: not one of the known words" in result.output
