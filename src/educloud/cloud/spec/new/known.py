"""What new stack files are made from: the tables, the profile, the address plan, what stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from educloud.cloud.spec.load import Stacks
from educloud.errors import CloudError
from educloud.inventory.addresses.plan import AddressPlan
from educloud.inventory.models import Division, Inventory, Node, Tier
from educloud.inventory.profile import Profile

WORD_LENGTH = 31
_DIGEST = 6  # hexadecimal digits that tell two shortened names apart
_NOT_IN_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Known:
    """All that decides what a new stack file says; ``standing`` are the files there are."""

    inventory: Inventory
    profile: Profile
    plan: AddressPlan
    standing: Stacks

    @property
    def province(self) -> Division:
        """The province the plan is for."""
        return self.inventory.divisions[self.plan.province]

    @cached_property
    def cities(self) -> tuple[str, ...]:
        """What lies directly under the province, by code: the provincial capital comes first."""
        divisions = self.inventory.divisions.values()
        return tuple(sorted(one.code for one in divisions if one.parent == self.plan.province))

    def city_of(self, division: str) -> str | None:
        """Give the city a division is or lies under; None for the province itself."""
        cities = set(self.cities)
        return next((code for code in self.inventory.lineage(division) if code in cities), None)

    def node(self, node_id: str) -> Node:
        """Give a row of nodes.csv; CloudError when there is none."""
        try:
            return self.inventory.nodes[node_id]
        except KeyError:
            raise CloudError(
                f"node {node_id} is not in the inventory", "inventory/nodes.csv", "add it"
            ) from None

    def main_node(self, division: str) -> str | None:
        """Name the node a division's block belongs to: the one called after it, else the first."""
        return self._first_of(Tier.MAIN, division)

    def city_node(self, city: str) -> str | None:
        """Name the city node of a city; the one called after it, else the first."""
        return self._first_of(Tier.CITY, city)

    def _first_of(self, tier: Tier, division: str) -> str | None:
        found = self._by_place.get((tier, division), [])
        return min(found, key=lambda name: (name != f"{tier}-{division}", name), default=None)

    @cached_property
    def _by_place(self) -> dict[tuple[Tier, str], list[str]]:
        found: dict[tuple[Tier, str], list[str]] = {}
        for node in self.inventory.nodes.values():
            found.setdefault((node.tier, node.division_code), []).append(node.node_id)
        return found

    def called(self, division: str) -> str:
        """Give a division's romanised name for a domain; with its code where two share it."""
        name = word_of(self.inventory.divisions[division].name_pinyin)
        alike = (one for one in self.cities if one != division)
        shared = any(word_of(self.inventory.divisions[one].name_pinyin) == name for one in alike)
        return f"{name}-{division}" if shared else name


def word_of(text: str, length: int = WORD_LENGTH) -> str:
    """Give a text as a word of stack files; what had to be changed or cut ends in a digest."""
    plain = _NOT_IN_WORDS.sub("-", text.lower()).strip("-")
    if plain == text.lower() and len(plain) <= length:
        return plain
    digest = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]
    return f"{plain[: length - _DIGEST - 1].rstrip('-')}-{digest}".lstrip("-")


def first_in(names: Iterable[str | None], stand: Collection[str]) -> str | None:
    """Give the first name that stands."""
    return next((name for name in names if name in stand), None)
