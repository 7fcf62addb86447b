"""All stack files of a project: read, checked each and together, against the inventory too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from educloud.cloud.spec.network import NETWORK, NetworkStack, stack_of_hub
from educloud.cloud.spec.node import NodeStack
from educloud.cloud.spec.words import Block, first_overlap
from educloud.errors import CloudError
from educloud.inventory.addresses.register import FILE as REGISTER
from educloud.inventory.addresses.register import load_register
from educloud.inventory.models import Division, Node
from educloud.inventory.tables import read_table
from educloud.project import Project, read_yaml


@dataclass(frozen=True, slots=True)
class Stacks:
    """All stack files of a project, and the stacks they become: a node's one, the network's many.

    ``network`` is the stack of the province's hub, with a part for every other hub.
    """

    network: NetworkStack | None
    nodes: Mapping[str, NodeStack]

    @property
    def names(self) -> tuple[str, ...]:
        """Every stack, the private network and its parts first."""
        return (*self.hubs, *self.nodes)

    @property
    def hubs(self) -> Mapping[str, str]:
        """The hub of each of the private network's stacks, the province's first."""
        return {stack_of_hub(hub): hub for hub in self.network.parents} if self.network else {}

    def of_hub(self, hub: str) -> str:
        """Name the stack of a hub; ``network`` for one that nobody declares."""
        name = stack_of_hub(hub)
        return name if name in self.hubs else NETWORK

    def file(self, name: str) -> str:
        """Name the file that a stack comes from, without its folder and ending."""
        return NETWORK if name in self.hubs else name

    def needs(self, name: str) -> tuple[str, ...]:
        """Give the stacks that must stand before a stack."""
        if self.network and name in self.hubs:
            parent = self.network.parents[self.hubs[name]]
            return (stack_of_hub(parent),) if parent else self.network.after
        node = self.nodes[name]
        joins = (self.of_hub(node.attach.hub),) if node.attach else ()
        return tuple(dict.fromkeys((*joins, *node.after)))

    def order(self, names: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Give stacks (default: all) so that none comes before what it refers to.

        ``network`` means all its parts, unless parts of it are named beside it.
        """
        known = self.names
        for name in names:
            if name not in known:
                raise CloudError(
                    f"there is no stack file for {name!r}",
                    f"stacks/{name}.yaml",
                    f"the stacks are: {', '.join(known)}"
                    if known
                    else "write it: educloud cloud new",
                )
        chosen = {*names, *self._parts_meant(names)}
        return tuple(name for name in self.sorted if not names or name in chosen)

    def _parts_meant(self, names: tuple[str, ...]) -> tuple[str, ...]:
        hubs = self.hubs
        return tuple(hubs) if hubs.keys() & names == {NETWORK} else ()

    @property
    def sorted(self) -> tuple[str, ...]:
        """Every stack, none before what it refers to; CloudError names a ring."""
        graph = TopologicalSorter({name: self.needs(name) for name in self.names})
        try:
            return tuple(graph.static_order())
        except CycleError as error:
            ring = " -> ".join(reversed(error.args[1]))
            raise CloudError(
                f"the stacks {ring} wait for each other",
                f"stacks/{self.file(error.args[1][0])}.yaml",
                "take one of them out of 'after'",
            ) from None


def load_stacks(project: Project) -> Stacks:
    """Read and check every stack file; errors name file, key and reason."""
    stacks = read_stacks(project)
    _check_after(project, stacks)
    _check_blocks(project, stacks)
    _check_buckets(project, stacks.nodes)
    _check_places(project, stacks)
    _check_peers(project, stacks.nodes)
    _check_inventory(project, stacks)
    _check_register(project, stacks.nodes)
    return stacks


def read_stacks(project: Project) -> Stacks:
    """Read every stack file, each checked by itself only; errors as of ``load_stacks``."""
    network: NetworkStack | None = None
    nodes: dict[str, NodeStack] = {}
    for path in sorted(project.stacks.glob("*.yaml")):
        if path.stem == NETWORK:
            network = read_yaml(path, NetworkStack)
            continue
        node = nodes[path.stem] = read_yaml(path, NodeStack)
        if node.node_id != path.stem:
            raise CloudError(f"node_id is {node.node_id!r}", str(path), "name the file after it")
        if node.node_id.startswith(stack_of_hub("")):
            raise CloudError("only a hub's stack is named so", str(path), "name the node otherwise")
    return Stacks(network, nodes)


def _file(project: Project, stack: str) -> str:
    return str(project.stacks / f"{stack}.yaml")


