"""The tables of an inventory as typed records.

One class per table; its fields are the table's columns. A field without a default is required.
``None`` means unknown: never zero, never "no". Columns that no field names are kept in
``model_extra`` and written back.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from educloud.inventory.fields import (
    Address,
    Amount,
    Code,
    Count,
    Day,
    Degrees,
    Id,
    Parts,
    Share,
    Truth,
    Week,
    Year,
)


class OrgKind(StrEnum):
    """Who owns: decides what is in scope of the move to the cloud."""

    PROVINCE_BUREAU = "province_bureau"
    CITY_BUREAU = "city_bureau"
    COUNTY_BUREAU = "county_bureau"
    SCHOOL = "school"
    UNIVERSITY = "university"
    PROVINCIAL_BODY = "provincial_body"


class SiteKind(StrEnum):
    """What stands at a place."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"
    SENIOR = "senior"
    SECONDARY_VOCATIONAL = "secondary_vocational"
    SPECIAL = "special"
    TEACHING_POINT = "teaching_point"
    UNIVERSITY = "university"
    BUREAU = "bureau"
    PARTY_SCHOOL = "party_school"


class Role(StrEnum):
    """A device's place in the tree of the network."""

    BACKBONE = "backbone"
    HUB = "hub"
    CORE = "core"
    AGGREGATION = "aggregation"
    ACCESS = "access"
    OLT = "olt"
    ONU = "onu"


class Tier(StrEnum):
    """Whom a cloud node serves."""

    MAIN = "main"
    CITY = "city"
    UNIVERSITY = "university"


class Hosting(StrEnum):
    """Where an application runs today."""

    OWN_ROOM = "own_room"
    HOSTED = "hosted"
    GOV_CLOUD = "gov_cloud"
    PUBLIC_CLOUD = "public_cloud"


# Where an application is at home already: it does not move, and no server room holds it.
CLOUDS = frozenset({Hosting.GOV_CLOUD, Hosting.PUBLIC_CLOUD})


