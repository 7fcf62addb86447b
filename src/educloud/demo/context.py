"""What the stages share: the demo under way, the lab it has started, how a story is told."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from educloud.cloud.endpoint import open_cloud
from educloud.lab.databases import start_databases
from educloud.lab.switches.start import start_switches
from educloud.lab.switches.switch import Faults
from educloud.project import Project
from educloud.workflows.runtime import Outcome, run, run_once, tell, was_done

R = TypeVar("R")

CITY = "410600"
# One switch refuses a line of its new configuration; its change is undone, the rest go on.
REFUSING = {"HB-DEV-010": Faults(refuse="raguard role router")}
# The parts of the lab, by the name a stage asks for.
PARTS: dict[str, Callable[[Project], contextlib.AbstractContextManager[Any]]] = {
    "cloud": open_cloud,
    "switches": lambda project: start_switches(project, faults=REFUSING),
    "databases": start_databases,
}


@dataclass(frozen=True, slots=True)
class StageStory:
    """What a stage did, in lines for people; ``repeated`` when an earlier run had done it."""

    lines: tuple[str, ...]
    seconds: float
    repeated: bool = False


@dataclass
class DemoRun:
    """A demo under way: its project, the name of its inputs, and the lab it has started."""

    project: Project
    digest: str
    lab: contextlib.ExitStack
    week: str | None = None
    started: set[str] = field(default_factory=set)
    unmet: dict[str, list[str]] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The project's folder, as the steps of a run are given it."""
        return str(self.project.folder)

    @property
    def plan(self) -> Path:
        """Where the plan goes."""
        return self.project.folder / "plan.json"

    @property
    def report(self) -> Path:
        """Where the report goes."""
        return self.project.folder / "report.html"

    def once(
        self,
        name: str,
        workflow: Callable[..., R],
        *args: Any,
        good: Callable[[R], bool] = lambda _result: True,
        **kwargs: Any,
    ) -> Outcome[R]:
        """Run a part of the demo once for these inputs; again, when the result was not ``good``."""
        done = run_once(self.project, self._key(name), workflow, *args, **kwargs)
        if done.repeated and not good(done.result):
            for part in self.unmet.pop(name, ()):
                self.start(part)
            return run(self.project, self._key(name), workflow, *args, **kwargs)
        return done

    def needs(self, part: str, *runs: str) -> None:
        """Start a part of the lab, unless it runs or all ``runs`` that need it are done."""
        for name in runs:
            self.unmet.setdefault(name, []).append(part)
        if not all(was_done(self.project, self._key(name)) for name in runs):
            self.start(part)

    def start(self, part: str) -> None:
        """Start a part of the lab, unless it runs."""
        if part not in self.started:
            tell(f"starting {part}")
            self.lab.enter_context(PARTS[part](self.project))
            self.started.add(part)

    def _key(self, name: str) -> str:
        return f"demo/{name}/{self.digest}"


def timed(do: Callable[[], R]) -> tuple[R, float]:
    """Do something and give its seconds beside its result."""
    begun = time.monotonic()
    result = do()
    return result, round(time.monotonic() - begun, 2)
