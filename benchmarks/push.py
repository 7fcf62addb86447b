"""The demo's 24 switches over SSH: our push, against Netmiko as it comes."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from netmiko import ConnectHandler

from benchmarks.harness import Benchmark, Pair
from educloud.inventory.load import load_inventory
from educloud.lab.switches.start import USER, farm_password, inventory_farm, run_farm
from educloud.lab.switches.switch import Declared
from educloud.network.patch import plan_merge
from educloud.network.platform import load_platform
from educloud.network.push import Intended, Memory, PushResult, Status, push_device
from educloud.network.render import render_device
from educloud.network.rollout import read_inputs
from educloud.network.session import Target
from educloud.project import Project

AT_ONCE = 8
NETMIKO = {"huawei_vrp": "huawei_vrp", "hp_comware": "hp_comware", "ruijie_os": "ruijie_os"}


def free_port() -> int:
    """Give a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare() -> Pair:
    """Start two farms of the same 24 switches and give a way to change each."""
    project = Project(Path(__file__).resolve().parents[1])
    inventory, plan = read_inputs(project)
    texts = {
        d.device_id: render_device(project, inventory, plan, d.device_id)
        for d in load_inventory(project).devices.values()
        if d.mgmt_address.is_loopback
    }
    stack = contextlib.ExitStack()
    folder = Path(tempfile.mkdtemp(prefix="educloud-bench-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    mine, theirs = (
        stack.enter_context(
            run_farm(
                [replace(d, port=free_port()) for d in inventory_farm(inventory)], folder / name
            )
        )
        for name in ("mine", "theirs")
    )
    seen: dict[str, int] = {}

    def ours() -> None:
        password = farm_password(folder / "mine")

        def one(device: Declared) -> PushResult:
            target = Target(
                device.device_id, device.platform, device.host, device.port, USER, password
            )
            memory = Memory(
                folder / f"{device.device_id}.before", folder / f"{device.device_id}.after"
            )
            return push_device(
                target,
                Intended(texts[device.device_id]),
                known_hosts=folder / "known_hosts",
                memory=memory,
            )

        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(one, mine))
        seen["ours"] = sum(one.status is Status.CHANGED for one in results)

    def other() -> None:
        password = farm_password(folder / "theirs")

        def one(device: Declared) -> None:
            lines = plan_merge(
                load_platform(device.platform), device.config, texts[device.device_id]
            ).apply
            with ConnectHandler(
                device_type=NETMIKO[device.platform],
                host=device.host,
                port=device.port,
                username=USER,
                password=password,
            ) as connection:
                connection.send_config_set(list(lines))
                connection.save_config()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            seen["other"] = len(list(pool.map(one, theirs)))

    return Pair(
        ours,
        other,
        stack.close,
        note=lambda: (
            f"{seen['ours']} / {seen['other']} devices; ours "
            "also reads, verifies, can undo, checks the host key"
        ),
    )


BENCHMARK = Benchmark(
    "push-24", "read, diff, push, verify, save", "Netmiko 4.8.0 push and save", prepare, rounds=1
)
