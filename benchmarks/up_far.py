"""A node behind a slow line: the engine with our provider against the same calls one by one."""

from __future__ import annotations

import contextlib

from benchmarks.clouds import FAR_MS, call_one_by_one, cloud, endpoint_at, project_of
from benchmarks.harness import Benchmark, Pair
from educloud.cloud.stacks import bring_up_stacks

NODE = "city-410600"


def prepare(delay_ms: int) -> Pair:
    """Give both ways to bring up one node; each round has clouds of its own."""
    stack = contextlib.ExitStack()
    project = stack.enter_context(project_of([NODE], {}))
    made: list[int] = []

    def ours() -> None:
        with cloud(delay_ms) as url, endpoint_at(url), project_of([NODE], {}) as fresh:
            made.append(bring_up_stacks(fresh, (NODE,))[0].created)

    def other() -> None:
        with cloud(delay_ms) as url:
            made.append(call_one_by_one(project, NODE, url))

    return Pair(ours, other, stack.close, lambda: f"{made[0]} resources, each way the same calls")


BENCHMARK = Benchmark(
    "cloud up, far",
    f"a node, {FAR_MS} ms to the cloud",
    "the same calls one by one (boto3)",
    lambda: prepare(FAR_MS),
    rounds=1,
)
