"""A cloud and a network that fail in every way: what is brought up stands once, all of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cloud_parts import wait_for, write_project
from rough_parts import (
    KEYS,
    STACK,
    calls,
    cloud_on,
    direct,
    listable,
    lose_network,
    one_of_each,
    project_in,
    proxy_to,
    put_in_place,
    small_node,
    standing,
    until_done,
)

from educloud.cloud.ec2.clients import ANSWER_VARIABLE
from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.engine import run
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.orphans import find_orphans
from educloud.lab.faults import KINDS, Faults, disturbed
from educloud.lab.snapshot import path_of

SHARE = 0.25
FIRST = 1
SEEDS = [FIRST, *(pytest.param(seed, marks=pytest.mark.lab) for seed in range(FIRST + 1, 6))]
LATE, TIMEOUT = 1.5, 1.0  # seconds: an answer that is late comes after nobody waits any more


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ANSWER_VARIABLE, str(TIMEOUT))
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.mark.timeout(900)
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
            if seed != FIRST:
                lives_on(session, cloud)
            until_done(session, run.destroy)
        assert standing(cloud) == {}


def lives_on(session: Session, cloud: str) -> None:
    for over in (("changed",), ("changed", "replaced")):
        declared = one_of_each(*over)
        put_in_place(session, declared)
        until_done(session, run.bring_up)
        assert standing(cloud) == listable(declared.resources)
        assert find_orphans(direct(session, cloud)) == ()
        assert until_done(session, run.bring_up).changed == 0
        assert until_done(session, run.drift).changed == 0


def test_a_network_that_is_lost_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice, in the middle: the run waits, and finishes by itself."""
    name = "city-999901"
    project = write_project(tmp_path / "p", **{name.replace("-", "_"): small_node(1)})
    with cloud_on(tmp_path / "c" / "j") as (cloud, _), proxy_to(cloud, Faults(delay=0.05)) as proxy:
        monkeypatch.setenv(ENDPOINT_VARIABLE, proxy)
        with open_session(project) as session, ThreadPoolExecutor(1) as thread:
            run_of_it = thread.submit(run.bring_up, session, name)
            for seen in (20, 80):
                wait_for(lambda seen=seen: sum(calls(proxy)["calls"].values()) >= seen)
                assert not run_of_it.done()
                lose_network(proxy, 4)
            resources = session.declared(name).resources
            assert run_of_it.result().created == len(resources)
            assert standing(cloud, name) == listable(resources)
            assert find_orphans(session) == ()
            assert run.bring_up(session, name).changed == 0


def test_a_cloud_that_was_ended_and_comes_back_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every property of every type, read back after a start from a snapshot: no drift."""
    project, stacks = project_in(tmp_path / "p")
    declared, journal = one_of_each(), tmp_path / "cloud" / "journal"
    with cloud_on(journal) as (cloud, process):
        monkeypatch.setenv(ENDPOINT_VARIABLE, cloud)
        with open_session(project, stacks) as session:
            put_in_place(session, declared)
            assert run.bring_up(session, STACK).created == len(declared.resources)
        process.terminate()
        process.wait()
    assert path_of(journal).exists()
    port = int(cloud.rpartition(":")[2])
    with cloud_on(journal, port), open_session(project, stacks, with_data=True) as session:
        put_in_place(session, declared)
        assert run.drift(session, STACK).changed == 0
        assert run.bring_up(session, STACK).changed == 0
        run.destroy(session, STACK)
        assert standing(cloud) == {}
