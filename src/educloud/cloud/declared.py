"""Resources as they are wanted, before any engine: what a stack file becomes.

A family of APIs turns a stack file into a tuple of ``Declared``, in an order in which none comes
before what it refers to. It is plain data: policies look at it, the graph draws it, prices are put
on it, and the engine makes it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from educloud.errors import CloudError


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that is known only when another resource of the stack stands.

    ``output`` is its id, or one of its kind's outputs; ``then`` makes the value of it. A reference
    to another stack has that stack's name in ``stack`` and the output's name in ``output``
    (``worlds.teaching`` goes into a mapping).
    """

    resource: str
    output: str = "id"
    then: Callable[[Any], Any] | None = None
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """One resource: ``wanted`` are its properties, in which references may stand at any depth."""

    kind: str
    name: str
    wanted: Mapping[str, Any]
    after: tuple[str, ...] = ()  # names of what must stand first although nothing refers to it

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the resources of the same stack that must stand first."""
        found = [one.resource for one in refs(self.wanted) if not one.stack]
        return tuple(dict.fromkeys((*found, *self.after)))


@dataclass(frozen=True, slots=True)
class DeclaredStack:
    """All resources of one stack, and what it tells other stacks and people (``outputs``)."""

    name: str
    resources: tuple[Declared, ...]
    outputs: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Declared:
        """Give a resource by its name; KeyError when there is none."""
        for one in self.resources:
            if one.name == name:
                return one
        raise KeyError(name)

    def alone(self, name: str, wanted: Mapping[str, Any]) -> DeclaredStack:
        """Give a stack of one resource of this one, with properties that refer to nothing."""
        one = dataclasses.replace(self[name], wanted=wanted, after=())
        return DeclaredStack(self.name, (one,))


def together(name: str, stacks: Iterable[DeclaredStack]) -> DeclaredStack:
    """Give the resources of several stacks as one: to look at, not to be made."""
    return DeclaredStack(name, tuple(one for stack in stacks for one in stack.resources))


class Declaring:
    """Collects the resources of one stack; every name once, nothing before what it refers to."""

    def __init__(self, stack: str) -> None:
        self.stack = stack
        self._made: dict[str, Declared] = {}

    def __call__(self, kind: str, name: str, /, *, after: Sequence[str] = (), **wanted: Any) -> Ref:
        """Declare one resource and give a reference to its id."""
        one = Declared(kind, name, wanted, tuple(after))
        if name in self._made:
            raise CloudError(f"two resources are named {name}", self.stack)
        missing = [need for need in one.needs if need not in self._made]
        if missing:
            raise CloudError(f"{name} refers to {missing[0]}, which is not declared", self.stack)
        self._made[name] = one
        return Ref(name)

    def done(self, outputs: Mapping[str, Any]) -> DeclaredStack:
        """Give what was declared."""
        return DeclaredStack(self.stack, tuple(self._made.values()), outputs)


def refs(value: Any) -> Iterator[Ref]:
    """Give every reference in a value, at any depth."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from refs(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from refs(one)


def resolved(value: Any, known: Callable[[Ref], Any]) -> Any:
    """Give a value with what ``known`` says in place of every reference."""
    if isinstance(value, Ref):
        return known(value)
    if isinstance(value, Mapping):
        return {key: resolved(one, known) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [resolved(one, known) for one in value]
    return value
