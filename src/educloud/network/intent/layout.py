"""Who hangs on whom: the inventory, indexed once, as a tree of routers and their switches.

A site has a router: of its devices the one that stands nearest to the backbone. A device of the
WAN (backbone, hub) is a router always, and so is a switch with its own line to another site. What
hangs on a router within its site is its island: one VLAN of each service, numbered by the router.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import IPv6Network

from educloud.errors import ConfigError
from educloud.inventory.addresses.plan import AddressPlan
from educloud.inventory.models import Circuit, Device, Inventory, Role, Site
from educloud.network.intent.worlds import WORLDS, World, worlds_of

RANK = {role: number for number, role in enumerate(Role)}  # backbone first, access late
WAN = frozenset({Role.BACKBONE, Role.HUB})
PASSIVE = frozenset({Role.OLT, Role.ONU})


class Layout:
    """An inventory and its address plan, with the answers that many devices share."""

    def __init__(self, inventory: Inventory, plan: AddressPlan) -> None:
        self.inventory = inventory
        self.plan = plan
        self.members: dict[str, list[Device]] = {}  # of a site, in the table's order
        self.below: dict[str, list[Device]] = {}  # what names a device as its uplink
        self.place: dict[str, int] = {}  # row of a device
        for row, device in enumerate(inventory.devices.values()):
            self.place[device.device_id] = row
            self.members.setdefault(device.site_id, []).append(device)
            if device.uplink_device:
                self.below.setdefault(device.uplink_device, []).append(device)
        self._mains: dict[str, Device | None] = {}
        self._worlds: dict[str, tuple[World, ...]] = {}
        self._islands: dict[str, dict[str, int]] = {}
        self._paths: dict[str, tuple[Device, ...]] = {}
        self._inner: dict[str, tuple[str, ...]] = {}
        self._routers: dict[str, Device] = {}
        # What ``numbers`` worked out: hosts of a site, subnets of a site's service, their texts.
        self.hosts: dict[str, dict[str, int]] = {}
        self.subnets: dict[tuple[str, str, int], IPv6Network] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.sources: dict[str, tuple[str, ...]] = {}  # who may log in, by router

    def site(self, device: Device) -> Site:
        """Give a device's site; ConfigError when there is none."""
        site = self.inventory.sites.get(device.site_id)
        if site is None:
            raise wrong(
                device, f"site {device.site_id!r} does not stand in sites.csv", "correct site_id"
            )
        return site

    def above(self, device: Device) -> Device | None:
        """Give what a device hangs on; None where nobody says. ConfigError when it is no device."""
        name = device.uplink_device
        if not name:
            return None
        found = self.inventory.devices.get(name)
        if found is None:
            raise wrong(
                device, f"uplink_device {name!r} does not exist", "name a device of the table"
            )
        return found

    def main(self, site_id: str) -> Device | None:
        """Give the router of a site; None where it has no switch."""
        if site_id not in self._mains:
            switches = [d for d in self.members.get(site_id, ()) if d.role not in PASSIVE]
            outer = [d for d in switches if not self._hangs_inside(d)]
            self._mains[site_id] = min(outer or switches, key=self._nearness, default=None)
        return self._mains[site_id]

    def _hangs_inside(self, device: Device) -> bool:
        above = self.inventory.devices.get(device.uplink_device or "")
        return above is not None and above.site_id == device.site_id

    def _nearness(self, device: Device) -> tuple[bool, bool, int, int]:
        """Order a site's switches: WAN first, then where the line out is known, by role, by row."""
        known = bool(device.uplink_device)
        return device.role not in WAN, not known, RANK[device.role], self.place[device.device_id]

    def is_router(self, device: Device) -> bool:
        """Tell whether a device is the router of an island."""
        if device.role in WAN:
            return True
        if device.role in PASSIVE:
            return False
        if self.main(device.site_id) is device:
            return True
        above = self.above(device)
        return above is not None and above.site_id != device.site_id

    def router(self, device: Device) -> Device:
        """Give the router of the island a device stands in."""
        known = self._routers.get(device.device_id)
        if known is None:
            known = self._routers[device.device_id] = self._climb(device)
        return known

    def _climb(self, device: Device) -> Device:
        here, seen = device, {device.device_id}
        while not self.is_router(here):
            above = self.above(here)
            if above is None:
                return self._main_or_refuse(here)
            if above.device_id in seen:
                raise wrong(device, "its uplinks lead back to itself", "correct uplink_device")
            seen.add(above.device_id)
            here = above
        return here

    def router_above(self, router: Device) -> Device | None:
        """Give the router that a router hangs on, if need be through switches."""
        above = self.above(router)
        return None if above is None else self.router(above)

    def attached(self, device: Device) -> Iterator[Device]:
        """Give the routers of other islands that hang on a device, if need be through switches."""
        for below in self.below.get(device.device_id, ()):
            if self.is_router(below):
                yield below
            else:
                yield from self.attached(below)

    def number(self, router: Device) -> int:
        """Give the number of a router's island within its site; the site's router has 0."""
        site = router.site_id
        if site not in self._islands:
            main = self.main(site)
            others = [d for d in self.members[site] if d is not main and self.is_router(d)]
            self._islands[site] = {d.device_id: n for n, d in enumerate([main, *others]) if d}
        return self._islands[site][router.device_id]

    def path(self, device: Device) -> tuple[Device, ...]:
        """Give the routers from a device's own up to the top."""
        router = self.router(device)
        known = self._paths.get(router.device_id)
        if known is None:
            routers = [router]
            while (above := self.router_above(routers[-1])) is not None:
                if any(above is one for one in routers):
                    raise wrong(device, "its uplinks lead back to itself", "correct uplink_device")
                routers.append(above)
            known = self._paths[router.device_id] = tuple(routers)
        return known

    def inner(self, router: Device) -> tuple[str, ...]:
        """Give the ids of the aggregation and core switches below a router in its island."""
        known = self._inner.get(router.device_id)
        if known is None:
            known = self._inner[router.device_id] = tuple(
                d.device_id
                for d in self.members[router.site_id]
                if d.role in {Role.CORE, Role.AGGREGATION}
                and not self.is_router(d)
                and self.router(d) is router
            )
        return known

    def worlds(self, router: Device) -> tuple[World, ...]:
        """List the worlds a router has: its site's, and those of the sites that hang on it."""
        known = self._worlds.get(router.device_id)
        if known is None:
            own = set(worlds_of(self.site(router).kind))
            for below in self.attached(router):
                if not self.is_wan_link(below):
                    own.update(self.worlds(below))
            known = tuple(world for world in WORLDS if world in own)
            self._worlds[router.device_id] = known
        return known

    @cached_property
    def province(self) -> str:
        """The province's prefix, as text."""
        return str(self.plan.prefix("province", self.plan.province))

    @cached_property
    def circuits(self) -> dict[str, list[Circuit]]:
        """The lines of each site."""
        found: dict[str, list[Circuit]] = {}
        for circuit in self.inventory.circuits.values():
            if circuit.site_id:
                found.setdefault(circuit.site_id, []).append(circuit)
        return found

    @cached_property
    def tops(self) -> tuple[Device, ...]:
        """The devices of the WAN above which nobody names any."""
        everyone = self.inventory.devices.values()
        return tuple(d for d in everyone if d.role in WAN and not d.uplink_device)

    def is_wan_link(self, router: Device) -> bool:
        """Tell whether a router's uplink is one between devices of the WAN."""
        above = self.above(router)
        return router.role in WAN and above is not None and above.role in WAN

    def _main_or_refuse(self, device: Device) -> Device:
        main = self.main(device.site_id)
        if main is None:
            raise wrong(
                device,
                f"no switch of site {device.site_id} can be its router",
                "fill uplink_device, or add the site's core",
            )
        return main


