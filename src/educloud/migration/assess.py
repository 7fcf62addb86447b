"""Assess: which applications must move, by which strategy and why; which rooms should close.

Scope follows the Henan fourteenth-five-year plan: all applications of city and county bureaus and
schools (rule C04), the generic ones of universities and provincial bodies (rule C05).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from educloud.errors import PlanError
from educloud.inventory.findings import Gap
from educloud.inventory.gaps import find_gaps
from educloud.inventory.models import CLOUDS, App, Inventory, OrgKind, StrategyName
from educloud.migration.lifecycle import past_support
from educloud.migration.score import RoomAssessment, assess_rooms

WHOLLY_IN_SCOPE = frozenset({OrgKind.CITY_BUREAU, OrgKind.COUNTY_BUREAU, OrgKind.SCHOOL})
ZOMBIE_SIGNS = 2  # from here on an application is dead; one sign is a suspicion


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that nobody uses an application; ``shows`` answers None when that is unknown."""

    name: str
    shows: Callable[[App, dt.date], bool | None]


def _few_users(app: App) -> bool | None:
    if app.users_active is None:
        return None
    if app.users_active < 10:  # noqa: PLR2004  the rule: fewer than 10, or than 1 % of all
        return True
    return None if app.users_reg is None else app.users_active < app.users_reg / 100


def _abandoned(app: App, as_of: dt.date) -> bool | None:
    """Tell whether the last release is two years old and the contract has ended."""
    if app.last_release is None:
        return None
    if (as_of - app.last_release).days <= 730:  # noqa: PLR2004  the rule's two years
        return False
    return None if app.contract_end is None else app.contract_end < as_of


def _days_since(day: dt.date | None, as_of: dt.date) -> int | None:
    return None if day is None else (as_of - day).days


def _more(value: float | None, limit: float) -> bool | None:
    return None if value is None else value > limit


