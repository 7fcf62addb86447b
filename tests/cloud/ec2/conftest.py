"""One embedded cloud for the tests of the resource types."""

from __future__ import annotations

import pytest

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint


@pytest.fixture(scope="module")
def api(endpoint: CloudEndpoint) -> Api:
    return Api(lambda service: client(endpoint, service, repeats=1))
