"""The private network as resources: who reaches whom, and whose names stay."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import all_lives
from routing import CIRCLES, CLOUDS_OWN, NOWHERE, Network, joined

from educloud.cloud.declared import DeclaredStack, Ref, refs, together
from educloud.cloud.ec2.network import declare_network
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.spec.load import Stacks
from educloud.cloud.spec.network import PROVINCE, NetworkStack, stack_of_hub
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError

GOLDEN = Path(__file__).parent / "golden" / "network.txt"
INTERNET = tuple(map(ipaddress.ip_address, ("192.0.2.80", "2606:4700::1111")))
WORLDS = ("teaching", "office", "exam")


def four(number: int) -> str:
    # Every third block lies outside of what the network's file calls its own.
    return f"{172 if number % 3 == 2 else 10}.{number + 16}.0.0/16"


def six(number: int, length: int) -> str:
    return f"3fff:{number:x}00::/{length}"


def node(number: int, hub: str, world: str, *, ipv6: str, peer: int | None = None) -> NodeStack:
    return NodeStack.model_validate({
        "node_id": f"city-{number}", "tier": "city", "division": "410100",
        "ipv4_block": four(number), "dual_stack": ipv6 != "none",
        "ipv6_block": six(number, 56) if ipv6 == "planned" else None,
        "availability_zones": ["a"], "zones": {"app": {"slot": 0}},
        "attach": {"world": world, "zone": "app", "hub": hub},
        "disaster_recovery": None if peer is None else {"peer": f"city-{peer}"},
    })  # fmt: skip


def router(number: int, hub: str, world: str, families: str) -> dict[str, Any]:
    return {
        "kind": "county", "division": "410100", "hub": hub, "world": world,
        "router": f"198.51.100.{number}", "asn": 65000 + number,
        "ipv4": [four(100 + number)] if "4" in families else [],
        "ipv6": [six(100 + number, 44)] if "6" in families else [],
    }  # fmt: skip


def way_out(number: int, *, ipv6: bool) -> dict[str, Any]:
    return {
        "division": "410100", "carrier": f"carrier-{number}", "risk_group": f"duct-{number}",
        "ipv4_block": f"10.250.{number}.0/24",
        "ipv6_block": six(200 + number, 56) if ipv6 else None,
    }  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> tuple[NetworkStack, dict[str, NodeStack]]:
    """Any tree of hubs, with anybody attached anywhere."""
    hubs: dict[str, Any] = {}
    names = [PROVINCE]
    for number in range(draw(st.integers(0, 4))):
        parent = draw(st.sampled_from(names))
        hubs[f"h{number}"] = {"division": "410100", "parent": parent, "asn": 64600 + number}
        names.append(f"h{number}")
    exits = {f"e{n}": way_out(n, ipv6=draw(st.booleans())) for n in range(draw(st.integers(0, 2)))}
    choices = st.sampled_from([None, *exits])
    worlds = {w: {"internet": draw(st.booleans()), "exit": draw(choices)} for w in WORLDS}
    hub, world = st.sampled_from(names), st.sampled_from(WORLDS)
    families = st.sampled_from(["4", "6", "46", ""])
    attachments = {
        f"county-{n}": router(n, draw(hub), draw(world), draw(families))
        for n in range(draw(st.integers(0, 5)))
    }
    ipv6 = st.sampled_from(["planned", "planned", "clouds", "none"])
    count = draw(st.integers(1, 5))
    made = [
        node(n, draw(hub), draw(world), ipv6=draw(ipv6),
             peer=draw(st.sampled_from([None, *(one for one in range(count) if one != n)])))
        for n in range(count)
    ]  # fmt: skip
    first = made[0]
    if first.ipv6_block and first.attach and draw(st.booleans()):  # a county around its node
        around = router(60, draw(hub), first.attach.world, "")
        attachments["county-around"] = {**around, "ipv6": [six(0, 44)]}
    own = st.sampled_from([["10.0.0.0/8"], ["10.16.0.0/16", "10.32.0.0/11"]])
    stack = NetworkStack.model_validate({
        "ipv4": draw(own), "ipv6": ["3fff::/20"], "worlds": worlds, "hubs": hubs, "exits": exits,
        "attachments": attachments,
    })  # fmt: skip
    return stack, {one.node_id: one for one in made}


def network(case: tuple[NetworkStack, Mapping[str, NodeStack]]) -> Network:
    return Network(*case, joined(declare_network(*case)))


def addresses(net: Network) -> list[Any]:
    """Addresses of everybody, of nobody in the private network, and of the Internet."""
    owned = [block[at] for blocks in net.blocks.values() for block in blocks for at in (0, 9, -1)]
    exits = [one.ipv4_block[5] for one in net.stack.exits.values()]
    nobody = [ipaddress.ip_address("10.249.0.1"), ipaddress.ip_address("3fff:fff::1")]
    return [*owned, *exits, *nobody, *INTERNET]


def owner(net: Network, address: Any) -> str | None:
    """Give whose address it is: of a block in another one, the inner one's."""
    fitting = [(block.prefixlen, name) for name, blocks in net.blocks.items() for block in blocks
               if block.version == address.version and address in block]  # fmt: skip
    return max(fitting)[1] if fitting else None


