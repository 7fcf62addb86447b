"""Network devices: backbone at the cities, a hub in each county, switches at every site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from educloud.errors import ProjectError
from educloud.inventory.generate.assumptions import AS_OF, UNKNOWN_CELL
from educloud.inventory.generate.draw import Draw
from educloud.inventory.generate.places import Place, Settlement
from educloud.inventory.generate.rooms import profile_of
from educloud.inventory.models import OrgKind, Role, SiteKind

SPARE = 4  # a bureau has at least so many devices, its backbone and its hub among them
TWO_CORES = 30  # a site with so many devices has two cores
HAS_CORE = 2
HAS_AGGREGATION = 8
ACCESS_PER_AGGREGATION = 8
PON_SHARE = 0.25  # of the larger sites, where the project has templates for PON
IPV6_MANAGED = 0.12
ODD_ONE = 0.03  # share of devices run otherwise than the rest of their site
BACKUPS = (dt.date(2026, 11, 18), AS_OF)  # within the week asked for
OLD_BACKUPS = (dt.date(2026, 6, 1), dt.date(2026, 11, 10))
SHORT = {
    Role.BACKBONE: "BB",
    Role.HUB: "HUB",
    Role.CORE: "CORE",
    Role.AGGREGATION: "AGG",
    Role.ACCESS: "ACC",
    Role.OLT: "OLT",
    Role.ONU: "ONU",
}


@dataclass(frozen=True, slots=True)
class Vendor:
    """Models of a platform by role, and the versions it runs."""

    platform: str
    large: str
    core: str
    aggregation: str
    access: str
    versions: Sequence[str]

    def model(self, role: Role) -> str:
        """Give the model a role has."""
        if role in {Role.BACKBONE, Role.HUB}:
            return self.large
        if role is Role.CORE:
            return self.core
        return self.aggregation if role in {Role.AGGREGATION, Role.OLT} else self.access


SWITCHES = (
    Vendor(
        "huawei_vrp", "S12704", "S7703", "S6730-H24X6C", "S5735-L24T4S-A",
        ("V200R022C00SPC500", "V200R021C10SPC600"),
    ),
    Vendor(
        "hp_comware", "S10508X", "S7503X", "S6520X-30QC-EI", "S5130S-28P-EI",
        ("7.1.070", "7.1.064"),
    ),
    Vendor(
        "ruijie_os", "RG-N18010", "RG-S7808C", "RG-S6120-20XS4VS2QXS", "RG-S5310-24GT4XS",
        ("RGOS 11.4(1)B74", "RGOS 12.5(1)B09"),
    ),
)  # fmt: skip
PON = (
    Vendor("huawei_smartax", "", "", "MA5800-X7", "EG8240H5", ("V100R021C00",)),
    Vendor("zte_zxan", "", "", "C620", "F601", ("V2.1.0",)),
)
# What is switched on, from everything to hardly anything; repeated by likelihood.
FEATURES = (
    *("ipv6;telemetry;snmpv3;lldp;ntp;syslog;hardened",) * 8,
    *("ipv6;snmpv3;lldp;ntp;syslog;hardened",) * 6,
    *("ipv6;telemetry;snmpv3;lldp;ntp;syslog;hardened;controller",) * 4,
    "ipv6;snmpv3;lldp;ntp;syslog",
    "snmpv3;lldp;ntp;syslog;hardened",
    "lldp;ntp",
)


_Heads = dict[Role, list[str]]
# Features, span of the last backup, days of logs.
Practice = tuple[str | None, tuple[dt.date, dt.date] | None, int | None]


@dataclass(slots=True)
class _Wiring:
    """What is built so far: the number of devices, and the head of each division by its code."""

    made: Settlement
    draw: Draw
    switches: Sequence[Vendor]
    pon: Sequence[Vendor]
    built: int = 0
    backbones: dict[str, str] = field(default_factory=dict)
    hubs: dict[str, str] = field(default_factory=dict)


def device_rows(
    made: Settlement, count: int, platforms: Collection[str], draw: Draw
) -> Iterator[dict[str, object]]:
    """Give the rows of devices, of platforms that the project has templates for.

    ProjectError when it has none of them. ``count`` is exceeded when sites need more.
    """
    switches = [vendor for vendor in SWITCHES if vendor.platform in platforms]
    if not switches:
        raise ProjectError(
            "has templates for none of the generator's platforms",
            "templates",
            f"add one of: {', '.join(vendor.platform for vendor in SWITCHES)}",
        )
    pon = [vendor for vendor in PON if vendor.platform in platforms]
    wiring = _Wiring(made, draw, switches, pon)
    for place, number in zip(made.places, _numbers(made, count, draw), strict=True):
        yield from _site(wiring, place, number)


def _numbers(made: Settlement, count: int, draw: Draw) -> list[int]:
    """Give each place its number of devices, larger ones more; bureaus at least ``SPARE``."""
    least = [SPARE if place.kind is SiteKind.BUREAU else 1 for place in made.places]
    weights = []
    for place in made.places:
        profile = profile_of(place)
        weights.append(max(0.0, profile.devices + profile.per_class * place.classes - 1))
    more = draw.apportion(max(0, count - sum(least)), weights)
    return [one + other for one, other in zip(least, more, strict=True)]


def _site(wiring: _Wiring, place: Place, number: int) -> Iterator[dict[str, object]]:
    """Give the devices of a place, each after the one it hangs on."""
    switch = wiring.draw.one_of(wiring.switches)
    pon = wiring.draw.one_of(wiring.pon) if wiring.pon and wiring.draw.yes(PON_SHARE) else None
    passive = pon is not None and number >= HAS_AGGREGATION and place.kind is not SiteKind.BUREAU
    practice = _practice(wiring.draw)
    heads: _Heads = {}
    counters: dict[Role, int] = {}
    for role in _roles(wiring, place, number, passive=passive):
        wiring.built += 1
        counters[role] = counters.get(role, 0) + 1
        device_id = f"{wiring.made.short}-DEV-{wiring.built:07}"
        vendor = pon if pon and role in {Role.OLT, Role.ONU} else switch
        yield {
            "device_id": device_id,
            "hostname": f"{wiring.made.short}{place.number:06}-{SHORT[role]}-{counters[role]:02}",
            "site_id": place.site_id,
            "role": role.value,
            "uplink_device": _above(wiring, place, role, heads),
            "synthetic": "yes",
            **_management(wiring, vendor, role, practice),
        }
        heads.setdefault(role, []).append(device_id)
        if role is Role.BACKBONE:
            wiring.backbones.setdefault(place.division, device_id)
        if role is Role.HUB:
            wiring.hubs.setdefault(place.division, device_id)


def _roles(wiring: _Wiring, place: Place, number: int, *, passive: bool) -> list[Role]:
    if place.kind is SiteKind.BUREAU:
        return _bureau_roles(wiring, place, number)
    if number < HAS_CORE:
        return [Role.ACCESS]
    cores = 2 if number >= TWO_CORES else 1
    middle = number // ACCESS_PER_AGGREGATION if number >= HAS_AGGREGATION else 0
    edge = number - cores - middle
    upper, lower = (Role.OLT, Role.ONU) if passive else (Role.AGGREGATION, Role.ACCESS)
    return [Role.CORE] * cores + [upper] * middle + [lower] * edge


def _bureau_roles(wiring: _Wiring, place: Place, number: int) -> list[Role]:
    """Give backbone devices to a city's bureau, hubs to a county's, both to a city of its own."""
    heads: list[Role] = []
    owner = place.owner.kind
    if owner in {OrgKind.PROVINCE_BUREAU, OrgKind.CITY_BUREAU}:
        heads += [Role.BACKBONE] * 2
    own_county = any(county.code == place.division for county in wiring.made.land.counties)
    if owner is OrgKind.COUNTY_BUREAU or (owner is OrgKind.CITY_BUREAU and own_county):
        heads += [Role.HUB] * (1 if heads else 2)
    if not heads:
        heads = [Role.CORE]
    return heads + [Role.ACCESS] * (number - len(heads))


# What a role hangs on inside its site, nearest first.
_INSIDE: Mapping[Role, Sequence[Role]] = {
    Role.HUB: (Role.BACKBONE,),
    Role.AGGREGATION: (Role.CORE,),
    Role.OLT: (Role.CORE,),
    Role.ACCESS: (Role.AGGREGATION, Role.CORE, Role.HUB, Role.BACKBONE),
    Role.ONU: (Role.OLT,),
}


def _above(wiring: _Wiring, place: Place, role: Role, heads: _Heads) -> str | None:
    """Give the device that one of ``role`` hangs on; None for the top of the province."""
    for upper in _INSIDE.get(role, ()):
        found = heads.get(upper)
        if found:
            return found[wiring.built % len(found)]
    land = wiring.made.land
    if role is Role.BACKBONE:
        return wiring.backbones.get(land.province.code)
    hub = None if role is Role.HUB else wiring.hubs.get(place.division)
    return hub or wiring.backbones.get(land.above(place.division))


def _practice(draw: Draw) -> Practice:
    """Decide how a site runs its devices; those who answer for it know it of all or of none."""
    backup = BACKUPS if draw.yes(0.9) else OLD_BACKUPS
    return (
        draw.known(draw.one_of(FEATURES), UNKNOWN_CELL),
        draw.known(backup, UNKNOWN_CELL),
        draw.known(draw.one_of((180, 180, 180, 180, 365, 90)), UNKNOWN_CELL),
    )


def _management(
    wiring: _Wiring, vendor: Vendor, role: Role, practice: Practice
) -> dict[str, object]:
    draw = wiring.draw
    features, backup, log_days = practice
    if features is not None and draw.yes(ODD_ONE):
        features = draw.one_of(FEATURES)
    return {
        "platform": vendor.platform,
        "mgmt_address": _address(wiring.built, ipv6=draw.yes(IPV6_MANAGED)),
        "model": vendor.model(role),
        "os_version": draw.known(draw.one_of(vendor.versions), 0.1),
        "features": features,
        "backup_on": draw.day(*backup) if backup else None,
        "log_days": log_days,
        "drift_lines": draw.known(0 if draw.yes(0.93) else draw.whole(1, 40), UNKNOWN_CELL),
    }


def _address(number: int, *, ipv6: bool) -> str:
    """Give the number-th address of 10.0.0.0/8 (RFC 1918) or 3fff:fff::/32 (RFC 9637)."""
    high, low = divmod(number, 250)
    if ipv6:
        return f"3fff:fff:{high + 1:x}::{low + 1:x}"
    return f"10.{1 + high // 256}.{high % 256}.{low + 1}"
