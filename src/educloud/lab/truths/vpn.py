"""VPN connections of moto's EC2: their options, tunnels and place on a transit gateway."""
# ruff: noqa: SLF001  moto's own parts are what is corrected here

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

# Documentation space (RFC 5737): the addresses of the tunnels are nobody's.
TUNNELS = "203.0.113"


def corrections() -> Iterable[Correction]:
    """Give what is corrected for VPN connections."""
    from moto.ec2.models import EC2Backend  # noqa: PLC0415  takes a second to import
    from moto.ec2.responses.customer_gateways import CustomerGateways  # noqa: PLC0415  as above
    from moto.ec2.responses.vpn_connections import VPNConnections  # noqa: PLC0415  as above

    yield EC2Backend, "create_vpn_connection", _with_tunnels
    yield VPNConnections, "create_vpn_connection", _with_options
    yield CustomerGateways, "create_customer_gateway", _large_numbers


def _with_tunnels(create: Callable[..., Any]) -> Callable[..., Any]:
    """Add what moto lacks: the cloud's ends of the two tunnels."""
    from moto.moto_api._internal import mock_random  # noqa: PLC0415  takes a second to import

    def create_truly(backend: Any, *given: Any, **named: Any) -> Any:
        made = create(backend, *given, **named)
        ends = mock_random.sample(range(1, 255), 2)
        made.options = {
            "StaticRoutesOnly": False,
            "TunnelInsideIpVersion": "ipv4",
            "TunnelOptions": [{"OutsideIpAddress": f"{TUNNELS}.{end}"} for end in ends],
        }
        return made

    return create_truly


def _with_options(create: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct the options: moto forgets them."""

    def create_truly(response: Any) -> Any:
        answer = create(response)
        asked = response._get_param("Options", {}) or {}
        made = answer.result["VpnConnection"]
        for name in ("StaticRoutesOnly", "TunnelInsideIpVersion"):
            if name in asked:
                made.options[name] = asked[name]
        return answer

    return create_truly


def _large_numbers(create: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct large BGP numbers: moto forgets them."""

    def create_truly(response: Any) -> Any:
        answer = create(response)
        large = response._get_param("BgpAsnExtended")
        if large:
            answer.result["CustomerGateway"].bgp_asn_extended = str(large)
        return answer

    return create_truly
