"""SIGKILL at any moment, of anything that takes part: what is run again stands once, all of it.

A seed decides who is killed, and after how many calls to the cloud.
"""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from cloud_parts import wait_for, write_project
from rough_parts import KEYS, calls, cloud_on, listable, proxy_to, small_node, standing

from educloud.cloud.endpoint import ENDPOINT_VARIABLE
from educloud.cloud.engine import run
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.orphans import find_orphans
from educloud.cloud.spec.load import load_stacks
from educloud.lab.faults import Faults

SEEDS = [*range(5), *(pytest.param(seed, marks=pytest.mark.lab) for seed in range(5, 55))]
VICTIMS = ("command", "engine", "provider", "cloud")
EDUCLOUD = (sys.executable, "-c", "from educloud.cli import main; main()")
SEEDS_A_CLOUD = 10  # a full one is slow to look through
UP, DESTROY = ("up", "--yes"), ("destroy", "--yes", "--yes-delete-data")
ENDING_SECONDS = 20.0


class World:
    """A cloud that can be killed and comes back, and the way to it."""

    def __init__(self, folder: Path) -> None:
        self._journal = folder / "journal.jsonl"
        self._cloud = contextlib.ExitStack()
        self.url, self._process = self._cloud.enter_context(cloud_on(self._journal))
        self._rest = contextlib.ExitStack()
        self.proxy = self._rest.enter_context(proxy_to(self.url, Faults(delay=0.01)))
        self.seen = 0  # calls of an undisturbed run

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        port = int(self.url.rpartition(":")[2])
        self._cloud.close()
        _, self._process = self._cloud.enter_context(cloud_on(self._journal, port))

    def calls(self) -> int:
        return sum(calls(self.proxy)["calls"].values())

    def close(self) -> None:
        self._rest.close()
        self._cloud.close()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, World]]:
    found: dict[int, World] = {}
    yield found
    for world in found.values():
        world.close()


@pytest.fixture
def world(
    request: pytest.FixtureRequest, worlds: dict[int, World],
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> World:  # fmt: skip
    number = request.getfixturevalue("seed") // SEEDS_A_CLOUD
    if number not in worlds:
        for old in worlds.values():
            old.close()
        worlds.clear()
        worlds[number] = World(tmp_path_factory.mktemp("world"))
    for name, value in {**KEYS, ENDPOINT_VARIABLE: worlds[number].proxy}.items():
        monkeypatch.setenv(name, value)
    return worlds[number]


@pytest.mark.parametrize("seed", SEEDS)
def test_killed_and_run_again(seed: int, world: World, tmp_path: Path) -> None:
    name = f"city-9999{seed:02}"
    project = write_project(tmp_path / "p", **{name.replace("-", "_"): small_node(seed)})
    stacks = load_stacks(project)
    drawn = random.Random(seed)  # noqa: S311  a moment, no secret
    command = [*EDUCLOUD, "-C", str(project.folder), "cloud"]
    killed(drawn, [*command, UP[0], name, *UP[1:]], world, VICTIMS[seed % len(VICTIMS)])
    with open_session(project, stacks, with_data=True) as session:
        brought = run.bring_up(session, name)
        declared = session.declared(name).resources
        assert brought.created + brought.updated + brought.same == len(declared)
        once(session, name, world)
        if seed % 10 == 0:
            assert run.bring_up(session, name).changed == 0
            assert run.drift(session, name).changed == 0
        if seed % 10 == 4:
            words = [*command, DESTROY[0], name, *DESTROY[1:]]
            killed(drawn, words, world, VICTIMS[seed // 10 % len(VICTIMS)])
            run.destroy(session, name)
            assert standing(world.url, name) == {}
            assert [one for one in find_orphans(session) if one.stack == name] == []


def once(session: Session, name: str, world: World) -> None:
    assert standing(world.url, name) == listable(session.declared(name).resources)
    orphans = [one for one in find_orphans(session) if one.stack == name]
    assert orphans == []


def killed(drawn: random.Random, words: list[str], world: World, victim: str) -> None:
    """Run a command, and kill something in the middle of it; nothing may be left of it."""
    begun, most = world.calls(), (150 if "up" in words else 60)
    moment = drawn.randint(1, most)
    with subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(os.environ)
    ) as process:
        wait_for(lambda: process.poll() is not None or world.calls() >= begun + moment)
        family = descendants(process.pid)
        victim = kill(victim, process, family, world)
        assert process.stderr is not None
        said = process.stderr.read().decode()
        code = process.wait(ENDING_SECONDS)
    sys.stderr.write(f"{victim} at {moment} of {world.calls() - begun}: {code} {said[-300:]}\n")
    assert "Traceback" not in said
    assert code in ({-9} if victim == "command" else {0, 1}), said
    if victim == "provider" and code:
        assert "the provider ended" in said
        assert "run it again" in said
    wait_for(lambda: not any(map(alive, family)), ENDING_SECONDS)


def kill(
    victim: str, process: subprocess.Popen[bytes], family: list[psutil.Process], world: World
) -> str:
    """Kill who is meant, else the command itself (nobody else is at work yet); say who it was."""
    if victim == "cloud":
        world.kill()
        return victim
    for one in family:
        with contextlib.suppress(psutil.Error):
            is_engine = one.name() == "pulumi"
            is_provider = "educloud.cloud.provider.server" in one.cmdline()
            if (victim, True) in {("engine", is_engine), ("provider", is_provider)}:
                one.kill()
                return victim
    process.kill()
    return "command"


def descendants(process: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return psutil.Process(process).children(recursive=True)
    return []


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
