"""The private network as a graph of divisions: what is reached, and over which disjoint paths."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from educloud.inventory.models import Circuit, CircuitTier, Device, Inventory, Role
from educloud.reports.compliance.situation import Situation

TRUNKS = (CircuitTier.BACKBONE, CircuitTier.CITY, CircuitTier.COUNTY)
SEARCHED = 400  # beginnings of a first path tried before the search says "unknown"


@dataclass(frozen=True, slots=True)
class Edge:
    """A line seen from one of its ends; ``risks``: what it shares with others, None = unknown."""

    line: str
    to: str
    risks: frozenset[str] | None


Graph = Mapping[str, Sequence[Edge]]
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lines:
    """The lines of the register between divisions, and the site lines below them."""

    inventory: Inventory
    province: str

    @cached_property
    def trunks(self) -> tuple[Circuit, ...]:
        """The lines between divisions."""
        lines = self.inventory.circuits.values()
        return tuple(line for line in lines if line.tier in TRUNKS)

    @cached_property
    def site_lines(self) -> Mapping[str, Circuit]:
        """The line of a site, where one is registered."""
        lines = self.inventory.circuits.values()
        return {line.site_id: line for line in lines if line.site_id is not None}

    @cached_property
    def graph(self) -> Graph:
        """Divisions and the lines between them; a line works both ways, as in a ring."""
        edges: dict[str, list[Edge]] = defaultdict(list)
        for line in self.trunks:
            upper = upper_end(line, self.province)
            if upper is not None and upper != line.division_code:
                risks = None if line.srlg is None else frozenset(line.srlg)
                edges[line.division_code].append(Edge(line.circuit_id, upper, risks))
                edges[upper].append(Edge(line.circuit_id, line.division_code, risks))
        return edges

    @cached_property
    def reached(self) -> frozenset[str]:
        """The divisions from which the province's core is reached, itself included."""
        return frozenset(_reach(self.graph, self.province, NONE, NONE, NONE))

    @cached_property
    def behind_backbone(self) -> frozenset[str]:
        """The sites of which a device's uplinks end at a backbone device."""
        devices = self.inventory.devices
        ends: dict[str, bool] = {
            one.device_id: True for one in devices.values() if one.role is Role.BACKBONE
        }
        if not ends:
            return frozenset()
        sites: set[str] = set()
        for one in devices.values():
            # One way up is enough for a site, and most have several devices.
            if one.site_id not in sites and _climbs(one, devices, ends):
                sites.add(one.site_id)
        return frozenset(sites)

    def has_two_paths(self, division: str) -> bool | None:
        """Tell whether two paths to the core share neither a node nor a risk group.

        Exact while at most ``SEARCHED`` beginnings need trying; None beyond that, when unknown
        risk groups decide, or when no line is registered at all.
        """
        if not self.trunks:
            return None
        if division == self.province:
            return True
        hopeful = _two_paths(self.graph, division, self.province)
        if hopeful is False:
            return False
        surely = _two_paths(self._charted, division, self.province)
        return True if surely else None

    @cached_property
    def _charted(self) -> Graph:
        return {
            node: [edge for edge in edges if edge.risks is not None]
            for node, edges in self.graph.items()
        }


def lines_of(situation: Situation) -> Lines:
    """Give the lines of a situation; ask through ``situation.once``."""
    return Lines(situation.inventory, situation.profile.province)


def upper_end(line: Circuit, province: str) -> str | None:
    """Give the division a line leads up to; a backbone line's is the province unless named."""
    if line.upper_division is None and line.tier is CircuitTier.BACKBONE:
        return province
    return line.upper_division


def _climbs(device: Device, devices: Mapping[str, Device], ends: dict[str, bool]) -> bool:
    """Tell whether a device's uplinks end at the backbone; remembers for all on the way."""
    way: list[str] = []
    current: Device | None = device
    while current is not None and current.device_id not in ends:
        way.append(current.device_id)
        ends[current.device_id] = False  # until known, so that a loop ends here
        current = devices.get(current.uplink_device) if current.uplink_device else None
    found = current is not None and ends[current.device_id]
    for name in way:
        ends[name] = found
    return found


def _reach(
    graph: Graph,
    start: str,
    nodes: frozenset[str],
    lines: frozenset[str],
    risks: frozenset[str],
) -> set[str]:
    """Give what is reached without some nodes, lines and lines of some risk groups."""
    seen = {start}
    queue = deque([start])
    while queue:
        for edge in graph.get(queue.popleft(), ()):
            if edge.to in seen or edge.to in nodes or edge.line in lines:
                continue
            if edge.risks is not None and not edge.risks.isdisjoint(risks):
                continue
            seen.add(edge.to)
            queue.append(edge.to)
    return seen


def _two_paths(graph: Graph, start: str, goal: str) -> bool | None:
    """Tell whether two disjoint paths exist, unknown risks taken as none; None: search given up.

    Grows a first path, nearest to the goal first, and drops a beginning as soon as it leaves no
    second path: risk groups only add up, so nothing is missed.
    """
    distances = _distances(graph, goal)
    if _severed(graph, start, goal, distances):
        return False
    far = len(distances)
    stack = [(start, NONE, NONE, NONE)]
    for _ in range(SEARCHED):
        if not stack:
            return False
        node, nodes, lines, risks = stack.pop()
        if goal not in _reach(graph, start, nodes, lines, risks):
            continue
        if node == goal:
            return True
        edges = graph.get(node, ())
        for edge in sorted(edges, key=lambda one: distances.get(one.to, far), reverse=True):
            if edge.to != start and edge.to not in nodes:
                between = nodes if edge.to == goal else nodes | {edge.to}
                stack.append((edge.to, between, lines | {edge.line}, risks | (edge.risks or NONE)))
    return None


def _severed(graph: Graph, start: str, goal: str, distances: Mapping[str, int]) -> bool:
    """Tell whether one node or line alone cuts the start off: it stands on any shortest path."""
    if start not in distances:
        return True
    if distances[start] == 1:
        direct = next(edge.line for edge in graph[start] if edge.to == goal)
        return goal not in _reach(graph, start, NONE, frozenset({direct}), NONE)
    between = []
    node = start
    while distances[node] > 1:
        node = min((edge.to for edge in graph[node]), key=lambda one: distances[one])
        between.append(node)
    return any(goal not in _reach(graph, start, frozenset({one}), NONE, NONE) for one in between)


def _distances(graph: Graph, goal: str) -> dict[str, int]:
    """Give the number of lines from each node to the goal, where there is a way."""
    found = {goal: 0}
    queue = deque([goal])
    while queue:
        node = queue.popleft()
        for edge in graph.get(node, ()):
            if edge.to not in found:
                found[edge.to] = found[node] + 1
                queue.append(edge.to)
    return found
