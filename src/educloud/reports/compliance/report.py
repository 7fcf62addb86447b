"""One report: every rule's standing for a division as of a day, by its parts, and the annexes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from educloud.errors import ProjectError
from educloud.inventory.garbage import without_collections
from educloud.inventory.load import load_inventory
from educloud.inventory.models import Division, Inventory
from educloud.inventory.profile import Profile, load_profile
from educloud.project import Project
from educloud.reports.compliance.annexes import Annexes, annexes
from educloud.reports.compliance.evaluate import Count, Standing, Status, evaluate
from educloud.reports.compliance.measure import measured
from educloud.reports.compliance.rules import all_rules
from educloud.reports.compliance.situation import Situation

Counts = Mapping[str, Mapping[str, Count]]  # division -> rule -> count

STATUS_ZH = {
    Status.MET: "已达标",
    Status.MET_LATE: "逾期后达标",
    Status.ON_TRACK: "推进中",
    Status.OVERDUE: "逾期未达标",
    Status.UNKNOWN: "待核实",
}


@dataclass(frozen=True)
class Report:
    """What the report says; ``counts`` holds every division under ``division``, itself included."""

    profile: Profile
    inventory: Inventory
    division: Division
    as_of: dt.date
    standings: tuple[Standing, ...]
    counts: Counts
    annexes: Annexes
    synthetic: bool  # some of the rows are made up, and readers must know

    def parts(self, code: str) -> tuple[Division, ...]:
        """Give the divisions directly under one, in the order of their codes."""
        found = (one for one in self.inventory.divisions.values() if one.parent == code)
        return tuple(sorted(found, key=lambda one: one.code))

    def count(self, code: str, rule_id: str) -> Count:
        """Give a rule's count in a division and all that lies under it."""
        return self.counts.get(code, {}).get(rule_id, Count())

    @property
    def failed(self) -> tuple[Standing, ...]:
        """Give the rules that bind this province and are overdue."""
        return tuple(one for one in self.standings if one.binding and one.status is Status.OVERDUE)

    def tally(self) -> Mapping[Status, int]:
        """Count the binding rules by status, in the order of the statuses."""
        binding = [one.status for one in self.standings if one.binding]
        return {status: binding.count(status) for status in Status}


def compliance_report(project: Project, as_of: dt.date, division: str | None = None) -> Report:
    """Judge the project as of a day, or one division of it.

    InventoryError when the tables are wrong, ProjectError when there is no such division.
    """
    inventory = load_inventory(project)
    profile = load_profile(project.settings.profile)
    return judge(
        Situation(inventory, profile, as_of, measured(project, inventory), division),
        division or project.settings.province,
    )


@without_collections()
def judge(situation: Situation, code: str) -> Report:
    """Give the report of a situation; ProjectError when the division is unknown."""
    inventory = situation.inventory
    if code not in inventory.divisions:
        raise ProjectError(
            f"no division {code!r}", "inventory/divisions.csv", "give a 6-digit code of it"
        )
    standings = evaluate(all_rules(), situation)
    return Report(
        situation.profile,
        inventory,
        inventory.divisions[code],
        situation.as_of,
        standings,
        summed(standings, inventory, code),
        annexes(situation),
        any(
            (site.model_extra or {}).get("synthetic") == "yes" for site in inventory.sites.values()
        ),
    )


def summed(standings: tuple[Standing, ...], inventory: Inventory, top: str) -> Counts:
    """Add each division's counts to all it lies under, up to ``top``."""
    sums: dict[str, dict[str, Count]] = {}
    for standing in standings:
        for code, count in standing.divisions.items():
            for above in _up_to(inventory, code, top):
                rules = sums.setdefault(above, {})
                known = rules.get(standing.rule.id, Count())
                rules[standing.rule.id] = Count(
                    known.satisfied + count.satisfied,
                    known.failed + count.failed,
                    known.unknown + count.unknown,
                )
    return sums


def document(report: Report) -> list[dict[str, object]]:
    """Give the report as plain data, one entry per rule: what ``--json`` prints."""
    parts = report.parts(report.division.code)
    return [
        {
            "rule": one.rule.id,
            "status": one.status.value,
            "satisfied": one.count.satisfied,
            "total": one.count.total,
            "unknown": one.count.unknown,
            "due": one.due.isoformat() if one.due else None,
            "binding": one.binding,
            "item": one.rule.item,
            "document": one.rule.document,
            "quote": one.rule.quote,
            "use": one.rule.use,
            "entity": one.rule.entity,
            "basis": one.rule.basis,
            "figures": dict(one.figures),
            "failing": list(one.failing),
            "unsure": list(one.unsure),
            "divisions": [
                {
                    "code": part.code,
                    "name": part.name_zh,
                    "satisfied": count.satisfied,
                    "total": count.total,
                    "unknown": count.unknown,
                }
                for part in parts
                if (count := report.count(part.code, one.rule.id)).total
            ],
        }
        for one in report.standings
    ]


def _up_to(inventory: Inventory, code: str, top: str) -> Iterator[str]:
    for above in inventory.lineage(code):
        yield above
        if above == top:
            return
