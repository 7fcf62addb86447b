"""Which system a maker's device runs, where only its maker is said."""

from __future__ import annotations

# Optical line terminals of these makers run another system than their switches.
OPTICAL = {"olt": {"huawei_vrp": "huawei_smartax", "zte_zxros": "zte_zxan"}}


def platform_of(ours: str, role: str, model: str) -> str:
    """Give the platform of a device of this role and model, whose maker's switches run ``ours``."""
    ours = OPTICAL.get(role, {}).get(ours, ours)
    if ours == "huawei_vrp" and model.upper().startswith("CE"):
        return "huawei_vrpv8"  # CloudEngine switches run version 8
    return ours
