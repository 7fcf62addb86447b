"""What eyes and logs get to see of a line."""

from __future__ import annotations

import pytest

from educloud.network.facts import masked, masked_commands, read_facts
from educloud.network.platform import load_platform
from educloud.network.push import shown

SECRETS = [
    ("huawei_vrp", "user-interface vty 0 4", "set authentication password cipher S3cret"),
    ("huawei_vrp", "", "snmp-agent usm-user v3 ops group authentication-mode md5 S3cret"),
    ("huawei_vrp", "aaa", "local-user ops password irreversible-cipher S3cret"),
    ("huawei_vrp", "", "snmp-agent community read cipher S3cret"),
    ("hp_comware", "", "super password level 3 simple S3cret"),
    ("hp_comware", "local-user ops class manage", "password simple S3cret"),
    ("hp_comware", "", "ntp-service authentication-keyid 1 authentication-mode md5 simple S3cret"),
    ("ruijie_os", "line vty 0 4", "password S3cret"),
    ("ruijie_os", "", "enable secret 5 S3cret"),
    ("ruijie_os", "", "snmp-server user ops group v3 auth md5 S3cret"),
    ("ruijie_os", "", "radius-server host 192.0.2.1 key 7 S3cret"),
]


@pytest.mark.parametrize(("platform", "view", "line"), SECRETS)
def test_no_secret_is_shown(platform, view, line):
    kind = load_platform(platform)
    path = (view,) if view else ()
    assert "S3cret" not in masked(kind, line, path)
    typed = (view, line, kind.leave) if view else (line,)
    assert "S3cret" not in " ".join(masked_commands(kind, typed))
    text = f"{view}\n {line}\n" if view else f"{line}\n"
    assert "S3cret" not in " ".join(shown(read_facts(kind, text).meaning()))


@pytest.mark.parametrize(
    "line", ["sysname SW-1", "port trunk allow-pass vlan 10 20", "ssh user a service-type stelnet"]
)
def test_other_lines_are_shown_as_they_are(line):
    assert masked(load_platform("huawei_vrp"), line) == line
