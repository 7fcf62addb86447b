"""The seam to a family of APIs: what the rest needs of EC2's, and of OpenStack's one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from educloud.cloud.declared import DeclaredStack
    from educloud.cloud.endpoint import CloudEndpoint
    from educloud.cloud.policies.facts import Facts
    from educloud.cloud.provider.kind import Kind
    from educloud.cloud.spec.load import Stacks
    from educloud.cloud.spec.network import NetworkStack
    from educloud.cloud.spec.node import NodeStack


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of APIs: its resource types, and what stack files become in it."""

    name: str
    # Every resource type by its name.
    kinds: Callable[[], Mapping[str, Kind]]
    # The clients that the functions of a ``Kind`` take. They make every call once: the provider's
    # verbs look before they repeat one.
    api: Callable[[CloudEndpoint], Any]
    # A node's file, with the private network's, as resources.
    declare_node: Callable[[NodeStack, NetworkStack | None], DeclaredStack]
    # The private network's file, with all nodes' files by name, as resources of several stacks.
    declare_network: Callable[[NetworkStack, Mapping[str, NodeStack]], Mapping[str, DeclaredStack]]
    # A client of the S3 API for people's objects: repeating one of its calls does no harm.
    objects: Callable[[CloudEndpoint], Any]
    # What the policies ask of declared resources.
    facts: Callable[[DeclaredStack], Facts]

    def declare(self, stacks: Stacks, name: str) -> Mapping[str, DeclaredStack]:
        """Give all stacks, by name, that the file of a stack becomes."""
        if stacks.network and name in stacks.hubs:
            return self.declare_network(stacks.network, stacks.nodes)
        return {name: self.declare_node(stacks.nodes[name], stacks.network)}

    def declare_all(self, stacks: Stacks, names: Iterable[str]) -> Iterator[DeclaredStack]:
        """Give stacks by their names, in this order; each file is declared once."""
        made: dict[str, DeclaredStack] = {}
        for name in names:
            if name not in made:
                made.update(self.declare(stacks, name))
            yield made[name]


def family() -> Family:
    """Give the family that is used: EC2's is the only one so far."""
    from educloud.cloud.ec2.family import EC2  # noqa: PLC0415  its libraries are slow to import

    return EC2
