"""How long a verb bears what does not pass, and what is said then."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from educloud.cloud.ec2.api import Api
from educloud.cloud.ec2.resources.vpc import VPC
from educloud.cloud.provider import verbs
from educloud.cloud.provider.faults import LONGEST_PAUSE, TRIES, pause_before, said


def test_what_never_goes_ends_in_one_sentence(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's subnet lies in the network: it stays, and so does the network."""
    monkeypatch.setattr(verbs, "BUSY_SECONDS", 1.0)
    network = api.ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
    subnet = api.ec2.create_subnet(VpcId=network, CidrBlock="10.77.1.0/24")["Subnet"]["SubnetId"]
    begun = time.monotonic()
    with pytest.raises(ClientError) as refused:
        verbs.delete(api, VPC, network, {})
    assert 1 <= time.monotonic() - begun < 10
    sentence = str(said(refused.value, "delete", f"Vpc {network}"))
    assert sentence.startswith(f"delete Vpc {network}: DeleteVpc refused: DependencyViolation: ")
    assert "\n" not in sentence
    assert verbs.read(api, VPC, network) is not None
    api.ec2.delete_subnet(SubnetId=subnet)
    verbs.delete(api, VPC, network, {})
    assert verbs.read(api, VPC, network) is None


def test_patience_has_an_end() -> None:
    assert verbs.BUSY_SECONDS + LONGEST_PAUSE <= 150
    assert sum(pause_before(tried) for tried in range(1, TRIES)) <= 70


def test_what_is_new_and_not_known_everywhere_is_waited_for(api: Api) -> None:
    """EC2's calls may not know for seconds what was made: it is asked for twice in vain."""
    asked: list[str] = []

    def settle(api: Api, identity: str, wanted: Any) -> None:
        asked.append(identity)
        VPC.settle(api, "vpc-00000000" if len(asked) <= 2 else identity, wanted)

    slow = dataclasses.replace(VPC, settle=settle)
    wanted = {"ipv4_block": "10.79.0.0/16", "dns": True, "tags": {}}
    network, state = verbs.create(api, slow, wanted, "urn:patience::Vpc::new", "new")
    assert asked == [network] * 3
    assert state["dns"] is True
    verbs.delete(api, VPC, network, {})
    with pytest.raises(ClientError, match=r"InvalidVpcID\.NotFound"):  # gone is not new
        verbs.update(api, VPC, network, wanted)
