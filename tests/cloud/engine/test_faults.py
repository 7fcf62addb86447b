"""A cloud and a network that fail in every way: what is brought up stands once, all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rough_parts import (
    KEYS,
    calls,
    cloud_on,
    direct,
    listable,
    one_of_each,
    project_in,
    proxy_to,
    put_in_place,
    standing,
    until_done,
)

from educloud.cloud.ec2.clients import ANSWER_VARIABLE
from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.engine import run
from educloud.cloud.engine.session import open_session
from educloud.cloud.orphans import find_orphans
from educloud.lab.faults import KINDS, disturbed

SHARE = 0.25
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.lab) for seed in range(2, 8))]
LATE, TIMEOUT = 1.5, 1.0  # seconds: an answer that is late comes after nobody waits any more


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ANSWER_VARIABLE, str(TIMEOUT))
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_type_once_through_heavy_faults(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, stacks = project_in(tmp_path / "p")
    declared = one_of_each()
    faults = disturbed(SHARE, seed, late_seconds=LATE)
    with cloud_on(tmp_path / "cloud" / "j") as (cloud, _), proxy_to(cloud, faults) as proxy:
        monkeypatch.setenv(ENDPOINT_VARIABLE, proxy)
        with open_session(project, stacks, with_data=True) as session:
            put_in_place(session, declared)
            until_done(session, run.bring_up)
            assert set(calls(proxy)["happened"]) == {*KINDS, "pass"}
            assert standing(cloud) == listable(declared.resources)
            assert find_orphans(direct(session, cloud)) == ()
            again = until_done(session, run.bring_up)
            assert (again.changed, again.same) == (0, len(declared.resources)), again.changes
            assert until_done(session, run.drift).changed == 0
            until_done(session, run.destroy)
        assert standing(cloud) == {}
