"""boto3 clients for one endpoint, made when first used; safe in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Api:
    """The services of the EC2 family, each by the name boto3 knows it by.

    ``api.ec2``, ``api.s3``, ``api.kms`` … give the client of that service.
    """

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()

    def __getattr__(self, service: str) -> Any:
        """Give the client of a service."""
        if service.startswith("_"):
            raise AttributeError(service)
        with self._lock:  # making clients is not thread-safe in boto3, using them is
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    @property
    def region(self) -> str:
        """The region requests are signed for."""
        return str(self.ec2.meta.region_name)

    @property
    def partition(self) -> str:
        """The part of ARNs that names the family of regions, such as ``aws-cn``."""
        return str(self.ec2.meta.partition)
