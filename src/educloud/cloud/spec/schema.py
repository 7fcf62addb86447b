"""JSON Schema of stack files, for editors: what docstrings and comments of the declarations say."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from educloud.cloud.spec import network, node, parts, words
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack
from educloud.cloud.spec.words import Declaration

SCHEMAS: dict[str, type[Declaration]] = {"node": NodeStack, "network": NetworkStack}
_COMMENTED = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)


def stack_schema(kind: str) -> dict[str, Any]:
    """Give the JSON Schema of a node's stack file or of the network's."""
    schema = SCHEMAS[kind].model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    comments = dict(_comments())
    for name, part in ((SCHEMAS[kind].__name__, schema), *schema.get("$defs", {}).items()):
        for key, value in part.get("properties", {}).items():
            if text := comments.get((name, key)):
                value.setdefault("description", text)
    return schema


def _comments() -> Iterator[tuple[tuple[str, str], str]]:
    """Give (class, key) and the comment behind each key of the declarations."""
    for module in (words, parts, node, network):
        for name, declared in inspect.getmembers(module, inspect.isclass):
            if issubclass(declared, Declaration) and declared.__module__ == module.__name__:
                for key, text in _COMMENTED.findall(inspect.getsource(declared)):
                    yield (name, key), text
