"""What a playbook's process gets of the environment, and the cloud's keys by a file."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from educloud.project import Project, write_atomically

# What a playbook's process gets of the environment it was started from. Not more: ansible-runner
# notes the environment in clear, and nobody can say what secrets a shell carries.
PASSED_ON = (
    "HOME", "USER", "PATH", "TMPDIR", "PGPASSFILE", "SSH_AUTH_SOCK", "SSL_CERT_FILE",
    "EDUCLOUD_CLOUD_ENDPOINT", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE",
    "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CA_BUNDLE",
    "AWS_EC2_METADATA_DISABLED",
)  # fmt: skip
CLOUD_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
NO_PROXY = ("NO_PROXY", "no_proxy")


def playbook_environment(
    project: Project, folder: Path, environment: Mapping[str, str]
) -> dict[str, str]:
    """Give the environment of a playbook's process: what it needs and no secret in clear."""
    wide = {**os.environ, **environment}
    env = {name: wide[name] for name in PASSED_ON if name in wide} | proxies_of(wide)
    if all(name in wide for name in CLOUD_KEYS[:2]):
        env["AWS_SHARED_CREDENTIALS_FILE"] = str(_write_credentials(project, wide))
        env.pop("AWS_PROFILE", None)
    env["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), env.get("PATH", os.defpath)))
    home = folder / "ansible"
    return env | {
        "LC_ALL": "C.UTF-8",  # Ansible refuses to start without a UTF-8 locale
        "PYTHONDONTWRITEBYTECODE": "1",
        "ANSIBLE_HOME": str(home),
        "ANSIBLE_LOCAL_TEMP": str(home / "tmp"),
        "ANSIBLE_REMOTE_TEMP": str(home / "tmp"),
        "ANSIBLE_CONFIG": str(project.playbooks / "ansible.cfg"),
    }


def proxies_of(environment: Mapping[str, str]) -> dict[str, str]:
    """Give the variables of proxies that lead to the cloud's endpoint; past them on the loopback.

    A proxy whose URL carries a password is left out: the environment is noted in clear.
    """
    endpoint = environment.get("EDUCLOUD_CLOUD_ENDPOINT", "")
    if on_this_machine(endpoint):
        host = urlsplit(endpoint).hostname or ""
        return {
            name: ",".join(part for part in (environment.get(name), host) if part)
            for name in NO_PROXY
        }
    wanted = {name: environment[name] for name in (*PROXIES, *NO_PROXY) if name in environment}
    return {name: value for name, value in wanted.items() if "@" not in value}


def on_this_machine(url: str) -> bool:
    """Tell whether a URL leads to this machine's own loopback, which no proxy could reach."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _write_credentials(project: Project, environment: Mapping[str, str]) -> Path:
    """Keep the cloud's keys in a file of their owner: ansible-runner notes variables in clear."""
    path = project.state / "secrets" / "cloud-credentials"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        f"{name.lower()} = {environment[name]}" for name in CLOUD_KEYS if environment.get(name)
    ]
    write_atomically(path, "[default]\n" + "\n".join(lines) + "\n")
    return path
