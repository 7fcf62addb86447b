"""Names for what must have one of its own in a region: deterministic, and unique per resource."""

from __future__ import annotations

import re

from educloud.cloud.provider.kind import Mark

LONGEST = 32  # what load balancers and target groups allow
_DIGEST = 6


def unique_name(mark: Mark) -> str:
    """Give a name of letters, digits and hyphens that no other resource of ours has.

    A replacement's differs from that of what it replaces, so that both can stand for a while.
    """
    plain = re.sub("[^A-Za-z0-9]+", "-", mark.name).strip("-") or "x"
    return f"{plain[: LONGEST - _DIGEST - 1].rstrip('-')}-{mark.key[:_DIGEST]}"
