"""Nodes for the tests: a city as it usually is, a main node with platforms, and any node."""

from __future__ import annotations

import copy
from typing import Any

import yaml
from hypothesis import strategies as st

from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack

Raw = dict[str, Any]

CITY = """
node_id: city-410600
tier: city
division: "410600"
ipv4_block: 10.66.0.0/16
ipv6_block: "3fff:410:6000::/56"
availability_zones: [a, b]
zones:
  dmz: {slot: 0, reach: public, allow: [{from: internet, port: 443, text: HTTPS}]}
  app:
    slot: 1
    reach: outbound
    allow:
      - {from: dmz, port: 8080, text: application}
      - {from: private-network, port: 443, text: province and campuses}
      - {from: mgmt, port: 22, text: administration}
  data:
    slot: 2
    allow: [{from: app, port: 5432, text: PostgreSQL}, {from: app, port: 2049, text: files}]
  mgmt:
    slot: 3
    reach: outbound
    allow: [{from: private-network, port: 22, text: administration}]
pools: {app: {zone: app, count: 2, vcpu: 4, ram_gb: 16, data_gb: 100}}
databases: {main: {zone: data}}
shares: {files: {zone: data}}
buckets:
  - {name: edu-city-410600-backup, purpose: backup}
  - {name: edu-city-410600-resource, purpose: resource}
  - {name: edu-city-410600-video, purpose: video, versioned: false, keep_days: 90}
balancers: {portal: {zone: dmz, pool: app, health_path: /healthz}}
dns:
  name: hebi.edu.example
  records: [{name: portal, type: A, balancer: portal}, {name: portal, type: AAAA, balancer: portal}]
logs: {retention_days: 180}
backup: {at: "02:30"}
alarms: {}
disaster_recovery: {peer: city-410500}
attach: {world: teaching, zone: app}
tags: {owner: hebi, synthetic: "yes"}
"""
PLATFORMS = ("business", "data", "identity", "trust", "warehouse")
PRIVATE_NETWORK = NetworkStack.model_validate({
    "ipv4": ["10.0.0.0/8"], "ipv6": ["3fff::/20"], "worlds": {"teaching": {}, "exam": {}},
})  # fmt: skip


def raw_city() -> Raw:
    raw: Raw = yaml.safe_load(CITY)
    return raw


def city(**over: Any) -> NodeStack:
    return NodeStack.model_validate({**raw_city(), **over})


def main() -> NodeStack:
    """A main node: an examination zone, and five platforms on machines of their own."""
    raw = raw_city()
    raw |= {"node_id": "main-410000", "tier": "main", "division": "410000"}
    raw["zones"]["exam"] = {"slot": 4, "allow": [{"from": "app", "port": 8443}]}
    raw["platforms"] = {}
    for key in PLATFORMS:
        raw["pools"][key] = {"zone": "app", "count": 1, "vcpu": 4, "ram_gb": 16}
        raw["platforms"][key] = {"name": key, "owner": "HA-ORG-JYT", "pool": key}
    raw["databases"]["identity"] = {"zone": "data"}
    raw["platforms"]["identity"]["database"] = "identity"
    raw["balancers"]["business"] = {"zone": "app", "pool": "business"}
    return NodeStack.model_validate(raw)


OWN_BLOCK = {"ipv6_block": "3fff:410:6000::/56"}
ZONES = ("dmz", "app", "data", "mgmt", "exam")
REACHES = {"dmz": "public", "app": "outbound", "data": "private", "mgmt": "outbound"}


