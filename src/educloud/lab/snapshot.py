"""The embedded cloud's whole state in one file, so that a start need not hear its life again.

A snapshot says how much of which journal it stands for; what was journalled later is played back on
top of it. It holds moto's own objects as they are: another version of moto, of Python or of what is
corrected in moto cannot read it, and then the journal alone counts. It is never more than a short
cut: a cloud whose snapshot is missing, cut or foreign comes back just the same, only more slowly.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import pickle
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from educloud.project import write_bytes_atomically

# Bytes of the journal before the position that are compared: the seeds in them are its own alone.
LOOKED_AT = 4096


@dataclass(frozen=True, slots=True)
class Position:
    """How much of which journal a snapshot stands for."""

    offset: int  # bytes
    digest: str  # of what stands right before

    @classmethod
    def of(cls, journal: Path, offset: int) -> Position:
        """Give the position after ``offset`` bytes of a journal."""
        with journal.open("rb") as file:
            file.seek(max(0, offset - LOOKED_AT))
            before = file.read(min(offset, LOOKED_AT))
        return cls(offset, hashlib.sha256(before).hexdigest())

    def is_in(self, journal: Path) -> bool:
        """Tell whether the journal has this position."""
        return journal.stat().st_size >= self.offset and Position.of(journal, self.offset) == self


def path_of(journal: Path) -> Path:
    """Say where the snapshot of a journal is."""
    return journal.with_suffix(".snapshot")


def save(journal: Path, offset: int, more: Any) -> bool:
    """Write what moto now holds, and ``more``; tell whether that was possible.

    What cannot be written is told on stderr and leaves the snapshot before it in place.
    """
    position = Position.of(journal, offset)
    body = io.BytesIO()
    try:
        _Pickler(body, pickle.HIGHEST_PROTOCOL).dump((_backends(), more))
    except Exception:  # noqa: BLE001  moto's objects are anything; the journal has all of it
        traceback.print_exc()
        return False
    head = {"offset": position.offset, "digest": position.digest, "made_by": made_by()}
    write_bytes_atomically(path_of(journal), json.dumps(head).encode() + b"\n" + body.getvalue())
    return True


def load(journal: Path) -> tuple[int, Any] | None:
    """Put into moto what a snapshot holds; give the journal's offset after it, and ``more``.

    None, and moto as it was, when there is no snapshot that can be used.
    """
    try:
        with path_of(journal).open("rb") as file:
            head = json.loads(file.readline())
            position = Position(int(head["offset"]), str(head["digest"]))
            if head["made_by"] != made_by() or not position.is_in(journal):
                return None
            backends, more = pickle.load(file)  # noqa: S301  written by this program, for its owner
    except FileNotFoundError:
        return None
    except Exception:  # noqa: BLE001  cut, or of other classes: whatever it is, the journal counts
        traceback.print_exc()
        return None
    for (module, name), its in backends.items():
        _put_back(getattr(importlib.import_module(module), name), its)
    return position.offset, more


def made_by() -> Mapping[str, str]:
    """Give what must be the same in the program that writes a snapshot and in one that reads it."""
    own = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("truths/*.py")):
        own.update(path.read_bytes())
    return {"moto": version("moto"), "python": sys.version, "truths": own.hexdigest()}


def _backends() -> dict[tuple[str, str], dict[tuple[str, str], Any]]:
    """Give moto's services by account and region, by the name each is imported by."""
    from moto.core.base_backend import BackendDict  # noqa: PLC0415  takes a second to import

    names = dict(_names(BackendDict))
    return {
        names[id(one)]: {(account, region): its for account, region, its in one.iter_backends()}
        for one in vars(BackendDict)["_instances"]  # moto's only list of them
    }


def _names(kind: type) -> Iterator[tuple[int, tuple[str, str]]]:
    for module in [one for name, one in sys.modules.items() if name.startswith("moto.")]:
        for name, value in list(vars(module).items()):
            if isinstance(value, kind):
                yield id(value), (module.__name__, name)


def _put_back(service: Any, its: Mapping[tuple[str, str], Any]) -> None:
    for (account, region), backend in its.items():
        service[account][region] = backend


def private_key(pem: bytes) -> Any:
    """Give the private key that a PEM holds."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  moto's own need

    return serialization.load_pem_private_key(pem, None)


class _Pickler(pickle.Pickler):
    """Pickles locks (as open ones) and private keys (as PEM) too."""

    def reducer_override(self, value: Any) -> Any:
        """Say how an object is written that cannot be as it is."""
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  moto's own need

        if isinstance(value, _LOCK):
            return threading.Lock, ()
        if isinstance(value, _RLOCK):
            return threading.RLock, ()
        if hasattr(value, "private_bytes"):
            pem = value.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            return private_key, (pem,)
        return NotImplemented


_LOCK, _RLOCK = type(threading.Lock()), type(threading.RLock())
