"""Transit gateways of moto's EC2: who is in which table."""
# ruff: noqa: SLF001  moto's own parts are what is corrected here

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction


def corrections() -> Iterable[Correction]:
    """Give what is corrected for transit gateways."""
    from moto.ec2.models import EC2Backend, transit_gateway  # noqa: PLC0415  takes a second
    from moto.ec2.models import transit_gateway_attachments as models  # noqa: PLC0415  as above
    from moto.ec2.responses import EC2Response  # noqa: PLC0415  as above
    from moto.ec2.responses.transit_gateway_attachments import (  # noqa: PLC0415  as above
        TransitGatewayAttachment,
    )

    yield TransitGatewayAttachment, "_parse_tag_specification", _attachment_tags
    yield EC2Backend, "create_transit_gateway_vpc_attachment", _attached
    yield models.TransitGatewayAttachment, "association", _association
    yield EC2Backend, "disassociate_transit_gateway_route_table", _left
    yield EC2Backend, "enable_transit_gateway_route_table_propagation", _learning_once
    yield EC2Backend, "disable_transit_gateway_route_table_propagation", _forgetting
    yield EC2Response, "get_transit_gateway_attachment_propagations", _propagations
    yield EC2Response, "replace_transit_gateway_route", _replaced_route
    yield EC2Backend, "create_transit_gateway_route", _route
    for module in (transit_gateway, models):
        yield module, "describe_tag_filter", _by_tags
    yield EC2Backend, "describe_transit_gateway_vpc_attachments", _of_type("vpc")
    yield EC2Backend, "describe_transit_gateway_peering_attachments", _of_type("peering")
    for call in (
        "delete_transit_gateway_vpc_attachment",
        "delete_transit_gateway_peering_attachment",
    ):
        yield EC2Backend, call, _leaving_all


def _attachment_tags(parse: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the tags: moto looks for an attachment's tags under the name of another resource."""

    def parse_truly(*given: Any) -> Any:
        tags = parse(*given)
        if "transit-gateway-attachment" in tags:
            tags["transit-gateway-route-table"] = tags["transit-gateway-attachment"]
        return tags

    return parse_truly


def _attached(attach: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the association: moto takes the default table even when the gateway says not to."""

    def attach_truly(backend: Any, transit_gateway_id: str, *given: Any, **named: Any) -> Any:
        made = attach(backend, transit_gateway_id, *given, **named)
        gateway = backend.transit_gateways[transit_gateway_id]
        if gateway.options["DefaultRouteTableAssociation"] == "disable":
            backend.unset_route_table_association(gateway.default_route_table.id, made.id)
        return made

    return attach_truly


def _tables(backend: Any) -> list[Any]:
    return list(backend.transit_gateways_route_tables.values())


def _association(_: Any) -> property:
    """Correct the association: moto shows the default table whatever table it is in."""

    def truly(attachment: Any) -> dict[str, str] | None:
        for table in _tables(attachment.ec2_backend):
            own = table.transit_gateway_id == attachment.transit_gateway_id
            if own and attachment.id in table.route_table_associations:
                return {"State": "associated", "TransitGatewayRouteTableId": table.id}
        return None

    return property(truly)


def _left(_: Callable[..., Any]) -> Callable[..., Any]:
    """Correct leaving a table: moto remembers one table only, also of what joins two gateways."""
    from moto.ec2.models.transit_gateway_route_tables import (  # noqa: PLC0415  as above
        TransitGatewayRelations,
    )

    def leave(backend: Any, tgw_attach_id: str, tgw_rt_id: str) -> Any:
        left = TransitGatewayRelations(backend, tgw_attach_id, tgw_rt_id, state="disassociating")
        table = backend.transit_gateways_route_tables[tgw_rt_id]
        table.route_table_associations.pop(tgw_attach_id, None)
        return left

    return leave


def _learning_once(enable: Callable[..., Any]) -> Callable[..., Any]:
    """Correct propagation: moto enters an attachment twice when it is told twice."""

    def enable_truly(
        backend: Any, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> Any:
        backend.disable_route_table_propagation(
            transit_gateway_attachment_id, transit_gateway_route_table_id
        )
        return enable(backend, transit_gateway_attachment_id, transit_gateway_route_table_id)

    return enable_truly


def _forgetting(_: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of propagation: moto knows of one table per attachment."""
    from moto.ec2.models.transit_gateway_route_tables import (  # noqa: PLC0415  as above
        TransitGatewayRelations,
    )

    def disable(
        backend: Any, transit_gateway_attachment_id: str, transit_gateway_route_table_id: str
    ) -> Any:
        attachment, table = transit_gateway_attachment_id, transit_gateway_route_table_id
        backend.disable_route_table_propagation(attachment, table)
        return TransitGatewayRelations(backend, attachment, table, state="disabled")

    return disable


def _propagations(_: Any) -> Callable[[Any], Any]:
    """Add what moto lacks: the tables that learn an attachment's routes."""
    from moto.core.responses import ActionResult  # noqa: PLC0415  as above

    def propagations(response: Any) -> Any:
        attachment = response._get_param("TransitGatewayAttachmentId")
        found = [
            {"TransitGatewayRouteTableId": table.id, "State": one.state}
            for table in _tables(response.ec2_backend)
            for one in table.route_table_propagation
            if one.transitGatewayAttachmentId == attachment
        ]
        return ActionResult({"TransitGatewayAttachmentPropagations": found})

    return propagations


def _replaced_route(_: Any) -> Callable[[Any], Any]:
    """Add what moto lacks: another target for a static route."""

    def replace(response: Any) -> Any:
        return response.create_transit_gateway_route()  # it overwrites

    return replace


def _of_type(kind: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Correct lists of attachments: moto gives those of every type."""

    def correct(describe: Callable[..., Any]) -> Callable[..., Any]:
        def describe_truly(backend: Any, *given: Any, **named: Any) -> list[Any]:
            found = describe(backend, *given, **named)
            return [one for one in found if one.resource_type == kind]

        return describe_truly

    return correct


def _leaving_all(delete: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of an attachment: moto leaves it in the tables it was in."""

    def delete_truly(backend: Any, transit_gateway_attachment_id: str) -> Any:
        for table in _tables(backend):
            table.route_table_associations.pop(transit_gateway_attachment_id, None)
            backend.disable_route_table_propagation(transit_gateway_attachment_id, table.id)
        return delete(backend, transit_gateway_attachment_id=transit_gateway_attachment_id)

    return delete_truly


def _route(create: Callable[..., Any]) -> Callable[..., Any]:
    """Correct where a route leads: moto gives one attachment for the list of them."""

    def create_truly(backend: Any, *given: Any, **named: Any) -> Any:
        route = create(backend, *given, **named)
        attachment = route.get("transitGatewayAttachments")
        if attachment:
            route["transitGatewayAttachments"] = [attachment]
        return route

    return create_truly


def _by_tags(_: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the filter: moto fails over what lacks two of the tags asked for."""

    def having(filters: dict[str, list[str]], resources: list[Any]) -> list[Any]:
        asked = {key[4:]: values for key, values in filters.items() if key.startswith("tag:")}
        return [one for one in resources if _has(one, asked)]

    return having


def _has(resource: Any, asked: dict[str, list[str]]) -> bool:
    tags = {tag["key"]: tag["value"] for tag in resource.get_tags()}
    return all(tags.get(key) in values for key, values in asked.items())
