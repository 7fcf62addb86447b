"""Stage c: the private network, the main node and the city node come up."""

from __future__ import annotations

from educloud.demo.context import CITY, DemoRun, StageStory
from educloud.workflows.provision import provision
from educloud.workflows.runtime import tell

# Of the private network the province's hub and the city's: "network" alone would mean all of it.
NODES = ("network", f"network-h{CITY}", "main-410000", f"city-{CITY}")


def provision_nodes(demo: DemoRun) -> StageStory:
    """Bring the stacks up twice: the second time changes nothing."""
    demo.needs("cloud", "cloud", "cloud-again")
    first = demo.once("cloud", provision, demo.folder, NODES)
    tell("up again: nothing may change")
    again = demo.once("cloud-again", provision, demo.folder, NODES)
    changed = sum(one.changed for one in again.result)
    stands = sum(one.same for one in again.result)
    city = next(one for one in again.result if one.stack == NODES[-1])
    lines = (
        *(
            f"{one.stack:<16} {one.created} created, {one.updated} updated, "
            f"{one.same} the same ({one.seconds:.1f} s)"
            for one in first.result
        ),
        f"up again: {f'{changed} CHANGED' if changed else 'nothing to change'}, "
        f"{stands} resources stand as declared",
        f"鹤壁节点 {city.outputs['ipv4_block']} + {city.outputs['ipv6_block']}, "
        f"zone {city.outputs['zone_name']}",
    )
    seconds = round(sum(one.seconds for one in (*first.result, *again.result)), 1)
    return StageStory(lines, seconds, first.repeated and again.repeated)
