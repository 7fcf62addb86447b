"""Renumbering: today's register beside a plan under another root or scheme; nothing is changed.

The order of the work is that of RFC 4192, "Procedures for Renumbering an IPv6 Network without a
Flag Day": the new prefixes stand beside the old ones until nobody uses those any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv6Network

from educloud.errors import ProjectError
from educloud.inventory.addresses.allocate import check_fit, plan_addresses
from educloud.inventory.addresses.plan import ENDS, AddressPlan, Allocation, Fault, Key
from educloud.inventory.addresses.prefixes import span
from educloud.inventory.addresses.scheme import Scheme
from educloud.inventory.addresses.whose import name_of
from educloud.inventory.models import Inventory

# What is done, in this order, and on which level first.
STEPS = (
    ("prepare", "缩短反向和正向域名的TTL,建好新前缀的反向区,通报上级运营商"),
    ("announce", "自上而下:省、市、县骨干同时发布新旧前缀,ACL和防火墙先放行新前缀"),
    ("number", "逐县:学校网关在旧地址旁配新地址,路由通告新前缀,旧前缀仍可用"),
    ("names", "域名AAAA和反向记录改到新地址,监测和日志改用新管理地址"),
    ("manage", "设备台账改为新管理地址,逐台核对可达"),
    ("deprecate", "旧前缀的首选生存期置零,观察到不再有流量"),
    ("withdraw", "自下而上:学校、县、市、省撤回旧前缀,收回旧反向区"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """The old and the new prefix of one id; ``county`` is the block it lies in."""

    kind: str
    id: str
    name: str | None
    county: str
    old: IPv6Network
    new: IPv6Network | None  # None: there is no place for it, see the faults
    devices: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one county (or the pool) has to do."""

    id: str
    name: str | None
    sites: int
    devices: int
    managed: int  # devices whose management address lies in an old prefix of the site


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What changes; ``shares`` in the order of the work: least devices first, to learn on them."""

    moves: tuple[Move, ...]
    kept: int
    shares: tuple[Share, ...]
    faults: tuple[Fault, ...]  # of the new plan
    contradictions: tuple[Fault, ...]  # between today's register and sites.csv

    @property
    def devices(self) -> int:
        """Number of devices that get other addresses."""
        return sum(share.devices for share in self.shares)


def renumber(
    today: AddressPlan, inventory: Inventory, root: IPv6Network, scheme: Scheme
) -> Renumbering:
    """Compare ``today``'s register with a plan of the same ids under ``root`` and ``scheme``.

    Under the same bits everything keeps its place below the root, reserved prefixes too; under
    another one all is planned anew. ProjectError when root and scheme do not suit.
    """
    after = _plan_under(today, inventory, root, scheme)
    devices = Counter(device.site_id for device in inventory.devices.values())
    recorded = [one for one in today.allocations if _in_use(today, one.key)]
    moves = tuple(
        Move(
            one.kind,
            one.id,
            name_of(one, inventory),
            _block(today, one.key),
            one.prefix,
            after.given(*one.key),
            devices[one.id] if one.kind == "site" else 0,
        )
        for one in recorded
        if after.given(*one.key) != one.prefix
    )
    return Renumbering(
        moves,
        len(recorded) - len(moves),
        tuple(_shares(moves, inventory)),
        tuple(after.check()),
        tuple(fault for fault in today.complaints if "the register says" in fault.reason),
    )


def _in_use(today: AddressPlan, key: Key) -> bool:
    """Tell whether a prefix stands in the register or in the tables, not in the plan alone."""
    want = today.wants.get(key)
    return key in today.recorded or (want is not None and want.fixed is not None)


def _plan_under(
    today: AddressPlan, inventory: Inventory, root: IPv6Network, scheme: Scheme
) -> AddressPlan:
    if root.prefixlen != scheme.root_length:
        raise ProjectError(
            f"{root} is a /{root.prefixlen}, the scheme needs a /{scheme.root_length}",
            "--to-root",
            "give a prefix of that length, or another scheme with --to-scheme",
        )
    check_fit(inventory, today.province, scheme)
    sites = {
        name: site.model_copy(update={"ipv6_prefix": None}) if site.ipv6_prefix else site
        for name, site in inventory.sites.items()
    }
    bare = replace(inventory, sites=sites)
    kept = _carried(today, root) if scheme.bits == today.scheme.bits else ()
    return plan_addresses(bare, root, kept, scheme, today.province)


def _carried(today: AddressPlan, root: IPv6Network) -> Iterator[Allocation]:
    """Give the register with the new root in place of the old one; what lay outside is left out."""
    old = today.prefix("province", today.province)
    first, last = span(old)
    shift = int(root.network_address) - first
    for one in today.register:
        start = int(one.prefix.network_address)
        if first <= start <= last and one.prefix.prefixlen >= old.prefixlen:
            yield Allocation(one.kind, one.id, IPv6Network((start + shift, one.prefix.prefixlen)))


def _block(today: AddressPlan, key: Key) -> str:
    """Name the county (or city, or pool) an id's prefix belongs to."""
    want = today.wants.get(key)
    return want.parent[1] if want is not None and want.kind in ENDS else key[1]


def _shares(moves: tuple[Move, ...], inventory: Inventory) -> list[Share]:
    sites, devices = Counter[str](), Counter[str]()
    moved: Mapping[str, Move] = {move.id: move for move in moves if move.kind == "site"}
    for move in moved.values():
        sites[move.county] += 1
        devices[move.county] += move.devices
    managed = Counter(
        moved[device.site_id].county
        for device in inventory.devices.values()
        if device.site_id in moved and device.mgmt_address in moved[device.site_id].old
    )
    shares = [
        Share(code, _name(code, inventory), count, devices[code], managed[code])
        for code, count in sites.items()
    ]
    return sorted(shares, key=lambda share: (share.devices, share.sites, share.id))


def _name(code: str, inventory: Inventory) -> str | None:
    division = inventory.divisions.get(code)
    return division.name_zh if division else None


def read_root(text: str) -> IPv6Network:
    """Read a province's prefix; ProjectError when the text is none."""
    try:
        return IPv6Network(text.strip())
    except ValueError as error:
        raise ProjectError(
            f"{text!r} is no IPv6 prefix: {error}", "--to-root", "give one such as 3fff:500::/32"
        ) from None
