"""What a node's stack file becomes: laws on its resources, and a city's as a list to read."""

from __future__ import annotations

import ipaddress
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import all_lives
from node_stacks import PRIVATE_NETWORK, city, grown, main, raw_city, raw_nodes

from educloud.cloud.declared import Declared, DeclaredStack, Ref, resolved
from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.family import EC2
from educloud.cloud.ec2.node import declare_node
from educloud.cloud.ec2.node.keys import key_policy
from educloud.cloud.ec2.node.logs import kept_for
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.provider import verbs
from educloud.cloud.provider.kind import in_order
from educloud.cloud.spec.node import NodeStack
from educloud.errors import CloudError

GOLDEN = Path(__file__).parent / "golden" / "node.txt"
KINDS = load_kinds()
# As if the cloud had assigned it; within the private network, as 10.0.0.0/8 has the IPv4 block.
BLOCK = ipaddress.IPv6Network("3fff:fff:0:ff00::/56")
ARN = "arn:aws-cn:sns:cn-north-1:123456789012:educloud-city-410600"
EVERYWHERE = {"0.0.0.0/0", "::/0"}
GROWING = ("zones", "public", "pools", "databases", "shares", "buckets", "machines")
nodes = raw_nodes().map(NodeStack.model_validate)


def declared(stack: NodeStack) -> DeclaredStack:
    return declare_node(stack, PRIVATE_NETWORK)


def known(ref: Ref) -> Any:
    """Stand in for what only the cloud knows."""
    if ref.output == "ipv6_block":
        return ref.then(str(BLOCK)) if ref.then else str(BLOCK)
    if ref.resource in {"news", "backup-vault"} and ref.then:
        return ref.then(ARN)
    if ref.output == "ipv6":
        return f"<{ref.resource}.ipv6>"
    return f"<{ref.stack or ref.resource}.{ref.output}>"


def plain(one: Declared) -> dict[str, Any]:
    value: dict[str, Any] = resolved(one.wanted, known)
    return value


def of(stack: DeclaredStack, kind: str) -> dict[str, dict[str, Any]]:
    return {one.name: plain(one) for one in stack.resources if one.kind == kind}


@given(nodes)
def test_nothing_comes_before_what_it_refers_to_and_every_name_once(stack: NodeStack) -> None:
    seen: set[str] = set()
    for one in declared(stack).resources:
        assert set(one.needs) <= seen, one.name
        assert one.name not in seen
        assert "::" not in one.name  # it would split the engine's names
        seen.add(one.name)


@pytest.mark.parametrize(
    "stack",
    [city(), main(), city(ipv6_block=None),
     city(ipv6_block=None, dual_stack=False, mlps_level=2)],
    ids=["city", "main", "assigned", "ipv4"],
)  # fmt: skip
def test_every_property_of_every_type_is_declared(stack: NodeStack) -> None:
    inputs = {life.kind: set(life.wanted) for life in all_lives()}
    for one in declared(stack).resources:
        assert set(one.wanted) == inputs[one.kind], one.name


@given(nodes)
def test_whatever_takes_tags_says_whose_it_is(stack: NodeStack) -> None:
    for one in declared(stack).resources:
        if KINDS[one.kind].tag is not None:
            tags = one.wanted["tags"]
            assert (tags["node"], tags["division"]) == (stack.node_id, stack.division), one.name


def places(stack: NodeStack) -> dict[str, str]:
    """The place that each block of a fence stands for, by plain arithmetic on the file."""
    block6 = stack.ipv6_block or BLOCK
    found = {str(stack.ipv4_block): "node", str(block6): "node"}
    found |= {"10.0.0.0/8": "private", "3fff::/20": "private", "0.0.0.0/0": "all", "::/0": "all"}
    slots4 = list(stack.ipv4_block.subnets(new_prefix=22))
    slots6 = list(block6.subnets(new_prefix=62))
    for name, zone in stack.zones.items():
        found[str(slots4[zone.slot])] = found[str(slots6[zone.slot])] = name
    return found


