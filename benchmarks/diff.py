"""A change of a 400-line access switch: our patch, against hier_config's remediation."""

from __future__ import annotations

from hier_config import Platform, WorkflowRemediation, get_hconfig

from benchmarks.harness import Benchmark, Pair
from educloud.network.patch import plan_replace
from educloud.network.platform import load_platform

PORTS = 48


def configuration(vlans: tuple[int, ...], described: str, ports: int = PORTS) -> str:
    """Give an access switch's configuration of some 400 lines, or with more ports."""
    lines = ["#", "sysname SW-1", "#", "vlan batch " + " ".join(map(str, vlans)), "#"]
    for vlan in vlans:
        lines += [f"vlan {vlan}", f" description {described}-{vlan}", "#"]
    for port in range(1, ports + 1):
        lines += [
            f"interface GigabitEthernet0/0/{port}",
            f" description {described} {port}",
            " port link-type access",
            f" port default vlan {vlans[port % len(vlans)]}",
            " stp edged-port enable",
            " loopback-detect enable",
            "#",
        ]
    lines += ["ip route-static 0.0.0.0 0.0.0.0 192.0.2.1", "#", "return", ""]
    return "\n".join(lines)


def prepare() -> Pair:
    """Give both ways over the same two texts."""
    platform = load_platform("huawei_vrp")
    running, intended = (
        configuration((10, 20, 30, 40), "old"),
        configuration((10, 20, 40, 50), "new"),
    )

    def ours() -> int:
        return len(plan_replace(platform, running, intended).apply)

    def other() -> int:
        work = WorkflowRemediation(
            get_hconfig(Platform.HUAWEI_VRP, running), get_hconfig(Platform.HUAWEI_VRP, intended)
        )
        return len(
            work.remediation_config.to_lines()
            if hasattr(work.remediation_config, "to_lines")
            else list(work.remediation_config.all_children_sorted())
        )

    return Pair(
        ours, other, note=lambda: f"{running.count(chr(10))} lines; {ours()} / {other()} commands"
    )


BENCHMARK = Benchmark(
    "config-diff",
    "parse, compare, order, undo",
    "hier_config 3.7.1 parse and remediation",
    prepare,
    rounds=7,
)
