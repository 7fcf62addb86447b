"""Names into ids: divisions (old names too), organisations, rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from educloud.inventory.importing.naming.bodies import Bodies, name_key
from educloud.inventory.importing.naming.places import Places
from educloud.inventory.models import Division, Org, Room


@dataclass(frozen=True)
class Directory:
    """What is known before a file is read."""

    divisions: Mapping[str, Division]
    orgs: Mapping[str, Org] = field(default_factory=dict)
    rooms: Mapping[str, Room] = field(default_factory=dict)

    @cached_property
    def places(self) -> Places:
        """Give the divisions by all their names."""
        return Places(self.divisions, self.orgs.values())

    @cached_property
    def bodies(self) -> Bodies:
        """Give the organisations by id and name."""
        return Bodies(self.orgs, self.places)

    def room(self, text: str, owner: str) -> str:
        """Give the id of a room by its id, or by its name within its owner; empty if unknown."""
        if text in self.rooms:
            return text
        return self._rooms_named.get((owner, name_key(text)), "")

    @cached_property
    def _rooms_named(self) -> dict[tuple[str, str], str]:
        return {(room.org_id, name_key(room.name)): room.room_id for room in self.rooms.values()}