def fences(stack: DeclaredStack) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    for kind in ("SecurityGroup", "NetworkAcl"):
        for name, wanted in of(stack, kind).items():
            for direction in ("ingress", "egress"):
                yield f"{name} {direction}", wanted[direction]


@given(nodes)
def test_every_rule_of_one_family_has_a_twin_in_the_other(stack: NodeStack) -> None:
    place = places(stack)
    for name, rules in fences(declared(stack)):
        found: dict[int, Counter[tuple[Any, ...]]] = {4: Counter(), 6: Counter()}
        for rule in rules:
            block = rule.get("peer") or rule["block"]
            icmp = rule["protocol"].startswith("icmp")
            ports = ("icmp",) if icmp else (rule["protocol"], rule["from"], rule["to"])
            found[6 if ":" in block else 4][*ports, place[block]] += 1
        assert found[6] == (found[4] if stack.dual_stack else Counter()), name


@given(nodes)
def test_private_zones_have_no_way_out(stack: NodeStack) -> None:
    made = declared(stack)
    private = {name for name, zone in stack.zones.items() if zone.reach == "private"}
    for name, route in of(made, "Route").items():
        if route["destination"] in EVERYWHERE:
            assert route["table"] not in {f"<{zone}.id>" for zone in private}, name
    for name, rules in fences(made):
        if name.split()[0].partition("-")[2] in private:
            peers = {rule.get("peer") or rule["block"] for rule in rules}
            assert not peers & EVERYWHERE, name


@given(nodes)
def test_zones_that_reach_out_have_their_ways(stack: NodeStack) -> None:
    made = declared(stack)
    routes = of(made, "Route").values()
    ways = {(one["table"], one["destination"]): one["target"] for one in routes}
    for name, zone in stack.zones.items():
        way4, way6 = (ways.get((f"<{name}.id>", block)) for block in ("0.0.0.0/0", "::/0"))
        out4 = "<translation.id>" if stack.translate_ipv4 else None
        expected = {
            "public": ("<internet.id>", "<internet.id>"),
            "outbound": (out4, "<outbound.id>"),
            "private": (None, None),
        }
        asked4, asked6 = expected[zone.reach]
        assert (way4, way6) == (asked4, asked6 if stack.dual_stack else None)
    attached = bool(stack.attach)
    private = {one["destination"] for one in routes} & {"10.0.0.0/8", "3fff::/20"}
    assert bool(private) == attached


class Fences:
    """Lets packets through or not, as the cloud does: groups by rule, access lists in order."""

    def __init__(self, stack: DeclaredStack) -> None:
        self.groups, self.borders = of(stack, "SecurityGroup"), of(stack, "NetworkAcl")

    def group_lets(self, zone: str, way: str, protocol: str, port: int, peer: Any) -> bool:
        rules = self.groups[f"zone-{zone}"][way]
        return any(self._fits(one, one["peer"], protocol, port, peer) for one in rules)

    def border_lets(self, zone: str, way: str, protocol: str, port: int, peer: Any) -> bool:
        entries = sorted(self.borders[f"border-{zone}"][way], key=lambda one: one["number"])
        hits = (one for one in entries if self._fits(one, one["block"], protocol, port, peer))
        return next((one["action"] == "allow" for one in hits), False)

    @staticmethod
    def _fits(rule: Mapping[str, Any], block: str, protocol: str, port: int, peer: Any) -> bool:
        ports = rule["protocol"] == protocol and rule["from"] <= port <= rule["to"]
        return (ports or rule["protocol"] == "any") and peer in ipaddress.ip_network(block)

    def connects(self, here: str, there: str, protocol: str, port: int, ends: Any) -> bool:
        """Whether a connection from a zone to another stands: there and, past borders, back."""
        start, end = ends
        answer = 40000  # a port the caller chose
        return all((
            self.group_lets(here, "egress", protocol, port, end),
            self.border_lets(here, "egress", protocol, port, end),
            self.border_lets(there, "ingress", protocol, port, start),
            self.group_lets(there, "ingress", protocol, port, start),
            self.border_lets(there, "egress", protocol, answer, start),
            self.border_lets(here, "ingress", protocol, answer, end),
        ))  # fmt: skip