def _check_after(project: Project, stacks: Stacks) -> None:
    for name in stacks.names:
        for before in stacks.needs(name):
            if before not in stacks.names:
                raise CloudError(
                    f"it stands after {before!r}, which has no stack file",
                    _file(project, stacks.file(name)),
                    "write that stack file, or correct 'after' and 'attach'",
                )
    _ = stacks.sorted  # a ring is told before anything is done


def _blocks(stacks: Stacks) -> Iterator[tuple[tuple[str, str], Block]]:
    """Give ((stack, key), block) of every block that is one stack's alone."""
    for name, node in stacks.nodes.items():
        yield (name, "ipv4_block"), node.ipv4_block
        if node.ipv6_block:
            yield (name, "ipv6_block"), node.ipv6_block
    network = stacks.network
    if network is None:
        return
    for name, out in network.exits.items():
        yield (NETWORK, f"exits.{name}.ipv4_block"), out.ipv4_block
        if out.ipv6_block:
            yield (NETWORK, f"exits.{name}.ipv6_block"), out.ipv6_block
    # Of attachments only IPv4: a node's IPv6 block may lie in that of the city around it.
    for name, one in network.attachments.items():
        for block in one.ipv4:
            yield (NETWORK, f"attachments.{name}.ipv4"), block


def _check_blocks(project: Project, stacks: Stacks) -> None:
    found = first_overlap(_blocks(stacks))
    if found:
        ((first, _), block), ((second, key), other) = found
        raise CloudError(
            f"{key} {other} overlaps {block} of {first}",
            _file(project, second),
            "give each a block of its own",
        )


def _check_buckets(project: Project, nodes: Mapping[str, NodeStack]) -> None:
    seen: dict[str, str] = {}
    for name, node in nodes.items():
        for bucket in node.buckets:
            other = seen.setdefault(bucket.name, name)
            if other != name:
                raise CloudError(
                    f"bucket {bucket.name} is one of {other} too",
                    _file(project, name),
                    "give it a name of its own: bucket names are shared by everybody",
                )


def _check_places(project: Project, stacks: Stacks) -> None:
    network = stacks.network
    for name, node in stacks.nodes.items():
        if node.attach is None:
            continue
        if network is None or node.attach.world not in network.worlds:
            raise CloudError(
                f"attach: the private network has no world {node.attach.world!r}",
                _file(project, name),
                "declare it in stacks/network.yaml",
            )
        if node.attach.hub not in network.parents:
            raise CloudError(
                f"attach: the private network has no hub {node.attach.hub!r}",
                _file(project, name),
                "declare it in stacks/network.yaml",
            )


def _check_peers(project: Project, nodes: Mapping[str, NodeStack]) -> None:
    for name, node in nodes.items():
        recovery = node.disaster_recovery
        if recovery is None:
            continue
        if recovery.peer == name:
            raise CloudError(
                "disaster_recovery: a node is no peer of itself",
                _file(project, name),
                "name a node of another city",
            )
        if recovery.peer not in nodes:
            raise CloudError(
                f"disaster_recovery: there is no node {recovery.peer!r}",
                _file(project, name),
                f"name one of: {', '.join(one for one in nodes if one != name) or 'none yet'}",
            )


def _check_inventory(project: Project, stacks: Stacks) -> None:
    """Compare with the tables: a stack file is a node of ours, where and as the tables say."""
    if not (project.inventory / "nodes.csv").exists():
        return  # nothing to compare with
    rows = {row.node_id: row for row in read_table(project.inventory / "nodes.csv", Node).records}
    divisions = {
        row.code for row in read_table(project.inventory / "divisions.csv", Division).records
    }
    for name, stack in stacks.nodes.items():
        where, row = _file(project, name), rows.get(name)
        if row is None:
            raise CloudError(f"node {name} is not in the inventory", where, "add it to nodes.csv")
        if stack.division not in divisions:
            raise CloudError(f"division {stack.division} does not exist", where, "correct the code")
        for key, said, known in (
            ("tier", stack.tier, row.tier),
            ("division", stack.division, row.division_code),
            ("mlps_level", stack.mlps_level, row.mlps_level),
        ):
            if known is not None and said != known:
                raise CloudError(
                    f"{key} is {said!s}, but {known!s} in nodes.csv", where, "make them agree"
                )


def _check_register(project: Project, nodes: Mapping[str, NodeStack]) -> None:
    """Compare IPv6 blocks with the address plan: what that gave to a node is the node's."""
    if not (project.inventory / REGISTER).exists():
        return
    given = {one.id: one.prefix for one in load_register(project) if one.kind == "node"}
    for name, node in nodes.items():
        if node.ipv6_block and node.ipv6_block != given.get(name, node.ipv6_block):
            raise CloudError(
                f"ipv6_block is {node.ipv6_block}, but {given[name]} in inventory/{REGISTER}",
                _file(project, name),
                "make them agree",
            )
