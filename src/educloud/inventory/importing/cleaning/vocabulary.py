"""The word lists of ``words.yaml``: what people write in cells, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("words.yaml")


@cache
def _lists() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def words(name: str) -> frozenset[str]:
    """Give the words of a list, without case."""
    return frozenset(_lists()[name].casefold().split())


def words_by_meaning(name: str) -> dict[str, frozenset[str]]:
    """Give the words of each meaning in a group of lists."""
    return {meaning: frozenset(line.casefold().split()) for meaning, line in _lists()[name].items()}
