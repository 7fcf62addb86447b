"""Work on several stacks in the order of their references, independent ones side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

from educloud.cloud.data import check_no_data_is_lost, check_nothing_holds_data
from educloud.cloud.engine import run
from educloud.cloud.engine.changes import StackResult
from educloud.cloud.engine.run import Action
from educloud.cloud.engine.session import Session, open_session
from educloud.cloud.engine.state import files_of, network_stacks
from educloud.cloud.policies.evaluate import check
from educloud.cloud.spec.load import Stacks, load_stacks
from educloud.cloud.spec.network import NETWORK
from educloud.errors import CloudError, EduCloudError
from educloud.project import Project

AT_ONCE = 4  # stacks; they wait for the cloud most of the time
OnEvent = Callable[[str], None]  # gets "STACK: what happens"
WAITING, DONE, FAILED = "waiting", "done", "failed"


def preview_stacks(
    project: Project, names: tuple[str, ...] = (), on_event: OnEvent | None = None
) -> tuple[StackResult, ...]:
    """Say what ``bring_up_stacks`` would do; PolicyError when a policy forbids it."""
    return _looked(project, names, run.preview, on_event, policies=True)


def refresh_stacks(
    project: Project, names: tuple[str, ...] = (), on_event: OnEvent | None = None
) -> tuple[StackResult, ...]:
    """Write into the states of stacks what really stands."""
    return _looked(project, names, run.refresh, on_event, policies=False)


def drift_stacks(
    project: Project, names: tuple[str, ...] = (), on_event: OnEvent | None = None
) -> tuple[StackResult, ...]:
    """Say where the cloud has left the states of stacks."""
    return _looked(project, names, run.drift, on_event, policies=False)


def bring_up_stacks(
    project: Project,
    names: tuple[str, ...] = (),
    on_event: OnEvent | None = None,
    *,
    with_data: bool = False,
    at_once: int = AT_ONCE,
) -> tuple[StackResult, ...]:
    """Make stacks (default: all) what their files say.

    PolicyError, and nothing changed, when a policy forbids it; CloudError, and nothing changed,
    when what holds data would be removed or replaced and ``with_data`` was not said.
    """
    stacks = load_stacks(project)
    order = stacks.order(names)
    check(project, stacks, order)
    _check_left(project, stacks, order)
    with open_session(project, stacks, with_data=with_data) as session:
        if not with_data:
            check_no_data_is_lost(session, order)
        return side_by_side(session, order, run.bring_up, on_event, at_once=at_once)


def destroy_stacks(
    project: Project,
    names: tuple[str, ...] = (),
    *,
    with_data: bool = False,
    on_event: OnEvent | None = None,
) -> tuple[StackResult, ...]:
    """Remove stacks (default: all), none before those that refer to it.

    CloudError, and nothing removed, when something holds data and ``with_data`` was not said, or
    when a stack that stays needs one of these.
    """
    stacks = load_stacks(project)
    order = stacks.order(names)
    _check_needed(project, stacks, order)
    _check_left(project, stacks, order)
    with open_session(project, stacks, with_data=with_data) as session:
        if not with_data:
            check_nothing_holds_data(session, order)
        return side_by_side(session, order, run.destroy, on_event, backwards=True)


def side_by_side(
    session: Session,
    names: Sequence[str],
    act: Action,
    on_event: OnEvent | None = None,
    *,
    at_once: int = AT_ONCE,
    backwards: bool = False,
) -> tuple[StackResult, ...]:
    """Do something to stacks, as many at once as may be; results in the order of ``names``.

    A stack waits for those it refers to (``backwards``: for those that refer to it). When one
    fails, those that wait for it are left alone, all others are finished, then the failures are
    told in one CloudError.
    """
    tell = on_event or (lambda _: None)
    done: dict[str, StackResult] = {}
    failed: dict[str, EduCloudError] = {}
    sorter = TopologicalSorter(_graph(session.stacks, names, backwards=backwards))
    sorter.prepare()
    running: dict[Future[StackResult], str] = {}
    with ThreadPoolExecutor(at_once) as threads:
        while sorter.is_active():
            for name in sorter.get_ready():
                tell(f"{name}: {WAITING}")
                running[threads.submit(_one, session, name, act, tell)] = name
            if not running:
                break  # what is left waits for a stack that failed
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                name = running.pop(future)
                try:
                    done[name] = future.result()
                except EduCloudError as error:
                    tell(f"{name}: {FAILED}")
                    failed[name] = error
                else:
                    tell(f"{name}: {DONE}")
                    sorter.done(name)
    if failed:
        raise _told(failed, [name for name in names if name not in done and name not in failed])
    return tuple(done[name] for name in names)


def _one(session: Session, name: str, act: Action, tell: OnEvent) -> StackResult:
    return act(session, name, lambda *words: tell(f"{name}: {' '.join(words)}"))


def _graph(
    stacks: Stacks, names: Iterable[str], *, backwards: bool
) -> Mapping[str, tuple[str, ...]]:
    chosen = set(names)
    needs = {name: tuple(one for one in stacks.needs(name) if one in chosen) for name in names}
    if not backwards:
        return needs
    return {name: tuple(one for one in needs if name in needs[one]) for name in needs}


def _told(failed: Mapping[str, EduCloudError], waiting: Sequence[str]) -> EduCloudError:
    first, *others = failed.items()
    if not others and not waiting:
        return first[1]
    causes: dict[str, list[str]] = {}
    for name, error in others:
        causes.setdefault(error.what, []).append(name)
    alike = causes.pop(first[1].what, [])
    same = [f"the same in {', '.join(alike)}"] if alike else []
    more = [*same, *(f"{', '.join(names)}: {what}" for what, names in causes.items())]
    left = [f"not begun: {', '.join(waiting)}"] if waiting else []
    what = "; ".join((first[1].what, *more, *left))
    return CloudError(what, first[1].where or first[0], first[1].mend)


def _looked(
    project: Project,
    names: tuple[str, ...],
    act: Action,
    on_event: OnEvent | None,
    *,
    policies: bool,
) -> tuple[StackResult, ...]:
    stacks = load_stacks(project)
    order = stacks.order(names)
    if policies:
        check(project, stacks, order)
        _check_left(project, stacks, order)
    with open_session(project, stacks) as session:
        return side_by_side(session, order, act, on_event)


def _check_left(project: Project, stacks: Stacks, order: Sequence[str]) -> None:
    """Refuse to go on with the network while a hub stands that its file no longer has."""
    if not stacks.hubs.keys() & order:
        return
    for name in network_stacks(project):
        if name not in stacks.hubs and any(files_of(project, name).resources()):
            raise CloudError(
                f"the stack {name} stands, but its hub is gone from the file",
                f"stacks/{NETWORK}.yaml",
                f"put the hub back, run 'educloud cloud destroy {name}', then take it out",
            )


def _check_needed(project: Project, stacks: Stacks, order: Sequence[str]) -> None:
    for name in stacks.names:
        if name in order:
            continue
        needed = [one for one in stacks.needs(name) if one in order]
        if needed and any(files_of(project, name).resources()):
            raise CloudError(
                f"it is still needed by {name}", needed[0], "destroy that first, or together"
            )