def is_clouds_own(address: Any) -> bool:
    return address.version == CLOUDS_OWN.version and address in CLOUDS_OWN


def above(net: Network, hub: str) -> list[str]:
    given = net.stack.hubs.get(hub)
    return [hub, *(above(net, given.parent) if given and given.parent else [])]


@given(networks())
def test_nobody_reaches_another_world(case: tuple[NetworkStack, dict[str, NodeStack]]) -> None:
    net = network(case)
    for member, address, end in kept_apart(net, net):
        assert end == owner(net, address), f"{member} reaches {end} at {address}"


@given(networks(), st.data())
def test_nobody_reaches_another_world_while_hubs_are_missing(
    case: tuple[NetworkStack, dict[str, NodeStack]], data: st.DataObject
) -> None:
    """Any hubs may not stand yet, with all below them and all that is attached there."""
    stack, nodes = case
    up: list[str] = [PROVINCE]
    for name, hub in stack.hubs.items():
        if hub.parent in up and data.draw(st.booleans()):
            up.append(name)
    parts = declare_network(stack, nodes)
    here = {name: one for name, one in nodes.items() if one.attach and one.attach.hub in up}
    fewer = {name: one for name, one in stack.attachments.items() if one.hub in up}
    less = stack.model_copy(update={"attachments": fewer})
    net = Network(less, here, joined({name: parts[name] for name in map(stack_of_hub, up)}))
    assert all(kept_apart(net, network(case)))


def kept_apart(net: Network, whole: Network) -> Iterator[tuple[str, Any, str]]:
    """Give (member, address, who gets it) of what arrives; nothing arrives in another world.

    ``whole`` is the network with all that is declared, ``net`` what of it stands.
    """
    for member, (_, world) in net.places.items():
        for address in addresses(whole):
            end = net.send(net.world_table(member), address)
            whose = owner(whole, address)
            # Until a hub stands, those above it may send each other what is for it.
            assert end != CIRCLES or net is not whole, f"{member} to {address}"
            if end in net.places:
                assert net.places[end][1] == world, f"{member} reaches {end} at {address}"
                assert whose
                assert whole.places[whose][1] == world
                yield member, address, end
            elif end not in {NOWHERE, CIRCLES}:
                # Whatever leaves by an exit belongs to nobody, or nobody knows that it does.
                assert net.stack.worlds[world].internet
                unknown = whose is None or is_clouds_own(address)
                assert unknown, f"{member} sends {address} to the Internet"


@given(networks())
def test_a_stack_refers_to_that_of_the_hub_above_alone(
    case: tuple[NetworkStack, dict[str, NodeStack]],
) -> None:
    stack, nodes = case
    parts = declare_network(stack, nodes)
    stacks = Stacks(stack, nodes)
    assert tuple(parts) == tuple(stacks.hubs)
    for name, part in parts.items():
        for ref in refs([[one.wanted for one in part.resources], part.outputs]):
            assert ref.stack in {"", *stacks.needs(name)}
            assert ref.stack or part[ref.resource]
    names = [one.name for one in together("all", parts.values()).resources]
    assert len(names) == len(set(names))


@given(networks())
def test_a_world_holds_together(case: tuple[NetworkStack, dict[str, NodeStack]]) -> None:
    net = network(case)
    for member, (hub, world) in net.places.items():
        for other, (far, theirs) in net.places.items():
            related = hub in above(net, far) or far in above(net, hub)
            if theirs != world or not (related or other in net.nodes):
                continue
            for block in net.blocks[other]:
                if far == hub or not is_clouds_own(block[-9]):
                    assert net.send(net.world_table(member), block[-9]) == other, (member, other)


@given(networks())
def test_a_peer_answers_those_it_takes_over(
    case: tuple[NetworkStack, dict[str, NodeStack]],
) -> None:
    net, nodes = network(case), case[1]
    for name, one in nodes.items():
        if one.disaster_recovery is None:
            continue
        peer, (hub, world) = one.disaster_recovery.peer, net.places[name]
        if net.places[peer][1] != world:
            continue  # a file that no policy would let pass: worlds never meet
        for member, place in net.places.items():
            for block in net.blocks[member] if place == (hub, world) else ():
                if net.places[peer][0] == hub or not is_clouds_own(block[-9]):
                    assert net.send(net.world_table(peer), block[-9]) == member, (peer, member)


