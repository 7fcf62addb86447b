"""Where a system runs, by the words of ledgers.

A bare 云 mostly is a virtual machine in the school's own room.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from educloud.inventory.importing.cleaning.signs import closed_up, half_width
from educloud.inventory.importing.cleaning.vocabulary import words, words_by_meaning
from educloud.inventory.models import Hosting

# Longest word first counts; a text whose words mean two places is not read.
WORDS = {Hosting(name): found for name, found in words_by_meaning("hosting").items()}
BARE_CLOUD = words("bare_cloud")
_BY_WORD = sorted(
    ((word, hosting) for hosting, words in WORDS.items() for word in words),
    key=lambda one: -len(one[0]),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of the place: ``bare_cloud`` when only that it is some cloud or VM."""

    hosting: Hosting | None
    bare_cloud: bool = False
    known: bool = True


@lru_cache(maxsize=10_000)
def read_hosting(text: str) -> Told:
    """Give where the system runs; ``known`` is false when no word or more than one place fits."""
    plain = closed_up(half_width(text)).casefold()
    several = False
    for one in (plain, plain.split("(")[0]):
        if one in BARE_CLOUD:
            return Told(None, bare_cloud=True)
        found = {hosting for _, hosting in _inside(one)}
        if len(found) == 1:
            return Told(found.pop())
        several = several or len(found) > 1
    if several:
        return Told(None, known=False)
    cloudy = any(word in plain for word in BARE_CLOUD if len(word) > 1) or plain.endswith("云")
    return Told(None, bare_cloud=cloudy, known=cloudy)


def _inside(plain: str) -> list[tuple[str, Hosting]]:
    """Give the words in the text, without those inside a longer one."""
    found = []
    for word, hosting in _BY_WORD:
        if word in plain:
            found.append((word, hosting))
            plain = plain.replace(word, " ")
    return found
