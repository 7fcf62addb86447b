"""What a switch of one vendor accepts, and how it answers: declarations only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

TOP = "top"


@dataclass(frozen=True, slots=True)
class Statement:
    """A line a view accepts.

    ``slot`` matches the stored lines it displaces; ``undo`` is the accepted form of taking it back
    (without the negation), with {1} the only form for that line, filled with groups of syntax;
    without one the stored line or a front part of it is accepted.
    ``stored`` false: accepted, but the switch does not show it, because it is the default.
    """

    syntax: str
    slot: str = ""
    undo: str = ""
    stored: bool = True
    needs: str = ""  # a line that must stand in the same view
    needs_top: str = ""  # a line or view that must stand at the top; groups of syntax as {1}
    bars: str = ""  # a line in the same view that must not stand; groups of syntax as {1}
    stays: str = ""  # while a line of the view matches, this cannot be taken away
    unique: str = ""  # group of syntax that no other view may hold
    drops: str = ""  # lines of the view, and of those inside, that go with its undo; groups as {1}
    wipes: str = ""  # the same, also when it is set anew
    along: str = ""  # the same, but never when a new value displaces the old
    rigid: bool = False  # a new value is refused while an old one stands in the slot
    # The next four are about places: a line at the top, a view's key, or "key / line" of a view.
    # Groups of syntax as {1}, of the view's header as {v1}.
    requires: tuple[str, ...] = ()  # each matches a place that must be there
    clash: str = ""  # no other place may match
    held: str = ""  # while a place matches, this cannot be taken away
    cancel: str = ""  # the whole command that takes it away, where that is no negation
    takes: str = ""  # views that go with it
    rewrites: tuple[str, str] = ("", "")  # changes the stored line that matches; what it becomes
    each: int = 0  # group with a list of numbers: one line for each


@dataclass(frozen=True, slots=True)
class VlanList:
    """A line with a list of VLANs that is changed by number."""

    add: str  # regular expression with group ``ids``
    remove: str
    shown: str  # template
    sets: str = ""  # replaces the whole list
    clear: str = ""  # removes the whole list
    needs: str = ""
    all: str = ""  # a word that stands for all numbers
    unheld: str = ""  # line that says number 1 is not listed; without it, it is from the start
    group: str = ""  # a number stands in one list of a group, and leaves all with ``remove``


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
    hides: bool = False  # at the top, shown only when something stands in it
    ordered: bool = False  # lines are shown in the order in which they were typed
    commit: str = ""  # the lines of the view count only from this line on
    bound: str = ""  # full match of a line anywhere that keeps the view from being removed
    statements: tuple[Statement, ...] = ()
    lists: tuple[VlanList, ...] = ()
    needs_top: str = ""
    requires: str = ""  # matches a place that must be there, as in a statement
    bars_top: str = ""  # a view that must be gone before this one is removed
    bars: str = ""  # a view that must not stand when this one is made; groups of header as {1}
    drops: str = ""  # lines anywhere that go with it; groups of header as {1}
    seeds: tuple[str, ...] = ()  # lines a new one has by itself
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
    plain: Callable[[str], str] | None = None  # a shown text to one with indents and marks only
    shape: Callable[[tuple[str, ...]], str] | None = None  # views and top lines to a shown text
    step: str = " "  # indent of the lines in a view
    short: tuple[tuple[str, str], ...] = ()  # short names of ports that a header takes, long ones
    tags: tuple[tuple[str, str], ...] = ()  # sections: full match of what they begin with, name
