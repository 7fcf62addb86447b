"""What a passive optical network leaves for one classroom: pure arithmetic, per direction.

committed = payload x efficiency / split. Payloads and efficiency come from the profile's
thresholds ``pon_<type>_<direction>_mbps`` and ``pon_efficiency``, each with its source and mark.
"""

from __future__ import annotations

from enum import StrEnum

from educloud.inventory.profile import Profile

WIDEST = 256  # ways a splitter of the standards has at most


class Direction(StrEnum):
    """Which way the bits go, seen from the school's core."""

    DOWN = "down"
    UP = "up"


def committed_mbps(payload_mbps: float, split: int, efficiency: float = 1.0) -> float:
    """Give the Mbps that every one of ``split`` rooms has when all are busy.

    ValueError when the split is not a positive number of rooms.
    """
    if split < 1:
        raise ValueError(f"a PON port cannot be split {split} ways")
    return payload_mbps * efficiency / split


def payload_mbps(profile: Profile, pon_type: str, direction: Direction) -> float | None:
    """Give what a port of a type carries in one direction; None when nobody knows."""
    threshold = profile.thresholds.get(f"pon_{pon_type}_{direction}_mbps")
    return threshold.value if threshold else None


def room_mbps(
    profile: Profile, pon_type: str | None, split: int | None, direction: Direction
) -> float | None:
    """Give the Mbps committed to a room; None while type, split or payload is unknown."""
    if pon_type is None or split is None:
        return None
    payload = payload_mbps(profile, pon_type, direction)
    if payload is None:
        return None
    return committed_mbps(payload, split, profile.threshold("pon_efficiency"))


def widest_split(
    profile: Profile, pon_type: str, floor_mbps: float, direction: Direction
) -> int | None:
    """Give the widest split (a power of two) that still commits ``floor_mbps`` to each room.

    None when the payload is unknown, or when not even a port of its own would do.
    """
    widest = None
    split = 1
    while split <= WIDEST:
        committed = room_mbps(profile, pon_type, split, direction)
        if committed is None or committed < floor_mbps:
            break
        widest = split
        split *= 2
    return widest
