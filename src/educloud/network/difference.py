"""What lies between two configurations: facts to set, facts to take away, and what goes along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from educloud.network.facts import Facts, Path, Place
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
            if now.rule.rigid or said.rule.rigid:
                found.early.add(place)
    for place, said in new.items():
        if place not in old:
            found.added[place] = said
    if not gone and not found.added:
        return found
    _take_away(found, gone)
    _drop(found, gone)
    _reorder(found)
    _free(found, gone)
    return found


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


def _inside(path: Path, gone: dict[Place, Said]) -> bool:
    return any((path[:n], path[n]) in gone for n in range(len(path)))


def _drop(found: Difference, gone: dict[Place, Said]) -> None:
    """Find what the device takes away by itself, and set again what of it is wanted."""
    changed = {**gone, **{place: said for place, said in found.added.items()}}
    wiping = [(place[0], said.rule.wipes) for place, said in changed.items() if said.rule.wipes]
    if not wiping and not any(said.owner for said in found.before.entries.values()):
        return
    leaving = set(gone) | {place for place in found.early}
    for place, said in found.before.entries.items():
        path, _ = place
        wiped = any(p == path and compiled(w).fullmatch(said.line) for p, w in wiping)
        if not wiped and not (said.owner and _owner(found.before, path, said) & leaving):
            continue
        if _inside(path, gone):
            continue
        found.dropped[place] = said
        found.removed.pop(place, None)
        found.early.discard(place)
        if place in found.after.entries:
            found.added[place] = found.after.entries[place]
    for place, said in gone.items():
        again = any(p[0] == place[0] for p in found.dropped if p in found.added)
        if place in found.removed and again and (said.rule.wipes or _owns(found, place)):
            found.early.add(place)


def _owner(facts: Facts, path: Path, said: Said) -> set[Place]:
    """Give the fact with which another goes: in its view, else in the nearest one around it."""
    for depth in range(len(path), -1, -1):
        place = (path[:depth], said.owner)
        if place in facts.entries and facts.entries[place] is not said:
            return {place}
    return set()


def _owns(found: Difference, place: Place) -> bool:
    return any(said.owner == place[1] for said in found.dropped.values())


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
    shifting = {(path, said.rule.needs) for (path, _), said in gone.items() if said.rule.needs}
    shifting &= set(found.added)
    new_needs = {(p, s.rule.needs) for (p, _), s in found.added.items() if s.rule.needs}
    shifting |= new_needs & set(found.removed)
    for place, said in list(found.removed.items()):
        if place in shifting or (place[0], said.rule.needs) in shifting:
            found.early.add(place)
    for place in _moving(found):
        found.removed.setdefault(place, found.before.entries[place])
        found.early.add(place)
    for place in found.early - set(found.removed):  # of rigid lines, whose place stays
        if place not in found.dropped:
            found.removed[place] = found.before.entries[place]


def _moving(found: Difference) -> Iterator[Place]:
    """Find the places that hold a value which another view shall hold."""
    wanted = {said.holds: path for (path, _), said in found.added.items() if said.holds}
    if not wanted:
        return
    for place, said in found.before.entries.items():
        if said.holds in wanted and place not in found.dropped:
            stays = found.after.entries.get(place)
            elsewhere = wanted[said.holds] != place[0] or place not in found.added
            if elsewhere and not (stays and stays.line == said.line):
                yield place
