"""One drill of a node: restore its backups at its peer, verify, measure, clean up, record.

A drill that is killed goes on at the next call: what it restored stands in its manifest. One that
fails, or ends, leaves nothing at the peer.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any

from educloud.cloud.drill import database, objects
from educloud.cloud.drill.objects import Fault, Manifest
from educloud.cloud.drill.record import (
    Drill,
    Part,
    Target,
    append,
    reached_level,
)
from educloud.cloud.drill.servers import Servers
from educloud.cloud.drill.under_way import (
    MANIFEST,
    Begun,
    alone,
    begin,
    clean,
    database_of,
    forget,
    take_up,
)
from educloud.errors import CloudError, EduCloudError
from educloud.inventory.models import App
from educloud.inventory.profile_models import DisasterLevel
from educloud.project import Project

Tell = Callable[[str], None]
DUMPS = "apps/{app_id}/database/"  # where dumps of an application's database lie in the bucket
DUMP = ".dump"
BACKUP, APPS = "backup", "apps"
OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a drill works on: buckets by purpose of node and peer, the applications, the target."""

    node: str
    peer: str
    backup: str
    peer_backup: str
    written: str | None  # bucket that applications write to; None: there is none
    apps: tuple[App, ...]
    target: Target
    levels: tuple[DisasterLevel, ...]

    @property
    def under(self) -> tuple[str, ...]:
        """Beginnings of the keys that are drilled: of the applications named, else all."""
        return tuple(f"apps/{app.app_id}/" for app in self.apps) or ("",)


def drill(project: Project, scene: Scene, s3: Any, servers: Servers, tell: Tell) -> Drill:
    """Drill a node, or go on with a drill of it that was killed, and record it.

    CloudError when it cannot be brought to its end: then too it is recorded, and nothing is left at
    the peer. What came back wrong or too late stands in ``missed``.
    """
    with alone(project, scene.node) as folder:
        asked = begin(scene.node, scene.peer, scene.peer_backup, scene.apps)
        begun, resumed = take_up(folder, asked, s3, servers)
        if resumed:
            tell(f"the drill begun at {begun.started} goes on")
        manifest = Manifest(folder / MANIFEST)
        parts: list[Part] = []
        written, failure = None, ""
        try:
            if scene.written:
                written = objects.newest(s3, scene.written, scene.under)
            parts += _restore_objects(scene, begun, manifest, s3, tell)
            bases = Bases(s3, scene, servers)
            parts += [bases.restore(begun, app, tell) for app in scene.apps if database_of(app)]
        except (EduCloudError, OSError) as error:
            failure = str(error)
        verified = _now()
        clean(begun, s3, servers, failure, resumed=resumed)
        done = judged(scene, begun, parts, verified, resumed=resumed, written=written,
                      failure=failure)  # fmt: skip
        append(project, done)
        forget(folder)
    if failure:
        raise CloudError(failure, f"drill of {scene.node}", "nothing is left at the peer")
    return done


def judged(
    scene: Scene,
    begun: Begun,
    parts: Sequence[Part],
    verified: dt.datetime,
    *,
    resumed: bool = False,
    written: dt.datetime | None = None,
    failure: str = "",
) -> Drill:
    """Measure a drill and compare it with its target and with the levels of the profile."""
    started = dt.datetime.fromisoformat(begun.started)
    rto = _hours(verified - started)
    saved = [dt.datetime.fromisoformat(one.backed_up) for one in parts if one.backed_up]
    oldest = None if any(map(_unproven, parts)) else min(saved, default=None)
    rpo = None if oldest is None else _hours(started - oldest)
    after = None if oldest is None or written is None else _hours(written - oldest)
    return Drill(
        scene.node, scene.peer, begun.apps, begun.started, verified.isoformat(), resumed,
        tuple(parts), None if failure else rto, rpo, after, scene.target,
        None if failure else reached_level(scene.levels, rto, rpo),
        () if failure else tuple(_missed(scene.target, parts, rto, rpo)), failure,
    )  # fmt: skip


def _missed(target: Target, parts: Sequence[Part], rto: float, rpo: float | None) -> Iterator[str]:
    """Say what keeps a drill from having passed."""
    for part in parts:
        if part.faults:
            first = part.faults[0]
            more = f" (and {len(part.faults) - 1} more)" if len(part.faults) > 1 else ""
            yield f"{part.what}: {first['what']} {first['reason']}{more}"
        if _unproven(part):
            yield f"{part.what}: the backup has no dump of it, so its RPO is not proven"
    if not parts or (parts[0].what == OBJECTS and not parts[0].count):
        yield "no object was restored: the backup is empty"
    if rto > target.rto_hours:
        yield f"RTO {rto:.2f} h, more than {target.rto_hours:g} h"
    if rpo is not None and rpo > target.rpo_hours:
        yield f"RPO {rpo:.2f} h, more than {target.rpo_hours:g} h"


def _unproven(part: Part) -> bool:
    """Tell whether a part was saved during the drill: that proves the way, not a backup's age."""
    return part.what != OBJECTS and part.backed_up is None


def _restore_objects(
    scene: Scene, begun: Begun, manifest: Manifest, s3: Any, tell: Tell
) -> Iterator[Part]:
    tell(f"restoring the objects of {scene.backup} into {begun.place.bucket}")
    since = _now()
    faults = objects.restore(s3, scene.backup, begun.place, manifest, scene.under)
    tell("comparing the objects")
    faults += objects.compare(s3, begun.place, manifest)
    count, size, newest = 0, 0, None
    for one in manifest:
        count, size = count + 1, size + one.size
        newest = max(newest or one.stored, one.stored)
    if count or faults or not scene.apps:  # an application need not have files
        yield Part(
            OBJECTS, scene.backup, "sha256", count, size,
            newest.isoformat() if newest else None, _seconds(since), _said(faults),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bases:
    """The databases of a drill."""

    s3: Any
    scene: Scene
    servers: Servers

    def restore(self, begun: Begun, app: App, tell: Tell) -> Part:
        """Restore from the newest dump in the backup, else from the database as it is now."""
        name, scratch, since = str(database_of(app)), begun.scratch(app), _now()
        peer, programs = self.servers.peer(), self.servers.programs
        backup, folder = self.scene.backup, DUMPS.format(app_id=app.app_id)
        key = objects.latest(self.s3, backup, folder, DUMP)
        tell(f"restoring {name} from {key or 'the database at the node'}")
        if key is None:
            saved = None
            found = database.restore_live(self.servers.node(name), peer, scratch, programs)
        else:
            with _downloaded(self.s3, backup, key) as (dump, saved):
                found = database.restore_dump(dump, peer, scratch, programs)
        return Part(
            f"database {name}", key or "the database at the node",
            "rows and checksums" if found.checksums else "rows",
            found.rows, None, saved, _seconds(since), _said(found.faults),
        )  # fmt: skip


@contextlib.contextmanager
def _downloaded(s3: Any, bucket: str, key: str) -> Iterator[tuple[IO[bytes], str]]:
    """Give an object as a file without a name, and when it was stored."""
    with tempfile.TemporaryFile() as file:
        saved = objects.download(s3, bucket, key, file)
        file.seek(0)
        yield file, saved.isoformat()


def _said(faults: Sequence[Fault]) -> tuple[Mapping[str, str], ...]:
    return tuple(asdict(fault) for fault in faults)


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def _hours(span: dt.timedelta) -> float:
    return round(max(0.0, span.total_seconds()) / 3600, 6)


def _seconds(since: dt.datetime) -> float:
    return round((_now() - since).total_seconds(), 3)
