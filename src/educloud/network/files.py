"""Configuration files as people have them: UTF-8, with a byte order mark, or GBK."""

from __future__ import annotations

from pathlib import Path

from educloud.errors import ConfigError
from educloud.network.facts import read_facts
from educloud.network.platform import Platform


def read_config(platform: Platform, path: Path) -> str:
    """Give a configuration file's text; ConfigError names the file when it is none."""
    text = read_text(path)
    read_facts(platform, text, str(path))  # says where in the file something is wrong
    return text


def read_text(path: Path) -> str:
    """Give a file's text with plain line ends; ConfigError names the file when it is none."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n")
    raise ConfigError("neither UTF-8 nor GBK text", str(path), "give the text the device shows")
