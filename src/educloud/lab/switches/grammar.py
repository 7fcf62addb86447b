"""What a switch of one vendor accepts, and how it answers: declarations only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TOP = "top"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line a view accepts.

    ``slot`` matches the stored lines it displaces; ``undo`` is the accepted form of taking it back
    (without the negation); without one the stored line or a front part of it is accepted.
    ``stored`` false: accepted, but the switch does not show it, because it is the default.
    """

    syntax: str
    slot: str = ""
    undo: str = ""
    stored: bool = True
    needs: str = ""  # a line that must stand in the same view
    needs_top: str = ""  # a line or view that must stand at the top; groups of syntax as {1}
    bars: str = ""  # a line in the same view that must not stand
    unique: str = ""  # group of syntax that no other view may hold
    drops: str = ""  # lines of the view, and of those inside, that go with its undo; groups as {1}
    wipes: str = ""  # the same, also when it is set anew
    rigid: bool = False  # a new value is refused while an old one stands in the slot


@dataclass(frozen=True, slots=True)
class VlanList:
    """A line with a list of VLANs that is changed by number."""

    add: str  # regular expression with group ``ids``
    remove: str
    shown: str  # template
    sets: str = ""  # replaces the whole list
    clear: str = ""  # removes the whole list
    needs: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of view."""

    header: str
    prompt: str  # groups of header as {1}
    undo: str = ""  # empty: cannot be removed
    asks: bool = False  # removal asks [Y/N]
    inside: str = TOP  # name of the kind around it
    key: str = ""  # template over the header's groups, where the header also says other things
    ends: str = ""  # shown at the end of the view
    ordered: bool = False  # lines are shown in the order in which they were typed
    bound: str = ""  # full match of a line anywhere that keeps the view from being removed
    statements: tuple[Statement, ...] = ()
    lists: tuple[VlanList, ...] = ()
    needs_top: str = ""
    bars_top: str = ""  # a view that must be gone before this one is removed
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """One vendor."""

    platform: str
    negation: str
    leave: str
    root: Kind
    kinds: Mapping[str, Kind]  # in the order in which they are shown
    order: tuple[str, ...]  # of what stands at the top, as patterns
    layout: str  # "hash" or "bang"
    indent_top: bool
    batch: bool  # VLANs are shown as one "vlan batch"
    vlan_joint: str
    vlan_comma: str
    header: tuple[str, ...]
    footer: str
    banner: str  # start of a raw block, group ``delim``
    login: str
    user_prompt: str
    enabled_prompt: str  # empty: no enable step
    config_prompt: str  # {name} {view}
    enter_config: str
    leave_config: tuple[str, ...]
    show_running: str
    show_startup: str
    show_version: str
    version: str
    quiet: tuple[str, ...]  # accepted outside of configuration, no effect
    paging_off: str
    save: str
    save_question: str
    saved: str
    unknown: str
    incomplete: str
    excess: str
    refused: str  # template {reason}
    hostname: str  # regular expression, group 1
    question: str
    inner_leaves: tuple[str, ...] = ()  # other words that leave a view inside of a view
    inner_marks: bool = False  # shows a separator before a view inside of a view
    loud_upper: bool = False  # shows IPv6 addresses in capitals