# Signs of the Pingdingshan big-data bureau and of Luoyang Normal University, with this project's
# default thresholds. One line adds a sign.
SIGNS = (
    Sign("超过180天无人登录", lambda app, day: _more(_days_since(app.last_login, day), 180)),
    Sign("月活少于10人或不足注册的1%", lambda app, _: _few_users(app)),
    Sign("CPU长期低于5%", lambda app, _: None if app.cpu_p95 is None else app.cpu_p95 < 0.05),  # noqa: PLR2004
    Sign("两年无更新且维保已到期", _abandoned),
    Sign("功能已有替代系统", lambda app, _: True if app.replaced_by else None),
    Sign("高危漏洞超过90天未修复", lambda app, _: _more(app.open_high_findings_days, 90)),
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that show on an application, and those that nobody can tell."""

    shown: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def zombie(self) -> bool | None:
        """Tell whether nobody uses it; None while the unknown signs could still say so."""
        if len(self.shown) >= ZOMBIE_SIGNS:
            return True
        return None if len(self.shown) + len(self.unknown) >= ZOMBIE_SIGNS else False


@dataclass(frozen=True, slots=True)
class AppAssessment:
    """What is to become of one application, why, and on which data that rests.

    ``strategy`` is None exactly when the application is out of scope.
    """

    app_id: str
    strategy: StrategyName | None
    reason: str
    facts: tuple[str, ...]
    signs: tuple[str, ...]

    @property
    def in_scope(self) -> bool:
        """Tell whether the application must stand in the plan."""
        return self.strategy is not None

    @property
    def zombie(self) -> bool:
        """Tell whether enough signs say that nobody uses it."""
        return len(self.signs) >= ZOMBIE_SIGNS


@dataclass(frozen=True, slots=True)
class Assessment:
    """All applications and rooms as of a day, and the gaps in what is known of them."""

    as_of: dt.date
    apps: Mapping[str, AppAssessment]
    rooms: tuple[RoomAssessment, ...]
    gaps: tuple[Gap, ...]

    @property
    def strategies(self) -> Mapping[str, int]:
        """Count the applications in scope by strategy, in the strategies' order."""
        counts = Counter(app.strategy for app in self.apps.values() if app.strategy)
        return {name.value: counts[name] for name in StrategyName if counts[name]}

    @property
    def zombies(self) -> tuple[AppAssessment, ...]:
        """Name the applications in scope that nobody seems to use."""
        return tuple(app for app in self.apps.values() if app.in_scope and app.zombie)


def assess(inventory: Inventory, as_of: dt.date) -> Assessment:
    """Assess every application and room as of a day; PlanError when an owner is unknown."""
    return Assessment(
        as_of,
        {app_id: assess_app(inventory, app, as_of) for app_id, app in inventory.apps.items()},
        assess_rooms(inventory, as_of),
        find_gaps(inventory),
    )


def assess_app(inventory: Inventory, app: App, as_of: dt.date) -> AppAssessment:
    """Decide scope and strategy of one application."""
    signs = zombie_signs(app, as_of)
    outside = _outside(inventory, app)
    if outside:
        return AppAssessment(app.app_id, None, outside[0], outside[1:], signs)
    for strategy, rule in RULES:
        found = rule(inventory, app, as_of)
        if found:
            return AppAssessment(app.app_id, strategy, found[0], found[1:], signs)
    return AppAssessment(app.app_id, StrategyName.REHOST, "按原样迁移到云节点", (), signs)


def zombie_signs(app: App, as_of: dt.date) -> tuple[str, ...]:
    """Name the signs that show; what is unknown is no sign."""
    return tuple(sign.name for sign in SIGNS if sign.shows(app, as_of))


def weigh_signs(app: App, as_of: dt.date) -> Signs:
    """Sort the signs into those that show and those that are unknown."""
    shown: list[str] = []
    unknown: list[str] = []
    for sign in SIGNS:
        answer = sign.shows(app, as_of)
        if answer is None:
            unknown.append(sign.name)
        elif answer:
            shown.append(sign.name)
    return Signs(tuple(shown), tuple(unknown))


def _outside(inventory: Inventory, app: App) -> tuple[str, ...]:
    """Say why an application is out of scope, with the data; empty when it is in scope."""
    owner = inventory.orgs.get(app.owner_org)
    if owner is None:
        raise PlanError(
            f"the owner {app.owner_org!r} is unknown",
            f"apps, app_id {app.app_id}",
            "add the organisation to orgs.csv or correct owner_org",
        )
    if app.hosting in CLOUDS:
        return ("已在云上", f"hosting={app.hosting}")
    if owner.kind in WHOLLY_IN_SCOPE or app.app_class == "generic":
        return ()
    if app.app_class is None:
        return ("通用或专用未知,暂不列入范围", "app_class=", f"owner.kind={owner.kind}")
    return ("高校和省属机构的专用应用不在范围内", "app_class=special", f"owner.kind={owner.kind}")


def _declared(_: Inventory, app: App, __: dt.date) -> tuple[str, ...]:
    return (app.strategy_reason or "由人员指定", f"strategy={app.strategy}")


def _dead(_: Inventory, app: App, as_of: dt.date) -> tuple[str, ...]:
    signs = zombie_signs(app, as_of)
    return ("僵尸系统,关停", *signs) if len(signs) >= ZOMBIE_SIGNS else ()


def _replaced(inventory: Inventory, app: App, _: dt.date) -> tuple[str, ...]:
    other = inventory.apps.get(app.replaced_by or "")
    if other is None or other is app:
        return ()
    return (f"并入{other.name}", f"replaced_by={other.app_id}")


def _unsupported(_: Inventory, app: App, as_of: dt.date) -> tuple[str, ...]:
    return ("操作系统已停止支持,换平台迁移", f"os={app.os}") if past_support(app.os, as_of) else ()


Rule = Callable[[Inventory, App, dt.date], tuple[str, ...]]


def _by_people(strategy: StrategyName) -> Rule:
    return lambda inventory, app, day: (
        _declared(inventory, app, day) if app.strategy is strategy else ()
    )


# The first rule that gives a reason decides; what people declared comes first and binds.
# One line adds a rule.
RULES: tuple[tuple[StrategyName, Rule], ...] = (
    *((strategy, _by_people(strategy)) for strategy in StrategyName),
    (StrategyName.RETIRE, _dead),
    (StrategyName.MERGE, _replaced),
    (StrategyName.REPLATFORM, _unsupported),
)
