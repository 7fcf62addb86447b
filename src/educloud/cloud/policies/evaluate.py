"""The verdict: every offence of every stack, with its clause, and what people excepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from educloud.cloud.family import family
from educloud.cloud.policies.rule import Offence, Rule
from educloud.cloud.policies.rules import all_rules
from educloud.cloud.policies.situation import Situation, situations, surroundings
from educloud.cloud.spec.load import Stacks
from educloud.cloud.spec.words import PolicyException
from educloud.errors import CloudError, PolicyError
from educloud.inventory.profile import Profile
from educloud.project import Project

Severity = Literal["deny", "warn", "excepted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFinding:
    """One offence.

    ``deny`` keeps a stack from going up, ``warn`` is to be looked at, ``excepted`` stands in the
    stack file with a reason. ``clause_level2`` is empty where level 2 has none.
    """

    severity: Severity
    rule: str
    title: str
    clause: str
    clause_level2: str
    stack: str
    resource: str
    what: str
    fix: str
    exception: str = ""  # the reason and until when

    def __str__(self) -> str:
        return (
            f"{self.stack}, {self.resource}: {self.what} "
            f"[{self.rule}, GB/T 22239-2019 {self.clause}]; {self.exception or self.fix}"
        )


def check(
    project: Project,
    stacks: Stacks,
    names: tuple[str, ...] = (),
    *,
    plan: Path | None = None,
    as_of: dt.date | None = None,
) -> tuple[PolicyFinding, ...]:
    """Give what is to be shown of stacks (default: all): warnings, exceptions.

    PolicyError with every denial when there is one; arguments as of ``findings``.
    """
    found = findings(project, stacks, names, plan=plan, as_of=as_of)
    denied = tuple(one for one in found if one.severity == "deny")
    if denied:
        raise PolicyError(denied)
    return found


def findings(
    project: Project,
    stacks: Stacks,
    names: tuple[str, ...] = (),
    *,
    plan: Path | None = None,
    as_of: dt.date | None = None,
) -> tuple[PolicyFinding, ...]:
    """Give every finding of stacks (default: all), denials first within a stack.

    ``plan`` is a plan file whose applications count as placed, besides those that are pinned;
    ``as_of`` is the day on which exceptions must not have ended (default: today).
    """
    return judge(situations(surroundings(project, stacks, plan, as_of), names, family()))


def judge(judged: Iterable[Situation]) -> tuple[PolicyFinding, ...]:
    """Give every finding of situations, denials first within a stack."""
    order = ("deny", "warn", "excepted")
    return tuple(
        finding
        for situation in judged
        for finding in sorted(_of(situation), key=lambda one: order.index(one.severity))
    )


def _of(situation: Situation) -> Iterator[PolicyFinding]:
    used: set[PolicyException] = set()
    for rule in all_rules():
        for offence in dict.fromkeys(rule.find(situation)):
            exception = _exception(situation, rule, offence)
            if exception:
                used.add(exception)
            yield _finding(situation, rule, offence, exception)
    for exception in situation.spec.exceptions:
        if exception not in used:
            yield _useless(situation, exception)


def _exception(situation: Situation, rule: Rule, offence: Offence) -> PolicyException | None:
    return next(
        (
            one
            for one in situation.spec.exceptions
            if (one.rule, one.resource) == (rule.id, offence.resource)
            and one.until >= situation.around.as_of
        ),
        None,
    )


def _finding(
    situation: Situation, rule: Rule, offence: Offence, exception: PolicyException | None
) -> PolicyFinding:
    clause, below = _clauses(situation.around.profile, rule)
    strict: Severity = "deny" if situation.level >= rule.denies_from else "warn"
    return PolicyFinding(
        severity="excepted" if exception else strict,
        rule=rule.id,
        title=rule.title,
        clause=clause,
        clause_level2=below,
        stack=situation.stack,
        resource=offence.resource,
        what=offence.what,
        fix=rule.fix,
        exception=f"excepted until {exception.until}: {exception.reason}" if exception else "",
    )


def _clauses(profile: Profile, rule: Rule) -> tuple[str, str]:
    """Give the numbers of a rule's clauses at level 3 and level 2, as the profile has them."""
    known = {one.clause: one for one in profile.mlps_clauses}
    for clause in rule.clauses:
        if clause not in known:
            raise CloudError(f"the profile has no clause {clause}", f"policy {rule.id}", "add it")
    below = (known[clause].clause_level2 for clause in rule.clauses)
    return "、".join(rule.clauses), "、".join(filter(None, below))


def _useless(situation: Situation, exception: PolicyException) -> PolicyFinding:
    expired = exception.until < situation.around.as_of
    known = exception.rule in {rule.id for rule in all_rules()}
    what = (
        f"the exception from {exception.rule} ended on {exception.until}"
        if expired
        else f"the exception from {exception.rule} excepts nothing"
        if known
        else f"there is no rule {exception.rule!r} to be excepted from"
    )
    return PolicyFinding(
        severity="warn",
        rule="exception-needed",
        title="例外应有对象且在期限内",
        clause="",
        clause_level2="",
        stack=situation.stack,
        resource=exception.resource,
        what=what,
        fix="take it out of the stack file, or correct it",
    )
