"""What lab tests share: one Ceph for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ceph import ACCESS_KEY, INSIDE, SECRET_KEY, radosgw

from educloud.cloud.endpoint import ENDPOINT_VARIABLE


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a gateway, started for the first test that asks for it."""
    with radosgw(tmp_path_factory.mktemp("ceph")) as url:
        yield url


@pytest.fixture
def gateway(started: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a gateway to which the environment leads."""
    keys = {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": "cn-north-1",
        "NO_PROXY": f"127.0.0.1,{INSIDE}",
        "no_proxy": f"127.0.0.1,{INSIDE}",
        ENDPOINT_VARIABLE: started,
    }
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    return started
