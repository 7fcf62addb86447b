"""What a device shall do, decided from the inventory and the address plan.

Pure: the same tables and plan give the same intent, and nothing else is looked at. Each topic has
a module; the inventory is indexed once for all its devices (``layout``).
"""

from __future__ import annotations

from educloud.inventory.addresses.allocate import AddressPlan
from educloud.inventory.models import Device, Inventory, Role
from educloud.network.intent.checks import check_device, check_vlans
from educloud.network.intent.filters import filters
from educloud.network.intent.gateways import gateways, pools6, routes, vlans
from educloud.network.intent.layout import Place, layout_of
from educloud.network.intent.management import management, radius
from educloud.network.intent.model import DeviceIntent, Login, Trust
from educloud.network.intent.pon import pon
from educloud.network.intent.ports import ports
from educloud.network.intent.routing import routing, vrfs


def plan_intent(inventory: Inventory, plan: AddressPlan, device: Device) -> DeviceIntent:
    """Decide what a device shall do; ConfigError names the row that makes it impossible."""
    layout = layout_of(inventory, plan)
    check_device(layout, device)
    place = Place(layout, device, layout.site(device), layout.router(device))
    known = vlans(place)
    check_vlans(device, known)
    managed = management(place)
    panel = ports(place)
    if device.role is Role.ONU:
        return DeviceIntent(
            device.device_id, device.hostname, device.role.value, managed, vlans=known, ports=panel
        )
    return DeviceIntent(
        device_id=device.device_id,
        hostname=device.hostname,
        role=device.role.value,
        management=managed,
        vrfs=vrfs(place),
        vlans=known,
        gateways=gateways(place),
        pools6=pools6(place),
        ports=panel,
        filters=filters(place, managed.sources),
        routes=routes(place),
        routing=routing(place),
        pon=pon(place),
        first_hop=any(port.trust is Trust.HOST for port in panel),
        radius=radius(place) if any(port.login is not Login.OPEN for port in panel) else (),
    )
