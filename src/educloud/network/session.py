"""A session with a switch over SSH: Netmiko, with prompts in place of pauses.

Netmiko's classes for these vendors wait fixed times and let errors pass; here every command ends
at the device's prompt, every question is answered from the answer sheet, every refusal is raised,
and host keys are remembered on first use and must not change afterwards.
"""

from __future__ import annotations

import contextlib
import fcntl
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko
from netmiko.channel import SSHChannel
from netmiko.exceptions import (
    NetmikoAuthenticationException,
    NetmikoBaseException,
    NetmikoTimeoutException,
)
from netmiko.ssh_dispatcher import CLASS_MAPPER

from educloud.errors import DeviceError, LineRefused
from educloud.network.facts import masked, path_after
from educloud.network.platform import Platform, compiled, load_platform

READ_SECONDS = 60.0
NAME = r"[^\s<>\[\]#()]+"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a device is and who logs in."""

    device_id: str
    platform: str
    host: str
    port: int
    username: str
    password: str = field(repr=False)


class SessionLost(DeviceError):
    """The connection ended in the middle of the work."""


class TextChannel(SSHChannel):
    """Reads UTF-8, and GBK where a device writes Chinese that way; waits without polling."""

    def __init__(self, conn: paramiko.Channel, encoding: str) -> None:
        super().__init__(conn, encoding)
        self.wire: Any = conn
        self.rest = b""

    def wait(self, seconds: float) -> str:
        """Give what arrives next, or nothing after ``seconds``."""
        self.wire.settimeout(seconds)
        try:
            data = self.wire.recv(65536)
        except TimeoutError:
            return ""
        if not data:
            raise EOFError("the device closed the session")
        return self.decode(data)

    def read_buffer(self) -> str:
        """Give what is there, without waiting."""
        return self.wait(0.01) if self.wire.recv_ready() else ""

    def decode(self, data: bytes) -> str:
        """Decode; bytes of a character that is not yet complete are kept for the next time."""
        data, self.rest = self.rest + data, b""
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            if error.reason == "unexpected end of data":
                self.rest = data[error.start :]
                return data[: error.start].decode()
            return data.decode("gb18030", "replace")


class PinnedKeys(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # paramiko has no types
    """Remembers the key of a device that was never met."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Append the key; other threads and processes append to the same file."""
        del client
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(f"{hostname} {key.get_name()} {key.get_base64()}\n")


class Prompted:
    """What is put in front of a Netmiko class; ``platform`` and ``known_hosts`` are set by us."""

    platform: Platform
    known_hosts: Path
    channel: TextChannel
    device_id: str
    name: str

    def _build_ssh_client(self) -> paramiko.SSHClient:
        client = paramiko.SSHClient()
        if self.known_hosts.exists():
            client.load_host_keys(str(self.known_hosts))
            # Saving is ours: paramiko would rewrite the file without a lock.
            client._host_keys_filename = None  # noqa: SLF001
        client.set_missing_host_key_policy(PinnedKeys(self.known_hosts))
        return client

    def _try_session_preparation(self, force_data: bool = False) -> None:  # noqa: FBT001, FBT002
        del force_data  # an extra newline would bring an extra prompt
        self.session_preparation()

    def special_login_handler(self, delay_factor: float = 1.0) -> None:
        """Take over the channel before Netmiko reads from it."""
        del delay_factor
        self.channel = TextChannel(self.channel.remote_conn, "utf-8")

    def session_preparation(self) -> None:
        """Wait for the first prompt, learn the name, switch paging off."""
        self.name = NAME
        screen = self._read_until_prompt([NAME])
        found = re.search(self.platform.prompt.format(name=f"(?P<name>{NAME})"), screen)
        if found is None:
            raise EOFError("no prompt was recognised")
        self.name = re.escape(found["name"])
        self.base_prompt = found["name"]
        if self.platform.enable and screen.rstrip().endswith(">"):
            self.run(self.platform.enable)
        for command in self.platform.paging_off:
            self.run(command)

    def run(self, command: str) -> str:
        """Send a command, answer its questions, give what it printed."""
        rename = compiled(self.platform.rename).fullmatch(command)
        names = [self.name, re.escape(rename["name"])] if rename else [self.name]
        self.write_channel(f"{command}\n")
        output = self._read_until_prompt(names)
        if rename and re.search(self._prompt(names[1:]), output):
            self.name = names[1]
        lines = output.split("\n")
        return "\n".join(lines[command.count("\n") + 1 : -1])

    def _prompt(self, names: list[str]) -> str:
        return r"(?:\A|\n)" + self.platform.prompt.format(name=f"(?:{'|'.join(names)})")

    def _read_until_prompt(self, names: list[str]) -> str:
        pattern = re.compile(self._prompt(names))
        output, seen, end = "", 0, time.monotonic() + READ_SECONDS
        while time.monotonic() < end:
            new = self.channel.wait(1.0).replace("\r\n", "\n").replace("\r", "").replace("\0", "")
            output += self.strip_ansi_escape_codes(new) if "\x1b" in new else new
            # Only the end can be a prompt or a question.
            tail = output[max(seen, len(output) - 400) :]
            if new and pattern.search(tail if len(tail) < len(output) else output):
                return output
            answer = next((a for q, a in self.platform.questions if re.search(q, tail)), None)
            if new and answer is not None:
                seen = len(output)
                self.write_channel(f"{answer}\n")
        raise NetmikoTimeoutException(f"no prompt within {READ_SECONDS:.0f} s")

    # Given by the Netmiko class behind this one.
    def write_channel(self, out_data: str) -> None:
        """Write."""
        super().write_channel(out_data)  # type: ignore[misc]

    def strip_ansi_escape_codes(self, string_buffer: str) -> str:
        """Give text without cursor movements."""
        text: str = super().strip_ansi_escape_codes(string_buffer)  # type: ignore[misc]
        return text

    def cleanup(self, command: str = "") -> None:
        """Leave without a word: closing the channel ends the session."""


