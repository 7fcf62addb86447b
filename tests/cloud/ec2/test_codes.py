"""The error codes that resource types wait for, or take for "gone", against the services' own."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator

import pytest
from botocore.loaders import Loader

from educloud.cloud.ec2.resources import load_kinds
from educloud.cloud.provider.kind import Kind

# Of these the published models name no errors.
SILENT = frozenset({"ec2", "s3"})
CALLED = re.compile(r"\bapi\.([a-z][a-z0-9]+)\.")


def errors_of(service: str) -> Iterator[str]:
    for name, shape in Loader().load_service_model(service, "service-2")["shapes"].items():
        if shape.get("exception"):
            yield shape.get("error", {}).get("code", name)


def services_of(kind: Kind) -> set[str]:
    return set(CALLED.findall(inspect.getsource(sys.modules[kind.read.__module__])))


TOLD = [kind for kind in load_kinds().values() if not services_of(kind) & SILENT]


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.name)
def test_every_code_is_one_that_the_service_says(kind: Kind) -> None:
    known = {code for service in services_of(kind) for code in errors_of(service)}
    # A type whose module calls nothing by name (through one that several share) is EC2's.
    assert not known or kind.gone | kind.busy <= known


def test_most_services_tell_their_errors() -> None:
    assert {"Database", "FileSystem", "Key", "Role", "Topic", "Zone", "Secret", "Listener"} <= {
        kind.name for kind in TOLD if services_of(kind)
    }
