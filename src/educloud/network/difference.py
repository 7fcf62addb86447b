"""What lies between two configurations: facts to set, facts to take away, and what goes along."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import islice

from educloud.network.facts import Facts, Path, Place, position
from educloud.network.grammar import Said
from educloud.network.platform import NEVER, compiled


@dataclass(slots=True)
class Difference:
    """The way from one configuration to another.

    ``added`` is set, new or in place of another value; ``removed`` is taken away by a command,
    ``early`` of it before anything is set; ``dropped`` goes by itself with something else, and what
    of it is wanted stands in ``added``; ``stuck`` should go, but no device takes it back.
    """

    before: Facts
    after: Facts
    added: dict[Place, Said] = field(default_factory=dict)
    removed: dict[Place, Said] = field(default_factory=dict)
    early: set[Place] = field(default_factory=set)
    dropped: dict[Place, Said] = field(default_factory=dict)
    stuck: dict[Place, Said] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def difference(before: Facts, after: Facts) -> Difference:
    """Find the way from one configuration to another."""
    found = Difference(before, after)
    old, new = before.entries, after.entries
    gone: dict[Place, Said] = {}
    for place, said in old.items():
        now = new.get(place)
        if now is None:
            gone[place] = said
        elif now is not said and _differs(said, now):
            found.added[place] = now
            if (now.rule.rigid or said.rule.rigid) and not in_place(said, now):
                found.early.add(place)
    for place, said in new.items():
        if place not in old:
            found.added[place] = said
            found.removed |= _unwanted_seeds(new, place, said)
    if not gone and not found.added:
        return found
    found.early |= {p for p in _moving(found) if old[p].rule.rigid or old[p].view}
    _clear(found)
    _take_away(found, gone)
    _drop(found, gone)
    _reorder(found)
    _free(found, gone)
    return found


def _unwanted_seeds(new: dict[Place, Said], place: Place, said: Said) -> dict[Place, Said]:
    """Give what a new view has by itself and should not have."""
    path = (*place[0], place[1])
    return {(path, seed.key): seed for seed in said.seeds if (path, seed.key) not in new}


def in_place(old: Said, new: Said) -> bool:
    """Tell whether a line becomes another of its kind by commands that change parts of it."""
    return bool(new.changes) and new.rule is old.rule


def _clear(found: Difference) -> None:
    """Take away first what stands on something that goes first; set again what of it is wanted."""
    standing = [(place, said) for place, said in found.before.entries.items() if said.on]
    again = bool(found.early)
    while again and standing:
        again = False
        for place, said in standing:
            if place not in found.early and _named(place[0], said.on) in found.early:
                found.early.add(place)
                found.dropped.pop(place, None)
                again = True
                if place in found.after.entries:
                    found.added[place] = found.after.entries[place]


def needed(path: Path, said: Said) -> list[Place]:
    """Give the places that a line of a view needs as they are."""
    if not said.rule.needs:
        return []
    view = path[-1] if path else ""
    names = said.rule.needs.split("; ")
    return [_named(path, name.replace("{view}", view)) for name in names]


def _named(path: Path, name: str) -> Place:
    """Give the place that a line in a view names: a key of that view, or "header / key"."""
    *headers, key = name.split(" / ")
    return (tuple(headers) if headers else path, key)


def _differs(old: Said, new: Said) -> bool:
    """Tell whether two facts of one place differ; of salted hashes, as far as one can know."""
    if old.line != new.line:
        return True
    return bool(old.salt) and old.salt == new.salt and old.text != new.text


def _take_away(found: Difference, gone: dict[Place, Said]) -> None:
    for place, said in gone.items():
        if _inside(place[0], gone):
            continue
        if said.removal == NEVER:
            found.stuck[place] = said
        else:
            found.removed[place] = said


def _inside(path: Path, gone: Container[Place]) -> bool:
    return any((path[:n], path[n]) in gone for n in range(len(path)))


def _drop(found: Difference, gone: dict[Place, Said]) -> None:
    """Find what the device takes away by itself, and set again what of it is wanted."""
    changed = {**gone, **found.added}
    wiping: dict[Path, list[str]] = {}
    for place, said in changed.items():
        if said.rule.wipes:
            wiping.setdefault(place[0], []).append(said.rule.wipes)
    owned = {
        path: {_named(path, name) for name in opened.owner.split(" | ")}
        for path, opened in found.before.opened.items() if opened.owner
    }  # fmt: skip
    if not (wiping or owned or any(said.owner for said in found.before.entries.values())):
        return
    leaving = set(gone) | found.early
    for place, said in found.before.entries.items():
        path, _ = place
        wiped = any(compiled(w).fullmatch(said.line) for w in wiping.get(path, ()))
        around = [owned[path[:n]] for n in range(1, len(path) + 1) if path[:n] in owned]
        lost = any(not places.isdisjoint(leaving) for places in around)
        owners = _owner(found.before, path, said) if said.owner else set()
        if not (wiped or lost or owners & leaving):
            continue
        if _inside(path, gone):
            continue
        found.dropped[place] = said
        found.removed.pop(place, None)
        found.early.discard(place)
        if place in found.after.entries:
            found.added[place] = found.after.entries[place]
    again = {place[0] for place in found.dropped if place in found.added}
    owners = _owners(found)
    for place, said in gone.items():
        wipes = said.rule.wipes
        first = wipes and (place[0] in again or _would_wipe(found, place[0], wipes))
        if place in found.removed and (first or place in owners):
            found.early.add(place)


def _would_wipe(found: Difference, path: Path, wipes: str) -> bool:
    """Tell whether a line's going would drop what is set anew in its view."""
    return bool(wipes) and any(
        p == path and compiled(wipes).fullmatch(said.line) for (p, _), said in found.added.items()
    )


