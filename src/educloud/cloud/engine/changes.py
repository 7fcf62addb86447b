"""What a run of the engine did, or would do: heard from its events."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi.automation import events

from educloud.cloud.engine.state import covered

# Told while it runs: (action, resource type, name).
OnChange = Callable[[str, str, str], None]
_STACK_ITSELF = 1  # the stack counts as a resource
PROVIDER_ENDED = "the provider ended"
ENGINE_ENDED = "the engine ended without a word"
# How gRPC says that nobody answers, as the engine passes it on.
_NOBODY_ANSWERS = re.compile(
    r"code = Unavailable|error reading from server|transport is closing"
    r"|^(\S+ )?connection error: desc = "
)

# The engine's word for a step -> ours; steps it only takes for itself are not told.
_ACTIONS = {
    "create": "create",
    "update": "update",
    "delete": "delete",
    "replace": "replace",
    "create-replacement": "replace",
    "delete-replaced": "replace",
    "import": "import",
    "import-replacement": "import",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that differs; secrets are covered, and what is not known yet is None."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What happens, or would, to one resource."""

    action: str
    kind: str
    name: str
    differences: tuple[Difference, ...] = ()

    @property
    def properties(self) -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(one.name for one in self.differences)


@dataclass(frozen=True, slots=True)
class StackResult:
    """What a run did to one stack, or would do."""

    stack: str
    created: int = 0
    updated: int = 0
    replaced: int = 0
    deleted: int = 0
    imported: int = 0
    same: int = 0
    outputs: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    changes: tuple[Change, ...] = ()

    @property
    def changed(self) -> int:
        """How many resources changed, or would."""
        return self.created + self.updated + self.replaced + self.deleted + self.imported


class Heard:
    """What the engine's events told: one change per resource, and what went wrong."""

    def __init__(self, on_change: OnChange | None) -> None:
        self.changes: dict[str, Change] = {}
        self.summary: Mapping[str, int] | None = None
        self.faults: list[str] = []
        self._tell = on_change or (lambda *_: None)

    def __call__(self, event: events.EngineEvent) -> None:
        """Take in one event."""
        if event.resource_pre_event:
            self._note(event.resource_pre_event.metadata)
        elif event.res_outputs_event:
            self._note(event.res_outputs_event.metadata)
        elif event.diagnostic_event and event.diagnostic_event.severity == "error":
            self.faults.append(sentence(event.diagnostic_event.message))
        elif event.summary_event:
            # Typed as the enumeration, but what the engine wrote arrives as plain words.
            self.summary = {
                str(getattr(step, "value", step)): count
                for step, count in event.summary_event.resource_changes.items()
            }

    def result(self, stack: str, outputs: Mapping[str, Any], seconds: float) -> StackResult:
        """Give what was heard as the result of a run."""
        changes = tuple(self.changes.values())
        count = Counter(change.action for change in changes)
        return StackResult(
            stack=stack,
            created=count["create"],
            updated=count["update"],
            replaced=count["replace"],
            deleted=count["delete"],
            imported=count["import"],
            same=max(0, (self.summary or {}).get("same", 0) - _STACK_ITSELF),
            outputs=dict(outputs),
            seconds=round(seconds, 2),
            changes=changes,
        )

    def _note(self, step: events.StepEventMetadata) -> None:
        action = _ACTIONS.get(getattr(step.op, "value", str(step.op)))
        if action is None or not step.type.startswith("educloud:"):
            return
        kind, name = step.type.rpartition(":")[2], step.urn.rpartition("::")[2]
        known = self.changes.get(step.urn)
        if known is None or known.action != action:
            self._tell(action, kind, name)
        found = _differences(step)
        if known is not None and known.action == action and not found:
            found = known.differences
        self.changes[step.urn] = Change(action, kind, name, found)


def _differences(step: events.StepEventMetadata) -> tuple[Difference, ...]:
    named = list(step.detailed_diff or ()) or list(step.diffs or ())
    keys = dict.fromkeys(re.split(r"[.\[]", name)[0] for name in named)
    old, new = _values(step.old), _values(step.new)
    wanted = {**new, **_inputs(step.new)}
    found = (Difference(key, covered(old.get(key)), covered(wanted.get(key))) for key in keys)
    return tuple(one for one in found if one.old != one.new)


def _values(state: events.StepEventStateMetadata | None) -> Mapping[str, Any]:
    return (state.outputs or state.inputs or {}) if state else {}


def _inputs(state: events.StepEventStateMetadata | None) -> Mapping[str, Any]:
    return (state.inputs or {}) if state else {}


def sentence(message: str) -> str:
    """Give an error of the engine as one line, without what only its makers need."""
    if _NOBODY_ANSWERS.search(message):
        return PROVIDER_ENDED
    plain = re.sub(r"<\{%.*?%\}>", "", message)
    plain = re.sub(r"(Unexpected <class '[^']*'>: |rpc error: code = \w+ desc = )", "", plain)
    return " ".join(plain.partition("Traceback (most recent")[0].split())


def complaint(said: str) -> str:
    """Give the engine's own error out of all that it said."""
    lines = [line.strip() for line in said.splitlines()]
    told = next((line for line in lines if line.startswith("error:")), None)
    return sentence(told.removeprefix("error:")) if told else ENGINE_ENDED
