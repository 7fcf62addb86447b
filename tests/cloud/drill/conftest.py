"""Two backup buckets, and two real PostgreSQL servers, of a node and of its peer."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drill_parts import Buckets

from educloud.cloud.drill.servers import Servers
from educloud.cloud.ec2.clients import client
from educloud.cloud.endpoint import CloudEndpoint
from educloud.lab.databases import ADMIN, Databases, Server, find_programs, run_servers
from educloud.lab.passfile import write_passwords


@pytest.fixture(scope="session")
def s3(endpoint: CloudEndpoint) -> Any:
    return client(endpoint, "s3")


@pytest.fixture
def buckets(s3: Any) -> Buckets:
    """New buckets with versions, as stacks declare them; the peer's holds an object of its own."""
    mark = secrets.token_hex(4)
    names = [f"drill-{mark}-{part}" for part in ("backup", "apps", "peer")]
    for name in names:
        s3.create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": "cn-north-1"}
        )
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=names[2], Key="own", Body=b"of the peer")
    return Buckets(s3, *names)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The node's and the peer's PostgreSQL."""
    home: Path = tmp_path_factory.mktemp("postgres")
    with socket.socket() as one, socket.socket() as two:
        for held in (one, two):
            held.bind(("127.0.0.1", 0))
        ports = [held.getsockname()[1] for held in (one, two)]
    servers = tuple(
        Server(name, port, home / name) for name, port in zip(("node", "peer"), ports, strict=True)
    )
    passfile = home / "pgpass"
    write_passwords(passfile, ports, (ADMIN,))
    with run_servers(Databases(servers, find_programs(), passfile), home):
        of_node, of_peer = (
            {"host": "127.0.0.1", "port": str(port), "user": ADMIN, "passfile": str(passfile)}
            for port in ports
        )
        programs = os.pathsep.join((str(find_programs()), os.environ["PATH"]))
        yield Servers("city-999900", "city-999901", of_node, of_peer, programs)
