"""What a device said before lines that are under way, kept over a crash, and for how long it holds.

A remembered configuration is only good for an undo while nothing but the planned lines came
between: weeks later, going back to it would take away what others have configured since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from educloud.network.facts import Facts, Meaning, read_facts
from educloud.network.platform import Platform
from educloud.project import write_atomically


@dataclass(frozen=True, slots=True)
class Memory:
    """Files about one device: what it said before lines that are under way, and after the last."""

    before: Path
    after: Path


@dataclass(frozen=True, slots=True)
class Underway:
    """A configuration's text, and what the lines under way add to it and take from it."""

    running: str
    added: Meaning
    removed: Meaning


def remember(memory: Memory, platform: Platform, running: str, after: Facts) -> str:
    """Keep what the device said before the first line under way, and give that text.

    An older memory goes on when ``running`` differs from it by nothing but lines that were under
    way then; else ``running`` takes its place. ``after`` is what the device is to say.
    """
    now, goal = read_facts(platform, running).meaning(), after.meaning()
    old = _recall(memory)
    if old is None or not _explains(old, platform, now):
        old = Underway(running, frozenset(), frozenset())
    start = read_facts(platform, old.running).meaning()
    kept = Underway(old.running, old.added | (goal - start), old.removed | (start - goal))
    document = {
        "running": kept.running,
        "added": _listed(kept.added),
        "removed": _listed(kept.removed),
    }
    write_atomically(memory.before, json.dumps(document, ensure_ascii=False))
    return kept.running


def _explains(old: Underway, platform: Platform, now: Meaning) -> bool:
    """Tell whether the lines under way, or some of them, lead from the memory to ``now``."""
    start = read_facts(platform, old.running).meaning()
    return now - start <= old.added and start - now <= old.removed


def _recall(memory: Memory) -> Underway | None:
    try:
        document = json.loads(memory.before.read_text(encoding="utf-8"))
        return Underway(
            document["running"], _meaning(document["added"]), _meaning(document["removed"])
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # nothing is remembered, or nothing that can be relied on


def _listed(meaning: Meaning) -> list[tuple[tuple[str, ...], str, str]]:
    return sorted(meaning)


def _meaning(rows: Iterable[tuple[Iterable[str], str, str]]) -> Meaning:
    return frozenset((tuple(path), key, line) for path, key, line in rows)
