"""Load balancers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected for load balancers."""
    from moto.elbv2.models import ELBv2Backend  # noqa: PLC0415  takes a second to import

    yield ELBv2Backend, "create_load_balancer", _named_by_type
    yield ELBv2Backend, "modify_target_group", _codes_of_the_check
    yield ELBv2Backend, "set_subnets", _one_zone_is_enough


def _named_by_type(create: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the names: moto gives every balancer an application balancer's ARN, and any name."""
    from moto.elbv2.exceptions import DuplicateLoadBalancerName  # noqa: PLC0415  takes a second

    def create_truly(backend: Any, **named: Any) -> Any:
        if any(one.name == named["name"] for one in backend.load_balancers.values()):
            raise DuplicateLoadBalancerName
        tags = named.pop("tags", None)
        made = create(backend, **named)
        del backend.load_balancers[made.arn]
        if made.type == "network":
            made.arn = made.arn.replace(":loadbalancer/app/", ":loadbalancer/net/")
        backend.load_balancers[made.arn] = made
        backend.tagging_service.tag_resource(made.arn, tags)
        return made

    return create_truly


def _codes_of_the_check(modify: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the matcher: moto takes new codes only if the group itself speaks HTTP."""

    def modify_truly(backend: Any, arn: str, *given: Any, **named: Any) -> Any:
        group = modify(backend, arn, *given, **named)
        codes = named.get("http_codes") or (given[7] if len(given) > 7 else None)  # noqa: PLR2004
        if group.health_check_protocol in {"HTTP", "HTTPS"}:
            before = getattr(group, "matcher", None) or {"HttpCode": "200-399"}
            group.matcher = {"HttpCode": codes} if codes else before
        return group

    return modify_truly


def _one_zone_is_enough(set_subnets: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the zones: moto asks two of a network balancer, which needs one."""

    def set_truly(backend: Any, arn: str, subnets: list[str], mappings: list[Any]) -> Any:
        balancer = backend.load_balancers.get(arn)
        if balancer is None or balancer.type != "network":
            return set_subnets(backend, arn, subnets, mappings)
        found = [*subnets, *(one["SubnetId"] for one in mappings)]
        balancer.subnets = [backend.ec2_backend.get_subnet(one) for one in found]
        return balancer.availability_zones

    return set_truly
