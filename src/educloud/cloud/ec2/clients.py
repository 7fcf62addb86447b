"""The one way to make boto3 clients."""

from __future__ import annotations

import os
import random
from typing import Any

from educloud.cloud.endpoint import CloudEndpoint, on_this_machine
from educloud.cloud.provider.faults import is_transient_answer

CALLS_AT_ONCE = 64  # they wait for the network most of the time
# Seconds to wait for an answer, where the default is not right for a cloud.
ANSWER_VARIABLE = "EDUCLOUD_CLOUD_ANSWER_SECONDS"
ANSWER_SECONDS = 60.0
# How the calls begin that only look: they may be repeated at once, whatever became of them.
LOOKS = ("Describe", "Get", "List", "Head", "Search")
TRIES_OF_A_LOOK = 5


def client(endpoint: CloudEndpoint, service: str, *, repeats: int = 5) -> Any:
    """Give a boto3 client for an endpoint, which makes a call up to ``repeats`` times.

    1 is for calls whose repeat could do a thing twice: who asks for it repeats by looking first.
    """
    import boto3  # noqa: PLC0415  slow to import
    from botocore.config import Config  # noqa: PLC0415  slow to import

    made_up = {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    # Not the default session: that keeps the keys it found first, and is not safe in threads.
    return boto3.session.Session().client(
        service,
        endpoint_url=endpoint.url,
        region_name=endpoint.region,
        config=Config(
            retries={"mode": "standard", "total_max_attempts": repeats},
            max_pool_connections=CALLS_AT_ONCE,
            connect_timeout=5,
            read_timeout=float(os.environ.get(ANSWER_VARIABLE) or ANSWER_SECONDS),
            s3={"addressing_style": "path"},
            # A proxy could not reach this machine's own loopback; None means the environment's.
            proxies={} if on_this_machine(endpoint.url) else None,
        ),
        **(made_up if endpoint.embedded else {}),
    )


def careful_client(endpoint: CloudEndpoint, service: str) -> Any:
    """Give a boto3 client that makes every call once that could do a thing twice.

    Calls that only look are repeated in passing trouble: a verb makes many of them, and would
    otherwise begin anew for each.
    """
    made = client(endpoint, service, repeats=1)
    made.meta.events.register("needs-retry", _pause_before_another_look)
    return made


def _pause_before_another_look(
    operation: Any, attempts: int, response: Any, caught_exception: Any, **_: Any
) -> float | None:
    """Give the pause before a call is made again; None when it is not to be."""
    if not operation.name.startswith(LOOKS) or attempts >= TRIES_OF_A_LOOK:
        return None
    if not is_transient_answer(response, caught_exception):
        return None
    return random.uniform(0, 0.1 * 2**attempts)  # noqa: S311  spreads callers
