"""The inline program the engine runs: declares to it what a ``DeclaredStack`` holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi

from educloud.cloud.declared import Declared, DeclaredStack, Ref, resolved
from educloud.cloud.provider.kind import Kind

PACKAGE = "educloud"
# What the engine takes for "not known before it is made" in a preview.
UNKNOWN = pulumi.runtime.rpc.UNKNOWN

Program = Callable[[], None]
# Outputs of other stacks, by stack.
Joined = Mapping[str, Mapping[str, Any]]


def token(kind: str) -> str:
    """Give the type token by which the engine knows a resource type."""
    return f"{PACKAGE}:index:{kind}"


class Resource(pulumi.CustomResource):
    """A resource of ours, by its kind."""

    def __init__(
        self, kind: Kind, name: str, wanted: Mapping[str, Any], options: pulumi.ResourceOptions
    ) -> None:
        known_later = dict.fromkeys(kind.outputs)
        super().__init__(token(kind.name), name, {**wanted, **known_later}, options)


@dataclass(frozen=True, slots=True)
class Making:
    """One run of a program: the resources declared so far."""

    stack: DeclaredStack
    kinds: Mapping[str, Kind]
    joined: Joined
    adopted: Mapping[str, str]  # name -> id of what stands already and is taken over
    made: dict[str, Resource] = field(default_factory=dict)

    def __call__(self) -> None:
        """Declare everything, then the outputs."""
        for one in self.stack.resources:
            self.made[one.name] = self._declare(one)
        for name, value in self.stack.outputs.items():
            pulumi.export(name, resolved(value, self._known))

    def _declare(self, one: Declared) -> Resource:
        options = pulumi.ResourceOptions(
            depends_on=[self.made[name] for name in one.after],
            import_=self.adopted.get(one.name),
        )
        kind = self.kinds[one.kind]
        return Resource(kind, one.name, resolved(one.wanted, self._known), options)

    def _known(self, ref: Ref) -> Any:
        if ref.stack:
            value = _found(self.joined.get(ref.stack, {}), ref.output)
            return value if ref.then is None or value == UNKNOWN else ref.then(value)
        output: pulumi.Output[Any] = getattr(self.made[ref.resource], ref.output)
        return output if ref.then is None else output.apply(ref.then)


def program_of(
    stack: DeclaredStack,
    kinds: Mapping[str, Kind],
    joined: Joined,
    adopted: Mapping[str, str] | None = None,
) -> Program:
    """Give the program of a stack; the outputs of other stacks come from ``joined``."""

    def program() -> None:
        Making(stack, kinds, joined, adopted or {})()

    return program


def nothing() -> None:
    """Declare nothing: the run works on the state alone."""


def _found(outputs: Mapping[str, Any], path: str) -> Any:
    """Give what stands under a dotted path; unknown when the other stack has not told it yet."""
    value: Any = outputs
    for word in path.split("."):
        if not isinstance(value, Mapping) or word not in value:
            return UNKNOWN
        value = value[word]
    return value
