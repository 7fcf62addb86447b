"""How the bits of the province's prefix are divided: one object per way of dividing them."""

from __future__ import annotations

from dataclasses import dataclass

ADDRESS_BITS = 128
SUBNET_BITS = 64

# What stands in the four service bits of a site's subnets; the slot is the place in the list.
SERVICES = (
    "mgmt", "teaching", "office", "video", "iot", "wifi-staff", "wifi-student", "exam", "dmz",
    "vocational",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """How many bits each level gets, from the province's prefix down to the /64."""

    city: int
    county: int
    site: int
    service: int
    vlan: int
    campus: int  # bits from the pool's prefix to a university's

    @property
    def root_length(self) -> int:
        """Length of the province's prefix that makes every VLAN a /64."""
        return SUBNET_BITS - self.city - self.county - self.site - self.service - self.vlan

    @property
    def site_length(self) -> int:
        """Length of a site's prefix."""
        return SUBNET_BITS - self.service - self.vlan

    @property
    def campus_length(self) -> int:
        """Length of a university's prefix."""
        return self.root_length + self.city + self.campus

    @property
    def first_campus(self) -> int:
        """The first slot of a university: the pool's first county-sized block is taken."""
        return 1 << self.campus - self.county

    @property
    def pool_slot(self) -> int:
        """The city slot that is the province's pool: the last one."""
        return (1 << self.city) - 1


# /32, /38 city, /44 county, /56 site, 16 services of 16 VLANs; /48 for a university.
DEFAULT = Scheme(city=6, county=6, site=12, service=4, vlan=4, campus=10)
