"""Which system a maker's device runs, where only its maker is said."""

from __future__ import annotations

import re

# Optical line terminals of these makers run another system than their switches.
OPTICAL = {"olt": {"huawei_vrp": "huawei_smartax", "zte_zxros": "zte_zxan"}}
# How a text of maker and model begins -> the system of that maker's devices. Huawei's and ZTE's
# names alone do not say it: they make firewalls, servers and wireless too.
MAKERS = (
    (r"(?:锐捷|ruijie|rg-)", "ruijie_os"),
    (r"(?:新?华三|h3c)", "hp_comware"),
    (r"(?:华为|huawei)\W*(?:s|ce|ar|ne|ma)\d", "huawei_vrp"),
    (r"(?:中兴|zte)\W*(?:zxr10|zxa10|\d|c\d)", "zte_zxros"),
)
_MAKER = re.compile(r"^(?:华为|huawei)\W*", re.IGNORECASE)


def platform_in(model: str) -> str:
    """Give the platform that a model says together with its maker (``华为S7703``); else empty."""
    plain = model.strip()
    found = (ours for words, ours in MAKERS if re.match(words, plain, re.IGNORECASE))
    return next(found, "")


def platform_of(ours: str, role: str, model: str) -> str:
    """Give the platform of a device of this role and model, whose maker's switches run ``ours``."""
    ours = OPTICAL.get(role, {}).get(ours, ours)
    if ours == "huawei_vrp" and _MAKER.sub("", model).upper().startswith("CE"):
        return "huawei_vrpv8"  # CloudEngine switches run version 8
    return ours
