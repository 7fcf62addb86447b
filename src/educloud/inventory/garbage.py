"""Many objects at once, none of them garbage: the collector need not look at each again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections() -> Iterator[None]:
    """Let no garbage be looked for; also a decorator of what builds a province's worth.

    What was built is not looked at later either: records hold no cycles, and a single look at a
    province's takes a second.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()
