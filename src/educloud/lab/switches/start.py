"""Start the farm beside the tool: supervised, ready when every port answers."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from educloud import supervise
from educloud.errors import EnvironmentMissing, LabError
from educloud.inventory.models import Inventory, Role
from educloud.lab.switches.factory import MAKERS, school_config
from educloud.lab.switches.switch import Declared, Faults, document_of
from educloud.project import Project, write_atomically

CREDENTIAL = "lab"
USER = "educloud"
START_SECONDS = 60.0


def farm_password(state: Path) -> str:
    """Give the password of all switches: ``EDUCLOUD_LAB_PASSWORD``, else one kept in ``state``."""
    if given := os.environ.get("EDUCLOUD_LAB_PASSWORD"):
        return given
    path = state / "password"
    if not path.exists():
        # mkstemp makes the file readable by its owner only.
        write_atomically(path, secrets.token_urlsafe(18))
    return path.read_text(encoding="utf-8").strip()


def read_faults(words: Sequence[str]) -> dict[str, Faults]:
    """Read ``DEVICE:refuse=REGEX``, ``DEVICE:drop=LINES`` and ``DEVICE:slow=SECONDS``."""
    found: dict[str, Faults] = {}
    for word in words:
        match = re.fullmatch(r"([^:]+):(refuse|drop|slow)=(.+)", word)
        if not match:
            raise LabError(
                f"the fault {word!r} is not understood",
                "",
                "write DEVICE:refuse=REGEX, DEVICE:drop=LINES or DEVICE:slow=SECONDS",
            )
        device, kind, value = match.groups()
        held = found.get(device, Faults())
        try:
            re.compile(value)
            found[device] = {
                "refuse": lambda h=held, v=value: dataclasses.replace(h, refuse=v),
                "drop": lambda h=held, v=value: dataclasses.replace(h, drop_after=int(v)),
                "slow": lambda h=held, v=value: dataclasses.replace(h, slow=float(v)),
            }[kind]()
        except (ValueError, re.error) as error:
            raise LabError(f"the fault {word!r} has no usable value", "", str(error)) from error
    return found


def plain_farm(platform: str, count: int, base: int) -> list[Declared]:
    """Declare ``count`` access switches of a platform on ports from ``base`` on."""
    if platform not in MAKERS:
        raise LabError(
            f"the farm has no switch of platform {platform!r}",
            "",
            f"use one of {', '.join(sorted(MAKERS))}",
        )
    return [
        Declared(
            f"{platform}-{n + 1}",
            platform,
            "127.0.0.1",
            base + n,
            school_config(platform, f"SW{n + 1}", Role.AGGREGATION, n + 1),
        )
        for n in range(count)
    ]


def inventory_farm(
    inventory: Inventory, faults: Mapping[str, Faults] | None = None
) -> list[Declared]:
    """Declare every device of the inventory that is managed on a loopback address."""
    faults = faults or {}
    local = [d for d in inventory.devices.values() if d.mgmt_address.is_loopback]
    unknown = sorted(set(faults) - {d.device_id for d in local})
    if unknown:
        raise LabError(
            f"a fault names {unknown[0]!r}, which is not in the farm",
            "",
            "name a device whose mgmt_address is a loopback address",
        )
    return [
        Declared(
            d.device_id,
            d.platform,
            str(d.mgmt_address),
            d.mgmt_port or 22,
            school_config(d.platform, d.hostname, d.role, number),
            faults.get(d.device_id, Faults()),
        )
        for number, d in enumerate(local, start=1)
        if d.platform in MAKERS
    ]


@contextlib.contextmanager
def start_switches(
    project: Project, *, faults: Mapping[str, Faults] | None = None
) -> Iterator[list[Declared]]:
    """Run the project's farm while the block runs; its switches stand as they were left.

    The credential ``lab`` is written to the project's secrets. LabError when it does not come up.
    """
    from educloud.inventory.load import load_inventory  # noqa: PLC0415  the farm can do without

    devices = inventory_farm(load_inventory(project), faults)
    state = project.state / "switches"
    with run_farm(devices, state) as running:
        secret = project.state / "secrets" / CREDENTIAL
        write_atomically(secret, f"{USER}:{farm_password(state)}")
        yield running


@contextlib.contextmanager
def run_farm(devices: list[Declared], state: Path) -> Iterator[list[Declared]]:
    """Run these switches, kept in ``state``, while the block runs."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    file, log = state / "devices.json", state / "farm.log"
    for device in devices:
        _require_free(device)
    farm_password(state)
    write_atomically(file, json.dumps([document_of(d) for d in devices], ensure_ascii=False))
    log.write_bytes(b"")
    module = ["-m", "educloud.lab.switches", "--state", str(state), "--file", str(file)]
    process = supervise.start([sys.executable, *module], log=log)
    try:
        _wait(process, devices, log)
        yield devices
    finally:
        supervise.end(process)


def _require_free(device: Declared) -> None:
    # A farm whose starter was killed is still ending: give it the time that takes.
    deadline = time.monotonic() + supervise.GRACE_SECONDS + 2
    while _taken(device):
        if time.monotonic() > deadline:
            raise EnvironmentMissing(
                f"port {device.port} is taken", f"{device.device_id} on {device.host}",
                "end what listens there, or choose other ports",
            )  # fmt: skip
        time.sleep(0.1)


def _taken(device: Declared) -> bool:
    with socket.socket(_family(device.host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((device.host, device.port))
        except OSError:
            return True
    return False


def _wait(process: subprocess.Popen[bytes], devices: list[Declared], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    for device in devices:
        while not _answers(device):
            if process.poll() is not None or time.monotonic() > deadline:
                last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
                raise LabError(
                    f"the switches did not start: {last[-1] if last else 'no answer in time'}",
                    str(log),
                    "mend what it names, then start again",
                )
            time.sleep(0.05)


def _answers(device: Declared) -> bool:
    with socket.socket(_family(device.host)) as probe:
        probe.settimeout(1)
        return probe.connect_ex((device.host, device.port)) == 0


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