def machines_of(stack: DeclaredStack, zone: str) -> list[Any]:
    """One address of every subnet of a zone, both families."""
    subnets = [one for one in of(stack, "Subnet").values() if one["tags"]["zone"] == zone]
    blocks = [one[key] for one in subnets for key in ("ipv4_block", "ipv6_block") if one[key]]
    return [ipaddress.ip_network(block)[10] for block in blocks]


@given(nodes)
@settings(max_examples=40)
def test_zones_connect_exactly_as_the_file_allows(stack: NodeStack) -> None:
    made = declared(stack)
    fences = Fences(made)
    for here in stack.zones:
        for there, zone in stack.zones.items():
            for port in (22, 443, 5432, 8080, 9999):
                allowed = port in allowed_ports(stack, here, zone.allow)
                for start in machines_of(made, here):
                    for end in machines_of(made, there):
                        if start.version == end.version and start != end:
                            ends = (start, end)
                            lets = fences.connects(here, there, "tcp", port, ends)
                            balanced = port == 8080 and any(
                                one.zone == here and stack.pools[one.pool].zone == there
                                for one in stack.balancers.values()
                            )
                            assert lets == (allowed or balanced), (here, there, port)


def allowed_ports(stack: NodeStack, here: str, allow: Any) -> set[int]:
    """Ports the file lets a zone's machines reach; all are in the private network's IPv4."""
    # What lies in 10.0.0.0/8 and 3fff::/20 is "the private network", and everybody is anybody.
    names = {here, "internet", "private-network"}
    return {one.port for one in allow if one.source in names and one.protocol == "tcp"}


@given(nodes)
@settings(max_examples=40)
def test_a_balancer_reaches_its_machines(stack: NodeStack) -> None:
    made = declared(stack)
    machines, targets = of(made, "Instance"), of(made, "TargetGroup")
    for name, balancer in stack.balancers.items():
        groups = of(made, "SecurityGroup")
        for target in targets[f"targets-{name}"]["targets"]:
            machine = machines[target["id"].strip("<>").partition(".")[0]]
            group = groups[machine["groups"][0].strip("<>").partition(".")[0]]
            starts = machines_of(made, balancer.zone)
            for start in starts:
                hits = [
                    one for one in group["ingress"]
                    if Fences._fits(one, one["peer"], "tcp", target["port"], start)
                ]  # fmt: skip
                assert hits, (name, start)


@given(raw_nodes(), st.sampled_from(GROWING))
def test_one_thing_more_moves_nothing_that_is_there(raw: dict[str, Any], what: str) -> None:
    before = declared(NodeStack.model_validate(raw))
    after = {
        one.name: one for one in declared(NodeStack.model_validate(grown(raw, what))).resources
    }
    for one in before.resources:
        now = after[one.name]
        assert now.kind == one.kind
        was, shall = plain(one), plain(now)
        for key in KINDS[one.kind].fixed:
            assert was[key] == shall[key], (one.name, key)


@given(nodes)
def test_platforms_share_nothing_with_each_other(stack: NodeStack) -> None:
    made = declared(stack)
    machines = of(made, "Instance").values()
    for key, platform in stack.platforms.items():
        own = [one for one in machines if one["tags"]["pool"] == platform.pool]
        assert {tuple(one["groups"]) for one in own} == {(f"<platform-{key}.id>",)}
        assert {one["profile"] for one in own} == {f"<profile-platform-{key}.id>"}
        others = [other for other in stack.platforms if other != key]
        rights = json.dumps(of(made, "Role")[f"role-platform-{key}"], default=str)
        assert f"platform-{key}-secret" in rights
        assert not any(f"platform-{other}-secret" in rights for other in others)


