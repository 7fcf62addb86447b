"""The report as one self-contained HTML page: Chinese, its charts inside, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, StrictUndefined

from educloud.inventory.models import Division
from educloud.reports.compliance.evaluate import Count, Standing, Status
from educloud.reports.compliance.report import STATUS_ZH, Report

SHOWN = 200  # rows of an annex on the page; the workbook holds all
CHAPTERS = {
    "N": "教育专网与校园网",
    "C": "教育云与应用迁移",
    "G": "网络安全与责任",
    "R": "标准与报送",
}
BAR = 160  # px, a rule's bar


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a bar, in pixels from its left end."""

    kind: str  # satisfied, failed, unknown
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A division's count for one rule; ``shade`` 0..10 is the satisfied share in tenths."""

    shade: int
    shown: str
    said: str


def segments(count: Count, width: int = BAR) -> list[Segment]:
    """Divide a bar by satisfied, failed and unknown; empty when nothing is counted."""
    found: list[Segment] = []
    x = 0.0
    for kind in ("satisfied", "failed", "unknown"):
        part = getattr(count, kind) / count.total * width if count.total else 0
        if part:
            found.append(Segment(kind, round(x, 1), round(part, 1)))
        x += part
    return found


def cell(count: Count) -> Cell | None:
    """Give the heat map's cell of a count; None when nothing is counted."""
    if not count.total:
        return None
    share = count.satisfied / count.total
    said = f"达标{count.satisfied} / 共{count.total}，未达标{count.failed}，未知{count.unknown}"
    # Rounded down: 100 is only for what is wholly satisfied.
    return Cell(int(share * 10), str(int(share * 100)), said)


def render_page(report: Report) -> str:
    """Give the page as HTML text."""
    source = resources.files("educloud.reports").joinpath("html/compliance.html.j2")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["zh"] = STATUS_ZH.__getitem__
    mapped = [one for one in report.standings if one.binding and one.count.total]
    return environment.from_string(source.read_text(encoding="utf-8")).render(
        report=report,
        titles={key: one.title for key, one in report.profile.documents.items()},
        chapters=list(_chapters(report)),
        bar=BAR,
        segments=segments,
        mapped=mapped,
        cities=list(_places(report, report.parts(report.division.code), mapped)),
        counties=[
            (city, list(_places(report, counties, mapped)))
            for city in report.parts(report.division.code)
            if (counties := report.parts(city.code))
        ],
        shown=SHOWN,
        Status=Status,
    )


def _chapters(report: Report) -> Iterator[tuple[str, list[Standing], list[tuple[Status, int]]]]:
    for letter, title in CHAPTERS.items():
        rules = [one for one in report.standings if one.rule.id.startswith(letter)]
        states = [one.status for one in rules if one.binding]
        yield title, rules, [(state, states.count(state)) for state in Status]


def _places(
    report: Report, places: Sequence[Division], mapped: Sequence[Standing]
) -> Iterator[tuple[Division, list[Cell | None]]]:
    for place in places:
        yield place, [cell(report.count(place.code, one.rule.id)) for one in mapped]