class Importance(StrEnum):
    """How much it weighs when an application cannot be moved."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class StrategyName(StrEnum):
    """What happens to an application."""

    REHOST = "rehost"
    REPLATFORM = "replatform"
    MERGE = "merge"
    RETIRE = "retire"
    RETAIN = "retain"
    EXEMPT = "exempt"


class DependencyKind(StrEnum):
    """How two applications bind each other in time."""

    TOGETHER = "together"
    BEFORE = "before"
    SOFT = "soft"


class Record(BaseModel):
    """A row; ``key``: the columns that identify it, ``references``: the tables they point to."""

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)
    key: ClassVar[tuple[str, ...]]
    references: ClassVar[Mapping[str, str]] = {}


class Division(Record):
    """An administrative division (GB/T 2260)."""

    key = ("code",)
    references: ClassVar[Mapping[str, str]] = {"parent": "divisions"}
    code: Code
    name_zh: str
    name_pinyin: str
    level: str
    parent: Code | None = None  # None: a province


class Org(Record):
    """An organisation: a bureau, school, university or provincial body."""

    key = ("org_id",)
    references: ClassVar[Mapping[str, str]] = {
        "division_code": "divisions",
        "tenant_parent": "orgs",
    }
    org_id: Id
    name: str
    kind: OrgKind
    division_code: Code
    report_to: str | None = None
    security_head: str | None = None
    contact: str | None = None
    identifier: str | None = None  # 学校标识码
    tenant_parent: Id | None = None  # the organisation whose cloud tenant encloses this one's
    drill_on: Day | None = None  # last emergency drill
    rules_filed_on: Day | None = None  # a reporting unit's own rules, filed with the province


class Site(Record):
    """A place with a network: school, teaching point, bureau, campus."""

    key = ("site_id",)
    references: ClassVar[Mapping[str, str]] = {"division_code": "divisions", "org_id": "orgs"}
    site_id: Id
    name: str
    kind: SiteKind
    division_code: Code
    org_id: Id
    urban_class: str | None = None
    classes: Count | None = None
    students: Count | None = None
    lon: Degrees | None = None
    lat: Degrees | None = None
    uplink_mbps: Amount | None = None
    network_ready_on: Day | None = None
    ipv6_prefix: ipaddress.IPv6Network | None = None
    ipv4_prefix: ipaddress.IPv4Network | None = None  # side by side with IPv6; None: IPv6 only
    able: Truth | None = None  # 具备条件, of the national floors
    exempt_reason: str | None = None
    private_link: Literal["up", "down", "none"] | None = None
    uplink_tier: Literal["county", "city", "province"] | None = None
    disjoint_paths: Count | None = None  # paths upwards that share neither node nor risk group
    ipv6_on: Day | None = None  # since when IPv6 is in service
    ipv6_route: Truth | None = None
    optical: Literal["eth_optical", "pon", "none"] | None = None
    optical_on: Day | None = None
    pon_type: Literal["gpon", "xg_pon", "xgs_pon"] | None = None
    pon_split: Annotated[int, Field(ge=1, le=256)] | None = None
    class_mbps: Amount | None = None  # committed to the classroom that has least
    wired_coverage: Share | None = None  # of teaching, activity and office places
    wifi_coverage: Share | None = None
    wifi_gen: Annotated[int, Field(ge=3, le=8)] | None = None
    wifi_on: Day | None = None
    segments: Parts = None  # wired, wifi, iot, 5g, video, exam, broadcast …
    access_auth: Parts = None  # 802.1X, MAB, portal, none
    open_ssids: Count | None = None
    roaming: Truth | None = None
    exit_mbps: Amount | None = None
    exit_p95: Share | None = None
    mec: Truth | None = None
    rooms_in_use: Count | None = None  # classrooms
    multimedia_rooms: Count | None = None
    interactive_rooms: Count | None = None
    cameras: Count | None = None
    video_days: Count | None = None
    desktops: Count | None = None  # cloud desktop seats
    ops_provider: str | None = None
    basic_pass: Truth | None = None
    stars: Annotated[int, Field(ge=1, le=5)] | None = None
    stars_year: Year | None = None


class Room(Record):
    """A server room (机房)."""

    key = ("room_id",)
    references: ClassVar[Mapping[str, str]] = {
        "org_id": "orgs",
        "division_code": "divisions",
        "site_id": "sites",
    }
    room_id: Id
    name: str
    org_id: Id
    division_code: Code
    site_id: Id | None = None
    area_m2: Amount | None = None
    racks: Count | None = None
    racks_used: Count | None = None
    built_year: Year | None = None
    ups_kva: Amount | None = None
    mains_feeds: Count | None = None
    pue: Annotated[float, Field(ge=1)] | None = None
    cpu_util_avg: Annotated[float, Field(ge=0, le=1)] | None = None  # share, 0..1
    server_age_avg: Amount | None = None
    staff_fulltime: Count | None = None
    uplink_mbps: Amount | None = None
    mlps_room: Annotated[int, Field(ge=1, le=5)] | None = None
    annual_cost_cny: Amount | None = None
    lease_end: Day | None = None


class Device(Record):
    """A network device and how it is managed."""

    key = ("device_id",)
    references: ClassVar[Mapping[str, str]] = {"site_id": "sites", "uplink_device": "devices"}
    device_id: Id
    hostname: str
    site_id: Id
    platform: str
    role: Role
    mgmt_address: Address
    mgmt_port: Annotated[int, Field(ge=1, le=65535)] | None = None  # None: 22
    model: str | None = None
    os_version: str | None = None
    uplink_device: Id | None = None
    credential: str | None = None
    features: Parts = None  # ipv6, telemetry, snmpv3, lldp, ntp, syslog, hardened, controller
    backup_on: Day | None = None
    log_days: Count | None = None
    drift_lines: Count | None = None
    serial: str | None = None  # of an ONU: 4 letters and 8 hex digits, as printed on it
    uplinks: Count | None = None  # cables to uplink_device, bundled from two on; None: 1


class App(Record):
    """An application of the ledger (信息系统台账)."""

    key = ("app_id",)
    references: ClassVar[Mapping[str, str]] = {
        "owner_org": "orgs",
        "division_code": "divisions",
        "room_id": "rooms",
        "replaced_by": "apps",
    }
    app_id: Id
    name: str
    owner_org: Id
    division_code: Code
    category: str | None = None
    app_class: Literal["generic", "special"] | None = None
    room_id: Id | None = None
    hosting: Hosting | None = None
    mlps_level: Annotated[int, Field(ge=1, le=5)] | None = None
    mlps_filing: str | None = None
    importance: Importance | None = None
    users_reg: Count | None = None
    users_active: Count | None = None
    last_login: Day | None = None
    built_year: Year | None = None
    last_release: Day | None = None
    contract_end: Day | None = None
    vcpu: Amount | None = None
    ram_gb: Amount | None = None
    disk_gb: Amount | None = None
    data_gb: Amount | None = None
    effort_h: Amount | None = None
    arch: str | None = None
    os: str | None = None
    db: str | None = None
    ipv6: Truth | None = None
    domain: str | None = None
    rto_h: Amount | None = None
    rpo_h: Amount | None = None
    archetype: str | None = None
    replaced_by: Id | None = None
    cpu_p95: Annotated[float, Field(ge=0, le=1)] | None = None  # share, 0..1
    open_high_findings_days: Count | None = None
    cii: Truth | None = None
    strategy: StrategyName | None = None
    strategy_reason: str | None = None
    remark: str | None = None
    function: str | None = None
    ops_org: str | None = None
    user_org: str | None = None
    vendor: str | None = None
    contact: str | None = None
    assessed_on: Day | None = None
    icp_no: str | None = None
    psb_no: str | None = None
    public: Truth | None = None
    ipv4: str | None = None
    aaaa: Truth | None = None
    servers: Count | None = None
    mem_p95: Share | None = None
    db_gb: Amount | None = None
    middleware: str | None = None
    exchange: Literal["registered", "exempt", "none"] | None = None
    exchange_reason: str | None = None
    shared_data: Literal["shared", "conditional", "not_shared"] | None = None
    share_reason: str | None = None
    sso: Truth | None = None
    portal_integrated: Truth | None = None
    data_integrated: Truth | None = None
    personal_info: Count | None = None
    peak_months: str | None = None
    license_lock: Truth | None = None
    stage: str | None = None  # 清查 编目 清理 整合 接入 共享 协同
    platform: str | None = None  # of Tianjin's five, or of the main node's parts
    log_days: Count | None = None
    dr_tier: Annotated[int, Field(ge=1, le=6)] | None = None
    crypto_assessed: Truth | None = None
    undertaking: Truth | None = None  # 双非: a signed undertaking
    exempt_approver: str | None = None
    exempt_review_on: Day | None = None
    migrated_on: Day | None = None


class Dependency(Record):
    """One application needs another."""

    key = ("app_id", "depends_on", "kind")
    references: ClassVar[Mapping[str, str]] = {"app_id": "apps", "depends_on": "apps"}
    app_id: Id
    depends_on: Id
    kind: DependencyKind
    evidence: str | None = None
    weight: Amount | None = None


class Node(Record):
    """A cloud node: main, city or university."""

    key = ("node_id",)
    references: ClassVar[Mapping[str, str]] = {
        "division_code": "divisions",
        "org_id": "orgs",
        "parent": "nodes",
    }
    node_id: Id
    name: str
    tier: Tier
    division_code: Code
    org_id: Id | None = None
    provider: str | None = None
    mlps_level: Annotated[int, Field(ge=1, le=5)] | None = None
    arch: Parts = None
    parent: Id | None = None  # the node it is registered at
    model: Literal["purchased", "hybrid", "self_built"] | None = None
    self_built_reason: str | None = None
    services: Parts = None
    region: str | None = None


class Capacity(Record):
    """What a node has from a date on."""

    key = ("node_id", "from_date")
    references: ClassVar[Mapping[str, str]] = {"node_id": "nodes"}
    node_id: Id
    from_date: Day
    vcpu: Amount | None = None
    ram_gb: Amount | None = None
    disk_gb: Amount | None = None


class Link(Record):
    """A line over which the rooms of a division copy data."""

    key = ("link_id",)
    references: ClassVar[Mapping[str, str]] = {"division_code": "divisions"}
    link_id: Id
    division_code: Code
    mbps: Amount
    night_hours: Annotated[float, Field(ge=0, le=24)] | None = None
    efficiency: Annotated[float, Field(ge=0, le=1)] | None = None


class CircuitTier(StrEnum):
    """Which part of the private network a line belongs to."""

    BACKBONE = "backbone"
    CITY = "city"
    COUNTY = "county"
    SITE = "site"
    EXIT = "exit"
    PEERING = "peering"


class Circuit(Record):
    """A line of the private network; ``division_code`` is its lower end."""

    key = ("circuit_id",)
    references: ClassVar[Mapping[str, str]] = {
        "division_code": "divisions",
        "upper_division": "divisions",
        "site_id": "sites",
    }
    circuit_id: Id
    tier: CircuitTier
    division_code: Code
    upper_division: Code | None = None
    site_id: Id | None = None
    mbps: Amount | None = None
    km: Amount | None = None
    carrier: str | None = None
    underlay: str | None = None  # egov, cernet, carrier:<name>
    owner_level: str | None = None  # province, city, county: who answers for it
    srlg: Parts = None  # shared risk groups
    util_p95: Share | None = None
    loss: Share | None = None
    rtt_ms: Amount | None = None


class Indicator(Record):
    """A figure somebody reported: counted by people, not by this tool."""

    key = ("name", "division_code", "as_of")
    references: ClassVar[Mapping[str, str]] = {"division_code": "divisions"}
    name: Id
    division_code: Code
    as_of: Day
    value: Annotated[float, Field(allow_inf_nan=False)]
    unit: str | None = None
    source: str | None = None


class Team(Record):
    """People who do the cutovers of a division."""

    key = ("team_id",)
    references: ClassVar[Mapping[str, str]] = {"division_code": "divisions"}
    team_id: Id
    division_code: Code
    hours_per_week: Amount


class Pin(Record):
    """People's decision about one application's week or node."""

    key = ("app_id",)
    references: ClassVar[Mapping[str, str]] = {"app_id": "apps", "node_id": "nodes"}
    app_id: Id
    week: Week | None = None
    node_id: Id | None = None
    not_before: Day | None = None
    not_after: Day | None = None
    reason: str | None = None


class Blackout(BaseModel):
    """A period without cutovers; ``to`` is included."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str
    from_: Annotated[dt.date, Field(alias="from")]
    to: dt.date
    hard: bool = True
    divisions: tuple[Code, ...] = ()  # empty: everywhere
    categories: tuple[str, ...] = ()  # empty: all apps
    source: str = ""
    provisional: bool = False


