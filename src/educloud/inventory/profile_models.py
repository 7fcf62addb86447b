"""What a profile holds: one small class per kind of fact, each with its source and its mark.

Texts are Chinese, for readers; keys are the field's English terms. ``mark`` says how sure a fact
is: read (in the document named), checked (confirmed by running or counting it), default (this
project's own proposal), unverified (general knowledge: not to be shown as a fact).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from ipaddress import IPv6Network
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from educloud.inventory.fields import Amount, Code, Count, Id
from educloud.inventory.models import Tier

Mark = Literal["read", "checked", "default", "unverified"]
Text = Annotated[str, Field(min_length=1)]


class Stated(BaseModel):
    """Whatever is stated: it cannot change, and a key nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Stated):
    """A statement with its source; ``mark``: how sure it is."""

    source: Text
    mark: Mark = "read"


class Threshold(Fact):
    """A number that rules compare with."""

    value: float
    unit: str = ""


class Document(Stated):
    """A policy document that rules quote: it is itself a source."""

    title: str
    issued: str
    province: Code | None = None  # None: the whole country


class Statement(Fact):
    """A fact in a sentence, for readers."""

    name: Text
    text: Text


class Figure(Fact):
    """A published number; ``as_of`` and ``due`` as the document says: a year, a month or a day."""

    name: Text
    value: float
    unit: str = ""
    as_of: str | None = None
    due: str | None = None  # a target's last day; None: a state, not a target


class Level(Fact):
    """A level of the administration: the ``level`` values of divisions.csv that stand on it."""

    name: Text
    name_zh: Text
    levels: tuple[str, ...]


class ReportingUnit(Fact):
    """A unit that reports to the province.

    It is not a division's parent: a county may report directly. ``division``: None where GB/T 2260
    has none (a new area, for one); then ``key`` names it. ``bureau``: its name in the document,
    None where that names none, so that only the plain one is known.
    """

    name: Text
    division: Code | None = None
    key: str | None = None
    bureau: str | None = None


class Bureau(Fact):
    """The authority of the province; ``prefix`` begins the ids of its organisations."""

    name: Text
    org_id: Id
    prefix: Text


class NodeTier(Fact):
    """A tier of the cloud: which divisions have a node of it.

    ``divisions`` is None where the nodes are not counted by division (universities);
    ``called`` makes a node's name of its division's.
    """

    tier: Tier
    name_zh: Text
    called: str = "{division}教育云分节点"
    divisions: tuple[Code, ...] | None = None


class Platform(Fact):
    """A platform the province runs: who owns it, the node it stands on, its level."""

    key: Text
    name_zh: Text
    owner: Text
    node: str
    level: Literal["province", "district"]


class RootPrefix(Fact):
    """The prefix a new project begins with."""

    prefix: IPv6Network


class DnsZone(Fact):
    """Why a zone of ``dns_zones`` is one of the province's."""

    zone: Text


class Vrf(Fact):
    """A separate world of the private network; ``internet``: None when not said."""

    name: Text
    name_zh: Text
    internet: bool | None = None


class CampusItem(Fact):
    """An item of the campus standard; ``columns``: the columns of sites.csv that tell it."""

    item: Text
    text: Text
    points: Amount
    columns: tuple[str, ...] = ()


class Clause(Fact):
    """A clause of MLPS 2.0 and what is checked for it in the network or the cloud."""

    clause: Text  # of level 3
    clause_level2: str | None = None
    requirement: Text
    check: Text


class DisasterLevel(Fact):
    """A level of disaster recovery; hours, None at an end: not said, or without end."""

    level: Annotated[int, Field(ge=1, le=6)]
    rto: Text
    rpo: Text
    rto_hours: tuple[float | None, float | None]
    rpo_hours: tuple[float | None, float | None]


class Region(Fact):
    """A region of a cloud's provider in which infrastructure and data may stand."""

    region: Text
    name_zh: Text


class ServicePort(Fact):
    """A port by which machines are administered, or databases reached."""

    port: Annotated[int, Field(ge=1, le=65535)]
    name: Text
    kind: Literal["admin", "database"]


class Weights(Fact):
    """How many people live in each city (or district): what synthetic places are shared out by."""

    unit: str
    weights: Mapping[Code, Annotated[float, Field(gt=0)]]


class Identifier(Fact):
    """The form of a number that stands in a ledger, as a regular expression."""

    name_zh: Text
    pattern: Text


class UrbanClass(Fact):
    """A class of the urban and rural code of a place (城乡分类代码)."""

    code: Annotated[str, Field(pattern=r"^\d{3}$")]
    name_zh: Text
    urban: bool  # 城镇; its first digit is 1
    group: Literal["城区", "镇区", "乡村"]


class Window(Fact):
    """A time that suits a migration; hours where it is counted in hours."""

    name: Text
    text: Text
    hours: Amount | None = None


class SpringFestival(Fact):
    """The first day of the lunar year, from which school breaks are computed."""

    day: dt.date


class BreakRule(Fact):
    """How a break follows from the Spring Festival, in days before and after."""

    days_before: Count
    days_after: Count
