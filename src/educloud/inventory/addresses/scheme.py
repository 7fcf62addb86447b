"""How the bits of the province's prefix are divided: one object per way of dividing them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from educloud.errors import ProjectError

ADDRESS_BITS = 128
SUBNET_BITS = 64
NODE_LENGTH = 56  # of a cloud node, under every scheme: what a cloud's networks take

# What stands in the service bits of a site's subnets; the slot is the place in the list.
SERVICES = (
    "mgmt", "teaching", "office", "video", "iot", "wifi-staff", "wifi-student", "exam", "dmz",
    "vocational",
)  # fmt: skip

Bits = Annotated[int, Field(ge=1, le=SUBNET_BITS, strict=True)]
FewBits = Annotated[int, Field(ge=0, le=16, strict=True)]


class Scheme(BaseModel):
    """How many bits each level gets, from the province's prefix down to the /64.

    ``services`` says which slot of a site's service bits each service has; left out, the services
    stand in the order of SERVICES, as many as the bits hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    city: Bits
    county: Bits
    site: Bits
    service: FewBits
    vlan: FewBits
    campus: Bits  # from the pool's prefix to a university's
    services: Mapping[str, FewBits] | None = None

    @property
    def bits(self) -> tuple[int, ...]:
        """The bits of every level, by which prefixes are cut."""
        return self.city, self.county, self.site, self.service, self.vlan, self.campus

    @cached_property
    def root_length(self) -> int:
        """Length of the province's prefix that makes every VLAN a /64."""
        return SUBNET_BITS - self.city - self.county - self.site - self.service - self.vlan

    @cached_property
    def city_length(self) -> int:
        """Length of a city's prefix."""
        return self.root_length + self.city

    @cached_property
    def county_length(self) -> int:
        """Length of a county's prefix."""
        return self.city_length + self.county

    @cached_property
    def site_length(self) -> int:
        """Length of a site's prefix."""
        return SUBNET_BITS - self.service - self.vlan

    @cached_property
    def campus_length(self) -> int:
        """Length of a university's prefix."""
        return self.city_length + self.campus

    @property
    def first_campus(self) -> int:
        """The first slot of a university: the pool's first county-sized block is taken."""
        return 1 << self.campus - self.county

    @property
    def pool_slot(self) -> int:
        """The city slot that is the province's pool: the last one."""
        return (1 << self.city) - 1

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """The slot of each service."""
        if self.services is not None:
            return self.services
        return {name: slot for slot, name in enumerate(SERVICES[: 1 << self.service])}

    def slot(self, service: str) -> int:
        """Give the slot of a service; ProjectError when the scheme has none for it."""
        try:
            return self.slots[service]
        except KeyError:
            raise ProjectError(
                f"the scheme has no slot for service {service!r}",
                "IPv6 scheme",
                f"it has {', '.join(self.slots)}; add it under services",
            ) from None

    def service_of(self, slot: int) -> str | None:
        """Name the service of a slot; None when nothing is planned there."""
        return next((name for name, its in self.slots.items() if its == slot), None)


# /32, /38 city, /44 county, /56 site, 16 services of 16 VLANs; /48 for a university.
DEFAULT = Scheme(city=6, county=6, site=12, service=4, vlan=4, campus=10)


def sound_scheme(scheme: Scheme, where: str) -> Scheme:
    """Give ``scheme`` back; ProjectError with the numbers when no plan is possible under it."""
    fault = _fault(scheme)
    if fault:
        raise ProjectError(fault, where, "correct the bits")
    return scheme


def _fault(scheme: Scheme) -> str | None:
    fields = ("city", "county", "site", "service", "vlan")
    if scheme.root_length < 0:
        parts = " + ".join(f"{name} {getattr(scheme, name)}" for name in fields)
        total = SUBNET_BITS - scheme.root_length
        return f"{parts} = {total} bits, an address has {SUBNET_BITS} before its interface part"
    if scheme.campus < scheme.county:
        return (
            f"campus has {scheme.campus} bits and county {scheme.county}: a university's prefix "
            "would be larger than the block it is taken from"
        )
    if scheme.campus_length > scheme.site_length:
        return (
            f"campus has {scheme.campus} bits: a university's /{scheme.campus_length} would be "
            f"smaller than a site's /{scheme.site_length}"
        )
    return _service_fault(scheme)


def _service_fault(scheme: Scheme) -> str | None:
    names: dict[int, str] = {}
    for name, slot in scheme.slots.items():
        if slot >= 1 << scheme.service:
            last = (1 << scheme.service) - 1
            return f"service {name} has slot {slot}, {scheme.service} bits end at {last}"
        if slot in names:
            return f"services {names[slot]} and {name} both have slot {slot}"
        names[slot] = name
    return None
