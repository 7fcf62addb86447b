"""A folder of zone files, replaced as a whole: never half of one plan and half of another."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from educloud.errors import ProjectError

OURS = (".zone", ".conf")


def write_zone_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Make ``folder`` hold exactly ``files``; ProjectError when it holds other than zone files."""
    try:
        _refuse_foreign(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".educloud-zones-") as name:
            staged, former = Path(name) / "zones", Path(name) / "former"
            staged.mkdir()
            for file, text in files.items():
                (staged / file).write_text(text, encoding="utf-8")
            if folder.exists():
                folder.replace(former)
            staged.replace(folder)
    except (OSError, shutil.Error) as error:
        raise ProjectError(
            f"cannot be written: {error}", str(folder), "choose another folder"
        ) from error


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ProjectError("is a file", str(folder), "choose another folder")
    foreign = sorted(path.name for path in folder.iterdir() if path.suffix not in OURS)
    if foreign:
        raise ProjectError(
            f"holds {foreign[0]}, which is no zone file",
            str(folder),
            "choose a new folder, or one that an earlier run has written",
        )
