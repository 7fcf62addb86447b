"""Access lists: what a world's hosts may reach, and who may log in to a device.

Every list has a twin of the other family that says the same, so that no way stays open that the
other one shuts. The last rule denies (GB/T 22239-2019 8.1.3.2); hosts speak with addresses of their
own subnet alone (RFC 2827). ICMPv6 of the link is let through as neighbour discovery needs it
(RFC 4890, 4.4.1). Where a site's row has no IPv4 prefix, its hosts' IPv4 addresses are private ones
(RFC 1918): nobody knows which.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from educloud.network.intent import numbers
from educloud.network.intent.layout import Place
from educloud.network.intent.model import Filter, Prefix, Rule
from educloud.network.intent.worlds import SERVICES, World

FIRST_NUMBER = 3000
LOGIN, LOGIN_NUMBER = "login", 3900
STEP = 10
BROADCAST = "255.255.255.255/32"
LINK_LOCAL, NEIGHBOURS, ALL_RELAYS = "fe80::/10", "ff02::/16", "ff02::1:2/128"
PRIVATE = tuple(map(str, numbers.PRIVATE))


def filters(place: Place, sources: tuple[Prefix, ...]) -> tuple[Filter, ...]:
    """List a device's access lists, each after its twin: those of the worlds on a router."""
    found: list[Filter] = []
    if place.routes:
        for world in place.worlds:
            if world.vrf:
                found += _world_filters(place, world)
    return (*found, _login(4, sources), _login(6, sources))


def _login(family: int, sources: tuple[Prefix, ...]) -> Filter:
    own = [prefix for prefix in sources if (":" in prefix) == (family == 6)]  # noqa: PLR2004
    rules = [Rule(STEP * n, True, "ip", source=prefix) for n, prefix in enumerate(own, start=1)]  # noqa: FBT003
    last = Rule(STEP * (len(rules) + 1), False, "ip", text="everybody else")  # noqa: FBT003
    return Filter(f"{LOGIN}-{family}", LOGIN_NUMBER, family, (*rules, last))


def _world_filters(place: Place, world: World) -> Iterator[Filter]:
    number = FIRST_NUMBER + SERVICES.index(world.service)
    for family, rules in ((4, _rules4(place, world)), (6, _rules6(place, world))):
        yield Filter(f"{world.service}-{family}", number, family, tuple(_numbered(rules)))


def _rules6(place: Place, world: World) -> Iterator[Rule]:
    layout, router = place.layout, place.router
    own = numbers.subnet_text(layout, router, world)
    site = str(layout.plan.prefix("site", router.site_id))
    province = layout.province
    yield _permit("icmp", "any", NEIGHBOURS, text="neighbour discovery")
    yield _permit("icmp", "any", LINK_LOCAL, text="neighbour discovery")
    yield _permit("udp", LINK_LOCAL, ALL_RELAYS, 547, "DHCPv6")
    yield from _ways(world, (own,), (site,), (province,))


def _rules4(place: Place, world: World) -> Iterator[Rule]:
    subnet = numbers.service4(place.layout, place.router, world)
    whole = place.layout.site(place.router).ipv4_prefix
    yield _permit("udp", "any", BROADCAST, 67, "DHCP")
    if subnet is None or whole is None:
        yield from _ways(world, PRIVATE, (), PRIVATE)
    else:
        yield from _ways(world, (str(subnet),), (str(whole),), PRIVATE)


def _ways(
    world: World, own: tuple[Prefix, ...], site: tuple[Prefix, ...], province: tuple[Prefix, ...]
) -> Iterator[Rule]:
    """Give the rules that both families share."""
    if site:
        yield from (_permit("ip", prefix, prefix) for prefix in own)
        yield from (
            Rule(0, permit=False, protocol="ip", target=prefix, text="other services of the site")
            for prefix in site
        )
    for prefix in own:
        if world.internet:
            yield _permit("ip", prefix, "any")
        else:
            yield from (_permit("ip", prefix, target) for target in province)
    yield Rule(0, permit=False, protocol="ip", text="no other source or way out")


def _permit(
    protocol: str, source: Prefix, target: Prefix, port: int | None = None, text: str = ""
) -> Rule:
    return Rule(0, True, protocol, source, target, port, text)  # noqa: FBT003


def _numbered(rules: Iterator[Rule]) -> Iterator[Rule]:
    for number, rule in zip(count(STEP, STEP), rules, strict=False):
        yield Rule(number, rule.permit, rule.protocol, rule.source, rule.target, rule.port,
                   rule.text)  # fmt: skip
