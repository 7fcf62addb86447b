"""A node beside the cloud: what the engine costs over the bare calls."""

from __future__ import annotations

from benchmarks.harness import Benchmark
from benchmarks.up_far import prepare

BENCHMARK = Benchmark(
    "cloud up, near",
    "a node, nothing between (limit: 4 s more)",
    "the same calls one by one (boto3)",
    lambda: prepare(0),
    rounds=3,
)
