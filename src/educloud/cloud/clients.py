"""The slice's one way to make boto3 clients."""

from __future__ import annotations

from typing import Any

from educloud.cloud.endpoint import CloudEndpoint, on_this_machine

CALLS_AT_ONCE = 8


def client(endpoint: CloudEndpoint, service: str) -> Any:
    """Give a boto3 client for an endpoint that repeats what may be repeated."""
    import boto3  # noqa: PLC0415  slow to import
    from botocore.config import Config  # noqa: PLC0415  slow to import

    made_up = {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    return boto3.client(
        service,
        endpoint_url=endpoint.url,
        region_name=endpoint.region,
        config=Config(
            retries={"mode": "standard", "max_attempts": 5},
            max_pool_connections=CALLS_AT_ONCE,
            connect_timeout=5,
            read_timeout=60,
            s3={"addressing_style": "path"},
            # A proxy could not reach this machine's own loopback; None means the environment's.
            proxies={} if on_this_machine(endpoint.url) else None,
        ),
        **(made_up if endpoint.embedded else {}),
    )
