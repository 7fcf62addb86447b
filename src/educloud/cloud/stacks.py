"""Work on several stacks in the order of their references, independent ones side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from educloud.cloud import engine
from educloud.cloud.data import filled_buckets
from educloud.cloud.endpoint import CloudEndpoint, open_cloud
from educloud.cloud.engine import OnEvent, StackResult
from educloud.cloud.spec import NETWORK, load_stacks
from educloud.cloud.state import files_of
from educloud.errors import CloudError
from educloud.project import Project

AT_ONCE = 2

Action = Callable[[Project, str, CloudEndpoint, OnEvent | None], StackResult]

ACTIONS: Mapping[str, Action] = {
    "preview": engine.preview,
    "up": engine.bring_up,
    "refresh": engine.refresh,
    "drift": engine.drift,
}


def run_stacks(
    project: Project,
    action: str,
    names: tuple[str, ...] = (),
    on_event: OnEvent | None = None,
) -> tuple[StackResult, ...]:
    """Do one of ``ACTIONS`` to stacks (default: all), the private network first."""
    order = load_stacks(project).order(names)
    with open_cloud(project) as endpoint:
        return _each(project, ACTIONS[action], order, endpoint, on_event)


def destroy_stacks(
    project: Project,
    names: tuple[str, ...] = (),
    *,
    with_data: bool = False,
    on_event: OnEvent | None = None,
) -> tuple[StackResult, ...]:
    """Remove stacks (default: all), the private network last.

    CloudError, and nothing removed, when a bucket holds objects and ``with_data`` was not said, or
    when a stack that stays needs the private network.
    """
    stacks = load_stacks(project)
    order = tuple(reversed(stacks.order(names)))
    _check_needed(project, order, tuple(stacks.nodes))
    with open_cloud(project) as endpoint:
        filled = {
            bucket: count
            for name in order
            for bucket, count in filled_buckets(files_of(project, name), endpoint).items()
        }
        if filled and not with_data:
            said = ", ".join(f"{bucket} ({count} objects)" for bucket, count in filled.items())
            raise CloudError(
                f"buckets hold data: {said}",
                ", ".join(order),
                "nothing was destroyed; add --yes-delete-data to delete it with them",
            )
        # Objects go just before their own stack: what cannot be destroyed keeps its data.
        act = engine.destroy_with_data if with_data else engine.destroy
        return _each(project, act, order, endpoint, on_event)


def _check_needed(project: Project, order: tuple[str, ...], nodes: tuple[str, ...]) -> None:
    if NETWORK not in order:
        return
    standing = [
        name for name in nodes if name not in order and any(files_of(project, name).resources())
    ]
    if standing:
        raise CloudError(
            f"the private network is still needed by {', '.join(standing)}",
            NETWORK,
            "destroy those first, or together with it",
        )


def _each(
    project: Project,
    act: Action,
    order: tuple[str, ...],
    endpoint: CloudEndpoint,
    on_event: OnEvent | None,
) -> tuple[StackResult, ...]:
    """Run the private network alone, the nodes side by side; results in the given order."""

    def one(name: str) -> StackResult:
        tell = (lambda line: on_event(f"{name}: {line}")) if on_event else None
        return act(project, name, endpoint, tell)

    done: dict[str, StackResult] = {}
    nodes = [name for name in order if name != NETWORK]
    if order and order[0] == NETWORK:
        done[NETWORK] = one(NETWORK)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        futures = {name: threads.submit(one, name) for name in nodes}
        for name, future in futures.items():
            done[name] = future.result()
    if order and order[0] != NETWORK and NETWORK in order:
        done[NETWORK] = one(NETWORK)
    return tuple(done[name] for name in order)
