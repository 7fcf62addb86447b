"""The native provider: turns what the engine asks into the calls a ``Kind`` declares.

The engine starts it as the program ``pulumi-resource-educloud``, a process of its own: endpoint and
keys come from its environment. One rule makes an interrupted run safe to repeat: a create first
looks for what an earlier create of the same resource has left behind, and then brings every
property to the wanted value, as an update does.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from pulumi.provider.experimental import provider as engine
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.provider.experimental.server import main as serve_provider
from pulumi.runtime.rpc import UNKNOWN

from educloud import __version__
from educloud.cloud.clients import CALLS_AT_ONCE, client
from educloud.cloud.endpoint import endpoint_of_child
from educloud.cloud.resources import load_kinds
from educloud.cloud.resources.kind import Api, Kind, Mark, Properties
from educloud.errors import CloudError

POLL_SECONDS = 0.2
Got = TypeVar("Got")


class Provider(engine.Provider):
    """Create, read, update and delete, for every resource type."""

    def __init__(self, api: Api, kinds: Mapping[str, Kind]) -> None:
        self._api = api
        self._kinds = kinds
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE)

    async def get_schema(self, request: engine.GetSchemaRequest) -> engine.GetSchemaResponse:
        """Name the package; programs declare resources themselves."""
        del request
        schema = {"name": "educloud", "version": __version__, "resources": {}}
        return engine.GetSchemaResponse(json.dumps(schema))

    async def diff(self, request: engine.DiffRequest) -> engine.DiffResponse:
        """Compare what is wanted with what stands."""
        kind = self._kind(request.type)
        old, new = plain(request.old_state), plain(request.new_inputs)
        changed = [key for key, value in new.items() if value != old.get(key)]
        replaced = [key for key in changed if key in kind.fixed]
        return engine.DiffResponse(
            changes=bool(changed),
            diffs=changed,
            replaces=replaced,
            delete_before_replace=bool(replaced) and kind.delete_first,
            detailed_diff={key: _difference(fixed=key in kind.fixed) for key in changed},
        )

    async def create(self, request: engine.CreateRequest) -> engine.CreateResponse:
        """Make a resource, or finish making one."""
        kind = self._kind(request.type)
        if request.preview:
            unknown = {key: PropertyValue(UNKNOWN) for key in kind.outputs}
            return engine.CreateResponse("", {**request.properties, **unknown})
        wanted = plain(request.properties)
        identity, state = await self._do(
            "create", request.urn, lambda: create(self._api, kind, wanted, request.urn)
        )
        return engine.CreateResponse(identity, rich(state))

    async def read(self, request: engine.ReadRequest) -> engine.ReadResponse:
        """Give what really stands; nothing when it is gone."""
        kind = self._kind(request.type)
        live = await self._do(
            "read", request.urn, lambda: read(self._api, kind, request.resource_id)
        )
        if live is None:
            return engine.ReadResponse()
        inputs = {key: value for key, value in live.items() if key not in kind.outputs}
        return engine.ReadResponse(request.resource_id, rich(live), rich(inputs))

    async def update(self, request: engine.UpdateRequest) -> engine.UpdateResponse:
        """Bring what may change in place to the wanted values."""
        kind = self._kind(request.type)
        if request.preview:
            known = {key: value for key, value in request.olds.items() if key in kind.outputs}
            return engine.UpdateResponse({**request.news, **known})
        wanted = plain(request.news)
        state = await self._do(
            "update", request.urn, lambda: update(self._api, kind, request.resource_id, wanted)
        )
        return engine.UpdateResponse(rich(state))

    async def delete(self, request: engine.DeleteRequest) -> None:
        """Remove it; it may be gone already."""
        kind, state = self._kind(request.type), plain(request.properties)
        await self._do(
            "delete", request.urn, lambda: delete(self._api, kind, request.resource_id, state)
        )

    def _kind(self, type_token: str) -> Kind:
        return self._kinds[type_token.rpartition(":")[2]]

    async def _do(self, verb: str, urn: str, act: Callable[[], Got]) -> Got:
        """Run one action in a thread; an error names action and resource."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  slow to import

        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, act)
        except ClientError as error:
            said = error.response.get("Error", {})
            call = error.operation_name
            reason = f"{call} refused: {said.get('Code', '')}: {said.get('Message', '')}"
            raise CloudError(f"{verb} {_name(urn)}: {reason}") from error
        except BotoCoreError as error:
            raise CloudError(f"{verb} {_name(urn)}: {error}") from error


def create(api: Api, kind: Kind, wanted: Properties, urn: str) -> tuple[str, Properties]:
    """Make a resource unless it is there already; give its id and what then stands."""
    mark = Mark(urn, shape_of(kind, wanted), _name(urn).partition(" ")[2])
    identity = kind.find(api, mark, wanted) or kind.create(api, mark, wanted)
    return identity, update(api, kind, identity, wanted)


def update(api: Api, kind: Kind, identity: str, wanted: Properties) -> Properties:
    """Bring a resource to the wanted values and give what then stands."""
    kind.settle(api, identity, wanted)
    state = kind.read(api, identity)
    if state is None:
        raise CloudError(f"{kind.name} {identity} vanished while it was set up")
    return state


def read(api: Api, kind: Kind, identity: str) -> Properties | None:
    """Give what stands; None when the resource is gone."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow to import

    try:
        return kind.read(api, identity)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in kind.gone:
            return None
        raise


def delete(api: Api, kind: Kind, identity: str, state: Properties) -> None:
    """Remove a resource; one that is gone is well."""
    from botocore.exceptions import ClientError  # noqa: PLC0415  slow to import

    try:
        kind.delete(api, identity, state)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") not in kind.gone:
            raise


def shape_of(kind: Kind, wanted: Properties) -> str:
    """Give a short digest of the properties that are fixed at creation."""
    fixed = {key: wanted.get(key) for key in sorted(kind.fixed)}
    text = json.dumps(fixed, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(value: Any) -> Any:
    """Give the engine's values as Python's: whole numbers whole, unknown ones ``Unknown``."""
    if isinstance(value, PropertyValue):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return Unknown() if value == UNKNOWN else value


class Unknown:
    """A value that is known only after something else was made; it equals nothing."""


def rich(properties: Properties) -> dict[str, PropertyValue]:
    """Give Python's values as the engine's."""
    return {key: _rich(value) for key, value in properties.items()}


def _rich(value: Any) -> PropertyValue:
    if isinstance(value, Mapping):
        return PropertyValue({key: _rich(one) for key, one in value.items()})
    if isinstance(value, (list, tuple)):
        return PropertyValue([_rich(one) for one in value])
    if isinstance(value, int) and not isinstance(value, bool):
        return PropertyValue(float(value))
    return PropertyValue(value)


def _difference(*, fixed: bool) -> engine.PropertyDiff:
    kinds = engine.PropertyDiffKind
    return engine.PropertyDiff(kinds.UPDATE_REPLACE if fixed else kinds.UPDATE, input_diff=True)


def _name(urn: str) -> str:
    """Give type and name of a resource for people: ``Vpc network``."""
    parts = urn.split("::")
    return f"{parts[-2].rpartition(':')[2]} {parts[-1]}"


def _end_with_the_engine() -> None:
    """End this process when the engine is gone: an engine that is killed leaves its providers."""
    starter = os.getppid()

    def watch() -> None:
        while os.getppid() == starter:
            time.sleep(POLL_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Serve the engine until it ends this process, or is gone itself."""
    _end_with_the_engine()
    api = Api(lambda service: client(endpoint_of_child(), service))
    serve_provider(sys.argv[1:], __version__, Provider(api, load_kinds()))
