"""What an inventory may not say about a device, found before anything is planned."""

from __future__ import annotations

from collections.abc import Iterable

from educloud.errors import ConfigError
from educloud.inventory.models import Device, Role
from educloud.network.intent.layout import WAN, Layout, wrong
from educloud.network.intent.model import Vlan
from educloud.network.platform import load_platform, platform_names

FIRST_VLAN, LAST_VLAN = 1, 4094  # IEEE 802.1Q: 0 and 4095 are reserved


def check_device(layout: Layout, device: Device) -> None:
    """Refuse a row that contradicts itself or the rows it names."""
    if device.platform not in platform_names():
        raise wrong(
            device,
            f"no platform {device.platform!r} is known",
            f"use one of {', '.join(platform_names())}",
        )
    allowed = load_platform(device.platform).roles
    if device.role not in allowed:
        raise wrong(
            device,
            f"a {device.platform} cannot be {device.role}, only {', '.join(allowed)}",
            "correct platform or role",
        )
    layout.site(device)
    above = layout.above(device)
    _check_place(device, above)
    if layout.plan.given("site", device.site_id) is None:
        raise wrong(
            device,
            f"its site {device.site_id} has no IPv6 prefix",
            "run 'educloud ipv6 plan --check'",
        )


def _check_place(device: Device, above: Device | None) -> None:
    if device.role is Role.ONU and (above is None or above.role is not Role.OLT):
        raise wrong(device, "an ONU hangs on an OLT", "name the OLT in uplink_device")
    if device.role is not Role.ONU and above is not None and above.role in {Role.OLT, Role.ONU}:
        raise wrong(
            device, f"it hangs on {above.device_id}, a {above.role}", "correct uplink_device"
        )
    if device.role is Role.OLT and above is not None and above.site_id != device.site_id:
        raise wrong(
            device,
            f"it hangs on {above.device_id} of another site, and an OLT does not route",
            "put a switch of its own site between",
        )
    if device.role in WAN and above is not None and above.role not in WAN:
        raise wrong(
            device,
            f"a {device.role} hangs on {above.device_id}, a {above.role}",
            "name a hub or a backbone device in uplink_device",
        )


def check_vlans(device: Device, vlans: Iterable[Vlan]) -> None:
    """Refuse VLAN numbers that no switch has."""
    for vlan in vlans:
        if not FIRST_VLAN <= vlan.number <= LAST_VLAN:
            raise ConfigError(
                f"VLAN {vlan.number} ({vlan.service}) is outside {FIRST_VLAN}-{LAST_VLAN}",
                f"devices.csv, {device.device_id}",
                "correct the service's VLAN",
            )
