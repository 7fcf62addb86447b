"""Load balancers: what listens, and what stands behind."""

from __future__ import annotations

from typing import Any

from life import Life, Ref

TCP_CHECK = {
    "protocol": "TCP",
    "port": "traffic-port",
    "path": "",
    "codes": "",
    "interval_s": 10,
    "timeout_s": 10,
    "healthy_after": 3,
    "unhealthy_after": 3,
}
HTTP_CHECK = {
    **TCP_CHECK,
    "protocol": "HTTP",
    "port": "8080",
    "path": "/healthz",
    "codes": "200-399",
    "timeout_s": 5,
}


def _opened(api: Any, identity: str) -> None:
    attributes = {
        "deletion_protection.enabled": "true",
        "access_logs.s3.enabled": "true",
        "access_logs.s3.bucket": "somewhere",
    }
    api.elbv2.modify_load_balancer_attributes(
        LoadBalancerArn=identity,
        Attributes=[{"Key": key, "Value": value} for key, value in attributes.items()],
    )
    api.elbv2.set_ip_address_type(LoadBalancerArn=identity, IpAddressType="ipv4")


def _checked_elsewhere(api: Any, identity: str) -> None:
    api.elbv2.modify_target_group(TargetGroupArn=identity, HealthCheckPort="9")
    api.elbv2.register_targets(TargetGroupArn=identity, Targets=[{"Id": "10.5.1.9", "Port": 1}])


LIVES = (
    Life(
        kind="LoadBalancer",
        name="balancer",
        wanted={
            "type": "network",
            "scheme": "internet-facing",
            "subnets": [Ref("subnet-a")],
            "groups": [],
            "address_type": "dualstack",
            "deletion_protection": False,
            "log_bucket": "",
            "log_prefix": "",
            "tags": {"zone": "dmz"},
        },
        changed={
            "subnets": [Ref("subnet-b"), Ref("subnet-a")],
            "deletion_protection": True,
            "address_type": "ipv4",
            "tags": {"zone": "app"},
        },
        replaced={"scheme": "internal"},
        by_hand=_opened,
        drifted=frozenset({"deletion_protection", "address_type", "log_bucket"}),
    ),
    Life(
        kind="TargetGroup",
        name="targets",
        wanted={
            "vpc": Ref("vpc"),
            "protocol": "TCP",
            "port": 443,
            "target_type": "ip",
            "address_type": "ipv4",
            "health": TCP_CHECK,
            "targets": [{"id": "10.5.1.4", "port": 443}, {"id": "10.5.1.5", "port": 443}],
            "tags": {"zone": "app"},
        },
        changed={
            "health": HTTP_CHECK,
            "targets": [{"id": "10.5.1.5", "port": 8443}, {"id": "10.5.1.6", "port": 443}],
            "tags": {},
        },
        replaced={"port": 8443},
        by_hand=_checked_elsewhere,
        drifted=frozenset({"health", "targets"}),
    ),
    Life(
        kind="TargetGroup",
        name="targets-ipv6",
        wanted={
            "vpc": Ref("vpc"),
            "protocol": "TCP",
            "port": 443,
            "target_type": "instance",
            "address_type": "ipv6",
            "health": HTTP_CHECK,
            "targets": [{"id": Ref("machine"), "port": 443}],
            "tags": {},
        },
        changed={"targets": []},
        replaced={"address_type": "ipv4"},
        by_hand=lambda api, identity: api.elbv2.add_tags(
            ResourceArns=[identity], Tags=[{"Key": "zone", "Value": "dmz"}]
        ),
        drifted=frozenset({"tags"}),
    ),
    Life(
        kind="Listener",
        name="listener",
        wanted={
            "balancer": Ref("balancer"),
            "port": 443,
            "protocol": "TCP",
            "target_group": Ref("targets"),
            "certificate": "",
            "tls_policy": "",
            "tags": {"zone": "dmz"},
        },
        changed={"port": 8443, "target_group": Ref("targets-ipv6"), "tags": {}},
        replaced=None,
        by_hand=lambda api, identity: api.elbv2.modify_listener(ListenerArn=identity, Port=80),
        drifted=frozenset({"port"}),
    ),
)
