"""The engine's property values and Python's."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from educloud.cloud.provider.values import is_known, plain, rich

Plain = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**40), 2**40) | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.text("abc", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(some.dictionaries(some.text("abc", min_size=1, max_size=3), Plain, max_size=4))
def test_values_pass_to_the_engine_and_back(properties: dict[str, Any]) -> None:
    assert plain(rich(properties)) == properties
    assert is_known(rich(properties))
