"""What somebody else made is taken into a stack: only what fits, and once."""

from __future__ import annotations

from pathlib import Path

import pytest
from cloud_parts import NETWORK, NODE, write_project

from educloud.cloud.adopting import adopt_resource
from educloud.cloud.ec2.clients import client
from educloud.cloud.engine import run
from educloud.cloud.engine.session import open_session
from educloud.cloud.provider import verbs
from educloud.errors import CloudError

NODE_ID = "city-999900"


class _Cut(Exception):
    """Stands for a kill."""


def test_a_network_made_by_hand_goes_into_a_stack_that_is_not_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(tmp_path / "p", network=NETWORK, city_999900=NODE)
    with open_session(project) as session:  # keeps the embedded cloud up
        ec2 = client(session.endpoint, "ec2")
        vpc, other = (
            ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
            for block in ("10.99.0.0/16", "10.98.0.0/16")
        )
        group = ec2.create_security_group(
            GroupName="by-hand", Description=f"zone data of {NODE_ID}", VpcId=other
        )["GroupId"]

        def cut(*_: object) -> None:
            raise _Cut

        with monkeypatch.context() as killed:
            killed.setattr(verbs, "adopt", cut)
            with pytest.raises(_Cut):
                adopt_resource(project, NODE_ID, "network", vpc)
        # Cut short before the mark was put on it: the repetition puts it on.
        assert adopt_resource(project, NODE_ID, "network", vpc).identity == vpc
        with pytest.raises(CloudError, match="network is in the state already"):
            adopt_resource(project, NODE_ID, "network", vpc)
        # It would be replaced: it stands in another network than the one imported.
        with pytest.raises(CloudError, match=f"has vpc '{other}', .* declared with '{vpc}'"):
            adopt_resource(project, NODE_ID, "zone-data", group)

        run.bring_up(session, "network")
        up = run.bring_up(session, NODE_ID)
        assert up.outputs["network"] == vpc
        assert up.replaced == up.deleted == 0
