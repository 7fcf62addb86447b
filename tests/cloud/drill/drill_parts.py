"""What the tests of drills share: buckets, a scene, looks at the peer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from educloud.cloud.drill.record import Target
from educloud.cloud.drill.run import Scene
from educloud.cloud.drill.servers import Servers
from educloud.inventory.models import App
from educloud.inventory.profile import load_profile

NODE, PEER = "city-999900", "city-999901"
NOWHERE = Servers(NODE, PEER, None, None, "")


@dataclass(frozen=True)
class Buckets:
    s3: Any
    backup: str
    apps: str
    peer: str

    def put(self, **objects: bytes) -> None:
        for key, body in objects.items():
            self.s3.put_object(Bucket=self.backup, Key=key, Body=body)

    def versions_at_peer(self) -> list[str]:
        """Every version and delete marker, whatever its key."""
        page = self.s3.list_object_versions(Bucket=self.peer)
        return [one["Key"] for kind in ("Versions", "DeleteMarkers") for one in page.get(kind, ())]


def app(app_id: str, **more: Any) -> App:
    return App(
        app_id=app_id, name=f"{app_id}（合成）", owner_org="X", division_code="410600", **more
    )


def scene(buckets: Buckets, *apps: App, rto: float = 24, rpo: float = 24) -> Scene:
    return Scene(
        NODE, PEER, buckets.backup, buckets.peer, buckets.apps, apps, Target(rto, rpo),
        load_profile("henan").disaster_levels,
    )  # fmt: skip


def databases_of(servers: Servers) -> set[str]:
    with psycopg.connect(**servers.peer(), dbname="postgres") as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
