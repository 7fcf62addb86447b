"""Every resource type through find, create, settle, read and delete, without the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from educloud.cloud import provider
from educloud.cloud.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.resources import load_kinds
from educloud.cloud.resources.kind import Api

KINDS = load_kinds()


@pytest.fixture(scope="module")
def api(endpoint: CloudEndpoint) -> Api:
    return Api(lambda service: client(endpoint, service))


def urn(kind: str, name: str = "one") -> str:
    return f"urn:pulumi:test::educloud::educloud:index:{kind}::{name}"


def make(api: Api, kind: str, wanted: Mapping[str, Any], name: str = "one") -> str:
    """Create twice, as after a kill between the call and its record: it is the same one."""
    identity, state = provider.create(api, KINDS[kind], wanted, urn(kind, name))
    assert provider.create(api, KINDS[kind], wanted, urn(kind, name)) == (identity, state)
    assert {key: state[key] for key in wanted} == dict(wanted)
    assert set(state) == {*wanted, *KINDS[kind].outputs}
    return identity


def remove(api: Api, kind: str, identity: str) -> None:
    """Delete twice, as after a kill: gone is gone."""
    provider.delete(api, KINDS[kind], identity, {})
    provider.delete(api, KINDS[kind], identity, {})
    assert provider.read(api, KINDS[kind], identity) is None


def test_every_kind_can_be_repeated_changed_and_removed(api: Api) -> None:
    made: list[tuple[str, str]] = []

    def have(kind: str, label: str = "one", /, **wanted: Any) -> str:
        made.append((kind, make(api, kind, wanted, label)))
        return made[-1][1]

    def change(kind: str, identity: str, /, **wanted: Any) -> None:
        state = provider.update(api, KINDS[kind], identity, wanted)
        assert {key: state[key] for key in wanted} == wanted

    vpc = have("Vpc", ipv4_block="10.5.0.0/16", dual_stack=True, dns=True)
    change("Vpc", vpc, ipv4_block="10.5.0.0/16", dual_stack=True, dns=False)
    block = (provider.read(api, KINDS["Vpc"], vpc) or {})["ipv6_block"]
    subnets = sorted(
        have("Subnet", place, vpc=vpc, ipv4_block=f"10.5.{number}.0/24",
             ipv6_block=block.replace("/56", "/64") if number == 0 else "",
             availability_zone=place)
        for number, place in enumerate("ab")
    )  # fmt: skip
    gateway = have("InternetGateway", vpc=vpc)
    outbound = have("EgressOnlyGateway", vpc=vpc)
    table = have("RouteTable", vpc=vpc, subnets=subnets)
    change("RouteTable", table, vpc=vpc, subnets=subnets[:1])
    four = have("Route", "four", table=table, destination="0.0.0.0/0", target=gateway)
    six = have("Route", "six", table=table, destination="::/0", target=gateway)
    change("Route", six, table=table, destination="::/0", target=outbound)
    rule = {"protocol": "tcp", "port": 443, "source": "0.0.0.0/0", "text": "HTTPS"}
    group = have("SecurityGroup", vpc=vpc, text="zone", rules=[rule])
    more = [{**rule, "port": 22, "source": "3fff::/20"}, {**rule, "port": 80}]
    change("SecurityGroup", group, vpc=vpc, text="zone", rules=more)

    hub = have("TransitGateway", text="hub")
    worlds = [have("TransitRouteTable", name, transit_gateway=hub) for name in ("one", "two")]
    place = {"transit_gateway": hub, "vpc": vpc, "subnets": subnets, "dual_stack": True}
    attachment = have("TransitAttachment", **place, table=worlds[0])
    change("TransitAttachment", attachment, **place, table=worlds[1])

    settings_of = {"name": "kinds-bucket", "closed": True, "encryption": "AES256"}
    bucket = have("Bucket", **settings_of, versioned=True, tags={"purpose": "a"})
    change("Bucket", bucket, **settings_of, versioned=False, tags={"node": "b"})
    named = {"name": "kinds.example", "text": "n"}
    zone = have("Zone", **named, private=False, vpc="")
    record = {"zone": zone, "name": "www.kinds.example", "type": "AAAA"}
    have("Record", **record, ttl=60, values=["2001:db8::1"])
    change("Record", made[-1][1], **record, ttl=30, values=["2001:db8::2", "2001:db8::3"])

    assert {kind for kind, _ in made} == set(KINDS)  # a new type is added here too
    assert four != six
    for kind, identity in reversed(made):
        remove(api, kind, identity)


def test_a_replacement_is_not_taken_for_what_it_replaces(api: Api) -> None:
    old = make(api, "Vpc", {"ipv4_block": "10.6.0.0/16", "dual_stack": False, "dns": True}, "x")
    new = make(api, "Vpc", {"ipv4_block": "10.7.0.0/16", "dual_stack": False, "dns": True}, "x")
    assert old != new
    remove(api, "Vpc", old)
    remove(api, "Vpc", new)


Plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**40), 2**40) | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(some.dictionaries(some.text("abc", min_size=1, max_size=3), Plain, max_size=4))
def test_values_pass_to_the_engine_and_back(properties: dict[str, Any]) -> None:
    assert provider.plain(provider.rich(properties)) == properties
