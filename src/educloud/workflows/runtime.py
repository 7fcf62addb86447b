"""Durable runs: what was done before an interruption is not done again.

A *run* is one execution of a workflow under a *key* that names what it does and to which inputs.
Each finished step is recorded in the project's database (SQLite in its state, or what
``EDUCLOUD_DATABASE_URL`` names); an interrupted run goes on at its first unfinished step.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig, SetWorkflowID, WorkflowHandle, WorkflowStatus, error
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from educloud import __version__, supervise
from educloud.errors import ProjectError
from educloud.project import Project

P = ParamSpec("P")
R = TypeVar("R")

INTERRUPTED = ("PENDING", "ENQUEUED")
# A launch under this key takes nothing up: no run has it.
LOOK_ONLY = "look only"

_interrupted = threading.Event()
_listener: Callable[[str], None] = lambda _text: None  # noqa: E731  set by the door, see listen


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """A run's result; ``repeated`` tells that an earlier run had finished it already."""

    result: R
    repeated: bool = False


def tell(text: str) -> None:
    """Report progress to whoever watches this process."""
    _listener(text)


@contextlib.contextmanager
def listen(listener: Callable[[str], None]) -> Iterator[None]:
    """Send the progress of runs to ``listener`` while the context lasts."""
    global _listener  # noqa: PLW0603  runs execute on other threads: one listener per process
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before


def step(name: str, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do one step of a workflow, or give its recorded result when it was done before."""

    def unless_interrupted() -> R:
        try:
            return do(*args, **kwargs)
        finally:
            if _interrupted.is_set():
                # We ended the programs the step worked with ourselves: neither its failure nor a
                # result that tells of failures may be recorded. The process is about to end; the
                # next run repeats the step.
                threading.Event().wait()

    return DBOS.run_step({"name": name}, unless_interrupted)


@DBOS.workflow(name="task")
def task(name: str, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do one thing as a run of a single step; ``do`` is a function of a module."""
    return step(name, do, *args, **kwargs)


def was_done(project: Project, key: str) -> bool:
    """Tell whether the last run under ``key`` has succeeded; nothing is taken up."""
    with _launched(project, LOOK_ONLY):
        last = _last_run(project, key)
    return last is not None and last.status == "SUCCESS"


def abandon(project: Project, prefix: str) -> None:
    """Let interrupted runs whose key begins with ``prefix`` never go on."""
    with alone(project), _launched(project, LOOK_ONLY):
        runs = DBOS.list_workflows(
            workflow_id_prefix=f"{project.identity}/{prefix}", status=list(INTERRUPTED)
        )
        DBOS.cancel_workflows([one.workflow_id for one in runs])


def run(
    project: Project, key: str, workflow: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> Outcome[R]:
    """Run ``workflow`` under ``key``; go on where an interrupted run of this key stopped."""
    with alone(project), _launched(project, key), interruptible():
        start = partial(DBOS.start_workflow, workflow, *args, **kwargs)
        return _go_on(project, key) or _begin(project, key, start)


def run_once(
    project: Project, key: str, workflow: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> Outcome[R]:
    """Run ``workflow`` as ``run`` does, but give the recorded result once it has succeeded."""
    with alone(project), _launched(project, key), interruptible():
        last = _last_run(project, key)
        if last and last.status == "SUCCESS":
            recorded: R = last.output  # type: ignore[assignment]  # what this workflow returned
            return Outcome(recorded, repeated=True)
        start = partial(DBOS.start_workflow, workflow, *args, **kwargs)
        return _go_on(project, key) or _begin(project, key, start)


def _go_on(project: Project, key: str) -> Outcome[Any] | None:
    """Wait for an interrupted run: the launch under its own key has put it into the queue."""
    last = _last_run(project, key)
    if last is None or last.status not in INTERRUPTED:
        return None
    tell("an interrupted run goes on")
    handle: WorkflowHandle[Any] = DBOS.retrieve_workflow(last.workflow_id)
    return Outcome(handle.get_result(polling_interval_sec=0.1))


def _begin(project: Project, key: str, start: Callable[[], WorkflowHandle[R]]) -> Outcome[R]:
    last = _last_run(project, key)
    number = _number(last) + 1 if last else 1
    with SetWorkflowID(f"{project.identity}/{key}#{number}"):
        return Outcome(start().get_result())


def _last_run(project: Project, key: str) -> WorkflowStatus | None:
    prefix = f"{project.identity}/{key}#"
    runs = DBOS.list_workflows(workflow_id_prefix=prefix, load_input=False)
    return max(runs, key=_number, default=None)


def _number(run: WorkflowStatus) -> int:
    return int(run.workflow_id.rpartition("#")[2])


@contextlib.contextmanager
def alone(project: Project, lock: str = "run.lock") -> Iterator[None]:
    """Let one process at a time change a project; the lock ends with its process."""
    path = project.state / lock
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ProjectError(
                f"process {file.read().strip() or '?'} is changing this project",
                str(project.folder),
                "wait for it, or end it; what it has done is kept",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


@contextlib.contextmanager
def _launched(project: Project, key: str) -> Iterator[None]:
    """Start DBOS for one key: the key is part of the version, so nothing else is taken up."""
    config = DBOSConfig(
        name="educloud",
        system_database_url=project.database_url,
        application_version=f"{__version__}/{project.identity}/{key}",
        executor_id=project.identity,
        console_log_level="CRITICAL",
        notification_listener_polling_interval_sec=0.05,
    )
    try:
        DBOS(config=config)
        DBOS.launch()
    except (SQLAlchemyError, error.DBOSException, OSError) as refused:
        DBOS.destroy()
        raise ProjectError(
            f"the database of runs cannot be used: {_reason(refused)}",
            _without_password(project.database_url),
            "correct EDUCLOUD_DATABASE_URL or restore the file, then run again",
        ) from refused
    try:
        yield
    except SQLAlchemyError as refused:
        raise ProjectError(
            f"the database of runs cannot be used: {_reason(refused)}",
            _without_password(project.database_url),
            "mend that, then run again; what was done is kept",
        ) from refused
    finally:
        DBOS.destroy()


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "EDUCLOUD_DATABASE_URL"


def _reason(refused: BaseException) -> str:
    """Give the first line of what a database said."""
    return str(getattr(refused, "orig", None) or refused).strip().partition("\n")[0]


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into a clean end: programs ended, state kept, exit status 130."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        _interrupted.set()
        sys.stdout.flush()
        sys.stderr.write("\neducloud: interrupted; the state is kept, run it again to go on\n")
        sys.stderr.flush()
        supervise.end_descendants()
        # Steps still run on other threads and must not record an outcome: end here and now.
        os._exit(130)

    before = {n: signal.signal(n, interrupt) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
