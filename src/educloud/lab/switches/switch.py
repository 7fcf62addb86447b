"""One switch: its running and startup configuration, kept on disk at every accepted line."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from educloud.errors import LabError
from educloud.lab.switches.block import Refusal
from educloud.lab.switches.config import Configuration
from educloud.lab.switches.dialects import DIALECTS
from educloud.lab.switches.lines import canonical
from educloud.project import write_atomically


@dataclass(frozen=True, slots=True)
class Faults:
    """What a switch is told to do wrong."""

    refuse: str = ""  # lines that match are answered with the vendor's error
    drop_after: int = 0  # a session ends after this many accepted lines; 0: never
    slow: float = 0.0  # seconds before each answer


@dataclass(frozen=True, slots=True)
class Declared:
    """A switch as the farm's file declares it."""

    device_id: str
    platform: str
    host: str
    port: int
    config: str  # what it starts with when the farm has never seen it
    faults: Faults = Faults()


def declared(document: dict[str, Any]) -> Declared:
    """Read one switch of the farm's file."""
    try:
        return Declared(**{**document, "faults": Faults(**document.get("faults", {}))})
    except TypeError as error:
        raise LabError(f"a switch is declared wrongly: {error}", "devices.json") from error


def document_of(switch: Declared) -> dict[str, Any]:
    """Give what ``declared`` reads."""
    return asdict(switch)


class Switch:
    """The box. ``take`` and ``save`` are all that changes it."""

    def __init__(self, declaration: Declared, state: Path) -> None:
        self.declaration = declaration
        if declaration.platform not in DIALECTS:
            raise LabError(
                f"the farm has no switch of platform {declaration.platform!r}",
                declaration.device_id,
                f"use one of {', '.join(sorted(DIALECTS))}",
            )
        self.dialect = DIALECTS[declaration.platform]
        self.folder = state / declaration.device_id
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.config, self.startup = self._wake()
        self._log = (self.folder / "commands.jsonl").open("a", encoding="utf-8")

    def take(self, user: str, view: str, line: str) -> str:
        """Take a line; give the view that follows. Refusal with the vendor's answer."""
        try:
            self._refuse_by_fault(line)
            following, changed = self._apply(view, line)
        except Refusal:
            self._record(user, "refused", view, line)
            raise
        self._record(user, "accepted" if changed else "no change", view, line)
        return following

    def save(self, user: str) -> None:
        """Make the running configuration the one it starts with."""
        self.startup = self.config.text()
        self._record(user, "saved", "", self.dialect.save)
        self._snapshot()

    def close(self) -> None:
        """Write all down and let the files go."""
        self._snapshot()
        self._log.close()

    def _apply(self, view: str, line: str) -> tuple[str, bool]:
        if "\n" not in line and self.config.find_kind(canonical(line), view):
            known = set(self.config.blocks)
            header = self.config.open_view(line, view)
            return header, header not in known
        try:
            return view, self.config.set_line(view, line)
        except Refusal as refusal:
            # In a view the top level's lines are taken as well, and lead out of it.
            if not view or str(refusal) != self.dialect.unknown:
                raise
            return "", self.config.set_line("", line)

    def _refuse_by_fault(self, line: str) -> None:
        pattern = self.declaration.faults.refuse
        if pattern and re.search(pattern, line):
            raise Refusal(self.dialect.unknown)

    def _record(self, user: str, verdict: str, view: str, line: str) -> None:
        entry = {
            "time": dt.datetime.now(dt.UTC).isoformat(),
            "user": user,
            "verdict": verdict,
            "view": view,
            "line": line,
        }
        self._log.write(json.dumps(entry, ensure_ascii=False) + "\n")
        # Flushed, it outlives the farm's SIGKILL, as a box's memory outlives the tool's.
        self._log.flush()

    def _snapshot(self) -> None:
        state = {
            "running": self.config.text(),
            "startup": self.startup,
            "lines": sum(1 for _ in self._read_log()),
        }
        write_atomically(self.folder / "state.json", json.dumps(state, ensure_ascii=False))

    def _wake(self) -> tuple[Configuration, str]:
        """Stand as before: the snapshot, then every accepted line since."""
        path = self.folder / "state.json"
        if path.exists():
            state = json.loads(path.read_text(encoding="utf-8"))
        else:
            text = Configuration(self.dialect, self.declaration.config).text()
            state = {"running": text, "startup": text, "lines": 0}
            write_atomically(path, json.dumps(state, ensure_ascii=False))
        self.config = Configuration(self.dialect, state["running"])
        startup: str = state["startup"]
        for entry in self._read_log()[state["lines"] :]:
            if entry["verdict"] == "saved":
                startup = self.config.text()
            elif entry["verdict"] == "accepted":
                self._apply(entry["view"], entry["line"])
        return self.config, startup

    def _read_log(self) -> list[dict[str, str]]:
        path = self.folder / "commands.jsonl"
        if not path.exists():
            return []
        # A line cut off by a crash was not yet answered: it does not count.
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [json.loads(line) for line in lines]
