"""Which node of the tables is meant by a tier and a division, or by an organisation."""

from __future__ import annotations

from educloud.cloud.spec.new.known import Known
from educloud.errors import CloudError
from educloud.inventory.models import Node, Tier

TABLE = "inventory/nodes.csv"


def choose_node(known: Known, tier: Tier, division: str | None, org: str | None) -> str:
    """Name the one node meant; CloudError when the tables have none such, or several."""
    found = [
        node.node_id
        for node in known.inventory.nodes.values()
        if node.tier is tier and _is_meant(node, division, org)
    ]
    said = f"{tier} node{f' of division {division}' if division else ''}{_of_org(org)}"
    if not found:
        raise CloudError(f"there is no {said}", TABLE, "add it to the table, or name another")
    if len(found) > 1:
        some = ", ".join(sorted(found)[:5])
        raise CloudError(f"there are {len(found)} {said}s: {some}", TABLE, "name one with --node")
    return found[0]


def _is_meant(node: Node, division: str | None, org: str | None) -> bool:
    return division in {None, node.division_code} and org in {None, node.org_id}


def _of_org(org: str | None) -> str:
    return f" of organisation {org}" if org else ""
