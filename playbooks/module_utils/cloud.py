"""Clients of the node's cloud; endpoint and keys come by the environment as usual."""

from __future__ import annotations

import os
from typing import Any

import boto3
from botocore.config import Config


def client(service: str) -> Any:
    """Give a client that repeats throttled and transient calls."""
    return boto3.client(
        service,
        endpoint_url=os.environ.get("EDUCLOUD_CLOUD_ENDPOINT") or None,
        region_name=os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION"),
        config=Config(
            retries={"mode": "standard", "max_attempts": 4},
            connect_timeout=5,
            s3={"addressing_style": "path"},
        ),
    )