@given(networks())
def test_only_worlds_with_the_internet_reach_it(
    case: tuple[NetworkStack, dict[str, NodeStack]],
) -> None:
    net = network(case)
    exits = list(net.stack.exits)
    leaves = {
        w: one.exit or exits[0] for w, one in net.stack.worlds.items() if one.internet and exits
    }
    common = next(iter(leaves.values()), None)
    exit_of = {
        (hub, world): leaves.get(world) and (leaves[world] if hub == PROVINCE else common)
        for hub, world in net.places.values()
    }
    for member, place in net.places.items():
        expected = exit_of[place]
        end = net.send(net.world_table(member), INTERNET[0])
        assert end == (f"exit-{expected}" if expected else NOWHERE)
        if not expected:
            assert net.send(net.world_table(member), INTERNET[1]) == NOWHERE
        # The way back: from every exit only to whoever leaves by it, or to a node whose block
        # lies inside of that of one who does.
        for out in exits:
            leaving = [b for one, at in net.places.items() if exit_of[at] == out
                       for b in net.blocks[one]]  # fmt: skip
            for block in net.blocks[member]:
                back = net.send(f"exit-{out}.returns", block[-9])
                if back != NOWHERE:
                    inside = any(block[-9] in wide for wide in leaving)
                    assert exit_of[net.places[back]] == out or inside
                elif block.version == 4:
                    assert out != expected


@given(networks(), st.data())
def test_adding_somebody_renames_and_replaces_nothing(
    case: tuple[NetworkStack, dict[str, NodeStack]], data: st.DataObject
) -> None:
    stack, nodes = case
    hub = data.draw(st.sampled_from([PROVINCE, *stack.hubs]))
    more = {
        "attachments": {"a-first": router(50, hub, "exam", "46"), **stack.attachments},
        "hubs": {"a-new": {"division": "410200", "parent": hub, "asn": 64700}, **stack.hubs},
    }
    grown = NetworkStack.model_validate(stack.model_dump(by_alias=True) | {
        key: {name: one if isinstance(one, dict) else one.model_dump() for name, one in few.items()}
        for key, few in more.items()
    })  # fmt: skip
    before = declare_network(stack, nodes)
    after = declare_network(grown, {"a-node": node(60, "a-new", "exam", ipv6="planned"), **nodes})
    kinds = load_kinds()
    for name, part in before.items():
        for one in part.resources:
            now = after[name][one.name]
            assert now.kind == one.kind
            for key in kinds[one.kind].fixed:
                assert now.wanted[key] == one.wanted[key], (one.name, key)


@given(networks())
@settings(max_examples=30)
def test_every_property_of_every_type_is_declared(
    case: tuple[NetworkStack, dict[str, NodeStack]],
) -> None:
    inputs = {life.kind: set(life.wanted) for life in all_lives()}
    for one in together("all", declare_network(*case).values()).resources:
        assert set(one.wanted) == inputs[one.kind], one.name


SMALL = (
    NetworkStack.model_validate({
        "ipv4": ["10.0.0.0/8"], "ipv6": ["3fff::/20"],
        "worlds": {"teaching": {"internet": True}, "exam": {}},
        "hubs": {"h410600": {"division": "410600", "parent": "province", "asn": 64518}},
        "exits": {"zz": way_out(1, ipv6=True)},
        "attachments": {"county-410621": router(1, "h410600", "teaching", "46")},
    }),
    {"city-1": node(1, "h410600", "teaching", ipv6="planned"),
     "city-2": node(2, PROVINCE, "exam", ipv6="planned")},
)  # fmt: skip


def test_a_small_network_as_it_is_declared(request: pytest.FixtureRequest) -> None:
    parts = declare_network(*SMALL)
    listing = "\n".join(f"{name}:\n{listed(part)}" for name, part in parts.items())
    if request.config.getoption("--update"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(listing, encoding="utf-8")
    assert listing == GOLDEN.read_text(encoding="utf-8")


def listed(stack: DeclaredStack) -> str:
    lines = [line for one in stack.resources for line in (
        f"{one.kind} {one.name}",
        *(f"  {key}: {said(value)}" for key, value in one.wanted.items() if key != "tags"),
    )]  # fmt: skip
    lines += [f"= {key}: {said(value)}" for key, value in stack.outputs.items()]
    return "\n".join(lines) + "\n"


def said(value: Any) -> str:
    if isinstance(value, Ref) and value.stack:
        return f"<{value.stack}: {value.output}>"
    if isinstance(value, Ref):
        return (
            f"<{value.resource}>" if value.output == "id" else f"<{value.resource}.{value.output}>"
        )
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {said(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(said, value)) + "]"
    return str(value) if value != "" else "-"


def test_a_block_of_one_world_inside_one_of_another_is_refused() -> None:
    county = router(1, PROVINCE, "exam", "") | {"ipv6": [six(0, 44)]}
    stack = NetworkStack.model_validate({
        "ipv4": ["10.0.0.0/8"], "worlds": {"exam": {}, "office": {}}, "attachments": {"c": county},
    })  # fmt: skip
    with pytest.raises(CloudError, match=r"city-0 \(office\) lies in .* of c \(exam\)"):
        declare_network(stack, {"city-0": node(0, PROVINCE, "office", ipv6="planned")})


def test_a_province_alone_is_a_hub_and_its_worlds() -> None:
    stack = NetworkStack.model_validate({"ipv4": ["10.0.0.0/8"], "worlds": {"office": {}}})
    parts = declare_network(stack, {})
    assert list(parts) == ["network"]
    declared = parts["network"]
    assert [one.name for one in declared.resources] == ["hub", "world-office"]
    assert declared.outputs["transit_gateway"] == Ref("hub")
    assert declared.outputs["worlds"] == {"office": Ref("world-office")}