def test_a_platform_is_open_to_its_balancer_and_to_administration_alone() -> None:
    groups = of(declared(main()), "SecurityGroup")
    balanced, called = (groups[f"platform-{key}"]["ingress"] for key in ("business", "data"))
    assert {(one["from"], one["peer"]) for one in balanced} == {
        (8080, "10.66.4.0/22"), (8080, "3fff:410:6000:4::/62"),
        (22, "10.66.12.0/22"), (22, "3fff:410:6000:c::/62"),
    }  # fmt: skip
    # Without a balancer its callers come over the private network.
    assert {one["peer"] for one in called if one["from"] == 8080} == {"10.0.0.0/8", "3fff::/20"}


def test_a_platforms_database_is_open_to_that_platform_alone() -> None:
    made = declared(main())
    assert of(made, "Database")["database-identity"]["groups"] == [
        "<platform-identity-database.id>"
    ]
    group = of(made, "SecurityGroup")["platform-identity-database"]
    assert [(one["peer"], one["from"], one["to"]) for one in group["ingress"]] == [
        ("<platform-identity.id>", 5432, 5432)
    ]
    assert group["egress"] == []


def test_data_are_encrypted_with_the_nodes_key_where_it_has_one() -> None:
    for stack, key, bucket in (
        (city(), "<key.id>", "aws:kms"),
        (city(mlps_level=2), "", "AES256"),
    ):
        made = declared(stack)
        assert {one["encryption"] for one in of(made, "Bucket").values()} == {bucket}
        for kind in ("Bucket", "Volume", "Database", "FileSystem", "LogGroup", "BackupVault"):
            assert {one["key"] for one in of(made, kind).values()} == {key}, kind
        assert all(one["disk"]["key"] == key for one in of(made, "LaunchTemplate").values())


def test_what_the_file_wants_plain_is_plain() -> None:
    pool = {"zone": "app", "count": 1, "vcpu": 2, "ram_gb": 4, "data_gb": 9, "encrypted": False}
    made = declared(city(pools={"app": pool}))
    for one in of(made, "Volume").values():
        assert (one["encrypted"], one["key"]) == (False, "")


def test_the_backup_saves_what_keeps_data_and_nothing_of_other_nodes() -> None:
    made = declared(main())
    (chosen,) = of(made, "BackupSelection").values()
    assert chosen["with_tags"] == {"backup": "main-410000"}
    for kind in ("Volume", "Database", "FileSystem"):
        assert all(one["tags"]["backup"] == "main-410000" for one in of(made, kind).values())


def test_the_peers_vault_is_named_without_waiting_for_it() -> None:
    (rule,) = of(declared(city()), "BackupPlan")["backup"]["rules"]
    assert rule["copy_to"] == ARN.replace("educloud-city-410600", "educloud-city-410500")
    assert rule["schedule"] == "cron(30 2 * * ? *)"
    (own,) = of(declared(city(disaster_recovery=None)), "BackupPlan")["backup"]["rules"]
    assert (own["copy_to"], own["copy_keep_days"]) == ("", 0)


@pytest.mark.parametrize(
    ("arn", "host"),
    [(ARN, "logs.cn-north-1.amazonaws.com.cn"),
     ("arn:aws:sns:eu-west-1:1:x", "logs.eu-west-1.amazonaws.com")],
)  # fmt: skip
def test_the_key_is_for_the_account_and_the_nodes_own_logs(arn: str, host: str) -> None:
    account, logs = key_policy(arn, "city-410600")["Statement"]
    assert account["Principal"]["AWS"].endswith(":root")
    assert logs["Principal"]["Service"] == host
    assert logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"].endswith(
        "log-group:/educloud/city-410600/*"
    )


@given(st.integers(1, 3650))
def test_logs_are_kept_no_shorter_than_asked(days: int) -> None:
    assert kept_for(days) >= days


def test_reaching_out_without_a_public_zone_is_refused() -> None:
    zones = {"app": {"slot": 0, "reach": "outbound"}}
    alone: dict[str, Any] = {
        "zones": zones, "pools": {}, "databases": {}, "shares": {}, "balancers": {}, "dns": None,
        "attach": None,
    }  # fmt: skip
    with pytest.raises(CloudError, match="none is public"):
        declared(city(**alone))
    assert not of(declared(city(**alone, translate_ipv4=False)), "NatGateway")


