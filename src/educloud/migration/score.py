"""Server rooms: the scores 低 (low use), 小 (small), 散 (scattered), 旧 (old), and the verdict.

Every score lies in 0..1 and comes from known facts only. No published threshold fits rooms of one
to twenty racks, so the numbers are this project's defaults; the anchors are the Shanghai 2022-25
clean-up of "小老散旧" rooms (PUE above 1.7, ten years in service) and the national PUE limit of
1.5 for retrofits (December 2021).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from educloud.inventory.models import App, Inventory, Room
from educloud.migration.lifecycle import past_support

HIT = 0.6  # a score from here on counts
VERDICTS = ("keep", "retrofit", "merge", "close")  # by the number of hits; three or more: close
RACK_SIZES = ((3, 1.0), (10, 0.8), (100, 0.5), (800, 0.2))  # racks up to -> 小
SMALL_AREA_M2 = 20.0


@dataclass(frozen=True, slots=True)
class Fact:
    """One input of a score: what was found and what it contributes (None: unknown)."""

    name: str
    found: str
    share: float | None
    rule: str


@dataclass(frozen=True, slots=True)
class Score:
    """One of 低小散旧, 0..1; ``value`` is None when nothing is known."""

    name: str
    value: float | None
    facts: tuple[Fact, ...]

    @property
    def hit(self) -> bool:
        """Tell whether the score counts towards the verdict."""
        return self.value is not None and self.value >= HIT

    @property
    def unknown(self) -> tuple[str, ...]:
        """Name the facts that nobody knows."""
        return tuple(fact.name for fact in self.facts if fact.share is None)


@dataclass(frozen=True, slots=True)
class RoomAssessment:
    """A room's four scores and what they say should become of it."""

    room_id: str
    apps: tuple[str, ...]
    scores: tuple[Score, ...]
    verdict: str

    @property
    def coverage(self) -> float:
        """Give the share of known facts, 0..1."""
        facts = [fact for score in self.scores for fact in score.facts]
        return sum(fact.share is not None for fact in facts) / len(facts)


def assess_rooms(inventory: Inventory, as_of: dt.date) -> tuple[RoomAssessment, ...]:
    """Score every room as of a day, in the order of the table."""
    apps: dict[str, list[App]] = {}
    for app in inventory.apps.values():
        if app.room_id:
            apps.setdefault(app.room_id, []).append(app)
    siblings: dict[tuple[str, str], int] = {}
    for room in inventory.rooms.values():
        key = (room.org_id, room.division_code)
        siblings[key] = siblings.get(key, 0) + 1
    return tuple(
        _assess_room(
            room,
            apps.get(room.room_id, []),
            siblings[room.org_id, room.division_code],
            as_of,
        )
        for room in inventory.rooms.values()
    )


def _assess_room(room: Room, apps: Sequence[App], siblings: int, as_of: dt.date) -> RoomAssessment:
    scores = (
        _low(room, apps),
        _small(room),
        _scattered(room, apps, siblings),
        _old(room, apps, as_of),
    )
    hits = sum(score.hit for score in scores)
    verdict = VERDICTS[min(hits, len(VERDICTS) - 1)]
    return RoomAssessment(room.room_id, tuple(app.app_id for app in apps), scores, verdict)


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))


def _fact(name: str, found: float | None, share: float | None, rule: str) -> Fact:
    return Fact(name, "未知" if found is None else f"{found:g}", share, rule)


def _mean(facts: Iterable[Fact]) -> float | None:
    known = [fact.share for fact in facts if fact.share is not None]
    return sum(known) / len(known) if known else None


def _low(room: Room, apps: Sequence[App]) -> Score:
    use = room.racks_used / room.racks if room.racks and room.racks_used is not None else None
    cpu, pue = room.cpu_util_avg, room.pue
    facts = (
        _fact("机柜使用率", use, None if use is None else _clip((0.6 - use) / 0.6), "低于60%"),
        _fact("CPU平均利用率", cpu, None if cpu is None else _clip((0.3 - cpu) / 0.3), "低于30%"),
        _fact("PUE", pue, None if pue is None else _clip((pue - 1.5) / 0.7), "高于1.5"),
        _level(room, apps),
        _power(room),
    )
    return Score("低", _mean(facts), facts)


def _level(room: Room, apps: Sequence[App]) -> Fact:
    rule = "机房等级低于应用等级"
    levels = [app.mlps_level for app in apps if app.mlps_level is not None]
    if room.mlps_room is None or not levels:
        return Fact("机房等级", "未知", None, rule)
    highest = max(levels)
    found = f"{room.mlps_room}级，应用最高{highest}级"
    if room.mlps_room < highest:
        return Fact("机房等级", found, 1.0, rule)
    # An application of unknown level may still be above the room.
    return Fact("机房等级", found, 0.0 if len(levels) == len(apps) else None, rule)


def _power(room: Room) -> Fact:
    rule = "单路市电或无UPS"
    single = room.mains_feeds is not None and room.mains_feeds <= 1
    bare = room.ups_kva == 0
    known = room.mains_feeds is not None and room.ups_kva is not None
    share = 1.0 if single or bare else 0.0 if known else None
    feeds = "未知" if room.mains_feeds is None else f"{room.mains_feeds}路"
    ups = "未知" if room.ups_kva is None else f"{room.ups_kva:g}kVA"
    return Fact("供电", f"市电{feeds}，UPS{ups}", share, rule)


def _small(room: Room) -> Score:
    tiny = room.area_m2 is not None and room.area_m2 < SMALL_AREA_M2
    share: float | None = None
    if tiny:
        share = 1.0
    elif room.racks is not None:
        share = next((value for limit, value in RACK_SIZES if room.racks <= limit), 0.0)
    racks = "未知" if room.racks is None else f"{room.racks}柜"
    area = "未知" if room.area_m2 is None else f"{room.area_m2:g}㎡"
    fact = Fact("规模", f"{racks}，面积{area}", share, "3柜以内或不足20㎡记1")
    return Score("小", share, (fact,))


def _scattered(room: Room, apps: Sequence[App], siblings: int) -> Score:
    staff = room.staff_fulltime
    terms = (
        (0.5, _fact("同单位同县机房数", siblings, _clip((siblings - 1) / 3), "多于1个")),
        (0.25, _fact("应用数", len(apps), float(len(apps) < 5), "少于5个")),  # noqa: PLR2004  the rule itself
        (0.25, _fact("专职人员", staff, None if staff is None else float(staff == 0), "无专职")),
    )
    known = [(weight, fact.share) for weight, fact in terms if fact.share is not None]
    value = sum(weight * share for weight, share in known) / sum(weight for weight, _ in known)
    return Score("散", value, tuple(fact for _, fact in terms))


def _old(room: Room, apps: Sequence[App], as_of: dt.date) -> Score:
    age = None if room.built_year is None else as_of.year - room.built_year
    servers = room.server_age_avg
    ended = [past_support(app.os, as_of) for app in apps]
    known = [end for end in ended if end is not None]
    share = sum(known) / len(known) if known else None
    facts = (
        _fact("机房年限", age, None if age is None else _clip(age / 10), "满10年记1"),
        _fact("服务器年限", servers, None if servers is None else _clip(servers / 8), "满8年记1"),
        _fact("停止支持的操作系统", share, share, "占比"),
    )
    values = [fact.share for fact in facts if fact.share is not None]
    return Score("旧", max(values) if values else None, facts)
