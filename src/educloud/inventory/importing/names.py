"""Names into ids: divisions (old names too), organisations, rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from educloud.inventory.models import Division, Org, Room


@dataclass(frozen=True, slots=True)
class Directory:
    """What is known before a file is read."""

    divisions: Mapping[str, Division]
    orgs: Mapping[str, Org] = field(default_factory=dict)
    rooms: Mapping[str, Room] = field(default_factory=dict)
