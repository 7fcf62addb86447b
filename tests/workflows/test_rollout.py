"""Rollouts: which devices, and when the rest is left alone."""

import pytest

from educloud.errors import DeviceError
from educloud.network.push import Status
from educloud.project import Project
from educloud.workflows.rollout import HALTED, roll_out


def test_an_unknown_device_is_named(project: Project) -> None:
    with pytest.raises(DeviceError, match="HB-DEV-999"):
        roll_out(project, ("HB-DEV-004", "HB-DEV-999"), print)


def test_a_device_without_a_credential_is_named(project: Project) -> None:
    with pytest.raises(DeviceError, match="HB-DEV-060"):
        roll_out(project, ("HB-DEV-060",), print)


def test_nothing_is_begun_when_the_canary_fails(project: Project) -> None:
    """No password is known for the devices: the first fails, and the others are not touched."""
    first, *rest = roll_out(project, (), print)

    assert first.status is Status.FAILED
    assert first.reason != HALTED
    assert len(rest) == 23
    assert {one.reason for one in rest} == {HALTED}
    records = list((project.state / "network").glob("*.json"))
    assert [path.stem for path in records] == [first.device]
