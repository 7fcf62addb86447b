"""What a policy declares: its clauses, whom it binds, how offences are found and mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from educloud.cloud.policies.situation import Situation

NEVER = 6  # above every MLPS level: a rule that only warns


@dataclass(frozen=True, slots=True)
class Offence:
    """A resource (or a part of a stack file) and what is wrong with it."""

    resource: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One policy.

    ``clauses`` are clauses of level 3 as the profile lists them. Stacks of level ``denies_from``
    and above may not go up with an offence; below that it is a warning.
    """

    id: str
    clauses: tuple[str, ...]
    title: str  # Chinese
    fix: str
    find: Callable[[Situation], Iterable[Offence]]
    denies_from: int = 1
