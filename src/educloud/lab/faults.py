"""A proxy in front of a cloud's endpoint that does to calls what networks and clouds do to them.

Per call, by chance but the same for the same seed: refused before the cloud sees it, passed on and
then answered with 500 or not at all or late, dropped, throttled. Beyond that every call can take
longer (as a real cloud is far away), and the network can be lost for a while.

``GET /.educloud/calls`` gives how often each action was called and disturbed;
``POST /.educloud/lose?seconds=N`` loses the network for N seconds.

Run on its own: ``python -m educloud.lab.faults --to URL --port N``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import ssl
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, fields
from queue import Queue
from urllib.parse import parse_qs, urlsplit

from educloud.errors import LabError
from educloud.lab.wire import (
    LONGEST_LINE,
    Message,
    action_of,
    read_answer,
    read_request,
    service_of,
    throttling,
    trouble,
)

HOST = "127.0.0.1"
CALLS = "/.educloud/calls"
LOSE = "/.educloud/lose"
PASS = "pass"  # noqa: S105  what happens to a call that is not disturbed


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What happens to calls: shares of all calls (0 to 1, together at most 1), and seconds."""

    seed: int = 0
    refused: float = 0.0  # answered 500 before the cloud sees it
    dropped: float = 0.0  # no answer, and the cloud has not seen it
    throttled: float = 0.0  # told to be patient, and the cloud has not seen it
    spoiled: float = 0.0  # done by the cloud, answered 500
    lost: float = 0.0  # done by the cloud, no answer
    late: float = 0.0  # done by the cloud, answered after ``late_seconds``
    late_seconds: float = 5.0
    delay: float = 0.0  # seconds that every call takes longer

    def happens(self, action: str, number: int) -> str:
        """Say what happens to the ``number``-th call of an action: ``pass``, or a field's name."""
        drawn = random.Random(f"{self.seed} {action} {number}").random()  # noqa: S311  not a secret
        for name in KINDS:
            drawn -= getattr(self, name)
            if drawn < 0:
                return name
        return PASS


KINDS = ("refused", "dropped", "throttled", "spoiled", "lost", "late")


def disturbed(share: float, seed: int, *, late_seconds: float = 5.0) -> Faults:
    """Give faults of every kind, as often as each other, that disturb a share of all calls."""
    each = share / len(KINDS)
    return Faults(seed=seed, late_seconds=late_seconds, **dict.fromkeys(KINDS, each))


class Proxy:
    """Passes calls on, or does to them what ``Faults`` says; one connection to the cloud each."""

    def __init__(self, to: str, faults: Faults) -> None:
        parts = urlsplit(to)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise LabError(f"{to!r} is no http:// or https:// address", "--to", "correct it")
        self._secure = ssl.create_default_context() if parts.scheme == "https" else None
        self._host = parts.hostname
        self._port = parts.port or (443 if self._secure else 80)
        self._faults = faults
        self._calls: Counter[str] = Counter()
        self._happened: Counter[str] = Counter()
        self._lost_until = 0.0
        # What serves a connection whose client has gone is held by nothing else.
        self._serving: set[asyncio.Task[None] | None] = set()

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side closes it."""
        serving: asyncio.Task[None] | None = asyncio.current_task()
        self._serving.add(serving)
        to: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        try:
            while request := await read_request(reader, writer):
                if urlsplit(request.path).path in {CALLS, LOSE}:
                    writer.write(self._asked(request))
                    writer.close()
                    await writer.wait_closed()
                    break
                if self._is_lost():
                    break
                if to is None:
                    to = await asyncio.open_connection(
                        self._host, self._port, ssl=self._secure, limit=LONGEST_LINE
                    )
                answer = await self._answer(request, *to)
                if answer is None or self._is_lost():
                    break
                writer.write(answer)
                await writer.drain()
        except (OSError, EOFError, ValueError):
            pass  # either side is gone, or spoke no HTTP: the other is told by the end
        finally:
            self._serving.discard(serving)
            writer.transport.abort()  # a network that breaks says no goodbye
            if to is not None:
                to[1].close()

    async def _answer(
        self, request: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes | None:
        """Give what the client gets; None when its connection is cut."""
        happens = self._noted(request)
        await asyncio.sleep(self._faults.delay)
        if happens == "refused":
            return trouble(request)
        if happens == "throttled":
            return throttling(request)
        if happens == "dropped":
            return None
        writer.write(request.raw)
        await writer.drain()
        answer = await read_answer(reader, request)
        if answer is None or happens == "lost":
            return None
        if happens == "late":
            await asyncio.sleep(self._faults.late_seconds)
        return trouble(request) if happens == "spoiled" else answer.raw

    def _noted(self, request: Message) -> str:
        """Count a call and say what happens to it; one that is not signed is a look, no call."""
        if not service_of(request):
            return PASS
        action = action_of(request)
        happens = self._faults.happens(action, self._calls[action])
        self._calls[action] += 1
        self._happened[happens] += 1
        return happens

    def _asked(self, request: Message) -> bytes:
        """Answer what is asked of the proxy itself."""
        parts = urlsplit(request.path)
        if parts.path == LOSE:
            seconds = float(parse_qs(parts.query).get("seconds", ["1"])[0])
            self._lost_until = time.monotonic() + seconds
        told = {"calls": dict(sorted(self._calls.items())), "happened": dict(self._happened)}
        body = json.dumps(told).encode()
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close"
        return f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    def _is_lost(self) -> bool:
        return time.monotonic() < self._lost_until


async def serve(to: str, port: int, faults: Faults, announce: Callable[[str], None]) -> None:
    """Serve on 127.0.0.1 until cancelled; ``announce`` gets the URL; port 0 chooses a free one.

    LabError when the port is taken or ``to`` is no address.
    """
    proxy = Proxy(to, faults)
    try:
        server = await asyncio.start_server(proxy, HOST, port, limit=LONGEST_LINE)
    except OSError as error:
        raise LabError(f"port {port} is taken", HOST, "choose another --port") from error
    async with server:
        announce(f"http://{HOST}:{server.sockets[0].getsockname()[1]}")
        await server.serve_forever()


def serve_behind(to: str, port: int, faults: Faults, announce: Callable[[str], None]) -> None:
    """Serve in a thread until this process ends; give control back once it answers."""
    answers: Queue[str | LabError] = Queue()

    def run() -> None:
        try:
            asyncio.run(serve(to, port, faults, answers.put))
        except LabError as error:
            answers.put(error)

    threading.Thread(target=run, daemon=True).start()
    said = answers.get()
    if isinstance(said, LabError):
        raise said
    announce(said)


def _say(url: str) -> None:
    print(url, flush=True)  # noqa: T201  a program of its own speaks on stdout


def main(arguments: list[str]) -> int:
    """Run the proxy as a program of its own."""
    parser = argparse.ArgumentParser(prog="python -m educloud.lab.faults")
    parser.add_argument("--to", required=True, help="URL of the endpoint behind it")
    parser.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    for one in fields(Faults):
        flag = f"--{one.name.replace('_', '-')}"
        parser.add_argument(flag, type=type(one.default), default=one.default)
    asked = vars(parser.parse_args(arguments))
    to, port = asked.pop("to"), asked.pop("port")
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(to, port, Faults(**asked), _say))
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
