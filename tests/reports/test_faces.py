"""The report's faces: page, workbook and terminal, fed with names as hostile ledgers hold them."""

import io
import json
import re
from html.parser import HTMLParser

import openpyxl
import pytest
from click.testing import CliRunner
from provinces import DIVISIONS, ORGS, app, room, site, situation
from rich.console import Console

from educloud.cli import root
from educloud.reports.compliance.evaluate import Count
from educloud.reports.compliance.page import render_page
from educloud.reports.compliance.report import judge
from educloud.reports.compliance.rules import all_rules
from educloud.reports.compliance.terminal import print_report
from educloud.reports.compliance.workbook import workbook_bytes

NASTY = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>&amp;",
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "#REF!",
    "[/bold][red]{{ 7*7 }}",
    "\x1b[31m\x07a\x00b\x0bc\ufffe",
    "长" * 3000,
)


def division(code, name, parent):
    return {"code": code, "name_zh": name, "name_pinyin": code, "level": "x", "parent": parent}


def hostile():
    names = dict(zip((code for code, _, _ in DIVISIONS), NASTY, strict=False))
    rooms = [room(f"R{place}", name=name) for place, name in enumerate(NASTY)]
    apps = [
        app(f"A{place}", name=name, users_active=0, cpu_p95=0.01, hosting="hosted", domain="无")
        for place, name in enumerate(NASTY)
    ]
    return situation(
        divisions=[division(code, names[code], parent) for code, _, parent in DIVISIONS],
        rooms=rooms,
        apps=apps,
        sites=[site(f"S{place}", name=name, optical="pon") for place, name in enumerate(NASTY)],
    )


@pytest.fixture(scope="module")
def report():
    return judge(hostile(), "410000")


class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"src", "href", "srcset", "data"}]
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_the_page_loads_nothing_runs_nothing_and_takes_names_as_text(report):
    page = render_page(report)
    seen = Seen()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "link", "iframe", "object", "embed"}
    assert all(link.startswith("#") for link in seen.links)
    assert "@import" not in page
    assert "url(" not in page
    assert "&lt;script&gt;" in page


def test_the_page_says_every_quote(report):
    text = []
    parser = HTMLParser()
    parser.handle_data = text.append
    parser.feed(render_page(report))
    assert [rule.id for rule in all_rules() if rule.quote not in "".join(text)] == []


def test_the_workbook_opens_holds_no_formula_and_has_titles_excel_takes(report):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))
    assert len(book.sheetnames) == len(set(book.sheetnames))
    for sheet in book:
        assert len(sheet.title) < 31
        assert not re.search(r"[\[\]:*?/\\]", sheet.title)
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "inlineStr"}
    names = [row[1].value for row in book["低小散旧机房"].iter_rows(min_row=2)]
    assert names[:6] == list(NASTY[:6])
    assert names[6] == "[31mabc"


@pytest.mark.parametrize("width", [80, 140])
def test_a_terminal_gets_every_quote_whole_and_no_orders(report, width):
    out = io.StringIO()
    print_report(report, Console(width=width, file=out))
    text = out.getvalue()
    assert "\x1b" not in text
    assert "\x07" not in text
    lines = [line for line in text.splitlines() if "│" in line]
    assert not [line for line in lines if "…" in line]
    column = "".join(line.split("│")[2].strip() for line in lines).replace(" ", "")
    assert [
        rule.id for rule in all_rules() if f"「{rule.quote}」".replace(" ", "") not in column
    ] == []


def test_parts_add_up_to_the_whole():
    where = situation(
        sites=[
            site("S1", division_code="410611", uplink_mbps=1000),
            site("S2", division_code="410621", private_link="up"),
            site("S3", division_code="410600", private_link="none"),
            site("S4", division_code="419001"),
            site("S5", division_code="410000"),
        ],
        apps=[app("A1"), app("A2", division_code="410100", owner_org="CITY")],
    )
    report = judge(where, "410000")
    for code in ("410000", "410600"):
        for one in report.standings:
            parts = [report.count(part.code, one.rule.id) for part in report.parts(code)]
            own = one.divisions.get(code, Count())
            whole = report.count(code, one.rule.id)
            for kind in ("satisfied", "failed", "unknown", "total"):
                added = sum(getattr(part, kind) for part in (*parts, own))
                assert getattr(whole, kind) == added, (code, one.rule.id, kind)
    for one in report.standings:
        if one.divisions.keys() <= report.inventory.divisions.keys():  # C01, R04 know more cities
            assert report.count("410000", one.rule.id).total == one.count.total


def test_chinese_sentences_have_chinese_punctuation():
    where = situation(
        orgs=[
            {"org_id": org, "name": org, "kind": kind, "division_code": code}
            for org, kind, code, _ in ORGS
        ]
    )
    said = []
    report = judge(where, "410000")
    for one in report.standings:
        said += [one.rule.item, one.rule.entity, one.rule.basis, *one.figures]
        said += one.figures.values()
    for sheet in report.annexes.sheets():
        said += [sheet.title, sheet.note, *sheet.columns]
    assert [text for text in said if re.search(r"[一-鿿][,;:(]|[,;:)][一-鿿]", text)] == []


def test_json_is_as_the_contract_says_on_stdout_alone(project):
    result = CliRunner().invoke(
        root, ["-C", str(project.folder), "report", "compliance", "--as-of", "2026-11-24", "--json"]
    )
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert [one["rule"] for one in document] == [rule.id for rule in all_rules()]
    for one in document:
        assert {"rule", "status", "satisfied", "total", "unknown", "due"} <= one.keys()
        assert 0 <= one["satisfied"] <= one["total"] - one["unknown"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--division", "999999"], "no division '999999'"),
        (["--out", "educloud.yaml/x.html"], "the report cannot be written"),
        (["--xlsx", "educloud.yaml/x.xlsx"], "the report cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(project, arguments, told, monkeypatch):
    monkeypatch.chdir(project.folder)
    result = CliRunner().invoke(root, ["report", "compliance", "--json", *arguments])
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_pages_go_into_folders_that_are_not_there_yet(project, tmp_path):
    page, book = tmp_path / "new" / "r.html", tmp_path / "other" / "r.xlsx"
    arguments = ["report", "compliance", "--division", "410600", "--out", str(page)]
    CliRunner().invoke(root, ["-C", str(project.folder), *arguments, "--xlsx", str(book)])
    assert "鹤壁市政策合规报告" in page.read_text(encoding="utf-8")
    assert book.read_bytes().startswith(b"PK")
