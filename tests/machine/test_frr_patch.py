"""The lines for FRRouting, typed into real FRRouting daemons.

They show what the farm's router only says: a change leads to what a fresh router shows that was
started with the intended text, and the lines back lead to the start.
"""

from __future__ import annotations

import re
import sys
from itertools import permutations
from pathlib import Path

import pytest
from frr import PROGRAMS, Router, router
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from educloud.network.patch import Change, plan_replace
from educloud.network.platform import load_platform

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "network"))
from generated.frr import configurations  # noqa: E402  the path is set above

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not (PROGRAMS / "bgpd").exists(), reason="FRRouting is not installed: make test-lab does"
    ),
]
SHEET = load_platform("frr")
GOLDEN = TESTS / "network" / "golden" / "frr"
CASES = sorted(path for path in GOLDEN.iterdir() if (path / "apply.cfg").exists())
AT_ONCE, GROUPS = 3, 7  # every ordered pair of a group is tried: 42 pairs


def drawn(number: int) -> list[str]:
    """Give one group of configurations; the same number gives the same group."""
    found: list[list[str]] = []

    @seed(number)
    @settings(max_examples=3, phases=[Phase.generate], deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(configurations, min_size=AT_ONCE, max_size=AT_ONCE, unique=True))
    def collect(texts: list[str]) -> None:
        found.append(texts)

    collect()
    return found[-1]  # the first ones are the least


def refused(answers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [answer for answer in answers if re.search(SHEET.errors, answer[1])]


def planned(running: str, intended: str) -> Change:
    return plan_replace(SHEET, running, intended, allow_management_change=True)


def there_and_back(box: Router, change: Change, wanted: list[str]) -> None:
    before = box.shown()
    assert refused(box.type_in(change.apply)) == []
    assert box.shown() == wanted
    assert refused(box.type_in(change.undo)) == []
    assert box.shown() == before


@pytest.mark.parametrize("number", range(GROUPS))
def test_generated_pairs_lead_to_the_intended_and_back(number: int) -> None:
    texts = drawn(number)
    shown: list[tuple[str, list[str]]] = []
    for text in texts:
        with router(text) as box:
            shown.append((box.text(), box.shown()))
            named = [one for one in planned(shown[-1][0], text).apply if "hostname" not in one]
            assert named == [], "the router shows another thing than it was given"
    for one in range(AT_ONCE):
        with router(texts[one]) as box:
            for other in [b for a, b in permutations(range(AT_ONCE), 2) if a == one]:
                there_and_back(box, planned(shown[one][0], texts[other]), shown[other][1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_cases_lead_to_the_intended_and_back(case: Path) -> None:
    running, intended = ((case / f"{n}.cfg").read_text("utf-8") for n in ("running", "intended"))
    with router(intended) as box:
        wanted = box.shown()
    with router(running) as box:
        there_and_back(box, planned(running, intended), wanted)
