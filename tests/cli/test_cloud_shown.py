"""Changes are shown in words, also what is known only later."""

from __future__ import annotations

from educloud.cli.cloud_shown import change_lines
from educloud.cloud.engine.changes import Change, Difference
from educloud.cloud.engine.inline import UNKNOWN


def test_what_is_known_later_is_said_so_at_any_depth() -> None:
    rules = Difference("ingress", [], [{"peer": UNKNOWN, "port": 443}])
    vpc = Difference("vpc", "vpc-1", UNKNOWN)
    lines = list(change_lines(Change("update", "SecurityGroup", "zone-app", (rules, vpc))))
    assert lines == [
        "update SecurityGroup zone-app",
        '    ingress + {"peer": "(known later)", "port": 443}',
        "    vpc: vpc-1 -> (known later)",
    ]
