"""The drill that is under way: what it makes at the peer, kept so that a later one cleans it up."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from educloud.cloud.drill import database, objects
from educloud.cloud.drill.objects import DRILLS, Place
from educloud.cloud.drill.record import folder_of
from educloud.cloud.drill.servers import Servers
from educloud.errors import CloudError
from educloud.inventory.models import App
from educloud.project import Project, write_atomically

NOTE, MANIFEST = "running.json", "running.jsonl"


@dataclass(frozen=True, slots=True)
class Begun:
    """A drill under way, as it stands in the project's state until it is over."""

    id: str
    node: str
    peer: str
    peer_backup: str
    apps: tuple[str, ...]
    scratches: tuple[str, ...]  # databases it makes at the peer
    started: str

    @property
    def place(self) -> Place:
        """Where it restores objects to."""
        return Place(self.peer_backup, f"{DRILLS}{self.node}/{self.id}/")

    def scratch(self, app: App) -> str:
        """Name the database it restores an application's to."""
        return _scratch(self.id, self.apps.index(app.app_id))


def database_of(app: App) -> str | None:
    """Name an application's database, as the room or the node knows it; None: it has none."""
    name = (app.model_extra or {}).get("db_name")
    return str(name) if name else None


def begin(node: str, peer: str, peer_backup: str, apps: Sequence[App]) -> Begun:
    """Give a new drill; nothing is done yet."""
    name = secrets.token_hex(6)
    scratches = tuple(_scratch(name, place) for place, app in enumerate(apps) if database_of(app))
    ids = tuple(app.app_id for app in apps)
    started = dt.datetime.now(tz=dt.UTC).isoformat()
    return Begun(name, node, peer, peer_backup, ids, scratches, started)


def take_up(folder: Path, asked: Begun, s3: Any, servers: Servers) -> tuple[Begun, bool]:
    """Give the drill that was killed when it is the one asked for; else clean up after it."""
    left = left_in(folder)
    if left and (left.apps, left.peer_backup) == (asked.apps, asked.peer_backup):
        return left, True
    if left:
        clean(left, s3, servers, "", resumed=True)
        forget(folder)
    write_atomically(folder / NOTE, json.dumps(asdict(asked)))
    return asked, False


def left_in(folder: Path) -> Begun | None:
    """Give the drill that was killed; None when none was. CloudError when its note is damaged."""
    try:
        left: Mapping[str, Any] = json.loads((folder / NOTE).read_text("utf-8"))
        lists = {key: tuple(left[key]) for key in ("apps", "scratches")}
        return Begun(**{**left, **lists})
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise CloudError(
            "the note of the drill under way is damaged",
            str(folder / NOTE),
            f"remove what lies under {DRILLS} at the peer, and the note",
        ) from error


def clean(begun: Begun, s3: Any, servers: Servers, failure: str, *, resumed: bool) -> None:
    """Remove whatever a drill made at the peer; what cannot be is tried by the next drill.

    Without a server known, only an earlier run (``resumed``) can have made a database.
    """
    try:
        objects.remove(s3, begun.place)
        for scratch in begun.scratches if servers.known or resumed else ():
            database.drop_scratch(servers.peer(), scratch)
    except CloudError as error:
        what = f"{failure}; " if failure else ""
        raise CloudError(
            f"{what}what it restored is still at the peer ({error.what})",
            error.where,
            "drill again: it goes on, and cleans up",
        ) from error


def forget(folder: Path) -> None:
    """Remove the note of a drill that is over."""
    (folder / MANIFEST).unlink(missing_ok=True)
    (folder / NOTE).unlink(missing_ok=True)  # last: it says that there is more


@contextlib.contextmanager
def alone(project: Project, node: str) -> Iterator[Path]:
    """Give the folder of a node's drills; one process at a time drills it."""
    folder = folder_of(project, node)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CloudError("it is being drilled already", node, "wait until that ends") from None
        yield folder


def _scratch(name: str, place: int) -> str:
    return f"educloud_drill_{name}_{place}"
