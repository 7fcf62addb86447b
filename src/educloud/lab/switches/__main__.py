"""``python -m educloud.lab.switches --state DIR --file devices.json``: run the farm."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from educloud.errors import EduCloudError
from educloud.lab.switches.server import serve
from educloud.lab.switches.start import farm_password
from educloud.lab.switches.switch import Declared, declared


async def run(devices: list[Declared], state: Path) -> None:
    """Serve until asked to end."""
    task = asyncio.ensure_future(serve(devices, state, farm_password(state)))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def main() -> int:
    """Run the farm; an error is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m educloud.lab.switches", description=__doc__)
    parser.add_argument("--state", type=Path, required=True, help="where the switches live")
    parser.add_argument("--file", type=Path, required=True, help="the switches, as JSON")
    arguments = parser.parse_args()
    try:
        entries = json.loads(arguments.file.read_text(encoding="utf-8"))
        asyncio.run(run([declared(entry) for entry in entries], arguments.state))
    except EduCloudError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
