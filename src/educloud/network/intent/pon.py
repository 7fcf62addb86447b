"""The PON side of an OLT, and whether its light and its bits suffice: checked before rendering.

committed = payload x efficiency / split, and a classroom needs 100 Mbit/s (百兆到班, national
guidance on education's new infrastructure, 2021). The loss from OLT to the farthest ONU must stay
within the class of the optics: 28 dB for GPON class B+ (ITU-T G.984.2 amendment 1), 29 dB for
XG(S)-PON class N1 (ITU-T G.987.2, G.9807.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, log2, radians, sin, sqrt

from educloud.errors import ConfigError
from educloud.inventory.models import CircuitTier, Device, Role, Site
from educloud.inventory.pon import committed_mbps
from educloud.network.intent.layout import Layout, Place, wrong
from educloud.network.intent.model import Ont, OntProfile, Pon, PonPort

ROOM_MBPS = 100
SPLIT_LOSS_DB = 3.5  # of each halving: 3 dB by nature, half a decibel by make
FIBRE_DB_PER_KM = 0.35  # ITU-T G.652 fibre at 1310 nm, the direction that loses more
CONNECTOR_DB = 0.5
CONNECTORS = 4  # at the OLT, before and after the splitter, at the ONU
CAMPUS_KM = 1.0  # within a site
DETOUR = 1.4  # of a fibre against the straight line
EARTH_KM = 6371.0
WIDEST = 256
GRANULE_KBPS = 64  # OLTs count bandwidth in steps of that
FIRST_SLOT, FRAME, PORTS_PER_SLOT = 1, 0, 16
ROOM_PORTS = 4
ROOM_SERVICES = ("teaching", "video", "iot", "wifi-staff", "wifi-student", "vocational")
SERIAL = re.compile(r"[A-Z]{4}[0-9A-F]{8}")


@dataclass(frozen=True, slots=True)
class Technology:
    """What a kind of PON carries in each direction, and how much light it can lose."""

    name: str
    down_mbps: float
    up_mbps: float
    budget_db: float


TECHNOLOGIES = {
    "gpon": Technology("gpon", 2300, 1100, 28.0),
    "xg_pon": Technology("xg-pon", 8500, 2300, 29.0),
    "xgs_pon": Technology("xgs-pon", 8500, 8500, 29.0),
}
# What is planned for a site whose row does not say: the oldest kind, and the widest split with
# which it gives a classroom its 100 Mbit/s.
USUAL_TYPE, USUAL_SPLIT = "gpon", 16


def pon_loss_db(split: int, km: float, connectors: int = CONNECTORS) -> float:
    """Give the loss of light from an OLT through a splitter to an ONU."""
    loss = SPLIT_LOSS_DB * log2(split) + FIBRE_DB_PER_KM * km + CONNECTOR_DB * connectors
    return round(loss, 2)


def check_pon(
    pon_type: str, split: int, km: float, *, where: str, efficiency: float = 1.0
) -> float:
    """Give the loss of light of a port; ConfigError when it is too much, or the split too wide.

    ``where`` names the row that says so.
    """
    technology = TECHNOLOGIES.get(pon_type)
    if technology is None:
        known = ", ".join(TECHNOLOGIES)
        raise ConfigError(f"pon_type {pon_type!r} is not known", where, f"use one of {known}")
    if not 1 <= split <= WIDEST or split & (split - 1):
        raise ConfigError(
            f"pon_split {split} is no power of two up to {WIDEST}", where, "correct pon_split"
        )
    each = committed_mbps(technology.down_mbps, split, efficiency)
    if each < ROOM_MBPS:
        fit = 1 << int(log2(technology.down_mbps * efficiency / ROOM_MBPS))
        raise ConfigError(
            f"{technology.name} split 1:{split} commits {each:.0f} Mbit/s to a classroom, "
            f"{ROOM_MBPS} are needed",
            where,
            f"split it 1:{fit} or less, or use a faster kind of PON",
        )
    loss = pon_loss_db(split, km)
    if loss > technology.budget_db:
        raise ConfigError(
            f"1:{split} over {km:.1f} km loses {loss:.1f} dB, {technology.name} optics bear "
            f"{technology.budget_db:.0f}",
            where,
            "use a smaller split, a nearer OLT or optics of a higher class",
        )
    return loss


def pon(place: Place) -> Pon | None:
    """Give the PON side of an OLT, ONUs in the order of the table; None for other devices.

    ONUs fill a port up to its split, then the next; an ONU whose serial nobody knows yet keeps its
    place and is not set up.
    """
    if place.device.role is not Role.OLT:
        return None
    rows = place.layout.below.get(place.device.device_id, ())
    onus = [one for one in rows if one.role is Role.ONU]
    site = place.site
    pon_type = site.pon_type or USUAL_TYPE
    split = site.pon_split or USUAL_SPLIT
    where = f"sites.csv, {site.site_id}"
    farthest = max((_km(place.layout, site, one) for one in onus), default=0.0)
    check_pon(pon_type, split, farthest, where=where)
    profile = _profile(place, TECHNOLOGIES[pon_type], split)
    ports = tuple(_ports(place.layout, site, onus, (TECHNOLOGIES[pon_type], split)))
    return Pon((profile,), ports)


def _profile(place: Place, technology: Technology, split: int) -> OntProfile:
    upwards = committed_mbps(technology.up_mbps, split)
    committed = int(min(ROOM_MBPS, upwards) * 1000) // GRANULE_KBPS * GRANULE_KBPS
    services = tuple((w.service, w.vlan) for w in place.worlds if w.service in ROOM_SERVICES)
    return OntProfile(1, "classroom", services, committed, ROOM_PORTS)


def _ports(
    layout: Layout, site: Site, onus: Sequence[Device], kind: tuple[Technology, int]
) -> Iterator[PonPort]:
    technology, split = kind
    for number, first in enumerate(range(0, len(onus), split)):
        group = onus[first : first + split]
        slot, port = divmod(number, PORTS_PER_SLOT)
        farthest = max(_km(layout, site, one) for one in group)
        yield PonPort(
            FRAME,
            FIRST_SLOT + slot,
            port,
            technology.name,
            split,
            pon_loss_db(split, farthest),
            text=f"splitter 1:{split}",
            onts=tuple(_onts(group)),
        )


def _onts(onus: Sequence[Device]) -> Iterator[Ont]:
    for number, onu in enumerate(onus):
        if onu.serial is None:
            continue
        serial = onu.serial.upper()
        if not SERIAL.fullmatch(serial):
            raise wrong(
                onu,
                f"serial {onu.serial!r} is not 4 letters and 8 hex digits",
                "copy it from the ONU's label",
            )
        yield Ont(number, serial, 1, onu.hostname)


def _km(layout: Layout, site: Site, onu: Device) -> float:
    """Give the length of fibre to an ONU: the circuit's, else by the sites' coordinates."""
    if onu.site_id == site.site_id:
        return CAMPUS_KM
    far = layout.site(onu)
    known = [c.km for c in layout.circuits.get(far.site_id, ()) if c.tier is CircuitTier.SITE]
    lengths = [km for km in known if km is not None]
    if lengths:
        return min(lengths)
    if None in {site.lon, site.lat, far.lon, far.lat}:
        return CAMPUS_KM
    return DETOUR * _straight_km(site, far)


def _straight_km(one: Site, other: Site) -> float:
    places = (one.lat, one.lon, other.lat, other.lon)
    lat, lon, lat2, lon2 = (radians(degrees or 0.0) for degrees in places)
    half = sin((lat2 - lat) / 2) ** 2 + cos(lat) * cos(lat2) * sin((lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
