"""Ask whether an application serves: resolve its name, connect as it does, write, read."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from educloud.errors import MoveError
from educloud.migration.moves import Destination, Move
from educloud.migration.playbook_environment import on_this_machine

SERVICE = "_postgresql._tcp."
# Every application of the lab keeps a log of its use; the probe's row is removed again.
WRITE = "INSERT INTO access_log (note) VALUES (%s) RETURNING entry_id"
READ = "SELECT note FROM access_log WHERE entry_id = %s"
REMOVE = "DELETE FROM access_log WHERE entry_id = %s"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """Where the application's name leads and whether it serves there: ``serves`` or a reason."""

    app_id: str
    name: str
    points_to: str
    serves: bool
    reason: str = ""
    seconds: float = 0.0


def probe_app(
    move: Move, destination: Destination, *, environment: Mapping[str, str]
) -> ProbeResult:
    """Write a row where the name in the zone leads, and read it back over a second connection."""
    begun = time.monotonic()
    if not move.domain or not move.database:
        raise MoveError(
            "it has no domain or no db_name to probe", move.app_id, "add it to apps.csv"
        )
    address, port = resolve(move.domain, destination.zone_id, environment)
    reason = _write_and_read(move.database, address, port, environment.get("PGPASSFILE"))
    return ProbeResult(
        move.app_id, move.domain, f"{address}:{port}", not reason, reason,
        round(time.monotonic() - begun, 3),
    )  # fmt: skip


def resolve(name: str, zone_id: str, environment: Mapping[str, str]) -> tuple[str, int]:
    """Give address and port that the service record of ``name`` leads to, as the zone has it."""
    import boto3  # noqa: PLC0415  heavy
    from botocore.config import Config  # noqa: PLC0415  heavy
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  heavy

    endpoint = environment.get("EDUCLOUD_CLOUD_ENDPOINT")
    client = boto3.client(
        "route53",
        endpoint_url=endpoint,
        config=Config(proxies={} if on_this_machine(endpoint or "") else None),
        region_name=environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
    )
    try:
        service = _first_value(client, zone_id, f"{SERVICE}{name.rstrip('.')}.", ("SRV",))
        _, _, port, host = service.split()
        return _first_value(client, zone_id, host, ("A", "AAAA")), int(port)
    except (BotoCoreError, ClientError) as error:
        raise MoveError(
            f"the zone does not answer: {error}", name, "check the cloud's endpoint"
        ) from error


def _first_value(client: Any, zone_id: str, name: str, kinds: tuple[str, ...]) -> str:
    page = client.list_resource_record_sets(HostedZoneId=zone_id, StartRecordName=name)
    for record in page["ResourceRecordSets"]:
        if record["Name"] == name and record["Type"] in kinds:
            value: str = record["ResourceRecords"][0]["Value"]
            return value
    raise MoveError(f"no {kinds[0]} record in zone {zone_id}", name, "run the wave first")


def _write_and_read(database: str, address: str, port: int, passfile: str | None) -> str:
    """Give why the application does not serve there; empty when it does."""
    import psycopg  # noqa: PLC0415  heavy

    # The lab gives an application's role the name of its database.
    place: dict[str, Any] = {
        "host": address, "port": port, "dbname": database, "user": database,
        "passfile": passfile, "connect_timeout": 5, "autocommit": True,
    }  # fmt: skip
    note = f"探测 {uuid.uuid4()}"
    try:
        with psycopg.connect(**place) as writer:
            row = writer.execute(WRITE, [note]).fetchone()
            with psycopg.connect(**place) as reader:
                found = reader.execute(READ, row).fetchone()
            writer.execute(REMOVE, row)
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return "" if found == (note,) else "the row written was not read back"
