"""The farm: one process, one SSH server for each switch, each on its own port."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from pathlib import Path

import asyncssh

from educloud.errors import EnvironmentMissing
from educloud.lab.switches.shell import MORE, Shell
from educloud.lab.switches.switch import Declared, Switch

USER = "educloud"


class Door(asyncssh.SSHServer):
    """Lets in who knows the farm's password."""

    def __init__(self, password: str) -> None:
        self.password = password

    def begin_auth(self, username: str) -> bool:
        """Ask everybody for a password."""
        del username
        return True

    def password_auth_supported(self) -> bool:
        """Offer passwords only."""
        return True

    def validate_password(self, username: str, password: str) -> bool:
        """Compare user and password without telling by the time it takes."""
        known = hmac.compare_digest(password.encode(), self.password.encode())
        return known and username == USER


async def serve(devices: list[Declared], state: Path, password: str) -> None:
    """Serve all switches until cancelled; EnvironmentMissing when a port is taken."""
    async with contextlib.AsyncExitStack() as stack:
        for device in devices:
            switch = Switch(device, state)
            stack.callback(switch.close)
            await _listen(stack, switch, password)
        await asyncio.Event().wait()


async def _listen(stack: contextlib.AsyncExitStack, switch: Switch, password: str) -> None:
    device = switch.declaration
    try:
        server = await asyncssh.listen(
            device.host,
            device.port,
            server_host_keys=[str(host_key(switch.folder))],
            server_factory=lambda: Door(password),
            process_factory=lambda process: talk(switch, process),
            line_editor=False,
            encoding=None,
        )
    except OSError as error:
        raise EnvironmentMissing(
            f"port {device.port} is taken ({error.strerror or error})",
            f"{device.device_id} on {device.host}",
            "end what listens there, or choose other ports",
        ) from error
    stack.callback(server.close)


async def talk(switch: Switch, process: asyncssh.SSHServerProcess[bytes]) -> None:
    """Carry one session: echo what is typed, answer line by line."""
    shell = Shell(switch, process.get_extra_info("username", USER))
    faults = switch.declaration.faults
    process.stdout.write(_wire(shell.greeting()))
    buffer, taken = "", 0
    with contextlib.suppress(asyncssh.Error, ConnectionError, asyncio.IncompleteReadError):
        while not shell.closed and (data := await process.stdin.read(4096)):
            buffer += _text(data)
            while (line := _next_line(buffer, paging=bool(shell.pages))) is not None:
                buffer = (
                    buffer[len(line) :].lstrip("\n") if line.endswith("\r") else buffer[len(line) :]
                )
                if faults.slow:
                    await asyncio.sleep(faults.slow)
                if faults.drop_after and shell.view is not None:
                    taken += 1
                    if taken > faults.drop_after:
                        process.get_extra_info("connection").abort()
                        return
                echo = "\r" + " " * len(MORE) + "\r" if shell.pages else f"{line.rstrip()}\r\n"
                process.stdout.write(_wire(echo) + _wire(shell.feed(line.rstrip("\r\n"))))
                if shell.closed:
                    break
    process.exit(0)


def host_key(folder: Path) -> Path:
    """Give the file of the switch's host key, made once."""
    path = folder / "host_key"
    if not path.exists():
        key = asyncssh.generate_private_key("ssh-ed25519")
        fresh = path.with_suffix(".new")
        key.write_private_key(str(fresh))
        fresh.chmod(0o600)
        fresh.replace(path)
    return path


def _next_line(buffer: str, *, paging: bool) -> str | None:
    """Give the next whole line with its end, or any key while a page waits."""
    if paging and buffer:
        return buffer[0]
    ends = [buffer.index(end) for end in "\r\n" if end in buffer]
    return buffer[: min(ends) + 1] if ends else None


def _wire(text: str) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
