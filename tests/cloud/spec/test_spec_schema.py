"""The JSON Schema of stack files: it accepts what we accept, and tells editors what a key is."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from educloud.cli import root
from educloud.cloud.spec.network import NetworkStack
from educloud.cloud.spec.node import NodeStack
from educloud.cloud.spec.schema import stack_schema


@pytest.mark.parametrize(("kind", "model"), [("node", NodeStack), ("network", NetworkStack)])
def test_the_schema_is_printed_and_has_every_key(kind, model):
    done = CliRunner().invoke(root, ["cloud", "schema", kind])
    assert done.exit_code == 0
    schema = json.loads(done.stdout)
    assert schema == stack_schema(kind)
    assert set(schema["properties"]) == set(model.model_fields)
    assert schema["additionalProperties"] is False


def test_a_node_is_the_default():
    assert json.loads(CliRunner().invoke(root, ["cloud", "schema"]).stdout)["title"] == "NodeStack"


@pytest.mark.parametrize("kind", ["node", "network"])
def test_every_part_says_what_it_is(kind):
    schema = stack_schema(kind)
    parts = [schema, *schema["$defs"].values()]
    assert all(part.get("description") for part in parts)


def test_keys_say_what_their_comments_say():
    node = stack_schema("node")
    assert node["properties"]["ipv6_block"]["description"].startswith("of the address plan")
    bucket = node["$defs"]["Bucket"]["properties"]
    assert "None: kept" in bucket["keep_days"]["description"]
    assert "from" in node["$defs"]["Allow"]["properties"]  # as in the file, not as in our code


def test_words_are_told_by_their_pattern():
    pattern = stack_schema("network")["$defs"]["Exit"]["properties"]["carrier"]["pattern"]
    assert re.match(pattern, "carrier-1")
    assert not re.match(pattern, "Carrier 1")
