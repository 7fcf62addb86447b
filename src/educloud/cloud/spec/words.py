"""The cells of stack files: words, names, ports, addresses, and a part that is read once."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from educloud.inventory.fields import Code

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
Port = Annotated[int, Field(ge=1, le=65535)]
BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$")]
Domain = Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
# What the APIs take as a rule's text.
RuleText = Annotated[str, Field(pattern=r"^[A-Za-z0-9 ._:/()#,@+=&;{}!$*-]*$", max_length=200)]
TagText = Annotated[str, Field(max_length=200)]
Days = Annotated[int, Field(ge=1, le=3650)]
Hours = Annotated[float, Field(gt=0)]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
# YAML reads 410000 as a number; codes are text everywhere.
DivisionCode = Annotated[Code, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]
Block = ipaddress.IPv4Network | ipaddress.IPv6Network
Owner = TypeVar("Owner")
AutonomousSystem = Annotated[int, Field(ge=1, le=4294967294)]


class Declaration(BaseModel):
    """A part of a stack file: read once, checked, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PolicyException(Declaration):
    """An offence against a policy that people took upon themselves; after ``until`` it ends.

    ``rule`` and ``resource`` are those of the finding (``educloud cloud policies``).
    """

    rule: Word
    resource: Annotated[str, Field(min_length=1, max_length=255)]
    reason: Annotated[str, Field(min_length=4, max_length=500)]
    until: dt.date


def first_overlap(
    owned: Iterable[tuple[Owner, Block]],
) -> tuple[tuple[Owner, Block], tuple[Owner, Block]] | None:
    """Give two owners, each with its block, that share addresses; None when all are apart."""
    ordered = sorted(owned, key=lambda one: (one[1].version, int(one[1].network_address)))
    for one, other in pairwise(ordered):
        if one[1].version == other[1].version and one[1].overlaps(other[1]):
            return one, other
    return None
