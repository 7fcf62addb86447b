"""What the report lists by name: rooms with their scores, zombies, 双非, urban classes, PON."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from educloud.inventory.models import App, Room, Site, SiteKind
from educloud.inventory.pon import Direction, room_mbps
from educloud.reports.compliance.annex_lines import (
    DoubleNonLine,
    PonLine,
    RoomLine,
    SignLine,
    UrbanLine,
)
from educloud.reports.compliance.annex_sheets import (
    Sheet,
    double_non_sheet,
    fact_sheet,
    pon_sheet,
    room_sheet,
    sign_sheet,
    urban_sheet,
)
from educloud.reports.compliance.rules import network
from educloud.reports.compliance.rules.cloud_moves import shut_down
from educloud.reports.compliance.rules.network_campus import all_optical
from educloud.reports.compliance.rules.rows import double_non_verdicts, k12, place
from educloud.reports.compliance.situation import Situation

POINTS = "教学点"
UNCLASSED = "城乡分类未知"
URBAN_RULE, OTHER_RULE = "N08", "N09"
DUES = {rule.id: rule.due for rule in network.RULES}


@dataclass(frozen=True, slots=True)
class Annexes:
    """All lists; ``double_non_unknown`` counts the applications nobody can tell of."""

    as_of: dt.date
    rooms: tuple[RoomLine, ...]
    signs: tuple[SignLine, ...]
    double_non: tuple[DoubleNonLine, ...]
    double_non_unknown: int
    urban: tuple[UrbanLine, ...]
    pon: tuple[PonLine, ...]

    @property
    def zombies(self) -> tuple[SignLine, ...]:
        """Give the applications with enough signs."""
        return tuple(line for line in self.signs if line.zombie)

    @property
    def suspects(self) -> tuple[SignLine, ...]:
        """Give the applications with a single sign."""
        return tuple(line for line in self.signs if not line.zombie)

    def sheets(self) -> tuple[Sheet, ...]:
        """Give every list as columns and rows, in Chinese."""
        return (
            room_sheet(self.rooms),
            fact_sheet(self.rooms),
            sign_sheet("僵尸系统", self.zombies),
            sign_sheet("疑似僵尸系统", self.suspects),
            double_non_sheet(self.double_non, self.double_non_unknown),
            urban_sheet(self.urban, self.as_of),
            pon_sheet(self.pon),
        )


def annexes(situation: Situation) -> Annexes:
    """Give the lists of a situation, in the order of its tables; only of its division, if named."""
    verdicts = situation.once(double_non_verdicts)
    apps = [app for app in situation.inventory.apps.values() if _inside(app, situation)]
    return Annexes(
        situation.as_of,
        tuple(_rooms(situation)),
        tuple(_signs(apps, situation)),
        tuple(
            DoubleNonLine(app, place(situation, app.division_code))
            for app in apps
            if verdicts[app.app_id]
        ),
        sum(verdicts[app.app_id] is None for app in apps),
        tuple(_urban(situation)),
        tuple(_pon(situation)),
    )


def _inside(row: App | Room | Site, situation: Situation) -> bool:
    if situation.division is None:
        return True
    return situation.inventory.lies_under(row.division_code, situation.division)


def _rooms(situation: Situation) -> Iterator[RoomLine]:
    for room_id, assessment in situation.room_assessments.items():
        room = situation.inventory.rooms[room_id]
        if _inside(room, situation):
            yield RoomLine(room, place(situation, room.division_code), assessment)


def _signs(apps: list[App], situation: Situation) -> Iterator[SignLine]:
    for app in apps:
        signs = situation.app_signs[app.app_id]
        if signs.shown and not shut_down(app, situation):
            yield SignLine(app, place(situation, app.division_code), signs)


def _urban(situation: Situation) -> Iterator[UrbanLine]:
    """Count primary and secondary schools by urban class; teaching points stand apart."""
    classes: dict[str, list[Site]] = defaultdict(list)
    for site in k12(situation):
        if _inside(site, situation):
            point = site.kind is SiteKind.TEACHING_POINT
            classes[POINTS if point else site.urban_class or ""].append(site)
    names = {one.code: one.name_zh for one in situation.profile.urban_classes}
    for code, sites in sorted(classes.items()):
        verdicts = [all_optical(site, situation) for site in sites]
        counts = (verdicts.count(True), verdicts.count(False), verdicts.count(None))
        name = POINTS if code == POINTS else names.get(code, UNCLASSED)
        rule = "" if name == UNCLASSED else URBAN_RULE if code.startswith("1") else OTHER_RULE
        yield UrbanLine(code, name, rule, _due(situation, rule) if rule else None, *counts)


def _due(situation: Situation, rule: str) -> dt.date | None:
    return situation.profile.dues.get(rule, DUES[rule])


def _pon(situation: Situation) -> Iterator[PonLine]:
    profile = situation.profile
    for site in situation.inventory.sites.values():
        if site.optical == "pon" and _inside(site, situation):
            down, up = (
                room_mbps(profile, site.pon_type, site.pon_split, direction)
                for direction in (Direction.DOWN, Direction.UP)
            )
            where = place(situation, site.division_code)
            yield PonLine(site, where, down, up, profile.threshold("class_mbps"))
