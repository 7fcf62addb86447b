"""Policy documents of the EC2 family: who may do what with which resource.

Every service gives a document back as it was written, and one meaning can be written in several
ways. So that what stands can be compared with what is wanted, both have the one form ``canonical``
gives.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

VERSION = "2012-10-17"  # of the language, the current one

# Services that trust policies name with the suffix of China's partition there; all others have
# "amazonaws.com" everywhere. Source: aws-cdk, region-info/lib/default.ts.
_NAMED_APART_IN_CHINA = frozenset({"ec2", "elasticmapreduce"})

# What whoever writes a log may do.
WRITES_LOGS = ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")


def canonical(document: Any) -> Any:
    """Give a document, or a part of one, in its one form.

    Names in a set (actions, resources, principals …) are sorted, and a set of one is the one.
    Statements keep their order.
    """
    if isinstance(document, Mapping):
        return {key: _member(key, value) for key, value in sorted(document.items())}
    if isinstance(document, list):
        members = sorted({str(one) for one in document})
        return members[0] if len(members) == 1 else members
    return document


def _member(key: str, value: Any) -> Any:
    if key != "Statement":
        return canonical(value)
    return [canonical(one) for one in (value if isinstance(value, list) else [value])]


def parsed(document: str | Mapping[str, Any]) -> dict[str, Any]:
    """Give a document of an API, which is text for some, in its one form."""
    found: dict[str, Any] = canonical(
        json.loads(document) if isinstance(document, str) else document
    )
    return found


def document_of(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document of statements, in its one form."""
    found: dict[str, Any] = canonical({"Version": VERSION, "Statement": list(statements)})
    return found


def trust(service: str, partition: str) -> dict[str, Any]:
    """Give the document that lets a service ("ec2", "backup" …) take a role."""
    apart = partition == "aws-cn" and service in _NAMED_APART_IN_CHINA
    host = f"{service}.amazonaws.com{'.cn' if apart else ''}"
    return document_of(
        {"Effect": "Allow", "Principal": {"Service": host}, "Action": "sts:AssumeRole"}
    )
