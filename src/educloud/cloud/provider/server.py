"""The provider's two doors: the program an engine starts, and a server many engines attach to.

The engine starts ``pulumi-resource-educloud`` when nobody serves it: a process of its own, endpoint
and keys from its environment. A run of ours starts one server for all its stacks instead
(``python -m educloud.cloud.provider.server``): one process, one set of connections.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import grpc.aio
from google.protobuf import empty_pb2
from pulumi.provider.experimental import provider as engine
from pulumi.provider.experimental import server as plumbing
from pulumi.provider.experimental.property_value import PropertyValue
from pulumi.runtime.proto import provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

from educloud import __version__
from educloud.cloud.endpoint import endpoint_of_child
from educloud.cloud.family import family
from educloud.cloud.provider import faults, verbs
from educloud.cloud.provider.kind import Kind, Properties, in_order
from educloud.cloud.provider.values import is_known, plain, rich
from educloud.errors import CloudError, EduCloudError

CALLS_AT_ONCE = 64  # they wait for the cloud most of the time
DELETE_DATA = "EDUCLOUD_DELETE_DATA"  # set by a run that was allowed to delete what holds data
POLL_SECONDS = 0.2
MESSAGE_BYTES = 400 * 1024 * 1024  # as the engine's own plumbing has it
Got = TypeVar("Got")


class Provider(engine.Provider):
    """Check, diff, create, read, update and delete, for every resource type."""

    def __init__(self, api: Any, kinds: Mapping[str, Kind], *, delete: Callable[..., None]) -> None:
        self._api = api
        self._kinds = kinds
        self._delete = delete
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE)

    async def get_schema(self, request: engine.GetSchemaRequest) -> engine.GetSchemaResponse:
        """Name the package; programs declare resources themselves."""
        del request
        schema = {"name": "educloud", "version": __version__, "resources": {}}
        return engine.GetSchemaResponse(json.dumps(schema))

    async def check(self, request: engine.CheckRequest) -> engine.CheckResponse:
        """Put lists whose order means nothing into the one order in which they are read."""
        kind, inputs = self._kind(request.type), dict(request.new_inputs)
        known = {key: value for key, value in inputs.items() if is_known(value)}
        ordered = in_order(kind, {key: plain(value) for key, value in known.items()})
        lists = {key: ordered[key] for key in kind.unordered if key in known}
        return engine.CheckResponse({**inputs, **rich(lists)})

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
        wanted, urn = plain(request.properties), request.urn
        identity, state = await self._do(
            "create", urn, lambda: verbs.create(self._api, kind, wanted, urn, _names(urn)[1])
        )
        return engine.CreateResponse(identity, rich(state))

    async def read(self, request: engine.ReadRequest) -> engine.ReadResponse:
        """Give what really stands; nothing when it is gone."""
        kind = self._kind(request.type)
        live = await self._do(
            "read", request.urn, lambda: verbs.read(self._api, kind, request.resource_id)
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
            "update",
            request.urn,
            lambda: verbs.update(self._api, kind, request.resource_id, wanted),
        )
        return engine.UpdateResponse(rich(state))

    async def delete(self, request: engine.DeleteRequest) -> None:
        """Remove it; it may be gone already."""
        kind, state = self._kind(request.type), plain(request.properties)
        await self._do(
            "delete",
            request.urn,
            lambda: self._delete(self._api, kind, request.resource_id, state),
        )

    def _kind(self, type_token: str) -> Kind:
        return self._kinds[type_token.rpartition(":")[2]]

    async def _do(self, verb: str, urn: str, act: Callable[[], Got]) -> Got:
        """Run one action in a thread; an error names action and resource."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, act)
        except EduCloudError as error:
            raise CloudError(f"{verb} {' '.join(_names(urn))}: {error}") from error
        except Exception as error:
            raise faults.said(error, verb, " ".join(_names(urn))) from error


class Servicer(plumbing.ProviderServicer):
    """The plumbing, which an engine may also attach to."""

    async def Attach(self, request: Any, context: Any) -> empty_pb2.Empty:  # noqa: N802  gRPC's
        """Agree: nothing here needs the engine's address."""
        del request, context
        return empty_pb2.Empty()


def serve_attached() -> None:
    """Serve any number of engines on a free port of this machine; say the port on stdout."""

    async def serve() -> None:
        limit = [("grpc.max_receive_message_length", MESSAGE_BYTES)]
        server = grpc.aio.server(options=limit)
        servicer = Servicer([], __version__, _provider(), engine_address="")
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await server.wait_for_termination()

    _end_with_the_starter()
    asyncio.run(serve())


def main() -> None:
    """Serve the engine that started this until it ends this process, or is gone itself."""
    _end_with_the_starter()
    plumbing.main(sys.argv[1:], __version__, _provider())


def _provider() -> Provider:
    chosen = family()
    with_data = os.environ.get(DELETE_DATA) == "yes"
    delete: Callable[[Any, Kind, str, Properties], None]
    delete = verbs.delete_with_data if with_data else verbs.delete
    return Provider(chosen.api(endpoint_of_child()), chosen.kinds(), delete=delete)


def _difference(*, fixed: bool) -> engine.PropertyDiff:
    kinds = engine.PropertyDiffKind
    return engine.PropertyDiff(kinds.UPDATE_REPLACE if fixed else kinds.UPDATE, input_diff=True)


def _names(urn: str) -> tuple[str, str]:
    """Give type and name of a resource."""
    parts = urn.split("::")
    return parts[-2].rpartition(":")[2], parts[-1]


def _end_with_the_starter() -> None:
    """End this process when its starter is gone: an engine that is killed leaves its providers."""
    starter = os.getppid()

    def watch() -> None:
        while os.getppid() == starter:
            time.sleep(POLL_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    serve_attached()
