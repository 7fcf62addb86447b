"""The provinces' facts as data: a folder per profile. See docs/profiles.md."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def profile_names() -> tuple[str, ...]:
    """Name the profiles there are."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/profile.yaml")))