@st.composite
def raw_nodes(draw: st.DrawFn) -> Raw:
    """Any node: some zones that let each other in, and some of all the rest."""
    # The public zone always: it is where the translation of the others stands.
    names = ["dmz", *draw(st.lists(st.sampled_from(ZONES[1:]), unique=True))]
    zones = {name: draw(raw_zones(name, names)) for name in names}
    pools = {f"pool{n}": draw(raw_pools(names)) for n in range(draw(st.integers(0, 3)))}
    dual = draw(st.booleans())
    return {
        "node_id": "city-999900", "tier": "city", "division": "410600",
        "mlps_level": draw(st.integers(2, 4)), "ipv4_block": "10.99.0.0/16", "dual_stack": dual,
        **(OWN_BLOCK if dual and draw(st.booleans()) else {}),
        "translate_ipv4": draw(st.booleans()),
        "availability_zones": draw(st.sampled_from([["a"], ["a", "b"], ["a", "b", "c"]])),
        "zones": zones, "pools": pools,
        "databases": draw(some(names, "db", engine=["postgres", "mysql"])),
        "shares": draw(some(names, "share")),
        "balancers": draw(some(names, "lb", pool=list(pools))) if pools else {},
        "platforms": draw(raw_platforms(list(pools))),
        "buckets": [{"name": f"bucket-{n}"} for n in range(draw(st.integers(0, 2)))],
        "dns": draw(st.sampled_from([None, {"name": "test.example"}])),
        "logs": draw(st.sampled_from([None, {}, {"flows": False, "retention_days": 200}])),
        "backup": draw(st.sampled_from([None, {}])), "alarms": draw(st.sampled_from([None, {}])),
        "disaster_recovery": draw(st.sampled_from([None, {"peer": "city-999800"}])),
        "attach": draw(st.sampled_from([None, {"world": "teaching", "zone": names[-1]}])),
    }  # fmt: skip


@st.composite
def raw_zones(draw: st.DrawFn, name: str, names: list[str]) -> Raw:
    allow = st.fixed_dictionaries({
        "from": st.sampled_from([*names, "internet", "private-network"]),
        "port": st.sampled_from([22, 443, 5432, 8080]),
        "protocol": st.sampled_from(["tcp", "udp"]),
    })  # fmt: skip
    allowed = draw(st.lists(allow, max_size=4))
    if REACHES.get(name) != "public":
        allowed = [one for one in allowed if one["from"] != "internet"]
    reach = REACHES.get(name, "private")
    return {"slot": ZONES.index(name), "reach": reach, "allow": allowed}


def raw_pools(names: list[str]) -> st.SearchStrategy[Raw]:
    return st.fixed_dictionaries({
        "zone": st.sampled_from(names), "count": st.integers(1, 4), "vcpu": st.integers(1, 16),
        "ram_gb": st.integers(1, 64), "data_gb": st.sampled_from([0, 50]),
        "encrypted": st.booleans(),
    })  # fmt: skip


@st.composite
def raw_platforms(draw: st.DrawFn, pools: list[str]) -> Raw:
    chosen = draw(st.lists(st.sampled_from(pools), unique=True)) if pools else []
    return {f"on-{pool}": {"name": pool, "owner": "HA-1", "pool": pool} for pool in chosen}


@st.composite
def some(draw: st.DrawFn, zones: list[str], prefix: str, **choices: list[str]) -> Raw:
    one = st.fixed_dictionaries({
        "zone": st.sampled_from(zones),
        **{key: st.sampled_from(values) for key, values in choices.items()},
    })  # fmt: skip
    return {f"{prefix}{n}": draw(one) for n in range(draw(st.integers(0, 2)))}


def grown(raw: Raw, what: str) -> Raw:
    """The same node with one more of something, put before what is there."""
    more = copy.deepcopy(raw)
    zone = next(iter(raw["zones"]))
    first: Raw = {
        "zones": {"new": {"slot": 9, "reach": "outbound",
                          "allow": [{"from": zone, "port": 443}]}},
        "pools": {"new": {"zone": zone, "count": 2, "vcpu": 2, "ram_gb": 8, "data_gb": 10}},
        "databases": {"new": {"zone": zone}},
        "shares": {"new": {"zone": zone}},
    }  # fmt: skip
    if what == "buckets":
        more["buckets"].insert(0, {"name": "new-bucket"})
    elif what == "public":
        more["zones"] = {"new": {"slot": 9, "reach": "public"}, **more["zones"]}
    elif what == "machines":
        for pool in more["pools"].values():
            pool["count"] += 1
    else:
        more[what] = {**first[what], **more[what]}
    return more
