"""A small farm for each test module: every platform, one switch that refuses, one that drops."""

from __future__ import annotations

import json
import socket

import pytest

from educloud.inventory.models import Role
from educloud.lab.switches.factory import MAKERS, school_config
from educloud.lab.switches.server import USER
from educloud.lab.switches.start import farm_password, run_farm
from educloud.lab.switches.switch import Declared, Faults
from educloud.network.session import Target

WANTED = {
    "huawei_vrp": "ipv6\nvlan batch 88\ninterface Vlanif10\n ipv6 enable\n"
    " ipv6 address 2001:db8:0:1::1/64\n undo ipv6 nd ra halt\n#\nundo telnet server enable\n",
    "hp_comware": "vlan 88\ninterface Vlan-interface10\n ipv6 address 2001:db8:0:1::1/64\n"
    " undo ipv6 nd ra halt\n#\n undo telnet server enable\n",
    "ruijie_os": "vlan 88\ninterface VLAN 10\n ipv6 enable\n ipv6 address 2001:db8:0:1::1/64\n"
    " no ipv6 nd suppress-ra\n!\nno enable service telnet-server\n",
}
FAULTS = {"good": Faults(), "bad": Faults(refuse="telnet"), "drops": Faults(drop_after=5)}


def free_ports(count: int) -> list[int]:
    """Give ports nobody listens on; held together, so that none comes twice."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Farm:
    """Switches named <platform>-<fault>."""

    def __init__(self, state, devices) -> None:
        self.state, self.devices = state, {d.device_id: d for d in devices}
        self.known_hosts = state / "known_hosts"

    def target(self, name: str, password: str | None = None) -> Target:
        device = self.devices[name]
        secret = password or farm_password(self.state)
        return Target(name, device.platform, device.host, device.port, USER, secret)

    def log(self, name: str) -> list[dict[str, str]]:
        lines = (self.state / name / "commands.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


def declare(names) -> list[Declared]:
    ports = free_ports(len(names))
    return [
        Declared(
            name,
            name.split("-")[0],
            "127.0.0.1",
            port,
            school_config(name.split("-")[0], "SW-1", Role.CORE, 1),
            FAULTS[name.split("-")[1]],
        )
        for name, port in zip(names, ports, strict=True)
    ]


@pytest.fixture
def farm(tmp_path):
    """A running farm of nine switches, fresh for each test."""
    devices = declare([f"{platform}-{fault}" for platform in MAKERS for fault in FAULTS])
    with run_farm(devices, tmp_path):
        yield Farm(tmp_path, devices)