def _owner(facts: Facts, path: Path, said: Said) -> set[Place]:
    """Give the facts with any of which another goes: in its view, else in the nearest around it."""
    found: set[Place] = set()
    for name in said.owner.split(" | "):
        if " / " in name:
            found.add(_named(path, name))
            continue
        around = ((path[:depth], name) for depth in range(len(path), -1, -1))
        standing = (p for p in around if p in facts.entries and facts.entries[p] is not said)
        found.update(islice(standing, 1))
    return found


def _owners(found: Difference) -> set[Place]:
    """Give the facts with which a line goes that is set again."""
    return {
        owner
        for place, said in found.dropped.items()
        if said.owner and place in found.added
        for owner in _owner(found.before, place[0], said)
    }


def _reorder(found: Difference) -> None:
    """In views whose order counts, take lines away and set them again from the first difference."""
    for path, opened in found.after.opened.items():
        if not opened.view.ordered or path not in found.before.opened:
            continue
        old, new = _sequence(found.before, path), _sequence(found.after, path)
        kept = [place for place in old if place in new and place not in found.added]
        if [place for place in new if place in kept] == kept == new[: len(kept)]:
            continue
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same] == kept[same]:
            same += 1
        for place in old[same:]:
            found.removed[place] = found.before.entries[place]
            found.early.add(place)
        found.added.update({place: found.after.entries[place] for place in new[same:]})


def _sequence(facts: Facts, path: Path) -> list[Place]:
    return [place for place in facts.entries if place[0] == path]


def _free(found: Difference, gone: dict[Place, Said]) -> None:
    """Name what must go before anything is set: values that move, lines of an old link type."""
    shifting = {need for (path, _), said in gone.items() for need in needed(path, said)}
    shifting &= set(found.added)
    new_needs = {need for (path, _), said in found.added.items() for need in needed(path, said)}
    shifting |= new_needs & set(found.removed)
    for place, said in list(found.removed.items()):
        if place in shifting or not shifting.isdisjoint(needed(place[0], said)):
            found.early.add(place)
    for place in _moving(found):
        found.dropped.pop(place, None)  # it would go only when its view's turn comes
        found.removed.setdefault(place, found.before.entries[place])
        found.early.add(place)
    _clear(found)
    for place in found.early - set(found.removed):  # of rigid lines, whose place stays
        if place not in found.dropped:
            found.removed[place] = found.before.entries[place]


def _moving(found: Difference) -> Iterator[Place]:
    """Find the places that hold a value which another view shall hold."""
    wanted = {said.holds: place for place, said in found.added.items() if said.holds}
    if not wanted:
        return
    going: set[Place] = set()
    for place, said in found.before.entries.items():
        if said.holds in wanted:
            stays = found.after.entries.get(place)
            to = wanted[said.holds]
            elsewhere = to[0] != place[0] or place not in found.added
            elsewhere = elsewhere or (said.rule.rigid and to != place)
            # In one view, a value may pass to a line that is set before this one gets its own.
            elsewhere = elsewhere or position(found.after, to) < position(found.after, place)
            # What stands in a view that goes first goes with that.
            if elsewhere and not ((stays and stays.line == said.line) or _inside(place[0], going)):
                going.add(place)
                yield place