class Session:
    """One device, logged in."""

    def __init__(self, connection: Any, target: Target, platform: Platform) -> None:
        self.connection = connection
        self.target = target
        self.platform = platform
        self.configuring = False
        self.path: tuple[str, ...] = ()

    def running(self) -> str:
        """Give the running configuration's text."""
        return self._show(self.platform.show_running)

    def startup(self) -> str:
        """Give the configuration the device would start with."""
        return self._show(self.platform.show_startup)

    def say(self, line: str) -> None:
        """Type a line in configuration mode; LineRefused with the device's answer."""
        if not self.configuring:
            self._run(self.platform.enter_config)
            self.configuring, self.path = True, ()
        answer = self._run(line)
        refused = compiled(self.platform.errors).search(answer)
        if refused:
            shown = masked(self.platform, line, self.path)
            raise LineRefused(self.target.device_id, shown, refused[0].strip())
        self.path = path_after(self.platform, self.path, line)

    def save(self) -> None:
        """Make the running configuration the startup one; DeviceError when it is not confirmed."""
        self._leave_config()
        answer = self._run(self.platform.save)
        if not compiled(self.platform.saved).search(answer):
            last = " ".join(answer.split()[-12:])
            raise DeviceError(
                f"did not confirm that it saved ({last})",
                self.target.device_id,
                "look at its storage, then roll out again",
            )

    def _show(self, command: str) -> str:
        self._leave_config()
        return self._run(command)

    def _leave_config(self) -> None:
        if self.configuring:
            self._run(self.platform.exit_config)
            self.configuring = False

    def _run(self, command: str) -> str:
        try:
            output: str = self.connection.run(command)
        except (NetmikoBaseException, OSError, EOFError, paramiko.SSHException) as error:
            raise SessionLost(
                f"the session was lost ({str(error) or type(error).__name__})",
                self.target.device_id,
                "see whether the device answers, then roll out again",
            ) from error
        return output


@contextlib.contextmanager
def open_session(target: Target, known_hosts: Path) -> Iterator[Session]:
    """Log in to a device; DeviceError says why it was not possible."""
    platform = load_platform(target.platform)
    connection = _connect(target, platform, known_hosts)
    try:
        yield Session(connection, target, platform)
    finally:
        with contextlib.suppress(OSError, EOFError, NetmikoBaseException):
            connection.disconnect()


def _connect(target: Target, platform: Platform, known_hosts: Path) -> Any:
    parts = (Prompted, CLASS_MAPPER[platform.netmiko_type])
    facts = {"platform": platform, "known_hosts": known_hosts, "device_id": target.device_id}
    kind = type(f"{platform.name}_session", parts, facts)
    where = f"{target.device_id} ({target.host} port {target.port})"
    try:
        return kind(
            device_type=platform.netmiko_type,
            host=target.host,
            port=target.port,
            username=target.username,
            password=target.password,
            conn_timeout=20,
            auth_timeout=30,
            banner_timeout=30,
            allow_agent=False,
            use_keys=False,
        )
    except NetmikoAuthenticationException as error:
        raise DeviceError(
            f"refused the login of {target.username!r}",
            where,
            "correct the credential named in devices.csv",
        ) from error
    except (NetmikoBaseException, OSError, EOFError, paramiko.SSHException) as error:
        raise _unreachable(error, where, known_hosts) from error


def _unreachable(error: BaseException, where: str, known_hosts: Path) -> DeviceError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, paramiko.BadHostKeyException):
            return DeviceError(
                "shows another host key than before: it was replaced, or somebody is in between",
                where,
                f"if it was replaced, remove its line from {known_hosts}",
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, socket.gaierror):
        return DeviceError("has no address", where, "correct mgmt_address in devices.csv")
    return DeviceError(
        "cannot be reached over SSH",
        where,
        "see whether it is on, whether address and port are right, and whether SSH is enabled",
    )
