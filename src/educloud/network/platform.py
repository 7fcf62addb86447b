"""The answer sheet of a switch platform: what the slice must know about a vendor, as data.

A platform is a module in ``educloud.network.platforms`` with one ``PLATFORM``, a folder of
templates of the same name, a golden folder and an entry point in the group
``educloud.platforms``. Nothing else in the slice names a vendor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from educloud.errors import ConfigError

TOP = "top"  # the kind of the outermost view
OTHER = "other"  # the kind of a view no answer sheet knows
NEVER = "<never>"  # as ``undo``: the device offers no way to take the line back


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One kind of line: how it is identified, replaced and taken away.

    ``match`` is a full match on a line with single blanks and begins with a literal word; ``key``
    and ``undo`` are templates over its groups and ``{line}``. An empty key is the whole line, an
    empty undo is the negated key. Of several kinds that match, the first counts.
    """

    match: str
    key: str = ""
    undo: str = ""
    views: str = ""  # kinds of view it stands in, with blanks between; empty: any
    rank: int = 50  # lower is set earlier and taken away later
    default: bool = False  # saying it is the same as saying nothing
    unordered: bool = False  # its words may stand in any order
    secret: bool = False  # the device stores a salted hash: its value cannot be compared
    salt: str = ""  # group ``salt`` in a stored hash: with one salt, two hashes can be compared
    exclusive: str = ""  # template of a value held by one view at a time: freed there, then set
    needs: str = ""  # key in the same view; when that changes, this is taken away first; several
    # with "; ", one of another view as "header / key", where {view} is the header of its own
    rigid: bool = False  # no new value is taken while an old one stands: that goes first
    of: str = ""  # key, in the same view or one around it, with which the device takes this away;
    # "header / key" where that stands in another view; several with " | ", any of which takes it
    on: str = ""  # the same, of what the device does not take away while this stands
    changes: tuple[str, ...] = ()  # commands that change parts of a standing line in place; a part
    # the new line does not say is left, and a line of another kind is set anew
    wipes: str = ""  # full match of lines of the view that the device drops when this changes


@dataclass(frozen=True, slots=True, eq=False)
class Ids:
    """A line that lists numbers; each number is added and taken away on its own.

    ``match`` has the group ``ids`` (or ``lacks``: the numbers it has not); ``add`` and ``remove``
    are templates over the list ({0}) and the other groups by name. ``view`` is a view's header
    when each number stands for a view.
    ``only`` is sent in place of ``add`` where no list stands yet and that means "all".
    """

    match: str
    add: str
    remove: str
    only: str = ""
    clear: str = ""
    key: str = ""  # as ``add``, where a number stands once and the line also says how
    view: str = ""
    views: str = ""  # kinds of view it stands in; empty: any
    needs: str = ""
    rank: int = 30
    joint: str = " to "
    comma: str = " "
    per_line: int = 10
    all: str = ""  # a word that stands for all numbers
    what: str = "VLAN"
    first: int = 1
    last: int = 4094
    kept: tuple[int, ...] = ()  # numbers that are always there


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One kind of view.

    ``undo`` is a template over the header ({0}) or its groups by name, and removes the view whole;
    empty where it always exists. ``key`` is a template over the groups for headers that also say
    something else than which view it is.
    """

    match: str
    kind: str
    undo: str = ""
    key: str = ""
    inside: str = TOP  # kind of the view around it
    rank: int = 50
    leave: str = ""  # where that differs from the platform's
    commit: str = ""  # said before one leaves; without it the view's changes are lost
    of: str = ""  # "header / key" with which the device takes away what stands in the view;
    # several with " | " between
    on: str = ""  # header of a view that the device does not take away while this one stands
    ordered: bool = False  # the order of its lines means something
    numbered: str = ""  # full match of lines that the device numbers in steps of 10
    exclusive: str = ""  # template of what one view at a time may be: the old one goes first
    seeds: tuple[str, ...] = ()  # lines a new view has by itself


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A block that is kept as it is: a banner, a certificate.

    ``start`` is a match at the begin of its first line; it ends with the line that has what the
    group ``delim`` found, or that ``end`` matches in full.
    """

    start: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class ManagementSigns:
    """How the lines by which a device is managed look; see ``guard``."""

    svi: str  # header of a VLAN's interface, group ``vlan``
    access: str  # views and global lines of AAA, SSH and terminal lines
    address: str
    port_fixed: str  # lines of an uplink port that must not change
    down: str
    default_route: str
    filter: str = ""  # a line that binds an access list in a view, group ``acl``
    member: str = ""  # a line that makes a port part of a bundle, group ``bundle``
    bundle: str = ""  # header of that bundle, template over ``bundle``
    uplink: str = ".*"  # headers of what can be an uplink at all: no port of a customer


@dataclass(frozen=True, slots=True, eq=False)
class Platform:
    """All answers about one platform."""

    name: str
    title: str
    netmiko_type: str
    negation: str  # "undo" or "no"
    leave: str  # leaves a view
    separator: str  # full match of lines that separate blocks
    noise: str  # full match of lines that are not configuration: headers, end marks
    raw: tuple[Raw, ...]  # blocks whose lines are no lines of configuration
    signs: str  # what only this platform's configurations contain
    views: tuple[View, ...]
    ids: tuple[Ids, ...]
    lines: tuple[Line, ...]
    management: ManagementSigns
    port: str  # name of physical port {n}
    svi: str  # name of the interface of VLAN {n}
    enter_config: str
    exit_config: str
    paging_off: tuple[str, ...]
    show_running: str
    show_startup: str
    save: str
    saved: str  # what a successful save answers
    prompt: str  # after {name}; ends the output of every command
    rename: str  # the line that changes the prompt, group ``name``
    errors: str
    questions: tuple[tuple[str, str], ...]  # the first that matches is answered
    enable: str = ""  # leads from the first prompt to where one may configure
    begins: str = ""  # full match of a line at the head of what a device shows
    ends: str = ""  # full match of the line at the end of that
    flat: str = ""  # full match of headers that end every view, whose lines may lack an indent
    names: tuple[
        tuple[str, str], ...
    ] = ()  # short names of ports (pattern of a word's start), long
    typed: str = ""  # full match of headers that are typed and never shown: no text may have them
    roles: tuple[str, ...] = (
        "backbone",
        "hub",
        "core",
        "aggregation",
        "access",
    )  # of the inventory


@cache
def platform_names() -> tuple[str, ...]:
    """Name the platforms that are installed, sorted."""
    return tuple(sorted(entry.name for entry in entry_points(group="educloud.platforms")))


@cache
def load_platform(name: str) -> Platform:
    """Give the answer sheet of a platform; ConfigError names the ones there are."""
    for entry in entry_points(group="educloud.platforms", name=name):
        platform: Platform = entry.load()
        return platform
    raise ConfigError(
        f"no platform {name!r} is known", "", f"use one of {', '.join(platform_names())}"
    )


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of an answer sheet once."""
    return re.compile(pattern)
