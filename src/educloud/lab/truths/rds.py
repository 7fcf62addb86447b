"""RDS: full version numbers and the type of network, which moto does not tell; subnet groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from educloud.lab.truths import Correction

# Where only a major version was asked for, the service chooses a minor one.
_MINOR = "4"
_PARTS = {"postgres": 2}  # of a full version; all others: three


def corrections() -> Iterable[Correction]:
    """Give what is corrected of databases."""
    from moto.rds import models  # noqa: PLC0415  takes a second to import
    from moto.rds.models import DBInstance, RDSBackend  # noqa: PLC0415  as above

    yield models, "uuid", _repeatable
    yield DBInstance, "engine_version", _full_version
    yield DBInstance, "__init__", _complete
    yield RDSBackend, "modify_db_subnet_group", _kept
    yield RDSBackend, "create_auto_snapshot", _once_a_minute
    yield RDSBackend, "delete_subnet_group", _refused_in_use


def _repeatable(_: Any) -> Any:
    """Correct the names of secrets: moto draws them from a source that cannot be played back."""
    from moto.moto_api._internal import mock_random  # noqa: PLC0415  takes a second to import

    return mock_random


def _full_version(version: property) -> property:
    """Correct the version: moto repeats what was asked for, RDS tells what runs."""

    def full(instance: Any) -> str:
        asked = str(version.__get__(instance))
        missing = _PARTS.get(instance.engine, 3) - len(asked.split("."))
        return ".".join([asked, *[_MINOR] * missing])

    return property(full, version.fset)


def _complete(init: Callable[..., None]) -> Callable[..., None]:
    """Correct the type of network: moto forgets it; and the service's own key: moto has none."""

    def init_truly(instance: Any, *given: Any, **named: Any) -> None:
        init(instance, *given, **named)
        instance.network_type = named.get("network_type") or "IPV4"
        if instance.kms_key_id == "default_kms_key_id":
            instance.kms_key_id = instance.backend.kms.describe_key("alias/aws/rds").arn

    return init_truly


def _kept(modify: Callable[..., Any]) -> Callable[..., Any]:
    """Correct a changed subnet group: moto loses it."""

    def modify_truly(backend: Any, subnet_name: str, *given: Any) -> Any:
        backend.describe_db_subnet_groups(subnet_name)  # refuses one that is not there
        changed = modify(backend, subnet_name, *given)
        backend.subnet_groups[subnet_name] = changed
        return changed

    return modify_truly


def _refused_in_use(delete: Callable[..., Any]) -> Callable[..., Any]:
    """Correct the end of a subnet group: moto removes one in which a database stands."""
    from moto.rds.exceptions import RDSClientError  # noqa: PLC0415  takes a second to import

    def delete_truly(backend: Any, subnet_name: str) -> Any:
        group = backend.subnet_groups.get(subnet_name)
        if any(
            getattr(one, "db_subnet_group", None) is group for one in backend.databases.values()
        ):
            raise RDSClientError("InvalidDBSubnetGroupStateFault", f"{subnet_name} is in use")
        return delete(backend, subnet_name)

    return delete_truly


def _once_a_minute(snapshot: Callable[..., Any]) -> Callable[..., Any]:
    """Correct automatic snapshots: moto fails over the second database of a name in a minute."""

    def snapshot_truly(backend: Any, instance: str, name: str) -> Any:
        present = backend.database_snapshots.get(name)
        return present or snapshot(backend, instance, name)

    return snapshot_truly