class Calendar(BaseModel):
    """What ``calendar.yaml`` declares."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    blackouts: tuple[Blackout, ...] = ()


class PlannerPolicy(BaseModel):
    """What ``planner.yaml`` declares."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: dt.date = dt.date(2026, 12, 7)
    weeks: Annotated[int, Field(ge=1, le=520)] = 60
    lead_weeks: Count = 1
    copy_weeks: Count = 4
    parallel_days: Count = 30
    quarantine_days: Count = 14
    max_cutovers_per_county_week: Count = 40
    max_apps_per_week: Count = 4000
    pilot_division: Code | None = None
    pilot_weeks: Count = 2
    cutover_weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (5, 6)
    default_effort_h: Amount = 8


# Table name -> record class; the file is <name>.csv. One line here adds a table.
TABLES: Mapping[str, type[Record]] = {
    "divisions": Division,
    "orgs": Org,
    "sites": Site,
    "rooms": Room,
    "devices": Device,
    "apps": App,
    "deps": Dependency,
    "nodes": Node,
    "capacity": Capacity,
    "links": Link,
    "teams": Team,
    "pins": Pin,
    "circuits": Circuit,
    "indicators": Indicator,
}


@dataclass(frozen=True)
class Inventory:
    """All tables, the calendar and the planner policy. Dictionaries keep the files' order."""

    divisions: Mapping[str, Division]
    orgs: Mapping[str, Org]
    sites: Mapping[str, Site]
    rooms: Mapping[str, Room]
    devices: Mapping[str, Device]
    apps: Mapping[str, App]
    nodes: Mapping[str, Node]
    links: Mapping[str, Link]
    teams: Mapping[str, Team]
    pins: Mapping[str, Pin]
    deps: tuple[Dependency, ...]
    capacity: tuple[Capacity, ...]
    circuits: Mapping[str, Circuit] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    policy: PlannerPolicy = field(default_factory=PlannerPolicy)

    @cached_property
    def _lineages(self) -> dict[str, tuple[str, ...]]:
        return {}

    def lineage(self, code: str) -> tuple[str, ...]:
        """Give ``code`` and what it lies under, nearest first (by ``parent``, not by digits)."""
        if code not in self._lineages:
            self._lineages[code] = tuple(self._climb(code))
        return self._lineages[code]

    def lies_under(self, code: str, ancestor: str) -> bool:
        """Tell whether division ``code`` is ``ancestor`` or lies under it."""
        return ancestor in self.lineage(code)

    def _climb(self, code: str) -> Iterator[str]:
        seen: set[str] = set()
        current: str | None = code
        while current and current not in seen:
            seen.add(current)
            yield current
            division = self.divisions.get(current)
            current = division.parent if division else None