@dataclass(frozen=True, eq=False)
class Place:
    """A device in the layout."""

    layout: Layout
    device: Device
    site: Site
    router: Device

    @property
    def routes(self) -> bool:
        """Tell whether the device is its island's router."""
        return self.router is self.device

    @property
    def worlds(self) -> tuple[World, ...]:
        """The worlds of the island's site."""
        return worlds_of(self.layout.site(self.router).kind)


def wrong(device: Device, what: str, mend: str) -> ConfigError:
    """Give the error about a device's row, for the caller to raise."""
    return ConfigError(what, f"devices.csv, {device.device_id}", mend)


def layout_of(inventory: Inventory, plan: AddressPlan) -> Layout:
    """Give the layout of an inventory; worked out once as long as it is the same object."""
    return _layout(_Same(inventory, plan))


@dataclass(frozen=True, eq=False, slots=True)
class _Same:
    """Two objects compared by identity; holding them keeps their identities theirs."""

    inventory: Inventory
    plan: AddressPlan

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and other.inventory is self.inventory
            and other.plan is self.plan
        )

    def __hash__(self) -> int:
        return hash((id(self.inventory), id(self.plan)))


@lru_cache(2)
def _layout(same: _Same) -> Layout:
    return Layout(same.inventory, same.plan)
