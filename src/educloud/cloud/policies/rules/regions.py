"""Where the infrastructure stands: in the mainland."""

from __future__ import annotations

from collections.abc import Iterator

from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.situation import Situation


def _outside(situation: Situation) -> Iterator[Offence]:
    named = situation.node.region if situation.node else None
    region = named or situation.around.region
    allowed = {one.region for one in situation.around.profile.regions}
    if region and region not in allowed:
        yield Offence("region", f"{region} is not among the regions that are allowed")


RULES = (
    Rule(
        id="region-allowed",
        clauses=("8.2.1.1、8.2.4.5",),
        title="基础设施与数据应在境内",
        fix="name an allowed region (educloud inventory profile lists them)",
        find=_outside,
    ),
)
