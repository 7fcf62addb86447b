"""A port of a load balancer and the target group behind it.

``certificate`` (an ARN) and ``tls_policy`` (which versions and ciphers) are empty unless the
protocol is TLS or HTTPS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.elb import every_arn, marked, ours, tag_in_elb, tags_of
from educloud.cloud.ec2.tags import pairs
from educloud.cloud.provider.kind import Kind, Listed, Mark, Properties, people_tags

_LIST = ("describe_listeners", "Listeners", "ListenerArn")


def _find(api: Api, mark: Mark, wanted: Properties) -> str | None:
    arns = every_arn(api, *_LIST, LoadBalancerArn=wanted["balancer"])
    return marked(api, arns, mark)


def _create(api: Api, mark: Mark, wanted: Properties) -> str:
    made = api.elbv2.create_listener(
        LoadBalancerArn=wanted["balancer"], Tags=pairs(mark.tags), **_in_words_of_the_api(wanted)
    )
    return str(made["Listeners"][0]["ListenerArn"])


def _in_words_of_the_api(wanted: Properties) -> dict[str, Any]:
    tls: dict[str, Any] = {}
    if wanted["certificate"]:
        tls = {"Certificates": [{"CertificateArn": wanted["certificate"]}]}
    if wanted["tls_policy"]:
        tls["SslPolicy"] = wanted["tls_policy"]
    return {
        "Port": wanted["port"],
        "Protocol": wanted["protocol"],
        "DefaultActions": [{"Type": "forward", "TargetGroupArn": wanted["target_group"]}],
        **tls,
    }


def _settle(api: Api, identity: str, wanted: Properties) -> None:
    now = _properties(_listener(api, identity))
    if any(now[key] != wanted[key] for key in now):
        api.elbv2.modify_listener(ListenerArn=identity, **_in_words_of_the_api(wanted))


def _listener(api: Api, identity: str) -> Mapping[str, Any]:
    found = api.elbv2.describe_listeners(ListenerArns=[identity])["Listeners"]
    listener: Mapping[str, Any] = found[0]
    return listener


def _properties(listener: Mapping[str, Any]) -> dict[str, Any]:
    actions, certificates = listener["DefaultActions"], listener.get("Certificates") or []
    forward = len(actions) == 1 and actions[0]["Type"] == "forward"
    return {
        "balancer": listener["LoadBalancerArn"],
        "port": listener["Port"],
        "protocol": listener["Protocol"],
        "target_group": actions[0].get("TargetGroupArn", "") if forward else "",
        "certificate": certificates[0]["CertificateArn"] if certificates else "",
        "tls_policy": (listener.get("SslPolicy") or "") if certificates else "",
    }


def _read(api: Api, identity: str) -> Properties | None:
    return {
        **_properties(_listener(api, identity)),
        "tags": people_tags(tags_of(api, [identity])[identity]),
    }


def _delete(api: Api, identity: str, state: Properties) -> None:
    del state
    api.elbv2.delete_listener(ListenerArn=identity)


def _listed(api: Api) -> Iterator[Listed]:
    every = ("describe_load_balancers", "LoadBalancers", "LoadBalancerArn")
    for balancer in every_arn(api, *every):
        yield from ours(api, every_arn(api, *_LIST, LoadBalancerArn=balancer))


LISTENER = Kind(
    name="Listener",
    fixed=frozenset({"balancer"}),
    find=_find,
    create=_create,
    settle=_settle,
    read=_read,
    delete=_delete,
    tag=tag_in_elb,
    listed=_listed,
    gone=frozenset({"ListenerNotFound", "LoadBalancerNotFound"}),
)