def test_a_border_that_no_access_list_holds_is_refused() -> None:
    def zones(ports: int) -> dict[str, Any]:
        allow = [{"from": "internet", "port": 2 * port} for port in range(1, ports + 1)]
        return {**raw_city()["zones"], "dmz": {"slot": 0, "reach": "public", "allow": allow}}

    border = of(declared(city(zones=zones(10))), "NetworkAcl")["border-dmz"]
    assert 20 < len(border["ingress"]) <= 40
    with pytest.raises(CloudError, match=r"border of zone dmz needs \d+ entries, and holds 40"):
        declared(city(zones=zones(20)))


def test_a_machine_that_no_type_has_is_refused() -> None:
    pool = {"zone": "app", "count": 1, "vcpu": 500, "ram_gb": 4}
    with pytest.raises(CloudError, match="no machine type"):
        declared(city(pools={"app": pool}))


def test_a_city_as_it_is_declared(request: pytest.FixtureRequest) -> None:
    listing = listed(declared(city()))
    if request.config.getoption("--update"):
        GOLDEN.write_text(listing, encoding="utf-8")
    assert listing == GOLDEN.read_text(encoding="utf-8")


def listed(stack: DeclaredStack) -> str:
    lines = [f"{one.kind} {one.name}" for one in stack.resources]
    lines += [f"= {key}: {said(value)}" for key, value in stack.outputs.items()]
    return "\n".join(lines) + "\n"


def said(value: Any) -> str:
    return json.dumps(resolved(value, known), ensure_ascii=False)


def test_sizes_are_those_of_a_real_node() -> None:
    assert 60 <= len(declared(city()).resources) <= 80
    assert 100 <= len(declared(main()).resources) <= 140


def test_a_node_stands_on_the_embedded_cloud_as_declared(api: Api) -> None:
    stack = main()
    network = EC2.declare_network(PRIVATE_NETWORK, {stack.node_id: stack})["network"]
    cloud = _Cloud(api)
    cloud.bring_up(network)
    made = declared(stack)
    cloud.bring_up(made)
    # Twice is once: what stands is found, and is as declared.
    ids = dict(cloud.ids)
    cloud.bring_up(made)
    assert cloud.ids == ids
    cloud.remove(made)
    cloud.remove(network)


class _Cloud:
    """Makes declared stacks, one resource after another, and knows what stands."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.ids: dict[tuple[str, str], str] = {}
        self.states: dict[tuple[str, str], Any] = {}
        self.outputs: dict[str, Any] = {}

    def known(self, stack: str, ref: Ref) -> Any:
        if ref.stack:
            value = self.outputs[ref.stack]
            for part in ref.output.split("."):
                value = value[part]
        else:
            key = (stack, ref.resource)
            value = self.ids[key] if ref.output == "id" else self.states[key][ref.output]
        return ref.then(value) if ref.then else value

    def bring_up(self, stack: DeclaredStack) -> None:
        for one in stack.resources:
            kind, key = KINDS[one.kind], (stack.name, one.name)
            wanted = in_order(kind, resolved(one.wanted, lambda ref: self.known(stack.name, ref)))
            urn = f"urn:pulumi:{stack.name}::educloud::educloud:index:{one.kind}::{one.name}"
            self.ids[key], state = verbs.create(self.api, kind, wanted, urn, one.name)
            assert {name: state[name] for name in wanted} == wanted, one.name
            self.states[key] = state
        self.outputs[stack.name] = resolved(stack.outputs, lambda ref: self.known(stack.name, ref))

    def remove(self, stack: DeclaredStack) -> None:
        for one in reversed(stack.resources):
            key = (stack.name, one.name)
            verbs.delete_with_data(self.api, KINDS[one.kind], self.ids[key], self.states[key])
