"""The private network's stack file by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from cloud_parts import write_project

from educloud.cloud.spec.load import load_stacks
from educloud.errors import ProjectError

NETWORK = """
name: 测试专网
ipv4: [10.0.0.0/8]
worlds:
  teaching: {internet: true, exit: first}
  exam: {}
hubs:
  province: {division: "410000", asn: 64512}
  h1: {division: "410100", parent: province, asn: 64513}
  h2: {division: "410200", parent: h1, asn: 64514}
exits:
  first: {division: "410100", carrier: c1, risk_group: r1, ipv4_block: 10.224.0.0/20}
attachments:
  county-1: {kind: county, division: "410102", hub: h1, world: teaching, router: 192.0.2.1,
             asn: 64600, ipv4: [10.128.0.0/18], ipv6: ["3fff:410:10::/44"]}
  county-2: {kind: county, division: "410103", hub: h2, world: exam, router: 192.0.2.2,
             asn: 64601, ipv4: [10.128.64.0/18]}
"""


def test_it_reads(tmp_path: Path) -> None:
    network = load_stacks(write_project(tmp_path / "p", network=NETWORK)).network
    assert network is not None
    assert network.hubs["h2"].parent == "h1"


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ("hub: h2", "hub: h9", "attachment county-2: there is no hub 'h9'"),
        ("world: exam", "world: moon", "attachment county-2: there is no world 'moon'"),
        ("exit: first", "exit: second", "world teaching: there is no exit 'second'"),
        ("parent: province", "parent: h2", "form a ring"),
        ("parent: h1", "parent: h7", "hub h2: there is no hub 'h7'"),
        (", parent: h1", "", "hub h2: the province's hub, and only that, has no parent"),
        ('"410000", asn', '"410000", parent: h1, asn', "only that, has no parent"),
        ("10.128.64.0/18", "10.128.0.0/17", "10.128.0.0/17 of attachment county-2"),
        ("10.224.0.0/20", "10.128.64.0/20", "overlaps"),
        ("kind: county", "kind: village", "attachments.county-1.kind"),
        ("192.0.2.2", "192.0.2.999", "attachments.county-2.router"),
        ("asn: 64600", "asn: 0", "attachments.county-1.asn"),
        ("exam: {}", "exam: {speed: 9}", "unknown key 'worlds.exam.speed'"),
    ],
)
def test_a_wrong_word_is_named(tmp_path: Path, find: str, put: str, said: str) -> None:
    assert find in NETWORK
    project = write_project(tmp_path / "p", network=NETWORK.replace(find, put, 1))
    with pytest.raises(ProjectError) as caught:
        load_stacks(project)
    assert said in str(caught.value)
    assert "network.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)
