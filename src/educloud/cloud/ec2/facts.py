"""What the policies ask, read off the declared resources of the EC2 family.

It reads the resources, not the stack file: an error of the declarations is found too. Where a value
is known only later, a stand-in is put: a resource's name for its id, a block of documentation space
for a block that the cloud assigns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from educloud.cloud.declared import DeclaredStack, Ref, resolved
from educloud.cloud.policies.facts import LAST_PORT, Facts, Kept, Opening, Store, Way

_ASSIGNED = "2001:db8:0:ff00::/56"
# Kinds of a route's target -> whether the Internet comes in that way, too.
_WAYS_OUT = {"InternetGateway": True, "EgressOnlyGateway": False, "NatGateway": False}
# Traffic without ports.
_PORTLESS = frozenset({"icmp", "icmpv6"})

Wanted = Mapping[str, Any]


def facts(declared: DeclaredStack) -> Facts:
    """Give what the policies ask of a stack's resources."""
    stack = _Stack(declared)
    return Facts(
        ways=tuple(_ways(stack)),
        openings=tuple(_openings(stack, "ingress")),
        leavings=tuple(_openings(stack, "egress")),
        stores=tuple(_stores(stack)),
        logs=tuple(_logs(stack)),
        backups=tuple(_backups(stack)),
        guards=_guards(stack),
        database_subnets=frozenset(
            subnet for _, group in stack.of("DatabaseSubnets") for subnet in group["subnets"]
        ),
        places=frozenset(one["availability_zone"] for _, one in stack.of("Subnet")),
        single_databases=frozenset(
            name for name, one in stack.of("Database") if not one["multi_zone"]
        ),
        flows_logged=_flows_logged(stack),
        dual_stack=any(stack.of("Ipv6Block")),
    )


class _Stack:
    """A stack's resources by kind, with stand-ins for what is known later."""

    def __init__(self, declared: DeclaredStack) -> None:
        self._declared = declared
        self.kinds = {one.name: one.kind for one in declared.resources}

    @cached_property
    def _wanted(self) -> Mapping[str, Wanted]:
        return {one.name: resolved(one.wanted, self._stand_in) for one in self._declared.resources}

    def of(self, kind: str) -> Iterator[tuple[str, Wanted]]:
        """Give (name, properties) of every resource of a kind."""
        for one in self._declared.resources:
            if one.kind == kind:
                yield one.name, self._wanted[one.name]

    def _stand_in(self, ref: Ref) -> Any:
        if ref.stack:
            return f"{ref.stack}.{ref.output}"
        if ref.output == "ipv6_block":
            block = self._declared[ref.resource].wanted.get("block") or _ASSIGNED
            return ref.then(block) if ref.then else block
        return _made_of(ref.then, ref.resource)


def _made_of(then: Callable[[Any], Any] | None, name: str) -> Any:
    """Give what is made of a value; of a stand-in that it cannot be made of, the stand-in."""
    if then is None:
        return name
    try:
        return then(name)
    except Exception:  # noqa: BLE001  whatever it does to an ARN, a name is none
        return name


def _ways(stack: _Stack) -> Iterator[Way]:
    table_of = {
        subnet: table for table, wanted in stack.of("RouteTable") for subnet in wanted["subnets"]
    }
    out: dict[str, set[bool]] = {}
    for _, route in stack.of("Route"):
        public = _WAYS_OUT.get(stack.kinds.get(route["target"], ""))
        if public is not None:
            out.setdefault(route["table"], set()).add(public)
    for name, subnet in stack.of("Subnet"):
        ways = out.get(table_of.get(name, ""), set())
        yield Way(name, subnet["tags"].get("zone", ""), public=True in ways, outbound=bool(ways))


def _openings(stack: _Stack, direction: str) -> Iterator[Opening]:
    for name, group in stack.of("SecurityGroup"):
        for rule in group[direction]:
            if rule["protocol"] not in _PORTLESS:
                yield _opening(name, rule)


def _opening(name: str, rule: Wanted) -> Opening:
    peer = str(rule["peer"])
    first, last = (
        (0, LAST_PORT) if rule["protocol"] == "any" else (int(rule["from"]), int(rule["to"]))
    )
    family = 0 if "/" not in peer else 6 if ":" in peer else 4
    return Opening(name, rule["protocol"], first, last, peer, family, rule["text"])


def _stores(stack: _Stack) -> Iterator[Store]:
    saved = _saved(stack)
    for name, one in stack.of("Bucket"):
        closed = one["closed"] and not any(_for_all(said) for said in one["statements"])
        encrypted, over_tls = bool(one["encryption"]), one["tls_only"]
        yield Store(name, "bucket", encrypted, closed, over_tls)
    for name, one in stack.of("Volume"):
        yield Store(name, "volume", one["encrypted"], backed_up=name in saved)
    for name, one in stack.of("Database"):
        kept = one["backup_days"] > 0 or name in saved
        yield Store(name, "database", one["encrypted"], not one["public"], backed_up=kept)
    for name, one in stack.of("FileSystem"):
        kept = one["backed_up"] or name in saved
        yield Store(name, "share", one["encrypted"], backed_up=kept)
    yield from _disks(stack)


def _disks(stack: _Stack) -> Iterator[Store]:
    """Give machines' own disks; one that nothing is said about is as the image has it: plain."""
    for name, one in stack.of("LaunchTemplate"):
        yield Store(name, "disk", one["disk"].get("encrypted", False))
    for name, one in stack.of("Instance"):
        if one["disk"] or not one["template"]:
            yield Store(name, "disk", one["disk"].get("encrypted", False))


def _for_all(statement: Wanted) -> bool:
    """Tell whether a statement of a bucket's policy lets everybody do something."""
    principal = statement.get("Principal")
    named = principal.get("AWS") if isinstance(principal, Mapping) else principal
    return statement.get("Effect") == "Allow" and (named == "*" or "*" in (named or ()))


def _saved(stack: _Stack) -> frozenset[str]:
    """Give the names of what backup selections choose, by ARN or by tag."""
    found: set[str] = set()
    for _, selection in stack.of("BackupSelection"):
        found |= set(selection["resources"])
        for kind in ("Volume", "Database", "FileSystem"):
            for name, one in stack.of(kind):
                if any(one["tags"].get(k) == v for k, v in selection["with_tags"].items()):
                    found.add(name)
    return frozenset(found)


def _logs(stack: _Stack) -> Iterator[Kept]:
    for name, one in stack.of("LogGroup"):
        yield Kept(name, one["retention_days"] or None)
    buckets = {one["name"]: one for _, one in stack.of("Bucket")}
    for name, one in stack.of("FlowLog"):
        if one["bucket"] in buckets:
            yield Kept(name, buckets[one["bucket"]]["keep_days"] or None)


def _backups(stack: _Stack) -> Iterator[Kept]:
    for name, plan in stack.of("BackupPlan"):
        for rule in plan["rules"]:
            yield Kept(name, rule["keep_days"] or None)


def _flows_logged(stack: _Stack) -> bool | None:
    networks = {name for name, _ in stack.of("Vpc")}
    logged = {one["vpc"] for _, one in stack.of("FlowLog") if one["traffic"] == "all"}
    return networks <= logged if networks else None


def _guards(stack: _Stack) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for _, one in stack.of("Instance"):
        pool = one["tags"].get("pool", "")
        found[pool] = found.get(pool, frozenset()) | frozenset(one["groups"])
    return found
