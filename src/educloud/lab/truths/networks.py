"""Networks of moto's EC2: blocks, filters, error codes."""
# ruff: noqa: SLF001  moto's own parts are what is corrected here

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

# Documentation space (RFC 9637): the blocks the embedded cloud hands out are nobody's.
IPV6_POOL = ipaddress.IPv6Network("3fff:e00::/24")
# What an account of the embedded cloud has brought there (RFC 9637, RFC 3849).
OWN_SPACE = (ipaddress.IPv6Network("3fff::/20"), ipaddress.IPv6Network("2001:db8::/32"))
OWN_POOL = "ipv6pool-ec2-0000000000000000e"


def corrections() -> Iterable[Correction]:
    """Give what is corrected for networks."""
    from moto.ec2.models import EC2Backend, vpcs  # noqa: PLC0415  takes a second to import
    from moto.ec2.models.subnets import Subnet  # noqa: PLC0415  as above
    from moto.ec2.responses.network_acls import NetworkACLs  # noqa: PLC0415  as above
    from moto.ec2.responses.vpcs import VPCs  # noqa: PLC0415  as above

    yield vpcs, "random_ipv6_cidr", _documentation_block
    yield VPCs, "associate_vpc_cidr_block", _own_block
    yield VPCs, "describe_ipv6_pools", _own_pool
    yield Subnet, "ipv6_cidr_block_association_set", _subnet_blocks
    yield EC2Backend, "describe_network_acls", _network_acls
    yield EC2Backend, "delete_nat_gateway", _freed_address
    yield NetworkACLs, "create_network_acl_entry", _with_icmp
    yield NetworkACLs, "replace_network_acl_entry", _with_icmp


def _documentation_block(_: Callable[[], str]) -> Callable[[], str]:
    """Correct the blocks: moto hands out blocks of a real provider's space."""
    return _some_block


def _some_block() -> str:
    from moto.moto_api._internal import mock_random  # noqa: PLC0415  takes a second to import

    place = mock_random.getrandbits(56 - IPV6_POOL.prefixlen) << (128 - 56)
    return str(ipaddress.IPv6Network((int(IPV6_POOL.network_address) | place, 56)))


def _own_block(associate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct blocks of one's own: moto takes them for IPv4 and has a network without a block."""

    def associate_truly(response: Any) -> Any:
        block, pool = response._get_param("Ipv6CidrBlock"), response._get_param("Ipv6Pool")
        if not (block or pool):
            return associate(response)
        vpc = response._get_param("VpcId")
        return _answer(vpc, _associate(response.ec2_backend, vpc, block, pool))

    return associate_truly


def _own_pool(_: Any) -> Callable[[Any], Any]:
    """Correct the account's own space: moto has none; here it is documentation space."""
    from moto.core.responses import ActionResult  # noqa: PLC0415  as above

    blocks = [{"Cidr": str(one)} for one in OWN_SPACE]
    pool = {"PoolId": OWN_POOL, "Description": "documentation space", "PoolCidrBlocks": blocks}
    return lambda _: ActionResult({"Ipv6Pools": [pool]})


def _associate(backend: Any, vpc_id: str, block: str, pool: str) -> dict[str, Any]:
    from moto.ec2.exceptions import InvalidParameterValueError  # noqa: PLC0415  as above
    from moto.ec2.utils import random_vpc_cidr_association_id  # noqa: PLC0415  as above

    vpc = backend.get_vpc(vpc_id)
    if not pool:
        raise InvalidParameterValueError(block)
    taken = str(ipaddress.IPv6Network(block)) if block else _some_block()
    association = {
        "association_id": random_vpc_cidr_association_id(),
        "cidr_block": taken,
        "cidr_block_state": {"state": "associated", "StatusMessage": None},
        "ipv6_pool": pool,
        "ipv6_cidr_block_network_border_group": backend.region_name,
    }
    vpc._cidr_block_association_set[association["association_id"]] = association
    for table in list(backend.route_tables.values()):
        if table.vpc_id == vpc_id:
            backend.create_route(table.id, None, destination_ipv6_cidr_block=taken, local=True)
    return association


def _answer(vpc: str, association: dict[str, Any]) -> Any:
    from moto.core.responses import ActionResult  # noqa: PLC0415  as above

    said = {
        "AssociationId": association["association_id"],
        "Ipv6CidrBlock": association["cidr_block"],
        "Ipv6CidrBlockState": {"State": "associating"},
        "NetworkBorderGroup": association["ipv6_cidr_block_network_border_group"],
        "Ipv6Pool": association["ipv6_pool"],
    }
    return ActionResult({"VpcId": vpc, "Ipv6CidrBlockAssociation": said})


def _network_acls(describe: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the error code: moto says of an ACL that is not there what it says of a table."""
    from moto.ec2.exceptions import InvalidNetworkAclIdError  # noqa: PLC0415  as above

    def describe_truly(backend: Any, ids: list[str] | None = None, filters: Any = None) -> Any:
        for one in ids or []:
            if one not in backend.network_acls:
                raise InvalidNetworkAclIdError(one)
        return describe(backend, ids, filters)

    return describe_truly


def _freed_address(delete: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of a NAT gateway: in moto its address stays associated for ever."""

    def delete_truly(backend: Any, nat_gateway_id: str) -> Any:
        gateway = delete(backend, nat_gateway_id)
        for address in list(backend.addresses):
            if address.eni is gateway._eni:
                backend.disassociate_address(address=address.public_ip)
        return gateway

    return delete_truly


def _subnet_blocks(_: property) -> property:
    """Correct the state of a subnet's blocks: moto puts it one level too deep."""

    def blocks(subnet: Any) -> list[dict[str, Any]]:
        return [
            one
            for one in subnet.ipv6_cidr_block_associations.values()
            if one["ipv6CidrBlockState"]["State"] == "associated"
        ]

    return property(blocks)


def _with_icmp(tell: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Correct entries for ICMP: moto looks for type and code where the API does not have them."""

    def tell_truly(response: Any) -> Any:
        response.params["Icmp"] = response.params.get("IcmpTypeCode")
        return tell(response)

    return tell_truly
