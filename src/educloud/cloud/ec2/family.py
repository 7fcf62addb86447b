"""The EC2 family: its resource types, and what stack files become in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import careful_client, client
from educloud.cloud.ec2.facts import facts
from educloud.cloud.ec2.network import declare_network
from educloud.cloud.ec2.node import declare_node
from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.endpoint import CloudEndpoint
from educloud.cloud.family import Family


def _api(endpoint: CloudEndpoint) -> Api:
    return Api(partial(careful_client, endpoint))


def _objects(endpoint: CloudEndpoint) -> Any:
    return client(endpoint, "s3")


EC2 = Family(
    name="ec2",
    kinds=load_kinds,
    api=_api,
    declare_node=declare_node,
    declare_network=declare_network,
    objects=_objects,
    facts=facts,
)
