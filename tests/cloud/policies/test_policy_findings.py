"""The verdict: exceptions with a reason and an end, all denials at once."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest
from policies_sound import (
    NODE,
    SOUND,
    both,
    files,
    found_in,
    node,
    part,
    project_of,
    without,
)

from educloud.cloud.policies.evaluate import check
from educloud.cloud.spec.load import load_stacks
from educloud.errors import EduCloudError, PolicyError

SOON = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011  as people write it
EXCEPTION = {
    "rule": "recovery-declared",
    "resource": "disaster_recovery",
    "reason": "对端节点下月建成（合成）",
    "until": SOON,
}


def test_an_exception_lets_a_stack_up_and_is_shown(tmp_path: Path):
    edit = both(without("disaster_recovery"), node(exceptions=[EXCEPTION]))
    project = project_of(tmp_path, files(edit))
    (one,) = check(project, load_stacks(project))
    assert (one.severity, one.rule) == ("excepted", "recovery-declared")
    assert str(SOON) in str(one)
    assert EXCEPTION["reason"] in str(one)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"until": dt.date(2020, 1, 1)}, "ended on 2020-01-01"),
        ({"rule": "two-zones"}, "excepts nothing"),
        ({"rule": "no-such-rule"}, "there is no rule 'no-such-rule'"),
        ({"resource": "elsewhere"}, "excepts nothing"),
    ],
)
def test_an_exception_that_does_not_hold_excepts_nothing(tmp_path: Path, over, said: str):
    edit = both(without("disaster_recovery"), node(exceptions=[{**EXCEPTION, **over}]))
    denied, warned = found_in(tmp_path, files(edit))
    assert (denied.severity, denied.rule) == ("deny", "recovery-declared")
    assert warned.severity == "warn"
    assert said in warned.what


@pytest.mark.parametrize("missing", ["rule", "resource", "reason", "until"])
def test_an_exception_needs_all_of_its_words(tmp_path: Path, missing: str):
    entry = {key: value for key, value in EXCEPTION.items() if key != missing}
    with pytest.raises(EduCloudError, match=missing):
        found_in(tmp_path, files(node(exceptions=[entry])))


def test_an_exception_ends_after_its_last_day(tmp_path: Path):
    edit = both(without("disaster_recovery"), node(exceptions=[EXCEPTION]))
    project = project_of(tmp_path, files(edit))
    stacks = load_stacks(project)
    assert check(project, stacks, as_of=SOON)
    with pytest.raises(PolicyError):
        check(project, stacks, as_of=SOON + dt.timedelta(days=1))


def test_check_raises_all_denials_at_once(tmp_path: Path):
    edit = both(without("backup"), without("disaster_recovery"), part("pools", "web", count=1))
    project = project_of(tmp_path, files(edit))
    with pytest.raises(PolicyError) as raised:
        check(project, load_stacks(project))
    rules = {one.rule for one in raised.value.findings}
    assert rules == {"store-saved", "recovery-declared"}
    assert "and 2 more" in str(raised.value)
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301  our own
    assert (str(again), again.findings) == (str(raised.value), raised.value.findings)


def test_only_the_named_stacks_are_judged(tmp_path: Path):
    project = project_of(tmp_path, files(without("disaster_recovery")))
    stacks = load_stacks(project)
    assert check(project, stacks, ("city-410500",)) == ()
    with pytest.raises(PolicyError):
        check(project, stacks, (NODE,))


def test_a_given_endpoints_region_counts_when_the_file_names_none(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    assert found_in(tmp_path / "embedded", SOUND) == ()
    monkeypatch.setenv("EDUCLOUD_CLOUD_ENDPOINT", "http://127.0.0.1:1")
    found = found_in(tmp_path / "given", SOUND)
    assert {one.rule for one in found} == {"region-allowed"}
